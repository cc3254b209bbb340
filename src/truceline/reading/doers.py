"""Who does it and to whom, by the tree of the sentence. It knows nobody and resolves no pronoun.

Relations are those of Universal Dependencies 2. A tree is often wrong, so what it finds stands
beside what position tells (roles.py), never alone where the two can be held against each other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from truceline.reading.acts import Told
from truceline.reading.grammar import ROOT, Grammar
from truceline.reading.sentences import Token
from truceline.reading.wordlists import light_verbs
from truceline.terms.claim import Act

_STEPS = 6  # clauses a subject may be shared over
_AT = frozenset({"on", "against", "at", "to", "towards", "toward", "upon", "over", "onto"})
_SHARING = frozenset({"xcomp", "conj", "advcl", "ccomp", "parataxis", "aux", "compound"})
_MEETS = frozenset({"with", "between"})
# "the shelling of X" is done to X; of the others, "the withdrawal of X" is done by X
_DONE_TO = frozenset({Act.HOSTILITIES, Act.CASUALTIES, Act.ACCUSATION, Act.SUPPORT, Act.REJECTION})
_TAKEN = frozenset({Act.DETAINEE_EXCHANGE, Act.TRANSFER, Act.AID, Act.DEMINING, Act.DELIMITATION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """Tokens that head the phrases of who does it, who else takes part, and to whom it is done."""

    by: tuple[int, ...] = ()
    with_: tuple[int, ...] = ()
    to: tuple[int, ...] = ()
    passive: bool = False
    verb: int = ROOT  # the verb that is looked at, if it is one


def doing(tokens: Sequence[Token], tree: Grammar, told: Told) -> Doing:
    """What the tree says of the trigger of an act."""
    core = _core(tree, told)
    if tree.kinds[core] in {"VERB", "AUX"} or tree.has(core, "nsubj", "cop"):
        return _verbal(tokens, tree, core)
    return _nominal(tokens, tree, core, told)


def _core(tree: Grammar, told: Told) -> int:
    """The word of the trigger the others hang on; a verb where there is one."""
    inside = range(told.match.first, told.match.last + 1)
    top = [at for at in inside if tree.heads[at] not in inside] or [told.match.first]
    verbs = [at for at in inside if tree.kinds[at] == "VERB"]
    heads = [at for at in verbs if at in top]
    return (heads or verbs or top)[0]


def _verbal(tokens: Sequence[Token], tree: Grammar, core: int) -> Doing:
    passive, subject = voice(tokens, tree, core)
    met = (core, *tree.children(core, "obj"))  # "met with X", "held talks with X"
    with_ = tuple(o for at in met for o in _obliques(tokens, tree, at, _MEETS))
    if passive:
        agent = tuple(_obliques(tokens, tree, core, frozenset({"by"})))
        to = (subject,) if subject is not None else ()
        return Doing(by=agent, with_=with_, to=to, passive=True, verb=core)
    by: tuple[int, ...] = ()
    objects = [*tree.children(core, "obj", "iobj"), *_obliques(tokens, tree, core, _AT)]
    objects += [o for c in tree.children(core, "obj") for o in _obliques(tokens, tree, c, _AT)]
    if subject is not None:  # "an attack by X killed": X killed
        by = (subject, *_obliques(tokens, tree, subject, frozenset({"by"})))
    return Doing(by=by, with_=with_, to=tuple(o for o in objects if o != core), verb=core)


def voice(tokens: Sequence[Token], tree: Grammar, verb: int) -> tuple[bool, int | None]:
    """Whether the verb is passive, and its subject, its own or one it shares."""
    passive = _suffers(tree, verb) or _participle(tokens, tree, verb)
    at = verb
    for _ in range(_STEPS):
        own = next(tree.children(at, "nsubj"), None)
        if own is not None:
            shared = at != verb and tree.relations[verb] == "conj"
            done = shared and tree.relations[own] == "nsubj:pass" and not tree.has(verb, "aux")
            return passive or done, _antecedent(tokens, tree, own, at)
        found, above = _further(tokens, tree, at)
        if above is None:
            return passive, found
        at = above
    return passive, None


def _further(tokens: Sequence[Token], tree: Grammar, at: int) -> tuple[int | None, int | None]:
    """The subject a verb has from above, or else the verb that has it."""
    head, relation = tree.heads[at], tree.relations[at].partition(":")[0]
    if head == ROOT:
        return None, None
    if relation == "acl":  # "troops leaving", "the plan to leave"
        planned = _infinitive(tokens, tree, at) and tree.relations[head] == "obj"
        return (None, tree.heads[head]) if planned else (head, None)
    asked = next(tree.children(head, "obj", "iobj"), None)
    if asked is not None and head < asked < at:
        after_of = relation == "advcl" and _after_of(tokens, tree, at)
        if relation == "xcomp" or after_of:  # "urged X to go", "accused X of shelling"
            return asked, None
    return None, head if relation in _SHARING else None


def _suffers(tree: Grammar, verb: int) -> bool:
    return any(tree.relations[c] in {"nsubj:pass", "aux:pass"} for c in tree.under[verb])


def _participle(tokens: Sequence[Token], tree: Grammar, verb: int) -> bool:
    """As in "weapons handed over": neither "leaving" nor "to leave" nor "who left"."""
    ing = tokens[verb].norm.endswith("ing")
    return tree.relations[verb] == "acl" and not ing and not _infinitive(tokens, tree, verb)


def _after_of(tokens: Sequence[Token], tree: Grammar, at: int) -> bool:
    marks = tree.children(at, "mark", "case")
    return any(tokens[mark].norm in {"of", "from", "for"} for mark in marks)


def _infinitive(tokens: Sequence[Token], tree: Grammar, at: int) -> bool:
    return any(tokens[c].norm == "to" for c in tree.children(at, "mark"))


def _antecedent(tokens: Sequence[Token], tree: Grammar, subject: int, verb: int) -> int:
    """What "who", "which" or "that" stands for: the noun its clause hangs on."""
    relative = tokens[subject].norm in {"who", "which", "that"}
    if relative and tree.relations[verb] == "acl:relcl" and tree.heads[verb] != ROOT:
        listed = (tree.heads[verb], *tree.children(tree.heads[verb], "conj"))
        return max(at for at in listed if at < subject or at == tree.heads[verb])
    return subject


def _obliques(
    tokens: Sequence[Token], tree: Grammar, at: int, prepositions: frozenset[str]
) -> Iterator[int]:
    for child in tree.children(at, "obl", "nmod"):
        if any(tokens[case].norm in prepositions for case in tree.children(child, "case")):
            yield child


def _nominal(tokens: Sequence[Token], tree: Grammar, core: int, told: Told) -> Doing:
    by = [
        *tree.children(core, "nmod:poss"),
        *_obliques(tokens, tree, core, frozenset({"by", "between"})),
    ]
    of = list(_obliques(tokens, tree, core, frozenset({"of"})))
    to = list(_obliques(tokens, tree, core, _AT))
    if told.act in _DONE_TO | _TAKEN:
        to += of
    else:
        by += of
    by += list(tree.children(core, "amod", "compound"))
    if told.act is not Act.CEASEFIRE:  # who keeps it need not be who agreed it
        by += _makers(tokens, tree, core)
    governor = tree.heads[core]
    relation = tree.relations[core].partition(":")[0]
    if governor != ROOT and relation in {"obj", "nsubj"} and tree.kinds[governor] == "VERB":
        light = tokens[governor].norm in light_verbs()
        passive, subject = voice(tokens, tree, governor)
        if relation == "obj" and light and subject is not None and subject != core:
            by.append(subject)
        if relation == "nsubj" and passive:
            by += _obliques(tokens, tree, governor, frozenset({"by"}))
    with_ = tuple(_obliques(tokens, tree, core, frozenset({"with"})))
    trigger = range(told.match.first, told.match.last + 1)
    by = [at for at in by if at not in trigger]
    return Doing(by=tuple(by), with_=with_, to=tuple(to))


def _makers(tokens: Sequence[Token], tree: Grammar, noun: int) -> Iterator[int]:
    """As in "the pact that X signed", "the attack launched by X"."""
    for verb in tree.children(noun, "acl"):
        if tokens[verb].norm not in light_verbs():
            continue
        subject = next(tree.children(verb, "nsubj"), None)
        if subject is not None and tokens[subject].norm not in {"who", "which", "that"}:
            yield subject
        yield from _obliques(tokens, tree, verb, frozenset({"by", "between"}))
