"""The bytes of an entry: one line of canonical JSON, and how to read a whole leaf.

A leaf is a time line, then a signed note whose text is that one JSON line (decision D3). Bytes are
accepted only if decoding them and encoding the result gives the same bytes, so nothing unread,
duplicated or differently spelled slips in under a hash. The profile is RFC 8785 narrowed: no
floats, keys of [a-z0-9_], integers within +-(2^53 - 1).
"""

import base64
import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from functools import cache
from types import GenericAlias, MappingProxyType
from typing import Generic, Protocol, TypeVar

import msgspec

from truceline.terms import older
from truceline.terms.book import Posted
from truceline.terms.charter import Chartered, KeyAdded, KeyRevoked, Opened
from truceline.terms.entry import (
    Deposited,
    Entry,
    Fact,
    Hindered,
    Patrolled,
    Read,
    Retracted,
    Ruled,
    Signed,
)
from truceline.terms.envelope import Attached, Bound, Cited, Envelope
from truceline.terms.issued import Issued
from truceline.terms.sealing import Erased, OpenedTo, Sealed
from truceline.terms.utc import require_utc

# A new field or meaning is a new number; old ones stay readable for ever.
KINDS: dict[str, type[Fact]] = {
    "opened/2": Opened,
    "chartered/1": Chartered,
    "key-added/1": KeyAdded,
    "key-revoked/1": KeyRevoked,
    "signed/2": Signed,
    "deposited/2": Deposited,
    "read/1": Read,
    "retracted/1": Retracted,
    "ruled/1": Ruled,
    "patrolled/2": Patrolled,
    "hindered/1": Hindered,
    "posted/1": Posted,
    "issued/1": Issued,
    "sealed/1": Sealed,
    "opened-to/1": OpenedTo,
    "erased/1": Erased,
}
# Yesterday's kinds, each read as what it is today (older.py).
OLDER: dict[str, type[Fact]] = {
    "opened/1": Opened,
    "signed/1": Signed,
    "deposited/1": Deposited,
    "patrolled/1": Patrolled,
}
KIND_OF: dict[type[Fact], str] = {fact: kind for kind, fact in KINDS.items()}

T = TypeVar("T")
Body = TypeVar("Body")  # the fact, or its bytes

MAX_SAFE_INTEGER = 2**53 - 1
# Where a fraction, an exponent or sixteen digits begin, in JSON without blanks; a text may look so
# too, and is then looked at more closely.
_OTHER_NUMBER = re.compile(r"[:\[,]-?(?:[0-9]+[.eE]|[0-9]{16})")
# All that must be looked for in what was read and came back in the same form: no field takes a
# fraction, and an exponent does not come back as one.
_ALL_ZEROS = bytes.maketrans(b"123456789", b"000000000")
_LONG = b"0" * len(str(MAX_SAFE_INTEGER))
MAX_LEAF_BYTES = 65_535  # uint16 length in C2SP tlog-tiles entry bundles


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    media: str
    sha256: str
    size: int
    sealed: str = ""


class _Wire(
    msgspec.Struct, Generic[Body], frozen=True, forbid_unknown_fields=True, omit_defaults=True
):
    after: tuple[int, str]
    body: Body
    log: str
    made: datetime
    prev: str
    seq: int
    type: str
    v: int
    # What is not told is left out, never empty: there is one spelling.
    valid: tuple[str | None, str | None] | None = None
    about: tuple[str, ...] | None = None
    amends: tuple[tuple[int, str], ...] | None = None
    sealed: dict[str, str] | None = None
    files: tuple[_File, ...] | None = None
    author: str = ""


class Written(Protocol):
    """What an entry says of itself, as it is written; for those who need not all of it."""

    @property
    def body(self) -> Fact: ...

    @property
    def log(self) -> str: ...

    @property
    def seq(self) -> int: ...

    @property
    def prev(self) -> str: ...

    @property
    def amends(self) -> tuple[Cited, ...] | None: ...

    @property
    def author(self) -> str: ...


_KIND = b'"type":"'
_NOW = {kind.encode(): kind for kind in KINDS}
_SORTED = msgspec.json.Encoder(order="sorted")
_LEFT_OUT = (None,) * 5


def encode(fact: Fact, envelope: Envelope) -> str:
    """The note text of one entry: a single line of canonical JSON, newline included."""
    line = _line(_wire(envelope, kind=KIND_OF[type(fact)], body=fact)).decode()
    _require_plain_numbers(line)
    return line


