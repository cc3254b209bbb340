"""Which state the words of a claim tell of. Data (data/tells.toml), and no guess beyond it."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from truceline.terms.claim import Claim

# The verb may be the deed ("denied access") or the denial of one ("denied that ...").
_EITHER = frozenset({"deny", "denies", "denied", "denying", "refuse", "refuses", "refused"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tells:
    """A state, and groups of words of which each must have one in the trigger."""

    state: str
    groups: tuple[frozenset[str], ...]


def state_told(claim: Claim, table: str) -> str:
    """The state that the claim's trigger names; "" where it names none."""
    words = frozenset(claim.rule.partition(":")[2].casefold().split())
    if claim.denies and words & _EITHER:
        return ""
    return next(
        (one.state for one in _table(table) if all(group & words for group in one.groups)), ""
    )


@cache
def _table(name: str) -> tuple[_Tells, ...]:
    data = files("truceline.ledgers") / "data" / "tells.toml"
    states: dict[str, list[list[str]]] = tomllib.loads(data.read_text(encoding="utf-8"))[name]
    return tuple(
        _Tells(state=state, groups=tuple(frozenset(group.split("|")) for group in entry))
        for state, entries in states.items()
        for entry in entries
    )
