"""The command that codes provisions year by year. It asks; nothing is kept."""

import sys
from pathlib import Path
from typing import Unpack

import click

from truceline.cli.group import (
    CENTRE,
    JSON,
    Clocks,
    centre_at,
    clocks,
    dumped,
    main,
    question,
)


@main.command()
@CENTRE
@clocks
@click.option("--csv", "as_csv", is_flag=True, help="Print a table for researchers (CSV).")
@JSON
def scores(centre: Path, *, as_csv: bool, as_json: bool, **asked: Unpack[Clocks]) -> None:
    """Propose how far each provision was carried out, year by year (PAM's 0 to 3)."""
    from truceline.operations.agenda import scored
    from truceline.operations.ask import ask
    from truceline.publishing import scores as publishing

    with centre_at(centre) as here:
        asked_for = question(here.settings.as_of, **asked)
        found = scored(here, asked_for)
        report = ask(here, asked_for) if as_csv else None
    if report is not None:
        sys.stdout.flush()
        sys.stdout.buffer.write(publishing.as_csv(report, found))
    elif as_json:
        click.echo(dumped(publishing.rows(found)))
    else:
        publishing.show(found)
