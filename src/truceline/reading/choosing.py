"""Which of the times of a sentence belongs to an act, by the tree of the sentence.

The characters of an expression of time win over the tree: whatever the parser makes of their
words, they are one, and hang where the first of them hangs that leaves them.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace

from truceline.reading.grammar import ROOT, Grammar
from truceline.reading.sentences import Sentence, Token
from truceline.reading.spans import Span
from truceline.reading.timex import Timex
from truceline.reading.timing import coarseness
from truceline.reading.wordlists import words
from truceline.terms.when import When

_CLOSE = 20  # steps within which a place is shared
STRANGE = 90  # steps: another clause's time, as far as the tree can tell
OWNED = 99  # the time of a noun that is not the act: "the deal signed on Monday"
_NEAR = 40  # steps that still belong
_ARGUMENTS = frozenset(
    {"obj", "nsubj", "nsubj:pass", "nmod", "nmod:poss", "compound", "appos"}
    | {"goeswith", "flat", "fixed", "dep", "amod"}
)
_FAR = {"obl": 6, "conj": 12, "parataxis": 12, "xcomp": 3, "acl": 8, "advcl": 12}  # steps
_CLAUSES = frozenset({"ccomp", "csubj", "advcl", "acl", "acl:relcl", "parataxis", "xcomp", "conj"})
_TOLD_BY = frozenset({"obl", "nmod", "advmod", "appos", "dep", "nummod", "parataxis", "conj"})


def chosen(
    sentence: Sentence, times: Sequence[Timex], *, first: int, last: int, span: Span
) -> Timex | None:
    """The time of the act told by tokens first..last, whose words stand in `span`."""
    at = sentence.tokens[first].start
    if sentence.grammar is None:
        inside = [time for time in times if span[0] <= time.start < span[1]]
        found = inside or _of_clause_before(sentence, times, span=span)
        return min(found, key=lambda t: (coarseness(t), abs(t.start - at)), default=None)
    far = steps(sentence.tokens, sentence.grammar, times, first=first, last=last)
    near = [(cost, time) for cost, time in zip(far, times, strict=True) if cost < STRANGE]
    best = min(near, key=lambda one: (one[0] // 5, coarseness(one[1]), one[0]), default=None)
    if best is None and (begun := _begun(sentence.tokens, sentence.grammar, times, first, last)):
        return begun
    if best is None:
        told = zip(far, times, strict=True)
        free = [time for cost, time in told if cost < OWNED or _lasts(time)]
        inside = [t for t in free if _lasts(t) or span[0] <= t.start < span[1]]
        return min(inside, key=lambda t: (coarseness(t), abs(t.start - at)), default=None)
    return best[1]


def _of_clause_before(sentence: Sentence, times: Sequence[Timex], *, span: Span) -> list[Timex]:
    """What goes on without a subject has the time of what it goes on from: ", wounding two"."""
    opening = [token for token in sentence.tokens if span[0] <= token.start][:2]
    if not opening or not opening[0].norm.endswith("ing"):
        return []
    return [time for time in times if time.start < span[0]][-1:]


def _lasts(time: Timex) -> bool:
    """Since some event, and still so: whose clause it stands in does not matter."""
    return time.mod == "since" and not time.text.lower().startswith("since")


def near(sentence: Sentence, at: int, *, first: int, last: int) -> bool:
    """Whether the word at `at` belongs to what the act told by first..last belongs to."""
    tree = sentence.grammar
    if tree is None:
        return False
    main = _main(tree, first, last)
    cost = _climb(tree, tree.heads[at], _reach(sentence.tokens, tree, main))
    return cost < _CLOSE


def _begun(
    tokens: Sequence[Token], grammar: Grammar, times: Sequence[Timex], first: int, last: int
) -> Timex | None:
    """Since when, in "the war, which began in 2013, has killed thousands"."""
    main = _main(grammar, first, last)
    above = [main, *grammar.upwards(main)][:2]
    perfect = [at for at in above if _mood(tokens, grammar, at) == "since"]
    clauses = [
        clause
        for verb in perfect
        for subject in grammar.children(verb, "nsubj")
        for clause in grammar.children(subject, "acl")
        if tokens[clause].norm in words("beginning")
    ]
    for time in times:
        if time.when and not time.mod and _hangs(tokens, grammar, time) in clauses:
            start = time.when.value.partition("/")[0]
            return replace(time, mod="since", when=When(value=f"{start}/.."))
    return None


def steps(
    tokens: Sequence[Token], grammar: Grammar, times: Sequence[Timex], *, first: int, last: int
) -> list[int]:
    """How far each time hangs from the act told by tokens first..last; STRANGE for never."""
    main = _main(grammar, first, last)
    reach = _reach(tokens, grammar, main)
    if not _relative(grammar, main):
        own = (at for at in range(first, last + 1) if grammar.kinds[at] in _NOUNS | {"VERB"})
        reach = dict.fromkeys(own, 1) | reach
    far = [_steps(tokens, grammar, time, reach) for time in times]
    relative = next((at for at in (main, *grammar.upwards(main)) if _relative(grammar, at)), None)
    if relative is None:
        return far
    below = [relative in _above(grammar, _hangs(tokens, grammar, time)) for time in times]
    return [cost if cost < STRANGE or own else OWNED for cost, own in zip(far, below, strict=True)]


def _relative(grammar: Grammar, at: int) -> bool:
    return grammar.relations[at] == "acl:relcl"


def _above(grammar: Grammar, at: int) -> set[int]:
    """A token and all it hangs on."""
    return {at, *grammar.upwards(at)} if at != ROOT else set()


def _main(grammar: Grammar, first: int, last: int) -> int:
    """The one of the tokens that the others hang on."""
    span = range(first, last + 1)
    told = next((at for at in span if _relative(grammar, at) and grammar.heads[at] in span), None)
    if told is not None:
        return told  # "families who fled": the fleeing
    return next((at for at in span if grammar.heads[at] not in span), first)


def _reach(tokens: Sequence[Token], grammar: Grammar, main: int) -> dict[int, int]:
    """The predicates whose times are the act's too, and how far off each is."""
    reach, at, cost = {main: 0}, main, 0
    while grammar.heads[at] != ROOT:
        head, relation = grammar.heads[at], grammar.relations[at]
        step = _shares(tokens, grammar, at, head, relation=relation)
        if step is None:
            break
        cost += step
        if head in reach or cost > _NEAR:
            break
        reach[head] = cost
        at = head
    return reach


