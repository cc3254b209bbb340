"""How facts enter the record: wrapped, signed by one author, appended onto the head they saw."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from types import MappingProxyType

from truceline.operations.centre import Centre
from truceline.operations.enclose import enclosed
from truceline.operations.fence import note_beside, require_in_step
from truceline.operations.hold import Seen, look
from truceline.operations.keyring import require_may
from truceline.record import keys
from truceline.record.note import Signer, sign
from truceline.record.store import Head, StaleHeadError
from truceline.terms.codec import b64, encode
from truceline.terms.entry import Fact
from truceline.terms.envelope import Envelope
from truceline.terms.problem import Problem, RefusedError
from truceline.weighing.held import NONE, Held

TRIES = 50  # each one lost to another program that did append

UNSEALED: Mapping[str, str] = MappingProxyType({})

Decide = Callable[[Held], Sequence[Fact]]


def append(
    centre: Centre,
    facts: Sequence[Fact],
    *,
    by: Signer,
    now: datetime,
    held: Held = NONE,
    also: Sequence[Signer] = (),
    sealed: Mapping[str, str] = UNSEALED,
) -> Head:
    """Append facts that hold whatever is on record beside them, as entries of one author.

    `held` is what was on record when they were decided; what they amend is looked up there. `also`
    are others who sign the same text; `sealed` what the entries commit to.

    Raises:
        RefusedError: others append without end; nothing was written.
    """
    seen = Seen(head=centre.record.head(), held=held)
    return settle(centre, lambda _: facts, seen=seen, by=by, now=now, also=also, sealed=sealed).head


def settle(
    centre: Centre,
    decide: Decide,
    *,
    seen: Seen,
    by: Signer,
    now: datetime,
    also: Sequence[Signer] = (),
    sealed: Mapping[str, str] = UNSEALED,
) -> Seen:
    """Append what `decide` makes of what was seen on record, all or none.

    Where somebody appended meanwhile, it is decided again on what they left: two who deposit the
    same document, or read it, put it on record once.

    Returns what may be relied on next: the newest head, and all that others put under it.

    Raises:
        RefusedError: others append without end, or hold more of this record than is here; nothing
            was written.
    """
    for _ in range(TRIES):
        facts = decide(seen.held)
        if not facts:
            return seen
        ready(centre, by, *also)
        require_in_step(centre)
        if seen.head.size:
            require_may(centre, by)
        author = by.name if also else ""
        notes = noted(
            centre, facts, seen=seen, by=(by, *also), now=now, sealed=sealed, author=author
        )
        try:
            head = centre.record.append(notes, onto=seen.head, now=now)
        except StaleHeadError:
            seen = look(centre)
            continue
        note_beside(centre)
        return replace(seen, head=head)
    raise RefusedError(
        Problem(
            code="busy",
            where=centre.record.origin,
            message="other programs keep appending; nothing was written.",
            remedy="Try again when they have finished.",
        )
    )


def ready(centre: Centre, *signers: Signer) -> None:
    """Passphrases are asked for before anything is locked for others.

    Raises:
        RefusedError: nobody says one, or it is another.
    """
    for signer in (*signers, centre.log):
        if signer is not None:
            keys.open_up(signer)


def noted(
    centre: Centre,
    facts: Sequence[Fact],
    *,
    seen: Seen,
    by: Sequence[Signer],
    now: datetime,
    sealed: Mapping[str, str] = UNSEALED,
    author: str = "",
) -> list[bytes]:
    """The facts as notes that continue the chain of their author, the first of the signers.

    `author` names it in them: where others sign, or are to sign.
    """
    seq, prev = centre.record.author_state(by[0].name)
    notes = []
    for fact in facts:
        envelope = Envelope(
            log=centre.record.origin,
            seq=seq,
            prev=prev,
            after=(seen.head.size, b64(seen.head.root)),
            made=now,
            sealed=sealed,
            author=author,
        )
        text = encode(fact, enclosed(envelope, fact, centre=centre, held=seen.held))
        notes.append(sign(text, by).encode())
        seq, prev = seq + 1, b64(sha256(text.encode()).digest())
    return notes
