"""The documents that an outbox carries: their bytes under their SHA-256, for their owner alone.

They leave with the notes that name them, and are not needed here once a centre has them.
"""

from hashlib import sha256
from pathlib import Path

from truceline.intake.arrival import MAX_ARCHIVE_BYTES
from truceline.operations.outbox_files import MAX_REASON_BYTES, content, keep_for_owner, refused
from truceline.operations.whole import written


class Carried:
    """The folder of documents of one outbox."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, data: bytes, *, name: str) -> str:
        """Lay the bytes of a document in the folder, under their SHA-256."""
        digest = sha256(data).hexdigest()
        with written(self._folder):
            where = self._folder / digest
            keep_for_owner(where.with_name(f"{digest}.name"), name.encode("utf-8", "replace"))
            keep_for_owner(where, data)
        return digest

    def has(self, digest: str) -> bool:
        """Whether it lies here, or was handed in from here."""
        path = self._folder / digest
        return path.exists() or path.with_name(f"{digest}.handed").exists()

    def to_hand_over(self, digest: str) -> tuple[str, bytes] | None:
        """Name and bytes of a document; None where it is not here, or was handed over before.

        Raises:
            RefusedError: what lies here is something else, or cannot be read.
        """
        path = self._folder / digest
        try:
            if path.with_name(f"{digest}.handed").exists():
                return None
            name = content(path.with_name(f"{digest}.name"), at_most=MAX_REASON_BYTES)
            data = content(path, at_most=MAX_ARCHIVE_BYTES)
            if sha256(data).hexdigest() != digest:
                raise OSError("its bytes are not those that the note names")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise refused(
                "spoilt",
                path,
                f"This document is not handed in: {error.strerror or error}.",
                "Lay its own bytes there again; the note that names it counts as before.",
            ) from error
        return name.decode(errors="replace"), data

    def handed_over(self, digest: str) -> None:
        """A centre has these bytes."""
        with written(self._folder):
            (self._folder / f"{digest}.handed").touch(mode=0o600)

    def drop(self, digest: str) -> bool:
        """Delete the bytes of a document; False: they are not here, or no centre has them."""
        path = self._folder / digest
        with written(self._folder):
            if not path.with_name(f"{digest}.handed").exists() or not path.exists():
                return False
            path.unlink()
            path.with_name(f"{digest}.name").unlink(missing_ok=True)
        return True
