"""Which deed an undertaking tells of, and the acts that bear on it. It gives it no kind."""

from collections.abc import Sequence
from dataclasses import dataclass

from truceline.reading.drafting.lexicon import Deed, Found, deeds, find_deeds, word_set
from truceline.reading.drafting.limits import Limits
from truceline.reading.drafting.undertaking import Undertaking
from truceline.reading.lexicon import STANCES, lexicon
from truceline.reading.patterns import Strength
from truceline.reading.sentences import Token
from truceline.reading.spans import Span
from truceline.terms.claim import Act


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A deed, its words and its acts; without a deed the words that bind."""

    deed: Deed | None
    at: Span
    acts: tuple[Act, ...] = ()
    acts_at: Span = (0, 0)

    @property
    def name(self) -> str:
        return self.deed.name if self.deed else ""


def told_by(one: Undertaking) -> Told:
    """The predicate's deed, or the subject's where the verb only says "shall be done"."""
    found = _of_predicate(one.predicate)
    tokens: Sequence[Token] = one.predicate
    of_subject = _of_subject(one, found)
    if of_subject is not None:
        found, tokens = of_subject, one.subject
    if found is None:
        acts, acts_at = _as_in_reports(one)
        return Told(deed=None, at=one.word, acts=acts, acts_at=acts_at)
    deed, at = deeds()[found.name], (tokens[found.first].start, tokens[found.last].end)
    acts, acts_at = (deed.acts, at) if deed.acts else _acts(one, deed)
    return Told(deed=deed, at=at, acts=acts, acts_at=acts_at)


def of_forces(limits: Limits) -> tuple[Act, ...]:
    """What a number of soldiers or observers bears on, where no deed tells."""
    units = {quantity.unit for quantity in (*limits.ceilings, *limits.floors)}
    if _OBSERVERS in units:
        return (Act.MONITORING,)
    return (Act.DEPLOYMENT,) if units & _FORCES else ()


_NEAR = 7  # words after the one that binds within which its verb stands
_LIGHT = frozenset({"do", "keep", "agree", "control", "stop"})  # deeds that others outweigh
_OF_BODIES = frozenset({"watch", "report"})  # in a subject they name a body: "the monitors shall"
_WITHOUT_ACTS = frozenset({"report", "papers", "disarm", "do", "agree"})
_BESIDE_A_VERB = frozenset({"not", "also", "be", "fully", "immediately"})
_SUPPORTS = word_set("supports")
_CARRY_OUT = word_set("carry_out")
_FORCES = word_set("forces")
_OBSERVERS = "observers"


def _of_predicate(predicate: Sequence[Token]) -> Found | None:
    """The first; after "begin" or "carry out" what is begun."""
    every = find_deeds(predicate)
    if not every:
        return None
    first = every[0]
    if predicate[first.first].norm not in _CARRY_OUT:
        return first
    reach = range(first.first + 1, first.first + _NEAR + 1)
    objects = (one for one in every if one.first in reach and one.name != first.name)
    return next(objects, first)


def _of_subject(one: Undertaking, found: Found | None) -> Found | None:
    """The deed of "the withdrawal shall be completed", where the predicate has none of its own."""
    told = next(iter(find_deeds(one.subject)), None)
    if told is None:
        return None
    far = found is None or found.first > _NEAR
    if told.name not in _LIGHT | _OF_BODIES:
        return told if far or (found is not None and found.name in _LIGHT) else None
    verb = next((each.norm for each in one.predicate if each.norm not in _BESIDE_A_VERB), "")
    return told if told.name == "stop" and (far or verb in _SUPPORTS) else None


def _acts(one: Undertaking, deed: Deed) -> tuple[tuple[Act, ...], Span]:
    """Of a deed that has none of its own."""
    if deed.name in _WITHOUT_ACTS:
        return (), (0, 0)
    if deed.name != "establish":
        return _as_in_reports(one)
    tokens = [*one.subject, *one.predicate]
    for each in find_deeds(tokens):
        if each.name == "watch":
            return (Act.MONITORING,), (tokens[each.first].start, tokens[each.last].end)
    return (), (0, 0)


def _as_in_reports(one: Undertaking) -> tuple[tuple[Act, ...], Span]:
    """What the reader of reports sees in the same words."""
    for match in lexicon().find(one.predicate):
        if match.act not in STANCES and match.pattern.strength is Strength.STRONG:
            first, last = one.predicate[match.first], one.predicate[match.last]
            return (match.act,), (first.start, last.end)
    return (), (0, 0)
