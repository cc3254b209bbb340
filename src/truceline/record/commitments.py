"""What the entries are measured by: stored checkpoints, and those somebody kept elsewhere.

It opens them and says at which size each is due. Whether the entries have that root is for verify.
"""

from collections.abc import Iterator, Sequence

from truceline.record import checkpoint as checkpoints
from truceline.record.authors import Authors
from truceline.record.checkpoint import Checkpoint
from truceline.record.note import parse
from truceline.record.stored import Row, Stored
from truceline.record.wrong import VerifyError, blob, naming, number


class Commitments:
    """Every checkpoint of a record, smallest first, each opened before it counts."""

    def __init__(self, stored: Stored, authors: Authors, *, against: Sequence[str]) -> None:
        self._stored = stored
        self._authors = authors
        # Looked at before the entries: what they are measured by must itself be signed.
        self.size = self._newest().size
        self._kept = self._kept_elsewhere(against)
        self._rows = stored.checkpoints()
        self._due = self._next()
        self.checked = 0

    def at(self, size: int) -> Iterator[tuple[str, Checkpoint]]:
        """The checkpoints over exactly that many entries, with what to call them."""
        while self._due is not None and self._due.size == size:
            yield f"checkpoint of {size} entries", self._due
            self.checked += 1
            self._due = self._next()
        if size in self._kept:
            yield f"the checkpoint of {size} entries kept elsewhere", self._kept[size]

    def room(self, size: int) -> int:
        """How many entries after so many until one of these is due; nought: none is."""
        due = (*self._kept, *(() if self._due is None else (self._due.size,)))
        return min((one - size for one in due if one > size), default=0)

    def after(self, index: int) -> Checkpoint:
        """The first checkpoint that covers this entry."""
        return self._opened(self._stored.checkpoint_after(index))

    def require_all_checked(self) -> None:
        if self._due is not None:
            raise VerifyError(f"checkpoint of {self._due.size} entries: it stands out of order")

    @property
    def newest(self) -> str:
        """The newest checkpoint, as it stands there."""
        row = self._stored.newest_checkpoint()
        return blob(row[1]).decode() if row else ""

    def _newest(self) -> Checkpoint:
        row = self._stored.newest_checkpoint()
        if row is None:
            raise VerifyError("there is no checkpoint: nothing commits to the entries")
        return self._opened(row)

    def _next(self) -> Checkpoint | None:
        row = next(self._rows, None)
        return None if row is None else self._opened(row)

    def _opened(self, row: Row | None) -> Checkpoint:
        if row is None:
            raise VerifyError("a checkpoint is listed but cannot be found: the file is damaged")
        size = number(row[0])
        with naming(f"checkpoint of {size} entries"):
            opened = self._signed(blob(row[1]).decode())
            if opened.size != size:
                raise ValueError(f"it was signed for {opened.size} entries")
        return opened

    def _signed(self, note: str) -> Checkpoint:
        opened = checkpoints.open_checkpoint(note, self._authors.logs)
        parsed = parse(note)
        if note != str(parsed) or parsed.text != str(opened):
            raise ValueError("it is not spelled as checkpoints are")
        if opened.origin != self._authors.origin:
            raise ValueError(f"it is about {opened.origin}, not {self._authors.origin}")
        return opened

    def _kept_elsewhere(self, against: Sequence[str]) -> dict[int, Checkpoint]:
        kept: dict[int, Checkpoint] = {}
        for note in against:
            with naming("a checkpoint kept elsewhere"):
                opened = self._signed(note)
            if opened.size > self.size:
                raise VerifyError(
                    f"entry {self.size} is missing: a checkpoint kept elsewhere covers "
                    f"{opened.size} entries, this record only {self.size}"
                )
            if kept.setdefault(opened.size, opened) != opened:
                raise VerifyError(
                    f"two checkpoints kept elsewhere cover {opened.size} entries and differ: "
                    "the centre has signed two histories"
                )
        return kept
