"""What falls due, as JSON (docs/json.md) and as lines to read. Not how it is found."""

from collections.abc import Iterator, Sequence

from truceline.compliance.due import DueItem
from truceline.publishing import words

Row = dict[str, object]


def due_rows(items: Sequence[DueItem]) -> list[Row]:
    return [
        {
            "agreement": one.agreement,
            "clause": one.clause,
            "title": one.title,
            "renderings": list(one.renderings),
            "part": one.part,
            "date": one.date.isoformat(),
            "says": one.says,
            "days_left": one.days_left,
            "status": one.status.value,
            "because": one.because,
        }
        for one in items
    ]


def due_lines(items: Sequence[DueItem]) -> Iterator[str]:
    """One line for each day, for a terminal or a page without a table."""
    for one in items:
        part = f", {one.part}" if one.part else ""
        yield (
            f"{words.day(one.date)} ({left(one.days_left)}): {one.title} — {one.agreement}, "
            f"clause {one.clause}{part}, {one.says} ({', '.join(one.renderings)}); "
            f"{one.status.value}"
        )


def left(days: int) -> str:
    if days == 0:
        return "today"
    count = f"{abs(days):,} day{'' if abs(days) == 1 else 's'}"
    return f"in {count}" if days > 0 else f"{count} ago"
