"""The command by which sites that distrust each other confirm that they compute the same."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from truceline.cli.group import DAY, INSTANT, JSON, centre_at, dumped, main, printable

if TYPE_CHECKING:
    from truceline.operations.prefix import Prefix
    from truceline.operations.state import State


@main.command()
@click.argument("place", type=click.Path(path_type=Path, file_okay=False))
@click.option("--known-at", type=INSTANT, help="Ignore what was recorded after this day (UTC).")
@click.option(
    "--as-of",
    "days",
    type=DAY,
    multiple=True,
    help="World time of board and ledgers; repeat it.  [default: the day of the last entry]",
)
@click.option(
    "--against",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="What this command printed with --json elsewhere: fold the same here and compare.",
)
@JSON
@click.pass_context
def state(
    ctx: click.Context,
    place: Path,
    *,
    known_at: datetime | None,
    days: tuple[date, ...],
    against: Path | None,
    as_json: bool,
) -> None:
    """Print a hash of everything that is computed; PLACE is a centre, a mirror or an export.

    Equal hashes mean equal numbers. No documents are needed, and none are read.
    """
    from truceline.operations import state as states
    from truceline.operations.prefix import Prefix

    if against is None:
        _show(_made(place, Prefix(known_at=known_at), days), as_json=as_json)
        return
    if known_at or days:
        raise click.UsageError("--against FILE says itself how much is folded, and for which days.")
    theirs = states.read(against)
    ours = _made(place, Prefix(size=theirs.entries), theirs.as_of)
    found = states.compare(ours, theirs)
    if as_json:
        click.echo(dumped({"equal": found.equal, "sentence": found.sentence}))
    else:
        click.echo(printable(found.sentence), err=not found.equal)
    if not found.equal:
        ctx.exit(1)


def _made(place: Path, prefix: "Prefix", days: tuple[date, ...]) -> "State":
    from truceline.operations import state as states
    from truceline.operations.place import published_at

    if (place / "truceline.toml").is_file():
        with centre_at(place) as here:
            return states.of_centre(here, prefix, as_of=days)
    with published_at(place) as files:
        return states.of_files(files, prefix, as_of=days)


def _show(made: "State", *, as_json: bool) -> None:
    if as_json:
        fields = {
            "origin": made.origin,
            "code": made.code,
            "entries": made.entries,
            "root": made.root,
            "as_of": [str(day) for day in made.as_of],
            "folds": [{"name": one.name, "sha256": one.sha256} for one in made.folds],
        }
        click.echo(dumped(fields))
        return
    click.echo(printable(f"{made.origin}: {made.entries} entries, root {made.root}"))
    click.echo(f"Folded by {made.code}")
    for one in made.folds:
        click.echo(f"{one.sha256}  {one.name}")
