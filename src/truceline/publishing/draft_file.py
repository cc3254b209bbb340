"""A draft as an agreement's file, each field with the words it rests on. It decides nothing."""

import json
import re
from collections.abc import Iterator

from truceline.reading.drafting.proposal import Drafted, Due, Field, Proposal, Why
from truceline.terms.claim import Quantity

RENDERING = "pasted"
_SHOWN = 70  # characters of the words beside a field
_WORDING = 600  # characters of a clause's own words
_NO_WORDS = (0, 0)


def draft_file(drafted: Drafted) -> str:
    """YAML that `truceline init` takes once what is not told is filled in and all is accepted."""
    return "\n".join(
        [*_head(drafted), "", *_names(drafted), "", *_clauses(drafted), *_rest(drafted), ""]
    )


def _head(drafted: Drafted) -> Iterator[str]:
    yield "# Proposed from a pasted text. Nothing here is settled: read each clause against the text,"
    yield "# correct it, then remove its line 'proposed: true' or run: truceline accept FILE CLAUSE"
    yield "# A comment gives the characters a field rests on, and their words."
    yield "truceline: agreement/1"
    yield f"id: {_slug(drafted.title)}"
    yield f"title: {_text(drafted.title)}" if drafted.title else "title:  # not told"
    if drafted.signed:
        yield f"signed: {drafted.signed}{_words(drafted, *drafted.signed_at)}"
    else:
        yield "signed:  # not told"
    yield "in_force:  # not told: the time with its distance from UTC, such as 2030-03-02T00:00+02:00"
    yield "zone:  # not told: the zone of the agreement's own midnights, such as Europe/Kyiv"


def _names(drafted: Drafted) -> Iterator[str]:
    names = ", ".join(_text(party.name) for party in drafted.parties)
    yield f"parties: [{names}]" if names else "parties:  # not told"
    yield ""
    yield "names:" if drafted.parties or drafted.places else "names:  # not told"
    for party in drafted.parties:
        given = _words(drafted, party.start, party.end) if party.end else "  # as you named it"
        yield f"  - party: {_text(party.name)}{given}"
        if party.also:
            yield f"    also: [{', '.join(map(_text, party.also))}]"
    own = _owners(drafted)
    for place in drafted.places:
        if place.casefold() not in own:
            yield f"  - place: {_text(place)}"
    yield ""
    yield "renderings:"
    yield f"  - id: {RENDERING}"
    yield "    language: en"
    yield "    issuer:  # not told: who issued the text you pasted"
    yield "    status:  # not told: official, informal, press summary"


def _owners(drafted: Drafted) -> dict[str, str]:
    """A party's spellings: a place of one of these names is the party's own ground."""
    return {
        spelling.casefold(): party.name for party in drafted.parties for spelling in party.spellings
    }


def _clauses(drafted: Drafted) -> Iterator[str]:
    yield "clauses:" if drafted.proposals else "clauses:  # none could be proposed"
    for one in drafted.proposals:
        yield from _clause(one, drafted)
        yield ""


def _clause(one: Proposal, drafted: Drafted) -> Iterator[str]:
    own = _owners(drafted)
    yield f"  - clause: {_text(one.clause)}"
    yield "    proposed: true"
    yield f"    title: {_text(one.title)}"
    yield f"    obligation: {one.obligation.value}{_rests(one, Field.OBLIGATION, drafted)}"
    yield from _list("bearers", one.bearers, one, Field.BEARERS, drafted=drafted)
    if one.beneficiaries:
        yield from _list(
            "beneficiaries", one.beneficiaries, one, Field.BENEFICIARIES, drafted=drafted
        )
    yield from _list("acts", [act.value for act in one.acts], one, Field.ACTS, drafted=drafted)
    if one.places:
        places = list(dict.fromkeys(own.get(place.casefold(), place) for place in one.places))
        yield from _list("places", places, one, Field.PLACES, drafted=drafted)
    for name, limits, rests_on in (
        ("ceilings", one.ceilings, Field.CEILINGS),
        ("floors", one.floors, Field.FLOORS),
    ):
        if limits:
            yield f"    {name}: [{', '.join(map(_quantity, limits))}]{_rests(one, rests_on, drafted)}"
    yield from _term(one, drafted)
    yield from _procedure(one, drafted)
    yield from _steps(one, drafted)
    if one.ties:
        told = ", ".join(
            f"{{{tie.holds.value.replace('-', '_')}: {_text(tie.clause)}}}" for tie in one.ties
        )
        yield f"    ties: [{told}]{_rests(one, Field.TIES, drafted)}"
    elif why := _why(one, Field.TIES):
        yield f"    # ties: not told: {why}"
    yield from _wording(one, drafted)


