"""Whether a source puts an act forward as done, due, asked for or possible, or denies it."""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from truceline.reading.frames import Frame, Manner
from truceline.reading.grammar import Grammar
from truceline.reading.lexicon import STANCES, Match
from truceline.reading.outlook import Outlook, outlook
from truceline.reading.sentences import Token
from truceline.reading.wordlists import modal, phrase_at, words
from truceline.terms.claim import AGREEMENT, Act, Modality

_BEFORE, _AFTER, _NEGATION_REACH = 20, 8, 8  # words around the trigger in which a cue counts
_DOUBTED = 5  # per cent: so little, and the parser says by itself that it has not happened
_SPOKEN = frozenset({Act.DEMAND, Act.ACCUSATION, Act.REJECTION})  # done by saying them
_NAMED_BY_CUES = STANCES | {Act.CEASEFIRE}  # "agreed" makes them, and would make them due
_NOUN_ENDINGS = ("s", "ing", "ion", "ment", "al")
_STATES = frozenset({Act.ACCESS, Act.CONTROL, Act.DEPLOYMENT, Act.MONITORING, Act.SUPPORT})
_REFUSALS = frozenset(
    {"denied", "denies", "deny", "denying", "rejected", "rejects", "refuted", "refutes"}
)
_ORDER = (
    Modality.PREDICTED,
    Modality.DEMANDED,
    Modality.REQUIRED,
    Modality.PLANNED,
    Modality.ONGOING,
)


def judge(
    tokens: Sequence[Token],
    match: Match,
    *,
    first: int,
    last: int,
    frame: Frame | None,
    grammar: Grammar | None = None,
) -> tuple[Modality, bool]:
    """The modality of the act in its clause first..last, and whether it is denied."""
    if match.pattern.unfulfilled:
        return Modality.ONGOING, True
    seen = outlook(tokens, grammar, match) if grammar else None
    if seen and not _by_frame(frame, match):
        denied = seen.denied
    else:
        denied = _denied(_norms(tokens), match, first=first, last=last, frame=frame)
    modality = _modality(tokens, match, first=first, last=last, frame=frame, seen=seen)
    return modality, denied != match.pattern.undone


def _by_frame(frame: Frame | None, match: Match) -> bool:
    return frame is not None and frame.manner is Manner.DENY and match.act is not Act.REJECTION


def _norms(tokens: Sequence[Token]) -> list[str]:
    """The words, with the month of May made no "may"."""
    return ["" if token.text == "May" and at else token.norm for at, token in enumerate(tokens)]


def _denied(
    norms: Sequence[str], match: Match, *, first: int, last: int, frame: Frame | None
) -> bool:
    if _by_frame(frame, match):
        return True
    spoken = match.act in _SPOKEN | {Act.WARNING}
    for at in range(max(first, match.first - _NEGATION_REACH), match.last + 1):
        end = phrase_at(norms, at, modal("negation"))
        empty = phrase_at(norms, at, modal("empty_negation")) is not None
        if end is None or empty or (spoken and norms[at] in _REFUSALS | {"without"}):
            continue
        if match.act is Act.REJECTION and norms[at] in {"refused", "refuses", "refuse"}:
            continue
        if at > match.first and norms[at] not in {"no", "not"}:
            continue
        return True
    for at in range(match.last + 1, min(last, match.last + _AFTER) + 1):
        if norms[at] in {"not", "n't", "never"} and norms[at - 1] in words("auxiliaries"):
            return phrase_at(norms, at, modal("empty_negation")) is None
    return False


def _modality(
    tokens: Sequence[Token],
    match: Match,
    *,
    first: int,
    last: int,
    frame: Frame | None,
    seen: Outlook | None,
) -> Modality:
    norms = _norms(tokens)
    if match.act is Act.WARNING:
        return Modality.PREDICTED
    found = _found(tokens, match, first=first, last=last, seen=seen)
    if match.act in _SPOKEN:
        return Modality.PREDICTED if found is Modality.PREDICTED else Modality.HAPPENED
    framed = _framed(match, found, frame) if frame else found
    if framed is Modality.REQUIRED and match.act is Act.MEETING:
        return Modality.PLANNED
    if framed is None and match.act is Act.MANDATE and norms[match.last].endswith("s"):
        return Modality.REQUIRED  # "expires": laid down, whenever it is written
    return framed or _aspect(norms, match, first=first, last=last)


