"""Ed25519 keys of posts and offices, as files in a folder. A key name is a post, never a person.

`NAME.pem` is the private key (PKCS#8, readable by its owner only, under a passphrase if one is
given), `NAME.vkey` the public one in the form that goes into the record.
"""

import os
from pathlib import Path
from urllib.parse import quote, unquote

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from truceline.record.cosignature import CosigningKey
from truceline.record.note import Signer, Verifier, parse_vkey
from truceline.terms.problem import Problem, RefusedError

MAX_FILE_NAME_BYTES = 240
MAX_KEY_FILE_BYTES = 10_000


def make(folder: Path, name: str, *, passphrase: str | None = None) -> Signer:
    """A new key for a post, written to its two files; an existing key is never overwritten.

    Raises:
        NoteError: the name holds a space or a plus.
        RefusedError: there is one already, or the folder cannot be written to.
    """
    signer = Signer(name=name, private=Ed25519PrivateKey.generate())
    _store(signer.private, folder, name=name, vkey=signer.vkey, passphrase=passphrase)
    return signer


def load(folder: Path, name: str, *, passphrase: str | None = None) -> Signer:
    """The key of a post, checked against its public half.

    Raises:
        RefusedError: missing, damaged, or the passphrase does not open it.
    """
    pem, vkey = _files(name, folder)
    private = _unlocked(_read(pem), name=name, where=pem.name, passphrase=passphrase)
    signer = Signer(name=name, private=private)
    if vkey.exists() and load_verifier(folder, name) != signer.verifier:
        raise _refused("key-mixed-up", vkey.name, f"It is not the public half of {pem.name}.")
    return signer


def make_cosigning(folder: Path, name: str, *, passphrase: str | None = None) -> CosigningKey:
    """A new key for a witness. It cosigns checkpoints and nothing else (algorithm byte 0x04).

    Raises:
        NoteError: the name holds a space or a plus.
        RefusedError: there is one already, or the folder cannot be written to.
    """
    private = Ed25519PrivateKey.generate()
    key = CosigningKey(name=name, private=private)
    _store(private, folder, name=name, vkey=str(key.cosigner), passphrase=passphrase)
    return key


def load_cosigning(folder: Path, name: str, *, passphrase: str | None = None) -> CosigningKey:
    """The key of a witness, checked against its public half.

    Raises:
        RefusedError: missing, damaged, or the passphrase does not open it.
    """
    pem, vkey = _files(name, folder)
    private = _unlocked(_read(pem), name=name, where=pem.name, passphrase=passphrase)
    key = CosigningKey(name=name, private=private)
    if vkey.exists() and _read(vkey).decode(errors="replace").strip() != str(key.cosigner):
        raise _refused("key-mixed-up", vkey.name, f"It is not the public half of {pem.name}.")
    return key


def load_verifier(folder: Path, name: str) -> Verifier:
    """The public key of a post.

    Raises:
        RefusedError: missing or damaged.
    """
    _, vkey = _files(name, folder)
    try:
        verifier = parse_vkey(_read(vkey).decode().strip())
    except ValueError as error:
        raise _refused("key-damaged", vkey.name, f"It holds no public key: {error}.") from error
    if verifier.name != name:
        raise _refused("key-mixed-up", vkey.name, f"It holds the key of {verifier.name}.")
    return verifier


def names(folder: Path) -> tuple[str, ...]:
    """The posts whose private keys are in the folder."""
    return tuple(sorted(unquote(pem.stem) for pem in folder.glob("*.pem")))


def _files(name: str, folder: Path) -> tuple[Path, Path]:
    """Where a key lies: its name with everything a file system might misread spelled out."""
    plain = quote(name, safe="")
    if plain.startswith("."):  # neither hidden nor the folder above
        plain = "%2E" + plain[1:]
    if not plain or len(plain) > MAX_FILE_NAME_BYTES:
        raise _refused("key-name", "keys", f"{name!r} is empty or too long to name a file.")
    return folder / f"{plain}.pem", folder / f"{plain}.vkey"


def _store(
    key: Ed25519PrivateKey, folder: Path, *, name: str, vkey: str, passphrase: str | None
) -> None:
    pem, public = _files(name, folder)
    protection: KeySerializationEncryption = (
        BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, protection)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        # The private key first: a crash here leaves a key whose public half can be computed.
        _write_new(pem, private, mode=0o600)
        _write_new(public, f"{vkey}\n".encode(), mode=0o644)
    except OSError as error:
        raise RefusedError(
            Problem(
                code="key-not-stored",
                where=f"{folder.name}/{pem.name}",
                message=f"The key {name} cannot be stored: {error.strerror}.",
                remedy="Choose another name or a folder that can be written to.",
            )
        ) from error


def _write_new(path: Path, content: bytes, *, mode: int) -> None:
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_KEY_FILE_BYTES)
    except OSError as error:
        raise _refused("key-missing", path.name, f"It cannot be read: {error.strerror}.") from error


def _unlocked(pem: bytes, *, name: str, where: str, passphrase: str | None) -> Ed25519PrivateKey:
    try:
        key = load_pem_private_key(pem, passphrase.encode() if passphrase else None)
    except TypeError as error:  # what the library raises when only one of the two is there
        wanted = "needs none" if passphrase else "is needed"
        raise _refused("key-passphrase", where, f"A passphrase {wanted} for {name}.") from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise _refused(
            "key-locked", where, "The passphrase does not open it, or it holds no key."
        ) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise _refused("key-kind", where, "It is not an Ed25519 key.")
    return key


def _refused(code: str, where: str, message: str) -> RefusedError:
    return RefusedError(
        Problem(
            code=code,
            where=where,
            message=message,
            remedy="Check the keys folder of the centre and the key's name.",
        )
    )
