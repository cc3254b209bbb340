"""Coverage as JSON and on a terminal: days watched of days asked, and who was kept from it."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from truceline.compliance.coverage import Sheet
from truceline.publishing.contested import sentences, watching
from truceline.publishing.report import Report
from truceline.weighing.coverage import Coverage, Restriction

Row = dict[str, object]


def rows(sheets: Sequence[Sheet], *, contested: Callable[[str, str], Sequence[Row]]) -> list[Row]:
    """The `coverage` list of docs/json.md: place "" is everywhere the agreement applies."""
    return [
        {
            "agreement": sheet.agreement,
            "place": place,
            "first": sheet.first.isoformat(),
            "last": sheet.last.isoformat(),
            **row(covered),
            "contested": list(contested(sheet.agreement, place)),
        }
        for sheet in sheets
        for place, covered in lines(sheet)
    ]


def row(covered: Coverage) -> Row:
    return {
        "days": covered.asked,
        "watched": covered.watched,
        "partly": covered.partly,
        "until": covered.until.isoformat() if covered.until else None,
        "hours": covered.hours,
        "uncounted": covered.uncounted,
        "posts": list(covered.posts),
        "restrictions": [_restriction(one) for one in covered.restrictions],
        "sentence": covered.sentence,
    }


def lines(sheet: Sheet) -> list[tuple[str, Coverage]]:
    """Everywhere first, then place by place."""
    return [("", sheet.everywhere), *((one.place, one.coverage) for one in sheet.lines)]


def print_sheets(report: Report) -> None:
    console = Console(highlight=False)
    if not report.coverage:
        console.print("No agreement was signed on that day: there is nothing to watch.")
    for sheet in report.coverage:
        console.print(Text(f"\n{sheet.title}, {sheet.first} to {sheet.last}", style="bold"))
        table = Table("place", "days watched", "in part", "hours", "posts", "kept out")
        for place, covered in lines(sheet):
            table.add_row(
                Text(place or "everywhere"),
                f"{covered.watched:,} of {covered.asked:,}",
                f"{covered.partly:,}" if covered.partly else "",
                hours(covered),
                Text(", ".join(covered.posts)),
                Text("\n".join(map(restricted, covered.restrictions))),
            )
        console.print(table)
        for said in doubted(report, sheet):
            console.print(Text.assemble(("contested ", "bold"), said))


def doubted(report: Report, sheet: Sheet) -> list[str]:
    """What is contested of a sheet, with the places of which it tells."""
    told = defaultdict(list)
    for place, _ in lines(sheet):
        for one in watching(report, sheet.agreement, place):
            told[one].append(place or "everywhere")
    together = defaultdict(list)
    for one, places in told.items():
        together[", ".join(places)].append(one)
    return [f"{where}: {said}" for where, those in together.items() for said in sentences(those)]


def hours(covered: Coverage) -> str:
    if covered.hours is None:
        return ""
    return f"{'at least ' if covered.uncounted else ''}{covered.hours:,}"


def restricted(one: Restriction) -> str:
    often = "once" if one.times == 1 else f"{one.times:,} times"
    days = "1 day" if one.days == 1 else f"{one.days:,} days"
    return f"{one.by or 'nobody named'}: {one.how} {often}, {days}"


def _restriction(one: Restriction) -> Row:
    return {
        "by": one.by or None,
        "how": one.how.value,
        "times": one.times,
        "days": one.days,
        "places": list(one.places),
        "posts": list(one.posts),
    }


def restrictions(sheet: Sheet) -> tuple[Restriction, ...]:
    """Of all places of the agreement: the table of who kept others from watching."""
    return sheet.everywhere.restrictions


def beside(sheets: Sequence[Sheet], places: Sequence[str]) -> str:
    """The denominator of what happened there: of the first place that is known, else of all."""
    spot = beside_of(sheets, places)
    if spot is None:
        return ""
    sheet, place = spot
    said = dict(lines(sheet))[place].sentence
    return f"{place or 'Everywhere'}: {said}"


def beside_of(sheets: Sequence[Sheet], places: Sequence[str]) -> tuple[Sheet, str] | None:
    """The place that is said beside it, with its sheet; "" is everywhere."""
    for place in places:
        for sheet in sheets:
            if any(line.place == place for line in sheet.lines):
                return sheet, place
    return (sheets[0], "") if sheets else None
