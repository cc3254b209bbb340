"""Which acts a sentence tells of by its tree: each predicate may tell one. It names nobody."""

from collections.abc import Mapping, Sequence

from truceline.reading.frames import Frame
from truceline.reading.grammar import ROOT, Grammar
from truceline.reading.lexicon import STANCES, Match
from truceline.reading.patterns import VERBS, Strength
from truceline.reading.precedence import Scene, above, settled
from truceline.reading.predicates import BESIDE, Predicate, predicates
from truceline.reading.sentences import CLOSING, OPENING, STRAIGHT, Sentence, Token
from truceline.reading.telling import FULL, HEADS, Told
from truceline.reading.wordlists import words
from truceline.terms.claim import Act

_APART = frozenset({"ccomp", "advcl", "parataxis", BESIDE})
_JOINTS = frozenset({"and", "but", "or"})
_CLOSES = frozenset(".!…)]" + CLOSING + STRAIGHT)
_INSIDE_NAMES = frozenset({"compound", "flat", "amod", "nummod", "appos", "goeswith", "fixed"})


def told_by_tree(
    sentence: Sentence, grammar: Grammar, *, matches: Sequence[Match], frames: Sequence[Frame]
) -> list[Told]:
    """In the order of the text; one may lie inside another."""
    scene = Scene(
        tokens=sentence.tokens,
        grammar=grammar,
        parts=predicates(sentence.tokens, grammar),
        frames=frames,
    )
    told = settled(scene, _best_of_each(scene, matches))
    owners = _owners(scene.parts, tuple(told))
    found = []
    for number, match in told.items():
        own = [at for n, part in enumerate(scene.parts) if owners[n] == number for at in part.own]
        first, last = _stretch(sentence.tokens, sorted(own))
        found.append(Told(match=match, first=first, last=last))
    return found


def _best_of_each(scene: Scene, matches: Sequence[Match]) -> dict[int, Match]:
    """For each predicate that tells an act, by its number, how it does."""
    where = {at: number for number, part in enumerate(scene.parts) for at in part.own}
    here: dict[int, list[tuple[Match, int]]] = {}
    for match in matches:
        top = _top(scene.grammar, match)
        part = scene.parts[where[top]]
        if match.pattern.aside or _torn(scene, match, where):
            continue
        if _stands(scene, match, top=top, part=part):
            here.setdefault(where[top], []).append((match, top))
    return {n: _best(found, head=scene.parts[n].head) for n, found in sorted(here.items())}


def _torn(scene: Scene, match: Match, where: Mapping[int, int]) -> bool:
    """Whether its words stand in predicates that are not about one thing: "saw that soldiers …"."""
    touched = {where[hit] for hit in match.hits}
    return any(
        part.above in touched and part.relation in _APART
        for part in (scene.parts[number] for number in touched)
    )


def _top(grammar: Grammar, match: Match) -> int:
    """Its verb nearest to the root, else its word nearest to the root."""
    verbs = [at for at in match.hits if grammar.kinds[at] in VERBS]
    return min(verbs or match.hits, key=lambda at: (sum(1 for _ in grammar.upwards(at)), at))


def _stands(scene: Scene, match: Match, *, top: int, part: Predicate) -> bool:
    """A noun in passing tells nothing: "the day of the withdrawal"; nor does the background."""
    strong = match.pattern.strength is Strength.STRONG
    marked = next(scene.grammar.children(part.head, "mark"), None) is not None
    described = part.relation == "acl" and not marked and not _dated(scene.tokens, part)
    if part.background or (described and not _of_fragment(scene.grammar, part)):
        return strong and len(match.hits) >= FULL
    return scene.grammar.kinds[top] in VERBS or not _in_passing(scene, top, strong=strong)


def _of_fragment(grammar: Grammar, part: Predicate) -> bool:
    """Whether it describes what the sentence has instead of a verb: "two tanks parked there"."""
    root = grammar.heads[part.head]
    subject = next(grammar.children(root, "nsubj", "cop"), None)
    return grammar.heads[root] == ROOT and grammar.kinds[root] not in VERBS and subject is None


def _dated(tokens: Sequence[Token], part: Predicate) -> bool:
    """Whether what describes a noun is told with its time: "the deal, signed on 2 May"."""
    return any(
        tokens[at].text[0].isdigit() or tokens[at].norm in words("time_marks") for at in part.own
    )


def _in_passing(scene: Scene, at: int, *, strong: bool) -> bool:
    """Whether a noun is only spoken of: it hangs on another, or is the subject of no event."""
    grammar = scene.grammar
    while _inside(grammar, at):
        at = grammar.heads[at]
    relation = grammar.relations[at].partition(":")[0]
    upon = grammar.heads[at]
    if relation == "nmod":
        return scene.tokens[upon].norm not in words("carriers")
    if relation == "obl":
        cases = {scene.tokens[case].norm for case in grammar.children(at, "case")}
        return grammar.kinds[upon] not in VERBS or not cases <= words("carrying")
    return relation == "nsubj" and not strong and scene.tokens[upon].norm not in words("eventive")


def _inside(grammar: Grammar, at: int) -> bool:
    """Whether it is no head of its own: a part of a name, or the second of a pair."""
    relation = grammar.relations[at].partition(":")[0]
    return relation in _INSIDE_NAMES | {"conj"} and grammar.heads[at] != ROOT


def _best(found: Sequence[tuple[Match, int]], *, head: int) -> Match:
    """A main verb that keeps its clause, else the weightiest."""
    keeps = (match for match, top in found if match.act in HEADS and top == head)
    strong = next((m for m in keeps if m.pattern.strength is Strength.STRONG), None)
    best = max((match for match, _ in found), key=lambda match: _weight(match, head))
    return strong if strong and best.act is not strong.act else best


def _weight(match: Match, head: int) -> tuple[int, int, bool, int, int]:
    """Strength, deeds before stances, the predicate itself before its nouns, then length."""
    return (
        match.pattern.strength,
        0 if match.act in STANCES else 1 if match.act is Act.MONITORING else 2,
        head in match.hits,
        0 if head in match.hits else -match.first,
        len(match.hits),
    )


def _owners(parts: Sequence[Predicate], told: Sequence[int]) -> list[int]:
    """Which telling each predicate belongs to: the one above it, else the next, else the last."""
    owners = []
    for number in range(len(parts)):
        owner = number if number in told else above(parts, number, told)
        if owner == ROOT and told:
            owner = min((n for n in told if n > number), default=max(told))
        owners.append(owner)
    return owners


def _stretch(tokens: Sequence[Token], own: Sequence[int]) -> tuple[int, int]:
    """From the first word to the last, with the marks that close it."""
    worded = [at for at in own if tokens[at].word] or list(own)
    first, last = worded[0], worded[-1]
    while first < last and tokens[first].norm in _JOINTS:
        first += 1
    if first and tokens[first - 1].text in OPENING + STRAIGHT:
        first -= 1
    while last + 1 < len(tokens) and tokens[last + 1].text in _CLOSES:
        last += 1
    return first, last
