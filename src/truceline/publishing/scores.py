"""Yearly scores as JSON, CSV and on a terminal: docs/scores.md says what each column means."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from truceline.compliance.scores import Score
from truceline.publishing import csv_export
from truceline.publishing.report import Report
from truceline.publishing.shapes import Row

COLUMNS = (
    *("agreement", "clause", "title", "pam", "pax", "specificity", "year", "nth", "until"),
    *("score", "least", "most", "status", "because", "citations"),
)


def rows(found: Iterable[Score]) -> list[Row]:
    return [
        {
            "agreement": one.agreement,
            "clause": one.clause,
            "title": one.title,
            "pam": list(one.codes.pam),
            "pax": list(one.codes.pax),
            "specificity": one.codes.specificity,
            "year": one.year,
            "nth": one.nth,
            "until": one.as_of.isoformat(),
            "score": one.score,
            "least": one.least,
            "most": one.most,
            "status": one.status.value,
            "because": one.because,
            "citations": list(one.citations),
        }
        for one in found
    ]


def as_csv(report: Report, found: Iterable[Score]) -> bytes:
    """A row for each provision and year; each row ends in the head it was folded from."""
    return csv_export.table(report, COLUMNS, rows=rows(found))


def show(found: Sequence[Score]) -> None:
    """One line a provision, one column a year."""
    console = Console(highlight=False)
    if not found:
        console.print("No agreement was in force by that day, so there is nothing to code.")
        return
    years = sorted({one.year for one in found})
    table = Table("clause", "specificity", *map(str, years), box=None, padding=(0, 2, 0, 0))
    for key in dict.fromkeys((one.agreement, one.clause) for one in found):
        of_it = {one.year: one for one in found if (one.agreement, one.clause) == key}
        specific = next(iter(of_it.values())).codes.specificity
        table.add_row(
            Text(" ".join(key)),
            "" if specific is None else str(specific),
            *(_code(of_it.get(year)) for year in years),
        )
    console.print(table)
    console.print(Text("0 not initiated, 1 minimal, 2 intermediate, 3 full; . left open.", "dim"))


def _code(one: Score | None) -> str:
    if one is None:
        return ""
    if one.least is None:
        return "."
    return str(one.least) if one.least == one.most else f"{one.least}-{one.most}"
