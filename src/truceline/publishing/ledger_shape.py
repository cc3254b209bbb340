"""A ledger as other programs read it: docs/json.md says what each field means."""

from collections.abc import Callable
from datetime import date

from truceline.ledgers.ledger import Account, Figure, Mark, Page, Stand
from truceline.publishing.drawn import key
from truceline.terms.claim import Quantity
from truceline.terms.problem import Problem
from truceline.weighing.amount import possible

Row = dict[str, object]


def page(one: Page, *, contested: Callable[[Account], list[Row]]) -> Row:
    return {
        "ledger": one.ledger.value,
        "as_of": one.as_of.isoformat(),
        "coverage": one.coverage,
        "accounts": [account(each) | {"contested": contested(each)} for each in one.accounts],
        "problems": [problem(each) for each in one.problems],
    }


def account(one: Account) -> Row:
    return {
        "key": key(one),
        "name": one.name,
        "unit": one.unit,
        "of": one.of,
        "clause": one.clause,
        "limit": one.limit,
        "limits": [_quantity(each) for each in one.limits],
        "compares": one.compares,
        "difference": one.difference,
        "stands": [_stand(each) for each in one.stands],
        "figures": [figure(each) for each in one.figures],
        "course": [_mark(each) for each in one.course],
    }


def figure(one: Figure) -> Row:
    """`low` and `high` are the least and the most that the number as stated leaves possible."""
    reach = possible(one.stated) if one.stated else None
    return {
        "book": one.book,
        "measure": one.measure.value,
        "state": one.state,
        "stated": one.stated.value if one.stated else None,
        "bound": one.stated.bound.value if one.stated else None,
        "low": reach.least if reach else None,
        "high": reach.most if reach else None,
        "when": one.when.value if one.when else None,
        "says": one.says,
        "cites": list(one.cites),
        "counts": one.counts,
        "note": one.note,
    }


def flat(of: Page, one: Account) -> list[Row]:
    """The figures of an account, each with what it is a figure of."""
    about: Row = {
        "ledger": of.ledger.value,
        "account": one.name,
        "unit": one.unit,
        "of": one.of,
        "clause": one.clause,
        "limit": one.limit,
    }
    return [about | figure(each) for each in one.figures]


def problem(one: Problem) -> Row:
    return {
        "code": one.code,
        "where": one.where,
        "message": one.message,
        "remedy": one.remedy,
    }


def _stand(one: Stand) -> Row:
    return {
        "book": one.book,
        "low": one.low,
        "best": one.best,
        "high": one.high,
        "state": one.state,
        "since": _day(one.since),
        "balances": one.balances,
        "because": one.because,
        "cites": list(one.cites),
    }


def _mark(one: Mark) -> Row:
    return {
        "book": one.book,
        "first": one.first.isoformat(),
        "last": _day(one.last),
        "low": one.low,
        "high": one.high,
        "state": one.state,
    }


def _quantity(one: Quantity) -> Row:
    return {"value": one.value, "unit": one.unit, "bound": one.bound.value}


def _day(one: date | None) -> str | None:
    return one.isoformat() if one else None
