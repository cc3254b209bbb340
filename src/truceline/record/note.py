"""C2SP signed notes: a readable text and the signatures under it. Not what the text means.

Only Ed25519 (algorithm byte 0x01) is made and checked here; cosignature.py adds two kinds of key.
Other signatures are kept and ignored, as the format asks (c2sp.org/signed-note).
"""

import binascii
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from hashlib import sha256
from importlib import resources
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

MAX_NOTE_BYTES = 1_000_000
MAX_SIGNATURES = 100  # the format asks for at least 16
KEY_ID_BYTES = 4
KEY_BYTES = 32
SIGNATURE_BYTES = 64
ED25519 = b"\x01"

MOST_KEYS = 1024  # remembered with what was computed from them

_CONTROLS = bytes({*range(0x20)} - {*b"\n"})
_KEY_NAME = re.compile("[^+\\s\x00-\x1f\ud800-\udfff]+")


class NoteError(ValueError):
    """Not a signed note, not a key, or not signed as it claims."""


class Known(Protocol):
    """Any public key that can open a note: a name, an id, and whether a signature is its own."""

    @property
    def name(self) -> str: ...

    @property
    def key_id(self) -> bytes: ...

    def signed(self, text: str, signature: bytes) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One signature line: who says to have signed, under which key id, and the bytes."""

    name: str
    key_id: bytes
    signature: bytes

    def __str__(self) -> str:
        return f"— {self.name} {b64encode(self.key_id + self.signature).decode()}\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A text, newline included, and its signature lines. By itself it proves nothing."""

    text: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        return f"{self.text}\n{''.join(str(signature) for signature in self.signatures)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verifier:
    """A public key and the name of the post it belongs to."""

    name: str
    key: bytes
    key_id: bytes = field(init=False)
    _public: Ed25519PublicKey = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        require_key_name(self.name)
        if len(self.key) != KEY_BYTES:
            raise NoteError(f"an Ed25519 key has {KEY_BYTES} bytes; this one has {len(self.key)}")
        if self.key in _low_order_points():
            raise NoteError(f"the key of {self.name} is of low order: anybody could sign with it")
        digest = sha256(self.name.encode() + b"\n" + ED25519 + self.key).digest()
        object.__setattr__(self, "key_id", digest[:KEY_ID_BYTES])
        object.__setattr__(self, "_public", Ed25519PublicKey.from_public_bytes(self.key))

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{b64encode(ED25519 + self.key).decode()}"

    def signed(self, text: str, signature: bytes) -> bool:
        """Whether the signature is this key's over the text.

        Verifiers disagree only about points of low order; refusing them gives all parties one rule.
        """
        return self.signed_bytes(text.encode(), signature)

    def signed_bytes(self, data: bytes, signature: bytes) -> bool:
        """The same of a text that was encoded before."""
        if len(signature) != SIGNATURE_BYTES or signature[:KEY_BYTES] in _low_order_points():
            return False
        try:
            self._public.verify(signature, data)
        except InvalidSignature:
            return False
        return True


class Private(Protocol):
    """What signs: a key in memory, or one that is opened when it first has to."""

    def sign(self, data: bytes, /) -> bytes: ...

    def public_key(self) -> Ed25519PublicKey: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """A private key and the name of its post. Never printed, never compared."""

    name: str
    private: Private = field(repr=False, compare=False)
    verifier: Verifier = field(init=False)

    def __post_init__(self) -> None:
        key = self.private.public_key().public_bytes_raw()
        object.__setattr__(self, "verifier", Verifier(name=self.name, key=key))

    @property
    def vkey(self) -> str:
        """The public half in the form that goes into the record."""
        return str(self.verifier)


def sign(text: str, signers: Sequence[Signer]) -> str:
    """The text as a note with one signature line for each signer, in that order."""
    _require_text(text)
    if not signers:
        raise NoteError("a note without a signature is only a text")
    signatures = tuple(
        Signature(
            name=signer.name,
            key_id=signer.verifier.key_id,
            signature=signer.private.sign(text.encode()),
        )
        for signer in signers
    )
    return str(Note(text=text, signatures=signatures))


