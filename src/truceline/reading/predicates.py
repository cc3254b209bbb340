"""The clauses of a sentence as its tree has them: one for each predicate. It knows no act."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from truceline.reading.clauses import BACKGROUND, STRONG_MARKS
from truceline.reading.grammar import ROOT, Grammar
from truceline.reading.patterns import VERBS
from truceline.reading.sentences import Token

_CLAUSAL = frozenset({"ccomp", "advcl", "acl", "parataxis", "csubj"})
BESIDE = "beside"  # the relation of what only a colon or semicolon parts from the rest

_MEANS = frozenset({"by", "while", "without", "when"})

_Key = tuple[int, int]  # the head of a predicate, and how many strong marks stand before the token


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicate:
    """`own` are its tokens without those of the predicates below it, in order.

    `above` is the number of the predicate it hangs on, by `relation`; ROOT for none.
    """

    head: int
    own: tuple[int, ...]
    above: int
    relation: str
    background: bool  # tells when, not what: "after the war ended"

    @property
    def first(self) -> int:
        return self.own[0]

    def around_what_is_put_in(self, tokens: Sequence[Token]) -> tuple[int, ...]:
        """Its tokens without the commas around a clause inside it; none where there is no such."""
        holes = {at for at, after in pairwise(self.own) if after - at > 1}
        if not holes:
            return ()
        edges = holes | {after for at, after in pairwise(self.own) if at in holes}
        return tuple(at for at in self.own if at not in edges or tokens[at].text != ",")


def predicates(tokens: Sequence[Token], grammar: Grammar) -> tuple[Predicate, ...]:
    """In the order of their first tokens; every token is one predicate's own."""
    keys = _keys(tokens, grammar)
    own: dict[_Key, list[int]] = {}
    for at, key in enumerate(keys):
        own.setdefault(key, []).append(at)
    numbers = {key: number for number, key in enumerate(own)}
    found = []
    for (head, part), here in own.items():
        whole = keys[head] == (head, part)
        upon = grammar.heads[head] if whole else head
        found.append(
            Predicate(
                head=head if whole else here[0],
                own=tuple(here),
                above=numbers[keys[upon]] if upon != ROOT else ROOT,
                relation=grammar.relations[head] if whole else BESIDE,
                background=_background(tokens, grammar, head),
            )
        )
    return tuple(found)


def _keys(tokens: Sequence[Token], grammar: Grammar) -> list[_Key]:
    heads: dict[int, int] = {}
    keys = []
    part = 0
    for at in range(len(tokens)):
        part += at > 0 and tokens[at - 1].text in STRONG_MARKS and not _range(tokens, at - 1)
        keys.append((_nearest(grammar, at, heads), part))
    return keys


def _range(tokens: Sequence[Token], at: int) -> bool:
    """A dash without space around it is none between clauses: "2-4 km"."""
    return 0 < at < len(tokens) - 1 and tokens[at - 1].end == tokens[at + 1].start - 1


def _nearest(grammar: Grammar, at: int, known: dict[int, int]) -> int:
    """The predicate's head nearest above a token, or the token itself."""
    path = []
    while at not in known and not _is_predicate(grammar, at):
        path.append(at)
        at = grammar.heads[at]
    found = known.get(at, at)
    known.update(dict.fromkeys([*path, at], found))
    return found


def _is_predicate(grammar: Grammar, at: int) -> bool:
    relation = grammar.relations[at].partition(":")[0]
    if relation == "conj":
        subject = next(grammar.children(at, "nsubj", "csubj", "cop"), None)
        return grammar.kinds[at] in VERBS or subject is not None
    return relation in _CLAUSAL or grammar.heads[at] == ROOT


def _background(tokens: Sequence[Token], grammar: Grammar, head: int) -> bool:
    """After "since", "before"; without a subject also after "by", "while": "by sending troops"."""
    if grammar.relations[head] != "advcl":
        return False
    marks = {tokens[mark].norm for mark in grammar.children(head, "mark", "case")}
    subject = next(grammar.children(head, "nsubj"), None)
    return bool(marks & BACKGROUND) or (subject is None and bool(marks & _MEANS))
