"""A draft as JSON for other programs: each proposal with its spans. docs/drafting.md lists it."""

from truceline.reading.drafting.proposal import Drafted, Due, DueStep, Proposal
from truceline.terms.claim import Quantity
from truceline.terms.problem import Problem


def draft_json(drafted: Drafted) -> dict[str, object]:
    """Places are code points of the text as a person would read it: `text[start:end]`."""
    return {
        "title": drafted.title,
        "signed": drafted.signed,
        "parties": [
            {"name": one.name, "also": list(one.also), "start": one.start, "end": one.end}
            for one in drafted.parties
        ],
        "proposals": [_proposal(one, drafted.text) for one in drafted.proposals],
        "left_out": [
            {
                "why": one.why.value,
                "clause": one.label,
                "start": one.start,
                "end": one.end,
                "text": drafted.text[one.start : one.end],
            }
            for one in drafted.left_out
        ],
        "problems": [_problem(one) for one in drafted.problems],
    }


def _proposal(one: Proposal, text: str) -> dict[str, object]:
    return {
        "clause": one.clause,
        "proposed": True,
        "title": one.title,
        "obligation": one.obligation.value,
        "start": one.start,
        "end": one.end,
        "text": text[one.start : one.end],
        "bearers": list(one.bearers),
        "beneficiaries": list(one.beneficiaries),
        "acts": [act.value for act in one.acts],
        "places": list(one.places),
        "ceilings": [_quantity(each) for each in one.ceilings],
        "floors": [_quantity(each) for each in one.floors],
        "deadline": _due(one.due) if one.due else None,
        "steps": [_step(each) for each in one.steps],
        "years": one.years or None,
        "notice_months": one.notice_months,
        "within_days": one.within_days or None,
        "ties": [{"holds": tie.holds.value, "clause": tie.clause} for tie in one.ties],
        "rests_on": [
            {
                "field": rest.field.value,
                "start": rest.start,
                "end": rest.end,
                "text": text[rest.start : rest.end],
            }
            for rest in one.rests
        ],
        "not_told": [{"field": each.field.value, "why": each.why} for each in one.not_told],
    }


def _due(due: Due) -> dict[str, str]:
    told = {due.way: due.value}
    return {**told, "of": due.of} if due.of else told


def _step(step: DueStep) -> dict[str, object]:
    amount = _quantity(step.amount) if step.amount else None
    return {"step": step.name, **_due(step.due), "places": list(step.places), "amount": amount}


def _quantity(quantity: Quantity) -> dict[str, object]:
    return {"value": quantity.value, "unit": quantity.unit}


def _problem(one: Problem) -> dict[str, str]:
    return {"code": one.code, "where": one.where, "message": one.message, "remedy": one.remedy}
