"""A private key under a passphrase: encrypted PKCS#8 (RFC 5958, 8018) with scrypt (RFC 7914).

The library at hand writes such files with 2,048 rounds of PBKDF2, which guess a short passphrase in
an afternoon; so the frame is written here. It reads them all, and so does OpenSSL.
"""

import os
from base64 import encodebytes
from hashlib import scrypt

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

COST, BLOCK, PARALLEL = 2**14, 8, 5  # 16 MiB, as much as OpenSSL takes by default; a third of a s
KEY_BYTES, SALT_BYTES = 32, 16

_PBES2 = bytes.fromhex("06092a864886f70d01050d")
_SCRYPT = bytes.fromhex("06092b06010401da47040b")
_AES_256_CBC = bytes.fromhex("060960864801650304012a")
_SEQUENCE, _INTEGER, _OCTETS = 0x30, 0x02, 0x04


def locked(key: Ed25519PrivateKey, passphrase: str) -> bytes:
    """The key as PEM that only the passphrase opens."""
    plain = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    salt, start = os.urandom(SALT_BYTES), os.urandom(algorithms.AES.block_size // 8)
    secret = scrypt(
        passphrase.encode(), salt=salt, n=COST, r=BLOCK, p=PARALLEL, maxmem=2**26, dklen=KEY_BYTES
    )
    padder = PKCS7(algorithms.AES.block_size).padder()
    encryptor = Cipher(algorithms.AES(secret), modes.CBC(start)).encryptor()
    hidden = encryptor.update(padder.update(plain) + padder.finalize()) + encryptor.finalize()
    numbers = b"".join(_number(one) for one in (COST, BLOCK, PARALLEL))
    derived = _der(_SEQUENCE, _SCRYPT, _der(_SEQUENCE, _der(_OCTETS, salt), numbers))
    cipher = _der(_SEQUENCE, _AES_256_CBC, _der(_OCTETS, start))
    scheme = _der(_SEQUENCE, _PBES2, _der(_SEQUENCE, derived, cipher))
    return _pem(_der(_SEQUENCE, scheme, _der(_OCTETS, hidden)))


def is_locked(pem: bytes) -> bool:
    return b"-----BEGIN ENCRYPTED PRIVATE KEY-----" in pem


def _der(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    size = len(content)
    head = bytes([size]) if size < 0x80 else bytes([0x81, size])  # noqa: PLR2004 X.690 8.1.3
    return bytes([tag]) + head + content


def _number(value: int) -> bytes:
    return _der(_INTEGER, value.to_bytes(value.bit_length() // 8 + 1))


def _pem(der: bytes) -> bytes:
    lines = encodebytes(der).replace(b"\n", b"")
    body = b"\n".join(lines[at : at + 64] for at in range(0, len(lines), 64))
    name = b"ENCRYPTED PRIVATE KEY"
    return b"-----BEGIN %s-----\n%s\n-----END %s-----\n" % (name, body, name)
