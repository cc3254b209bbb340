"""What an answer says against what stands in the text: a claim where every word holds, or why not.

Offsets, names, days and numbers come from our own stages. An answer only points at words.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from truceline.reading.asked import linking
from truceline.reading.asked.answer import Said
from truceline.reading.asked.paper import Paper
from truceline.reading.asked.placing import nearest, standing
from truceline.reading.asked.windows import Shown, Window
from truceline.reading.lexicon import lexicon
from truceline.reading.sentences import Sentence
from truceline.reading.spans import Span, within
from truceline.reading.timing import coarseness
from truceline.reading.wordlists import documents
from truceline.terms.claim import AGREEMENT, NARRATOR, Actor, Claim, Modality, Quantity, Quote
from truceline.terms.when import When

_CLOSED = {"narrator": NARRATOR, "agreement": AGREEMENT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounded:
    """A claim all of whose words stand in the text."""

    claim: Claim
    persons: frozenset[str] = frozenset()  # names in it that are, or may be, of people
    left_out: int = 0  # fields whose words do not stand there, or which nobody here knows


def ground(said: Said, paper: Paper, *, window: Window, rule: str) -> Grounded | str:
    """The claim, or what is wrong with it, in words that repeat nothing of the text.

    `rule` ends the claim's rule: it names who was asked, and how.
    """
    shown = next((each for each in window if each.number == said.sentence), None)
    if shown is None:
        return f"there is no sentence {said.sentence}"
    sentence = paper.sentences[shown.at]
    quotes = standing(said.quote, shown, sentence, whole=True)
    if not quotes:
        return f"a quote does not stand in sentence {said.sentence} letter for letter"
    if len(quotes) > 1:
        return f"a quote stands in sentence {said.sentence} more than once: copy more words"
    if not any(token.word for token in sentence.tokens if _inside(token.start, quotes[0])):
        return f"a quote of sentence {said.sentence} holds no word"
    look = _Look(paper=paper, shown=shown, sentence=sentence, quote=quotes[0])
    says, persons, unknown = look.who(said.says)
    if unknown or not says:
        return f'"says" of a claim of sentence {said.sentence} does not stand in that sentence'
    return _claim(said, look, says=says, persons=persons, rule=rule)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """One sentence, seen from the quote of one claim."""

    paper: Paper
    shown: Shown
    sentence: Sentence
    quote: Span

    def where(self, words: str) -> Span | None:
        if len(words) > linking.LONGEST_NAME:
            return None
        return nearest(standing(words, self.shown, self.sentence), self.quote)

    def who(self, listed: Sequence[str]) -> tuple[tuple[Actor, ...], frozenset[str], int]:
        """Those who are named, which of them may be people, and how many stand nowhere."""
        actors: list[Actor] = []
        persons: set[str] = set()
        unknown = 0
        named = self.paper.named[self.shown.at]
        for words in listed:
            if words in _CLOSED and self._may_be(words):
                actors.append(_CLOSED[words])
                continue
            span = self.where(words)
            if span is None:
                unknown += 1
                continue
            linked = linking.bearers(span, self.sentence.tokens, named, said=self.said(span))
            actors += linked.actors
            persons |= {actor.name for actor in linked.actors} if linked.person else set()
        persons |= {actor.name for actor in actors} & self.paper.persons
        return tuple(dict.fromkeys(actors)), frozenset(persons), unknown

    def said(self, span: Span) -> str:
        words = self.shown.text[span[0] - self.shown.start : span[1] - self.shown.start]
        return " ".join(words.split())

    def where_at(self, listed: Sequence[str]) -> tuple[tuple[str, ...], int]:
        named = self.paper.named[self.shown.at]
        spans = [self.where(words) for words in listed]
        known = [linking.place(span, self.sentence.tokens, named) for span in spans if span]
        found = tuple(dict.fromkeys(name for name in known if name))
        return found, len(listed) - sum(bool(name) for name in known)

    def via(self, words: str) -> tuple[str, int]:
        span = self.where(words) if words else None
        named = self.paper.named[self.shown.at]
        found = linking.agency(span, self.sentence.tokens, named) if span else ""
        return found, int(bool(words) and not found)

    def when(self, words: str) -> tuple[When | None, int]:
        """The days that our own reading gives to the quoted words; never those of an answer."""
        span = self.where(words) if words else None
        if span is None:
            return None, int(bool(words))
        told = within(self.paper.times, span[0], end=span[1])
        dated = [t for t in told if t.when and t.kind != "duration" and t.start < span[1]]
        best = min(dated, key=coarseness, default=None)
        return (best.when if best else None), 0

    def numbers(self, listed: Sequence[str]) -> tuple[tuple[Quantity, ...], int]:
        found: list[Quantity] = []
        unknown = 0
        for words in listed:
            span = self.where(words)
            here = within(self.paper.counts, span[0], end=span[1]) if span else ()
            unknown += not here
            found += [counted.quantity for counted in here]
        return tuple(dict.fromkeys(found)), unknown

    def _may_be(self, words: str) -> bool:
        """The document's own voice may always be meant; an agreement only where one is named."""
        named = any(token.norm in documents() for token in self.sentence.tokens)
        return words == "narrator" or named


