"""Rounds to the witnesses of a policy: whoever is reached cosigns the newest checkpoint.

Nothing waits for a witness, and nothing one of them answers is believed unless its line fits. The
policy decides one label, *sealed by quorum*, and nothing else.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from truceline.operations import fence
from truceline.operations.centre import Centre
from truceline.operations.cosigned import keep, policy_of, seals, tidy
from truceline.operations.fetch import WITNESSING, Address
from truceline.operations.hold import opening
from truceline.operations.whole import written
from truceline.record import checkpoint as checkpoints
from truceline.record.authors import Authors
from truceline.record.copy import subtree_in
from truceline.record.cosignature import Cosigner, cosigned
from truceline.record.merkle import consistency_path
from truceline.record.note import MAX_NOTE_BYTES, NoteError, checked, parse
from truceline.record.published import OfRecord
from truceline.record.seen import Seen
from truceline.record.witness import Request
from truceline.terms.problem import Problem, RefusedError

PATIENCE_S = 10.0  # with one witness, from the first byte to the last
TRIES = 3  # each one lost to another round, or to a size we did not know of
MOST_AT_ONCE = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What one witness did."""

    witness: str
    size: int | None  # what it has cosigned now; None: nothing
    problem: str = ""


def round_of(centre: Centre, *, patience_s: float = PATIENCE_S) -> tuple[Answered, ...]:
    """Ask every witness that has an address, all at once; each answers for itself.

    Raises:
        RefusedError: no policy names a witness with an address, or the disk is full.
    """
    asking = Asking(centre, patience_s=patience_s)
    if not asking.urls:
        raise _refused(
            "no-witness", centre.folder, "No policy names a witness with an address to ask."
        )
    with ThreadPoolExecutor(min(MOST_AT_ONCE, len(asking.urls))) as pool:
        answers = tuple(pool.map(asking.ask, asking.urls))
    tidy(centre)
    return answers


class Asking:
    """One round: the checkpoint that is put before everybody, and who is to be asked."""

    def __init__(self, centre: Centre, *, patience_s: float = PATIENCE_S) -> None:
        """Raises RefusedError: the policy cannot be read."""
        policy = policy_of(centre)
        self.urls = {} if policy is None else dict(policy.urls)
        self._keys = {} if policy is None else dict(policy.witnesses)
        self._centre = centre
        self._patience_s = patience_s
        self._note = centre.record.checkpoint()
        self._said = checkpoints.read(self._note)
        self._logs = Authors(opening(centre)).logs
        self._subtree = subtree_in(
            OfRecord(centre.record, where="the record"), size=self._said.size
        )
        self._known = {name: size for name, size, _ in seals(centre).by}

    def ask(self, name: str) -> Answered:
        """Whatever goes wrong is in the answer, and concerns nobody else."""
        try:
            url = self.urls[name]
            with Address(url, patience_s=self._patience_s, remedy=WITNESSING) as address:
                return self._asked(name, self._keys[name], address)
        except RefusedError as refused:
            first = refused.problems[0]
            return Answered(witness=name, size=None, problem=f"{first.message} {first.remedy}")
        except ValueError as error:  # NoteError and halves of letters included
            return Answered(witness=name, size=None, problem=f"its answer is odd: {error}")

    def _asked(self, name: str, key: Cosigner, address: Address) -> Answered:
        old = min(self._known.get(name, 0), self._said.size)
        for _ in range(TRIES):
            status, body = self._posted(address, old)
            if status is HTTPStatus.OK:
                return self._kept(name, key, body.decode())
            text = body.decode(errors="replace").strip()
            if status is not HTTPStatus.CONFLICT or not text.isascii() or not text.isdecimal():
                return Answered(witness=name, size=None, problem=_why(status, text))
            if int(text[:19]) > self._said.size:
                return self._behind(name, address, int(text[:19]))
            old = int(text)
        return Answered(witness=name, size=None, problem="it changes its mind; later again.")

    def _posted(self, address: Address, old: int) -> tuple[HTTPStatus, bytes]:
        path = consistency_path(old, self._said.size, subtree=self._subtree) if old else ()
        asked = str(Request(old=old, proof=path, note=self._note)).encode()
        return address.ask("POST", "add-checkpoint", at_most=MAX_NOTE_BYTES, body=asked)

    def _kept(self, name: str, key: Cosigner, lines: str) -> Answered:
        note = parse(f"{self._note}{lines}")
        if note.text != str(self._said) or not cosigned(note, [key]):
            raise NoteError("the line of this witness is not in it")
        # Only lines that were checked: what others wrote may stand under no name of theirs.
        good = checked(note, [*self._logs, key])
        keep(self._centre, good, of=key)
        with written(self._centre.folder):
            Seen(self._centre.folder / fence.SEEN).remember(name, str(good))
        return Answered(witness=name, size=self._said.size)

    def _behind(self, name: str, address: Address, size: int) -> Answered:
        """It says to hold more than is here: what it holds is remembered, for the fence."""
        known = fence.asked(self._centre, [address.where], patience_s=self._patience_s)
        for one in known:
            said = checkpoints.open_checkpoint(one.note, self._logs)
            if said.size > self._said.size and said.origin == self._said.origin:
                with written(self._centre.folder):
                    Seen(self._centre.folder / fence.SEEN).remember(name, one.note)
                return Answered(
                    witness=name,
                    size=None,
                    problem=f"it has cosigned {said.size} entries, signed by this log; "
                    f"{self._said.size} are here. Nothing is added any more: truceline fence.",
                )
        return Answered(
            witness=name, size=None, problem=f"it says to know of {size} entries, and shows none."
        )


def _why(status: HTTPStatus, text: str) -> str:
    if status is HTTPStatus.UNPROCESSABLE_ENTITY:
        return f"it has cosigned another history, or says so: {text[:200]}"
    return f"it answers {status.value} ({status.phrase}): {text[:200]}"


def _refused(code: str, where: Path, message: str) -> RefusedError:
    return RefusedError(
        Problem(
            code=code,
            where=where.name,
            message=message,
            remedy="See docs/mirrors.md: a policy in the charter, or policy.txt in the centre.",
        )
    )
