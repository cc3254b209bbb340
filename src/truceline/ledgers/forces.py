"""What the agreement allows of each force, and what sources say is there."""

from dataclasses import dataclass

from truceline.terms.claim import Bound
from truceline.terms.when import When


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """One source's number."""

    claim: str
    value: int
    bound: Bound
    says: str
    when: When | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForceRow:
    """One ceiling of one provision beside every number stated for it."""

    agreement: str
    clause: str
    unit: str
    at_most: int
    stated: tuple[Stated, ...]
    compares: str  # "within", "above", "cannot tell", each with its reason
