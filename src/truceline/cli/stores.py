"""Where a centre is kept: in its folder, or in a database that an address names."""

from pathlib import Path
from shlex import quote

import click

from truceline.cli.group import CENTRE, main, progress

FOLDER = click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for settings and keys, where the place is a database.  [default: its name]",
)


def place(named: str, folder: Path | None) -> tuple[Path, str]:
    """The folder of a centre and the address of its store; "" is the folder itself."""
    from truceline.record.stores import database_at

    if not named.startswith(("postgresql://", "postgres://")):
        if folder is not None:
            raise click.UsageError("--folder goes with the address of a database.")
        return Path(named), ""
    return folder or Path(database_at(named).address.database), named


@main.command()
@CENTRE
@click.argument("to", metavar="TO")
@FOLDER
def copy(centre: Path, to: str, *, folder: Path | None) -> None:
    """Copy a centre to another folder or database, root for root; keys stay behind."""
    from truceline.operations.copy import copy as copied

    target, store = place(to, folder)
    with progress("copying") as show:
        done = copied(centre, target, store=store, progress=show)
    click.echo(f"{target}: {done.size} entries with the same root, {done.added} of them new.")
    if (centre / "keys").exists() and not (target / "keys").exists():
        old, new = quote(str(centre / "keys")), quote(str(target))
        click.echo(f"It can be asked and verified. To go on there instead of here: mv {old} {new}")
