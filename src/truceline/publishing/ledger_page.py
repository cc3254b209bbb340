"""What a ledger's page says around its accounts: names, headlines, what to do where it is empty."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from truceline.ledgers.ledger import Account, Figure, Page
from truceline.publishing.chart import small
from truceline.publishing.drawn import key
from truceline.publishing.report import Report
from truceline.terms.book import Ledger

MOST_ACCOUNTS = 40  # on one page
MOST_FIGURES = 200  # of one account on a page; the CSV file holds all of them
LOUD = ("above", "below")

TITLES: Mapping[Ledger, str] = MappingProxyType(
    {
        Ledger.FORCES: "Forces",
        Ledger.DETAINEES: "Detainees and remains",
        Ledger.HAZARDS: "Mines and other hazards",
        Ledger.RETURNS: "Displacement and return",
        Ledger.ACCESS: "Routes and crossings",
        Ledger.BOUNDARY: "Boundary",
        Ledger.WEAPONS: "Weapons",
        Ledger.CASUALTIES: "Casualties",
        Ledger.MEETINGS: "Meetings and promises",
    }
)
ABOUT: Mapping[Ledger, str] = MappingProxyType(
    {
        Ledger.FORCES: "How many are allowed, declared and seen of each force.",
        Ledger.DETAINEES: "Each side's list against the other's: who is held, missing, released. "
        "Names stay in the vault.",
        Ledger.HAZARDS: "Areas and devices: suspected, confirmed, cleared; accidents. "
        "Areas and numbers of devices are never added to each other.",
        Ledger.RETURNS: "How many are displaced and how many came back, by whoever counts them.",
        Ledger.ACCESS: "When each route or crossing was open, restricted or closed, and by whom.",
        Ledger.BOUNDARY: "How far each stretch is: proposed, agreed, demarcated, disputed.",
        Ledger.WEAPONS: "What is declared, stored, seen and missing.",
        Ledger.CASUALTIES: "The fewest and the most that the accounts leave possible, side by side "
        "and civilians apart. Accounts of one event count once.",
        Ledger.MEETINGS: "Who met, what was promised by when, and whether it was kept.",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One ledger in the overview: the account most worth looking at stands for it."""

    page: Page
    title: str
    about: str
    differing: tuple[Account, ...]
    beyond: tuple[Account, ...]  # above or below what the agreement allows
    notable: Account | None
    glance: str  # its chart without words, as markup


def overview(report: Report) -> tuple[Row, ...]:
    """Every ledger, those with something in them first."""
    rows = [_row(page) for page in report.ledgers]
    return tuple(sorted(rows, key=lambda row: not (row.page.accounts or row.page.problems)))


def page_of(report: Report, ledger: Ledger) -> Page:
    """The ledger of that name; an empty one where nothing has been booked."""
    found = next((page for page in report.ledgers if page.ledger is ledger), None)
    return found or Page(ledger=ledger, as_of=report.question.as_of)


def differing(accounts: Sequence[Account]) -> tuple[Account, ...]:
    return tuple(one for one in accounts if one.difference)


def beyond(accounts: Sequence[Account]) -> tuple[Account, ...]:
    return tuple(one for one in accounts if one.compares.startswith(LOUD))


def held_against(
    report: Report, agreement: str, *, clause: str
) -> tuple[tuple[Ledger, Account], ...]:
    """The accounts that one clause is held against, each with its ledger."""
    name = f"{agreement}/{clause}"
    return tuple(
        (page.ledger, account)
        for page in report.ledgers
        for account in page.accounts
        if account.clause == name
    )


def citing(report: Report, name: str) -> tuple[tuple[Ledger, Account], ...]:
    """The accounts that rest on a claim or on a line of a book."""
    return tuple(
        (page.ledger, account)
        for page in report.ledgers
        for account in page.accounts
        if any(name in figure.cites for figure in account.figures)
    )


def latest(figures: Sequence[Figure]) -> Sequence[Figure]:
    """As many as a page can hold, in the record's order."""
    return figures[-MOST_FIGURES:]


def _row(page: Page) -> Row:
    differ, wide = differing(page.accounts), beyond(page.accounts)
    told = [one for one in page.accounts if one.stands]
    notable = next(iter((*differ, *wide, *told, *page.accounts)), None)
    return Row(
        page=page,
        title=TITLES[page.ledger],
        about=ABOUT[page.ledger],
        differing=differ,
        beyond=wide,
        notable=notable,
        glance=small(notable, as_of=page.as_of) if notable else "",
    )


__all__ = ["Row", "beyond", "citing", "differing", "held_against", "key", "latest", "overview"]