def parse(note: str) -> Note:
    """Take a note apart without believing it.

    Raises:
        NoteError: not of the shape of a signed note.
    """
    if len(note) > MAX_NOTE_BYTES:
        raise NoteError(f"a note of more than {MAX_NOTE_BYTES} bytes is not read")
    _require_plain(note)
    text, blank, lines = note.rpartition("\n\n")
    if not blank:
        raise NoteError("no blank line parts the text from its signatures")
    if not lines.endswith("\n"):
        raise NoteError("the last signature line has no end")
    signatures = lines[:-1].split("\n")
    if len(signatures) > MAX_SIGNATURES:
        raise NoteError(f"{len(signatures)} signatures; at most {MAX_SIGNATURES} are read")
    return Note(text=text + "\n", signatures=tuple(_signature(line) for line in signatures))


def open_note(note: str, verifiers: Iterable[Known]) -> Note:
    """The note with only the signatures that were checked: never none.

    Signatures of unknown keys are ignored. One of a known key that fails spoils the whole note.

    Raises:
        NoteError: malformed, a known key's signature is wrong, or no known key signed.
    """
    return checked(parse(note), verifiers)


def checked(parsed: Note, verifiers: Iterable[Known]) -> Note:
    """As `open_note`, for a note already taken apart."""
    known: dict[tuple[str, bytes], Known] = {}
    for verifier in verifiers:
        if (verifier.name, verifier.key_id) in known:
            raise NoteError(f"two keys are both {verifier.name}+{verifier.key_id.hex()}")
        known[verifier.name, verifier.key_id] = verifier
    good: dict[tuple[str, bytes], Signature] = {}
    for signature in parsed.signatures:
        place = (signature.name, signature.key_id)
        signing = known.get(place)
        if signing is None or place in good:  # of one key only the first line counts
            continue
        if not signing.signed(parsed.text, signature.signature):
            raise NoteError(f"the signature of {signature.name} does not fit the text")
        good[place] = signature
    if not good:
        raise NoteError("no known key has signed this note")
    return Note(text=parsed.text, signatures=tuple(good.values()))


@lru_cache(maxsize=MOST_KEYS)
def parse_vkey(vkey: str) -> Verifier:
    """Read `<name>+<id>+<base64>`, in exactly the form in which we would print it.

    Raises:
        NoteError: not of that form, another algorithm, or an id that is not this key's.
    """
    name, _, rest = vkey.partition("+")
    _, _, encoded = rest.partition("+")
    try:
        key = b64decode(encoded, validate=True)
    except ValueError as error:
        raise NoteError(f"{vkey!r} is not <name>+<id>+<base64>") from error
    if key[:1] != ED25519:
        raise NoteError(f"the key of {name!r} is not an Ed25519 key (algorithm byte 01)")
    verifier = Verifier(name=name, key=key[1:])
    if str(verifier) != vkey:
        raise NoteError(f"{vkey!r} has another id or spelling than its key: {verifier}")
    return verifier


def require_key_name(name: str) -> None:
    if not _KEY_NAME.fullmatch(name):
        raise NoteError(f"{name!r} cannot name a key: it is empty or holds a space or a plus")


def _signature(line: str) -> Signature:
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    try:
        # Not strict about unused bits: real logs serve such lines and expect "wrong", not "broken".
        signature = b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteError(f"{line!r} is not a signature line") from error
    if dash != "—" or len(signature) <= KEY_ID_BYTES:
        raise NoteError(f"{line!r} is not a signature line")
    require_key_name(name)
    return Signature(name=name, key_id=signature[:KEY_ID_BYTES], signature=signature[KEY_ID_BYTES:])


def _require_text(text: str) -> None:
    if not text.endswith("\n"):
        raise NoteError("the text of a note ends with a newline")
    _require_plain(text)


def _require_plain(text: str) -> None:
    """No control characters but newlines, and no half characters: those have no UTF-8."""
    try:
        data = text.encode()
    except UnicodeEncodeError:
        data = None
    if data is None or len(data.translate(None, _CONTROLS)) != len(data):
        raise NoteError("a note holds no control characters and is valid UTF-8")


@cache
def _low_order_points() -> frozenset[bytes]:
    """The 14 encodings of points of order 1, 2, 4 and 8, kept as data beside this module."""
    lines = resources.files(__package__).joinpath("low_order_points.txt").read_text().splitlines()
    return frozenset(bytes.fromhex(line) for line in lines if not line.startswith("#"))