def _shares(
    tokens: Sequence[Token], grammar: Grammar, at: int, head: int, *, relation: str
) -> int | None:
    """How far the act is from what it hangs on; None where that has its own time."""
    plain = relation.partition(":")[0]
    if relation in _ARGUMENTS:
        return 2
    shares = {
        "obl": True,
        "conj": _mood(tokens, grammar, at) == _mood(tokens, grammar, head),
        "parataxis": _mood(tokens, grammar, at) == _mood(tokens, grammar, head),
        "xcomp": tokens[head].norm in words("achieving"),
        "acl": relation == "acl" and tokens[at].norm.endswith("ing"),  # "a convoy carrying food"
        "advcl": _at_once(tokens, grammar, at),
    }
    return _FAR[plain] if shares.get(plain) else None


def _at_once(tokens: Sequence[Token], grammar: Grammar, at: int) -> bool:
    """Whether an adverbial clause tells of the same moment: "wounding two", "as they left"."""
    marks = [tokens[mark].norm for mark in grammar.children(at, "mark")]
    marks += [tokens[mark].norm for mark in grammar.children(at, "advmod")][:1]
    if any(mark in _SAME_MOMENT for mark in marks):
        return True
    return tokens[at].norm.endswith("ing") and not any(mark in _OTHER_MOMENT for mark in marks)


def _mood(tokens: Sequence[Token], grammar: Grammar, at: int) -> str:
    """What the auxiliaries say of the moment: to come, done by now, or plainly told."""
    said = {tokens[child].norm for child in grammar.children(at, "aux")}
    if said & words("modals"):
        return "ahead"
    return "since" if said & {"has", "have", "'ve"} else ""


def _steps(tokens: Sequence[Token], grammar: Grammar, time: Timex, reach: Mapping[int, int]) -> int:
    at = _hangs(tokens, grammar, time)
    if (
        at not in reach
        and at != ROOT
        and _is_genitive(tokens, time)
        and (grammar.relations[at].partition(":")[0] in {"obl", "nmod"})
    ):
        return OWNED  # "in Monday's talks": of the talks
    return _climb(grammar, at, reach)


def _climb(grammar: Grammar, at: int, reach: Mapping[int, int]) -> int:
    """The steps from a token up to what the act belongs to."""
    cost = 0
    while at != ROOT:
        if at in reach:
            return min(STRANGE, cost + reach[at])
        step = _down(grammar, at, grammar.relations[at], reach)
        if step is None or step == OWNED:
            return step or STRANGE
        cost += step
        at = grammar.heads[at]
    return STRANGE


def _is_genitive(tokens: Sequence[Token], time: Timex) -> bool:
    after = next((token for token in tokens if token.start >= time.end), None)
    return after is not None and after.norm in {"'s", "'", "\u2019"}


def _down(grammar: Grammar, at: int, relation: str, reach: Mapping[int, int]) -> int | None:
    """How far a time below a token is from what that hangs on; None or OWNED: it is another's."""
    if relation.startswith("acl"):  # "the meeting held on Monday", "the attack, which began on …"
        own = grammar.heads[at] in reach and grammar.kinds[grammar.heads[at]] in _NOUNS
        return (8 if relation == "acl:relcl" else 4) if own else OWNED
    if relation == "xcomp":
        return 3
    if relation == "conj" and grammar.kinds[at] not in {"VERB", "AUX"}:
        return 2
    return None if relation in _CLAUSES else 2


def _hangs(tokens: Sequence[Token], grammar: Grammar, time: Timex) -> int:
    """The token that the words of the time hang on."""
    starts = [token.start for token in tokens]
    first = bisect_left(starts, time.start)
    after = bisect_left(starts, time.end)
    span = range(first, max(after, first + 1))
    leaving = [at for at in span if at < len(tokens) and grammar.heads[at] not in span]
    told = [at for at in leaving if grammar.relations[at].partition(":")[0] in _TOLD_BY]
    best = next(iter(told or leaving), None)
    if best is None:
        return ROOT
    return grammar.heads[best] if grammar.heads[best] != ROOT else best


_NOUNS = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_SAME_MOMENT = frozenset({"as", "while", "when"})
_OTHER_MOMENT = frozenset(
    {"after", "before", "since", "until", "following", "despite", "if", "for", "by", "without"}
)
