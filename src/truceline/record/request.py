"""A post asks to join a record: a short note, signed by the very key that wants to join.

It proves that whoever asks holds the key, and for which record. Who that is, an office finds out by
having the fingerprint read aloud; what the key may say, the office decides.
"""

from base64 import b64decode, b64encode
from dataclasses import dataclass
from hashlib import sha256

from truceline.record.note import NoteError, Signer, Verifier, open_note, parse, parse_vkey, sign

HEADER = "truceline/key-request@v1"
MAX_REQUEST_BYTES = 5_000
DIGITS, GROUP = 24, 4  # some 80 bits, read aloud in half a minute


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which key asks, and for which record."""

    origin: str
    verifier: Verifier
    proof: str  # base64: the signature alone; the text follows from the rest


def text_of(origin: str, vkey: str) -> str:
    """What the key signs."""
    return f"{HEADER}\n{origin}\n{vkey}\n"


def request(origin: str, signer: Signer) -> str:
    """The content of a request file."""
    return sign(text_of(origin, signer.vkey), [signer])


def open_request(note: str) -> Request:
    """Read a request and check that its key signed it.

    Raises:
        NoteError: not a request, or not signed by the key it names.
    """
    parsed = parse(note)
    header, *rest = parsed.text.split("\n")
    match rest:
        case [origin, vkey, ""] if header == HEADER and origin:
            verifier = parse_vkey(vkey)
        case _:
            raise NoteError(f"not a request: it is {HEADER}, a record and a key, a line each")
    signature = open_note(note, [verifier]).signatures[0].signature
    return Request(origin=origin, verifier=verifier, proof=b64encode(signature).decode())


def is_proven(proof: str, *, origin: str, verifier: Verifier) -> bool:
    """Whether this is the signature of that key under its request to join that record."""
    try:
        signature = b64decode(proof, validate=True)
    except ValueError:
        return False
    if b64encode(signature).decode() != proof:
        return False
    return verifier.signed(text_of(origin, str(verifier)), signature)


def fingerprint(vkey: str) -> str:
    """A key in digits, for two people to compare by voice."""
    number = int.from_bytes(sha256(vkey.encode()).digest()) % 10**DIGITS
    digits = f"{number:0{DIGITS}d}"
    return " ".join(digits[at : at + GROUP] for at in range(0, DIGITS, GROUP))
