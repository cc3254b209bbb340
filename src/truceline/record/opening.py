"""What a sealed part is opened with: its name, its salt and itself; and the file for that.

The record holds only the commitment. Without the salt nobody can find out by guessing what was
sealed, and once salt and payload are gone the commitment means nothing.
"""

from base64 import b64decode
from dataclasses import dataclass
from hashlib import sha256

import msgspec

from truceline.terms.codec import b64

FORM = "truceline/opening/v1"
SALT_BYTES = 32
MAX_PAYLOAD_BYTES = 64 * 2**20
MAX_OPENING_BYTES = MAX_PAYLOAD_BYTES * 4 // 3 + 10_000


def commitment(name: str, *, salt: bytes, payload: bytes) -> str:
    """What stands in the record for a sealed part: base64 of a salted SHA-256."""
    return b64(sha256(f"truceline/sealed/v1\n{name}\n".encode() + salt + payload).digest())


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A sealed part, opened."""

    log: str  # the record's name
    entry: int
    name: str
    salt: bytes
    payload: bytes

    def __post_init__(self) -> None:
        if len(self.salt) != SALT_BYTES or self.entry < 0:
            raise ValueError(f"an opening has an entry and a salt of {SALT_BYTES} bytes")

    @property
    def commitment(self) -> str:
        return commitment(self.name, salt=self.salt, payload=self.payload)


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    entry: int
    form: str
    log: str
    name: str
    payload: str
    salt: str


def dumped(opening: Opening) -> bytes:
    """The file: one line of JSON, its bytes in base64."""
    file = _File(
        entry=opening.entry,
        form=FORM,
        log=opening.log,
        name=opening.name,
        payload=b64(opening.payload),
        salt=b64(opening.salt),
    )
    return msgspec.json.encode(file, order="sorted") + b"\n"


def parsed(data: bytes) -> Opening:
    """Read `dumped` back; in its one spelling.

    Raises:
        ValueError: not an opening. What it holds is not repeated in what is said.
    """
    try:
        file = msgspec.json.decode(data, type=_File)
        opening = Opening(
            log=file.log,
            entry=file.entry,
            name=file.name,
            salt=b64decode(file.salt, validate=True),
            payload=b64decode(file.payload, validate=True),
        )
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise ValueError("it is not an opening as truceline open writes it") from None
    if file.form != FORM or dumped(opening) != data:
        raise ValueError("it is not an opening of this form, in its one spelling")
    return opening
