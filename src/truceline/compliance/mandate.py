"""Terms that renew themselves unless notice is given. Not what is done under the mandate."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from truceline.compliance.deadlines import due_soon
from truceline.compliance.evidence import Bearing, voices
from truceline.compliance.finding import Status
from truceline.compliance.outcome import Outcome, outcome
from truceline.compliance.sentences import day
from truceline.terms.agreement import Agreement, Provision, Term
from truceline.terms.entry import Patrolled

MONTHS_A_YEAR = 12


def term(
    provision: Provision,
    agreement: Agreement,
    *,
    evidence: Sequence[Bearing],
    as_of: date,
    watched: Sequence[Patrolled],  # noqa: ARG001 one door for all kinds: notice is not watched for
) -> Outcome:
    """Runs; notice falls due; after that only a source can say whether it was given."""
    clock = provision.term
    assert clock is not None  # noqa: S101 the constructor of Provision promises it
    facts = [one for one in evidence if one.is_fact and one.applies.fulfils]
    notice = [one for one in facts if one.claim.denies and _by_party(one, agreement)]
    renewed = [one for one in facts if not one.claim.denies and _late(one, notice_closes(clock))]
    if notice and renewed:
        return outcome(
            Status.DISPUTED,
            f"Said by {voices(notice)}: notice was given; by {voices(renewed)}: it was renewed.",
            would_change="A person's ruling on the claims of either side.",
            cites=(*notice, *renewed),
        )
    if notice:
        return _noticed(clock, notice, as_of=as_of)
    return _running(provision, clock, renewed, as_of=as_of)


def ends(clock: Term) -> date:
    return _months_on(clock.start, clock.years * MONTHS_A_YEAR)


def notice_closes(clock: Term) -> date:
    return _months_on(clock.start, clock.years * MONTHS_A_YEAR - clock.notice_months)


def _noticed(clock: Term, notice: list[Bearing], *, as_of: date) -> Outcome:
    over = as_of > ends(clock)
    return outcome(
        Status.MET if over else Status.NOT_YET_DUE,
        f"{voices(notice)} is said to have given notice; the term "
        f"{'ended' if over else 'ends'} on {day(ends(clock))}.",
        would_change="A claim that the notice was withdrawn, or that the term was renewed.",
        cites=notice,
    )


def _running(provision: Provision, clock: Term, renewed: list[Bearing], *, as_of: date) -> Outcome:
    closes, end = notice_closes(clock), ends(clock)
    if as_of <= closes:
        soon = due_soon(closes, as_of, warn_days=provision.warn_days)
        return outcome(
            Status.DUE_SOON if soon else Status.NOT_YET_DUE,
            f"The notice window closes on {day(closes)}, the term ends on {day(end)}. "
            f"{clock.assumption}".strip(),
            would_change="Notice by a party: without it the term renews itself.",
        )
    if renewed:
        return outcome(
            Status.MET,
            f"Said by {voices(renewed)}: the term was renewed; its first end was {day(end)}.",
            would_change="A claim that notice was given in time.",
            cites=renewed,
        )
    again = day(_months_on(end, clock.years * MONTHS_A_YEAR))
    return outcome(
        Status.CANNOT_TELL,
        f"The notice window closed on {day(closes)} and no notice is recorded. If none was given, "
        f"the term runs on to {again}; silence does not show that none was given.",
        would_change="A claim that notice was given, or that the term was renewed.",
    )


def _by_party(one: Bearing, agreement: Agreement) -> bool:
    return any(side in agreement.parties for side in one.sides)


def _late(one: Bearing, closes: date) -> bool:
    return one.span.first is not None and one.span.first > closes


def _months_on(start: date, months: int) -> date:
    """The same day so many months on, or the last of the month where there is none."""
    year, month = divmod(start.year * MONTHS_A_YEAR + start.month - 1 + months, MONTHS_A_YEAR)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