def _claim(
    said: Said, look: _Look, *, says: tuple[Actor, ...], persons: frozenset[str], rule: str
) -> Grounded:
    actors, acting, unknown_actors = look.who(said.actors)
    targets, aimed_at, unknown_targets = look.who(said.targets)
    places, unknown_places = look.where_at(said.places)
    when, unknown_when = look.when(said.when)
    via, unknown_via = look.via(said.via)
    quantities, unknown_numbers = look.numbers(said.numbers)
    word, unknown_word = _trigger(said.word, look)
    unknown = (unknown_actors, unknown_targets, unknown_places, unknown_when, unknown_via)
    first, last = look.paper.text.to_original(*look.quote)
    claim = Claim(
        quote=Quote(document=look.paper.document, start=first, end=last),
        act=said.act,
        says=says,
        via=via,
        actors=_real(actors),
        targets=_real(targets),
        places=places,
        when=when,
        modality=Modality.REQUIRED if AGREEMENT in says else said.modality,
        denies=said.denies,
        quantities=quantities,
        rule=f"{said.act}:{word} {rule}",
    )
    return Grounded(
        claim=_cautious(claim, look.paper.by_rule.claims),
        persons=persons | acting | aimed_at,
        left_out=sum(unknown) + unknown_numbers + unknown_word,
    )


def _trigger(word: str, look: _Look) -> tuple[str, int]:
    """The word that names the act, where it stands inside the quote and in our lexicon.

    It goes into the rule, which is never sealed: any other word may be somebody's name.
    """
    if not word:
        return "", 0
    first, last = look.quote
    found = standing(word, look.shown, look.sentence)
    spans = [span for span in found if first <= span[0] and span[1] <= last]
    if not spans:
        return "", 1
    start, end = spans[0]
    norms = [t.norm for t in look.sentence.tokens if start <= t.start < end and t.word]
    return (" ".join(norms), 0) if set(norms) <= lexicon().words else ("", 1)


def _real(actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """A text's own voice and an agreement put things forward; they do not act."""
    return tuple(actor for actor in actors if actor not in {NARRATOR, AGREEMENT})


def _cautious(claim: Claim, by_rule: Sequence[Claim]) -> Claim:
    """No deed where the rules read the same act in these words as a plan, a wish or a denial.

    A text may have talked the model into it.
    """
    same = [one for one in by_rule if one.act is claim.act and _overlap(one.quote, claim.quote)]
    if not same or not claim.could_have_happened or claim.denies:
        return claim
    doubts = [one for one in same if one.denies or not one.could_have_happened]
    if len(doubts) < len(same):
        return claim
    least = doubts[0]
    return replace(
        claim,
        modality=least.modality,
        denies=least.denies,
        rule=f"{claim.rule} [modality:rules]",
    )


def _overlap(one: Quote, other: Quote) -> bool:
    return one.start < other.end and other.start < one.end


def _inside(at: int, span: Span) -> bool:
    return span[0] <= at < span[1]
