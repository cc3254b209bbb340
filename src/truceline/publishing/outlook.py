"""What falls due and what changed, as JSON (docs/json.md) and as lines. Not how it is found."""

from collections.abc import Iterator, Sequence

from truceline.compliance.changes import Change
from truceline.compliance.due import DueItem
from truceline.compliance.finding import Finding
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


def change_rows(found: Sequence[Change]) -> list[Row]:
    return [
        {
            "agreement": one.agreement,
            "clause": one.clause,
            "title": one.title,
            "before": one.before.status.value if one.before else None,
            "after": one.after.status.value if one.after else None,
            "due_before": _days(one.before),
            "due_after": _days(one.after),
            "reasons": [
                {
                    "why": reason.why.value,
                    "sentence": reason.sentence,
                    "claims": list(reason.claims),
                }
                for reason in one.reasons
            ],
        }
        for one in found
    ]


def change_lines(found: Sequence[Change]) -> Iterator[str]:
    for one in found:
        yield f"{one.agreement}, clause {one.clause}. {one.sentence}"


def left(days: int) -> str:
    if days == 0:
        return "today"
    count = f"{abs(days):,} day{'' if abs(days) == 1 else 's'}"
    return f"in {count}" if days > 0 else f"{count} ago"


def _days(one: Finding | None) -> list[str]:
    return sorted({due.date.isoformat() for due in one.due}) if one else []
