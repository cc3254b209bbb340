"""The record as one SQLite file. It keeps and proves; it does not ask what the entries mean."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Self

from truceline.record import checkpoint as checkpoints
from truceline.record.adoption import adoption, require_led_to
from truceline.record.checkpoint import Checkpoint
from truceline.record.database import Closing, Database, Layout, create, open_to_read, open_to_write
from truceline.record.edge import Edge, Tile, grow, levels, restored, subtrees_in
from truceline.record.leaf import TIME_LINE_BYTES, Admitted, Said, admit, leaves_of, said_in
from truceline.record.merkle import Subtree, inclusion_path, leaf_hash, range_root
from truceline.record.newest import Newest, damaged, require_own, said_by
from truceline.record.note import Signer
from truceline.record.store import ForkedRecordError, Head, StaleHeadError
from truceline.terms.codec import time_line
from truceline.terms.problem import Problem, RefusedError

PAGE_ENTRIES = 256  # read at a time: no cursor stays open while the caller thinks
NEWEST = "SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1"
# The newest checkpoint, the last entry's number and its time line, in one question.
ENDS = (
    f"SELECT ({NEWEST}), (SELECT max(idx) FROM entry), "  # noqa: S608
    f"(SELECT substr(leaf, 1, {TIME_LINE_BYTES:d}) FROM entry ORDER BY idx DESC LIMIT 1)"
)

# The triggers stop accidents. Only a checkpoint held by somebody else stops an administrator.
LAYOUT = Layout(
    name="record",
    application_id=0x54524543,  # "TREC"
    version=1,
    pragmas=(),
    schema="""
CREATE TABLE entry(idx INTEGER PRIMARY KEY CHECK (idx >= 0), leaf BLOB NOT NULL) STRICT;

CREATE TABLE tile(
    level INTEGER NOT NULL, n INTEGER NOT NULL, hashes BLOB NOT NULL CHECK (length(hashes) = 8192),
    PRIMARY KEY (level, n)) STRICT, WITHOUT ROWID;

CREATE TABLE edge(level INTEGER PRIMARY KEY, hashes BLOB NOT NULL) STRICT;

