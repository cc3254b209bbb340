"""Cosignatures (c2sp.org/tlog-cosignature): somebody else says when they saw a checkpoint.

A cosigner says: at this time this was the largest tree I had seen under this name, and it contains
all that I had seen before. It says nothing about what the entries mean. Two kinds of key: Ed25519
(algorithm byte 0x04) and, as a second line, ML-DSA-44 (0x06), which no quantum computer breaks.
"""

import struct
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey, MLDSA44PublicKey

from truceline.record import checkpoint as checkpoints
from truceline.record import note as notes
from truceline.record.note import (
    KEY_ID_BYTES,
    Known,
    Note,
    NoteError,
    Signature,
    Verifier,
    checked,
    parse,
    require_key_name,
)
from truceline.terms.utc import require_utc

ED25519 = b"\x04"
ML_DSA_44 = b"\x06"

_TIME = struct.Struct(">Q")
_LAST_TIME_S = 2**63 - 1
_LAST_DATE_S = 253_402_300_799  # the end of the year 9999: later instants have no date
_MAX_NAME_BYTES = 255  # in an ML-DSA message a name has one byte for its length

Check = Callable[[str, int, bytes], bool]  # note text, POSIX seconds, bare signature


@dataclass(frozen=True, slots=True, kw_only=True)
class Cosigner:
    """A cosigner's public key. It opens notes as any other key does."""

    name: str
    key: bytes
    algorithm: bytes = ED25519
    key_id: bytes = field(init=False)
    _check: Check = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        require_key_name(self.name)
        digest = sha256(self.name.encode() + b"\n" + self.algorithm + self.key).digest()
        object.__setattr__(self, "key_id", digest[:KEY_ID_BYTES])
        object.__setattr__(self, "_check", _check_of(self.algorithm, self.name, key=self.key))

    def __str__(self) -> str:
        """The key as a C2SP vkey."""
        return f"{self.name}+{self.key_id.hex()}+{b64encode(self.algorithm + self.key).decode()}"

    def signed(self, text: str, signature: bytes) -> bool:
        """Whether this cosigner has put this time and signature under the text."""
        if len(signature) <= _TIME.size:
            return False
        (at,) = _TIME.unpack_from(signature)
        return at <= _LAST_TIME_S and self._check(text, at, signature[_TIME.size :])


@dataclass(frozen=True, slots=True, kw_only=True)
class CosigningKey:
    """A cosigner's private key. One key for one cosigner: Ed25519 lines do not cover the name."""

    name: str
    private: Ed25519PrivateKey | MLDSA44PrivateKey = field(repr=False, compare=False)
    cosigner: Cosigner = field(init=False)

    def __post_init__(self) -> None:
        algorithm = ED25519 if isinstance(self.private, Ed25519PrivateKey) else ML_DSA_44
        key = self.private.public_key().public_bytes_raw()
        cosigner = Cosigner(name=self.name, key=key, algorithm=algorithm)
        object.__setattr__(self, "cosigner", cosigner)

    def sign(self, text: str, *, at: datetime) -> Signature:
        """The signature line under the text of a checkpoint.

        Raises:
            NoteError: not the text of a checkpoint, or one that this kind of key cannot cover.
        """
        require_utc(at)
        seconds = int(at.timestamp())
        checkpoints.parse(text)
        if isinstance(self.private, Ed25519PrivateKey):
            bare = self.private.sign(_ed25519_message(text, seconds).encode())
        else:
            bare = self.private.sign(_ml_dsa_message(text, seconds, name=self.name))
        signature = _TIME.pack(seconds) + bare
        return Signature(name=self.name, key_id=self.cosigner.key_id, signature=signature)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cosigned:
    """Who cosigned and when, by their own clock."""

    name: str
    at: datetime | None  # None: they stated no time, or one after the year 9999
    key: str  # their vkey


def cosign(note: str, keys: Sequence[CosigningKey], *, at: datetime) -> str:
    """The note with a line of each key under those it has. What it had is not looked into."""
    parsed = parse(note)
    lines = tuple(key.sign(parsed.text, at=at) for key in keys)
    return str(Note(text=parsed.text, signatures=parsed.signatures + lines))


def cosigned(note: str | Note, cosigners: Iterable[Cosigner]) -> tuple[Cosigned, ...]:
    """Which of these cosigners stand under the note; possibly none.

    Raises:
        NoteError: a line of one of them does not fit, which spoils the note.
    """
    parsed = parse(note) if isinstance(note, str) else note
    known = tuple(cosigners)
    by_place = {(one.name, one.key_id): one for one in known}
    if not any((line.name, line.key_id) in by_place for line in parsed.signatures):
        return ()
    good = checked(parsed, known)
    return tuple(
        Cosigned(
            name=line.name,
            at=_instant(line.signature),
            key=str(by_place[line.name, line.key_id]),
        )
        for line in good.signatures
    )


