"""Who undertakes and to whom, from the words before and after the one that binds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from truceline.reading.drafting.lexicon import any_phrase, word_set, words
from truceline.reading.drafting.parties import Parties, Said
from truceline.reading.drafting.undertaking import Undertaking
from truceline.reading.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing:
    """Names of parties and the characters that give them; empty where nobody is told."""

    names: tuple[str, ...] = ()
    at: Span = (0, 0)


NOBODY = Bearing()


def bearers(folded: str, one: Undertaking, *, parties: Parties, before: Bearing) -> Bearing:
    """`before`: who undertook last in the same clause, for "it" and "they"."""
    if not one.subject:
        return _by(folded, one, parties)
    first, last = one.subject[0].start, one.subject[-1].end
    if _is_passive(one) or one.binds == "":
        return _by(folded, one, parties, subject=(first, last))
    if len(one.subject) <= _A_PRONOUN and _PRONOUN.search(folded, first, last):
        return before
    found = [
        said for said in parties.said(folded, first, end=last) if not _is_place(folded, said, first)
    ]
    own = [said for said in found if not _OTHER.search(folded, max(0, said.start - 20), said.start)]
    return _named(own, parties) if _leads(folded, own, first) else NOBODY


def beneficiaries(
    folded: str, one: Undertaking, *, parties: Parties, owed_by: Sequence[str]
) -> Bearing:
    """Parties that something is done to, given to or not done against."""
    if not one.predicate:
        return NOBODY
    first, last = one.predicate[0].start, one.predicate[-1].end
    found = [
        said
        for said in parties.said(folded, first, end=last)
        if len(said.parties) == 1
        and not set(said.parties) & set(owed_by)
        and _TOWARDS.search(folded, max(first, said.start - 20), said.start)
    ]
    return _named(found[:1], parties)


_A_PRONOUN = 3  # words: "They further", "It", "the latter"
_PRONOUN = re.compile(r"(?<!\w)(?:it|they|he|she|the latter|the former)\b", re.IGNORECASE)
_OTHER = re.compile(r"\bother\s\Z")
_TOWARDS = re.compile(r"\b(?:to|against|towards|with)\s(?:the\s)?\Z", re.IGNORECASE)
_BY = re.compile(
    r"\b(?:by|held by|on the part of)\s(?:the\s)?(?:[\w-]+\s){0,3}?(?:of\s(?:the\s)?)?\Z",
    re.IGNORECASE,
)
_UPON = re.compile(r"\b(?:upon|on|the part of|by)\s", re.IGNORECASE)
_BE = frozenset({"be", "been", "is", "are", "being"})
_NOT_HEADS = re.compile(
    r"\b(?:between|against|about|to|for|with|among|under|concerning|on)\s(?:the\s)?\Z",
    re.IGNORECASE,
)


def _is_passive(one: Undertaking) -> bool:
    start = [
        token.norm for token in one.predicate if token.norm not in {"not", "also", "therefore"}
    ][:3]
    be = bool(start) and start[0] in _BE
    return be and len(start) > 1 and (start[1].endswith(("ed", "en")) or start[1] in _PARTICIPLES)


_PARTICIPLES = word_set("participles")


def _by(folded: str, one: Undertaking, parties: Parties, *, subject: Span | None = None) -> Bearing:
    """The party after "by", before or after the verb."""
    first = min(one.start, subject[0]) if subject else one.start
    found = [
        said
        for said in parties.said(folded, first, end=one.end)
        if _BY.search(folded, max(first, said.start - 40), said.start)
    ]
    return _named(found, parties)


def _is_place(folded: str, said: Said, first: int) -> bool:
    before = folded[max(first, said.start - 30) : said.start].lower()
    before = re.sub(r"\s(?:the\s)?\Z", "", before)
    return any(re.search(rf"\b{phrase}\Z", before) for phrase in words("in_place")) or bool(
        _NOT_HEADS.search(folded, max(first, said.start - 20), said.start)
        and not _UPON.search(folded, first, said.start)
    )


def _leads(folded: str, found: Sequence[Said], first: int) -> bool:
    """Not in a side clause of the subject: "the team that each Party has named"."""
    before = folded[first : found[0].start].lower().rpartition(",")[2] if found else ""
    return bool(found) and not re.search(r"\b(?:which|that|who|whose)\b", before)


def _named(found: Sequence[Said], parties: Parties) -> Bearing:
    told = {name for said in found for name in said.parties}
    if not told:
        return NOBODY
    names = tuple(name for name in parties.names if name in told)
    return Bearing(names=names, at=(found[0].start, found[-1].end))


def agreed_by_all(folded: str, start: int, *, end: int, parties: Parties) -> Bearing:
    """All parties, where the text opens with "the parties have agreed as follows"."""
    found = any_phrase(words("agreed")).search(folded, start, end)
    if found is None or not parties.names:
        return NOBODY
    return Bearing(names=parties.names, at=found.span())
