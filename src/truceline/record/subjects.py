"""One key for each document, name and sealed part, for backups only; in a file apart from both.

Who deletes a key makes every backup of its subject unreadable. So this file is never part of one.
"""

from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path
from typing import Self

from truceline.record.database import Closing, Database, Layout, create, open_to_write

KEY_BYTES = 32  # AES-256
_WHOLE = "backup"  # the key under which a backup as a whole is authenticated
_MANY = 500  # subjects asked for in one statement

LAYOUT = Layout(
    name="key store",
    application_id=0x5452534B,  # "TRSK"
    version=1,
    # A rollback journal: what is deleted is gone from the file when COMMIT answers, and no log
    # waits to be emptied. A crash before that brings the keys back, to be deleted again.
    pragmas=("journal_mode=DELETE", "secure_delete=ON", "temp_store=MEMORY"),
    schema="CREATE TABLE subject(id TEXT PRIMARY KEY, key BLOB NOT NULL) STRICT, WITHOUT ROWID",
)


class Subjects(Closing):
    """The keys of one centre's backups."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def at(cls, path: Path) -> Self:
        """The key store there, made where there is none.

        Raises:
            RefusedError: locked, damaged, of another kind, or it cannot be written.
        """
        return cls(open_to_write(path, LAYOUT) if path.exists() else create(path, LAYOUT))

    def close(self) -> None:
        self._database.close()

    def whole(self, *, fresh: Callable[[int], bytes] | None = None) -> bytes | None:
        """What backups are authenticated by; made where there is none and `fresh` makes one."""
        if fresh is not None:
            return self.key(_WHOLE, fresh=fresh)
        return self.known([_WHOLE]).get(_WHOLE)

    def key(self, subject: str, *, fresh: Callable[[int], bytes]) -> bytes:
        """The key of a subject, the same every time; on disk before it is given out."""
        known = self.known([subject])
        if subject in known:
            return known[subject]
        with self._database.writing() as db:
            db.execute(
                "INSERT INTO subject VALUES (?, ?) ON CONFLICT DO NOTHING",
                (subject, fresh(KEY_BYTES)),
            )
        return self.known([subject])[subject]

    def known(self, subjects: Iterable[str]) -> dict[str, bytes]:
        """The keys that there are of these."""
        wanted = list(subjects)
        found: dict[str, bytes] = {}
        with self._database.reading() as db:
            for start in range(0, len(wanted), _MANY):
                share = wanted[start : start + _MANY]
                marks = ",".join("?" * len(share))
                found |= db.execute(
                    f"SELECT id, key FROM subject WHERE id IN ({marks})",  # noqa: S608 - marks only
                    share,
                ).fetchall()
        return found

    def forget(self, subjects: Iterable[str]) -> None:
        """Delete these keys for good."""
        with self._database.writing() as db:
            db.executemany("DELETE FROM subject WHERE id = ?", [(one,) for one in subjects])

    def mark(self) -> str:
        """Tells one key store from another, and nothing of its keys."""
        whole = self.whole()
        return sha256(b"truceline/key-store/v1\n" + whole).hexdigest()[:16] if whole else ""
