"""Commands that ask the record, or a text, and print the answer. Nothing is kept."""

import sys
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from truceline.cli.asking import Asking, asking, reader_of
from truceline.cli.group import (
    CENTRE,
    DAY,
    DAYS,
    DONE_WITH_PROBLEMS,
    JOBS,
    JSON,
    Clocks,
    centre_at,
    clock,
    clocks,
    dumped,
    end_of,
    main,
    question,
    show_problems,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from truceline.operations.centre import Centre
    from truceline.publishing.report import Report
    from truceline.terms.question import Question


@main.command()
@click.argument(
    "paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path)
)
@click.option("--published", type=DAY, help="Day on which these documents were published.")
@click.option(
    "--agreement",
    "agreements",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Agreement file whose names of parties, people and places the reader should know.",
)
@asking
@JOBS
@JSON
@click.pass_context
def read(
    ctx: click.Context,
    paths: tuple[Path, ...],
    published: date | None,
    agreements: tuple[Path, ...],
    *,
    jobs: int | None,
    as_json: bool,
    **asked: Unpack[Asking],
) -> None:
    """Print the claims of documents without any centre; nothing is kept."""
    from truceline.cli.bar import Bar
    from truceline.intake.folder import files
    from truceline.operations.peruse import peruse
    from truceline.publishing.terminal import print_claims
    from truceline.reading.guards import cores
    from truceline.terms.when import on

    told = on(published) if published else None
    by = reader_of(None, Path(), **asked)
    bar = Bar("reading")
    total = sum(1 for _ in files(paths)) if bar.seen else None
    perused = peruse(
        paths, agreements, published=told, jobs=jobs or (1 if by else cores()), asked=by
    )
    wrong = False
    with closing(perused):  # whatever ends us ends those who read for us
        for name, claims, problems in bar.over(perused, total=total):
            wrong = wrong or bool(problems)
            with bar.aside(printing=sys.stdout.isatty() or bool(problems)):
                if as_json:
                    for claim in claims:
                        click.echo(dumped(claim))
                else:
                    print_claims(name, claims)
                show_problems(problems)
    if wrong:
        ctx.exit(DONE_WITH_PROBLEMS)


def fold_command(name: str, about: str) -> None:
    """One command that asks the centre and prints one part of the answer."""

    @main.command(name, help=about)
    @CENTRE
    @clocks
    @JSON
    def command(centre: Path, *, as_json: bool, **asked: Unpack[Clocks]) -> None:
        from truceline.publishing import shapes, terminal

        answer = _answering(name)
        with centre_at(centre) as here:
            report = answer(here, question(here.settings.as_of, **asked))
        if as_json:
            click.echo(dumped(getattr(shapes, name)(report)))
            show_problems(report.problems if name == "board" else ())
        else:
            terminal.print_part(name, report, now=clock())


def _answering(name: str) -> "Callable[[Centre, Question], Report]":
    """The board does not need the documents, and is kept; the rest is asked for anew."""
    if name == "board":
        from truceline.operations.draw import draw

        return draw
    from truceline.operations.ask import ask

    return partial(ask, counted=False)


fold_command("claims", "List every claim on record, with who says so.")
fold_command("incidents", "List what is said to have happened, and how well it is established.")
fold_command("contradictions", "List where accounts disagree, with every side.")
fold_command("board", "Show where every undertaking stands, and why.")


@main.command()
@CENTRE
@clocks
@click.option("--within", type=DAYS, help="Only what falls due in so many days, such as 14d.")
@click.option("--passed", is_flag=True, help="Also last days that have passed and are still open.")
@click.option("--ics", is_flag=True, help="Print a calendar file (iCalendar) instead.")
@JSON
def due(
    centre: Path,
    *,
    within: int | None,
    passed: bool,
    ics: bool,
    as_json: bool,
    **asked: Unpack[Clocks],
) -> None:
    """List everything that falls due, the nearest first."""
    from truceline.operations.agenda import agenda
    from truceline.operations.draw import draw
    from truceline.publishing import calendar, shapes, terminal

    with centre_at(centre) as here:
        report = draw(here, question(here.settings.as_of, **asked))
        items = agenda(report, within_days=within, passed=passed)
    if ics:
        click.echo(calendar.of_report(report, items), nl=False)
    elif as_json:
        click.echo(dumped(shapes.due_items(items)))
    else:
        terminal.print_due(report, items, now=clock())


@main.command()
@CENTRE
@click.option("--from", "start", type=DAY, required=True, help="The earlier day.")
@click.option("--to", "end", type=DAY, required=True, help="The later day.")
@click.option("--known", is_flag=True, help="Compare also only what was on record on each day.")
@JSON
def changes(centre: Path, start: date, end: date, *, known: bool, as_json: bool) -> None:
    """Show what stands otherwise on the later day, and why.

    Each day is asked as --at: the world then, from documents published by then.
    """
    from truceline.operations.agenda import changed
    from truceline.publishing import shapes, terminal

    if end < start:
        raise click.UsageError("--to must not be before --from.")
    before, after = (
        question(None, as_of=day, said_by=day, known_at=end_of(day) if known else None, at=None)
        for day in (start, end)
    )
    with centre_at(centre) as here:
        found = changed(here, before, after)
    if as_json:
        click.echo(dumped(shapes.changes(found)))
    else:
        terminal.print_changes(found)


@main.command()
@CENTRE
@click.argument("name", metavar="CLAIM-OR-POSTING")
@JSON
@click.pass_context
def trace(ctx: click.Context, centre: Path, name: str, *, as_json: bool) -> None:
    """Follow a claim or posting to its words or row, file, entry and checkpoint, checking each."""
    from truceline.operations.trace import trace as follow
    from truceline.publishing import shapes, terminal

    with centre_at(centre) as here:
        chain = follow(here, name)
    if as_json:
        click.echo(dumped(shapes.trace(chain)))
    else:
        terminal.print_trace(chain)
    if not chain.included:
        ctx.exit(1)
