"""Numbers over time: a line for each book, a band where it leaves a range open."""

from collections.abc import Sequence

from truceline.ledgers.ledger import Account, Mark
from truceline.publishing.axes import Days, Numbers, reaching
from truceline.publishing.drawn import (
    BOTTOM,
    COLOURS,
    INK,
    KEY_ROW,
    RIGHT,
    SOFT,
    WIDTH,
    Drawn,
    books,
    label,
    sign,
    stroke,
)
from truceline.publishing.svg import cut, element, number
from truceline.publishing.words import quantity, stand

TOP, PLOT_HEIGHT = 24, 150
GLANCE_HEIGHT = 40
MOST_SIGNS = 40  # of one book: beyond that they would hide the line
DIGIT = 7.4  # digits are wider than letters are on average
SAMPLE = 30  # how long a line is shown in the key


def draw(account: Account, marks: Sequence[Mark], *, days: Days) -> Drawn:
    scale = Numbers(most=_most(account, marks), top=TOP, bottom=TOP + PLOT_HEIGHT)
    named = books(account, marks)
    parts = _edge(account, scale, days=days)
    parts += [_level(limit.value, scale, days=days) for limit in account.limits]
    for index, book in enumerate(named):
        own = [mark for mark in marks if mark.book == book]
        parts += _course(own, index, scale=scale, days=days)
        parts += _signs(own, index, scale=scale, days=days)
    top = scale.bottom + BOTTOM + KEY_ROW
    parts += _key(account, named, top=top)
    height = top + KEY_ROW * (len(named) + len(account.limits)) - 4
    return Drawn(markup="\n".join(parts), height=height, plot_top=TOP, plot_bottom=scale.bottom)


def glance(account: Account, marks: Sequence[Mark], *, days: Days) -> str:
    scale = Numbers(most=_most(account, marks), top=4, bottom=GLANCE_HEIGHT - 2)
    parts = [_level(limit.value, scale, days=days) for limit in account.limits]
    for index, book in enumerate(books(account, marks)):
        own = [mark for mark in marks if mark.book == book]
        parts += _course(own, index, scale=scale, days=days)
    return "\n".join(parts)


def left(account: Account, marks: Sequence[Mark]) -> float:
    """Room for the widest number of the edge."""
    return DIGIT * len(f"{_most(account, marks):,}") + 8


def _most(account: Account, marks: Sequence[Mark]) -> int:
    told = (mark.low or 0 if mark.high is None else mark.high for mark in marks)
    highest = max((*told, *(limit.value for limit in account.limits)))
    return reaching(highest + highest // 20)  # a line at the very top would read as an edge


def _edge(account: Account, scale: Numbers, *, days: Days) -> list[str]:
    parts = [label(account.unit, x=0, y=11, colour=SOFT)] if account.unit else []
    for y, name in scale.ticks():
        parts.append(label(name, x=days.left - 6, y=y + 4, anchor="end"))
        parts.append(
            element(
                "path",
                d=f"M{number(days.left)} {number(y)}H{number(days.right)}",
                class_="grid",
                stroke=SOFT,
                stroke_opacity=".35",
                stroke_width=".7",
            )
        )
    return parts


def _level(value: int, scale: Numbers, *, days: Days) -> str:
    return _ruled(f"M{number(days.left)} {number(scale.at(value))}H{number(days.right)}")


def _ruled(d: str) -> str:
    """What is allowed: thicker than any book's line."""
    return element("path", d=d, class_="level", fill="none", stroke=INK, stroke_width=3.5)


def _course(own: Sequence[Mark], index: int, *, scale: Numbers, days: Days) -> list[str]:
    """Bands beneath, lines above: of few marks each as it is, of many what each place shows."""
    line, band, before = [], [], None
    for mark in _thinned(own, days=days):
        x1, x2, low, high = mark
        y_low, y_high = scale.at(low), scale.top if high is None else scale.at(high)
        if low == high:
            meets = before is not None and abs(before[0] - x1) < 1
            move = f"L{number(x1)} {number(y_low)}" if meets else f"M{number(x1)} {number(y_low)}"
            line.append(f"{move}H{number(x2)}")
            before = (x2, y_low)
        else:
            band.append(
                f"M{number(x1)} {number(y_low)}V{number(y_high)}H{number(x2)}V{number(y_low)}z"
            )
            line.append(f"M{number(x1)} {number(y_low)}H{number(x2)}")
            line.append("" if high is None else f"M{number(x1)} {number(y_high)}H{number(x2)}")
            before = None
    colour = COLOURS[index % len(COLOURS)]
    class_ = f"band book-{index % len(COLOURS)}"
    return [
        *(
            [element("path", d="".join(band), fill=colour, fill_opacity=".12", class_=class_)]
            if band
            else []
        ),
        *([element("path", d="".join(line), **stroke(index))] if line else []),
    ]


def _thinned(own: Sequence[Mark], *, days: Days) -> list[tuple[float, float, int, int | None]]:
    """Marks that fall on one spot become one, from the least to the most of them."""
    spots: dict[tuple[int, int], tuple[float, float, int, int | None]] = {}
    for mark in own:
        x1, x2 = days.start(mark.first), days.end(mark.last or days.last)
        spot = (round(x1), round(x2))
        low, high = mark.low or 0, mark.high
        if spot in spots:
            _, _, other_low, other_high = spots[spot]
            low = min(low, other_low)
            high = None if high is None or other_high is None else max(high, other_high)
        spots[spot] = (x1, x2, low, high)
    return list(spots.values())


def _signs(own: Sequence[Mark], index: int, *, scale: Numbers, days: Days) -> list[str]:
    shown = own if len(own) <= MOST_SIGNS else (own[0], own[-1])
    return [sign(index, x=days.start(mark.first), y=scale.at(mark.low or 0)) for mark in shown]


def _key(account: Account, named: Sequence[str], *, top: float) -> list[str]:
    comes_to = {one.book: stand(one) for one in account.stands}
    parts, y = [], top
    for row, book in enumerate(named):
        text = f"{book}: {comes_to[book]}" if book in comes_to else book
        parts += [
            element("path", d=f"M0 {number(y)}h{SAMPLE}", **stroke(row)),
            sign(row, x=SAMPLE / 2, y=y),
        ]
        parts.append(_named(text, y))
        y += KEY_ROW
    for limit in account.limits:
        parts += [_ruled(f"M0 {number(y)}h{SAMPLE}"), _named(f"limit: {quantity(limit)}", y)]
        y += KEY_ROW
    return parts


def _named(text: str, y: float) -> str:
    return label(cut(text, room=WIDTH - SAMPLE - 8 - RIGHT), x=SAMPLE + 8, y=y + 4)
