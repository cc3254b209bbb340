"""The rows of a record in PostgreSQL, for those who check it. Nothing of them is trusted."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager

from truceline.record.postgres.address import Address
from truceline.record.postgres.database import Connection, open_at
from truceline.record.postgres.record import SCHEMA
from truceline.record.stored import Row
from truceline.record.wrong import VerifyError
from truceline.terms.codec import MAX_LEAF_BYTES

PAGE_ROWS = 256  # fetched at a time: memory stays flat


@contextmanager
def stored_at(address: Address, *, unfinished: bool = False) -> Iterator["PostgresStored"]:
    """The rows as of one moment, whatever is appended meanwhile.

    Raises:
        RefusedError: missing, out of reach, or made by a newer version.
    """
    with (
        closing(open_at(address, SCHEMA, unfinished=unfinished)) as database,
        database.reading() as db,
    ):
        yield PostgresStored(db)


class PostgresStored:
    """The rows of the schema `record`."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        self._cursors = 0

    def entries(self) -> Iterator[Row]:
        # One byte more than a leaf may have shows that it is too long: nothing claims our memory.
        return self._paged(
            b"SELECT idx, substr(leaf, 1, %s) FROM record.entry ORDER BY idx",
            (MAX_LEAF_BYTES + 1,),
        )

    def leaves(self, start: int, stop: int) -> Iterable[Row]:
        return self._all(
            b"SELECT leaf FROM record.entry WHERE idx >= %s AND idx < %s ORDER BY idx",
            (start, stop),
        )

    def first_from(self, index: int) -> Row | None:
        return self._one(
            b"SELECT idx FROM record.entry WHERE idx >= %s ORDER BY idx LIMIT 1", (index,)
        )

    def checkpoints(self) -> Iterator[Row]:
        return self._paged(b"SELECT size, note FROM record.checkpoint ORDER BY size")

    def checkpoint_after(self, size: int) -> Row | None:
        return self._one(
            b"SELECT size, note FROM record.checkpoint WHERE size > %s ORDER BY size LIMIT 1",
            (size,),
        )

    def newest_checkpoint(self) -> Row | None:
        return self._one(b"SELECT size, note FROM record.checkpoint ORDER BY size DESC LIMIT 1", ())

    def lowest_tiles(self) -> Iterator[Row]:
        return self._paged(b"SELECT n, hashes FROM record.tile WHERE level = 0 ORDER BY n")

    def higher_tiles(self) -> Iterable[Row]:
        return self._paged(b"SELECT level, n, hashes FROM record.tile WHERE level <> 0")

    def edge(self) -> Iterable[Row]:
        return self._all(b"SELECT level, hashes FROM record.edge", ())

    def authors(self) -> Iterable[Row]:
        return self._paged(b"SELECT name, count, digest FROM record.author")

    def require_sound(self) -> None:
        """Read the entries once more as they lie in the table, past the index.

        Where index and table differ, they do not hold the same numbers.
        """
        self._db.execute("SET LOCAL enable_indexscan = off")
        self._db.execute("SET LOCAL enable_indexonlyscan = off")
        self._db.execute("SET LOCAL enable_bitmapscan = off")
        row = self._one(b"SELECT count(*), count(DISTINCT idx), max(idx) FROM record.entry", ())
        if row is None or row[0] != row[1] or row[2] is None or row[0] != int(str(row[2])) + 1:
            raise VerifyError("the table of entries: it holds others than its index leads to")

    def _paged(self, query: bytes, values: Sequence[int] = ()) -> Iterator[Row]:
        self._cursors += 1
        with self._db.cursor(f"rows{self._cursors}", binary=True) as cursor:
            cursor.itersize = PAGE_ROWS
            yield from cursor.execute(query, values)

    def _all(self, query: bytes, values: Sequence[int]) -> list[Row]:
        return self._db.execute(query, values, binary=True).fetchall()

    def _one(self, query: bytes, values: Sequence[int]) -> Row | None:
        return self._db.execute(query, values, binary=True).fetchone()
