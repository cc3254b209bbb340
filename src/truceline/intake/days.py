"""Days, terms and numbers as an agreement's file gives them, worked out. Not what falls due when.

A day that the text only counts ("within thirty days of signing") is worked out once, here, and the
way it was counted is stored beside it as an assumption.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta

from truceline.intake.fields import DEADLINE, QUANTITY, TERM
from truceline.intake.lined import Node
from truceline.intake.sheet import NO_DAY, Row, Sheet
from truceline.terms.agreement import ByWord, Deadline, Term
from truceline.terms.claim import Bound, Quantity

_MOST_YEARS = 500
_MONTHS_A_YEAR = 12
_COUNTED = re.compile(r"([0-9]{1,4}) (hour|day|week|month|year)s?|D\+([0-9]{1,4})")
_MONTH_OR_YEAR = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2]))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The days an agreement's text counts from, in its own zone, and the hour of the second."""

    signed: date
    in_force: date
    began: datetime | None = None  # the entry into force; None where it could not be read

    def day(self, word: str) -> date | None:
        return {"signing": self.signed, "in-force": self.in_force}.get(word)


def read_deadline(
    node: Node, sheet: Sheet, *, clock: Clock, also: tuple[str, ...] = ()
) -> Deadline:
    """A row such as 'before: 2020-11-15', 'within: 30 days' or 'end_of: 2020-11'."""
    row = sheet.fields(node, required=DEADLINE.required, optional=(*DEADLINE.optional, *also))
    ways = [word for word in (*ByWord, "within", "end_of") if row.get(word)]
    if len(ways) != 1:
        sheet.wrong(
            node,
            "no-deadline",
            message=f"A deadline has one word and its day; {len(ways)} were found.",
            remedy="Write 'by: 2020-11-15' (that day still counts), 'before: 2020-11-15', "
            "'within: 30 days' or 'end_of: 2020-11'.",
        )
        return Deadline(word=ByWord.BY, day=NO_DAY)
    _require_use(row, ways[0])
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
    row = sheet.fields(node, required=QUANTITY.required, optional=QUANTITY.optional)
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
    row = part.sheet.fields(node, required=TERM.required, optional=TERM.optional)
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
            last, read = _end_of(row)
            return Deadline(word=ByWord.BY, day=last, assumption=own or read)
        case _:
            word = ByWord(way)
            until = "'until' is read as 'by': the day itself still counts"
            assumed = own or (until if word is ByWord.UNTIL else "")
            return Deadline(word=word, day=row.day(way), assumption=assumed)


def _require_use(row: Row, way: str) -> None:
    """'of' says from when a number is counted, 'word' how the end of a month is meant."""
    for name, user in (("of", "within"), ("word", "end_of")):
        node = row.get(name)
        if node and way != user:
            row.sheet.wrong(
                node,
                "misplaced-field",
                message=f"'{name}' belongs to '{user}'.",
                remedy=f"Remove it, or write '{user}: …' in place of '{way}'.",
            )


def _within(row: Row, *, clock: Clock) -> tuple[date, str]:
    """The last day of so many, and from which day they are counted; that day is day 0."""
    text, of = row.text("within"), row.text("of") or "in-force"
    counted = _COUNTED.fullmatch(text)
    base = clock.day(of) or row.day("of")
    if counted is None:
        row.sheet.wrong(
            row.get("within") or row.node,
            "no-deadline",
            message=f"'{text}' is not a number of hours, days, weeks, months or years.",
            remedy="Write such as 'within: 30 days', 'within: D+8', 'within: 72 hours' or 'within: "
            "3 years'. Of working days, write the last as 'by' and the count as 'assumption'.",
        )
        return NO_DAY, ""
    if base == NO_DAY:
        return NO_DAY, ""
    event = {"signing": "the signing", "in-force": "the entry into force"}.get(of, "the day")
    number, unit = int(counted[1] or counted[3]), counted[2] or "day"
    if unit == "hour":
        return _in_hours(number, base, began=clock.began if of == "in-force" else None, event=event)
    last, shortened = _on(base, number, unit=unit)
    return last, f"{text} counted from {event}, {base}, which is day 0{shortened}"


def _in_hours(number: int, base: date, *, began: datetime | None, event: str) -> tuple[date, str]:
    """The day into which the last hour falls, where the agreement's midnights are."""
    hours = timedelta(hours=number)
    if began:
        whence = f"{began:%H:%M} on {base}"
        ends = (began.astimezone(UTC) + hours).astimezone(began.tzinfo)  # clocks may change
    else:
        whence = f"the end of {base}, its hour not being given"
        ends = datetime.combine(base, time.min) + timedelta(days=1) + hours
    last = (ends - timedelta(microseconds=1)).date()
    return last, (
        f"{number} hours counted from {event}, {whence}: they end at {ends:%H:%M} on "
        f"{ends.date()}, and what is done on {last} still counts"
    )


def _on(base: date, number: int, *, unit: str) -> tuple[date, str]:
    """The day, and a word on it where its month is too short."""
    if unit in {"day", "week"}:
        return base + timedelta(days=number * (7 if unit == "week" else 1)), ""
    months = number * (_MONTHS_A_YEAR if unit == "year" else 1)
    year, month = divmod(base.year * _MONTHS_A_YEAR + base.month - 1 + months, _MONTHS_A_YEAR)
    if year > MAXYEAR:
        return date.max, ""
    days = monthrange(year, month + 1)[1]
    shortened = f"; that month has {days} days" if base.day > days else ""
    return date(year, month + 1, min(base.day, days)), shortened


def _end_of(row: Row) -> tuple[date, str]:
    text = row.text("end_of")
    found = _MONTH_OR_YEAR.fullmatch(text)
    if found is None or int(found[1]) < 1:
        row.sheet.wrong(
            row.get("end_of") or row.node,
            "impossible-date",
            message="This is not a month or year.",
            remedy="Write such as 'end_of: 2020-11' or 'end_of: 2020'.",
        )
        return NO_DAY, ""
    year, month = int(found[1]), int(found[2] or _MONTHS_A_YEAR)
    last = date(year, month, monthrange(year, month)[1])
    word = row.word("word", ByWord) if row.get("word") else ByWord.BY
    return last, f"'{word.value} the end of {text}' is read so that {last} still counts"