def _list(
    name: str,
    values: "tuple[str, ...] | list[str]",
    one: Proposal,
    rests_on: Field,
    *,
    drafted: Drafted,
) -> Iterator[str]:
    if values:
        yield f"    {name}: [{', '.join(map(_plain, values))}]{_rests(one, rests_on, drafted)}"
    else:
        yield f"    {name}:  # not told: {_why(one, rests_on) or 'the text does not say'}"


def _term(one: Proposal, drafted: Drafted) -> Iterator[str]:
    if one.years:
        yield f"    term:{_rests(one, Field.TERM, drafted)}"
        yield "      start:  # not told: from which day the years run"
        yield f"      years: {one.years}"
        months = one.notice_months
        yield (
            f"      notice_months: {months}"
            if months is not None
            else "      notice_months:  # not told"
        )


def _procedure(one: Proposal, drafted: Drafted) -> Iterator[str]:
    if one.within_days:
        yield f"    procedure: {{within_days: {one.within_days}}}{_rests(one, Field.PROCEDURE, drafted)}"
    elif why := _why(one, Field.PROCEDURE):
        yield f"    procedure:  # not told: {why}"


def _steps(one: Proposal, drafted: Drafted) -> Iterator[str]:
    if one.steps:
        yield f"    steps:{_rests(one, Field.STEPS, drafted)}"
    for step in one.steps:
        places = f", places: [{', '.join(map(_plain, step.places))}]" if step.places else ""
        amount = f", amount: {_quantity(step.amount)}" if step.amount else ""
        yield f"      - {{step: {_text(step.name)}, {_due(step.due)}{places}{amount}}}"


def _wording(one: Proposal, drafted: Drafted) -> Iterator[str]:
    said = " ".join(drafted.text[one.start : one.end].split())
    said = said if len(said) <= _WORDING else f"{said[:_WORDING].rpartition(' ')[0]} …"
    yield "    wordings:"
    yield f"      - rendering: {RENDERING}"
    yield f"        text: {_text(said)}  # {one.start}-{one.end}"
    if one.due is not None:
        yield f"        deadline: {{{_due(one.due)}}}{_rests(one, Field.DEADLINE, drafted)}"
    elif why := _why(one, Field.DEADLINE):
        yield f"        # deadline: not told: {why}"


def _rest(drafted: Drafted) -> Iterator[str]:
    """What binds, or looks so, and made no clause: nothing is dropped silently."""
    if drafted.left_out:
        yield "# Words that bind, or look so, and made no clause:"
    for one in drafted.left_out:
        yield f"#   {one.why.value}{f', {_visible(one.label)}' if one.label else ''}:{_words(drafted, one.start, one.end).lstrip(' #')}"
    if any(one.why is Why.NOT_UNDERSTOOD for one in drafted.left_out):
        yield "# What was not understood binds all the same: add a clause for it by hand."


def _due(due: Due) -> str:
    return f"{due.way}: {due.value}" + (f", of: {due.of}" if due.of else "")


def _quantity(quantity: Quantity) -> str:
    return f"{{value: {quantity.value}, unit: {_plain(quantity.unit)}}}"


def _rests(one: Proposal, field: Field, drafted: Drafted) -> str:
    said = [rest for rest in one.rests if rest.field is field]
    return "".join(
        _words(drafted, rest.start, rest.end, first=number == 0) for number, rest in enumerate(said)
    )


def _words(drafted: Drafted, start: int, end: int, *, first: bool = True) -> str:
    said = _visible(" ".join(drafted.text[start:end].split()))
    said = said if len(said) <= _SHOWN else f"{said[:_SHOWN].rpartition(' ')[0]} …"
    return f'{"  # " if first else "; "}{start}-{end} "{said}"'


def _why(one: Proposal, field: Field) -> str:
    return "; ".join(
        _visible(" ".join(each.why.split())) for each in one.not_told if each.field is field
    )


def _visible(text: str) -> str:
    """What a comment can hold: no line ends, nothing that YAML does not print."""
    return "".join(letter if letter.isprintable() else "·" for letter in text)


def _text(text: str) -> str:
    """A text in quotes, which every YAML reader reads back as it was."""
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(letter if letter.isprintable() else _escaped(letter) for letter in quoted)


def _escaped(letter: str) -> str:
    code = ord(letter)
    return f"\\U{code:08x}" if code > 0xFFFF else f"\\u{code:04x}"  # noqa: PLR2004 the BMP's end


def _plain(text: str) -> str:
    return text if _PLAIN.fullmatch(text) and text.lower() not in _NOT_TEXT else _text(text)


def _slug(title: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    return plain[:40].strip("-") or "pasted-agreement"


_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 -]*[A-Za-z0-9]")
_NOT_TEXT = frozenset({"yes", "no", "on", "off", "true", "false", "null"})
