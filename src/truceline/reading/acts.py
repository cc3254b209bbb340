"""Which acts a sentence tells of, and the words each rests on. It names nobody."""

from collections.abc import Sequence
from dataclasses import replace

from truceline.reading.by_tree import told_by_tree
from truceline.reading.by_words import told_by_words
from truceline.reading.frames import Frame
from truceline.reading.lexicon import STANCES, Lexicon, Match, lexicon
from truceline.reading.patterns import Strength
from truceline.reading.predicates import predicates
from truceline.reading.quotations import Quotation
from truceline.reading.sentences import Sentence
from truceline.reading.telling import Told
from truceline.terms.claim import Act

__all__ = ["Told", "told"]


def told(
    sentence: Sentence,
    *,
    frames: Sequence[Frame],
    spoken: Sequence[Quotation],
    among: Lexicon | None = None,
) -> tuple[Told, ...]:
    """The acts of a sentence in order, by our lexicon or another. A question tells of none."""
    if any(token.text == "?" for token in sentence.tokens[-2:]) or _lone(sentence):
        return ()
    named = _named(sentence, among or lexicon())
    matches = [
        match
        for match in named
        if not _in_tail(sentence, match, frames) and not _in_name(sentence, match)
    ]
    if not matches:
        return ()
    if sentence.grammar:
        found = told_by_tree(sentence, sentence.grammar, matches=matches, frames=frames)
    else:
        found = told_by_words(sentence, matches, frames=frames, spoken=spoken)
    found = [replace(one, under=_stance(matches, one)) for one in found]
    return tuple(sorted([*found, *_asides(matches, found)], key=lambda one: one.first))


def _named(sentence: Sentence, among: Lexicon) -> list[Match]:
    """What the lexicon finds in the words as they stand, and around what is put in between."""
    grammar = sentence.grammar
    if grammar is None:
        return list(among.find(sentence.tokens))
    found = list(among.find(sentence.tokens, grammar.kinds))
    for part in predicates(sentence.tokens, grammar):
        inner = part.around_what_is_put_in(sentence.tokens)
        if not inner:
            continue
        tokens = [sentence.tokens[at] for at in inner]
        closed = among.find(tokens, [grammar.kinds[at] for at in inner])
        mapped = [replace(one, hits=tuple(inner[hit] for hit in one.hits)) for one in closed]
        found += [one for one in mapped if one not in found]
    return found


def _stance(matches: Sequence[Match], one: Told) -> Match | None:
    """The last stance before a deed in its own stretch of the sentence."""
    if one.act in STANCES:
        return None
    before = (
        match
        for match in matches
        if match.act in STANCES
        and match.pattern.strength > Strength.WEAK
        and one.first <= match.first < one.match.first
    )
    return max(before, key=lambda match: match.first, default=None)


def _lone(sentence: Sentence) -> bool:
    """One word is a label and no sentence: "Withdrawal" over a paragraph."""
    return sum(token.word for token in sentence.tokens) == 1


def _in_name(sentence: Sentence, match: Match) -> bool:
    """A word in a name tells nothing: "the Redeployment Committee"."""
    at = match.first
    tokens = sentence.tokens
    if len(match.hits) > 1 or not at or not tokens[at].capital or not tokens[at - 1].word:
        return False
    beside = [tokens[at - 1], *tokens[at + 1 : at + 2]]
    return any(token.capital for token in beside) or tokens[at - 1].norm == "the"


def _in_tail(sentence: Sentence, match: Match, frames: Sequence[Frame]) -> bool:
    """What follows the speaker who closes the sentence is about the saying: "…, Doe said of X"."""
    start = sentence.tokens[match.first].start
    return any(0 <= frame.tail <= start for frame in frames)


def _asides(matches: Sequence[Match], found: Sequence[Told]) -> list[Told]:
    """A term stated beside a deployment: "for five years"."""
    return [
        Told(match=match, first=match.first, last=match.last, aside=True)
        for match in matches
        if match.pattern.aside
        and any(one.act is Act.DEPLOYMENT and one.first <= match.first <= one.last for one in found)
    ]
