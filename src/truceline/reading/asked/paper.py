"""One document as the checks need it: its sentences and what our own stages know of each.

What a language model says of names, times and numbers is looked up here, and nowhere else.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from truceline.reading.asked import wrong
from truceline.reading.asked.windows import Window, windows
from truceline.reading.cleaning import headings, noise
from truceline.reading.issuing import issuer
from truceline.reading.languages import foreign
from truceline.reading.mention import Mention
from truceline.reading.mentions import mentions
from truceline.reading.quantities import Counted, find
from truceline.reading.reading import Reader, Reading
from truceline.reading.sentences import Sentence, sentences
from truceline.reading.spans import Span
from truceline.reading.text import Text, to_text
from truceline.reading.timex import Timex, sections_of, tag
from truceline.terms.entry import Dated, Sure
from truceline.terms.names import Kind, Names
from truceline.terms.problem import Problem
from truceline.terms.when import When

MOST_WINDOWS = 80  # of one document; a longer one is read in parts or by rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What was found in a document without asking anybody."""

    document: str  # SHA-256 of its bytes, hex
    text: Text
    sentences: tuple[Sentence, ...]  # in English, without noise and headings
    windows: tuple[Window, ...]
    named: tuple[tuple[Mention, ...], ...]  # of each sentence
    times: tuple[Timex, ...]
    counts: tuple[Counted, ...]
    persons: frozenset[str]
    by_rule: Reading  # what the rules read in it


def paper_of(
    document: bytes, *, media_type: str, published: When | None, names: Names, rules: Reader
) -> Paper | Problem:
    """A problem where it is no text, or more text than a language model is asked about."""
    text = to_text(document, media_type=media_type, where="document")
    if isinstance(text, Problem):
        return text
    chrome, heads, skip = _unread(text)
    told_in = sentences(text.plain, skip=skip)
    shown = tuple(windows(text.plain, told_in))
    if len(shown) > MOST_WINDOWS:
        return wrong.too_long(len(told_in))
    by_rule = rules(document, media_type=media_type, published=published, names=names)
    day = _anchor(by_rule.published)
    sections = sections_of(text.folded, published=day, skip=chrome)
    times = tag(text.folded, published=day, sections=sections)
    named = mentions(told_in, names, issuer=issuer(text.plain, heads, names))
    return Paper(
        document=hashlib.sha256(document).hexdigest(),
        text=text,
        sentences=told_in,
        windows=shown,
        named=named,
        times=times,
        counts=find(text.folded, skip=[(t.start, t.end) for t in times if t.kind != "duration"]),
        persons=_persons(named, names),
        by_rule=by_rule,
    )


def _unread(text: Text) -> tuple[list[Span], Sequence[Span], list[Span]]:
    """Page and no report; headings; and all that is not read, other languages among it."""
    flagged = noise(text.plain, chrome=text.chrome, boxes=text.boxes)
    heads = headings(text.plain, flagged)
    chrome = [(mark.start, mark.end) for mark in flagged]
    others = [(each.start, each.end) for each in foreign(text.folded, skip=chrome)]
    return chrome, heads, [*chrome, *heads, *others]


def _anchor(dated: Dated | None) -> date | None:
    """The day from which "yesterday" counts. A guess is no anchor, nor is a whole month."""
    if dated is None or dated.sure is Sure.GUESSED or dated.when.first != dated.when.last:
        return None
    return dated.when.first


def _persons(named: Sequence[Sequence[Mention]], names: Names) -> frozenset[str]:
    """Every name that the agreement or the text gives to a person."""
    told = (mention for sentence in named for mention in sentence if mention.kind is Kind.PERSON)
    return frozenset(
        {one.name for one in names if one.kind is Kind.PERSON}
        | {actor.name for mention in told for actor in mention.actors}
    )
