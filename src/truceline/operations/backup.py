"""Back up the vault so that it can still be forgotten, and bring back what may be brought back.

Each document, name and part is encrypted under a key of its own. Erasing it deletes that key, and
no backup of it can be read any more, wherever it lies. The keys are never in a backup.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from truceline import settings as settings_file
from truceline.operations.centre import KEYS, Centre, opened
from truceline.operations.erased import SUBJECTS, commitment, erased, finish
from truceline.operations.whole import written
from truceline.record import backup as backups
from truceline.record.backup import Frame, What, Writer
from truceline.record.opening import SALT_BYTES
from truceline.record.stores import stores_of
from truceline.record.subjects import Subjects
from truceline.terms.problem import DamagedError, Problem, RefusedError, sentence

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What became of the subjects of a backup."""

    back: Counter[What]
    there: int  # in the vault already
    forgotten: int  # erased since: no key, or erased on record


def back_up(
    centre: Centre, path: Path, *, fresh: Callable[[int], bytes], progress: Progress
) -> int:
    """Write a backup; returns how many subjects it holds. It appears whole or not at all.

    Raises:
        RefusedError: the place is taken or cannot be written, or what was erased still lies here.
        DamagedError: a document is not what its hash says.
    """
    if path.exists():
        raise _refused(
            "place-taken", path.name, "There is something here already.", "Name another file."
        )
    finish(centre)
    vault = centre.vault
    names = vault.names()
    documents, parts = vault.digests(), vault.parts()
    total = len(documents) + len(names) + len(parts)
    with Subjects.at(centre.folder / KEYS / SUBJECTS) as keys, _new(path) as file:
        whole = keys.whole(fresh=fresh)
        if whole is None:
            raise AssertionError("a key store makes the key it is asked for")
        line = backups.first_line(centre.record.origin, mark=keys.mark())
        writer = Writer(file, line, whole=whole, fresh=fresh)

        def add(what: What, subject: str, data: bytes) -> None:
            # The key is on disk before anything is encrypted under it.
            writer.add(what, subject, data, key=keys.key(subject, fresh=fresh))
            progress(writer.count, total)

        for digest in documents:
            name = vault.name_of(digest).encode()
            add(What.DOCUMENT, digest, len(name).to_bytes(4) + name + vault.get(digest))
        for code, person in names.items():
            add(What.NAME, code, person.encode())
        for fixed in parts:
            salt, payload = vault.part(fixed)
            add(What.PART, fixed, salt + payload)
        writer.end()
    return total


def restore(folder: Path, path: Path, *, progress: Progress) -> Restored:
    """Bring back what the vault lacks, may have, and has a key. All is authenticated first.

    Raises:
        RefusedError: no backup of this centre, made with another key store, or changed since;
            nothing was written.
    """
    settings = settings_file.load(folder)
    store = folder / KEYS / SUBJECTS
    with _read(path) as file:
        with _naming(path):
            line, origin, mark = backups.read_line(file)
        if origin != settings.origin:
            raise _refused(
                "other-record",
                path.name,
                f"This is a backup of {origin}, not of {settings.origin}.",
                "Name the centre it was made of.",
            )
        whole = None
        if store.exists():
            with Subjects.at(store) as keys:
                whole = keys.whole() if keys.mark() == mark else None
        if whole is None:
            raise _refused(
                "other-keys",
                path.name,
                "The keys of this backup are not here.",
                f"Bring back the file {KEYS}/{SUBJECTS} of that time; without it nobody can read "
                "the backup.",
            )
        with _naming(path):
            total = sum(1 for _ in backups.frames(file, line, whole=whole))
        stores_of(folder, settings.store).vault_to_fill().close()
        with opened(folder) as centre, Subjects.at(store) as keys:
            filling = _Filling(centre, keys, line=line)
            for done, frame in enumerate(backups.frames(file, line, whole=whole), 1):
                with _naming(path):
                    filling.take(frame)
                progress(done, total)
            finish(centre)
    return filling.restored()


class _Filling:
    """One vault being filled from one backup."""

    def __init__(self, centre: Centre, keys: Subjects, *, line: bytes) -> None:
        self._vault, self._keys, self._line = centre.vault, keys, line
        self._gone = subjects_erased(centre)
        self._names = dict(centre.vault.names())
        self._parts = set(centre.vault.parts())
        self._back: Counter[What] = Counter()
        self._there = self._forgotten = 0

    def take(self, frame: Frame) -> None:
        subject = frame.subject
        key = self._keys.known([subject]).get(subject)
        if key is None or subject in self._gone:
            self._forgotten += 1
        elif self._has(frame.what, subject):
            self._there += 1
        else:
            self._fill(frame.what, subject, backups.opened(frame, self._line, key=key))
            self._back[frame.what] += 1

    def restored(self) -> Restored:
        return Restored(back=self._back, there=self._there, forgotten=self._forgotten)

    def _has(self, what: What, subject: str) -> bool:
        match what:
            case What.DOCUMENT:
                return self._vault.has(subject)
            case What.NAME:
                return subject in self._names
            case _:
                return subject in self._parts

    def _fill(self, what: What, subject: str, data: bytes) -> None:
        match what:
            case What.DOCUMENT:
                length = int.from_bytes(data[:4])
                name, content = data[4 : 4 + length].decode(), data[4 + length :]
                if self._vault.put(content, name=name) != subject:
                    raise DamagedError(f"Document {subject} in the backup is another one")
            case What.NAME:
                # Known under another code name since: that one stays, and this one is without.
                fresh = subject.removeprefix("person:")
                self._vault.code_for(data.decode(), fresh=lambda: fresh)
            case _:
                salt, payload = data[:SALT_BYTES], data[SALT_BYTES:]
                self._vault.keep_part(subject, salt=salt, payload=payload)


def subjects_erased(centre: Centre) -> frozenset[str]:
    """What was erased on record, as backups call it."""
    gone = erased(centre)
    parts = {commitment(centre, part) for part in gone.parts}
    return frozenset({*gone.documents, *gone.people, *parts})


@contextmanager
def _new(path: Path) -> Iterator[BinaryIO]:
    """A file for its owner only, moved to its place when it is whole and on disk."""
    building = path.with_name(f".{path.name}.new")
    with written(path):
        building.unlink(missing_ok=True)
        try:
            number = os.open(building, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(number, "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            building.rename(path)
        finally:
            building.unlink(missing_ok=True)


@contextmanager
def _read(path: Path) -> Iterator[BinaryIO]:
    try:
        file = path.open("rb")
    except OSError as error:
        raise _refused(
            "unreadable", path.name, f"It cannot be read: {error.strerror}.", "Check the path."
        ) from error
    with file:
        yield file


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    try:
        yield
    except ValueError as error:
        raise _refused(
            "backup-wrong", path.name, sentence(error), "Take another copy of this backup."
        ) from error


def _refused(code: str, where: str, message: str, remedy: str) -> RefusedError:
    return RefusedError(
        Problem(code=code, where=where, message=message, remedy=f"{remedy} Nothing was written.")
    )
