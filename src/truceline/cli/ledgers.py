"""Commands of the ledgers: show them, enter a book, take a claim or posting back."""

from pathlib import Path
from typing import Unpack

import click

from truceline.cli.group import (
    CENTRE,
    JSON,
    Clocks,
    centre_at,
    clock,
    clocks,
    counted,
    dumped,
    main,
    question,
)
from truceline.terms.book import Ledger

LEDGER = click.Choice([one.value for one in Ledger])
BY = click.option("--by", metavar="KEY", help="Whose key signs it.  [default: the desk's]")


@main.command()
@CENTRE
@click.argument("name", required=False, type=LEDGER)
@clocks
@click.option("--account", default="", help="Only this account: its name or key.")
@click.option("--csv", "as_csv", is_flag=True, help="Print every figure as a row of CSV.")
@click.option("--svg", "as_svg", is_flag=True, help="Print the chart of one account as SVG.")
@JSON
def ledger(
    centre: Path,
    name: str | None,
    *,
    account: str,
    as_csv: bool,
    as_svg: bool,
    as_json: bool,
    **asked: Unpack[Clocks],
) -> None:
    """Show what each side counts, and where their books differ.

    Without NAME all ledgers in a line each; with it every account.
    """
    from truceline.operations.ask import ask
    from truceline.publishing import csv_export, ledger_choice, ledger_terminal, shapes

    if as_csv + as_svg + as_json > 1:
        raise click.UsageError("One of --csv, --svg and --json.")
    with centre_at(centre) as here:
        report = ask(here, question(here.settings.as_of, **asked))
    chosen = ledger_choice.chosen(report, Ledger(name) if name else None, account=account)
    if as_svg:
        click.echo(ledger_choice.drawing(chosen))
    elif as_csv:
        click.echo(csv_export.figures(chosen), nl=False)
    elif as_json:
        click.echo(dumped(shapes.ledger(chosen)))
    else:
        ledger_terminal.print_ledgers(chosen, whole=name is not None or bool(account), now=clock())


@main.command()
@click.argument("centre", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.argument("name", metavar="LEDGER", required=False, type=LEDGER)
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--keeper", metavar="NAME", help="Whose book it is: a party or body.")
@click.option("--template", type=LEDGER, help="Print a file to begin with, and enter nothing.")
@BY
def post(
    centre: Path | None,
    name: str | None,
    file: Path | None,
    *,
    keeper: str | None,
    template: str | None,
    by: str | None,
) -> None:
    """Enter a party's or body's own book from a CSV file; all of it or nothing."""
    from truceline.intake.book_file import example
    from truceline.operations.post import post as enter

    if template:
        click.echo(example(Ledger(template)), nl=False)
        return
    if centre is None or name is None or file is None or keeper is None:
        raise click.UsageError("Give CENTRE, LEDGER, FILE and --keeper NAME.")
    with centre_at(centre) as here:
        signer = by or here.settings.person
        done = enter(here, file, ledger=Ledger(name), keeper=keeper, by=signer, now=clock())
    if not done.entries:
        click.echo(f"On record already, from this very file, as {done.keeper}'s book.")
        return
    click.echo(f"{done.keeper}'s book of {name}: {counted(done.rows, 'row')} on record.")
    if done.kept_back:
        click.echo(f"Only in the vault, not on record: {', '.join(done.kept_back)}.")


@main.command()
@CENTRE
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option("--because", required=True, help="Who took it back, and how that is known.")
@click.option("--by", required=True, metavar="KEY", help="Name of a person's key, such as desk.")
def retract(centre: Path, names: tuple[str, ...], because: str, by: str) -> None:
    """Enter that its source took a claim or posting back. NAME may be a whole entry: 1042."""
    from truceline.operations.retract import retract as take_back

    with centre_at(centre) as here:
        gone = take_back(here, names, because=because, by=by, now=clock())
    click.echo(f"{counted(len(gone), 'name')} taken back; what was said stays on record.")
