"""The record in a PostgreSQL schema. It keeps and proves; it does not ask what the entries mean."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from typing import Self

from psycopg.errors import UniqueViolation

from truceline.record import checkpoint as checkpoints
from truceline.record.adoption import adoption, require_led_to
from truceline.record.checkpoint import Checkpoint
from truceline.record.database import Closing
from truceline.record.edge import Edge, Tile, grow, levels, restored, subtrees_in
from truceline.record.leaf import TIME_LINE_BYTES, Admitted, Said, admit, leaves_of, said_in
from truceline.record.merkle import Subtree, inclusion_path, leaf_hash, range_root
from truceline.record.newest import Newest, damaged, require_own, said_by
from truceline.record.note import Signer
from truceline.record.postgres.address import Address
from truceline.record.postgres.database import (
    Connection,
    Cursor,
    Database,
    Row,
    Schema,
    create,
    open_at,
)
from truceline.record.store import ForkedRecordError, Head, StaleHeadError
from truceline.record.wrong import blob, number
from truceline.terms.codec import time_line
from truceline.terms.problem import Problem, RefusedError

PAGE_ENTRIES = 256  # read at a time: no transaction stays open while the caller thinks
NEWEST = "SELECT note FROM record.checkpoint ORDER BY size DESC LIMIT 1"
# The newest checkpoint, the last entry's number and its time line.
ENDS = (
    f"SELECT note, idx, substr(leaf, 1, {TIME_LINE_BYTES:d}) FROM ({NEWEST}) AS newest "  # noqa: S608
    "LEFT JOIN (SELECT idx, leaf FROM record.entry ORDER BY idx DESC LIMIT 1) AS last ON true"
)

# Text is kept as bytes: what was signed must come back as it was, whatever encoding the database
# has. Triggers and rights stop accidents. Only a checkpoint held by somebody else stops an
# administrator.
SCHEMA = Schema(
    name="record",
    lock=0x54524543,  # "TREC"
    version=1,
    tables="""
CREATE SCHEMA record;

CREATE TABLE record.entry(idx bigint PRIMARY KEY CHECK (idx >= 0), leaf bytea NOT NULL);

CREATE TABLE record.tile(
    level integer NOT NULL, n bigint NOT NULL,
    hashes bytea NOT NULL CHECK (octet_length(hashes) = 8192), PRIMARY KEY (level, n));

CREATE TABLE record.edge(level integer PRIMARY KEY, hashes bytea NOT NULL);

CREATE TABLE record.checkpoint(size bigint PRIMARY KEY, note bytea NOT NULL);

CREATE TABLE record.author(name bytea PRIMARY KEY, count bigint NOT NULL, digest bytea NOT NULL);

ALTER TABLE record.entry ALTER leaf SET STORAGE EXTERNAL;
ALTER TABLE record.tile ALTER hashes SET STORAGE EXTERNAL;

CREATE FUNCTION record.refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the record is append-only: % of % is refused', TG_OP, TG_TABLE_NAME
       USING ERRCODE = 'insufficient_privilege'; END $$;

CREATE TRIGGER entry_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON record.entry
    FOR EACH STATEMENT EXECUTE FUNCTION record.refuse();

CREATE TRIGGER tile_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON record.tile
    FOR EACH STATEMENT EXECUTE FUNCTION record.refuse();

CREATE TRIGGER checkpoint_never_goes BEFORE DELETE OR TRUNCATE ON record.checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION record.refuse();