def parse_cosigner(vkey: str) -> Cosigner:
    """Read a cosigner's vkey, in exactly the form in which we would print it.

    Raises:
        NoteError: not of that form, of another algorithm, or with an id that is not this key's.
    """
    key = parse_key(vkey)
    if not isinstance(key, Cosigner):
        raise NoteError(f"the key of {key.name} signs notes (01); a cosigner's is of 04 or 06")
    return key


def parse_key(vkey: str) -> Verifier | Cosigner:
    """Read a vkey of any kind we know: who signs notes, or who cosigns checkpoints.

    Raises:
        NoteError: not of that form, of another algorithm, or with an id that is not this key's.
    """
    name, _, rest = vkey.partition("+")
    _, _, encoded = rest.partition("+")
    try:
        key = b64decode(encoded, validate=True)
    except ValueError as error:
        raise NoteError(f"{_short(vkey)} is not <name>+<id>+<base64>") from error
    if key[:1] == notes.ED25519:
        return notes.parse_vkey(vkey)
    if key[:1] not in (ED25519, ML_DSA_44):
        raise NoteError(f"the key of {_short(name)} is of no kind we know (01, 04 or 06)")
    cosigner = Cosigner(name=name, key=key[1:], algorithm=key[:1])
    if str(cosigner) != vkey:
        raise NoteError(f"{_short(vkey)} has another id or spelling than its key")
    return cosigner


def key_bytes(key: Known) -> bytes:
    """The bare public key, whatever name and algorithm it is wrapped in."""
    match key:
        case Verifier(key=bare) | Cosigner(key=bare):
            return bare
        case _:
            raise TypeError(f"{type(key).__name__} is not a key of ours")


def _check_of(algorithm: bytes, name: str, *, key: bytes) -> Check:
    match algorithm:
        case b"\x04":
            plain = Verifier(name=name, key=key)  # length and low order are refused there

            def check(text: str, at: int, bare: bytes) -> bool:
                return plain.signed(_ed25519_message(text, at), bare)

        case b"\x06":
            public = _ml_dsa_key(name, key)

            def check(text: str, at: int, bare: bytes) -> bool:
                try:
                    public.verify(bare, _ml_dsa_message(text, at, name=name))
                except (InvalidSignature, ValueError):  # NoteError included: it cannot cover this
                    return False
                return True

        case _:
            raise NoteError(f"algorithm {algorithm.hex()} makes no cosignatures (04 and 06 do)")
    return check


def _ml_dsa_key(name: str, key: bytes) -> MLDSA44PublicKey:
    try:
        return MLDSA44PublicKey.from_public_bytes(key)
    except ValueError as error:
        raise NoteError(f"the key of {name} is not an ML-DSA-44 key: {error}") from error
    except UnsupportedAlgorithm as error:
        raise NoteError(f"the key of {name} is of ML-DSA-44, unknown to this machine") from error


def _ed25519_message(text: str, at: int) -> str:
    return f"cosignature/v1\ntime {at}\n{text}"


def _ml_dsa_message(text: str, at: int, *, name: str) -> bytes:
    """`cosigned_message` of tlog-cosignature. It covers origin, size and root, and no more."""
    said = checkpoints.parse(text)
    if str(said) != text:
        raise NoteError("an ML-DSA cosignature covers no extension lines, so it is not given")
    start, end = 0, said.size
    return b"".join(
        (
            b"subtree/v1\n\0",
            _counted(name),
            _TIME.pack(at),
            _counted(said.origin),
            _TIME.pack(start),
            _TIME.pack(end),
            said.root,
        )
    )


def _counted(name: str) -> bytes:
    encoded = name.encode()
    if len(encoded) > _MAX_NAME_BYTES:
        raise NoteError(f"{_short(name)} is too long: {_MAX_NAME_BYTES} bytes fit a cosignature")
    return bytes([len(encoded)]) + encoded


def _instant(signature: bytes) -> datetime | None:
    (at,) = _TIME.unpack_from(signature)
    return datetime.fromtimestamp(at, tz=UTC) if 0 < at <= _LAST_DATE_S else None


def _short(text: str) -> str:
    return repr(text if len(text) <= 100 else f"{text[:100]}…")  # noqa: PLR2004 a line's worth
