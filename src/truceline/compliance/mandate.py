"""Terms that renew themselves unless notice is given. Not what is done under the mandate."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import MAXYEAR, date

from truceline.compliance.case import Case
from truceline.compliance.deadlines import due_soon
from truceline.compliance.evidence import Bearing, voices
from truceline.compliance.finding import Status
from truceline.compliance.outcome import Outcome, outcome
from truceline.compliance.sentences import day, listed
from truceline.terms.agreement import Agreement, Amendment, Term

MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """One run of a term, from its start to its end; notice ends it until the window closes."""

    start: date
    closes: date
    end: date
    run: int  # 1 for the first


def term(case: Case) -> Outcome:
    """Runs; notice falls due; it renews itself unless notice is on record or said to be given."""
    clock = case.provision.term
    assert clock is not None  # noqa: S101 the constructor of Provision promises it
    now = period(clock, case.as_of)
    facts = [one for one in case.evidence if one.is_fact and one.applies.fulfils]
    said = [one for one in facts if one.voice.denies and _by_party(one, case.agreement)]
    given = min((*(one.agreed for one in case.notices), *_days(said)), default=None)
    renewed = [one for one in facts if not one.voice.denies and _renews(one, now, case.as_of)]
    if given is not None and any(one.span.first and one.span.first > given for one in renewed):
        return outcome(
            Status.DISPUTED,
            f"{_notice(case.notices, said)}; said by {voices(renewed)}: it was renewed.",
            would_change="A person's ruling on the claims of either side.",
            cites=(*said, *renewed),
        )
    if given is not None:
        return _noticed(case, clock, said, given=given)
    return _running(case, clock, renewed)


def period(clock: Term, on: date) -> Period:
    """The run of the term that this day falls into, as if it had renewed itself until then."""
    run = 1
    while _end(clock, run) < on:
        run += 1
    return _period(clock, run)


def ended_by(clock: Term, given: date) -> Period:
    """The run that a notice given on that day ends: the first whose window was still open."""
    run = 1
    while _closes(clock, run) < given:
        run += 1
    return _period(clock, run)


def _period(clock: Term, run: int) -> Period:
    start = clock.start if run == 1 else _end(clock, run - 1)
    return Period(start=start, closes=_closes(clock, run), end=_end(clock, run), run=run)


def _noticed(case: Case, clock: Term, said: list[Bearing], *, given: date) -> Outcome:
    """The notice ends the run whose window was still open on that day."""
    run = ended_by(clock, given)
    end, over = run.end, case.as_of > run.end
    late = (
        f" It came after the window of the run to {day(run.start)} had closed."
        if run.run > 1 and given <= run.start
        else ""
    )
    found = outcome(
        Status.MET if over else Status.NOT_YET_DUE,
        f"{_notice(case.notices, said)}; the term {'ended' if over else 'ends'} on {day(end)}."
        f"{late}",
        would_change="A claim that the notice was withdrawn, or that the term was renewed.",
        cites=said,
    )
    # What is only said does not take the notice window off the board while the run goes on.
    return replace(found, ends=end) if over or case.notices else found


def _running(case: Case, clock: Term, renewed: list[Bearing]) -> Outcome:
    now = period(clock, case.as_of)
    again = (
        f"No notice is on record: by its text the term renewed itself on {day(now.start)}. "
        if now.run > 1 and not renewed
        else ""
    )
    said = f"Said by {voices(renewed)}: the term was renewed. " if renewed else ""
    if case.as_of <= now.closes:
        soon = due_soon(now.closes, case.as_of, warn_days=case.provision.warn_days)
        ahead = Status.MET if renewed else Status.NOT_YET_DUE
        return outcome(
            Status.DUE_SOON if soon else ahead,
            f"{said}{again}The notice window closes on {day(now.closes)}, the term ends on "
            f"{day(now.end)}. {clock.assumption}".strip(),
            would_change="Notice by a party: without it the term renews itself.",
            cites=renewed,
        )
    if renewed:
        return outcome(
            Status.MET,
            f"{said}Its run ends on {day(now.end)}.",
            would_change="A claim that notice was given in time.",
            cites=renewed,
        )
    return outcome(
        Status.CANNOT_TELL,
        f"{again}The notice window closed on {day(now.closes)} and no notice is recorded. If none "
        f"was given, the term runs on to {day(_end(clock, now.run + 1))}; silence does not show "
        "that none was given.",
        would_change="A notice on record, a claim that one was given, or that it was renewed.",
    )


def _notice(notices: Sequence[Amendment], said: Sequence[Bearing]) -> str:
    if notices:
        told = listed(f"{listed(one.parties)} on {day(one.agreed)}" for one in notices)
        return f"Notice is on record, by {told}"
    return f"{voices(said)} is said to have given notice"


def _days(said: Sequence[Bearing]) -> list[date]:
    return [one.span.done_by for one in said if one.span.done_by]


def _by_party(one: Bearing, agreement: Agreement) -> bool:
    return any(side in agreement.parties for side in one.sides)


def _renews(one: Bearing, now: Period, as_of: date) -> bool:
    """Told of a time after the window closed that this run, or the one before it, had."""
    before = as_of <= now.closes
    years = now.end.year - now.start.year
    closed = _months_on(now.closes, -years * MONTHS_A_YEAR) if before else now.closes
    return one.span.first is not None and one.span.first > closed and (now.run > 1 or not before)


def _end(clock: Term, run: int) -> date:
    return _months_on(clock.start, run * clock.years * MONTHS_A_YEAR)


def _closes(clock: Term, run: int) -> date:
    return _months_on(clock.start, run * clock.years * MONTHS_A_YEAR - clock.notice_months)


def _months_on(start: date, months: int) -> date:
    """The same day so many months on, or the last of the month where there is none."""
    year, month = divmod(start.year * MONTHS_A_YEAR + start.month - 1 + months, MONTHS_A_YEAR)
    if year > MAXYEAR:
        return date.max
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
