"""States over time: a lane for each book, a bar for each stretch, its word on it or in the key."""

from collections.abc import Mapping, Sequence

from truceline.ledgers.ledger import Account, Mark
from truceline.publishing.axes import Days
from truceline.publishing.drawn import (
    BOTTOM,
    INK,
    KEY_ROW,
    PAPER,
    SOFT,
    WIDTH,
    Drawn,
    books,
    key,
    label,
)
from truceline.publishing.fills import SOLID, fill_of, filled, patterns
from truceline.publishing.svg import LETTER, cut, element, number, written
from truceline.terms.printed import day

LEFT = 2
NAME_ROW, BAR, GAP = 18, 18, 5
GLANCE_HEIGHT = 40
MOST_ROWS = 4  # of one book: what it says of one time in several ways
MOST_BARS = 400  # of one book
NARROWEST = 1.5
SAMPLE = 22


def draw(account: Account, marks: Sequence[Mark], *, days: Days) -> Drawn:
    fills, name = _fills(marks), key(account)
    parts, y = [patterns(name, fills.values())], 0.0
    for book in books(account, marks):
        y += NAME_ROW
        parts.append(label(cut(book, room=WIDTH), x=0, y=y - 5))
        for row in _rows([mark for mark in marks if mark.book == book]) or [[]]:
            parts.append(_silence(y + BAR / 2, left=days.left, right=days.right))
            parts += [_bar(mark, y, fill=fills[mark.state], days=days, name=name) for mark in row]
            y += BAR + GAP
    drawn, height = _key(fills, name, top=y + BOTTOM + 8)
    return Drawn(markup="\n".join([*parts, drawn]), height=height, plot_top=0, plot_bottom=y)


def glance(account: Account, marks: Sequence[Mark], *, days: Days) -> str:
    fills, name = _fills(marks), f"s-{key(account)}"
    named = books(account, marks)[:MOST_ROWS]
    each = (GLANCE_HEIGHT - 2) / len(named)
    parts = [patterns(name, fills.values())]
    for index, book in enumerate(named):
        y = 1 + each * index
        parts.append(_silence(y + each / 2, left=days.left, right=days.right))
        for mark in [mark for mark in marks if mark.book == book][:MOST_BARS]:
            how = filled(name, fills[mark.state])
            parts.append(_box(mark, y, height=each - 3, how=how, days=days))
    return "\n".join(parts)


def _fills(marks: Sequence[Mark]) -> dict[str, int]:
    return fill_of(list(dict.fromkeys(mark.state for mark in marks if mark.state)))


def _rows(own: Sequence[Mark]) -> list[list[Mark]]:
    """Stretches that overlap stand below each other: a book may speak in several voices."""
    rows: list[list[Mark]] = []
    for mark in [one for one in own if one.state][:MOST_BARS]:
        for row in rows:
            before = row[-1].last
            if before is not None and before < mark.first:
                row.append(mark)
                break
        else:
            if len(rows) < MOST_ROWS:
                rows.append([mark])
    return rows


def _silence(y: float, *, left: float, right: float) -> str:
    """Where no bar hides it, nothing is said."""
    return element(
        "path",
        d=f"M{number(left)} {number(y)}H{number(right)}",
        stroke=SOFT,
        stroke_width=1,
        stroke_dasharray="1 4",
        class_="silence",
    )


def _bar(mark: Mark, y: float, *, fill: int, days: Days, name: str) -> str:
    box = _box(mark, y, height=BAR, how=filled(name, fill), days=days)
    x1, x2 = days.start(mark.first), days.end(mark.last or days.last)
    word = ""
    if x2 - x1 > LETTER * len(mark.state) + 8:
        word = _on(mark.state, x=x1 + 5, y=y + 13, solid=fill == SOLID)
    until = f"to {day(mark.last)}" if mark.last else "and still"
    told = written(f"{mark.book}: {mark.state}, {day(mark.first)} {until}")
    return element("g", element("title", told), box, word)


def _box(mark: Mark, y: float, *, height: float, how: Mapping[str, object], days: Days) -> str:
    x1, x2 = days.start(mark.first), days.end(mark.last or days.last)
    wide = max(x2 - x1, NARROWEST)
    return element(
        "rect", x=number(x1), y=number(y), width=number(wide), height=number(height), **how
    )


def _on(word: str, *, x: float, y: float, solid: bool) -> str:
    """A word on its bar, with its own ground where the bar is patterned."""
    ground, ink = (INK, PAPER) if solid else (PAPER, INK)
    return element(
        "text",
        written(word),
        x=number(x),
        y=number(y),
        fill=ink,
        stroke=ground,
        stroke_width=3,
        paint_order="stroke",
        class_="on-solid" if solid else "on",
    )


def _key(fills: Mapping[str, int], name: str, *, top: float) -> tuple[str, float]:
    """Each pattern with its word, as many in a row as fit; then what an empty stretch means."""
    parts, x, y = [], 0.0, top
    for state, fill in [*fills.items(), ("nothing said", None)]:
        wide = SAMPLE + 6 + LETTER * len(state) + 16
        if x and x + wide > WIDTH:
            x, y = 0.0, y + KEY_ROW
        parts.append(_sample(fill, name, x=x, y=y))
        parts.append(label(cut(state, room=WIDTH - SAMPLE - 6), x=x + SAMPLE + 6, y=y + 10))
        x += wide
    return "\n".join(parts), y + KEY_ROW


def _sample(fill: int | None, name: str, *, x: float, y: float) -> str:
    if fill is None:
        return _silence(y + 6, left=x, right=x + SAMPLE)
    return element("rect", x=number(x), y=number(y), width=SAMPLE, height=12, **filled(name, fill))
