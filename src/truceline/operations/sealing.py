"""Seal a part of what is known: its commitment into the record, itself into the vault. And open it.

Opening it to a circle is an entry of its own, which says that it was opened and to whom, and never
what it says. The file it is handed on in can be checked by anybody who has the record.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from truceline.operations.append import append
from truceline.operations.centre import Centre
from truceline.operations.erased import commitment, erased, unfinished
from truceline.operations.half_sealed import marked
from truceline.operations.hold import hold
from truceline.operations.keyring import require_may
from truceline.operations.taken_back import missing
from truceline.operations.together import append_together, proposed
from truceline.operations.unnamed import require_unnamed
from truceline.operations.whole import written
from truceline.record import opening as openings
from truceline.record.opening import MAX_PAYLOAD_BYTES, SALT_BYTES, Opening
from truceline.record.store import NotInVaultError
from truceline.terms.codec import decode, split_leaf
from truceline.terms.problem import DamagedError, Problem, RefusedError, sentence
from truceline.terms.sealing import Erasure, OpenedTo, Sealed, place_of
from truceline.weighing.held import Held

_ENTRY = re.compile("0|[1-9][0-9]{0,15}")
_MARKS = (b'"type":"sealed/', b'"type":"opened-to/')  # no text can hold them unescaped


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A sealed part as the record and the vault know it."""

    name: str  # "1042:source"
    about: str
    circle: str  # whom it is meant for
    opened_to: tuple[str, ...]
    here: bool  # whether this vault holds it
    erased: Erasure | None


def seal(
    centre: Centre,
    payload: bytes,
    *,
    sealed: Sealed,
    part: str,
    by: str,
    salt: Callable[[int], bytes],
    now: datetime,
) -> str:
    """Seal it; returns the part's name, such as 1042:source.

    Raises:
        RefusedError: nothing or too much to seal, about nothing on record, or a circle that names
            a person.
    """
    held = hold(centre)
    if not 0 < len(payload) <= MAX_PAYLOAD_BYTES:
        raise _refused(
            "no-payload",
            "what is to be sealed",
            f"It has {len(payload)} bytes; a sealed part has 1 to {MAX_PAYLOAD_BYTES}.",
            "Give its text with --text -, or a file with --file.",
        )
    if place_of(f"0:{part}") is None:
        raise _refused(
            "no-part-name",
            "--part",
            "This names no sealed part.",
            "Use a to z, 0 to 9 and _: source, place, photo_1.",
        )
    _require_on_record(centre, sealed.about, held)
    require_unnamed(centre, sealed.circle, "--circle", held=held)
    signer = centre.signer(by)
    require_may(centre, signer)
    drawn = salt(SALT_BYTES)
    fixed = openings.commitment(part, salt=drawn, payload=payload)
    # The mark, the payload, the entry: a crash leaves what no entry names, which the next start
    # forgets by its mark, and never an entry without its payload.
    try:
        with marked(centre, fixed):
            centre.vault.keep_part(fixed, salt=drawn, payload=payload)
            index = append(centre, [sealed], by=signer, now=now, sealed={part: fixed}).size - 1
    except BaseException:
        unfinished(centre)  # forgotten, unless the entry is on record all the same
        raise
    return f"{index}:{part}"


def opened_here(centre: Centre, part: str) -> Opening:
    """What the vault holds of a sealed part, held against the record.

    Raises:
        RefusedError: no such part, erased, or not in this vault.
        DamagedError: it is not what was sealed.
    """
    place = place_of(part)
    fixed = commitment(centre, part)
    if place is None or not fixed:
        raise _unknown()
    gone = erased(centre).parts.get(part)
    if gone is not None:
        raise _refused(
            "erased",
            part,
            f"It was erased on {gone.at:%Y-%m-%d}, entry {gone.entry}: {gone.ground.rstrip('.')}.",
            "Nobody can open it any more.",
        )
    try:
        salt, payload = centre.vault.part(fixed)
    except NotInVaultError as error:
        raise _refused(
            "not-here",
            part,
            "It is not in the vault of this centre.",
            "Ask the centre that sealed it.",
        ) from error
    found = Opening(
        log=centre.record.origin, entry=place[0], name=place[1], salt=salt, payload=payload
    )
    if found.commitment != fixed:
        raise DamagedError(f"The sealed part {part} is not what was sealed")
    return found


