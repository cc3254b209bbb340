"""Quoted names to the bearers our own stages know. What they do not know is taken for a person."""

from collections.abc import Sequence
from dataclasses import dataclass

from truceline.reading.gazetteer import Form
from truceline.reading.mention import Mention
from truceline.reading.sentences import Token
from truceline.reading.spans import Span
from truceline.reading.wordlists import words
from truceline.terms.claim import Actor
from truceline.terms.names import Kind

LONGEST_NAME = 80  # characters; more are no name


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """Who is meant by quoted words. `person`: it may be one, so the name must be sealed."""

    actors: tuple[Actor, ...]
    person: bool = False


def bearers(span: Span, tokens: Sequence[Token], named: Sequence[Mention], *, said: str) -> Linked:
    """Who the words name; under these very words where no stage of ours knows them."""
    here = [m for m in named if _bears(m) and _touches(m, span, tokens)]
    heads = [m for m in here if _heads(m, span, tokens)]
    if heads:
        same = [m for m in here if m.group == heads[-1].group]
        actors = tuple(dict.fromkeys(a for m in same for a in (m.actors or _state(m))))
        return Linked(actors=actors, person=any(m.kind is Kind.PERSON for m in same))
    of = next((m.state or m.actors[0].side for m in here if m.form is Form.ADJECTIVE), "")
    return Linked(actors=(Actor(name=said, of=of),), person=True)


def place(span: Span, tokens: Sequence[Token], named: Sequence[Mention]) -> str:
    """The place the words name; "" where no stage of ours knows one there."""
    found = (m.place for m in named if m.place and _touches(m, span, tokens))
    return next(found, "")


def agency(span: Span, tokens: Sequence[Token], named: Sequence[Mention]) -> str:
    """The agency or body the words name; "" for none that is known."""
    found = (
        m.actors[0].name
        for m in named
        if m.actors and (m.form is Form.AGENCY or m.kind is Kind.BODY) and _touches(m, span, tokens)
    )
    return next(found, "")


def _bears(mention: Mention) -> bool:
    return bool(mention.actors or mention.state)


def _state(mention: Mention) -> tuple[Actor, ...]:
    return (Actor(name=mention.state),)


def _touches(mention: Mention, span: Span, tokens: Sequence[Token]) -> bool:
    return tokens[mention.first].start < span[1] and span[0] < tokens[mention.last].end


def _heads(mention: Mention, span: Span, tokens: Sequence[Token]) -> bool:
    """Whether it is the name itself and not a part of it: no Kenya in "the envoy to Kenya"."""
    if tokens[mention.last].end < span[1]:
        after = [t for t in tokens[mention.last + 1 :] if t.start < span[1]]
        return all(not token.word or token.norm in {"'s", "s"} for token in after)
    before = [t for t in tokens[: mention.first] if t.start >= span[0]]
    return all(token.norm not in words("prepositions") for token in before)
