"""A record of two parties that do not trust each other, and every way to break its rules."""

from base64 import b64decode, b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from truceline.record.note import Note, Signature, Signer, parse, sign
from truceline.record.request import open_request, request
from truceline.terms.charter import (
    Chartered,
    KeyAdded,
    KeyHolder,
    KeyRevoked,
    Matter,
    Opened,
    Quorum,
    Role,
)
from truceline.terms.codec import Envelope, encode
from truceline.terms.entry import Deposited, Ruled, Ruling
from truceline.terms.sealing import Erased, OpenedTo, Sealed

ORIGIN = "jcc.example/record"
START = datetime(2026, 3, 2, 7, 5, tzinfo=UTC)
LATER = START + timedelta(hours=1)
RULED = Ruled(claims=("1.1",), ruling=Ruling.VERIFIED, reason="seen on the spot")
ERASED = Erased(ground="It was decided.", documents=("0" * 64,))
OPENED_TO = OpenedTo(part="1:source", circle="the commission")
HASH = b64encode(bytes(32)).decode()


def signer(name):
    """The same key for the same name, every time."""
    seed = sha256(name.encode()).digest()
    return Signer(name=name, private=Ed25519PrivateKey.from_private_bytes(seed))


def deposited(number):
    document = sha256(f"document {number}".encode()).hexdigest()
    return Deposited(document=document, media_type="text/plain", size=number)


class Charter:
    """Who there is, and what each has said so far. Exchange the names, and nothing else changes."""

    def __init__(self, *, a="North", b="South", origin=ORIGIN):
        self.a, self.b, self.origin = a, b, origin
        self.log = signer(origin)
        self.machine = signer("jcc.example/machine")
        self.office_a = signer(f"{a.lower()}/office")
        self.office_b = signer(f"{b.lower()}/office")
        self.spare_a = signer(f"{a.lower()}/safe")
        self.post = signer(f"{a.lower()}/post-7")
        self.offices = (self.office_a, self.office_b)
        self._said = {}

    def opened(self, **changes):
        keys = (
            KeyHolder(vkey=self.log.vkey, role=Role.LOG),
            KeyHolder(vkey=self.machine.vkey, role=Role.MACHINE),
            KeyHolder(vkey=self.office_a.vkey, role=Role.OFFICE, party=self.a),
            KeyHolder(vkey=self.office_b.vkey, role=Role.OFFICE, party=self.b),
        )
        quorums = (Quorum(matter=Matter.ERASING, parties=2),)
        whole = Opened(origin=self.origin, keys=keys, policy="quorum none\n", quorums=quorums)
        return replace(whole, **changes)

    def note(self, fact, *by, log=None, **more):
        """A note that continues the chain of its author, the first of the signers."""
        seq, prev = self._said.get(by[0].name, (0, ""))
        envelope = Envelope(
            log=log or self.origin, seq=seq, prev=prev, after=(0, ""), made=START, **more
        )
        text = encode(fact, envelope)
        self._said[by[0].name] = (seq + 1, b64encode(sha256(text.encode()).digest()).decode())
        return sign(text, by).encode()

    def founded(self, **changes):
        return self.note(self.opened(**changes), *self.offices)

    def asked(self, key, *, role=Role.PERSON, party=None, origin=None):
        """The fact that a key joins, on its own request."""
        proof = open_request(request(origin or self.origin, key)).proof
        holder = KeyHolder(vkey=key.vkey, role=role, party=self.a if party is None else party)
        return KeyAdded(holder=holder, proof=proof)

    def added(self, key=None, *by, **how):
        return self.note(self.asked(key or self.post, **how), *(by or (self.office_a,)))

    def revoked(self, key=None, *by, since=START):
        fact = KeyRevoked(key=(key or self.post).name, since=since, because="It was lost.")
        return self.note(fact, *(by or (self.office_a,)))

    def said(self, number, by):
        return self.note(deposited(number), by)

    def chartered(self, *by, quorums=(), policy=""):
        return self.note(Chartered(policy=policy, quorums=quorums, because="It was agreed."), *by)


def turned(note):
    """The same signatures in another order."""
    parsed = parse(note.decode())
    return str(Note(text=parsed.text, signatures=parsed.signatures[::-1])).encode()


