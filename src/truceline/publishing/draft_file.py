"""A draft as an agreement's file, each field with the words it rests on. It decides nothing."""

import re
from collections.abc import Iterator

from truceline.publishing.draft_clause import RENDERING, Clause
from truceline.publishing.draft_yaml import listed, quoted, visible, words
from truceline.reading.drafting.proposal import Drafted, LeftOut, Party

_PREFACE = (
    "# Proposed from a pasted text. Nothing here is settled: read each clause against the text,",
    "# correct it, then remove its line 'proposed: true' or run: truceline accept FILE CLAUSE",
    "# A comment gives the characters a field rests on, and their words.",
)
_IN_FORCE = "in_force:  # not told: a time with its distance from UTC: 2030-03-02T00:00+02:00"
_ZONE = "zone:  # not told: the zone of the agreement's own midnights, such as Europe/Kyiv"
_LONGEST_ID = 40
_MOST_LISTED = 100  # so that the file stays one that is read


def draft_file(drafted: Drafted) -> str:
    """YAML that `truceline init` takes once what is not told is filled in and all is accepted."""
    parts = (_head(drafted), _names(drafted), _rendering(), _clauses(drafted), _rest(drafted))
    return "\n".join(line for part in parts for line in (*part, ""))


def _head(drafted: Drafted) -> Iterator[str]:
    yield from _PREFACE
    yield "truceline: agreement/1"
    yield f"id: {_slug(drafted.title)}"
    yield f"title: {quoted(drafted.title)}" if drafted.title else "title:  # not told"
    if drafted.signed:
        yield f"signed: {drafted.signed}  # {words(drafted.text, *drafted.signed_at)}"
    else:
        yield "signed:  # not told"
    yield _IN_FORCE
    yield _ZONE


def _names(drafted: Drafted) -> Iterator[str]:
    parties = tuple(party.name for party in drafted.parties)
    yield f"parties: {listed(parties)}" if parties else "parties:  # not told"
    yield ""
    yield "names:" if parties or drafted.places else "names:  # not told"
    for party in drafted.parties:
        yield from _party(party, drafted)
    own = _grounds(drafted)
    yield from (
        f"  - place: {quoted(place)}" for place in drafted.places if place.casefold() not in own
    )


def _party(party: Party, drafted: Drafted) -> Iterator[str]:
    given = words(drafted.text, party.start, party.end) if party.end else "as you named it"
    yield f"  - party: {quoted(party.name)}  # {given}"
    if party.also:
        yield f"    also: {listed(party.also)}"


def _grounds(drafted: Drafted) -> dict[str, str]:
    """A party's spellings: a place of one of these names is the party's own ground."""
    return {
        spelling.casefold(): party.name for party in drafted.parties for spelling in party.spellings
    }


def _rendering() -> Iterator[str]:
    yield "renderings:"
    yield f"  - id: {RENDERING}"
    yield "    language: en"
    yield "    issuer:  # not told: who issued the text you pasted"
    yield "    status:  # not told: official, informal, press summary"


def _clauses(drafted: Drafted) -> Iterator[str]:
    grounds = _grounds(drafted)
    yield "clauses:" if drafted.proposals else "clauses:  # none could be proposed"
    for one in drafted.proposals:
        yield from Clause(one=one, text=drafted.text, grounds=grounds).lines()
        yield ""


def _rest(drafted: Drafted) -> Iterator[str]:
    """What binds, or looks so, and made no clause: nothing is dropped silently."""
    if drafted.left_out:
        yield "# Words that bind, or look so, and made no clause; add by hand what binds anybody:"
    yield from (_left_out(one, drafted.text) for one in drafted.left_out[:_MOST_LISTED])
    if (more := len(drafted.left_out) - _MOST_LISTED) > 0:
        yield f"#   and {more} more: truceline draft --json lists all"


def _left_out(one: LeftOut, text: str) -> str:
    label = f", {visible(one.label)}" if one.label else ""
    return f"#   {one.why.value}{label}: {words(text, one.start, one.end)}"


def _slug(title: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    return plain[:_LONGEST_ID].strip("-") or "pasted-agreement"