REVOKE UPDATE, DELETE, TRUNCATE ON record.entry, record.tile FROM CURRENT_USER;
REVOKE DELETE, TRUNCATE ON record.checkpoint FROM CURRENT_USER;
""",
)


class PostgresRecord(Closing):
    """A `Record` in a database that programs on several machines may append to."""

    def __init__(self, database: Database, *, origin: str, signer: Signer | None) -> None:
        self._database = database
        self._origin = origin
        self._signer = signer
        self._newest = Newest(where=database.where)
        self._grown = Head(size=0, root=Edge().root), Edge()  # as far as we grew it, and the edge

    @classmethod
    def create(cls, address: Address, *, origin: str, signer: Signer) -> Self:
        """A new record of no entries, with the checkpoint that says so; `finish` comes after.

        Raises:
            RefusedError: there is one already, or it cannot be made there.
        """
        nothing = Checkpoint(origin=origin, size=0, root=Edge().root)
        database = _created(address, checkpoints.sign(nothing, signer))
        return cls(database, origin=origin, signer=signer)

    @classmethod
    def create_to_adopt(cls, address: Address, *, first: str) -> Self:
        """A new record of no entries, under the checkpoint another copy of it began with.

        Raises:
            RefusedError: there is one already, or it cannot be made there.
        """
        origin = said_by(first, where=str(address)).origin
        return cls(_created(address, first), origin=origin, signer=None)

    @classmethod
    def open(cls, address: Address, *, signer: Signer | None = None) -> Self:
        """An existing record; without a signer, to read or to adopt only.

        Raises:
            RefusedError: missing, out of reach, made by a newer version, or of another signer.
        """
        database = open_at(address, SCHEMA)
        try:
            with database.reading() as db:
                newest = _newest(db.execute(NEWEST, binary=True).fetchone(), where=database.where)
            if signer is not None:
                require_own(newest, signer, where=database.where)
            origin = said_by(newest, where=database.where).origin
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
        return _newest(self._database.asked(NEWEST), where=self._database.where)

    def checkpoints(self, start: int = 0, stop: int | None = None) -> Iterator[tuple[int, str]]:
        stop = self.head().size if stop is None else stop
        while True:
            with self._database.reading() as db:
                rows = db.execute(
                    "SELECT size, note FROM record.checkpoint WHERE size >= %s AND size <= %s "
                    "ORDER BY size LIMIT %s",
                    (start, stop, PAGE_ENTRIES),
                    binary=True,
                ).fetchall()
            sizes = [number(size) for size, _ in rows]
            yield from zip(sizes, (blob(note).decode() for _, note in rows), strict=True)
            if len(rows) < PAGE_ENTRIES:
                return
            start = sizes[-1] + 1

    def leaves(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        stop = self.head().size if stop is None else min(stop, self.head().size)
        for page in range(max(start, 0), stop, PAGE_ENTRIES):
            wanted = min(page + PAGE_ENTRIES, stop)
            with self._database.reading() as db:
                rows = db.execute(
                    "SELECT idx, leaf FROM record.entry WHERE idx >= %s AND idx < %s ORDER BY idx",
                    (page, wanted),
                    binary=True,
                ).fetchall()
            if [idx for idx, _ in rows] != list(range(page, wanted)):
                raise ForkedRecordError(f"entries are missing between {page} and {wanted}")
            yield from (blob(leaf) for _, leaf in rows)

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
        with _one_writer(), self._database.writing_on(ENDS) as (db, ends):
            # Nothing is durable before COMMIT: a crash on any line of this block, ours or the
            # server's, leaves the record as `onto` describes it, and the lock goes with it.
            edge, last = self._edge_under(db, ends, onto=onto)
            if not admitted:
                return onto
            leaves = leaves_of(admitted, last=last, now=now)
            # Bytes first: without the rest they would be entries no checkpoint covers.
            grown, tiles = grow(edge, _kept(db, leaves, start=edge.size))
            head = Head(size=grown.size, root=grown.root)
            newest = Checkpoint(origin=self._origin, size=head.size, root=head.root)
            note = checkpoints.sign(newest, signer)
            # The head last: from here on the entries count, if COMMIT comes.
            _commit_heads(db, grown, tiles=tiles, admitted=admitted, signed=[(head.size, note)])
        # COMMIT is through. A crash here leaves the entries recorded and the caller unanswered: it
        # finds them, signed, when it reads again.
        self._grown = head, grown
        self._newest.signed(note, head)
        return head

    def adopt(self, leaves: Sequence[bytes], signed: Sequence[str], *, onto: Head) -> Head:
        adopted = adoption(leaves, signed, origin=self._origin, size=onto.size)
        with _one_writer(), self._database.writing_on(ENDS) as (db, ends):
            # As in `append`: a crash on any line of this block leaves the record as it was.
            edge, _ = self._edge_under(db, ends, onto=onto)
            grown, tiles = grow(edge, _kept(db, leaves, start=edge.size))
            require_led_to(grown, adopted)
            _commit_heads(db, grown, tiles=tiles, admitted=adopted.admitted, signed=adopted.signed)
        head = Head(size=grown.size, root=grown.root)
        self._grown = head, grown
        return head

    def _head(self, db: Connection) -> Head:
        row = db.execute(NEWEST, binary=True).fetchone()
        return self._newest.head(_newest(row, where=self._database.where))

    def _edge_under(self, db: Connection, ends: Row | None, *, onto: Head) -> tuple[Edge, bytes]:
        """What to go on from: the edge, and when the last entry was recorded.

        The number of the next entry comes from the head alone; a sequence would leave gaps.
        """
        _, last, at = ends or (None, None, None)
        head = self._newest.head(_newest(ends, where=self._database.where))
        if head != onto:
            raise StaleHeadError(
                f"the record holds {head.size} entries, not {onto.size}: read again and retry"
            )
        if self._grown[0] != head:  # another program has appended since, or we just opened
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
        return self._grown[1], blob(at) if last is not None else b""

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


def _created(address: Address, first: str) -> Database:
    database = create(address, SCHEMA)
    try:
        # A crash before this is through leaves a schema that was never finished.
        with database.writing() as db:
            _keep_checkpoints(db.cursor(), [(0, first)])
    except BaseException:
        database.close()
        raise
    return database


@contextmanager
def _one_writer() -> Iterator[None]:
    """Whoever writes without asking for the lock still cannot give a number twice."""
    try:
        yield
    except RefusedError as error:
        if isinstance(error.__cause__, UniqueViolation):
            raise StaleHeadError(
                "somebody else gave these numbers: read again and retry"
            ) from error
        raise


def _newest(row: Row | None, *, where: str) -> str:
    if row is None:
        raise damaged("It has no checkpoint.", where=where)
    return blob(row[0]).decode()


def _known(size: int | None, head: Head) -> int:
    if size is None:
        return head.size
    if not 0 <= size <= head.size:
        raise ValueError(f"the record holds {head.size} entries; there is no size {size}")
    return size


def _time_line(db: Connection, index: int) -> bytes:
    row = db.execute(
        "SELECT substr(leaf, 1, %s) FROM record.entry WHERE idx = %s",
        (TIME_LINE_BYTES, index),
        binary=True,
    ).fetchone()
    if row is None:
        raise ForkedRecordError(f"entry {index} is missing")
    return blob(row[0])


def _said(db: Connection, key_name: str) -> Said:
    row = db.execute(
        "SELECT count, digest FROM record.author WHERE name = %s",
        (key_name.encode(),),
        binary=True,
    ).fetchone()
    return Said() if row is None else Said(count=number(row[0]), digest=blob(row[1]))


def _stored_edge(db: Connection, size: int) -> Edge:
    rows = db.execute(
        "SELECT level, hashes FROM record.edge ORDER BY level", binary=True
    ).fetchall()
    try:
        if [level for level, _ in rows] != list(range(levels(size))):
            raise ValueError(f"the tile levels of {size} entries are not all there")
        return restored(size, [blob(hashes) for _, hashes in rows])
    except ValueError as error:
        raise ForkedRecordError(f"the right edge is damaged: {error}") from error


def _subtrees(db: Connection) -> Subtree:
    return subtrees_in(cache(_tiles(db)))


def _tiles(db: Connection) -> Callable[[int, int], bytes]:
    def tile(level: int, n: int) -> bytes:
        row = (
            db.execute(
                "SELECT hashes FROM record.tile WHERE level = %s AND n = %s",
                (level, n),
                binary=True,
            ).fetchone()
            or db.execute(
                "SELECT hashes FROM record.edge WHERE level = %s", (level,), binary=True
            ).fetchone()
        )
        if row is None:
            raise ForkedRecordError(f"tile {level}/{n} is missing")
        return blob(row[0])

    return tile


def _kept(db: Connection, leaves: Sequence[bytes], *, start: int) -> list[bytes]:
    """Keep the leaves, and give their hashes.

    What the tree commits to is what the database gives back, not what we handed it: one bit turned
    in between once ended a public log (Yeti 2022).
    """
    with db.pipeline():  # handed over and asked for in one go
        db.execute(
            "INSERT INTO record.entry(idx, leaf) "
            "SELECT generate_series(%b::bigint, %b::bigint), unnest(%b::bytea[])",
            (start, start + len(leaves) - 1, list(leaves)),
        )
        rows = db.execute(
            "SELECT leaf FROM record.entry WHERE idx >= %s ORDER BY idx", (start,), binary=True
        )
    stored = [blob(leaf) for (leaf,) in rows]
    if stored != list(leaves):
        raise ForkedRecordError("the database gave back other bytes than it was given")
    return [leaf_hash(leaf) for leaf in stored]


def _commit_heads(
    db: Connection,
    edge: Edge,
    *,
    tiles: Sequence[Tile],
    admitted: Sequence[Admitted],
    signed: Sequence[tuple[int, str]],
) -> None:
    """All that follows from the entries, the checkpoint last, and COMMIT behind it in one go.

    Where one of them fails, the server does nothing of what stands behind it (extended query
    protocol: all is skipped up to the next Sync), so that there is no COMMIT either.
    """
    with db.pipeline(), db.cursor() as cursor:
        _keep_authors(cursor, admitted)
        _keep_edge(cursor, edge, tiles=tiles)
        _keep_checkpoints(cursor, signed)
        cursor.execute("COMMIT")


def _keep_authors(db: Cursor, admitted: Sequence[Admitted]) -> None:
    db.executemany(
        "INSERT INTO record.author AS told (name, count, digest) VALUES (%b, %b, %b) "
        "ON CONFLICT (name) DO UPDATE SET count = told.count + excluded.count, "
        "digest = excluded.digest",
        [(name.encode(), said.count, said.digest) for name, said in said_in(admitted).items()],
    )


def _keep_edge(db: Cursor, edge: Edge, *, tiles: Sequence[Tile]) -> None:
    db.executemany(
        "INSERT INTO record.tile(level, n, hashes) VALUES (%b, %b, %b)",
        [(tile.level, tile.n, tile.hashes) for tile in tiles],
    )
    # Levels above the highest tile that was filled did not move.
    moved = 1 + max((tile.level + 1 for tile in tiles), default=0)
    db.executemany(
        "INSERT INTO record.edge(level, hashes) VALUES (%b, %b) "
        "ON CONFLICT (level) DO UPDATE SET hashes = excluded.hashes",
        list(enumerate(edge.partial[:moved])),
    )


def _keep_checkpoints(db: Cursor, signed: Sequence[tuple[int, str]]) -> None:
    db.executemany(
        "INSERT INTO record.checkpoint(size, note) VALUES (%b, %b)",
        [(size, note.encode()) for size, note in signed],
    )
