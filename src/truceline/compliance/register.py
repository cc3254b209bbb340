"""The board: every provision of every agreement, on one day. It decides nothing itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from truceline.compliance.amended import told
from truceline.compliance.case import Case
from truceline.compliance.evidence import Bearing, gather
from truceline.compliance.finding import NOTICE_CLOSES, TERM_ENDS, Due, Finding
from truceline.compliance.hearing import Hearing, standings
from truceline.compliance.issued import concluded, on_record
from truceline.compliance.lately import lately
from truceline.compliance.mandate import period
from truceline.compliance.outcome import Outcome
from truceline.compliance.positions import differs, positions
from truceline.compliance.reach import as_bound, reached
from truceline.compliance.renderings import decisive, disagreement, is_owed
from truceline.compliance.sentences import day, deadline
from truceline.compliance.setaside import not_owed, set_aside, suspended
from truceline.compliance.succession import replaced
from truceline.compliance.ties import tied
from truceline.compliance.watching import coverage_of
from truceline.terms.agreement import (
    Agreement,
    Amendment,
    Provision,
    Term,
    in_waiting_order,
)
from truceline.terms.names import Kind
from truceline.terms.question import Question
from truceline.weighing.amended import Amended, amended, by_provision
from truceline.weighing.held import Finding as Issued
from truceline.weighing.held import Held, heard
from truceline.weighing.incident import Incident
from truceline.weighing.stretches import Days, days, union
from truceline.weighing.watches import Watches, watches


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What every provision of one board is held against."""

    hearing: Hearing
    watches: Watches
    incidents: Sequence[Incident]
    issued: Sequence[Issued]
    amendments: Mapping[str, tuple[Amendment, ...]]
    replaced: Mapping[str, str]


def board(held: Held, incidents: Sequence[Incident], *, question: Question) -> tuple[Finding, ...]:
    """Findings in the order of the agreements and of their clauses.

    `held` is what was known; documents published after `said_by` are left out here. Agreements
    signed and amendments agreed after the day of the question did not exist then.
    """
    known = heard(held, question)
    signed = signed_by(known, question.as_of)
    amendments, ended = by_provision(signed), replaced(signed, question.as_of)
    watched = watches(known)
    established = standings(incidents)
    return tuple(
        finding
        for agreement in signed
        for asked in (
            _Asked(
                hearing=Hearing(agreement, known, standings=established),
                watches=watched,
                incidents=incidents,
                issued=known.issued,
                amendments=amendments,
                replaced=ended,
            ),
        )
        for finding in _findings(agreement, asked=asked, as_of=question.as_of)
    )


def signed_by(held: Held, on: date) -> list[Agreement]:
    """The agreements that existed at the end of that day, in the order of their signing."""
    signed = [one for one in held.agreements.values() if one.signed <= on]
    return sorted(signed, key=lambda one: (one.signed, one.id))


def _findings(agreement: Agreement, *, asked: _Asked, as_of: date) -> list[Finding]:
    """Each provision after those it waits for; then in the order of the text."""
    outcomes: dict[str, Outcome] = {}
    findings: dict[str, Finding] = {}
    for provision in in_waiting_order(agreement.provisions):
        name = f"{agreement.id}/{provision.clause}"
        whole = amended(as_bound(provision, agreement), asked.amendments.get(name, ()), on=as_of)
        text = replace(whole, provision=decisive(whole.provision, agreement))
        case = _case(text, agreement, asked=asked, as_of=as_of)
        aside = set_aside(text, replaced_by=asked.replaced.get(name, "")) or not_owed(case)
        found = aside or _found(case, text, asked=asked, others=outcomes)
        outcomes[provision.clause] = found
        findings[provision.clause] = _finding(
            decisive(provision, agreement), case, whole=whole, text=text, found=found
        )
    return [findings[provision.clause] for provision in agreement.provisions]


