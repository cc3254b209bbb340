"""Undertakings that never end: prohibitions and standing duties. Not those with a day or number.

Silence is not compliance: without a watch over the whole period nothing is called kept.
"""

from collections.abc import Callable, Sequence

from truceline.compliance.case import Case
from truceline.compliance.evidence import Bearing, voices
from truceline.compliance.finding import Status
from truceline.compliance.meeting import meeting
from truceline.compliance.outcome import Outcome, outcome
from truceline.compliance.sentences import day, listed
from truceline.compliance.watching import Watch, watched
from truceline.terms.agreement import Agreement, Provision
from truceline.weighing.in_force import first_day

_MOST_TOLD = 3  # incidents spelt out in a sentence; all are cited


def standing_prohibition(case: Case) -> Outcome:
    """Found only if a person verified it; alleged if anyone says so; kept only if watched."""
    facts = [one for one in case.evidence if one.is_fact and not one.suspended]
    told = [one for one in facts if not one.voice.denies]
    broken = [one for one in told if one.applies.alleges]
    denied = [one for one in facts if one.voice.denies and _has_a_say(one, case.agreement)]
    if broken:
        return said_broken(broken, denied, what=listed(act.value for act in case.provision.acts))
    return silent(case, told)


def standing_duty(case: Case) -> Outcome:
    """Kept only if watched; broken as a prohibition is, by adverse acts or by denials."""
    provision = case.provision
    both_ways = {*provision.acts} & {*provision.adverse}
    against: list[Bearing] = []
    favour: list[Bearing] = []
    unclear: list[Bearing] = []
    denied: list[Bearing] = []
    for one in placed_facts(case):
        if one.voice.act in both_ways:
            (denied if one.voice.denies else unclear).append(one)
        else:
            (against if speaks_against(one, provision) else favour).append(one)
    against = [one for one in (*against, *denied) if one.applies.time.yes]
    kept = [one for one in favour if one.applies.fulfils]
    if against:
        return said_broken(against, kept, what="the duty is not kept")
    if unclear:
        return said_unclearly(unclear)
    if kept:
        return said_kept(case, kept)
    return silent(case, favour)


def _has_a_say(one: Bearing, agreement: Agreement) -> bool:
    """A denial disputes where it is tied to the provision, or a party itself denies."""
    return one.applies.linked or any(side in agreement.parties for side in one.sides)


def placed_facts(case: Case) -> list[Bearing]:
    """What was told as fact of where the duty is owed, while it was owed."""
    return [one for one in case.evidence if one.is_fact and one.applies.there and not one.suspended]


def speaks_against(one: Bearing, provision: Provision) -> bool:
    return (one.voice.act in provision.adverse) != one.voice.denies


def said_broken(
    broken: Sequence[Bearing],
    contrary: Sequence[Bearing],
    *,
    what: str,
    meets: Callable[[Bearing], bool] | None = None,
) -> Outcome:
    """`meets`: whether claims to the contrary can be about the same; by day and place if not given.

    What a person verified is found; what is denied throughout is disputed; all else is alleged.
    """
    found = [one for one in broken if one.is_verified]
    if found:
        return outcome(
            Status.BREACH_FOUND,
            f"A person has verified what {voices(found)} said: {what}, {instances(found)} "
            f"({_ruled(found)}).",
            would_change="A later ruling on the same claims.",
            cites=broken,
        )
    meets = meets or meeting(contrary)
    open_to_doubt = sum(one.is_disputed or meets(one) for one in broken)
    if open_to_doubt == len(broken):
        return outcome(
            Status.DISPUTED,
            f"Said by {voices(broken)}: {what}, {instances(broken)}; {_opposed(contrary)}.",
            would_change="A person's ruling on the claims of either side.",
            cites=(*broken, *contrary),
        )
    return outcome(
        Status.BREACH_ALLEGED,
        f"Said by {voices(broken)}: {what}, {instances(broken)}. {_remarks(broken)}".strip(),
        would_change="A person's ruling: verified makes it a breach found, unfounded removes it.",
        cites=(*broken, *(contrary if open_to_doubt else ())),
    )


def said_kept(case: Case, kept: Sequence[Bearing], *, what: str = "") -> Outcome:
    seen, first = watched(case), first_day(case.agreement)
    if seen is Watch.WHOLE:
        return outcome(
            Status.KEPT_SO_FAR,
            f"Said to be kept{what}, by {voices(kept)}, and watched on every day since "
            f"{day(first)} with nothing to the contrary.",
            would_change="A claim to the contrary.",
            cites=kept,
        )
    return outcome(
        Status.CANNOT_TELL,
        f"Said to be kept{what}, by {voices(kept)}, {instances(kept)}; {seen.value}, and what "
        "nobody watched is not called kept.",
        would_change="A watch over the whole period, or a claim to the contrary.",
        cites=kept,
    )


def said_unclearly(unclear: Sequence[Bearing]) -> Outcome:
    return outcome(
        Status.CANNOT_TELL,
        f"Spoken of by {voices(unclear)}: such a claim can tell of keeping it as well as of "
        "breaking it, and has to be read.",
        would_change="A person's ruling on these claims, or a claim that denies it outright.",
        cites=unclear,
    )


def silent(case: Case, unplaced: Sequence[Bearing]) -> Outcome:
    """Nothing that can be held against the provision is on record."""
    seen, first = watched(case), first_day(case.agreement)
    remark = _unplaced(unplaced)
    if seen is Watch.NONE:
        return outcome(
            Status.NOT_MONITORED,
            "Nobody is on record as watching, and nothing "
            f"{'that can be placed ' if unplaced else ''}is reported since {day(first)}: "
            f"silence is not compliance, and not breach either. {remark}".strip(),
            would_change="Patrols over the whole period, or a report of what happened.",
            cites=unplaced,
        )
    if seen is Watch.WHOLE and not unplaced:
        return outcome(
            Status.KEPT_SO_FAR,
            f"It was watched on every day since {day(first)}, and nothing is reported.",
            would_change="A report of the contrary.",
        )
    return outcome(
        Status.CANNOT_TELL,
        f"Nothing that can be placed is reported; {seen.value}. {remark}".strip(),
        would_change="Patrols over the days and places not watched, or a report.",
        cites=unplaced,
    )


def instances(bearings: Sequence[Bearing]) -> str:
    """When it was, of the first few, each with its standing."""
    told = [f"{one.told_when} ({one.standing})" for one in bearings[:_MOST_TOLD]]
    rest = len(bearings) - len(told)
    return listed([*told, f"{rest} more times"] if rest else told)


def _opposed(contrary: Sequence[Bearing]) -> str:
    return (
        f"denied by {voices(contrary)}" if contrary else "the accounts of it contradict each other"
    )


def _ruled(found: Sequence[Bearing]) -> str:
    said = (f"{one.ruling.by}: {one.ruling.reason}" for one in found if one.ruling)
    return "; ".join(dict.fromkeys(said)).rstrip(".")


def _remarks(bearings: Sequence[Bearing]) -> str:
    return f"Remark: {_doubts(bearings)}." if _doubts(bearings) else ""


def _unplaced(bearings: Sequence[Bearing]) -> str:
    if not bearings:
        return ""
    return f"Claims that cannot be held against it stand beside it: {_doubts(bearings)}."


def _doubts(bearings: Sequence[Bearing]) -> str:
    doubts = list(dict.fromkeys(doubt for one in bearings for doubt in one.applies.doubts))
    return "; ".join([*doubts[:_MOST_TOLD], *(["and more"] if doubts[_MOST_TOLD:] else [])])
