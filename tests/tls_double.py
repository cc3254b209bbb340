"""An authority of certificates made for a test, and a door with TLS before anything that has none.

The door carries bytes to and fro, as a reverse proxy does that leaves the Host header alone.
"""

import socket
import ssl
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PATIENCE_S = 30.0
DAY = timedelta(days=1)
HERE = (x509.IPAddress(ip_address("127.0.0.1")), x509.DNSName("localhost"))


class Authority:
    """Signs certificates of hosts; its own is in `file`."""

    def __init__(self, folder):
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _name("An authority for one test")
        self.file = folder / "authority.pem"
        self._certificate = self._signed(
            self._name, self._key.public_key(), x509.BasicConstraints(ca=True, path_length=0)
        )
        self.file.write_bytes(self._certificate.public_bytes(serialization.Encoding.PEM))

    def door(self, *, names=HERE, until=DAY, by_itself=False):
        """What a server needs to show a certificate of these names."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self._signed(
            _name("A host") if not by_itself else _name("By itself"),
            key.public_key(),
            x509.SubjectAlternativeName(names),
            until=until,
            by=(_name("By itself"), key) if by_itself else None,
        )
        file = self._folder / f"{certificate.serial_number}.pem"
        file.write_bytes(
            certificate.public_bytes(serialization.Encoding.PEM)
            + key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    def _signed(self, name, key, extension, *, until=DAY, by=None):
        issuer, private = by or (self._name, self._key)
        now = datetime.now(UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(issuer)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - 10 * DAY)
            .not_valid_after(now + until)
            .add_extension(extension, critical=isinstance(extension, x509.BasicConstraints))
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(private.public_key()),
                critical=False,
            )
            .sign(private, hashes.SHA256())
        )


class Door:
    """TLS before the server at `inner`; with `at_most`, each answer is cut after so many bytes."""

    def __init__(self, inner, context, *, at_most=None):
        host, _, port = inner.removeprefix("http://").rstrip("/").partition(":")
        self._inner, self._context, self._at_most = (host, int(port)), context, at_most
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self.url = f"https://127.0.0.1:{self.port}/"
        self._open = []
        self._accepting = Thread(target=self._accept)
        self._accepting.start()

    def close(self):
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._accepting.join(timeout=PATIENCE_S)
        for line in self._open:
            with suppress(OSError):
                socket.socket.shutdown(line, socket.SHUT_RDWR)

    def _accept(self):
        while True:
            try:
                bare, _ = self._listening.accept()
            except OSError:
                return
            self._open.append(bare)
            Thread(target=self._serve, args=(bare,), daemon=True).start()

    def _serve(self, bare):
        bare.settimeout(PATIENCE_S)
        with bare, suppress(OSError), self._context.wrap_socket(bare, server_side=True) as outer:
            self._open.append(outer)
            with socket.create_connection(self._inner, timeout=PATIENCE_S) as inner:
                self._carry(outer, inner)

    def _carry(self, outer, inner):
        """One request after the other: what is asked goes in whole before an answer comes out."""
        back = Thread(target=self._answer, args=(inner, outer), daemon=True)
        back.start()
        with suppress(OSError):
            while asked := outer.recv(1 << 16):
                inner.sendall(asked)
        with suppress(OSError):
            inner.shutdown(socket.SHUT_RDWR)
        back.join(timeout=PATIENCE_S)

    def _answer(self, inner, outer):
        left = self._at_most
        with suppress(OSError):
            while found := inner.recv(1 << 16):
                outer.sendall(found if left is None else found[:left])
                if left is not None:
                    left -= len(found)
                    if left <= 0:
                        break
        with suppress(OSError):
            socket.socket.shutdown(outer, socket.SHUT_RDWR)


def _name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])
