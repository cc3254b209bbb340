"""Coverage as JSON and on a terminal: days watched of days asked, and who was kept from it."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from truceline.compliance.coverage import Sheet
from truceline.weighing.coverage import Coverage, Restriction

Row = dict[str, object]


def rows(sheets: Sequence[Sheet]) -> list[Row]:
    """The `coverage` list of docs/json.md: place "" is everywhere the agreement applies."""
    return [
        {
            "agreement": sheet.agreement,
            "place": place,
            "first": sheet.first.isoformat(),
            "last": sheet.last.isoformat(),
            **row(covered),
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


def print_sheets(sheets: Sequence[Sheet]) -> None:
    console = Console(highlight=False)
    if not sheets:
        console.print("No agreement was signed on that day: there is nothing to watch.")
    for sheet in sheets:
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
    for place in places:
        for sheet in sheets:
            for line in sheet.lines:
                if line.place == place:
                    return f"{place}: {line.coverage.sentence}"
    return f"Everywhere: {sheets[0].sentence}" if sheets else ""