def _finding(
    provision: Provision, case: Case, *, whole: Amended, text: Amended, found: Outcome
) -> Finding:
    agreement = case.agreement
    owed = is_owed(text.provision, agreement)
    last_days = due(text.provision, on=case.as_of, found=found) if owed else ()
    return Finding(
        agreement=agreement.id,
        clause=provision.clause,
        title=provision.title,
        status=found.status,
        because=f"{found.because} {told(text, provision)}".strip(),
        would_change=f"{found.would_change} {lately(case, found.status, due=last_days)}".strip(),
        due=last_days,
        positions=positions(text.provision, agreement, evidence=case.evidence, found=case.found),
        citations=found.citations,
        differs=differs(text.provision, evidence=case.evidence),
        renderings_disagree=disagreement(whole.provision, agreement),
        amended_by=text.by,
        watched=coverage_of(case).sentence,
        entries=found.entries,
        found=case.found,
    )


def _case(text: Amended, agreement: Agreement, *, asked: _Asked, as_of: date) -> Case:
    gathered = gather(text, asked.hearing, until=as_of)
    return Case(
        provision=text.provision,
        agreement=agreement,
        evidence=reached(gathered, text.provision, agreement),
        as_of=as_of,
        triggers=_triggers(text, agreement, asked=asked, as_of=as_of),
        watches=asked.watches,
        incidents=asked.incidents,
        found=on_record(
            asked.issued, agreement=agreement.id, clause=text.provision.clause, on=as_of
        ),
        unowed=unowed(text, as_of),
        notices=text.notices,
    )


def _triggers(
    text: Amended, agreement: Agreement, *, asked: _Asked, as_of: date
) -> Sequence[Bearing]:
    """Whoever did it: what sets the time of a procedure running is no undertaking of its own."""
    rule = text.provision.procedure
    if rule is None or not rule.after:
        return ()
    anyone = tuple(one.name for one in agreement.named if one.kind is not Kind.PLACE)
    provision = replace(text.provision, acts=rule.after, adverse=(), actors=anyone)
    return gather(replace(text, provision=provision), asked.hearing, until=as_of)


def _found(case: Case, text: Amended, *, asked: _Asked, others: Mapping[str, Outcome]) -> Outcome:
    now = text.suspended(case.as_of)
    if now is None or now.first is None:
        return tied(concluded(case), case.provision, others=others)
    eve = now.first - timedelta(days=1)
    before = replace(text, by=tuple(one for one in text.by if one is not now))
    then = concluded(_case(before, case.agreement, asked=asked, as_of=eve))
    return suspended(now, tied(then, case.provision, others=others))


def unowed(text: Amended, as_of: date) -> Days:
    """The days of its suspensions, on which nothing is owed."""
    return union(
        days(one.first, one.last or as_of) for one in text.suspensions if one.first is not None
    )


def due(provision: Provision, *, on: date, found: Outcome) -> tuple[Due, ...]:
    """The last day under each rendering; for a term, the end of the notice window and the end.

    Of what comes in parts, the last day of each part that is still open.
    """
    if provision.steps or provision.procedure:
        return tuple(
            Due(rendering=wording.rendering, date=last, part=part, says=f"by {day(last)}")
            for part, last in found.still
            for wording in provision.wordings
        )
    if provision.term is not None:
        return tuple(
            Due(rendering=wording.rendering, date=last, says=says)
            for last, says in _term_days(provision.term, on=on, ends=found.ends)
            for wording in provision.wordings
        )
    return tuple(
        Due(
            rendering=wording.rendering,
            date=wording.deadline.last_day,
            says=deadline(wording.deadline),
        )
        for wording in provision.wordings
        if wording.deadline
    )


def _term_days(clock: Term, *, on: date, ends: date | None) -> tuple[tuple[date, str], ...]:
    if ends is not None:
        return ((ends, TERM_ENDS),)
    run = period(clock, on)
    return ((run.closes, NOTICE_CLOSES), (run.end, TERM_ENDS))