def forged(note, name):
    """The line of one signer spoilt by one bit."""
    parsed = parse(note.decode())
    lines = tuple(
        Signature(name=one.name, key_id=one.key_id, signature=_flipped(one.signature))
        if one.name == name
        else one
        for one in parsed.signatures
    )
    return str(Note(text=parsed.text, signatures=lines)).encode()


def respelled(c, old, new):
    """The charter with something else in it, signed all the same."""
    line = c.founded().decode().partition("\n")[0]
    assert old in line
    return sign(line.replace(old, new) + "\n", c.offices).encode()


def under(key, name):
    """The same key under another name."""
    return Signer(name=name, private=key.private)


def weak(c):
    """A key of low order, in whose name anybody could sign."""
    data = b"\1" + bytes(32)
    key_id = sha256(b"weak\n" + data).hexdigest()[:8]
    holder = KeyHolder(
        vkey=f"weak+{key_id}+{b64encode(data).decode()}", role=Role.PERSON, party=c.a
    )
    return c.note(KeyAdded(holder=holder, proof=b64encode(bytes(64)).decode()), c.office_a)


def _flipped(signature):
    return bytes([signature[0] ^ 1]) + signature[1:]


# Each builds the notes of a record; the number is the entry at which it goes wrong.
WRONG = {
    "nobody of South signed": (0, lambda c: [c.note(c.opened(), c.office_a)]),
    "nobody of North signed": (0, lambda c: [c.note(c.opened(), c.office_b)]),
    "South's founding signature is forged": (0, lambda c: [forged(c.founded(), c.office_b.name)]),
    "founded by a machine beside the offices, and a log": (
        0,
        lambda c: [c.note(c.opened(), *c.offices, c.log)],
    ),
    "a party without an office": (
        0,
        lambda c: [
            c.founded(
                keys=(
                    *c.opened().keys,
                    KeyHolder(vkey=c.post.vkey, role=Role.PERSON, party="East"),
                )
            )
        ],
    ),
    "no log key": (0, lambda c: [c.founded(keys=c.opened().keys[1:])]),
    "one key under two names": (
        0,
        lambda c: [
            c.founded(
                keys=(
                    *c.opened().keys,
                    KeyHolder(vkey=under(c.office_a, "else").vkey, role=Role.OFFICE, party=c.b),
                )
            )
        ],
    ),
    "an unknown role": (0, lambda c: [respelled(c, '"role":"machine"', '"role":"king"')]),
    "the charter of another record": (
        0,
        lambda c: [c.note(replace(c.opened(), origin="other.example/record"), *c.offices)],
    ),
    "a charter written for another record": (
        0,
        lambda c: [c.note(c.opened(), *c.offices, log="other.example/record")],
    ),
    "added by another party": (1, lambda c: [c.founded(), c.added(c.post, c.office_b)]),
    "added by a machine": (1, lambda c: [c.founded(), c.added(c.post, c.machine)]),
    "added by itself": (1, lambda c: [c.founded(), c.added(c.post, c.post)]),
    "added by itself beside a machine": (
        1,
        lambda c: [c.founded(), c.added(c.post, c.machine, c.post)],
    ),
    "added by a person of the party": (
        2,
        lambda c: [c.founded(), c.added(), c.added(signer("post-8"), c.post)],
    ),
    "added for the centre, which has no office": (
        1,
        lambda c: [c.founded(), c.added(c.post, *c.offices, party="")],
    ),
    "added twice": (2, lambda c: [c.founded(), c.added(), c.added()]),
    "added again after it was revoked": (
        3,
        lambda c: [c.founded(), c.added(), c.revoked(), c.added()],
    ),
    "another key under a name that was revoked": (
        3,
        lambda c: [
            c.founded(),
            c.added(),
            c.revoked(),
            c.added(under(signer("fresh"), c.post.name)),
        ],
    ),
    "a known key under another name": (
        2,
        lambda c: [c.founded(), c.added(), c.added(under(c.post, "post-8"))],
    ),
    "the log key under another name": (
        1,
        lambda c: [c.founded(), c.added(under(c.log, "post-8"))],
    ),
    "a key that signs checkpoints": (
        1,
        lambda c: [c.founded(), c.added(c.post, *c.offices, role=Role.LOG)],
    ),
    "a key of low order": (1, lambda c: [c.founded(), weak(c)]),
    "a request to join another record": (
        1,
        lambda c: [c.founded(), c.added(origin="other.example/record")],
    ),
    "somebody else's request": (
        1,
        lambda c: [
            c.founded(),
            c.note(replace(c.asked(c.post), proof=c.asked(signer("x")).proof), c.office_a),
        ],
    ),
    "no request": (
        1,
        lambda c: [c.founded(), c.note(replace(c.asked(c.post), proof=""), c.office_a)],
    ),
    "a key-added out of another record": (
        1,
        lambda c: [c.founded(), Charter(origin="other.example/record").added()],
    ),
    "used before it was added": (1, lambda c: [c.founded(), c.said(1, c.post)]),
    "an office added by its party alone": (
        1,
        lambda c: [c.founded(), c.added(c.spare_a, c.office_a, role=Role.OFFICE)],
    ),
    "an office added by the other party alone": (
        1,
        lambda c: [c.founded(), c.added(c.spare_a, c.office_b, role=Role.OFFICE)],
    ),
    "revoked by the other party": (
        2,
        lambda c: [c.founded(), c.added(), c.revoked(c.post, c.office_b)],
    ),
    "revoked by itself, a post": (
        2,
        lambda c: [c.founded(), c.added(), c.revoked(c.post, c.post)],
    ),
    "revoked twice": (3, lambda c: [c.founded(), c.added(), c.revoked(), c.revoked()]),
    "a key revoked that nobody has": (1, lambda c: [c.founded(), c.revoked()]),
    "the log key revoked": (1, lambda c: [c.founded(), c.revoked(c.log, *c.offices)]),
    "the last office of a party revoked": (
        1,
        lambda c: [c.founded(), c.revoked(c.office_a, *c.offices)],
    ),
    "added by an office that was revoked": (
        3,
        lambda c: [
            c.founded(),
            c.added(c.spare_a, *c.offices, role=Role.OFFICE),
            c.revoked(c.office_a, c.spare_a),
            c.added(c.post, c.office_a),
        ],
    ),
    "the charter changed by one party": (1, lambda c: [c.founded(), c.chartered(c.office_a)]),
    "the charter changed by two offices of one party": (
        2,
        lambda c: [
            c.founded(),
            c.added(c.spare_a, *c.offices, role=Role.OFFICE),
            c.chartered(c.office_a, c.spare_a),
        ],
    ),
    "ruled with a machine's line beside": (
        1,
        lambda c: [c.founded(), c.note(RULED, c.office_a, c.machine)],
    ),
    "a stranger in front under a known name": (
        1,
        lambda c: [
            c.founded(),
            c.note(deposited(1), under(signer("x"), c.machine.name), c.office_b),
        ],
    ),
    "erased by the office of one party": (
        1,
        lambda c: [c.founded(), c.note(ERASED, c.office_a)],
    ),
    "erased by two offices of one party": (
        2,
        lambda c: [
            c.founded(),
            c.added(c.spare_a, *c.offices, role=Role.OFFICE),
            c.note(ERASED, c.office_a, c.spare_a),
        ],
    ),
    "erased with a machine's line beside": (
        1,
        lambda c: [c.founded(), c.note(ERASED, *c.offices, c.machine)],
    ),
    "erased by one after the charter asks for all again": (
        2,
        lambda c: [
            c.founded(quorums=(Quorum(matter=Matter.ERASING, parties=1),)),
            c.chartered(*c.offices),
            c.note(ERASED, c.office_a),
        ],
    ),
    "opened to others by one party, where no quorum is told": (
        1,
        lambda c: [c.founded(), c.note(OPENED_TO, c.office_b)],
    ),
    "another put first under an entry that names its author": (
        1,
        lambda c: [
            c.founded(),
            turned(c.note(ERASED, *c.offices, author=c.office_a.name)),
        ],
    ),
    "another put first under a charter that names its author": (
        0,
        lambda c: [turned(c.note(c.opened(), *c.offices, author=c.office_a.name))],
    ),
    "an author named who signed nothing": (
        1,
        lambda c: [c.founded(), c.note(deposited(1), c.machine, author=c.office_a.name)],
    ),
    "an author named who holds no key": (
        1,
        lambda c: [c.founded(), c.note(deposited(1), c.machine, author="nobody")],
    ),
    "a stranger in front of the author it names": (
        1,
        lambda c: [
            c.founded(),
            turned(c.note(deposited(1), c.machine, signer("x"), author=c.machine.name)),
        ],
    ),
    "a second charter": (1, lambda c: [c.founded(), c.founded()]),
    "no charter": (0, lambda c: [c.said(1, c.machine)]),
}

