"""Commands that check the record or hand it on. They change nothing in it."""

from datetime import datetime
from pathlib import Path

import click

from truceline.cli.group import (
    CENTRE,
    JSON,
    centre_at,
    clock,
    dumped,
    main,
    printable,
    progress,
)


@main.command()
@CENTRE
@click.option(
    "--against",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    metavar="FILE",
    help="A checkpoint kept elsewhere, or an export or mirror: its entries must all be here still.",
)
@click.option(
    "--audited",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Check only signatures that are new since the checkpoint in FILE, and keep the newest "
    "there, with what was known then in FILE.state. Keep both where nobody who keeps the centre "
    "can write.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 1024),
    help="On how many cores signatures are checked.  [default: all]",
)
@JSON
@click.pass_context
def verify(
    ctx: click.Context,
    centre: Path,
    *,
    against: tuple[Path, ...],
    audited: Path | None,
    jobs: int | None,
    as_json: bool,
) -> None:
    """Re-hash everything and check every signature; exit 0, or 1 with the first wrong thing."""
    from truceline.operations.check import check
    from truceline.reading.guards import cores

    if audited is not None and audited.with_name(f"{audited.name}.state").is_dir():
        raise click.UsageError(f"{audited}.state is a folder: what is known is kept in that file.")
    with progress("verifying") as show:
        outcome = check(
            centre, progress=show, against=against, audited=audited, jobs=jobs or cores()
        )
    cosigned = _cosigned(centre, None if as_json else clock()) if outcome.good else ""
    if as_json:
        fields = {"good": outcome.good, "sentence": outcome.sentence, "cosigned": cosigned}
        click.echo(dumped(fields))
    else:
        click.echo(outcome.sentence, err=not outcome.good)
        if cosigned:
            click.echo(printable(f"{cosigned[0].upper()}{cosigned[1:].removesuffix('.')}."))
    if not outcome.good:
        ctx.exit(1)


def _cosigned(centre: Path, now: datetime | None) -> str:
    """Who is known to have cosigned; nothing where the folder is no whole centre."""
    from truceline import settings
    from truceline.operations.centre import opened
    from truceline.operations.cosigned import seals

    if not (centre / settings.FILE_NAME).is_file():
        return ""
    with opened(centre) as here:
        return seals(here).told(now, size=here.record.head().size)


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
