"""One proposed clause as lines of an agreement's file, each field with its words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from truceline.publishing.draft_yaml import listed, passage, quoted, visible, words
from truceline.reading.drafting.proposal import Due, Field, Proposal, Waits
from truceline.terms.claim import Quantity

RENDERING = "pasted"
_WORDING = 400  # characters of a clause's own words


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A proposal, the text it is drawn from, and what places belong to a party by name."""

    one: Proposal
    text: str
    grounds: Mapping[str, str]

    def lines(self) -> Iterator[str]:
        one = self.one
        yield f"  - clause: {quoted(one.clause)}"
        yield "    proposed: true"
        yield f"    title: {quoted(one.title)}"
        yield f"    obligation: {one.obligation.value}{self._rests(Field.OBLIGATION)}"
        yield from self._list(Field.BEARERS, one.bearers, needed=True)
        yield from self._list(Field.BENEFICIARIES, one.beneficiaries)
        yield from self._list(Field.ACTS, tuple(act.value for act in one.acts), needed=True)
        places = (self.grounds.get(place.casefold(), place) for place in one.places)
        yield from self._list(Field.PLACES, tuple(dict.fromkeys(places)))
        yield from self._numbers(Field.CEILINGS, one.ceilings)
        yield from self._numbers(Field.FLOORS, one.floors)
        yield from self._term()
        yield from self._procedure()
        yield from self._steps()
        yield from self._ties()
        yield from self._wording()

    def _list(
        self, field: Field, values: tuple[str, ...], *, needed: bool = False
    ) -> Iterator[str]:
        if values:
            yield f"    {field.value}: {listed(values)}{self._rests(field)}"
        elif needed:
            yield f"    {field.value}:  # not told: {self._why(field)}"

    def _numbers(self, field: Field, limits: tuple[Quantity, ...]) -> Iterator[str]:
        if limits:
            told = ", ".join(map(_quantity, limits))
            yield f"    {field.value}: [{told}]{self._rests(field)}"

    def _term(self) -> Iterator[str]:
        if self.one.years:
            months = self.one.notice_months
            yield f"    term:{self._rests(Field.TERM)}"
            yield "      start:  # not told: from which day the years run"
            yield f"      years: {self.one.years}"
            yield f"      notice_months: {' # not told' if months is None else months}"

    def _procedure(self) -> Iterator[str]:
        days = self.one.within_days
        if days:
            yield f"    procedure: {{within_days: {days}}}{self._rests(Field.PROCEDURE)}"
        elif why := self._why(Field.PROCEDURE):
            yield f"    procedure:  # not told: {why}"

    def _steps(self) -> Iterator[str]:
        if self.one.steps:
            yield f"    steps:{self._rests(Field.STEPS)}"
        for step in self.one.steps:
            places = f", places: {listed(step.places)}" if step.places else ""
            amount = f", amount: {_quantity(step.amount)}" if step.amount else ""
            yield f"      - {{step: {quoted(step.name)}, {_due(step.due)}{places}{amount}}}"

    def _ties(self) -> Iterator[str]:
        if self.one.ties:
            told = ", ".join(map(_tie, self.one.ties))
            yield f"    ties: [{told}]{self._rests(Field.TIES)}"
        elif why := self._why(Field.TIES):
            yield f"    # ties: not told: {why}"

    def _wording(self) -> Iterator[str]:
        one = self.one
        said = passage(self.text, one.start, one.end, most=_WORDING)
        yield "    wordings:"
        yield f"      - rendering: {RENDERING}"
        yield f"        text: {quoted(said)}  # {one.start}-{one.end}"
        if one.due is not None:
            yield f"        deadline: {{{_due(one.due)}}}{self._rests(Field.DEADLINE)}"
        elif why := self._why(Field.DEADLINE):
            yield f"        # deadline: not told: {why}"

    def _rests(self, field: Field) -> str:
        told = [
            words(self.text, one.start, one.end) for one in self.one.rests if one.field is field
        ]
        return f"  # {'; '.join(told)}" if told else ""

    def _why(self, field: Field) -> str:
        told = (one.why for one in self.one.not_told if one.field is field)
        return visible("; ".join(" ".join(why.split()) for why in told))


def _due(due: Due) -> str:
    return f"{due.way}: {due.value}" + (f", of: {due.of}" if due.of else "")


def _quantity(quantity: Quantity) -> str:
    return f"{{value: {quantity.value}, unit: {quoted(quantity.unit)}}}"


def _tie(tie: Waits) -> str:
    return f"{{{tie.holds.value.replace('-', '_')}: {quoted(tie.clause)}}}"