def _found(
    tokens: Sequence[Token], match: Match, *, first: int, last: int, seen: Outlook | None
) -> Modality | None:
    """The tree's word first; else cues among the words that belong to the act by the tree."""
    norms = _norms(tokens)
    if seen is None:
        return _nearest(norms, match, first=first, last=last) or _purpose(tokens, match)
    cued = _nearest(norms, match, first=first, last=last, near=seen.near)
    if seen.modality or cued or seen.denied or seen.factual > _DOUBTED:
        return seen.modality or cued
    return Modality.PREDICTED


def _framed(match: Match, found: Modality | None, frame: Frame) -> Modality | None:
    """What becomes of it in the mouth of an agreement, a claimant, or one who speaks for nobody."""
    if frame.says == (AGREEMENT,):
        return Modality.REQUIRED
    if frame.manner is Manner.DEMAND and found is not Modality.PREDICTED:
        return Modality.HAPPENED if match.first <= frame.cue <= match.last else Modality.DEMANDED
    if found is Modality.PLANNED and frame.calling:
        return Modality.PREDICTED
    return found


def _nearest(
    norms: Sequence[str],
    match: Match,
    *,
    first: int,
    last: int,
    near: frozenset[int] | None = None,
) -> Modality | None:
    """The modality of the cue that ends last before the trigger's end, if it is one of `near`."""
    best: tuple[bool, int, int, int] | None = None
    found: Modality | None = None
    for at in range(max(first, match.first - _BEFORE), min(last, match.last) + 1):
        if norms[at] not in _openings():
            continue
        for order, modality in enumerate(_ORDER):
            end = phrase_at(norms, at, modal(modality.value))
            named = match.act in _NAMED_BY_CUES and norms[at] not in words("modals")
            if end is None or (named and end >= match.first):
                continue
            if near is not None and near.isdisjoint(range(at, end + 1)):
                continue
            rank = (modality is not Modality.ONGOING, end, -at, -order)
            if best is None or rank > best:
                best, found = rank, modality
    return found or (_after(norms, match, last=last) if near is None else None)


@cache
def _openings() -> frozenset[str]:
    """The first words of all cues: most words are none."""
    return frozenset().union(*(modal(modality.value) for modality in _ORDER))


def _purpose(tokens: Sequence[Token], match: Match) -> Modality | None:
    """As in "talks to reach an agreement": not reached yet; "began to withdraw": begun."""
    at = match.last if tokens[match.last - 1].norm == "to" else match.first
    before = [token.norm for token in tokens[max(0, at - 2) : at]]
    if before[1:] != ["to"] or tokens[at].norm.endswith(_NOUN_ENDINGS):
        return None
    achieved = before[0] in words("achieving") or tokens[at - 2].capital
    return None if achieved else Modality.PLANNED


def _after(norms: Sequence[str], match: Match, *, last: int) -> Modality | None:
    """A noun's predicate: "the talks will begin", "the withdrawal is due to end"."""
    for at in range(match.last + 1, min(last, match.last + _AFTER) + 1):
        for modality, starters in (
            (Modality.PLANNED, {"will", "would"}),
            (Modality.REQUIRED, {"must", "should", "shall"}),
            (Modality.PREDICTED, {"may", "might", "could"}),
        ):
            if norms[at] in starters:
                return modality
        if norms[at] in words("auxiliaries") | words("relatives") or not norms[at].isalnum():
            return None
    return None


def _aspect(norms: Sequence[str], match: Match, *, first: int, last: int) -> Modality:
    """Progressive, "there are", "since …": still going on."""
    before = norms[first : match.first]
    head = norms[match.first]
    progressive = head.endswith("ing") and any(word in {"is", "are", "'re"} for word in before[-3:])
    existing = _starts_with(norms[first : match.last + 1], ("there", "is"), ("there", "are"))
    lasting = match.act in _STATES and "since" in norms[first : last + 1]
    perfect = lasting and bool({"has", "have"} & set(before))
    return Modality.ONGOING if progressive or existing or perfect else Modality.HAPPENED


def _starts_with(norms: Sequence[str], *openings: tuple[str, str]) -> bool:
    return any(pair in openings for pair in pairwise(norms))
