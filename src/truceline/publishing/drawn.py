"""What both kinds of chart share: their measures, their inks, the signs of the books."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from truceline.ledgers.ledger import Account, Mark
from truceline.publishing.svg import element, number, written

WIDTH = 440  # wide enough for a book's name, narrow enough for a telephone
RIGHT = 8
BOTTOM = 16  # from the edge of the plot down to the names of days
KEY_ROW = 18
INK, SOFT, PAPER = "#1c2430", "#55606e", "#ffffff"
# Told apart by those who see no red or no green too; the pages have others for a dark ground.
COLOURS = ("#1a4f8a", "#a8430a", "#0f6b62", "#6a3d9a", "#3d4652", "#6f6200")
DASHES = ("", "8 4", "2 3", "10 3 2 3", "5 2", "1 4")
SIGNS = ("circle", "square", "triangle", "diamond", "cross", "ring")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A plot and its key, and where they end."""

    markup: str
    height: float
    plot_top: float
    plot_bottom: float


def key(account: Account) -> str:
    """A short name for an account in addresses: the same for the same account on any day."""
    told = f"{account.name}\n{account.unit}\n{account.of}\n{account.clause}"
    return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def books(account: Account, marks: Iterable[Mark]) -> list[str]:
    """In the order of the account: parties as the agreement has them, bodies, reports."""
    return list(dict.fromkeys([*(one.book for one in account.stands), *(m.book for m in marks)]))


def label(
    text: str, *, x: float, y: float, anchor: str = "", colour: str = INK, class_: str = ""
) -> str:
    return element(
        "text",
        written(text),
        x=number(x),
        y=number(y),
        text_anchor=anchor,
        fill=colour,
        class_=class_,
    )


def stroke(index: int) -> dict[str, object]:
    """The line of a book: its dash first, its colour second."""
    return {
        "fill": "none",
        "stroke": COLOURS[index % len(COLOURS)],
        "stroke_width": 2,
        "stroke_dasharray": DASHES[index % len(DASHES)],
        "class_": f"book-{index % len(COLOURS)}",
    }


def sign(index: int, *, x: float, y: float) -> str:
    """The sign of a book: where one of its figures begins."""
    at, up = number(x), number(y)
    colour = COLOURS[index % len(COLOURS)]
    shared: dict[str, object] = {
        "class_": f"sign book-{index % len(COLOURS)}",
        "stroke": colour,
        "stroke_width": 1.5,
    }
    match SIGNS[index % len(SIGNS)]:
        case "circle":
            return element("circle", cx=at, cy=up, r=3.2, fill=colour, **shared)
        case "ring":
            return element("circle", cx=at, cy=up, r=3.2, fill="none", **shared)
        case "square":
            d = f"M{number(x - 3)} {number(y - 3)}h6v6h-6z"
        case "triangle":
            d = f"M{at} {number(y - 3.8)}l3.8 6.6h-7.6z"
        case "diamond":
            d = f"M{at} {number(y - 4.2)}l4.2 4.2-4.2 4.2-4.2-4.2z"
        case _:
            d = f"M{number(x - 3)} {number(y - 3)}l6 6m0-6l-6 6"
    return element("path", d=d, fill=colour, **shared)
