"""A backup of a vault: every document, name and part encrypted under a key of its own. The format.

A line that names the form, the record and the key store; then frames: kind (1 byte), length of the
subject's id (2), its id, length of what follows (8), nonce (12), AES-256-GCM ciphertext, and an
HMAC-SHA256 of the frame under the key of the whole, which also holds its place. The last frame has
kind 0 and the number of those before it. Numbers are big-endian. No name and no text is in clear.
"""

import hmac
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FORM = "truceline/backup/v1"
MAX_LINE_BYTES = 1_000
NONCE_BYTES, TAG_BYTES, MAC_BYTES = 12, 16, 32


class What(IntEnum):
    """What a frame holds."""

    END = 0
    DOCUMENT = 1
    NAME = 2
    PART = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One subject of a backup, still closed."""

    what: What
    subject: str
    nonce: bytes
    closed: bytes
    start: int  # where it stands in the file
    end: int

    def __str__(self) -> str:
        return f"{self.what.name.lower()} {self.subject[:24]} at bytes {self.start} to {self.end}"


def first_line(origin: str, *, mark: str) -> bytes:
    """The line a backup begins with."""
    return f"{FORM} {origin} {mark}\n".encode()


class Writer:
    """Writes one backup, frame by frame: it holds one subject at a time."""

    def __init__(
        self, file: BinaryIO, line: bytes, *, whole: bytes, fresh: Callable[[int], bytes]
    ) -> None:
        self._file, self._line, self._whole, self._fresh = file, line, whole, fresh
        self.count = 0
        file.write(line)

    def add(self, what: What, subject: str, data: bytes, *, key: bytes) -> None:
        nonce = self._fresh(NONCE_BYTES)
        about = self._line + bytes([what]) + subject.encode()
        closed = AESGCM(key).encrypt(nonce, data, about)
        self._frame(what, subject, nonce + closed)
        self.count += 1

    def end(self) -> None:
        self._frame(What.END, "", self.count.to_bytes(8))

    def _frame(self, what: What, subject: str, body: bytes) -> None:
        head = _head(what, subject, len(body))
        self._file.write(head)
        self._file.write(body)
        self._file.write(_mac(self._whole, self._line, self.count, head, body))


def opened(frame: Frame, line: bytes, *, key: bytes) -> bytes:
    """What a frame holds.

    Raises:
        ValueError: the key is another, or the frame was changed.
    """
    about = line + bytes([frame.what]) + frame.subject.encode()
    try:
        return AESGCM(key).decrypt(frame.nonce, frame.closed, about)
    except InvalidTag:
        raise ValueError(f"{frame}: it cannot be opened with its key") from None


def read_line(file: BinaryIO) -> tuple[bytes, str, str]:
    """The first line, the record it names, and the mark of the key store.

    Raises:
        ValueError: not a backup.
    """
    file.seek(0)
    line = file.readline(MAX_LINE_BYTES)
    words = line.decode(errors="replace").rstrip("\n").split(" ")
    if len(words) != 3 or words[0] != FORM or not line.endswith(b"\n"):  # noqa: PLR2004 - of it
        raise ValueError("it is not a backup of a vault, or of a later form")
    return line, words[1], words[2]


def frames(file: BinaryIO, line: bytes, *, whole: bytes) -> Iterator[Frame]:
    """Every frame, each authenticated before it is given; and that none is missing at the end.

    Raises:
        ValueError: a byte was changed, added or lost; says at which bytes of the file.
    """
    size = os.fstat(file.fileno()).st_size
    file.seek(len(line))
    count = 0
    while True:
        start = file.tell()
        head, what, subject, length = _read_head(file, start, size=size)
        body, mac = file.read(length), file.read(MAC_BYTES)
        end = file.tell()
        where = f"{what.name.lower()} {ascii(subject)[1:25]} at bytes {start} to {end}"
        if not hmac.compare_digest(mac, _mac(whole, line, count, head, body)):
            raise ValueError(f"{where}: a byte of it was changed, or it stood in another place")
        if what is What.END:
            if end != size or body != count.to_bytes(8):
                raise ValueError(f"byte {end}: something follows the end, or is missing before it")
            return
        yield Frame(
            what=what,
            subject=subject,
            nonce=body[:NONCE_BYTES],
            closed=body[NONCE_BYTES:],
            start=start,
            end=end,
        )
        count += 1


def _read_head(file: BinaryIO, start: int, *, size: int) -> tuple[bytes, What, str, int]:
    """Kind, subject and length of a frame, none of them believed beyond the end of the file."""
    lost = ValueError(f"byte {start}: from here on it is not a backup, or it was cut off")
    head = file.read(3)
    if len(head) != 3 or head[0] > max(What):  # noqa: PLR2004 - kind and length
        raise lost
    head += file.read(int.from_bytes(head[1:3]) + 8)
    length = int.from_bytes(head[-8:])
    if len(head) < 3 + 8 or file.tell() + length + MAC_BYTES > size:
        raise lost
    try:
        return head, What(head[0]), head[3:-8].decode(), length
    except UnicodeDecodeError:
        raise lost from None


def _head(what: What, subject: str, length: int) -> bytes:
    told = subject.encode()
    return bytes([what]) + len(told).to_bytes(2) + told + length.to_bytes(8)


def _mac(whole: bytes, line: bytes, count: int, head: bytes, body: bytes) -> bytes:
    made = hmac.new(whole, line + count.to_bytes(8) + head, "sha256")
    made.update(body)
    return made.digest()