# What nobody but the product looks at: the exported files are as good as the charter says.
WRONG_TO_US = {
    "a policy that is none": (0, lambda c: [c.founded(policy="quorum nobody\n")]),
    "a quorum of more parties than there are": (
        0,
        lambda c: [c.founded(quorums=(Quorum(matter=Matter.ERASING, parties=3),))],
    ),
    "a quorum of none": (
        0,
        lambda c: [c.founded(quorums=(Quorum(matter=Matter.ERASING, parties=0),))],
    ),
    "two quorums for one matter": (
        0,
        lambda c: [c.founded(quorums=(Quorum(matter=Matter.OPENING, parties=1),) * 2)],
    ),
    "a quorum agreed later that cannot be": (
        1,
        lambda c: [
            c.founded(),
            c.chartered(*c.offices, quorums=(Quorum(matter=Matter.OPENING, parties=9),)),
        ],
    ),
}

RIGHT = {
    "founded by both": lambda c: [c.founded()],
    "founded in the other order": lambda c: [turned(c.founded())],
    "a post joins and speaks": lambda c: [c.founded(), c.added(), c.said(1, c.post)],
    "a post that was revoked goes on speaking": lambda c: [
        c.founded(),
        c.added(),
        c.said(1, c.post),
        c.revoked(),
        c.said(2, c.post),
        c.note(RULED, c.post),
    ],
    "an office revokes itself after another was added by all": lambda c: [
        c.founded(),
        c.added(c.spare_a, *c.offices, role=Role.OFFICE),
        c.revoked(c.office_a, c.office_a),
        c.added(c.post, c.spare_a),
    ],
    "the charter changed by all": lambda c: [
        c.founded(),
        c.chartered(*c.offices, quorums=(Quorum(matter=Matter.ERASING, parties=1),)),
    ],
    "erased and opened by all": lambda c: [
        c.founded(),
        c.note(ERASED, *c.offices),
        c.note(OPENED_TO, *c.offices),
    ],
    "erased by one where one is enough": lambda c: [
        c.founded(quorums=(Quorum(matter=Matter.ERASING, parties=1),)),
        c.note(ERASED, c.office_b),
    ],
    "sealed by a machine": lambda c: [
        c.founded(),
        c.note(Sealed(about="1.1", circle="the commission"), c.machine, sealed={"source": HASH}),
    ],
    "another party joins": lambda c: [
        c.founded(),
        c.added(signer("east"), *c.offices, role=Role.OFFICE, party="East"),
        c.added(c.post, signer("east"), party="East"),
    ],
    "others sign too": lambda c: [c.founded(), c.note(deposited(1), c.machine, *c.offices)],
    "others sign too, one of them in front": lambda c: [
        c.founded(),
        c.said(1, c.machine),
        turned(c.note(deposited(2), c.machine, c.office_a)),
    ],
    "others sign what names its author": lambda c: [
        c.note(c.opened(), *c.offices, author=c.office_a.name),
        c.note(ERASED, *c.offices, author=c.office_a.name),
        c.note(deposited(1), c.machine, author=c.machine.name),
    ],
    "a post whose entries come the last one first": lambda c: [
        c.founded(),
        c.added(),
        *reversed([c.said(1, c.post), c.said(2, c.post), c.said(3, c.post)]),
    ],
    "a line of a key that joins later": lambda c: [
        c.founded(),
        c.note(deposited(1), c.machine, c.post),
        c.added(),
    ],
    "a line of a stranger under a known name": lambda c: [
        c.founded(),
        c.note(deposited(1), c.machine, under(signer("x"), c.log.name)),
    ],
}


def bare_key(vkey):
    return b64decode(vkey.split("+", 2)[2])[1:]
