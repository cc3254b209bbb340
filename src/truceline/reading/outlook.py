"""How an act stands in its tree: planned, asked for, possible, lasting, denied. It weighs no voice.

From the act's word upwards: the auxiliaries and negations of each verb, and what each verb does to
what hangs on it ("plans to", "called for", "failed to"), up to a verb of saying or the root.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from truceline.reading.datafiles import word_lists
from truceline.reading.grammar import ROOT, Grammar
from truceline.reading.inflection import forms
from truceline.reading.lexicon import Match
from truceline.reading.patterns import VERBS
from truceline.reading.sentences import Token
from truceline.reading.wordlists import speaking, words
from truceline.terms.claim import Modality

_INSIDE = frozenset({"compound", "flat", "amod", "nummod", "appos", "fixed", "goeswith", "nmod"})
_BELOW = frozenset(
    {"xcomp", "ccomp", "obj", "obl", "csubj", "conj", "acl", "advcl", "nsubj", "nmod"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """`modality` is None where the tree shows none; `factual` is the parser's own per cent.

    `near` are the act's words, what is above them, and what hangs on either.
    """

    modality: Modality | None
    denied: bool
    factual: int
    near: frozenset[int]


def outlook(tokens: Sequence[Token], grammar: Grammar, match: Match) -> Outlook:
    top = top_of(grammar, match)
    path = tuple(_path(tokens, grammar, top))
    own = frozenset(match.hits)
    found = (_at(tokens, grammar, at, below=below, own=own) for at, below in path)
    verb = next((at for at, _ in path if grammar.kinds[at] in VERBS), top)
    return Outlook(
        modality=next((modality for modality in found if modality), None),
        denied=_denied(tokens, grammar, path, own=own),
        factual=grammar.factual[verb],
        near=frozenset({*own, *(n for at, _ in path for n in (at, *grammar.under[at]))}),
    )


def top_of(grammar: Grammar, match: Match) -> int:
    """Its verb nearest to the root, else its word nearest to the root."""
    verbs = [at for at in match.hits if grammar.kinds[at] in VERBS]
    return min(verbs or match.hits, key=lambda at: (sum(1 for _ in grammar.upwards(at)), at))


def _path(tokens: Sequence[Token], grammar: Grammar, at: int) -> Iterator[tuple[int, int]]:
    """The words above, each with the one it was reached from; not past what is said by somebody."""
    below = ROOT
    while at != ROOT:
        yield at, below
        relation = grammar.relations[at].partition(":")[0]
        upon = grammar.heads[at]
        if upon == ROOT or relation not in _BELOW | _INSIDE or _ends(tokens, grammar, at, upon):
            return
        at, below = upon, at


def _ends(tokens: Sequence[Token], grammar: Grammar, at: int, upon: int) -> bool:
    """Whether what is above says, dates or describes it and does nothing to it."""
    relation = grammar.relations[at]
    norm = tokens[upon].norm
    if relation == "acl:relcl":
        return True
    if relation == "ccomp" and norm in speaking():
        return not _governs(norm) and norm not in _forms_of("denying")
    if relation == "conj":  # only what has no subject of its own shares that of the first
        return next(grammar.children(at, "nsubj", "aux"), None) is not None
    if relation == "advcl":
        return not _purpose(tokens, grammar, at)
    if relation == "nsubj" and norm not in _listed("unfounded"):
        return grammar.kinds[upon] in VERBS and norm not in _eventive()
    return False


def _purpose(tokens: Sequence[Token], grammar: Grammar, at: int) -> bool:
    return any(tokens[mark].norm == "to" for mark in grammar.children(at, "mark"))


def _at(
    tokens: Sequence[Token], grammar: Grammar, at: int, *, below: int, own: frozenset[int]
) -> Modality | None:
    """What one word of the path makes of the act: as its own predicate, or as what governs it."""
    norm = tokens[at].norm
    if below != ROOT and at not in own:
        governed, relation = _governs(norm), grammar.relations[below].partition(":")[0]
        settled = relation == "nsubj" and governed is Modality.REQUIRED  # "the exchange was agreed"
        # "was set to leave", "called for"; not "was set up", "called the shelling a breach".
        other = norm in _forms_of("only_with_more") and relation in {"nsubj", "obj"}
        if governed and relation != "conj" and not (settled or other):
            return governed
    if any(tokens[mark].norm in _listed("conditions") for mark in grammar.children(at, "mark")):
        return Modality.PREDICTED
    helped = [tokens[aux].norm for aux in grammar.children(at, "aux", "cop")]
    for modality, modals in _MODALS:
        if modals & set(helped):
            conditional = modality is Modality.PLANNED and _hangs_on_if(tokens, grammar, at)
            return Modality.PREDICTED if conditional else modality
    if {"is", "are", "was", "were"} & set(helped) and _to(tokens, grammar, at):
        return Modality.REQUIRED
    return _lasting(tokens, grammar, at, helped=helped)


_MODALS = (
    (Modality.PREDICTED, frozenset({"may", "might", "could"})),
    (Modality.REQUIRED, frozenset({"must", "should", "shall", "ought"})),
    (Modality.PLANNED, frozenset({"will", "'ll", "would", "wo"})),
)


def _to(tokens: Sequence[Token], grammar: Grammar, at: int) -> bool:
    return any(tokens[mark].norm == "to" for mark in grammar.children(at, "mark"))


def _hangs_on_if(tokens: Sequence[Token], grammar: Grammar, at: int) -> bool:
    return any(
        tokens[mark].norm in _listed("conditions")
        for clause in grammar.children(at, "advcl")
        for mark in grammar.children(clause, "mark")
    )


def _lasting(
    tokens: Sequence[Token], grammar: Grammar, at: int, *, helped: Sequence[str]
) -> Modality | None:
    """Still going on: "is holding", "have been removing", "were still looting", "continued"."""
    if grammar.kinds[at] not in VERBS:
        return None
    norm = tokens[at].norm
    if norm in _forms_of("lasting"):
        return Modality.ONGOING
    still = any(tokens[one].norm == "still" for one in grammar.children(at, "advmod"))
    now = {"is", "are", "'re"} & set(helped) or ({"has", "have"} & set(helped) and "been" in helped)
    said = grammar.relations[at] == "ccomp" and {"was", "were"} & set(helped)
    if norm.endswith("ing") and (now or said or still):
        return Modality.ONGOING
    return Modality.ONGOING if still else None


def _denied(
    tokens: Sequence[Token],
    grammar: Grammar,
    path: Sequence[tuple[int, int]],
    *,
    own: frozenset[int],
) -> bool:
    """Denied an odd number of times: "did not fail to leave" denies nothing."""
    count = 0
    for at, below in path:
        if (
            below != ROOT
            and grammar.relations[below] == "conj"
            and not _shares(tokens, grammar, below)
        ):
            break
        count += _denials(tokens, grammar, at, below, own)
    return count % 2 == 1


def _shares(tokens: Sequence[Token], grammar: Grammar, at: int) -> bool:
    """Whether the "not" of the first is also that of the second: "did not stop or turn back"."""
    return any(tokens[one].norm in {"or", "nor"} for one in grammar.children(at, "cc"))


def _denials(
    tokens: Sequence[Token], grammar: Grammar, at: int, below: int, own: frozenset[int]
) -> int:
    """How many words at this place of the path turn it into its opposite."""
    norm = tokens[at].norm
    opposes = norm in _forms_of("denying") or norm in _listed("unfounded")
    here = [
        child
        for child in grammar.children(at, "advmod", "det", "nsubj", "obj", "mark", "cc")
        if child != below
    ]
    none = [det for child in here for det in grammar.children(child, "det")]
    norms = {tokens[one].norm for one in [*here, *none] if one not in own}
    called = any(tokens[child].norm in _listed("unfounded") for child in grammar.under[at])
    return (at not in own and opposes) + bool(norms & _listed("negations")) + called


@cache
def _governs(norm: str) -> Modality | None:
    for name, modality in (
        ("demanding", Modality.DEMANDED),
        ("requiring", Modality.REQUIRED),
        ("planning", Modality.PLANNED),
        ("predicting", Modality.PREDICTED),
    ):
        if norm in _forms_of(name):
            return modality
    return None


@cache
def _forms_of(name: str) -> frozenset[str]:
    return frozenset().union(*(forms(base) for base in _listed(name)))


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(word_lists("factuality.toml")[name])


@cache
def _eventive() -> frozenset[str]:
    return words("eventive") | _forms_of("lasting") | _forms_of("denying") | _forms_of("planning")
