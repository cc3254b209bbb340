"""A chart of one account: what each book says over time, drawn as SVG. It concludes nothing.

Books are told apart by dash and sign, states by pattern and word, and only then by colour; what
nobody says is left empty. Colours stand in attributes, so that the file is a picture anywhere; a
page's own style goes before them.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from truceline.ledgers.ledger import Account, Mark
from truceline.publishing import lanes, lines
from truceline.publishing.axes import Days
from truceline.publishing.drawn import BOTTOM, INK, RIGHT, SOFT, WIDTH, key, label
from truceline.publishing.svg import element, number, written
from truceline.publishing.words import stand
from truceline.terms.printed import day

SMALL_WIDTH, SMALL_HEIGHT = 160, 40


def chart(account: Account, *, as_of: date) -> str:
    """The account's course as an SVG document; "" where no book tells of any time."""
    marks = _until(account.course, as_of)
    if not marks:
        return ""
    days = _days(marks, as_of, left=_left(account, marks), right=WIDTH - RIGHT)
    draw = lines.draw if _counts(marks) else lanes.draw
    drawn = draw(account, marks, days=days)
    name = key(account)
    return element(
        "svg",
        element(
            "title",
            written(f"{account.name}: each book's account, to {day(as_of)}"),
            id=f"t-{name}",
        ),
        element("desc", written(described(account)), id=f"d-{name}"),
        "\n",
        "\n".join(_dates(days, bottom=drawn.plot_bottom, top=drawn.plot_top)),
        "\n",
        drawn.markup,
        xmlns="http://www.w3.org/2000/svg",
        class_="chart",
        role="img",
        aria_labelledby=f"t-{name} d-{name}",
        viewBox=f"0 0 {WIDTH} {number(drawn.height)}",
        width=WIDTH,
        height=number(drawn.height),
        font_family="sans-serif",
        font_size=12,
    )


def small(account: Account, *, as_of: date) -> str:
    """The same as a glance, without words: only ever beside words that say it."""
    marks = _until(account.course, as_of)
    if not marks:
        return ""
    days = _days(marks, as_of, left=1, right=SMALL_WIDTH - 1)
    draw = lines.glance if _counts(marks) else lanes.glance
    return element(
        "svg",
        draw(account, marks, days=days),
        class_="chart small",
        aria_hidden="true",
        focusable="false",
        viewBox=f"0 0 {SMALL_WIDTH} {SMALL_HEIGHT}",
        width=SMALL_WIDTH,
        height=SMALL_HEIGHT,
    )


def described(account: Account) -> str:
    """What the chart shows, in sentences."""
    said = [f"{one.book}: {stand(one)}." for one in account.stands]
    more = [f"Held against: {account.limit}." if account.limit else "", account.difference]
    return " ".join(filter(None, (*said, *more))) or "No book comes to anything on this day."


def _until(course: Sequence[Mark], as_of: date) -> list[Mark]:
    told = [mark for mark in course if mark.first <= as_of and (mark.state or mark.low is not None)]
    return sorted(told, key=lambda mark: mark.first)


def _counts(marks: Sequence[Mark]) -> bool:
    return not any(mark.state for mark in marks)


def _days(marks: Sequence[Mark], as_of: date, *, left: float, right: float) -> Days:
    first = min(mark.first for mark in marks)
    if first == as_of and first > date.min:
        first -= timedelta(days=1)
    return Days(first=first, last=as_of, left=left, right=right)


def _left(account: Account, marks: Sequence[Mark]) -> float:
    return lines.left(account, marks) if _counts(marks) else lanes.LEFT


def _dates(days: Days, *, bottom: float, top: float) -> list[str]:
    """The edge of time: a thin line where each named day begins."""
    drawn = []
    for x, name in days.ticks():
        drawn.append(
            element(
                "path",
                d=f"M{number(x)} {number(top)}V{number(bottom + 4)}",
                class_="grid",
                stroke=SOFT,
                stroke_opacity=".35",
                stroke_width=".7",
            )
        )
        # A name that would run over the right edge ends there.
        ends = x + 6 * len(name) > WIDTH
        drawn.append(
            label(
                name,
                x=WIDTH if ends else x,
                y=bottom + BOTTOM,
                anchor="end" if ends else "",
                colour=INK,
            )
        )
    return drawn