def _line(wire: _Wire[Body]) -> bytes:
    return _SORTED.encode(wire) + b"\n"


def _wire(envelope: Envelope, *, kind: str, body: Body) -> _Wire[Body]:
    valid = envelope.valid
    return _Wire(
        after=envelope.after,
        body=body,
        log=envelope.log,
        made=envelope.made,
        prev=envelope.prev,
        seq=envelope.seq,
        type=kind,
        v=1,
        valid=None if valid is None else (_bound_text(valid[0]), _bound_text(valid[1])),
        about=envelope.about or None,
        amends=envelope.amends or None,
        sealed=dict(envelope.sealed) or None,
        files=tuple(
            _File(sha256=one.sha256, size=one.size, media=one.media, sealed=one.sealed)
            for one in envelope.files
        )
        or None,
        author=envelope.author,
    )


def decode(line: str) -> tuple[Fact, Envelope]:
    """Read a note text back.

    Raises:
        ValueError: not an entry, of a kind this version does not know, or not in canonical form.
    """
    with suppress(UnicodeEncodeError):
        if (found := decode_at_once(line.encode())) is not None:
            return found
    try:
        found = _decoded(line)
    except ValueError:
        _refuse_other_numbers(line)  # says more plainly what is wrong, where it is a number
        raise
    if _LONG in line.encode().translate(_ALL_ZEROS):
        _refuse_other_numbers(line)
    return found


def decode_at_once(line: bytes) -> tuple[Fact, Envelope] | None:
    """The same of nearly all entries, envelope and body read together. It refuses nothing.

    None: something is unusual or wrong; what it is, `decode` tells.
    """
    found = _at_once(line)
    return found and (found[0].body, found[1] or _envelope(found[0]))


def written_at_once(line: bytes) -> Written | None:
    """As `decode_at_once`, and no more of the envelope made than stands there."""
    found = _at_once(line)
    return found and found[0]


def _at_once(line: bytes) -> tuple[_Wire[Fact], Envelope | None] | None:
    """What is written, and its envelope where it holds more than each has."""
    kind = _NOW.get(kind_of(line))
    if kind is None or _LONG in line.translate(_ALL_ZEROS):
        return None
    envelope = None
    try:
        wire = again = _reader(kind).decode(line)
        if _is_bare(wire):
            require_utc(wire.made)
        else:
            envelope = _envelope(wire)
            again = _wire(envelope, kind=kind, body=wire.body)
    except (ValueError, RecursionError):
        return None
    if wire.v != 1 or wire.type != kind or _line(again) != line:
        return None
    return wire, envelope


@cache
def _reader(kind: str) -> "msgspec.json.Decoder[_Wire[Fact]]":
    return msgspec.json.Decoder(GenericAlias(_Wire, (KINDS[kind],)))


def _is_bare(wire: _Wire[Fact]) -> bool:
    """Whether all that is told has one spelling, which is the one that msgspec makes."""
    may_be_left_out = (wire.valid, wire.about, wire.amends, wire.sealed, wire.files)
    return may_be_left_out == _LEFT_OUT and not wire.author


def kind_of(leaf: bytes) -> bytes:
    """The kind of an entry, in a leaf or its line, whose form was or will be checked elsewhere.

    In canonical form nothing after the kind can look like one but what follows the line.
    """
    end = leaf.find(b"\n", leaf.find(b"{"))
    start = leaf.rfind(_KIND, 0, end) + len(_KIND)
    return leaf[start : leaf.find(b'"', start)]


def _decoded(line: str) -> tuple[Fact, Envelope]:
    try:
        wire = msgspec.json.decode(line, type=_Wire[msgspec.Raw])
        kind = KINDS.get(wire.type) or OLDER.get(wire.type)
        if kind is None or wire.v != 1:
            raise ValueError(
                f"kind {wire.type!r} (envelope {wire.v}) is unknown to this version of Truceline"
            )
        fact = msgspec.json.decode(wire.body, type=kind)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise ValueError(f"not an entry: {error}") from error
    envelope = _envelope(wire)
    body = _SORTED.encode(fact)
    if wire.type in OLDER:
        body = older.as_it_was(body, before=bytes(wire.body))
    again = _wire(envelope, kind=wire.type, body=msgspec.Raw(body))
    if _line(again).decode() != line:
        raise ValueError("entry is not in canonical form")
    return fact, envelope


