"""What two sites compare to know that they compute the same from the same record: state hashes.

Each fold is hashed in its one JSON form, people under their code names and without the vault. So a
mirror or an export, which hold no documents, come to the hashes of the centre. Signatures of
authors are not looked at here: that is for `verify`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

import truceline
from truceline.compliance.coverage import sheets
from truceline.compliance.register import board
from truceline.ledgers.pages import pages
from truceline.operations.centre import Centre
from truceline.operations.hold import hold, recorded
from truceline.operations.keyring import keyring
from truceline.operations.prefix import Prefix, folded
from truceline.record.keyring import Keyring
from truceline.record.published import Published
from truceline.terms.codec import b64, canonical, load
from truceline.terms.problem import Problem, RefusedError
from truceline.terms.question import Question
from truceline.weighing.contradiction import contradictions
from truceline.weighing.held import Held
from truceline.weighing.incident import incidents

MAX_FILE_BYTES = 1 << 20
_ROOMS = ("terms", "record", "weighing", "ledgers", "compliance")  # whose code an answer rests on


@dataclass(frozen=True, slots=True, kw_only=True)
class Hashed:
    """One fold and the SHA-256 of its state, in hexadecimal."""

    name: str  # with the day it was asked for, where it depends on one: "board 2021-12-01"
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What was folded, by which code, and the hash of each fold."""

    origin: str
    code: str  # the version, and a digest of the very code that folds
    entries: int
    root: str
    as_of: tuple[date, ...]
    folds: tuple[Hashed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Whether two sites come to the same, and where they first do not."""

    equal: bool
    sentence: str


def of_centre(centre: Centre, prefix: Prefix, *, as_of: Sequence[date] = ()) -> State:
    """The hashes of a centre's folds. Without `as_of`: for the day of the last entry.

    Raises:
        RefusedError: it holds fewer entries than that.
    """
    head = centre.record.head()
    size = head.size if prefix.size is None else prefix.size
    if prefix.known_at is not None:
        size = min(size, centre.record.known_size(prefix.known_at))
    if size > head.size:
        raise too_short(centre.record.origin, held=head.size, wanted=size)
    root = centre.record.root_at(size)
    days = tuple(as_of) or (_day(recorded(centre, size=size)),)
    held, keys = hold(centre, stop=size), keyring(centre, stop=size)
    return State(
        origin=centre.record.origin,
        code=code(),
        entries=size,
        root=b64(root),
        as_of=days,
        folds=tuple(_folds(held, keys, as_of=days)),
    )


def of_files(source: Published, prefix: Prefix, *, as_of: Sequence[date] = ()) -> State:
    """The hashes of the same folds, made from the files of a mirror or an export.

    Raises:
        RefusedError: the files are not what their checkpoint commits to, or hold fewer entries.
    """
    found = folded(source, prefix)
    if prefix.size is not None and found.held.size < prefix.size:
        raise too_short(source.where, held=found.held.size, wanted=prefix.size)
    days = tuple(as_of) or (_day(found.recorded),)
    return State(
        origin=found.origin,
        code=code(),
        entries=found.held.size,
        root=b64(found.root),
        as_of=days,
        folds=tuple(_folds(found.held, found.keys, as_of=days)),
    )


def compare(ours: State, theirs: State) -> Compared:
    """Name the first thing in which two states of the same size differ."""
    if (ours.origin, ours.entries, ours.root) != (theirs.origin, theirs.entries, theirs.root):
        return Compared(
            equal=False,
            sentence=f"Another record: {_stand(theirs)} there, {_stand(ours)} here. "
            "Run truceline verify at both places, then truceline fence.",
        )
    other_code = (
        "" if ours.code == theirs.code else f" The code differs: {theirs.code} there, {ours.code}."
    )
    here, there = _by_name(ours), _by_name(theirs)
    for name in [*here, *(name for name in there if name not in here)]:
        if here.get(name) != there.get(name):
            return Compared(
                equal=False,
                sentence=f"{name}: {there.get(name, 'none')} there, {here.get(name, 'none')} here. "
                f"The entries are the same.{other_code}",
            )
    return Compared(
        equal=True,
        sentence=f"All {len(here)} folds of {ours.entries} entries are equal.{other_code}",
    )


def read(path: Path) -> State:
    """What `truceline state --json` printed somewhere.

    Raises:
        RefusedError: it cannot be read, or holds something else.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
        if len(data) > MAX_FILE_BYTES:
            raise ValueError(f"it has more than {MAX_FILE_BYTES} bytes")
        return load(data, State)
    except OSError as error:
        reason = error.strerror or "it is gone"
    except ValueError as error:
        reason = str(error)
    raise RefusedError(
        Problem(
            code="no-state",
            where=str(path),
            message=f"This is no list of state hashes: {reason.rstrip('.')}.",
            remedy="Have it made there: truceline state PLACE --json > FILE.",
        )
    )


@cache
def code() -> str:
    """The version, and a digest of every file that decides what comes out of a record."""
    home = Path(truceline.__file__).parent
    digest = sha256()
    for path in sorted(path for room in _ROOMS for path in (home / room).rglob("*.*")):
        if path.is_file() and path.suffix != ".pyc":
            content = path.read_bytes().replace(b"\r\n", b"\n")  # as checked out on Windows
            digest.update(f"{path.relative_to(home).as_posix()} {len(content)}\n".encode())
            digest.update(content)
    return f"{truceline.__version__}+{digest.hexdigest()[:16]}"


def too_short(where: str, *, held: int, wanted: int) -> RefusedError:
    return RefusedError(
        Problem(
            code="too-short",
            where=where,
            message=f"{wanted} entries were folded there; only {held} are held here, so the "
            "numbers cannot be compared.",
            remedy="Bring this copy up to date first, or have them fold fewer: --known-at DAY.",
        )
    )


def _folds(held: Held, keys: Keyring, *, as_of: Sequence[date]) -> Iterator[Hashed]:
    """What does not depend on a day first: where that differs, all else does."""
    found = incidents(held)
    yield _hashed("held", held)
    yield _hashed("keys", keys)
    yield _hashed("incidents", found)
    yield _hashed("contradictions", contradictions(held))
    for day in as_of:
        question = Question(as_of=day)
        yield _hashed(f"board {day}", board(held, found, question=question))
        yield _hashed(f"coverage {day}", sheets(held, question=question))
        # Without the names in the vault: people are counted and not compared.
        for page in pages(held, as_of=day):
            yield _hashed(f"{page.ledger} {day}", page)


def _hashed(name: str, value: object) -> Hashed:
    return Hashed(name=name, sha256=sha256(canonical(value)).hexdigest())


def _by_name(state: State) -> dict[str, str]:
    return {one.name: one.sha256 for one in state.folds}


def _stand(state: State) -> str:
    return f"{state.origin} of {state.entries} entries with root {state.root}"


def _day(at: datetime) -> date:
    return at.astimezone(UTC).date()
