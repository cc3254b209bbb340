"""Who may speak in a record: its charter, and what is said later about keys. Not who is who.

A key name is a post or an office, never a person. What these facts allow, and who must have signed
them, is decided in the room record, by the entries before each.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from truceline.terms.utc import require_utc


class Role(StrEnum):
    """What a key may say. A machine's key never rules."""

    LOG = "log"  # signs checkpoints only
    MACHINE = "machine"  # deposits, reads, signs agreements in
    PERSON = "person"  # everything a machine may, and rulings
    OFFICE = "office"  # everything a person may, and the keys of its party


PEOPLE = frozenset({Role.PERSON, Role.OFFICE})  # whose keys rule and find (decision D15)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyHolder:
    """A public key (C2SP vkey: name+id+base64), what it may say, and whose it is."""

    vkey: str
    role: Role
    party: str = ""  # "" is the centre itself

    def __post_init__(self) -> None:
        if not self.party.isprintable() or self.party != self.party.strip():
            raise ValueError(f"{self.party!r} names no party: it is one line without blanks around")


class Matter(StrEnum):
    """What the charter lets so many parties decide together."""

    ERASING = "erasing"  # burn a sealed part
    OPENING = "opening"  # open a sealed part to others


@dataclass(frozen=True, slots=True, kw_only=True)
class Quorum:
    """The offices of how many parties must sign; without one it takes all of them."""

    matter: Matter
    parties: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Entry 0, the charter: the record's name, who may speak in it, what takes more than one."""

    origin: str
    keys: tuple[KeyHolder, ...]
    policy: str = ""  # c2sp.org/tlog-policy: whose cosignatures seal a checkpoint
    quorums: tuple[Quorum, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chartered:
    """The parties agreed another policy and other quorums. It takes all of them."""

    policy: str
    quorums: tuple[Quorum, ...]
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyAdded:
    """A key joined, on its own request. From the next entry on it may speak."""

    holder: KeyHolder
    proof: str  # base64 signature of the new key under its request


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRevoked:
    """A key is no longer trusted. What it signs from `since` on is kept, and is contested."""

    key: str  # its name
    since: datetime
    because: str

    def __post_init__(self) -> None:
        require_utc(self.since)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyState:
    """A key in a record: since which entry, and whether it still stands."""

    vkey: str
    role: Role
    party: str
    added: int
    revoked: int | None = None
    since: datetime | None = None  # what it signed from then on is contested
    because: str = ""

    @property
    def stands(self) -> bool:
        return self.revoked is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contested:
    """An entry whose key was revoked, recorded on or after the instant from which it is doubted.

    It stays, and counts as before; whatever rests on it says so.
    """

    entry: int
    key: str
    since: datetime
    revoked: int  # the entry that says so
    because: str
