"""Who may sign what: a fold of the entries before. It checks no signature and hashes nothing.

Who may sign entry i depends on the entries before i and on nothing else; entry 0, the charter, is
the one that speaks for itself. A revoked key is known for ever: what it signs later is kept, and
is contested.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from truceline.record.note import Verifier, parse_vkey
from truceline.record.policy import parse_policy
from truceline.record.request import is_proven
from truceline.terms.charter import (
    PEOPLE,
    Chartered,
    KeyAdded,
    KeyHolder,
    KeyRevoked,
    KeyState,
    Matter,
    Opened,
    Quorum,
    Role,
)
from truceline.terms.entry import Fact, Ruled
from truceline.terms.issued import Issued
from truceline.terms.sealing import Erased, OpenedTo

# Verified, unfounded; violation, attributed (decision D15); and what cannot be taken back.
_PEOPLE_ONLY = (Ruled, Issued, Erased, OpenedTo)
_ABOUT_KEYS = (Opened, KeyAdded, KeyRevoked, Chartered, Erased, OpenedTo)  # or takes several


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyring:
    """The keys of a record after some prefix of its entries, by name, in the order they joined."""

    origin: str = ""
    keys: Mapping[str, KeyState] = field(default_factory=lambda: MappingProxyType({}))
    policy: str = ""
    quorums: tuple[Quorum, ...] = ()

    @property
    def parties(self) -> tuple[str, ...]:
        """Those with an office, in the order of the charter; "" is the centre itself."""
        offices = (one.party for one in self.keys.values() if one.role is Role.OFFICE)
        return tuple(dict.fromkeys(offices))

    def named(self, role: Role) -> tuple[str, ...]:
        """The standing keys of a role."""
        return tuple(n for n, one in self.keys.items() if one.role is role and one.stands)

    def offices_of(self, signers: Iterable[str]) -> frozenset[str]:
        """The parties whose standing offices are among these signers."""
        held = (self.keys[name] for name in signers)
        return frozenset(one.party for one in held if one.role is Role.OFFICE and one.stands)

    def needed(self, matter: Matter) -> int:
        """How many parties must sign."""
        told = {one.matter: one.parties for one in self.quorums}
        return told.get(matter, len(self.parties))


@dataclass(frozen=True, slots=True, kw_only=True)
class Attested:
    """A fact, and the known keys whose signatures hold under it, the author's first."""

    fact: Fact
    by: tuple[str, ...]


NONE = Keyring()


def fold(entries: Iterable[tuple[int, Attested]], onto: Keyring = NONE) -> Keyring:
    """The keys after these entries; folding a and then b is folding a + b.

    Raises:
        ValueError: an entry was signed by somebody who may not say it.
    """
    for index, one in entries:
        onto = after(onto, index, one)
    return onto


def after(ring: Keyring, index: int, one: Attested) -> Keyring:
    """The keys after one more entry; the very same keyring where it is about no key.

    Raises:
        ValueError: it was signed by somebody who may not say it.
    """
    match one.fact:
        case Opened() as opened:
            if index:
                raise ValueError("a record is opened once, by entry 0")
            ring = opening(opened)
            require_may(ring, one.fact, one.by)
            _require_parties(ring, one, ring.parties, "a charter")
            return ring
        case _ if not index:
            raise ValueError("it does not open a record")
    require_may(ring, one.fact, one.by)
    match one.fact:
        case KeyAdded() as added:
            return _added(ring, index, added, one)
        case KeyRevoked() as revoked:
            return _revoked(ring, index, revoked, one)
        case Chartered() as chartered:
            _require_all(ring, one, "a change of the charter")
            _require_rules(chartered.policy, chartered.quorums, parties=len(ring.parties))
            return replace(ring, policy=chartered.policy, quorums=chartered.quorums)
        case Erased() | OpenedTo() if ring.parties:
            erasing = isinstance(one.fact, Erased)
            require_quorum(ring, Matter.ERASING if erasing else Matter.OPENING, one.by)
    return ring


def changes(fact: Fact) -> bool:
    """Whether a fact is about keys, or takes the offices of several parties: `after` looks at it.

    Of any other only `require_may` asks, and the keys stay as they are.
    """
    return isinstance(fact, _ABOUT_KEYS)


def require_may(ring: Keyring, fact: Fact, by: Iterable[str]) -> None:
    """Raises ValueError: one of those who signed may not say it."""
    for name in by:
        role = ring.keys[name].role
        if role is Role.LOG:
            raise ValueError(f"{name} may sign checkpoints, not entries")
        if isinstance(fact, _PEOPLE_ONLY) and role not in PEOPLE:
            raise ValueError(f"{name} is a machine's key, and machines do not rule")


