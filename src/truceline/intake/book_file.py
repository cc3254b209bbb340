"""Somebody's book as a file (docs/ledgers.md), checked and taken apart. It adds nothing up.

What tells of a person stays in the file, which goes to the vault; a posting keeps only its row.
"""

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from truceline.intake.booked import Reading, is_hidden, posting
from truceline.intake.namesakes import Namesakes
from truceline.intake.table import Row, Wrong, table
from truceline.terms.book import Detail, Ledger, Measure, Posted, Posting
from truceline.terms.names import Kind, Named

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """What may enter the record, and the headings of what stays in the vault."""

    postings: tuple[Posting, ...]
    kept_back: tuple[str, ...]


def book(data: bytes, *, ledger: Ledger, where: str, names: Sequence[Named]) -> Book:
    """Read a book's file: all of it or, with anything wrong in it, nothing.

    `names`: what the agreements name; a spelling of theirs becomes the name that we write.

    Raises:
        RefusedError: with every problem, each naming its row and column.
    """
    columns = frozenset(_told().columns)
    found = table(data, where=where, known=columns)
    wrong = Wrong(where)
    _require_columns(found.headings, wrong)
    entering = tuple(one for one in found.headings if one and not _stays(one, ledger))
    reading = Reading(wrong=wrong, names=names, columns=columns, whole=ledger in _told().whole)
    rows = [_without_unread(one, ledger) for one in found.rows]
    _require_nobody(rows, entering, naming=_naming(found.headings), wrong=wrong)
    postings = []
    for row in rows:
        made = posting(row, entering, reading=reading)
        postings += [made] if made else []
    if not found.rows:
        wrong.add("no-rows", "There is no row under the headings.", remedy="Write one.")
    wrong.refuse_if_any()
    unread = {
        one
        for before, after in zip(found.rows, rows, strict=True)
        for one in before.cells.keys() - after.cells.keys()
    }
    kept = tuple(one for one in found.headings if one and (one not in entering or one in unread))
    return Book(postings=tuple(postings), kept_back=kept)


def people(data: bytes, *, ledger: Ledger, where: str) -> Mapping[int, tuple[Detail, ...]]:
    """What a book's file tells of the person in each row; it never enters the record.

    Raises:
        RefusedError: it is no book.
    """
    found = table(data, where=where, known=frozenset(_told().columns))
    kept = [one for one in found.headings if one and _stays(one, ledger)]
    return {
        row.number: tuple(
            Detail(field=one, value=row.cells[one]) for one in kept if one in row.cells
        )
        for row in found.rows
    }


def may_enter(part: Posted, *, names: Sequence[Named]) -> str:
    """Why postings that were read elsewhere may not enter the record; "" where they may.

    Whoever reads a file here keeps to it; what comes from others is looked at again.
    """
    if not (1 <= part.part <= part.parts and part.postings):
        return f"Part {part.part} of {part.parts} with {len(part.postings)} rows cannot be."
    sides = {one.name for one in names if one.kind not in {Kind.PLACE, Kind.PERSON}}
    each = ((one.row, _why_not(one, part.ledger, sides)) for one in part.postings)
    return next((f"Row {row}: {why}." for row, why in each if why), "")


def example(ledger: Ledger) -> str:
    """A file to begin with, about invented parties."""
    return _told().example[ledger].lstrip("\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    columns: tuple[str, ...]
    personal: frozenset[str]
    nameless: frozenset[str]
    unnamed: frozenset[str]
    whole: frozenset[str]
    unread: Mapping[str, str]
    only: Mapping[str, frozenset[str]]
    example: Mapping[str, str]


@cache
def _told() -> _Told:
    text = files("truceline.intake").joinpath("data/books.toml").read_text(encoding="utf-8")
    told = tomllib.loads(text)
    return _Told(
        columns=tuple(told["columns"]),
        personal=frozenset(map(str.casefold, told["personal"])),
        nameless=frozenset(map(str.casefold, told["nameless"])),
        unnamed=frozenset(map(str.casefold, told["unnamed"])),
        whole=frozenset(told["whole"]),
        unread=told["unread"],
        only={ledger: frozenset(words) for ledger, words in told["only"].items()},
        example=told["example"],
    )


def _why_not(one: Posting, ledger: Ledger, sides: Collection[str]) -> str:
    told = _told()
    fields = [detail.field for detail in one.details]
    texts = [one.account, one.state, one.of, one.by, *one.places, *fields]
    texts += [detail.value for detail in one.details]
    unknown = one.of if one.of not in sides else ""
    wrong = {
        "it holds a column that stays in the vault": any(
            head in told.columns or _stays(head, ledger) for head in fields
        ),
        "it holds characters that cannot be seen": any(map(is_hidden, texts)),
        f"no agreement on record names {unknown!r} as a party or body": unknown,
        "it does not say what is counted": not one.account and ledger not in told.whole,
        "a state has no number": one.amount is not None and one.measure is Measure.STATE,
    }
    return next((why for why, holds in wrong.items() if holds), "")


def _stays(heading: str, ledger: Ledger) -> bool:
    """Whether a column stays in the vault: it tells of a person, or it may."""
    told = _told()
    if heading in told.columns:
        return False
    if told.personal.intersection(_WORD.findall(heading)):
        return True
    return ledger in told.only and heading not in told.only[ledger]


def _require_columns(headings: Sequence[str], wrong: Wrong) -> None:
    needed = ("account", "when") if "state" in headings else ("account", "when", "measure")
    for heading in needed:
        if heading not in headings:
            wrong.add(
                "missing-column",
                f"There is no column headed {heading!r}.",
                remedy="Compare the headings with: truceline post --template LEDGER",
                row=1,
            )
    wrong.refuse_if_any()


def _naming(headings: Sequence[str]) -> tuple[str, ...]:
    """The columns that hold the names of people."""
    told = _told()
    words = {one: set(_WORD.findall(one)) for one in headings if one not in told.columns}
    return tuple(one for one, of in words.items() if of & told.personal and not of & told.nameless)


def _without_unread(row: Row, ledger: Ledger) -> Row:
    """A person's row less the column that its ledger does not read."""
    unread = _told().unread.get(ledger, "")
    if unread not in row.cells or "state" not in row.cells:
        return row
    return replace(row, cells={head: cell for head, cell in row.cells.items() if head != unread})


def _require_nobody(
    rows: Sequence[Row], entering: Sequence[str], *, naming: Sequence[str], wrong: Wrong
) -> None:
    """No name of the row's own person, nor of another's in the file, in what enters the record."""
    told = _told()
    people = Namesakes(
        {row.number: [row.cells[one] for one in naming if one in row.cells] for row in rows},
        less=told.unnamed,
    )
    for row in rows:
        known = [
            value.casefold()
            for heading, value in row.cells.items()
            if heading not in entering and len(_WORD.findall(value)) > 1
        ]
        for heading in entering:
            cell = row.cells.get(heading, "")
            repeats = any(one in cell.casefold() for one in known) if cell else False
            own = heading not in {"places", "of"} and people.own(row.number, cell)
            if repeats or own or people.anyone(cell):
                wrong.add(
                    "names-a-person",
                    "The cell repeats what another column tells of the person, or names another "
                    "of the file, and what is on record cannot be erased.",
                    remedy="Name the category, place or list instead.",
                    row=row.number,
                    column=heading,
                )
