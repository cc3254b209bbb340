"""Days, terms and numbers as an agreement's file gives them, worked out. Not what falls due when.

A day that the text only counts ("within thirty days of signing") is worked out once, here, and the
way it was counted is stored beside it as an assumption.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta

from truceline.intake.lined import Node
from truceline.intake.sheet import NO_DAY, Row, Sheet
from truceline.terms.agreement import ByWord, Deadline, Term
from truceline.terms.claim import Bound, Quantity

_MOST_YEARS = 500
_MONTHS_A_YEAR = 12
_COUNTED = re.compile(r"([0-9]{1,4}) (day|week|month|year)s?")
_MONTH_OR_YEAR = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2]))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The two days an agreement's text counts from, in its own zone."""

    signed: date
    in_force: date

    def day(self, word: str) -> date | None:
        return {"signing": self.signed, "in-force": self.in_force}.get(word)


def read_deadline(
    node: Node, sheet: Sheet, *, clock: Clock, also: tuple[str, ...] = ()
) -> Deadline:
    """A row such as 'before: 2020-11-15', 'within: 30 days' or 'end_of: 2020-11'."""
    words = tuple(word.value for word in ByWord)
    row = sheet.fields(
        node, required=(), optional=(*words, "within", "of", "end_of", "assumption", *also)
    )
    ways = [word for word in (*words, "within", "end_of") if row.get(word)]
    if len(ways) != 1:
        sheet.wrong(
            node,
            "no-deadline",
            message=f"A deadline has one word and its day; {len(ways)} were found.",
            remedy="Write 'by: 2020-11-15' (that day still counts), 'before: 2020-11-15', "
            "'within: 30 days' or 'end_of: 2020-11'.",
        )
        return Deadline(word=ByWord.BY, day=NO_DAY)
    found = _found(row, ways[0], clock=clock)
    if found.last_day < clock.in_force and found.day != NO_DAY != clock.in_force:
        sheet.wrong(
            node,
            "deadline-before-force",
            message=f"Its last day, {found.last_day}, lies before the entry into force on "
            f"{clock.in_force}.",
            remedy="Correct the day, or the entry into force; nothing could be done in time.",
        )
    return found


def quantity(node: Node, sheet: Sheet) -> Quantity:
    row = sheet.fields(node, required=("value", "unit"), optional=("bound",))
    value = row.get("value")
    return Quantity(
        value=sheet.number(value) if value else 0,
        unit=row.text("unit"),
        bound=row.word("bound", Bound) if row.get("bound") else Bound.EXACT,
    )


def term(part: Row) -> Term | None:
    node = part.get("term")
    if node is None:
        return None
    row = part.sheet.fields(
        node, required=("start", "years", "notice_months"), optional=("assumption",)
    )
    years, months = row.get("years"), row.get("notice_months")
    return Term(
        start=row.day("start"),
        years=part.sheet.number(years, least=1, most=_MOST_YEARS) if years else 1,
        notice_months=(
            part.sheet.number(months, most=_MONTHS_A_YEAR * _MOST_YEARS) if months else 0
        ),
        assumption=row.text("assumption"),
    )


def _found(row: Row, way: str, *, clock: Clock) -> Deadline:
    own = row.text("assumption")
    match way:
        case "within":
            last, counted = _within(row, clock=clock)
            return Deadline(word=ByWord.BY, day=last, assumption=own or counted)
        case "end_of":
            return Deadline(word=ByWord.BY, day=_end_of(row), assumption=own)
        case _:
            word = ByWord(way)
            until = "'until' is read as 'by': the day itself still counts"
            assumed = own or (until if word is ByWord.UNTIL else "")
            return Deadline(word=word, day=row.day(way), assumption=assumed)


def _within(row: Row, *, clock: Clock) -> tuple[date, str]:
    """The last day of so many, and from which day they are counted; that day is day 0."""
    text, of = row.text("within"), row.text("of") or "in-force"
    counted = _COUNTED.fullmatch(text)
    base = clock.day(of) or row.day("of")
    if counted is None:
        row.sheet.wrong(
            row.get("within") or row.node,
            "no-deadline",
            message=f"'{text}' is not a number of days, weeks, months or years.",
            remedy="Write such as 'within: 30 days' or 'within: 3 years'.",
        )
        return NO_DAY, ""
    if base == NO_DAY:
        return NO_DAY, ""
    event = {"signing": "the signing", "in-force": "the entry into force"}.get(of, "the day")
    return (
        _on(base, int(counted[1]), unit=counted[2]),
        f"{text} counted from {event}, {base}, which is day 0",
    )


def _on(base: date, number: int, *, unit: str) -> date:
    if unit in {"day", "week"}:
        return base + timedelta(days=number * (7 if unit == "week" else 1))
    months = number * (_MONTHS_A_YEAR if unit == "year" else 1)
    year, month = divmod(base.year * _MONTHS_A_YEAR + base.month - 1 + months, _MONTHS_A_YEAR)
    if year > MAXYEAR:
        return date.max
    return date(year, month + 1, min(base.day, monthrange(year, month + 1)[1]))


def _end_of(row: Row) -> date:
    found = _MONTH_OR_YEAR.fullmatch(row.text("end_of"))
    if found is None or int(found[1]) < 1:
        row.sheet.wrong(
            row.get("end_of") or row.node,
            "impossible-date",
            message="This is not a month or year.",
            remedy="Write such as 'end_of: 2020-11' or 'end_of: 2020'.",
        )
        return NO_DAY
    year, month = int(found[1]), int(found[2] or _MONTHS_A_YEAR)
    return date(year, month, monthrange(year, month)[1])
