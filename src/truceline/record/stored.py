"""What lies in a record's tables, row by row, for those who check it. Nothing of it is trusted."""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Protocol

from truceline.record.wrong import VerifyError

Row = tuple[object, ...]
MAX_VALUE_BYTES = 1 << 20  # nothing in a record is larger: a damaged length cannot claim memory


class Stored(Protocol):
    """The rows of one record, all of one moment. Text comes as bytes: it may no longer be UTF-8."""

    def entries(self) -> Iterator[Row]:
        """Number and leaf of every entry, in order."""

    def leaves(self, start: int, stop: int) -> Iterable[Row]:
        """The leaves of entries start to stop (exclusive), in order."""

    def first_from(self, index: int) -> Row | None:
        """The number of the first entry from this one on."""

    def checkpoints(self) -> Iterator[Row]:
        """Size and note of every checkpoint, smallest first."""

    def checkpoint_after(self, size: int) -> Row | None:
        """Size and note of the first checkpoint over more entries."""

    def newest_checkpoint(self) -> Row | None: ...

    def lowest_tiles(self) -> Iterator[Row]:
        """Number and hashes of every full tile of leaf hashes, in order."""

    def higher_tiles(self) -> Iterable[Row]:
        """Level, number and hashes of every other full tile."""

    def edge(self) -> Iterable[Row]:
        """Level and hashes of every unfinished tile."""

    def authors(self) -> Iterable[Row]:
        """Name, count and digest of every author."""

    def require_sound(self) -> None:
        """Entries must also be found by number, as proofs find them, not only in order.

        Raises:
            VerifyError: the store itself finds something wrong.
        """


class SqliteStored:
    """The rows of a SQLite file."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE_BYTES)

    def entries(self) -> Iterator[Row]:
        return self._db.execute("SELECT idx, leaf FROM entry ORDER BY idx")

    def leaves(self, start: int, stop: int) -> Iterable[Row]:
        return self._db.execute(
            "SELECT leaf FROM entry WHERE idx >= ? AND idx < ? ORDER BY idx", (start, stop)
        )

    def first_from(self, index: int) -> Row | None:
        return _one(
            self._db.execute("SELECT idx FROM entry WHERE idx >= ? ORDER BY idx LIMIT 1", (index,))
        )

    def checkpoints(self) -> Iterator[Row]:
        return self._db.execute("SELECT size, CAST(note AS BLOB) FROM checkpoint ORDER BY size")

    def checkpoint_after(self, size: int) -> Row | None:
        return _one(
            self._db.execute(
                "SELECT size, CAST(note AS BLOB) FROM checkpoint WHERE size > ? "
                "ORDER BY size LIMIT 1",
                (size,),
            )
        )

    def newest_checkpoint(self) -> Row | None:
        return _one(
            self._db.execute(
                "SELECT size, CAST(note AS BLOB) FROM checkpoint ORDER BY size DESC LIMIT 1"
            )
        )

    def lowest_tiles(self) -> Iterator[Row]:
        return self._db.execute("SELECT n, hashes FROM tile WHERE level = 0 ORDER BY n")

    def higher_tiles(self) -> Iterable[Row]:
        return self._db.execute("SELECT level, n, hashes FROM tile WHERE level <> 0")

    def edge(self) -> Iterable[Row]:
        return self._db.execute("SELECT level, hashes FROM edge")

    def authors(self) -> Iterable[Row]:
        return self._db.execute("SELECT CAST(name AS BLOB), count, digest FROM author")

    def require_sound(self) -> None:
        for (result,) in self._db.execute("PRAGMA quick_check(1)"):
            if result != "ok":
                raise VerifyError(f"the database file: {result}")


def _one(rows: sqlite3.Cursor) -> Row | None:
    row: Row | None = rows.fetchone()
    return row
