"""Who says otherwise, about what exactly."""

from dataclasses import dataclass
from enum import StrEnum


class ContradictionKind(StrEnum):
    DENIAL = "denial"
    NUMBER = "number"
    TIME = "time"
    ACTOR = "actor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One account: what it comes to, and the claims that give it."""

    says: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    kind: ContradictionKind
    about: str
    sides: tuple[Side, ...]
