"""Ed25519 keys of posts and offices, as files in a folder. A key name is a post, never a person.

`NAME.pem` is the private key (PKCS#8, readable by its owner only, under a passphrase if one is
given), `NAME.vkey` the public one in the form that goes into the record.
"""

import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, unquote

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from truceline.record.cosignature import CosigningKey
from truceline.record.locking import is_locked, locked
from truceline.record.note import Signer, Verifier, parse_vkey
from truceline.terms.problem import Problem, RefusedError

MAX_FILE_NAME_BYTES = 240
MAX_KEY_FILE_BYTES = 10_000

Unlock = Callable[[str], str | None]  # the passphrase of the key of that name; None: nobody knows


def unasked(name: str) -> str | None:  # noqa: ARG001 whoever it is about
    """Nobody is there to say a passphrase."""
    return None


class LockedKey:
    """A private key that is opened when it first has to sign, or before, by `open_up`."""

    def __init__(self, folder: Path, name: str, *, unlock: Unlock) -> None:
        self._folder, self._name, self._unlock = folder, name, unlock
        self._verifier = load_verifier(folder, name)
        self._opened: Ed25519PrivateKey | None = None

    def public_key(self) -> Ed25519PublicKey:
        return Ed25519PublicKey.from_public_bytes(self._verifier.key)

    def sign(self, data: bytes, /) -> bytes:
        return self.open().sign(data)

    def open(self) -> Ed25519PrivateKey:
        """Raises RefusedError: nobody says the passphrase, or it is another one."""
        if self._opened is None:
            pem, _ = _files(self._name, self._folder)
            passphrase = self._unlock(self._name)
            private = _unlocked(_read(pem), name=self._name, where=pem.name, passphrase=passphrase)
            if private.public_key().public_bytes_raw() != self._verifier.key:
                raise _refused("key-mixed-up", pem.name, "It is not the key of its public half.")
            self._opened = private
        return self._opened


def signer(folder: Path, name: str, *, unlock: Unlock = unasked) -> Signer:
    """The key of a post; one under a passphrase stays locked until it has to sign.

    Raises:
        RefusedError: missing or damaged.
    """
    pem, _ = _files(name, folder)
    if is_locked(_read(pem)):
        return Signer(name=name, private=LockedKey(folder, name, unlock=unlock))
    return load(folder, name)


def open_up(signer: Signer) -> None:
    """Ask for the passphrase now, where one is needed: not while others wait for us to write.

    Raises:
        RefusedError: nobody says it, or it is another one.
    """
    if isinstance(signer.private, LockedKey):
        signer.private.open()


def lock(folder: Path, name: str, *, passphrase: str, unlock: Unlock = unasked) -> None:
    """Put a key under this passphrase from now on, whatever it was under before.

    Raises:
        RefusedError: missing, damaged, not opened by its old passphrase, or the disk is full.
    """
    pem, _ = _files(name, folder)
    content = _read(pem)
    before = unlock(name) if is_locked(content) else None
    private = _unlocked(content, name=name, where=pem.name, passphrase=before)
    beside = pem.with_name(f".{pem.name}.new")
    try:
        beside.unlink(missing_ok=True)
        _write_new(beside, locked(private, passphrase), mode=0o600)
        beside.replace(pem)
    except OSError as error:
        raise _not_stored(name, folder, pem, error) from error


def copy(source: Path, folder: Path, name: str) -> None:
    """The two files of a key, as they are, into another folder.

    Raises:
        RefusedError: missing there, or here already.
    """
    for path, to, mode in zip(
        _files(name, source), _files(name, folder), (0o600, 0o644), strict=True
    ):
        try:
            _write_new(to, _read(path), mode=mode)
        except OSError as error:
            raise _not_stored(name, folder, to, error) from error


def is_open(folder: Path, name: str) -> bool:
    """Whether whoever copies the file can sign."""
    pem, _ = _files(name, folder)
    return not is_locked(_read(pem))


def make(folder: Path, name: str, *, passphrase: str | None = None) -> Signer:
    """A new key for a post, written to its two files; an existing key is never overwritten.

    Raises:
        NoteError: the name holds a space or a plus.
        RefusedError: there is one already, or the folder cannot be written to.
    """
    private = Ed25519PrivateKey.generate()
    signer = Signer(name=name, private=private)
    _store(private, folder, name=name, vkey=signer.vkey, passphrase=passphrase)
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
    private = (
        locked(key, passphrase)
        if passphrase
        else key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        # The private key first: a crash here leaves a key whose public half can be computed.
        _write_new(pem, private, mode=0o600)
        _write_new(public, f"{vkey}\n".encode(), mode=0o644)
    except OSError as error:
        raise _not_stored(name, folder, pem, error) from error


def _not_stored(name: str, folder: Path, pem: Path, error: OSError) -> RefusedError:
    return RefusedError(
        Problem(
            code="key-not-stored",
            where=f"{folder.name}/{pem.name}",
            message=f"The key {name} cannot be stored: {error.strerror}.",
            remedy="Choose another name or a folder that can be written to.",
        )
    )


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
        wanted = "it needs none" if passphrase else "it is under one, and nobody said it"
        raise RefusedError(
            Problem(
                code="key-passphrase",
                where=where,
                message=f"The passphrase of {name}: {wanted}.",
                remedy="Run it in a terminal to be asked, or with --passphrase-file FILE, or with "
                "TRUCELINE_PASSPHRASE set.",
            )
        ) from error
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
