"""Patterns that tell states apart without colour. None of them says good or bad."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from truceline.publishing.drawn import INK, PAPER
from truceline.publishing.svg import element

SOLID, HOLLOW, HATCH, DOTS, CROSS, RULED = range(6)
NAMES = ("solid", "hollow", "hatch", "dots", "cross", "ruled")
# So that one word looks alike in every account where it can.
USUAL: Mapping[str, int] = MappingProxyType(
    {
        "open": HOLLOW,
        "restricted": HATCH,
        "closed": SOLID,
        "suspected": HATCH,
        "confirmed": SOLID,
        "reduced": DOTS,
        "cancelled": RULED,
        "cleared": HOLLOW,
        "proposed": DOTS,
        "agreed": HATCH,
        "demarcated": HOLLOW,
        "disputed": SOLID,
        "promised": HATCH,
        "kept": HOLLOW,
        "not kept": SOLID,
        "held": SOLID,
        "missing": DOTS,
        "released": HOLLOW,
        "repatriated": HOLLOW,
    }
)
_DRAWN = {
    HATCH: "M-1 1l2-2M0 6l6-6M5 7l2-2",
    CROSS: "M-1 1l2-2M0 6l6-6M5 7l2-2M-1 5l2 2M0 0l6 6M5-1l2 2",
    RULED: "M0 2h6M0 5h6",
}


def fill_of(states: Sequence[str]) -> dict[str, int]:
    """A pattern for each state; the usual one where no other state has it."""
    found: dict[str, int] = {}
    for state in states:
        usual = USUAL.get(state)
        free = [one for one in range(len(NAMES)) if one not in found.values()]
        found[state] = usual if usual in free else (free or [len(found) % len(NAMES)])[0]
    return found


def patterns(name: str, used: Iterable[int]) -> str:
    """The patterns that a drawing of that name needs, each with a name of its own."""
    needed = [one for one in dict.fromkeys(used) if one not in {SOLID, HOLLOW}]
    return element("defs", *(_pattern(name, one) for one in needed)) if needed else ""


def filled(name: str, fill: int) -> dict[str, object]:
    """What makes a box show that pattern."""
    inside = {SOLID: INK, HOLLOW: PAPER}.get(fill, f"url(#{name}-{NAMES[fill]})")
    return {
        "fill": inside,
        "stroke": INK,
        "stroke_width": 1,
        "class_": f"bar {NAMES[fill]}",
    }


def _pattern(name: str, fill: int) -> str:
    ground = element("rect", width=6, height=6, fill=PAPER, class_="ground")
    if fill == DOTS:
        drawn = element("circle", cx=3, cy=3, r=1.1, fill=INK, class_="dot")
    else:
        drawn = element("path", d=_DRAWN[fill], stroke=INK, stroke_width=1.1, class_="weave")
    return element(
        "pattern",
        ground,
        drawn,
        id=f"{name}-{NAMES[fill]}",
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
    )
