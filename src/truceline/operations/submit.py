"""Notes that were signed elsewhere enter the record: from other parties, from posts in the field.

A note is taken as it stands or refused as a whole. The same text again gives the old number: what
counts are the signatures that stood under it when it was admitted.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from truceline.operations.append import TRIES, ready
from truceline.operations.centre import Centre
from truceline.operations.fence import note_beside, require_in_step
from truceline.operations.hold import opening
from truceline.operations.keyring import keyring
from truceline.operations.numbering import chains
from truceline.record.authors import Authors
from truceline.record.judge import entry_in
from truceline.record.leaf import MAX_NOTE_BYTES, admit
from truceline.record.merkle import leaf_hash
from truceline.record.note import parse
from truceline.record.store import Head, StaleHeadError
from truceline.terms.codec import decode, split_leaf, time_line
from truceline.terms.problem import Problem, RefusedError, sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """Where a note stands in the record."""

    entry: int
    new: bool  # it was not on record before


Still = Callable[[Head, Sequence[bytes]], None]  # raises RefusedError


def submit(
    centre: Centre,
    notes: Sequence[bytes],
    *,
    now: datetime,
    still: Still = lambda _head, _notes: None,
) -> tuple[Submitted, ...]:
    """Append signed notes, all or none, in this order; what is on record already stays there.

    An author's entries may come in any order, and with some missing. `still` may refuse what is
    new, onto the very head that it would be appended to.

    Raises:
        RefusedError: one of them is no entry of this record, or is not signed by who may say it.
    """
    ready(centre)
    for _ in range(TRIES):
        require_in_step(centre)
        head = centre.record.head()
        known = on_record(centre, notes, stop=head.size)
        each = {digest(note): note for note in reversed(notes)}  # of one text, the first
        fresh = [each.pop(one) for one in map(digest, notes) if one in each and one not in known]
        still(head, fresh)
        _require_good(centre, fresh, head=head, now=now)
        try:
            after = centre.record.append(fresh, onto=head, now=now)
        except StaleHeadError:
            continue
        note_beside(centre)
        new = {digest(note): head.size + n for n, note in enumerate(fresh)}
        if after.size != head.size + len(fresh):
            raise AssertionError("a record grows by what was appended")
        return tuple(_submitted(digest(note), known, new) for note in notes)
    raise _refused("busy", centre.record.origin, "Other programs keep appending.")


def read_note(path: Path) -> bytes:
    """A signed note in a file.

    Raises:
        RefusedError: not there, or too long.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_NOTE_BYTES + 1)
    except OSError as error:
        raise _refused("unreadable", path.name, f"It cannot be read: {error.strerror}.") from error
    if len(data) > MAX_NOTE_BYTES:
        raise _refused("too-long", path.name, f"A note has at most {MAX_NOTE_BYTES} bytes.")
    return data


def _require_good(centre: Centre, notes: Sequence[bytes], *, head: Head, now: datetime) -> None:
    """As everybody will check them who follows the record."""
    authors = Authors(opening(centre))
    authors.ring = keyring(centre, stop=head.size)
    line = time_line(now).encode()

    def hash_of(index: int) -> bytes:
        return leaf_hash(next(centre.record.leaves(index, index + 1)))

    for index, note in enumerate(notes, head.size):
        try:
            admit(note)
            _, _, envelope = entry_in(line + note)
            if any(cited >= head.size for cited, _ in envelope.amends):
                raise ValueError("it amends an entry that is not on record yet")
            _, signed = authors.admit(index, line + note, hash_of=hash_of)
            if signed > 1 and not envelope.author:  # whoever carried it could reorder its lines
                raise ValueError(f"{signed} keys signed it, and it does not say whose entry it is")
        except ValueError as error:
            raise _refused(
                "not-admitted", f"note {index - head.size + 1}", sentence(error)
            ) from error


def on_record(centre: Centre, notes: Sequence[bytes], *, stop: int) -> Mapping[bytes, int]:
    """Which of these texts are entries already, by digest. Looked for where their number is.

    An author saw a checkpoint before writing, so the text stands behind that.
    """
    wanted: dict[bytes, int] = {}
    known = chains(centre, stop=stop)
    for note in notes:
        try:
            author = admit(note).author
            _, envelope = decode(parse(note.decode()).text)
        except ValueError:
            continue  # said in its place, with the reason
        if author in known and known[author].may_have(envelope.seq):
            wanted[digest(note)] = envelope.after[0]
    found: dict[bytes, int] = {}
    if not wanted:
        return found
    start = min(max(0, min(wanted.values())), stop)
    for index, leaf in enumerate(centre.record.leaves(start, stop), start):
        _, text, _ = split_leaf(leaf)
        hashed = sha256(text.encode()).digest()
        if hashed in wanted:
            found.setdefault(hashed, index)
            if len(found) == len(wanted):
                break
    return found


def digest(note: bytes) -> bytes:
    """The id of an entry: SHA-256 of its text, whoever signed it."""
    try:
        return sha256(parse(note.decode()).text.encode()).digest()
    except ValueError:
        return sha256(note).digest()


def _submitted(one: bytes, known: Mapping[bytes, int], new: Mapping[bytes, int]) -> Submitted:
    if one in known:
        return Submitted(entry=known[one], new=False)
    return Submitted(entry=new[one], new=True)


def _refused(code: str, where: str, message: str) -> RefusedError:
    return RefusedError(
        Problem(
            code=code,
            where=where,
            message=message,
            remedy="Nothing was added. Have it signed again on what is on record now.",
        )
    )
