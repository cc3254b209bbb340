"""Which acts a sentence tells of, and the words each rests on. It names nobody."""

from collections.abc import Sequence

from truceline.reading.by_tree import told_by_tree
from truceline.reading.by_words import told_by_words
from truceline.reading.frames import Frame
from truceline.reading.lexicon import Match, lexicon
from truceline.reading.quotations import Quotation
from truceline.reading.sentences import Sentence
from truceline.reading.telling import Told
from truceline.terms.claim import Act

__all__ = ["Told", "told"]


def told(
    sentence: Sentence, *, frames: Sequence[Frame], spoken: Sequence[Quotation]
) -> tuple[Told, ...]:
    """The acts of a sentence in order. A question tells of none."""
    if any(token.text == "?" for token in sentence.tokens[-2:]) or _lone(sentence):
        return ()
    kinds = sentence.grammar.kinds if sentence.grammar else ()
    named = lexicon().find(sentence.tokens, kinds)
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
    return tuple(sorted([*found, *_asides(matches, found)], key=lambda one: one.first))


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
