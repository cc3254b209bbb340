"""The words for states, and when two of them cannot both be so. It knows no ledger's own words."""

from collections.abc import Iterable

from truceline.terms.when import When

CONTRADICTORY = "contradictory"  # one book says two things of one time
CANNOT_TELL = "cannot tell"  # it says two things, and nothing tells which came later
UNTOLD = frozenset({CONTRADICTORY, CANNOT_TELL, ""})
_NOT = "not "
_DAY = len("2020-11-09")


def denied(state: str) -> str:
    """What is left where a state is denied: it may be any other."""
    return f"{_NOT}{state}"


def is_denial(state: str) -> bool:
    return state.startswith(_NOT)


def at_odds(one: str, other: str) -> bool:
    """Whether both cannot be so. "Not closed" leaves room for open and for restricted."""
    if one == other or {one, other} & UNTOLD or (is_denial(one) and is_denial(other)):
        return False
    return denied(one) == other or denied(other) == one or not (is_denial(one) or is_denial(other))


def odd_among(states: Iterable[str]) -> bool:
    told = tuple(states)
    return any(at_odds(one, other) for one in told for other in told)


def is_day(when: When) -> bool:
    """Whether its beginning is told to the day."""
    start, slash, end = when.value.partition("/")
    return len(start) == _DAY and (not slash or end == "..")
