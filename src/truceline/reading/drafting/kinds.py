"""What kind of undertaking a sentence's part is, and the acts that bear on it. Not who owes it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from truceline.reading.drafting.dues import DueSaid, again_days
from truceline.reading.drafting.lexicon import Deed, Found, any_phrase, deeds, find_deeds, words
from truceline.reading.drafting.limits import Limits
from truceline.reading.drafting.undertakings import Undertaking
from truceline.reading.lexicon import STANCES, lexicon
from truceline.reading.numerals import NUMBER, whole
from truceline.reading.patterns import Strength
from truceline.reading.sentences import Token
from truceline.reading.spans import Span
from truceline.terms.agreement import Obligation
from truceline.terms.claim import Act


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """The kind, the words it rests on, and what that kind needs."""

    obligation: Obligation
    at: Span
    deed: str = ""
    acts: tuple[Act, ...] = ()
    acts_at: Span = (0, 0)
    within_days: int = 0
    within_at: Span = (0, 0)
    in_advance: bool = False  # so long before, which the file has no field for
    years: int = 0
    notice_months: int | None = None


def kind_of(
    folded: str, one: Undertaking, *, limits: Limits, said: Sequence[DueSaid]
) -> Kind | None:
    """None where no rule knows what is undertaken."""
    deed, found, tokens = _deed(one)
    at = (tokens[found.first].start, tokens[found.last].end) if found else one.word
    acts, acts_at = _acts(one, deed, at)
    name = deed.name if deed else ""
    whole_term = _term(folded, one)
    if whole_term is not None:
        years, months, span = whole_term
        return Kind(
            obligation=Obligation.TERM,
            at=span,
            deed="term",
            acts=(Act.MANDATE,),
            acts_at=span,
            years=years,
            notice_months=months,
        )
    if limits.is_the_point:
        span = limits.ceilings_at if limits.ceilings else limits.floors_at
        return Kind(
            obligation=limits.kind,
            at=span,
            deed=name,
            acts=acts or _of_forces(limits),
            acts_at=acts_at if acts else span,
        )
    often = _often(folded, one, deed, said)
    if often is not None:
        days, span, in_advance = often
        return Kind(
            obligation=Obligation.PROCEDURE,
            at=at,
            deed=name,
            acts=acts,
            acts_at=acts_at,
            within_days=days,
            within_at=span,
            in_advance=in_advance,
        )
    if one.subject and one.subject[0].norm == "there" and not one.forbids:
        return Kind(
            obligation=Obligation.ESTABLISHMENT,
            at=one.word,
            deed="establish",
            acts=acts if name == "watch" else (),
        )
    if name == "number":
        return None
    obligation = _obligation(folded, one, deed, said)
    if obligation is None:
        return None
    return Kind(obligation=obligation, at=at, deed=name, acts=acts, acts_at=acts_at)


_LIGHT = frozenset({"do", "keep", "agree", "control", "stop"})
_SUPPORTS = frozenset(
    [
        "be",
        "complete",
        "completed",
        "finish",
        "finished",
        "begin",
        "begins",
        "start",
        "carry",
        "carried",
        "take",
        "enter",
        "end",
        "ends",
        "come",
        "ensured",
        "implemented",
        "done",
        "have",
        "hold",
        "conclude",
        "made",
    ]
)
_CARRY_OUT = frozenset(
    ["begin", "start", "complete", "finish", "carry", "adapt", "continue", "conduct", "perform"]
)
_MOVING = frozenset(
    [
        "travel",
        "move",
        "pass",
        "enter",
        "visit",
        "return",
        "go",
        "cross",
        "leave",
        "send",
        "use",
        "continue",
        "take",
    ]
)
_TERM = re.compile(
    rf"\bfor\s(?:a\s(?:first\s|further\s)?(?:period|term)\sof\s)?(?P<n>{NUMBER})\s(?:\(\d+\)\s)?years?\b",
    re.IGNORECASE,
)
_RENEWED = re.compile(r"\b(?:extend|renew|prolong)(?:ed|s|al)?\b|\btacit", re.IGNORECASE)
_NOTICE = re.compile(
    rf"\b(?P<n>{NUMBER})\s(?:\(\d+\)\s)?months?'?\s(?:before|prior|in advance|ahead|of notice|notice)",
    re.IGNORECASE,
)
_IN_ADVANCE = re.compile(
    rf"\b(?:{NUMBER})\s(?:hours?|days?)(?:'|\snotice)?\s(?:before|in advance|prior|ahead)\b",
    re.IGNORECASE,
)
_NEAR = 7  # words after the one that binds within which its verb stands


def _deed(one: Undertaking) -> tuple[Deed | None, Found | None, Sequence[Token]]:
    """The deed of the predicate, or of the subject where the verb only says that it shall be done."""
    inside = one.predicate
    every = find_deeds(inside)
    found = next(iter(every), None)
    if found is not None and inside[found.first].norm in _CARRY_OUT:
        told = [
            one
            for one in every
            if found.first < one.first <= found.first + _NEAR and one.name != found.name
        ]
        found = told[0] if told else found
    verb = next(
        (
            token.norm
            for token in inside
            if token.norm not in {"not", "also", "be", "fully", "immediately"}
        ),
        "",
    )
    supports = verb in _SUPPORTS or found is None or found.first > _NEAR
    weak = found is None or found.first > _NEAR or found.name in _LIGHT
    if (supports or weak) and one.subject:
        of_subject = next(iter(find_deeds(one.subject)), None)
        if (
            of_subject is not None
            and of_subject.name not in _LIGHT | {"watch", "report"}
            and (found is None or weak or supports)
        ):
            if found is None or found.name in _LIGHT or found.first > _NEAR:
                return deeds()[of_subject.name], of_subject, one.subject
        elif of_subject is not None and of_subject.name == "stop" and supports:
            return deeds()["stop"], of_subject, one.subject
    if found is None:
        return None, None, inside
    return deeds()[found.name], found, inside


def _obligation(
    folded: str, one: Undertaking, deed: Deed | None, said: Sequence[DueSaid]
) -> Obligation | None:
    word = folded[one.word[0] : one.word[1]].lower()
    if one.forbids:
        return Obligation.STANDING_PROHIBITION
    if word == "may":
        permits = bool(one.predicate) and one.predicate[0].norm in _MOVING
        return Obligation.PERMIT if permits or (deed and deed.kind is Obligation.PERMIT) else None
    if deed is None:
        return (
            Obligation.ACHIEVEMENT if any(each.due or each.counted_from for each in said) else None
        )
    return deed.kind


def _often(
    folded: str, one: Undertaking, deed: Deed | None, said: Sequence[DueSaid]
) -> tuple[int, Span, bool] | None:
    if one.forbids:
        return None
    again = again_days(folded, one.start, end=one.end)
    if again is not None and again[0] > 0:
        return again[0], again[1], False
    if deed is not None and deed.recurs:
        object_ = one.predicate[0].start if one.predicate else one.end
        anew = any_phrase(words("each_time")).search(folded, object_, one.end)
        for each in said:
            if each.days and (each.recurs or (anew and not each.counted_from)):
                return each.days, (each.start, each.end), False
        ahead = _IN_ADVANCE.search(folded, one.start, one.end)
        if ahead is not None:
            return 0, ahead.span(), True
    return None


def _term(folded: str, one: Undertaking) -> tuple[int, int | None, Span] | None:
    years = _TERM.search(folded, one.start, one.end)
    if years is None or _RENEWED.search(folded, years.end(), one.end) is None:
        return None
    notice = _NOTICE.search(folded, years.end(), one.end)
    number = whole(years["n"])
    months = whole(notice["n"]) if notice else None
    return (number, months, years.span()) if number else None


def _acts(one: Undertaking, deed: Deed | None, at: Span) -> tuple[tuple[Act, ...], Span]:
    """Those of the deed; else what the reader of reports would see in the words."""
    if deed is not None and deed.acts:
        return deed.acts, at
    if deed is not None and deed.name == "establish":
        watch = next(
            (each for each in find_deeds([*one.subject, *one.predicate]) if each.name == "watch"),
            None,
        )
        tokens = [*one.subject, *one.predicate]
        return (
            ((Act.MONITORING,), (tokens[watch.first].start, tokens[watch.last].end))
            if watch
            else ((), (0, 0))
        )
    if deed is not None and deed.name in {"report", "papers", "disarm", "do", "agree"}:
        return (), (0, 0)
    matches = [
        match
        for match in lexicon().find(one.predicate)
        if match.act not in STANCES and match.pattern.strength is Strength.STRONG
    ]
    if not matches:
        return (), (0, 0)
    best = matches[0]
    return (best.act,), (one.predicate[best.first].start, one.predicate[best.last].end)


def _of_forces(limits: Limits) -> tuple[Act, ...]:
    units = {quantity.unit for quantity in (*limits.ceilings, *limits.floors)}
    if "observers" in units:
        return (Act.MONITORING,)
    return (Act.DEPLOYMENT,) if units & _FORCES else ()


_FORCES = frozenset(
    {
        "personnel",
        "armoured personnel carriers",
        "armoured vehicles",
        "tanks",
        "artillery pieces",
        "aircraft",
        "helicopters",
        "vehicles and special equipment",
        "vehicles",
        "boats",
        "positions",
        "observation posts",
    }
)
