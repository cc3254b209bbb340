"""One entry by itself: read, spelled in its one form, and signed by whom the keys before it let in.

Whether it follows from the entries before it is for authors; its place in the tree is for the walk.
"""

from binascii import a2b_base64, b2a_base64
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

from truceline.record import keyring
from truceline.record.keyring import Attested, Keyring
from truceline.record.leaf import TIME_LINE_BYTES
from truceline.record.note import (
    KEY_ID_BYTES,
    Note,
    NoteError,
    Verifier,
    checked,
    parse,
    parse_vkey,
)
from truceline.terms.codec import MAX_LEAF_BYTES, Written, decode, written_at_once
from truceline.terms.entry import Fact
from truceline.terms.envelope import Cited, Envelope


class Spoken(NamedTuple):
    """What one entry says of itself, once its signatures were checked."""

    author: str
    seq: int
    prev: str
    digest: bytes  # SHA-256 of its text
    signatures: int
    amends: tuple[Cited, ...] = ()


class _Read(NamedTuple):
    """A leaf read at once, and what is left to be checked: the one signature under it."""

    fact: Fact
    spoken: Spoken
    key: Verifier
    text: bytes
    signature: bytes

    def holds(self) -> bool:
        return self.key.signed_bytes(self.text, self.signature)


# What follows the text of a note with one signature: a blank line, a dash, a name, the signature.
_DASH, _PARTS = "\n—".encode(), 3


class Judge:
    """Looks at entries by themselves, one after the other, by the keys known before each."""

    def __init__(self, ring: Keyring) -> None:
        self.ring = ring

    def look(self, index: int, leaf: bytes) -> tuple[Fact, Spoken]:
        """The fact in a leaf, and what the entry says of itself.

        Raises:
            ValueError: not an entry of this record, or not said by who may say it.
        """
        read = self._read(leaf)
        return self._judged(index, leaf, read=read if read and read.holds() else None)

    def each(self, start: int, leaves: Sequence[bytes]) -> Iterator[Spoken]:
        """What these leaves say, one after the other.

        In rounds: the same thing done many times over is done quicker than each in its turn. A key
        that joins on the way is not known to the first round, and is then looked up in the last.

        Raises:
            ValueError: as `look`, of the first that is wrong.
        """
        read = [self._read(leaf) for leaf in leaves]
        good = [one if one and one.holds() else None for one in read]
        for index, (leaf, one) in enumerate(zip(leaves, good, strict=True), start):
            yield self._judged(index, leaf, read=one)[1]

    def _judged(self, index: int, leaf: bytes, *, read: _Read | None) -> tuple[Fact, Spoken]:
        if read is None:
            fact, by, spoken = self._step_by_step(leaf)
        else:
            fact, spoken, *_ = read
            by = (spoken.author,)
        if index and not keyring.changes(fact):  # as nearly all
            keyring.require_may(self.ring, fact, by)
        else:
            self.ring = keyring.after(self.ring, index, Attested(fact=fact, by=by))
        return fact, spoken

    def verifier(self, name: str) -> Verifier:
        """The key of that name."""
        return parse_vkey(self.ring.keys[name].vkey)

    def _read(self, leaf: bytes) -> _Read | None:
        """As nearly all entries are: one signature, and nothing unusual.

        None: something is unusual or wrong; what it is, the long way tells.
        """
        end = leaf.find(b"\n", TIME_LINE_BYTES) + 1
        text, line = leaf[TIME_LINE_BYTES:end], leaf[end:].split(b" ")
        written = written_at_once(text) if len(leaf) <= MAX_LEAF_BYTES else None
        if written is None or len(line) != _PARTS or line[0] != _DASH:
            return None
        try:
            author, signature = line[1].decode(), a2b_base64(line[2])
        except ValueError:
            return None
        if (
            author not in self.ring.keys
            or written.author not in ("", author)
            or written.log != self.ring.origin
            or b2a_base64(signature) != line[2]
        ):
            return None
        key = self.verifier(author)
        if signature[:KEY_ID_BYTES] != key.key_id:
            return None
        spoken = _spoken(written, author, signatures=1, digest=sha256(text).digest())
        return _Read(written.body, spoken, key, text, signature[KEY_ID_BYTES:])

    def _step_by_step(self, leaf: bytes) -> tuple[Fact, tuple[str, ...], Spoken]:
        note, fact, envelope = entry_in(leaf)
        if envelope.log != self.ring.origin:
            raise ValueError(
                f"it was written for the record {envelope.log}, not {self.ring.origin}"
            )
        by = signers(note, self.ring, self.verifier)
        digest = sha256(note.text.encode()).digest()
        return fact, by, _spoken(envelope, by[0], signatures=len(by), digest=digest)


def signers(
    note: Note, ring: Keyring, verifier: Callable[[str], Verifier] | None = None
) -> tuple[str, ...]:
    """The known keys under a note, the author's first: each of their lines fits.

    Lines of unknown keys say nothing and are not counted (c2sp.org/signed-note); a key that joins
    later does not make them count.

    Raises:
        ValueError: the first is of no key that is known, a known key's line is wrong, or one stands
            there twice.
    """
    author = note.signatures[0]
    if author.name not in ring.keys:
        raise ValueError(f"{author.name} holds no key in this record")
    parsed = verifier or (lambda name: parse_vkey(ring.keys[name].vkey))
    if len(note.signatures) == 1:  # as nearly all have
        return (_only(note, parsed(author.name)),)
    lines = [(one.name, one.key_id) for one in note.signatures]
    if len(set(lines)) != len(lines):
        raise ValueError("one of its signatures stands there twice")
    names = {name for name, _ in lines if name in ring.keys}
    good = checked(note, [parsed(name) for name in names])
    if good.signatures[0] != author:
        raise ValueError(f"its first signature is not of the key that {author.name} holds here")
    return tuple(one.name for one in good.signatures)


def _only(note: Note, verifier: Verifier) -> str:
    """The author of a note with one signature, as `checked` would find it."""
    (one,) = note.signatures
    if one.key_id != verifier.key_id:
        raise NoteError("no known key has signed this note")
    if not verifier.signed(note.text, one.signature):
        raise NoteError(f"the signature of {one.name} does not fit the text")
    return one.name


def entry_in(leaf: bytes) -> tuple[Note, Fact, Envelope]:
    """The parts of a leaf below its time line, each in its one canonical form.

    Raises:
        ValueError: not an entry, spelled in another way, or of another author than it names.
    """
    text = leaf[TIME_LINE_BYTES:].decode()
    note = parse(text)
    if str(note) != text:
        raise NoteError("a signature is not in canonical form")
    fact, envelope = decode(note.text)
    if envelope.author not in ("", note.signatures[0].name):
        raise ValueError(
            f"it is an entry of {envelope.author}, but the first signature under it is of "
            f"{note.signatures[0].name}"
        )
    return note, fact, envelope


def fact_in(leaf: bytes) -> Fact:
    """The fact in a leaf; of the note around it the audit says whether it is one.

    Raises:
        ValueError: not an entry, or spelled in another way.
    """
    line = leaf[TIME_LINE_BYTES : leaf.find(b"\n", TIME_LINE_BYTES) + 1]
    written = written_at_once(line)
    return entry_in(leaf)[1] if written is None else written.body


def _spoken(said: Written | Envelope, author: str, *, signatures: int, digest: bytes) -> Spoken:
    return Spoken(author, said.seq, said.prev, digest, signatures, said.amends or ())
