"""A record of its own, outside any centre, that grows by deposits of one machine."""

from base64 import b64encode
from datetime import UTC, datetime
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from truceline.record.note import Signer, sign
from truceline.record.published import content
from truceline.record.sqlite import SqliteRecord
from truceline.terms.charter import KeyHolder, Opened, Role
from truceline.terms.codec import Envelope, encode
from truceline.terms.entry import Deposited

ORIGIN = "centre.example/record"
START = datetime(2026, 3, 2, 7, 5, tzinfo=UTC)
ROLES = {
    ORIGIN: Role.LOG,
    "centre.example/machine": Role.MACHINE,
    "centre.example/desk": Role.PERSON,
}


def digest(text):
    return sha256(text.encode()).digest()


def signer(name):
    return Signer(name=name, private=Ed25519PrivateKey.from_private_bytes(digest(name)))


class InventedLog:
    """Every one of them has the same keys, as if one centre led several histories."""

    def __init__(self, path):
        self.path = path
        self.log, self.machine, self.desk = map(signer, ROLES)
        self.record = SqliteRecord.create(path, origin=ORIGIN, signer=self.log)
        self._last = {}
        keys = tuple(KeyHolder(vkey=signer(name).vkey, role=role) for name, role in ROLES.items())
        self.append([self.note(Opened(origin=ORIGIN, keys=keys), by=self.desk)])

    @property
    def size(self):
        return self.record.head().size

    @property
    def vkey(self):
        return self.log.vkey

    def grow_to(self, size, *, told="document"):
        """Deposits up to that many entries; another `told` makes another history."""
        self.append([self.note(self.deposited(n, told)) for n in range(self.size, size)])
        return self

    def append(self, notes):
        self.record.append(notes, onto=self.record.head(), now=START)

    def note(self, fact, *, by=None, log=ORIGIN):
        by = by or self.machine
        seq, prev = self._last.get(by.name, (0, ""))
        nothing = (0, b64encode(digest("")).decode())
        envelope = Envelope(log=log, seq=seq, prev=prev, after=nothing, made=START)
        text = encode(fact, envelope)
        self._last[by.name] = (seq + 1, b64encode(digest(text)).decode())
        return sign(text, [by]).encode()

    @staticmethod
    def deposited(number, told="document"):
        document = digest(f"{told} {number}").hex()
        return Deposited(document=document, media_type="text/plain", size=number)

    def file(self, name):
        """What the pages ask for the record's own files."""
        return content(self.record, name)
