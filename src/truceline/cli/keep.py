"""Commands that check the record or hand it on. They change nothing in it."""

from pathlib import Path

import click

from truceline.cli.group import (
    CENTRE,
    JSON,
    centre_at,
    dumped,
    main,
    progress,
)


@main.command()
@CENTRE
@JSON
@click.pass_context
def verify(ctx: click.Context, centre: Path, *, as_json: bool) -> None:
    """Re-hash everything and check every signature; exit 0, or 1 with the first wrong thing."""
    from truceline.operations.check import check

    with progress("verifying") as show:
        outcome = check(centre, progress=show)
    if as_json:
        click.echo(dumped({"good": outcome.good, "sentence": outcome.sentence}))
    else:
        click.echo(outcome.sentence, err=not outcome.good)
    if not outcome.good:
        ctx.exit(1)


@main.command()
@CENTRE
@click.argument("folder", type=click.Path(path_type=Path))
def export(centre: Path, folder: Path) -> None:
    """Write the record as a folder of files that anybody can check (C2SP tiles)."""
    from truceline.operations.export import export as write

    with centre_at(centre) as here, progress("exporting") as show:
        write(here, folder, progress=show)
    click.echo(
        f"{folder} holds the record. Check it: python3 verifier/truceline_verify.py {folder}"
    )


@main.command()
def schema() -> None:
    """Print the JSON Schema of agreement files, for an editor that checks as you write."""
    from truceline.intake.schema import schema as text

    click.echo(text(), nl=False)
