"""Undertakings step by step, each step by its own day. Not those with one day for the whole.

A step shows by its places, or by the amount that a source says had been reached by then.
"""

from collections.abc import Sequence
from dataclasses import replace

from truceline.compliance.applies import Reach, names_of
from truceline.compliance.case import Case
from truceline.compliance.deadlines import Accounts, said_undone, stand, when
from truceline.compliance.evidence import Bearing, placed
from truceline.compliance.extent import everywhere
from truceline.compliance.limits import reaches
from truceline.compliance.outcome import Outcome
from truceline.compliance.parts import Part, together, under_each
from truceline.terms.agreement import Step
from truceline.terms.claim import Modality


def schedule(case: Case) -> Outcome:
    """Met when every step is; overdue as soon as one is."""
    facts = [one for one in case.evidence if one.is_fact]
    return together([_part(case, step, facts) for step in case.provision.steps])


def _part(case: Case, step: Step, facts: Sequence[Bearing]) -> Part:
    """The claims are held against the step's own places."""
    provision = replace(case.provision, places=step.places or case.provision.places)
    mine, last_day = replace(case, provision=provision), step.deadline.last_day
    reach = Reach(provision=provision, named=names_of(case.agreement))
    accounts = _accounts(mine, step, [one for one in placed(facts, reach) if one.applies.fulfils])
    return Part(
        name=f"step {step.name}" if step.name[:1].isdigit() else step.name,
        last_day=last_day,
        stand=stand(mine, accounts, last_days=under_each(mine, last_day)),
        done=when(accounts[0]),
        undone=said_undone(accounts[2]),
    )


def _accounts(case: Case, step: Step, facts: Sequence[Bearing]) -> Accounts:
    done: list[Bearing] = []
    under_way: list[Bearing] = []
    undone: list[Bearing] = []
    for one in facts:
        if one.voice.denies or one.voice.act not in case.provision.acts:
            undone.append(one)
        elif _reached(one, step):
            done.append(one)
        elif step.amount is None or one.claim.quantities:
            under_way.append(one)
    if step.amount is not None:
        return done, under_way, undone
    whole = everywhere(done, step.places, case.agreement)
    return whole, under_way if whole else [*under_way, *done], undone


def _reached(one: Bearing, step: Step) -> bool:
    """An amount reached says so itself; without one, what is still under way is not done."""
    if step.amount is None:
        return one.voice.modality is not Modality.ONGOING
    return any(reaches(claimed, step.amount) for claimed in one.claim.quantities)
