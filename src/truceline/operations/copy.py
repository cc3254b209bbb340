"""Copy a centre from one store to another: the same entries, checkpoints and root.

A copy has no keys, so that never two of them sign as one. Whoever wants to go on there moves the
keys over.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from truceline import settings as settings_file
from truceline.operations.centre import opened
from truceline.operations.erased import finish
from truceline.operations.whole import written
from truceline.record.store import Head, Holdings, Record
from truceline.record.stores import Stores, stores_of
from truceline.record.verify import Verified, VerifyError
from truceline.settings import Settings
from truceline.terms.problem import DamagedError, Problem, RefusedError

BATCH_ENTRIES = 256  # at least, and on to the next checkpoint: what is copied is always covered
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """What the copy holds now."""

    size: int
    root: bytes
    added: int  # entries that were not in it before


def copy(
    source: Path, folder: Path, *, store: str = "", progress: Progress = lambda _done, _total: None
) -> Copied:
    """Copy the centre in `source` to one in `folder`, whose stores are there or in `store`.

    An earlier copy is brought up to date; one that was interrupted is finished. Both are verified,
    before and after.

    Raises:
        RefusedError: something else is in that place, another history, or it cannot be written.
        DamagedError: what is here is not as it was promised.
    """
    settings = settings_file.load(source)
    ours = stores_of(source, settings.store)
    theirs = stores_of(folder, store)
    if theirs == ours:
        raise _refused("same-place", folder, "This is the centre itself.", "Name another place.")
    before = _copied_before(theirs, settings.origin, folder=folder, progress=progress)
    _settle_in(folder, replace(settings, store=store, demonstration=False))
    found = _verified(ours, source, progress=progress)
    _copy_documents(ours, theirs, folder)
    _copy_entries(ours, theirs, stop=found.size, where=folder, progress=progress)
    with opened(folder) as there:  # what was erased since an earlier copy
        finish(there)
    copied = _verified(theirs, folder, progress=progress)
    _require_equal(copied, found)
    return Copied(size=copied.size, root=copied.root, added=copied.size - before)


def _settle_in(folder: Path, wanted: Settings) -> None:
    """The settings first: they tell an interrupted copy from a folder of somebody else's."""
    if (folder / settings_file.FILE_NAME).exists():
        there = settings_file.load(folder)
        if there.origin != wanted.origin:
            raise _other_record(folder, there.origin, wanted.origin)
        if there.store != wanted.store:
            raise _refused(
                "other-store",
                folder,
                f"This copy is kept in {there.store or 'its folder'}.",
                "Name that store, or another folder; nothing was touched.",
            )
        return
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise _refused(
            "place-taken",
            folder,
            "There is something here that is not a copy of this centre.",
            "Choose another folder; nothing was touched.",
        )
    with written(folder):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / settings_file.FILE_NAME).write_text(
            settings_file.as_toml(wanted), encoding="utf-8"
        )


def _copied_before(theirs: Stores, origin: str, *, folder: Path, progress: Progress) -> int:
    """How much of this record is there already, verified."""
    if not theirs.has_record():
        return 0
    record = theirs.record()
    try:
        size = record.head().size
        if record.origin != origin:
            raise _other_record(folder, record.origin, origin)
    finally:
        record.close()
    return _verified(theirs, folder, progress=progress).size if size else 0


def _copy_documents(ours: Stores, theirs: Stores, folder: Path) -> None:
    """Documents before the entries that name them."""
    source = ours.vault()
    try:
        target = theirs.vault_to_fill()
        try:
            for digest in source.digests():
                if not target.has(digest):
                    target.put(source.get(digest), name=source.name_of(digest))
            there = frozenset(target.parts())
            for commitment in source.parts():
                if commitment not in there:
                    salt, payload = source.part(commitment)
                    target.keep_part(commitment, salt=salt, payload=payload)
            _copy_names(source, target, folder)
        finally:
            target.close()
    finally:
        source.close()


def _copy_names(source: Holdings, target: Holdings, folder: Path) -> None:
    there = target.names()
    for code, person in source.names().items():
        if code in there and there[code] == person:
            continue
        fresh = code.removeprefix("person:")
        try:
            given = target.code_for(person, fresh=lambda fresh=fresh: fresh)  # type: ignore[misc]
        except ValueError:
            given = ""
        if given != code:
            raise _refused(
                "other-names",
                folder,
                f"The vault here has another name behind {code}.",
                "It is the vault of another centre: choose another place for the copy.",
            )


def _copy_entries(
    ours: Stores, theirs: Stores, *, stop: int, where: Path, progress: Progress
) -> None:
    source = ours.record()
    try:
        first = next(source.checkpoints(0, 0))[1]
        target = theirs.record_to_adopt(first=first)
        try:
            head = target.head()
            _require_prefix(source, target, stop=stop, where=where)
            for signed, size in _batches(source, start=head.size, stop=stop):
                # Each batch ends where a checkpoint does: a crash between two leaves a copy that
                # verifies and goes on from there.
                leaves = list(source.leaves(head.size, size))
                head = target.adopt(leaves, signed, onto=head)
                progress(head.size, stop)
        finally:
            target.close()
    finally:
        source.close()


def _batches(source: Record, *, start: int, stop: int) -> Iterator[tuple[list[str], int]]:
    """Checkpoints that belong together, and the size the last of them covers."""
    signed: list[str] = []
    for size, note in source.checkpoints(start + 1, stop):
        signed.append(note)
        if size - start >= BATCH_ENTRIES or size == stop:
            yield signed, size
            signed, start = [], size


def _require_prefix(source: Record, target: Record, *, stop: int, where: Path) -> None:
    if target.origin != source.origin:
        raise _other_record(where, target.origin, source.origin)
    head = target.head()
    if head.size > stop:
        raise _refused(
            "behind",
            where,
            f"The copy here holds {head.size} entries, the centre only {stop}.",
            "Keep the copy: it has entries that the centre has lost, or keys have moved there.",
        )
    if Head(size=head.size, root=source.root_at(head.size)) != head:
        raise _refused(
            "two-histories",
            where,
            f"The first {head.size} entries of the copy here are not those of the centre.",
            "Keep both and show them to the other parties: one of them was changed.",
        )


def _verified(stores: Stores, where: Path, *, progress: Progress) -> Verified:
    try:
        return stores.verify(progress=progress)
    except VerifyError as error:
        raise _refused(
            "damaged",
            where,
            f"This is not as it was promised: {error}.",
            "Run truceline verify, and copy from one that passes.",
        ) from error


def _require_equal(copied: Verified, found: Verified) -> None:
    if copied != found:
        raise DamagedError(f"the copy is not what was copied: {copied} It should be: {found}")


def _other_record(folder: Path, there: str, wanted: str) -> RefusedError:
    return _refused(
        "other-record",
        folder,
        f"This is a copy of {there}, not of {wanted}.",
        "Choose another place; nothing was touched.",
    )


def _refused(code: str, folder: Path, message: str, remedy: str) -> RefusedError:
    return RefusedError(Problem(code=code, where=str(folder), message=message, remedy=remedy))
