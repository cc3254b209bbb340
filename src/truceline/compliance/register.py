"""The board: every provision of every agreement, on one day. It decides nothing itself."""

from collections.abc import Mapping, Sequence

from truceline.compliance.applies import local_day
from truceline.compliance.evidence import gather, incidents_by_claim
from truceline.compliance.finding import Due, Finding, Status
from truceline.compliance.mandate import ends, notice_closes
from truceline.compliance.obligations import find
from truceline.compliance.outcome import Outcome
from truceline.compliance.positions import differs, positions
from truceline.compliance.sentences import day, deadline, listed
from truceline.terms.agreement import Agreement, Provision, Wording
from truceline.terms.question import Question
from truceline.weighing.held import Held, heard
from truceline.weighing.incident import Incident


def board(held: Held, incidents: Sequence[Incident], *, question: Question) -> tuple[Finding, ...]:
    """Findings in the order of the agreements and of their clauses.

    `held` is what was known; documents published after `said_by` are left out here. Agreements
    signed after the day of the question did not exist then.
    """
    known = heard(held, question)
    incident_of = incidents_by_claim(incidents)
    signed = [one for one in known.agreements.values() if one.signed <= question.as_of]
    signed.sort(key=lambda one: (one.signed, one.id))
    replaced = _replaced(signed, question)
    return tuple(
        _finding(
            provision,
            agreement,
            held=known,
            incident_of=incident_of,
            question=question,
            replaced_by=replaced.get(f"{agreement.id}/{provision.clause}", ""),
        )
        for agreement in signed
        for provision in agreement.provisions
    )


def _finding(
    provision: Provision,
    agreement: Agreement,
    *,
    held: Held,
    incident_of: Mapping[str, Incident],
    question: Question,
    replaced_by: str,
) -> Finding:
    evidence = gather(
        provision, agreement, held=held, incident_of=incident_of, until=question.as_of
    )
    found = (
        _superseded(replaced_by)
        if replaced_by
        else find(
            provision,
            agreement,
            evidence=evidence,
            as_of=question.as_of,
            watched=held.patrols,
        )
    )
    return Finding(
        agreement=agreement.id,
        clause=provision.clause,
        title=provision.title,
        status=found.status,
        because=found.because,
        would_change=found.would_change,
        due=due(provision),
        positions=positions(provision, agreement, evidence=evidence),
        citations=found.citations,
        differs=differs(provision, evidence=evidence),
        renderings_disagree=renderings_disagree(provision),
    )


def due(provision: Provision) -> tuple[Due, ...]:
    """The last day under each rendering; for a term, the end of the notice window and the end."""
    clock = provision.term
    if clock is not None:
        return tuple(
            Due(rendering=wording.rendering, date=on, says=says)
            for on, says in (
                (notice_closes(clock), "notice window closes"),
                (ends(clock), "term ends"),
            )
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


def renderings_disagree(provision: Provision) -> str:
    """A sentence where the last days differ, or "" where they are the same."""
    dated = [wording for wording in provision.wordings if wording.deadline]
    if len({wording.deadline.last_day for wording in dated if wording.deadline}) < 2:  # noqa: PLR2004
        return ""
    return f"The renderings disagree: {listed(_reading(wording) for wording in dated)}."


def _reading(wording: Wording) -> str:
    if wording.deadline is None:
        return ""
    return (
        f'{wording.rendering} says "{deadline(wording.deadline)}", so the last day is '
        f"{day(wording.deadline.last_day)}"
    )


def _replaced(agreements: Sequence[Agreement], question: Question) -> dict[str, str]:
    """Which provisions a later one in force has taken the place of, and by which."""
    return {
        earlier: f"clause {provision.clause} of {agreement.title}, in force since "
        f"{day(local_day(agreement))}"
        for agreement in agreements
        if local_day(agreement) <= question.as_of
        for provision in agreement.provisions
        for earlier in provision.replaces
    }


def _superseded(by: str) -> Outcome:
    return Outcome(
        status=Status.SUPERSEDED,
        because=f"The parties have put {by}, in its place.",
        would_change="Nothing: see the clause that took its place.",
        citations=(),
    )
