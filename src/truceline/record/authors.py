"""Who may say what in a record as far as it was read: its keys, and each author's own count.

It goes from one entry to the next; that nothing was added, lost or changed is for the tree.
"""

from collections.abc import Callable, Iterable

from truceline.record import keyring
from truceline.record.judge import Judge, Spoken, entry_in, signers
from truceline.record.keyring import Attested, Keyring
from truceline.record.leaf import Said
from truceline.record.note import Verifier
from truceline.terms.charter import Opened, Role
from truceline.terms.codec import b64
from truceline.terms.entry import Fact
from truceline.terms.envelope import Cited

# In one line of canonical JSON no text of an author's can hold these.
ABOUT_KEYS = (b'"type":"key-', b'"type":"chartered/')

HashOf = Callable[[int], bytes]  # the leaf hash of an entry


class Authors:
    """The keys of a record as far as it was read, and what each author has said so far."""

    def __init__(self, opened: Opened) -> None:
        self._judge = Judge(keyring.opening(opened))
        self.said: dict[str, Said] = {}

    @property
    def ring(self) -> Keyring:
        """The keys after the entries looked at so far."""
        return self._judge.ring

    @ring.setter
    def ring(self, ring: Keyring) -> None:
        self._judge.ring = ring

    @property
    def origin(self) -> str:
        return self.ring.origin

    @property
    def logs(self) -> tuple[Verifier, ...]:
        """The keys that sign checkpoints."""
        return tuple(self._judge.verifier(name) for name in self.ring.named(Role.LOG))

    def admit(self, index: int, leaf: bytes, *, hash_of: HashOf) -> tuple[Fact, int]:
        """The fact in a leaf and the number of signatures checked under it.

        `hash_of` gives the leaf hashes of entries before this one: what an entry amends, it cites.

        Raises:
            ValueError: not an entry of this record, or not said by who may say it.
        """
        fact, spoken = self._judge.look(index, leaf)
        self.follow(index, spoken, hash_of=hash_of)
        return fact, spoken.signatures

    def follow(self, index: int, spoken: Spoken, *, hash_of: HashOf) -> None:
        """Hold what an entry says of itself against the entries before it.

        Its author's own number is no reason to refuse it: see chains.

        Raises:
            ValueError: it amends what is not there.
        """
        if spoken.amends:
            require_cited(index, spoken.amends, hash_of=hash_of)
        self.count(spoken.author, 1, digest=spoken.digest)

    def count(self, author: str, entries: int, *, digest: bytes) -> None:
        """So many more entries of an author; `digest` is that of the last."""
        before = self.said.get(author)
        count = entries + (before.count if before else 0)
        self.said[author] = Said(count=count, digest=digest)


def keys_after(entries: Iterable[tuple[int, bytes]], onto: Keyring) -> Keyring:
    """The keys after these leaves, of which only those about keys are looked into.

    Raises:
        ValueError: one of them may not say it.
    """
    for index, leaf in entries:
        if is_about_keys(index, leaf):
            note, fact, _ = entry_in(leaf)
            ring = onto if index or not isinstance(fact, Opened) else keyring.opening(fact)
            onto = keyring.after(onto, index, Attested(fact=fact, by=signers(note, ring)))
    return onto


def is_about_keys(index: int, leaf: bytes) -> bool:
    """Whether an entry may change who may sign: the first, and any that holds a mark."""
    added_or_revoked, chartered = ABOUT_KEYS
    return not index or added_or_revoked in leaf or chartered in leaf


def require_cited(index: int, amends: Iterable[Cited], *, hash_of: HashOf) -> None:
    """What an entry amends comes before it and is what it cites.

    Raises:
        ValueError: it amends what is not there.
    """
    for entry, leaf in amends:
        if entry >= index:
            raise ValueError(f"it amends entry {entry}, which does not come before it")
        if b64(hash_of(entry)) != leaf:
            raise ValueError(f"it amends another entry {entry} than the one on record")
