"""A report with only those ledgers and accounts that were asked for."""

from dataclasses import replace

from truceline.ledgers.ledger import Account, Page
from truceline.publishing.chart import chart
from truceline.publishing.drawn import key
from truceline.publishing.report import Report
from truceline.terms.book import Ledger
from truceline.terms.problem import Problem, RefusedError

MOST_NAMED = 20


def chosen(report: Report, name: Ledger | None = None, *, account: str = "") -> Report:
    """`account`: the name or key of one, in whichever of the ledgers it stands.

    Raises:
        RefusedError: there is no such account.
    """
    pages = [page for page in report.ledgers if name is None or page.ledger is name]
    if account:
        found = [replace(page, accounts=_of_name(page, account)) for page in pages]
        if not any(page.accounts for page in found):
            raise _unknown(account, pages)
        pages = [page for page in found if page.accounts]
    return replace(report, ledgers=tuple(pages))


def drawing(report: Report) -> str:
    """The chart of the one account that is left.

    Raises:
        RefusedError: there are several, none, or no book tells of any time.
    """
    accounts = [(page, one) for page in report.ledgers for one in page.accounts]
    if len(accounts) != 1:
        raise _not_one([one for _, one in accounts])
    [(page, one)] = accounts
    drawn = chart(one, as_of=page.as_of)
    if not drawn:
        raise RefusedError(
            Problem(
                code="no-course",
                where=one.name,
                message="no book tells of any time, so there is nothing to draw.",
                remedy="See its figures without --svg.",
            )
        )
    return drawn


def _of_name(page: Page, account: str) -> tuple[Account, ...]:
    wanted = account.casefold()
    return tuple(one for one in page.accounts if wanted in {one.name.casefold(), key(one)})


def _unknown(account: str, pages: list[Page]) -> RefusedError:
    there_are = _listed([one for page in pages for one in page.accounts])
    return RefusedError(
        Problem(
            code="unknown-account",
            where=account,
            message="there is no such account under this question.",
            remedy=f"There are: {there_are}.",
        )
    )


def _not_one(accounts: list[Account]) -> RefusedError:
    return RefusedError(
        Problem(
            code="not-one-account",
            where="--svg",
            message=f"a chart is of one account; here are {len(accounts)}.",
            remedy=f"Name one with --account: {_listed(accounts)}.",
        )
    )


def _listed(accounts: list[Account]) -> str:
    named = [f"{one.name} ({key(one)})" for one in accounts[:MOST_NAMED]]
    more = [f"and {len(accounts) - MOST_NAMED} more"] * (len(accounts) > MOST_NAMED)
    return ", ".join([*named, *more]) or "none"
