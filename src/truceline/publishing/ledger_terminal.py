"""Ledgers on a terminal: the same content as their pages, fewer words."""

from datetime import datetime

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from truceline.ledgers.ledger import Account, Figure, Page, Stand
from truceline.publishing import words
from truceline.publishing.contested import booked, sentences
from truceline.publishing.ledger_page import ABOUT, LOUD, TITLES, Row, overview
from truceline.publishing.report import Report
from truceline.publishing.terminal import print_foot

MOST_FIGURES = 30  # of one account; --csv prints all


def print_ledgers(report: Report, *, whole: bool, now: datetime | None = None) -> None:
    """Every account of the ledgers in the report, or one line for each ledger."""
    console = Console(highlight=False)
    if whole:
        for page in report.ledgers:
            _page(report, page, console)
    else:
        _overview(report, overview(report), console)
    print_foot(report, console, now=now)


def _overview(report: Report, rows: tuple[Row, ...], console: Console) -> None:
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column()
    for row in rows:
        about = Text()
        if row.notable is None:
            about.append("nothing on record", style="dim")
        else:
            stands = "; ".join(_stand(one) for one in row.notable.stands)
            about.append(f"{row.notable.name}: {stands}")
        for one in row.differing:
            about.append(f"\n{words.between(one)}, {one.name}: {one.difference}", style="magenta")
        for one in row.beyond:
            about.append(f"\n{one.name}: {one.compares}", style="red")
        shown = dict.fromkeys((row.notable, *row.differing, *row.beyond))
        for said in sentences(booked(report, [one for one in shown if one])):
            about.append("\ncontested ", style="bold")
            about.append(said)
        if row.page.problems:
            about.append(
                f"\n{len(row.page.problems)} left out, each with its reason", style="yellow"
            )
        table.add_row(Text.assemble((row.title, "bold"), f"\n{row.page.ledger}"), about)
    console.print(table)
    console.print(Text("One of them in full: truceline ledger CENTRE NAME", style="dim"))


def _page(report: Report, page: Page, console: Console) -> None:
    console.print(Text.assemble((f"\n{TITLES[page.ledger]}", "bold"), f"  {ABOUT[page.ledger]}"))
    if page.coverage:
        console.print(Text(f"Who was watching: {page.coverage}"))
    for account in page.accounts:
        _account(report, account, console)
    if not page.accounts:
        console.print(
            f"Nothing on record, which is not nought. Enter a book: "
            f"truceline post CENTRE {page.ledger} FILE.csv --keeper NAME"
        )
    for problem in page.problems:
        told = f"Left out: {problem.where}: {problem.message} {problem.remedy}"
        console.print(Text(told, style="yellow"))


def _account(report: Report, account: Account, console: Console) -> None:
    of = f"  {account.of}" if account.of and account.of not in account.name else ""
    console.print(Text.assemble("\n", (account.name, "bold"), (of, "dim")))
    if account.difference:
        console.print(Text(f"  {words.between(account)}: {account.difference}", style="magenta"))
    if account.compares or account.limit:
        style = "red" if account.compares.startswith(LOUD) else ""
        against = ": ".join(filter(None, (account.clause, account.limit)))
        told = f"held against {against}. {account.compares}" if against else account.compares
        console.print(Text(f"  {told}", style=style))
    for said in sentences(booked(report, [account])):
        console.print(Text.assemble("  ", ("contested ", "bold"), said))
    if not account.stands and not account.figures:
        console.print("  No book tells of it.")
    if account.stands:
        console.print(Padding(_stands(account), (0, 0, 0, 2)))
    if account.figures:
        console.print(Padding(_figures(account), (0, 0, 0, 2)))


def _stands(account: Account) -> Table:
    table = Table("book", "comes to", "because", "rests on", box=None, padding=(0, 2, 0, 0))
    for one in account.stands:
        sums = " (its own sums do not agree)" if one.balances is False else ""
        table.add_row(
            Text(one.book),
            Text(f"{words.stand(one)}{sums}", style="bold"),
            Text(one.because),
            _cited(one),
        )
    return table


def _figures(account: Account) -> Table:
    table = Table(
        "stated", "when", "who says", "rests on", box=None, padding=(0, 2, 0, 0), style="dim"
    )
    for one in account.figures[-MOST_FIGURES:]:
        note = ": ".join(filter(None, ("" if one.counts else "not counted", one.note)))
        table.add_row(
            Text(f"{words.figure(one)}{f' ({note})' if note else ''}"),
            words.when(one.when),
            Text(words.voice(one)),
            _cited(one),
        )
    if len(account.figures) > MOST_FIGURES:
        table.add_row(f"… {len(account.figures) - MOST_FIGURES} earlier ones: --csv", "", "", "")
    return table


def _stand(one: Stand) -> str:
    return f"{one.book} {words.stand(one)}"


def _cited(one: Stand | Figure) -> Text:
    more = f", … {len(one.cites) - 3} more" if len(one.cites) > 3 else ""  # noqa: PLR2004 a line's room
    named = (f"entry {name}" if name.isdecimal() else name for name in one.cites[:3])
    return Text(f"{', '.join(named)}{more}")
