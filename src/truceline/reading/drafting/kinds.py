"""What kind of undertaking a sentence's part is. Not who owes it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from truceline.reading.drafting.deed_told import Told, of_forces, told_by
from truceline.reading.drafting.dues import DueSaid, again_days
from truceline.reading.drafting.lexicon import any_phrase, word_set, words
from truceline.reading.drafting.limits import Limits
from truceline.reading.drafting.undertaking import Undertaking
from truceline.reading.numerals import NUMBER, whole
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
    told = told_by(one)
    return (
        _term(folded, one)
        or _limit(limits, told)
        or _procedure(folded, one, told, said=said)
        or _existence(one, told)
        or _plain(folded, one, told, said=said)
    )


def _term(folded: str, one: Undertaking) -> Kind | None:
    """As in "For five years, renewed unless notice is given": a number of years that goes on."""
    years = _YEARS.search(folded, one.start, one.end)
    number = whole(years["n"]) if years else None
    if years is None or not number or not _RENEWED.search(folded, years.end(), one.end):
        return None
    notice = _NOTICE.search(folded, years.end(), one.end)
    return Kind(
        obligation=Obligation.TERM,
        at=years.span(),
        deed="term",
        acts=(Act.MANDATE,),
        acts_at=years.span(),
        years=number,
        notice_months=whole(notice["n"]) if notice else None,
    )


def _limit(limits: Limits, told: Told) -> Kind | None:
    if not limits.is_the_point:
        return None
    span = limits.ceilings_at if limits.ceilings else limits.floors_at
    return Kind(
        obligation=limits.kind,
        at=span,
        deed=told.name,
        acts=told.acts or of_forces(limits),
        acts_at=told.acts_at if told.acts else span,
    )


def _procedure(
    folded: str, one: Undertaking, told: Told, *, said: Sequence[DueSaid]
) -> Kind | None:
    """Again and again: "every two weeks", "within a day of each request", "a day before any"."""
    if one.forbids:
        return None
    kind = Kind(
        obligation=Obligation.PROCEDURE,
        at=told.at,
        deed=told.name,
        acts=told.acts,
        acts_at=told.acts_at,
    )
    again = again_days(folded, one.start, end=one.end)
    if again is not None and again[0] > 0:
        return replace(kind, within_days=again[0], within_at=again[1])
    if told.deed is None or not told.deed.recurs:
        return None
    predicate = one.predicate[0].start if one.predicate else one.end
    anew = any_phrase(words("each_time")).search(folded, predicate, one.end)
    for each in said:
        if each.days and (each.recurs or (anew and not each.counted_from)):
            return replace(kind, within_days=each.days, within_at=(each.start, each.end))
    ahead = _IN_ADVANCE.search(folded, one.start, one.end)
    return replace(kind, within_at=ahead.span(), in_advance=True) if ahead else None


def _existence(one: Undertaking, told: Told) -> Kind | None:
    """As in "There shall be a joint commission"."""
    if one.forbids or not one.subject or one.subject[0].norm != "there":
        return None
    watches = told.name == "watch"
    return Kind(
        obligation=Obligation.ESTABLISHMENT,
        at=one.word,
        deed="establish",
        acts=told.acts if watches else (),
        acts_at=told.acts_at if watches else (0, 0),
    )


def _plain(folded: str, one: Undertaking, told: Told, *, said: Sequence[DueSaid]) -> Kind | None:
    obligation = None
    if one.forbids:
        obligation = Obligation.STANDING_PROHIBITION
    elif folded[slice(*one.word)].lower() == "may":
        lets = bool(one.predicate) and one.predicate[0].norm in _MOVING
        permits = told.deed is not None and told.deed.kind is Obligation.PERMIT
        obligation = Obligation.PERMIT if lets or permits else None
    elif told.deed is not None:
        obligation = told.deed.kind if told.name != _ONLY_A_NUMBER else None
    elif any(each.due or each.counted_from for each in said):
        obligation = Obligation.ACHIEVEMENT  # no deed we know, and a day for it
    if obligation is None:
        return None
    return Kind(
        obligation=obligation, at=told.at, deed=told.name, acts=told.acts, acts_at=told.acts_at
    )


_ONLY_A_NUMBER = "number"  # "comprises" says nothing without a limit
_MOVING = word_set("moving")
_YEARS = re.compile(
    rf"\bfor\s(?:a\s(?:first\s|further\s)?(?:period|term)\sof\s)?(?P<n>{NUMBER})\s"
    r"(?:\(\d+\)\s)?years?\b",
    re.IGNORECASE,
)
_RENEWED = re.compile(r"\b(?:extend|renew|prolong)(?:ed|s|al)?\b|\btacit", re.IGNORECASE)
_NOTICE = re.compile(
    rf"\b(?P<n>{NUMBER})\s(?:\(\d+\)\s)?months?'?\s"
    r"(?:before|prior|in advance|ahead|of notice|notice)",
    re.IGNORECASE,
)
_IN_ADVANCE = re.compile(
    rf"\b(?:{NUMBER})\s(?:hours?|days?)(?:'|\snotice)?\s(?:before|in advance|prior|ahead)\b",
    re.IGNORECASE,
)
