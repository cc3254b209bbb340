"""Checkpoints that others are known to hold, one a file, the largest of each peer.

What is remembered here only grows. It proves nothing about who held it: the log's own signature
under each is what counts.
"""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote

from truceline.record import checkpoint as checkpoints
from truceline.record.export import replace
from truceline.record.note import MAX_NOTE_BYTES, NoteError

SUFFIX = ".checkpoint"
MAX_NAME = 60  # characters of a peer's name: spelled out, they still fit a file name


class Seen:
    """A folder of such files; it need not exist."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def remember(self, peer: str, note: str) -> None:
        """Keep this one, unless the peer is known to hold as much already."""
        path = self._folder / f"{_plain(peer)}{SUFFIX}"
        known = dict(self.notes()).get(path.name.removesuffix(SUFFIX))
        if known is not None and _size(known) >= checkpoints.read(note).size:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        replace(path, note.encode())

    def notes(self) -> Iterator[tuple[str, str]]:
        """Peer (as in its file's name) and note. What cannot be read as text is left out."""
        for path in sorted(self._folder.glob(f"*{SUFFIX}")):
            with path.open("rb") as file:
                content = file.read(MAX_NOTE_BYTES + 1)
            try:
                yield path.name.removesuffix(SUFFIX), content.decode()
            except UnicodeDecodeError:
                continue


def peer_of(stem: str) -> str:
    """The name of the peer in a file's name."""
    return unquote(stem)


def _plain(peer: str) -> str:
    plain = quote(peer[:MAX_NAME], safe="")
    return f"%2E{plain[1:]}" if plain.startswith(".") else plain


def _size(note: str) -> int:
    try:
        return checkpoints.read(note).size
    except NoteError:
        return -1
