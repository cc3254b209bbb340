"""Provisions that the parties put aside: replaced, withdrawn, suspended. Not how they stood."""

from truceline.compliance.amended import resumes
from truceline.compliance.case import Case
from truceline.compliance.finding import Status
from truceline.compliance.outcome import Outcome
from truceline.compliance.renderings import is_owed, only_unofficial
from truceline.compliance.sentences import day, listed
from truceline.terms.agreement import Amendment
from truceline.weighing.amended import Amended


def replaced(by: str) -> Outcome:
    return Outcome(
        status=Status.SUPERSEDED,
        because=f"The parties have put {by}, in its place.",
        would_change="Nothing: see the clause that took its place.",
        citations=(),
    )


def withdrawn(by: Amendment) -> Outcome:
    return Outcome(
        status=Status.SUPERSEDED,
        because=f"On {day(by.agreed)} {listed(by.parties)} withdrew it: nothing is owed any more.",
        would_change="A new undertaking.",
        citations=(),
    )


def suspended(by: Amendment, before: Outcome) -> Outcome:
    """Nothing is owed for a time; how it stood until then is said, because it will be again."""
    again = resumes(by)
    return Outcome(
        status=Status.SUPERSEDED,
        because=f"Nothing is owed meanwhile. Before, it stood at '{before.status}': "
        f"{before.because}",
        would_change=f"It is owed again from {day(again)}." if again else "A new agreement on it.",
        citations=before.citations,
    )


def not_owed(case: Case) -> Outcome | None:
    """A clause that no official rendering has, unless a person has found on it all the same."""
    if case.found or is_owed(case.provision, case.agreement):
        return None
    return Outcome(
        status=Status.CANNOT_TELL,
        because=f"Only {only_unofficial(case.provision, case.agreement)} has this clause, and no "
        "official rendering: nobody is held to it.",
        would_change="An official rendering that has it.",
        citations=(),
    )


def set_aside(text: Amended, *, replaced_by: str) -> Outcome | None:
    """What was put in its place for good, if anything was."""
    if replaced_by:
        return replaced(replaced_by)
    return withdrawn(text.withdrawn) if text.withdrawn else None
