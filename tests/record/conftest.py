"""Keys and entries for records in tests."""

import shutil
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from truceline.record.note import Signer, sign
from truceline.record.sqlite import SqliteRecord
from truceline.terms.charter import KeyHolder, Opened, Role
from truceline.terms.codec import Envelope, encode
from truceline.terms.entry import Deposited

ORIGIN = "centre.example/record"
START = datetime(2026, 3, 2, 7, 5, tzinfo=UTC)


def signer_of(name):
    """The same key for the same name, every time."""
    seed = sha256(name.encode()).digest()
    return Signer(name=name, private=Ed25519PrivateKey.from_private_bytes(seed))


class Centre:
    """A log key, a machine, a desk, and what each has said so far."""

    log = signer_of(ORIGIN)
    machine = signer_of("centre.example/machine")
    desk = signer_of("centre.example/desk")

    def __init__(self):
        self.said = {}

    def opened(self, origin=ORIGIN):
        return Opened(
            origin=origin,
            keys=(
                KeyHolder(vkey=self.log.vkey, role=Role.LOG),
                KeyHolder(vkey=self.machine.vkey, role=Role.MACHINE),
                KeyHolder(vkey=self.desk.vkey, role=Role.PERSON),
            ),
        )

    def note(self, fact, by=None, *, log=ORIGIN, seq=None, prev=None, **more):
        """A note that continues its author's chain, unless told otherwise."""
        by = by or self.machine
        count, last = self.said.get(by.name, (0, ""))
        envelope = Envelope(
            log=log,
            seq=count if seq is None else seq,
            prev=last if prev is None else prev,
            after=(0, b64encode(sha256(b"").digest()).decode()),
            made=START,
            **more,
        )
        text = encode(fact, envelope)
        self.said[by.name] = (count + 1, b64encode(sha256(text.encode()).digest()).decode())
        return sign(text, [by]).encode()

    def fact(self, number):
        """A small one, different for every number."""
        digest = sha256(f"document {number}".encode()).hexdigest()
        return Deposited(document=digest, media_type="text/plain", size=number)

    def deposit(self, number):
        """An entry of such a fact."""
        return self.note(self.fact(number))

    def notes(self, count):
        """The opening entry and deposits after it."""
        first = self.note(self.opened(), self.desk)
        return [first, *(self.deposit(number) for number in range(1, count))]


@pytest.fixture
def centre():
    return Centre()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "record.db"


@pytest.fixture(scope="session")
def filled(tmp_path_factory):
    """Records of `count` entries appended in batches, each made once; an entry a minute."""
    folder = tmp_path_factory.mktemp("filled")

    @cache
    def made(count, batch):
        centre = Centre()
        notes = centre.notes(count)
        path = folder / f"{count}-{batch}.db"
        with SqliteRecord.create(path, origin=ORIGIN, signer=centre.log) as record:
            head = record.head()
            for at in range(0, count, batch):
                now = START + timedelta(minutes=at)
                head = record.append(notes[at : at + batch], onto=head, now=now)
        return path

    def filled(count, batch=1):
        return made(count, batch)  # the cache tells a keyword from a position

    return filled


@pytest.fixture
def fill(path, filled):
    """A record file of one's own, of so many entries."""

    def fill(count, batch=1):
        shutil.copy(filled(count, batch), path)
        return path

    return fill


@pytest.fixture
def start():
    return START
