"""Who may say what in a record, and whether they did: keys, roles, and each author's own count.

It judges one entry after the other; that nothing was added, lost or changed is for the tree.
"""

from collections.abc import Callable
from hashlib import sha256

from truceline.record.leaf import TIME_LINE_BYTES, Said
from truceline.record.note import Note, NoteError, Verifier, checked, parse, parse_vkey
from truceline.terms.codec import b64, decode
from truceline.terms.entry import Fact, Opened, Role, Ruled
from truceline.terms.envelope import Envelope
from truceline.terms.issued import Issued

HashOf = Callable[[int], bytes]  # the leaf hash of an entry

_PEOPLE_ONLY = (Ruled, Issued)  # verified, unfounded; violation, attributed (decision D15)


class Authors:
    """The keys named by entry 0, and what each author has said so far."""

    def __init__(self, opened: Opened) -> None:
        self.origin = opened.origin
        self.said: dict[str, Said] = {}
        self._verifiers: dict[str, Verifier] = {}
        self._roles: dict[str, Role] = {}
        for holder in opened.keys:
            verifier = parse_vkey(holder.vkey)
            if verifier.name in self._roles:
                raise ValueError(f"two keys are named {verifier.name}")
            self._verifiers[verifier.name] = verifier
            self._roles[verifier.name] = holder.role
        if not self.logs:
            raise ValueError("no key may sign checkpoints")

    @property
    def logs(self) -> tuple[Verifier, ...]:
        """The keys that sign checkpoints."""
        return tuple(key for name, key in self._verifiers.items() if self._roles[name] is Role.LOG)

    def admit(self, index: int, leaf: bytes, *, hash_of: HashOf) -> tuple[Fact, int]:
        """The fact in a leaf and the number of signatures checked under it.

        `hash_of` gives the leaf hashes of entries before this one: what an entry amends, it cites.

        Raises:
            ValueError: not an entry of this record, or not said by who may say it.
        """
        note, fact, envelope = entry_in(leaf)
        if envelope.log != self.origin:
            raise ValueError(f"it was written for the record {envelope.log}, not {self.origin}")
        signatures = self._require_signed(note, fact)
        _require_cited(index, envelope, hash_of=hash_of)
        author = note.signatures[0].name
        said = self.said.get(author, Said())
        if (envelope.seq, envelope.prev) != (said.count, said.prev):
            raise ValueError(
                f"it does not follow {author}'s entries before it: "
                f"it is numbered {envelope.seq} where {said.count} comes next"
                if envelope.seq != said.count
                else f"it does not follow {author}'s entries before it: it cites another one"
            )
        digest = sha256(note.text.encode()).digest()
        self.said[author] = Said(count=said.count + 1, digest=digest)
        return fact, signatures

    def _require_signed(self, note: Note, fact: Fact) -> int:
        """The first line is the author's, and every line of a known key fits and may stand there.

        Lines of unknown keys say nothing and are not counted (c2sp.org/signed-note); a key that
        joins later does not make them count.
        """
        lines = [(one.name, one.key_id) for one in note.signatures]
        if len(set(lines)) != len(lines):
            raise ValueError("one of its signatures stands there twice")
        author = note.signatures[0].name
        if author not in self._roles:
            raise ValueError(f"{author} holds no key in this record")
        for signature in note.signatures:
            role = self._roles.get(signature.name)
            if role is None:
                continue
            if role is Role.LOG:
                raise ValueError(f"{signature.name} may sign checkpoints, not entries")
            if isinstance(fact, _PEOPLE_ONLY) and role is not Role.PERSON:
                raise ValueError(f"{signature.name} is a machine's key, and machines do not rule")
        known = [self._verifiers[name] for name in _names(note) if name in self._roles]
        good = checked(note, known)
        if good.signatures[0] != note.signatures[0]:
            raise ValueError(f"its first signature is not of the key that {author} holds here")
        return len(good.signatures)


def entry_in(leaf: bytes) -> tuple[Note, Fact, Envelope]:
    """The parts of a leaf below its time line, each in its one canonical form.

    Raises:
        ValueError: not an entry, or spelled in another way.
    """
    text = leaf[TIME_LINE_BYTES:].decode()
    note = parse(text)
    if str(note) != text:
        raise NoteError("a signature is not in canonical form")
    fact, envelope = decode(note.text)
    return note, fact, envelope


def _require_cited(index: int, envelope: Envelope, *, hash_of: HashOf) -> None:
    for entry, leaf in envelope.amends:
        if entry >= index:
            raise ValueError(f"it amends entry {entry}, which does not come before it")
        if b64(hash_of(entry)) != leaf:
            raise ValueError(f"it amends another entry {entry} than the one on record")


def _names(note: Note) -> set[str]:
    return {signature.name for signature in note.signatures}
