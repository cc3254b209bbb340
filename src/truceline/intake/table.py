"""A table as a spreadsheet saves it (RFC 4180 and its cousins), with bounds. Not what it means.

A row is counted as a spreadsheet counts it: the headings are row 1, an empty row counts.
"""

import csv
import io
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import islice

from truceline.terms.problem import Problem, RefusedError

MAX_BYTES = 33_554_432
MAX_ROWS = 100_000
MAX_COLUMNS = 60
MAX_CELL = 500
MAX_ROW = 4_000  # characters, so that a row always fits an entry
MOST_PROBLEMS = 100
DELIMITERS = (",", ";", "\t")
_PROBE = 65_536
_SPREADSHEET = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row under the headings; a heading without a cell has none."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    headings: tuple[str, ...]
    rows: tuple[Row, ...]


class Wrong:
    """Gathers what is wrong with one file; the first hundred are told, the others counted."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._problems: list[Problem] = []
        self._more = 0

    def add(self, code: str, message: str, *, remedy: str, row: int = 0, column: str = "") -> None:
        if len(self._problems) == MOST_PROBLEMS:
            self._more += 1
            return
        spot = [f"row {row}"] * bool(row) + [f"column {column}"] * bool(column)
        where = ", ".join([self._where, *spot])
        self._problems.append(Problem(code=code, where=where, message=message, remedy=remedy))

    def refuse_if_any(self) -> None:
        """Raises RefusedError where something is wrong."""
        if self._more:
            self._problems.append(
                Problem(
                    code="and-more",
                    where=self._where,
                    message=f"{self._more} further problems are not listed.",
                    remedy="Mend those above and enter the file again.",
                )
            )
        if self._problems:
            raise RefusedError(*self._problems)


def table(data: bytes, *, where: str, known: AbstractSet[str]) -> Table:
    """Read a table whose headings are among the `known`, others beside them.

    Raises:
        RefusedError: with every problem found.
    """
    wrong = Wrong(where)
    text = _decoded(data, wrong)
    delimiter = max(DELIMITERS, key=lambda one: len(known & _first(text, one)))
    rows: list[Row] = []
    headings: tuple[str, ...] = ()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, cells in enumerate(reader, start=1):
            if number == 1:
                headings = _headings(cells, wrong)
            elif number > MAX_ROWS + 1:
                _too_many(wrong)
                break
            elif any(cell.strip() for cell in cells):
                rows.append(_row(number, cells, headings=headings, wrong=wrong))
    except csv.Error as error:
        wrong.add(
            "not-a-table",
            f"Line {reader.line_num} of the file cannot be read as a table: {error}.",
            remedy="Look for a quotation mark that is not closed on that line or before it.",
        )
    wrong.refuse_if_any()
    return Table(headings=headings, rows=tuple(rows))


def _decoded(data: bytes, wrong: Wrong) -> str:
    if data.startswith(_SPREADSHEET):
        wrong.add(
            "a-spreadsheet",
            "This is a spreadsheet file; only its text form is read.",
            remedy="Save the sheet as “CSV UTF-8” and enter that file.",
        )
    elif len(data) > MAX_BYTES:
        wrong.add(
            "too-large",
            f"The file has {len(data):,} bytes or more; at most {MAX_BYTES:,} are read.",
            remedy="Enter it in parts, a year or an area each.",
        )
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            wrong.add(
                "not-text",
                f"Byte {error.start} is not UTF-8 text.",
                remedy="Save the sheet as “CSV UTF-8”.",
            )
        else:
            if text.strip():
                return text
            wrong.add("empty", "The file is empty.", remedy="Write the headings and a row.")
    wrong.refuse_if_any()
    raise AssertionError("an undecoded file is refused")


def _first(text: str, delimiter: str) -> frozenset[str]:
    """The headings by one delimiter; none where they make no table."""
    reader = csv.reader(io.StringIO(text[:_PROBE], newline=""), delimiter=delimiter)
    try:
        return frozenset(_heading(cell) for cell in islice(next(reader, []), MAX_COLUMNS))
    except csv.Error:
        return frozenset()


def _headings(cells: list[str], wrong: Wrong) -> tuple[str, ...]:
    headings = tuple(_heading(cell) for cell in cells)
    if not any(headings):
        wrong.add(
            "no-headings",
            "The first row is empty.",
            remedy="Put the headings there, with no row above them.",
            row=1,
        )
    if len(headings) > MAX_COLUMNS:
        wrong.add(
            "too-wide",
            f"There are {len(headings)} columns; at most {MAX_COLUMNS} are read.",
            remedy="Leave out what the ledger does not count.",
            row=1,
        )
    for heading in sorted({each for each in headings if each and headings.count(each) > 1}):
        wrong.add(
            "column-twice",
            "Two columns have this heading.",
            remedy="Name them apart, or leave one out.",
            row=1,
            column=heading,
        )
    wrong.refuse_if_any()
    return headings


def _heading(cell: str) -> str:
    return " ".join(cell.replace("_", " ").split()).casefold()


def _row(number: int, cells: list[str], *, headings: tuple[str, ...], wrong: Wrong) -> Row:
    filled = [" ".join(cell.split()) for cell in cells]
    for heading, cell in zip(headings, filled, strict=False):
        if len(cell) > MAX_CELL:
            wrong.add(
                "too-long",
                f"The cell has {len(cell):,} characters; at most {MAX_CELL} are read.",
                remedy="Shorten it; the full text can be added as a document.",
                row=number,
                column=heading,
            )
    if sum(map(len, filled)) > MAX_ROW:
        wrong.add(
            "too-long",
            f"The row has more than {MAX_ROW:,} characters.",
            remedy="Shorten it; the full text can be added as a document.",
            row=number,
        )
    lost = [
        cell for at, cell in enumerate(filled) if cell and not (at < len(headings) and headings[at])
    ]
    if lost:
        wrong.add(
            "no-heading",
            f"{lost[0]!r} stands under no heading.",
            remedy="Give its column a heading, or quote a cell that holds the delimiter.",
            row=number,
        )
    pairs = zip(headings, filled, strict=False)
    return Row(number=number, cells={head: cell for head, cell in pairs if head and cell})


def _too_many(wrong: Wrong) -> None:
    wrong.add(
        "too-many-rows",
        f"The file has more than {MAX_ROWS:,} rows.",
        remedy="Enter it in parts, a year or an area each.",
    )
