"""What each party, the reports and the mechanism say of a provision. Not who is right."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from truceline.compliance.answering import Once
from truceline.compliance.applies import Applies
from truceline.compliance.deadlines import last_days_of
from truceline.compliance.evidence import REPORTS, Bearing, names
from truceline.compliance.finding import Differs, Found, Position
from truceline.compliance.hearing import Voice
from truceline.compliance.limits import exceeds, falls_short
from truceline.compliance.sentences import day, listed
from truceline.terms.agreement import Agreement, Obligation, Provision
from truceline.terms.claim import Act, Bound, Modality, Quantity
from truceline.terms.issued import Issued, Verdict
from truceline.weighing.held import order

MECHANISM = "mechanism"
_NOTHING = "nothing on record"

_VERDICTS: dict[Verdict, str] = {
    Verdict.VIOLATION: "found a violation",
    Verdict.NO_VIOLATION: "found no violation",
    Verdict.UNRESOLVED: "left it unresolved",
}
_FACTS = {Modality.HAPPENED, Modality.ONGOING}
_ADVERSE_KINDS = {Obligation.STANDING_PROHIBITION}
# What a claim amounts to, by its modality: said so, and denied.
_PHRASES: dict[Modality, tuple[str, str]] = {
    Modality.HAPPENED: ("says it was done", "denies that it was done"),
    Modality.ONGOING: ("says it is under way or in place", "says it is not so"),
    Modality.PLANNED: ("announces it", "rules it out"),
    Modality.REQUIRED: ("says it is required", "says it is not required"),
    Modality.DEMANDED: ("demands it", "demands that it not be"),
    Modality.PREDICTED: ("expects it", "does not expect it"),
}


def positions(
    provision: Provision,
    agreement: Agreement,
    *,
    evidence: Sequence[Bearing],
    found: Sequence[Found] = (),
) -> tuple[Position, ...]:
    """Each party in the agreement's order, then others as they first spoke, then the mechanism."""
    said: dict[str, _Said] = {party: _Said() for party in agreement.parties}
    ruled: list[Bearing] = []
    alike = Once[Applies, dict[Voice, list[list[str]]]](lambda _: {})
    for one in evidence:
        by_voice = alike[one.applies]
        told = by_voice.get(one.voice)
        if told is None:  # the first of those of which the same is to be said
            told = by_voice[one.voice] = []
            if _concerns(one, provision, agreement=agreement):
                for side in one.voice.sides:
                    mine = said.setdefault(side, _Said())
                    mine.says[_phrase(one, provision, speaker=side)] = None
                    told.append(mine.claims)
        heard = one.heard
        for claims in told:
            claims.append(heard.name)
        if heard.ruling:
            ruled.append(one)
    if REPORTS in said.keys() - {*agreement.parties}:
        said[REPORTS] = said.pop(REPORTS)  # after all who go by a name
    return (
        *(
            Position(party=side, says="; ".join(mine.says) or _NOTHING, claims=tuple(mine.claims))
            for side, mine in said.items()
        ),
        _mechanism(ruled, found),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What one side is gathered to say: each phrase once, and every claim."""

    says: dict[str, None] = field(default_factory=dict)
    claims: list[str] = field(default_factory=list)


def differs(provision: Provision, *, evidence: Sequence[Bearing]) -> tuple[Differs, ...]:
    """Sources that put the provision otherwise than its text, by the values they give."""
    said = (one for one in evidence if one.voice.modality is Modality.REQUIRED)
    found = ((one.name, _difference(one, provision)) for one in said)
    return tuple(Differs(claim=name, because=because) for name, because in found if because)


def _mechanism(ruled: Sequence[Bearing], found: Sequence[Found]) -> Position:
    """Its findings that nothing has replaced, then its rulings on single claims."""
    standing = [one.issued for one in found if one.replaced_by is None]
    says = [f"{_VERDICTS[one.verdict]}{_attributed(one)}" for one in standing]
    says += [f"{one.ruling.ruling.value} claim {one.name}" for one in ruled if one.ruling]
    claims = {*names(ruled), *(claim for one in standing for claim in one.claims)}
    return Position(
        party=MECHANISM,
        says="; ".join(dict.fromkeys(says)) or "no ruling",
        claims=tuple(sorted(claims, key=order)),
    )


def _attributed(issued: Issued) -> str:
    if issued.verdict is not Verdict.VIOLATION:
        return ""
    return f" attributed to {listed(issued.to)}" if issued.to else " that could not be attributed"


def _concerns(one: Bearing, provision: Provision, *, agreement: Agreement) -> bool:
    """Tied to the provision; for what is owed somewhere, a deed elsewhere or nowhere is not."""
    if one.claim.could_have_happened and provision.obligation not in _ADVERSE_KINDS:
        return one.applies.place.yes and not one.applies.excluded
    spoken = any(side in agreement.parties for side in one.sides)
    return one.applies.linked or (spoken and not one.claim.actors)


def _phrase(one: Bearing, provision: Provision, *, speaker: str) -> str:
    claim = one.claim
    against = provision.obligation in _ADVERSE_KINDS or claim.act not in provision.acts
    if claim.modality in _FACTS and against:
        if claim.denies:
            return "denies it"
        if speaker != REPORTS and len(one.doers) == 1 and speaker not in one.doers:
            return f"accuses {one.doers[0]}"
        return f"reports {claim.act.value}"
    said, denied = _PHRASES[claim.modality]
    if provision.obligation in _ADVERSE_KINDS and claim.modality is Modality.REQUIRED:
        denied = "says that it must not be"
    if provision.obligation is Obligation.TERM and claim.modality in _FACTS:
        said, denied = "says that it runs or was renewed", "says that notice was given"
    unplaced = provision.places and not one.applies.place.yes
    return f"{denied if claim.denies else said}{' (names no place of it)' if unplaced else ''}"


def _difference(one: Bearing, provision: Provision) -> str:
    """What a source says is laid down differs only where it is about this provision."""
    claim = one.claim
    if claim.denies or one.applies.excluded or not one.applies.place.yes:
        return ""
    if provision.obligation is Obligation.TERM:
        return _other_term(one, provision)
    return _later_day(one, provision) or _other_number(one, provision)


def _other_term(one: Bearing, provision: Provision) -> str:
    clock, claim = provision.term, one.claim
    if clock is None or claim.act is not Act.MANDATE:
        return ""
    years = [quantity for quantity in claim.quantities if quantity.unit in {"year", "years"}]
    renewal = (
        f"The text renews the term of {clock.years} years tacitly unless notice is given "
        f"{clock.notice_months} months before it ends; this source"
    )
    for quantity in years:
        if quantity.value != clock.years:
            return f"{renewal} speaks of {_amount(quantity)}."
        if quantity.bound is not Bound.EXACT:
            return f"{renewal} says {_amount(quantity)}."
    if not years and claim.when is None:
        return f"{renewal} makes it depend on something else and names no end."
    return ""


def _later_day(one: Bearing, provision: Provision) -> str:
    last = one.claim.when.last if one.claim.when else None
    last_days = last_days_of(provision)
    if last is None or not last_days or last <= max(last_days):
        return ""
    return (
        f"The text's last day is {day(max(last_days))}; this source says it is required by "
        f"{day(last)}."
    )


def _other_number(one: Bearing, provision: Provision) -> str:
    for name, limits, differ in (
        ("ceiling", provision.ceilings, exceeds),
        ("floor", provision.floors, falls_short),
    ):
        for quantity in one.claim.quantities:
            for limit in limits:
                if quantity.unit.casefold() == limit.unit.casefold() and differ(quantity, limit):
                    return (
                        f"The text's {name} is {limit.value} {limit.unit}; this source says "
                        f"{_amount(quantity)}."
                    )
    return ""


def _amount(quantity: Quantity) -> str:
    bound = "" if quantity.bound is Bound.EXACT else f"{quantity.bound.value} "
    return f"{bound}{quantity.value} {quantity.unit}"
