"""One document as the checks need it: its sentences and what our own stages know of each.

What a language model says of names, times and numbers is looked up here, and nowhere else.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from truceline.reading.cleaning import headings, in_original, noise
from truceline.reading.dating import date_document
from truceline.reading.mention import Mention
from truceline.reading.mentions import mentions
from truceline.reading.quantities import Counted, find
from truceline.reading.sentences import Sentence, sentences
from truceline.reading.text import Text, to_text
from truceline.reading.timex import Timex, tag
from truceline.terms.claim import Claim
from truceline.terms.entry import Dated, Noise, Sure
from truceline.terms.names import Kind, Names
from truceline.terms.problem import Problem
from truceline.terms.when import When


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What was found in a document without asking anybody."""

    document: str  # SHA-256 of its bytes, hex
    text: Text
    sentences: tuple[Sentence, ...]  # without noise and headings
    named: tuple[tuple[Mention, ...], ...]  # of each sentence
    times: tuple[Timex, ...]
    counts: tuple[Counted, ...]
    persons: frozenset[str]
    published: Dated | None
    noise: tuple[Noise, ...]
    by_rule: tuple[Claim, ...] = ()  # what the rules read in it


def paper_of(
    document: bytes, *, media_type: str, published: When | None, names: Names
) -> Paper | Problem:
    text = to_text(document, media_type=media_type, where="document")
    if isinstance(text, Problem):
        return text
    flagged = noise(text.plain, chrome=text.chrome, boxes=text.boxes)
    heads = headings(text.plain, flagged)
    dated = date_document(
        text.plain, told=published, noise=flagged, headings=heads, stated=text.stated
    )
    told_in = sentences(text.plain, skip=[*((n.start, n.end) for n in flagged), *heads])
    named = mentions(told_in, names)
    times = tag(text.folded, published=_anchor(dated))
    return Paper(
        document=hashlib.sha256(document).hexdigest(),
        text=text,
        sentences=told_in,
        named=named,
        times=times,
        counts=find(text.folded, skip=[(t.start, t.end) for t in times if t.kind != "duration"]),
        persons=_persons(named, names),
        published=dated,
        noise=in_original(text, flagged),
    )


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