def opened_to(centre: Centre, part: str, *, circle: str | None) -> OpenedTo:
    """The fact that a part is opened to a circle; None is the one it was sealed for.

    Raises:
        RefusedError: no such part, or no circle.
    """
    found = next((one for one in listed(centre) if one.name == part), None)
    if found is None:
        raise _unknown()
    try:
        return OpenedTo(part=part, circle=found.circle if circle is None else circle)
    except ValueError as error:
        raise _refused("no-circle", "--circle", sentence(error), "Name a body.") from error


def open_to(
    centre: Centre, fact: OpenedTo, path: Path, *, by: Sequence[str], now: datetime
) -> int | None:
    """Put on record to whom it is opened, then write the opening; returns the new entry, if any.

    What is on record as opened to that circle already is only written. A crash in between leaves
    the entry, and the same command writes the file.

    Raises:
        RefusedError: it cannot be opened, the charter asks for more offices, or the place is taken.
    """
    found = opened_here(centre, fact.part)
    require_unnamed(centre, fact.circle, "--circle", held=hold(centre))
    _require_free(path)
    opened = [one.opened_to for one in listed(centre) if one.name == fact.part]
    index = None
    if not any(fact.circle in each for each in opened):
        signers = [centre.signer(name) for name in by]
        index = append_together(centre, [fact], signers, where="--by", now=now)
    with written(path):
        # Only its owner may read it: it is what the record keeps from everybody.
        path.touch(mode=0o600, exist_ok=False)
        path.write_bytes(openings.dumped(found))
    return index


def propose_opening(centre: Centre, fact: OpenedTo, *, by: Sequence[str], now: datetime) -> str:
    """The same as a note for the other parties to sign; nothing is appended or written.

    Raises:
        RefusedError: it cannot be opened, or no such key signs.
    """
    opened_here(centre, fact.part)
    require_unnamed(centre, fact.circle, "--circle", held=hold(centre))
    return proposed(centre, fact, [centre.signer(name) for name in by], now=now)


def listed(centre: Centre) -> tuple[Part, ...]:
    """Every sealed part on record, in its order."""
    found: dict[str, tuple[Sealed, str]] = {}
    opened: dict[str, list[str]] = {}
    for index, leaf in enumerate(centre.record.leaves()):
        if not any(mark in leaf for mark in _MARKS):
            continue
        fact, envelope = decode(split_leaf(leaf)[1])
        match fact:
            case Sealed():
                found |= {f"{index}:{name}": (fact, one) for name, one in envelope.sealed.items()}
            case OpenedTo(part=part, circle=circle):
                opened.setdefault(part, []).append(circle)
            case _:
                pass
    kept = frozenset(centre.vault.parts()) if found else frozenset()
    gone = erased(centre).parts
    return tuple(
        Part(
            name=name,
            about=fact.about,
            circle=fact.circle,
            opened_to=tuple(dict.fromkeys(opened.get(name, ()))),
            here=fixed in kept and name not in gone,
            erased=gone.get(name),
        )
        for name, (fact, fixed) in found.items()
    )


def sealed_for(about: str, circle: str) -> Sealed:
    """Raises RefusedError: not such as an entry can say."""
    try:
        return Sealed(about=about, circle=circle)
    except ValueError as error:
        raise _refused(
            "not-sealed", "--about, --circle", sentence(error), "Write it shorter."
        ) from error


def _require_on_record(centre: Centre, about: str, held: Held) -> None:
    known = about in held.claims or about in held.postings or about in held.documents
    if not known and _ENTRY.fullmatch(about):
        known = int(about) < held.size
    if not known:
        raise _refused(
            "about-nothing",
            "--about",
            missing(centre, about, otherwise="Nothing of this name is on record."),
            "Name an entry (1042), a claim or posting (1042.3) or a document by its SHA-256.",
        )


def _unknown() -> RefusedError:
    return _refused(
        "unknown-part",
        "the sealed part",
        "No entry seals such a part.",
        "Name it by its entry and its name there, such as 1042:source: truceline sealed CENTRE.",
    )


def _require_free(path: Path) -> None:
    if path.exists():
        raise _refused(
            "place-taken", str(path), "There is something here already.", "Name another file."
        )


def _refused(code: str, where: str, message: str, remedy: str) -> RefusedError:
    return RefusedError(
        Problem(code=code, where=where, message=message, remedy=f"{remedy} Nothing was written.")
    )
