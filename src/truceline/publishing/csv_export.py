"""Incidents, claims and figures as CSV (RFC 4180, UTF-8). A cell is never a formula.

Every row ends in the head it was folded from, so that a row cut out of the file still tells.
"""

import csv
import io
from collections.abc import Iterable

from truceline.publishing import shapes
from truceline.publishing.head import head
from truceline.publishing.report import Report

MEDIA_TYPE = "text/csv; charset=utf-8; header=present"

INCIDENT = (
    *("id", "act", "period", "place", "actors", "standing", "because", "claims", "origins"),
    "watched",
)
COVERAGE = (
    *("agreement", "place", "first", "last", "days", "watched", "partly", "until", "hours"),
    *("uncounted", "posts", "sentence"),
)
CLAIM = (
    *("name", "document", "start", "end", "quote", "says", "via", "act", "actor", "target"),
    *("place", "when", "modality", "denies", "quantities", "rule", "source", "published"),
    "ruling",
)
FIGURE = (
    *("ledger", "account", "unit", "of", "clause", "limit", "book", "measure", "state"),
    *("bound", "stated", "low", "high", "when", "says", "cites", "counts", "note"),
)
HEAD = ("as_of", "said_by", "known_at", "origin", "entries", "root", "cosigned", "truceline")


def incidents(report: Report) -> bytes:
    return table(report, INCIDENT, rows=shapes.incidents(report))


def coverage(report: Report) -> bytes:
    return table(report, COVERAGE, rows=shapes.coverage(report))


def claims(report: Report) -> bytes:
    return table(report, CLAIM, rows=shapes.claims(report))


def figures(report: Report) -> bytes:
    """One row for each figure of every account of the report's ledgers."""
    return table(report, FIGURE, rows=shapes.figures(report))


def table(report: Report, columns: tuple[str, ...], *, rows: Iterable[shapes.Row]) -> bytes:
    """Rows under these columns, then the head they were folded from."""
    about = head(report)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*columns, *HEAD])
    for row in rows:
        cells = [row[column] for column in columns] + [about[column] for column in HEAD]
        writer.writerow([inert(_text(cell)) for cell in cells])
    return out.getvalue().encode("utf-8", "replace")


def inert(text: str) -> str:
    """A text a spreadsheet will not calculate: an apostrophe before what could begin a formula."""
    risky = text.startswith(("\t", "\r", "\n")) or text.lstrip().startswith(("=", "+", "-", "@"))
    return f"'{text}" if risky else text


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return "; ".join(_text(part) for part in value)
        case {"value": number, "unit": unit, "bound": bound}:
            return f"{bound} {number} {unit}"
        case _:
            return str(value)
