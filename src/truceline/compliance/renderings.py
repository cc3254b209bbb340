"""Where the renderings of an agreement differ, field by field, and which of them decide.

Not which of them is right. Where a party's own text or translation is on record, only such decide
what is owed and by when; what no party issued is shown beside them and moves nothing (decision
D18). Missing is not mismatch: a rendering that leaves a field out is silent.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from truceline.compliance.finding import Finding
from truceline.compliance.sentences import day, deadline, listed
from truceline.terms.agreement import Agreement, Provision, Rendering, Wording
from truceline.weighing.amended import amended

CLAUSE = "clause"  # whether a rendering has it at all
DEADLINE = "deadline"
LAST_DAY = "last day"
HAS_IT = "has it"

_TWO = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one rendering gives for one field; "" where it is silent."""

    rendering: str
    status: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One field of one clause that renderings give differently."""

    clause: str
    field: str
    readings: tuple[Reading, ...]  # in the order in which the agreement lists its renderings
    loud: bool  # those that decide differ, or only one rendering has the clause
    says: str  # a sentence


def differences(agreement: Agreement) -> tuple[Difference, ...]:
    """Everything in which the renderings differ, clause by clause, as signed."""
    return tuple(
        one for provision in agreement.provisions for one in differences_in(provision, agreement)
    )


def differences_in(provision: Provision, agreement: Agreement) -> tuple[Difference, ...]:
    """The same of one clause, as it reads after whatever was agreed later."""
    by_rendering = {one.rendering: one for one in provision.wordings}
    present = [one for one in agreement.renderings if one.id in by_rendering]
    pairs = [(one, by_rendering[one.id]) for one in present]
    found = list(_presence(provision, agreement, present=present))
    for field in _fields(provision):
        readings = tuple(
            Reading(rendering=one.id, status=one.status, says=_gives(wording, field))
            for one, wording in pairs
        )
        if _differ(readings):
            found.append(_difference(provision, field, readings, agreement=agreement))
    return tuple(found)


def still_differing(finding: Finding, agreement: Agreement) -> tuple[Difference, ...]:
    """The same of the clause that a finding is of, as it read on the finding's day."""
    provision = agreement.provision(finding.clause)
    text = amended(provision, finding.amended_by, on=date.max)
    return differences_in(text.provision, agreement)


def is_owed(provision: Provision, agreement: Agreement) -> bool:
    """Whether any rendering that decides has the clause."""
    return any(agreement.decides(wording.rendering) for wording in provision.wordings)


def decisive(provision: Provision, agreement: Agreement) -> Provision:
    """The provision by the renderings that decide; by all, where none of those has it."""
    wordings = tuple(one for one in provision.wordings if agreement.decides(one.rendering))
    return replace(provision, wordings=wordings) if wordings else provision


def disagreement(provision: Provision, agreement: Agreement) -> str:
    """A sentence where the last days differ, or "" where they are the same."""
    last_days = {one.rendering: one.deadline.last_day for one in provision.wordings if one.deadline}
    if len(set(last_days.values())) < _TWO:
        return ""
    dated = [one for one in provision.wordings if one.deadline]
    deciding = [one for one in dated if agreement.decides(one.rendering)]
    known = {last_days[one.rendering] for one in deciding}
    beside = [one for one in dated if last_days[one.rendering] not in known]
    said = f"The renderings disagree: {listed(_told(one) for one in (*deciding, *beside))}."
    if not beside:
        return said
    named = listed(one.rendering for one in beside)
    return f"{said} No party issued {named}, so that moves nothing."


def only_unofficial(provision: Provision, agreement: Agreement) -> str:
    """Who has a clause that no rendering has which decides: "press (press summary)"."""
    statuses = {one.id: one.status for one in agreement.renderings}
    return listed(
        f"{one.rendering} ({statuses.get(one.rendering) or 'of unknown status'})"
        for one in provision.wordings
    )


def _presence(
    provision: Provision, agreement: Agreement, *, present: Sequence[Rendering]
) -> Iterator[Difference]:
    """A summary that leaves a clause out is silent; a text that decides and lacks it is not."""
    lacking = [
        one for one in agreement.renderings if one not in present and agreement.decides(one.id)
    ]
    if not lacking or not present:
        return
    has = listed(f"{one.id} ({one.status})" for one in present)
    lacks = listed(one.id for one in lacking)
    only = "Only " if len(present) == 1 else ""
    verb = "has" if len(present) == 1 else "have"
    yield Difference(
        clause=provision.clause,
        field=CLAUSE,
        readings=tuple(
            Reading(rendering=one.id, status=one.status, says=HAS_IT if one in present else "")
            for one in agreement.renderings
        ),
        loud=bool(only) or not is_owed(provision, agreement),
        says=f"{only}{has} {verb} this clause; {lacks} {'does' if len(lacking) == 1 else 'do'} "
        "not.",
    )


def _fields(provision: Provision) -> tuple[str, ...]:
    given = (detail.field for wording in provision.wordings for detail in wording.gives)
    return tuple(dict.fromkeys((DEADLINE, LAST_DAY, *given)))


def _gives(wording: Wording, field: str) -> str:
    if wording.deadline and field == DEADLINE:
        return f"{wording.deadline.word.value} {day(wording.deadline.day)}"
    if wording.deadline and field == LAST_DAY:
        return day(wording.deadline.last_day)
    return next((one.value for one in wording.gives if one.field == field), "")


def _differ(readings: Sequence[Reading]) -> bool:
    return len({_plain(one.says) for one in readings if one.says}) >= _TWO


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _difference(
    provision: Provision, field: str, readings: tuple[Reading, ...], *, agreement: Agreement
) -> Difference:
    deciding = [one for one in readings if agreement.decides(one.rendering)]
    said = "; ".join(f'{one.rendering} says "{one.says}"' for one in readings if one.says)
    return Difference(
        clause=provision.clause,
        field=field,
        readings=readings,
        loud=_differ(deciding),
        says=f"{field[:1].upper()}{field[1:]}: {said}.",
    )


def _told(wording: Wording) -> str:
    if wording.deadline is None:
        return ""
    return (
        f'{wording.rendering} says "{deadline(wording.deadline)}", so the last day is '
        f"{day(wording.deadline.last_day)}"
    )
