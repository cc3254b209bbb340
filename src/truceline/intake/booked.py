"""One row of a book's file as a posting, or what is wrong with it."""

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from truceline.intake.table import Row, Wrong
from truceline.terms.book import Detail, Measure, Posting
from truceline.terms.claim import Bound, Quantity
from truceline.terms.codec import MAX_SAFE_INTEGER
from truceline.terms.names import Kind, Named
from truceline.terms.problem import sentence
from truceline.terms.when import When

_DIGITS = re.compile(r"[0-9]{1,16}")
_PLACES = re.compile(r"\s*[;|]\s*")
# Control characters, and those that turn the text around them (Unicode UAX 9 s2).
_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one file is read with."""

    wrong: Wrong
    names: Sequence[Named]
    columns: AbstractSet[str]
    whole: bool  # an empty account is the whole that a clause limits
    spelt: Mapping[str, Named] = field(init=False)

    def __post_init__(self) -> None:
        spelt = {
            spelling.casefold(): named
            for named in self.names
            for spelling in (*named.also, named.name)
        }
        object.__setattr__(self, "spelt", spelt)


def posting(row: Row, entering: Sequence[str], *, reading: Reading) -> Posting | None:
    """None where something is wrong, which `reading.wrong` has by then."""
    line = _Line(row, reading)
    for heading in entering:
        line.require_plain(heading)
    account = row.cells.get("account", "") if reading.whole else line.needed("account")
    when = line.when()
    state, measure = row.cells.get("state", ""), line.measure()
    amount = line.amount(measure)
    of, by = line.side("of"), row.cells.get("by", "")
    if line.is_wrong or when is None or measure is None:
        return None
    details = (
        Detail(field=one, value=row.cells[one])
        for one in entering
        if one not in reading.columns and one in row.cells
    )
    return Posting(
        row=row.number,
        account=account,
        measure=measure,
        when=when,
        amount=amount,
        state=state,
        of=of,
        by=line.name(by),
        places=tuple(map(line.name, filter(None, _PLACES.split(row.cells.get("places", ""))))),
        details=tuple(details),
    )


def is_hidden(text: str) -> bool:
    """Whether it holds characters that cannot be seen and change how it reads."""
    return _HIDDEN.search(text) is not None


class _Line:
    """One row while it is read; remembers whether anything in it was wrong."""

    def __init__(self, row: Row, reading: Reading) -> None:
        self._row, self._reading = row, reading
        self.is_wrong = False

    def wrong(self, column: str, code: str, message: str, *, remedy: str) -> None:
        self.is_wrong = True
        self._reading.wrong.add(code, message, remedy=remedy, row=self._row.number, column=column)

    def require_plain(self, column: str) -> None:
        if is_hidden(self._row.cells.get(column, "")):
            self.wrong(
                column,
                "hidden-characters",
                "The cell holds characters that cannot be seen and change how it reads.",
                remedy="Type the cell again.",
            )

    def needed(self, column: str) -> str:
        cell = self._row.cells.get(column, "")
        if not cell:
            self.wrong(column, "missing", "The cell is empty.", remedy="Every row needs it.")
        return cell

    def when(self) -> When | None:
        text = self.needed("when")
        try:
            return When(value=text) if text else None
        except ValueError as error:
            self.wrong(
                "when",
                "not-a-date",
                sentence(error),
                remedy="Write 2030-03-14, 2030-03, 2030 or 2030-03-14/.. and keep the column as "
                "text, so that the spreadsheet does not rewrite it.",
            )
            return None

    def measure(self) -> Measure | None:
        cell, state = self._row.cells.get("measure", "").casefold(), "state" in self._row.cells
        if not cell and state:
            return Measure.STATE
        if cell not in list(Measure):
            self.wrong(
                "measure",
                "unknown-measure" if cell else "missing",
                f"{cell!r} is no measure." if cell else "Nothing says what the number is.",
                remedy="Write stock (so many are there), in (came), out (left) or state.",
            )
            return None
        if (cell == Measure.STATE) != state:
            self.wrong(
                "state",
                "state-or-number",
                "A state has a word in this column; stock, in and out have none.",
                remedy="Write the word, or change the measure.",
            )
            return None
        return Measure(cell)

    def amount(self, measure: Measure | None) -> Quantity | None:
        cells = self._row.cells
        number, unit, bound = (cells.get(one, "") for one in ("amount", "unit", "bound"))
        if not number:
            if bound:
                self.wrong("bound", "bound-alone", "There is no number.", remedy="Leave it empty.")
            return None
        if measure is Measure.STATE:
            self.wrong(
                "amount",
                "state-or-number",
                "A state has no number.",
                remedy="Give the number a row of its own with stock, in or out.",
            )
        if not _DIGITS.fullmatch(number) or int(number) > MAX_SAFE_INTEGER:
            self.wrong(
                "amount",
                "not-a-number",
                f"{number[:40]!r} is not a whole number.",
                remedy="Write digits only, 1960 and not 1,960; what is known only roughly says so "
                "in the column bound.",
            )
            return None
        if not unit:
            self.wrong("unit", "missing", "A number needs its unit.", remedy="Say what is counted.")
        if bound and bound.casefold() not in list(Bound):
            self.wrong(
                "bound",
                "unknown-bound",
                f"{bound!r} is no bound.",
                remedy=f"Write one of: {', '.join(Bound)}; empty means exact.",
            )
            return None
        return Quantity(
            value=int(number), unit=unit, bound=Bound(bound.casefold()) if bound else Bound.EXACT
        )

    def side(self, column: str) -> str:
        """A party or body that an agreement names: else one side would be counted as two."""
        cell = self._row.cells.get(column, "")
        named = self._reading.spelt.get(cell.casefold())
        if cell and (named is None or named.kind in {Kind.PLACE, Kind.PERSON}):
            sides = [one.name for one in self._reading.names if one.kind is not Kind.PLACE]
            self.wrong(
                column,
                "unknown-name",
                f"No agreement on record names {cell!r} as a party or body.",
                remedy=f"Use one of: {', '.join(dict.fromkeys(sides)) or 'none is named'}.",
            )
        return named.name if named else cell

    def name(self, text: str) -> str:
        """As the agreements write it, where they name it."""
        named = self._reading.spelt.get(text.casefold())
        return named.name if named else text