def require_quorum(ring: Keyring, matter: Matter, by: Iterable[str]) -> None:
    """Raises ValueError: fewer parties than the charter asks for have signed."""
    signed, needed = ring.offices_of(by), ring.needed(matter)
    if not needed or len(signed) < needed:
        parties = "party" if needed == 1 else "parties"
        raise ValueError(f"{matter} takes the offices of {needed} {parties}; {len(signed)} signed")


def opening(opened: Opened) -> Keyring:
    """The keys that entry 0 names. Who signed it is for `after`.

    Raises:
        ValueError: not a charter that a record can go by.
    """
    keys: dict[str, KeyState] = {}
    for holder in opened.keys:
        verifier = parse_vkey(holder.vkey)
        _require_new(keys, verifier)
        keys[verifier.name] = _held(holder, index=0)
    ring = Keyring(
        origin=opened.origin,
        keys=MappingProxyType(keys),
        policy=opened.policy,
        quorums=opened.quorums,
    )
    if not ring.named(Role.LOG):
        raise ValueError("no key may sign checkpoints")
    for one in keys.values():
        if one.party and one.party not in ring.parties:
            raise ValueError(f"{one.party} has a key here and no office")
    _require_rules(opened.policy, opened.quorums, parties=len(ring.parties))
    return ring


def _added(ring: Keyring, index: int, added: KeyAdded, one: Attested) -> Keyring:
    holder = added.holder
    verifier = parse_vkey(holder.vkey)
    _require_new(ring.keys, verifier)
    if holder.role is Role.LOG:
        raise ValueError("a record keeps the log keys it was opened with")
    if holder.role is Role.OFFICE:
        _require_all(ring, one, "another office")
    else:
        _require_parties(ring, one, (holder.party,), f"a key of {_shown(holder.party)}")
    if not is_proven(added.proof, origin=ring.origin, verifier=verifier):
        raise ValueError(f"{verifier.name} has not asked to join this record")
    held = _held(holder, index=index)
    return replace(ring, keys=MappingProxyType({**ring.keys, verifier.name: held}))


def _revoked(ring: Keyring, index: int, revoked: KeyRevoked, one: Attested) -> Keyring:
    held = ring.keys.get(revoked.key)
    if held is None or held.role is Role.LOG:
        raise ValueError(f"{revoked.key} is no key here that could be revoked")
    if not held.stands:
        raise ValueError(f"{revoked.key} was revoked before, by entry {held.revoked}")
    _require_parties(ring, one, (held.party,), f"a key of {_shown(held.party)}")
    offices = [one for one in ring.keys.values() if one.role is Role.OFFICE and one.stands]
    if held in offices and [one.party for one in offices].count(held.party) == 1:
        raise ValueError(
            f"{revoked.key} is the last office of {_shown(held.party)}: another is added first"
        )
    held = replace(held, revoked=index, since=revoked.since, because=revoked.because)
    return replace(ring, keys=MappingProxyType({**ring.keys, revoked.key: held}))


def _require_all(ring: Keyring, one: Attested, what: str) -> None:
    if not ring.parties:
        raise ValueError("this record was opened without offices: its keys stay as they are")
    _require_parties(ring, one, ring.parties, what)


def _require_parties(ring: Keyring, one: Attested, parties: Iterable[str], what: str) -> None:
    """Every one of these parties has signed with an office of its own that stands."""
    signed = ring.offices_of(one.by)
    missing = [_shown(party) for party in parties if party not in signed]
    if missing:
        raise ValueError(f"{what} is signed by the office of {' and '.join(missing)}: it is not")


def _require_new(keys: Mapping[str, KeyState], verifier: Verifier) -> None:
    """A name is never given twice, nor one key two names: it would count as two."""
    if verifier.name in keys:
        raise ValueError(f"two keys are named {verifier.name}")
    bare = _bare(str(verifier))
    for name, held in keys.items():
        if _bare(held.vkey) == bare:
            raise ValueError(f"{verifier.name} is the key of {name} under another name")


def _bare(vkey: str) -> str:
    return vkey.split("+", 2)[2]


def _require_rules(policy: str, quorums: tuple[Quorum, ...], *, parties: int) -> None:
    if policy:
        parse_policy(policy.encode())
    matters = [one.matter for one in quorums]
    if len(set(matters)) != len(matters):
        raise ValueError("two quorums for one matter")
    for one in quorums:
        if not 1 <= one.parties <= parties:
            raise ValueError(f"{one.matter} cannot take {one.parties} of {parties} parties")


def _held(holder: KeyHolder, *, index: int) -> KeyState:
    return KeyState(vkey=holder.vkey, role=holder.role, party=holder.party, added=index)


def _shown(party: str) -> str:
    return party or "the centre"
