"""Which acts a sentence tells of by the order of its words alone, where nobody parsed it."""

from collections.abc import Sequence
from dataclasses import replace

from truceline.reading.clauses import Clause, clauses
from truceline.reading.frames import Frame, innermost
from truceline.reading.lexicon import STANCES, Match
from truceline.reading.patterns import Strength
from truceline.reading.quotations import Quotation
from truceline.reading.sentences import Sentence, Token
from truceline.reading.telling import FULL, HEADS, Told
from truceline.reading.wordlists import words
from truceline.terms.claim import Act


def told_by_words(
    sentence: Sentence,
    matches: Sequence[Match],
    *,
    frames: Sequence[Frame],
    spoken: Sequence[Quotation],
) -> list[Told]:
    parts = clauses(sentence, spoken)
    best = [_best(sentence, part, matches) for part in parts]
    return _merge(sentence, parts, best=best, frames=frames)


def _best(sentence: Sentence, part: Clause, matches: Sequence[Match]) -> Match | None:
    here = [m for m in matches if part.holds(m.first) and not m.pattern.aside]
    here = [m for m in here if _stands(sentence, part, m)]
    if not here:
        return None
    head = next((m for m in here if m.act in HEADS and m.pattern.strength is Strength.STRONG), None)
    top = max(here, key=lambda match: _weight(match, sentence.tokens))
    if head and head.first < top.first and (head.act is Act.WARNING or not _that(sentence, head)):
        return head
    return top


def _weight(match: Match, tokens: Sequence[Token]) -> tuple[int, bool, int, int]:
    """Strength first; then deeds before stances, unless they are only what is talked about."""
    theme = governed(tokens, match.first, by=words("about"))
    return (
        match.pattern.strength,
        match.act not in STANCES and not theme,
        -match.first,
        len(match.pattern.steps),
    )


def _that(sentence: Sentence, match: Match) -> bool:
    after = sentence.tokens[match.last + 1 : match.last + 2]
    return bool(after) and after[0].norm == "that"


def _stands(sentence: Sentence, part: Clause, match: Match) -> bool:
    """A weak word needs its own clause; the background tells only whole stories."""
    if part.background:
        return match.pattern.strength is Strength.STRONG and len(match.pattern.steps) >= FULL
    if match.pattern.strength is Strength.STRONG:
        return True
    return not governed(sentence.tokens, match.first, first=part.first)


def _merge(
    sentence: Sentence,
    parts: Sequence[Clause],
    *,
    best: Sequence[Match | None],
    frames: Sequence[Frame],
) -> list[Told]:
    """Neighbouring clauses are one telling unless both name an act and stand apart."""
    found: list[Told] = []
    waiting: int | None = parts[0].first  # where clauses begin that belong to what comes next
    for part, match in zip(parts, best, strict=True):
        if match is None:
            if found and waiting is None and not _opens(sentence, part):
                found[-1] = replace(found[-1], last=part.last)
            elif waiting is None:
                waiting = part.first
            continue
        one = Told(match=match, first=part.first if waiting is None else waiting, last=part.last)
        waiting = None
        if found and not _apart(sentence, found[-1], one, part=part, frames=frames):
            keep = max(found[-1].match, match, key=lambda m: _weight(m, sentence.tokens))
            keep = found[-1].match if found[-1].act in HEADS else keep
            found[-1] = replace(found[-1], match=keep, last=part.last)
            continue
        found.append(one)
    if found and waiting is not None:
        found[-1] = replace(found[-1], last=parts[-1].last)
    return found


def _apart(
    sentence: Sentence, left: Told, right: Told, *, part: Clause, frames: Sequence[Frame]
) -> bool:
    if left.act is Act.WARNING:
        return False
    if _speaker(sentence, left, frames) != _speaker(sentence, right, frames):
        return True
    turn = sentence.tokens[part.first].norm in {"but", "while", "whereas"}
    if left.act is right.act:
        return turn and _strengths(left, right) == {Strength.STRONG}
    if left.act in HEADS and not part.hard:
        return False
    strong = {left.match.pattern.strength, right.match.pattern.strength} == {Strength.STRONG}
    return strong or (part.hard and Strength.WEAK not in _strengths(left, right))


def _strengths(left: Told, right: Told) -> set[Strength]:
    return {left.match.pattern.strength, right.match.pattern.strength}


def _speaker(sentence: Sentence, one: Told, frames: Sequence[Frame]) -> object:
    frame = innermost(frames, sentence.tokens[one.match.first].start)
    return frame.says if frame else None


def _opens(sentence: Sentence, part: Clause) -> bool:
    """Whether a clause without an act leads to the next: "and since May, …"."""
    first, *rest = (t.norm for t in sentence.tokens[part.first : part.first + 2])
    if first == "and":
        return bool(rest) and rest[0] in {"since", "on", "in", "after", "as"}
    return first in {"but", "while", "since"}


def governed(
    tokens: Sequence[Token], at: int, *, first: int = 0, by: frozenset[str] | None = None
) -> bool:
    """Whether the noun hangs on a preposition: "the agenda of the next meeting"."""
    back, adjectives = at - 1, 1
    while back >= first and tokens[back].word:
        norm = tokens[back].norm
        if norm in words("prepositions"):
            return norm in by if by is not None else norm != "to"
        if norm not in words("determiners"):
            if not adjectives or norm in words("auxiliaries"):
                return False
            adjectives -= 1
        back -= 1
    return False