CREATE TABLE checkpoint(size INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT;

CREATE TABLE author(name TEXT PRIMARY KEY, count INTEGER NOT NULL, digest BLOB NOT NULL)
    STRICT, WITHOUT ROWID;

CREATE TRIGGER entry_never_changes BEFORE UPDATE ON entry
    BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;

CREATE TRIGGER entry_never_goes BEFORE DELETE ON entry
    BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;

CREATE TRIGGER tile_never_changes BEFORE UPDATE ON tile
    BEGIN SELECT RAISE(ABORT, 'a full tile never changes'); END;

CREATE TRIGGER tile_never_goes BEFORE DELETE ON tile
    BEGIN SELECT RAISE(ABORT, 'a full tile never changes'); END;

CREATE TRIGGER checkpoint_never_goes BEFORE DELETE ON checkpoint
    BEGIN SELECT RAISE(ABORT, 'what was signed stays signed'); END""",
)


class SqliteRecord(Closing):
    """A `Record` in a file that several processes may append to."""

    def __init__(self, database: Database, *, origin: str, signer: Signer | None) -> None:
        self._database = database
        self._origin = origin
        self._signer = signer
        self._newest = Newest(where="the record")
        self._grown = Head(size=0, root=Edge().root), Edge()  # as far as we grew it, and the edge

    @classmethod
    def create(cls, path: Path, *, origin: str, signer: Signer) -> Self:
        """A new record of no entries, with the checkpoint that says so.

        Raises:
            RefusedError: there is one already, or it cannot be written here.
        """
        nothing = Checkpoint(origin=origin, size=0, root=Edge().root)
        database = _created(path, checkpoints.sign(nothing, signer))
        return cls(database, origin=origin, signer=signer)

    @classmethod
    def create_to_adopt(cls, path: Path, *, first: str) -> Self:
        """A new record of no entries, under the checkpoint another copy of it began with.

        Raises:
            RefusedError: there is one already, or it cannot be written here.
        """
        origin = said_by(first, where="the record").origin
        return cls(_created(path, first), origin=origin, signer=None)

    @classmethod
    def open_to_adopt(cls, path: Path) -> Self:
        """An existing record that takes over entries, and signs none.

        Raises:
            RefusedError: missing, locked, damaged, or made by a newer version.
        """
        return cls._opened(open_to_write(path, LAYOUT), path, signer=None)

    @classmethod
    def open(cls, path: Path, *, signer: Signer | None = None) -> Self:
        """An existing record; without a signer, to read only.

        Raises:
            RefusedError: missing, locked, damaged, made by a newer version, or of another signer.
        """
        database = open_to_read(path, LAYOUT) if signer is None else open_to_write(path, LAYOUT)
        return cls._opened(database, path, signer=signer)

    @classmethod
    def _opened(cls, database: Database, path: Path, *, signer: Signer | None) -> Self:
        try:
            with database.reading() as db:
                newest = _text(db.execute(NEWEST).fetchone(), where=path.name)
            if signer is not None:
                require_own(newest, signer, where=path.name)
            origin = said_by(newest, where=path.name).origin
        except BaseException:
            database.close()
            raise
        return cls(database, origin=origin, signer=signer)

    def close(self) -> None:
        self._database.close()

    @property
    def origin(self) -> str:
        return self._origin

    def head(self) -> Head:
        return self._newest.head(self.checkpoint())

    def checkpoint(self) -> str:
        return _text(self._database.asked(NEWEST), where="the record")

    def checkpoints(self, start: int = 0, stop: int | None = None) -> Iterator[tuple[int, str]]:
        stop = self.head().size if stop is None else stop
        while True:
            with self._database.reading() as db:
                rows = db.execute(
                    "SELECT size, note FROM checkpoint WHERE size >= ? AND size <= ? "
                    "ORDER BY size LIMIT ?",
                    (start, stop, PAGE_ENTRIES),
                ).fetchall()
            yield from rows
            if len(rows) < PAGE_ENTRIES:
                return
            start = rows[-1][0] + 1

    def leaves(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        stop = self.head().size if stop is None else min(stop, self.head().size)
        for page in range(max(start, 0), stop, PAGE_ENTRIES):
            wanted = min(page + PAGE_ENTRIES, stop)
            with self._database.reading() as db:
                rows = db.execute(
                    "SELECT leaf FROM entry WHERE idx >= ? AND idx < ? ORDER BY idx",
                    (page, wanted),
                ).fetchall()
            if len(rows) != wanted - page:  # no number stands there twice: it is the table's key
                raise ForkedRecordError(f"entries are missing between {page} and {wanted}")
            yield from (leaf for (leaf,) in rows)

    def inclusion(self, index: int, *, size: int | None = None) -> tuple[bytes, ...]:
        """The audit path of entry `index` in the newest tree, or in that of an older size."""
        with self._database.reading() as db:
            size = _known(size, self._head(db))
            return inclusion_path(index, size, subtree=_subtrees(db))

    def tile(self, level: int, n: int) -> bytes:
        """What there is of a hash tile at the newest checkpoint, full or partial."""
        with self._database.reading() as db:
            return _tiles(db)(level, n)

    def root_at(self, size: int) -> bytes:
        """The root the record had when it held that many entries."""
        with self._database.reading() as db:
            size = _known(size, self._head(db))
            return range_root(0, size, subtree=_subtrees(db))

    def known_size(self, at: datetime) -> int:
        """How many entries had been recorded by that instant."""
        wanted = time_line(at).encode()
        with self._database.reading() as db:
            low, high = 0, self._head(db).size
            while low < high:
                middle = (low + high) // 2
                if _time_line(db, middle) <= wanted:
                    low = middle + 1
                else:
                    high = middle
        return low

    def author_state(self, key_name: str) -> tuple[int, str]:
        """The `seq` and `prev` that this author's next envelope must carry."""
        with self._database.reading() as db:
            said = _said(db, key_name)
        return said.count, said.prev

    def append(self, notes: Sequence[bytes], *, onto: Head, now: datetime) -> Head:
        signer = self._require_signer()
        admitted = tuple(admit(note) for note in notes)
        with self._database.writing() as db:
            # Nothing is durable before COMMIT: a crash on any line of this block, or an exception,
            # leaves the record as `onto` describes it.
            edge, last = self._edge_under(db, onto)
            if not admitted:
                return onto
            leaves = leaves_of(admitted, last=last, now=now)
            # Bytes first: without the rest they would be entries no checkpoint covers.
            grown = _keep(db, edge, leaves=leaves, admitted=admitted)
            head = Head(size=grown.size, root=grown.root)
            newest = Checkpoint(origin=self._origin, size=head.size, root=head.root)
            note = checkpoints.sign(newest, signer)
            # The head last: from here on the entries count, if COMMIT comes.
            _keep_checkpoints(db, [(head.size, note)])
        # COMMIT is through. A crash here leaves the entries recorded and the caller unanswered: it
        # finds them, signed, when it reads again.
        self._grown = head, grown
        self._newest.signed(note, head)
        return head

    def adopt(self, leaves: Sequence[bytes], signed: Sequence[str], *, onto: Head) -> Head:
        adopted = adoption(leaves, signed, origin=self._origin, size=onto.size)
        with self._database.writing() as db:
            # As in `append`: a crash on any line of this block leaves the record as it was.
            edge, _ = self._edge_under(db, onto)
            grown = _keep(db, edge, leaves=leaves, admitted=adopted.admitted)
            require_led_to(grown, adopted)
            _keep_checkpoints(db, adopted.signed)
        head = Head(size=grown.size, root=grown.root)
        self._grown = head, grown
        return head

    def _edge_under(self, db: sqlite3.Connection, onto: Head) -> tuple[Edge, bytes]:
        """What to go on from: the edge, and when the last entry was recorded."""
        ends = db.execute(ENDS).fetchone()
        head = self._newest.head(_text(ends, where="the record"))
        _, last, at = ends
        if head != onto:
            raise StaleHeadError(
                f"the record holds {head.size} entries, not {onto.size}: read again and retry"
            )
        if self._grown[0] != head:  # another process has appended since, or we just opened
            edge = _stored_edge(db, head.size)
            self._grown = Head(size=edge.size, root=edge.root), edge
        if self._grown[0] != head:
            raise ForkedRecordError(
                f"the stored hashes do not lead to the checkpoint of {head.size} entries: "
                "append nothing, run truceline verify"
            )
        if last != (head.size - 1 if head.size else None):
            raise ForkedRecordError(
                f"the checkpoint covers {head.size} entries but the last one stored is {last}"
            )
        return self._grown[1], at or b""

    def _head(self, db: sqlite3.Connection) -> Head:
        return self._newest.head(_text(db.execute(NEWEST).fetchone(), where="the record"))

    def _require_signer(self) -> Signer:
        if self._signer is None:
            raise RefusedError(
                Problem(
                    code="no-signer",
                    where=self._origin,
                    message="The record was opened to read: there is no key to sign with.",
                    remedy="Open the centre with the key of its record.",
                )
            )
        return self._signer


def _created(path: Path, first: str) -> Database:
    database = create(path, LAYOUT)
    try:
        # A crash before this is through leaves a file that `open` refuses: no checkpoint.
        with database.writing() as db:
            _keep_checkpoints(db, [(0, first)])
    except BaseException:
        database.close()
        path.unlink(missing_ok=True)
        raise
    return database


def _text(row: tuple[Any, ...] | None, *, where: str) -> str:
    if row is None or row[0] is None:
        raise damaged("It has no checkpoint.", where=where)
    return str(row[0])


def _known(size: int | None, head: Head) -> int:
    if size is None:
        return head.size
    if not 0 <= size <= head.size:
        raise ValueError(f"the record holds {head.size} entries; there is no size {size}")
    return size


def _time_line(db: sqlite3.Connection, index: int) -> bytes:
    row = db.execute(
        "SELECT substr(leaf, 1, ?) FROM entry WHERE idx = ?", (TIME_LINE_BYTES, index)
    ).fetchone()
    if row is None:
        raise ForkedRecordError(f"entry {index} is missing")
    line: bytes = row[0]
    return line


def _said(db: sqlite3.Connection, key_name: str) -> Said:
    row = db.execute("SELECT count, digest FROM author WHERE name = ?", (key_name,)).fetchone()
    return Said() if row is None else Said(count=row[0], digest=row[1])


def _stored_edge(db: sqlite3.Connection, size: int) -> Edge:
    rows = db.execute("SELECT level, hashes FROM edge ORDER BY level").fetchall()
    try:
        if [level for level, _ in rows] != list(range(levels(size))):
            raise ValueError(f"the tile levels of {size} entries are not all there")
        return restored(size, [hashes for _, hashes in rows])
    except ValueError as error:
        raise ForkedRecordError(f"the right edge is damaged: {error}") from error


def _subtrees(db: sqlite3.Connection) -> Subtree:
    return subtrees_in(cache(_tiles(db)))


def _tiles(db: sqlite3.Connection) -> Callable[[int, int], bytes]:
    def tile(level: int, n: int) -> bytes:
        row = (
            db.execute("SELECT hashes FROM tile WHERE level = ? AND n = ?", (level, n)).fetchone()
            or db.execute("SELECT hashes FROM edge WHERE level = ?", (level,)).fetchone()
        )
        if row is None:
            raise ForkedRecordError(f"tile {level}/{n} is missing")
        hashes: bytes = row[0]
        return hashes

    return tile


def _keep(
    db: sqlite3.Connection, edge: Edge, *, leaves: Sequence[bytes], admitted: Sequence[Admitted]
) -> Edge:
    _keep_leaves(db, leaves, start=edge.size)
    _keep_authors(db, admitted)
    # What the tree commits to is what the database gives back, not what we handed it: one bit
    # turned in between once ended a public log (Yeti 2022).
    grown, tiles = grow(edge, _hashes_again(db, leaves, start=edge.size))
    _keep_edge(db, grown, tiles=tiles)
    return grown


def _keep_leaves(db: sqlite3.Connection, leaves: Sequence[bytes], *, start: int) -> None:
    db.executemany("INSERT INTO entry(idx, leaf) VALUES (?, ?)", enumerate(leaves, start))


def _hashes_again(
    db: sqlite3.Connection, leaves: Sequence[bytes], *, start: int
) -> Iterator[bytes]:
    rows = db.execute("SELECT leaf FROM entry WHERE idx >= ? ORDER BY idx", (start,))
    for leaf, (stored,) in zip(leaves, rows, strict=True):
        if stored != leaf:
            raise ForkedRecordError("the database gave back other bytes than it was given")
        yield leaf_hash(stored)


def _keep_authors(db: sqlite3.Connection, admitted: Sequence[Admitted]) -> None:
    for name, said in said_in(admitted).items():
        db.execute(
            "INSERT INTO author(name, count, digest) VALUES (?, ?, ?) ON CONFLICT(name) "
            "DO UPDATE SET count = count + excluded.count, digest = excluded.digest",
            (name, said.count, said.digest),
        )


def _keep_edge(db: sqlite3.Connection, edge: Edge, *, tiles: Sequence[Tile]) -> None:
    db.executemany(
        "INSERT INTO tile(level, n, hashes) VALUES (?, ?, ?)",
        ((tile.level, tile.n, tile.hashes) for tile in tiles),
    )
    # Levels above the highest tile that was filled did not move.
    moved = 1 + max((tile.level + 1 for tile in tiles), default=0)
    db.executemany(
        "INSERT INTO edge(level, hashes) VALUES (?, ?) "
        "ON CONFLICT(level) DO UPDATE SET hashes = excluded.hashes",
        enumerate(edge.partial[:moved]),
    )


def _keep_checkpoints(db: sqlite3.Connection, signed: Sequence[tuple[int, str]]) -> None:
    db.executemany("INSERT INTO checkpoint(size, note) VALUES (?, ?)", signed)