def _envelope(wire: _Wire[Body]) -> Envelope:
    valid = wire.valid
    return Envelope(
        log=wire.log,
        seq=wire.seq,
        prev=wire.prev,
        after=wire.after,
        made=wire.made,
        valid=None if valid is None else (_bound(valid[0]), _bound(valid[1])),
        about=wire.about or (),
        amends=wire.amends or (),
        sealed=MappingProxyType(wire.sealed or {}),
        files=tuple(
            Attached(sha256=one.sha256, size=one.size, media=one.media, sealed=one.sealed)
            for one in wire.files or ()
        ),
        author=wire.author,
    )


def _bound(text: str | None) -> Bound:
    if text is None:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _bound_text(bound: Bound) -> str | None:
    return None if bound is None else str(msgspec.to_builtins(bound))


def decode_leaf(leaf: bytes) -> Entry:
    """The entry in a leaf. Signatures are checked at admission and by `verify`, not here.

    Raises:
        ValueError: the leaf is not a time line and a signed note around one canonical entry.
    """
    time_line, line, signatures = split_leaf(leaf)
    fact, _ = decode(line)
    return Entry(at=decode_time(time_line), by=signatures.split(" ", 2)[1], fact=fact)


def split_leaf(leaf: bytes) -> tuple[str, str, str]:
    """Time line, note text (with its newline) and signature lines of a leaf.

    Raises:
        ValueError: not of that shape.
    """
    time_line, newline, note = leaf.decode().partition("\n")
    text, blank, signatures = note.partition("\n\n")
    if not (newline and blank and signatures.startswith("— ") and signatures.endswith("\n")):
        raise ValueError("a leaf is a time line and a signed note; this is not one")
    return time_line, text + "\n", signatures


def time_line(at: datetime) -> str:
    """The first line of a leaf: milliseconds, UTC, always the same width."""
    require_utc(at)
    return at.isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z\n"


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def shared_out(values: Sequence[T], *, room: int) -> list[tuple[T, ...]]:
    """The values in order, cut into shares whose JSON stays within `room` bytes; at least one.

    Raises:
        ValueError: one value alone is larger than the room.
    """
    shares: list[list[T]] = [[]]
    left = room
    for value in values:
        size = len(msgspec.json.encode(value)) + 1
        if size > room:
            raise ValueError(f"one value takes {size} bytes; a share holds {room}")
        if size > left:
            shares.append([])
            left = room
        shares[-1].append(value)
        left -= size
    return [tuple(share) for share in shares]


def dump(value: object) -> bytes:
    """Any of our values as JSON, for caches: not canonical, never hashed."""
    return msgspec.json.encode(value, enc_hook=_plain_mapping)


def canonical(value: object) -> bytes:
    """Any of our values in one form whatever order it was made in, to be hashed and compared.

    Keys, fields and sets are sorted; what is a sequence keeps its order.
    """
    return msgspec.json.encode(value, enc_hook=_plain_mapping, order="sorted")


def load(data: bytes, kind: type[T]) -> T:
    """Read `dump` back.

    Raises:
        ValueError: not a dumped value of that kind.
    """
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.MsgspecError as error:
        raise ValueError(f"not a kept {kind.__name__}: {error}") from error


def _plain_mapping(value: object) -> object:
    if isinstance(value, MappingProxyType):
        return dict(value)
    raise NotImplementedError(f"{type(value).__name__} has no JSON")


def decode_time(text: str) -> datetime:
    """The instant in the first line of a leaf.

    Raises:
        ValueError: it is spelled in another way.
    """
    at = datetime.fromisoformat(text)
    if time_line(at) != text + "\n":
        raise ValueError(f"{text!r} is not a time line such as 2026-03-02T07:05:00.123Z")
    return at


def _refuse_other_numbers(line: str) -> None:
    try:
        _require_plain_numbers(line)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise ValueError(f"not an entry: {error}") from error


def _require_plain_numbers(line: str) -> None:
    """Walk through an entry wherever it might hold another number than a small whole one."""
    if _OTHER_NUMBER.search(line):
        _require_plain(msgspec.json.decode(line))


def _require_plain(value: object) -> None:
    """Refuse what other languages would read as another number."""
    match value:
        case float():
            raise ValueError(f"{value} is a float: whole numbers only in what is hashed")
        case int() if abs(value) > MAX_SAFE_INTEGER:
            raise ValueError(f"{value} is beyond 2^53 - 1")
        case list():
            for part in value:
                _require_plain(part)
        case dict():
            for part in value.values():
                _require_plain(part)
        case _:
            pass
