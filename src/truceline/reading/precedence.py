"""Which of two tellings in one sentence gives way, by how one hangs on the other.

"A demands that B leave" tells of a withdrawal; "A warned that B might shell C" of a warning.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from truceline.reading.frames import Frame, innermost
from truceline.reading.grammar import ROOT, Grammar
from truceline.reading.lexicon import STANCES, Match
from truceline.reading.patterns import Strength
from truceline.reading.predicates import BESIDE, Predicate
from truceline.reading.sentences import Token
from truceline.reading.telling import HEADS
from truceline.reading.wordlists import words
from truceline.terms.claim import Act

_OF_ITS_OWN = frozenset({"conj", "parataxis", BESIDE, "list"})
_CONDITIONS = frozenset({"if", "unless", "whether", "until"})
_TURNS = frozenset({"but", "while", "whereas"})
_LIGHTER = STANCES | {Act.MONITORING, Act.MEETING}  # than what is told of those they concern
# what befalls people, told in passing: "shelled the town, wounding two"
_RESULTS = frozenset(
    {Act.CASUALTIES, Act.DISPLACEMENT, Act.RETURN, Act.HOSTILITIES, Act.DETAINEE_EXCHANGE}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A sentence as its tree has it, and who speaks in it."""

    tokens: Sequence[Token]
    grammar: Grammar
    parts: Sequence[Predicate]
    frames: Sequence[Frame]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """Two tellings, the lower hanging on the upper by these relations, the last first."""

    scene: Scene
    high: Match
    low: Match
    upper: int
    lower: int
    relations: Sequence[str]


def settled(scene: Scene, best: dict[int, Match]) -> dict[int, Match]:
    """Without the tellings that give way to the one above them or below them."""
    told = dict(best)
    for number in sorted(best, key=lambda n: _height(scene.parts, n)):
        while number in told:
            upper = above(scene.parts, number, told)
            gives = ROOT if upper == ROOT else _gives(_pair(scene, best, told, (upper, number)))
            if gives == ROOT:
                break
            del told[gives]
    return told


def above(parts: Sequence[Predicate], number: int, told: Collection[int]) -> int:
    """The nearest telling above a predicate, ROOT for none."""
    number = parts[number].above
    while number != ROOT and number not in told:
        number = parts[number].above
    return number


def _height(parts: Sequence[Predicate], number: int) -> int:
    height = 0
    while parts[number].above != ROOT:
        number = parts[number].above
        height += 1
    return height


def _pair(
    scene: Scene, best: dict[int, Match], told: dict[int, Match], pair: tuple[int, int]
) -> _Pair:
    upper, lower = pair
    relations = [scene.parts[lower].relation]
    at = scene.parts[lower].above
    while at != upper and at not in best:  # one that gave way stands for the upper
        relations.append(scene.parts[at].relation)
        at = scene.parts[at].above
    return _Pair(
        scene=scene,
        high=told[upper],
        low=told[lower],
        upper=upper,
        lower=lower,
        relations=relations,
    )


def _gives(pair: _Pair) -> int:
    """The number of the one that gives way; ROOT where both stand."""
    if pair.relations[0] == "advcl" and _marks(pair) & _CONDITIONS:
        return pair.lower
    if _speaker(pair.scene, pair.high) != _speaker(pair.scene, pair.low):
        return ROOT
    if _OF_ITS_OWN & set(pair.relations):
        again = pair.high.act is pair.low.act and not _turns(pair)
        return pair.lower if again or pair.low.pattern.strength is Strength.WEAK else ROOT
    if "acl:relcl" in pair.relations:
        return _of_description(pair)
    return _of_complement(pair)


def _of_complement(pair: _Pair) -> int:
    """What one says, does or wants, and how: deeds before stances."""
    high, low = pair.high.act, pair.low.act
    deed = low not in STANCES
    if high is Act.REJECTION and deed and "ccomp" in pair.relations:
        return pair.upper
    if high in HEADS and pair.high.pattern.strength is Strength.STRONG:
        return pair.lower
    if high in STANCES and deed and pair.low.pattern.strength > Strength.WEAK:
        return pair.upper
    marks = _marks(pair)
    dated = pair.relations[0] == "acl" and not marks  # it has a time of its own, to come so far
    clause = pair.relations[0] == "advcl" or (pair.relations[0] == "acl" and marks)
    aside = clause and low not in _RESULTS and not _finite(pair)
    if high is low or aside or not (deed or dated):
        return pair.lower
    return ROOT


def _finite(pair: _Pair) -> bool:
    """Whether it has a subject of its own: "because the road was closed"."""
    head = pair.scene.parts[pair.lower].head
    return next(pair.scene.grammar.children(head, "nsubj"), None) is not None


def _marks(pair: _Pair) -> frozenset[str]:
    head = pair.scene.parts[pair.lower].head
    children = pair.scene.grammar.children(head, "mark", "advmod")
    return frozenset(
        pair.scene.tokens[at].norm for at in children if pair.scene.grammar.kinds[at] != "ADV"
    )


def _turns(pair: _Pair) -> bool:
    """Whether the same act is told again for itself: ", and near Y they fired"."""
    scene, part = pair.scene, pair.scene.parts[pair.lower]
    subject = next(scene.grammar.children(part.head, "nsubj"), None)
    if subject is None:
        return False
    kinds = [scene.grammar.kinds[at] for at in part.own if scene.tokens[at].word]
    opens = [kind for kind in kinds if kind != "CCONJ"][:1]
    pronoun = scene.tokens[subject].norm in words("they")
    turns = any(scene.tokens[at].norm in _TURNS for at in part.own[:2])
    return pronoun or turns or opens == ["ADP"]


def _of_description(pair: _Pair) -> int:
    """After a comma a relative clause tells for itself; else it says which one is meant."""
    if pair.high.act is pair.low.act:
        return pair.lower
    if _apart(pair):
        return ROOT
    if pair.low.act in STANCES or pair.high.act in HEADS:
        return pair.lower
    weightier = pair.low.pattern.strength > pair.high.pattern.strength
    return pair.upper if weightier or pair.high.act in _LIGHTER else pair.lower


def _apart(pair: _Pair) -> bool:
    parts, tokens = pair.scene.parts, pair.scene.tokens
    at = pair.lower
    while at != pair.upper:
        before = tokens[max(0, parts[at].first - 1)].text
        if parts[at].relation == "acl:relcl" and "," in {before, tokens[parts[at].first].text}:
            return True
        at = parts[at].above
    return False


def _speaker(scene: Scene, match: Match) -> object:
    frame = innermost(scene.frames, scene.tokens[match.first].start)
    return frame.says if frame else None
