"""Commands after a loss: a centre from a mirror, and the documents it lacks handed in again."""

from pathlib import Path
from shlex import quote

import click

from truceline.cli import passphrases
from truceline.cli.group import (
    CENTRE,
    DONE_WITH_PROBLEMS,
    centre_at,
    counted,
    main,
    progress,
    show_problems,
)
from truceline.cli.stores import FOLDER, place


@main.command()
@click.argument("mirror")
@click.argument("to", metavar="CENTRE")
@FOLDER
@click.option(
    "--keys",
    "keys_folder",
    required=True,
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Where the log's key lies, and one of a person or an office.",
)
@click.option(
    "--against",
    "paths",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    help="A checkpoint in a file, an export or another mirror; repeat it for all there are.",
)
def rebuild(
    mirror: str, to: str, *, folder: Path | None, keys_folder: Path, paths: tuple[Path, ...]
) -> None:
    """Make a lost centre again from MIRROR, a mirror, an export or an address of one.

    CENTRE is a folder, or the address of a database.
    """
    from truceline.cli.mirrors import published
    from truceline.operations.fence import against, cosigned_in
    from truceline.operations.rebuild import rebuild as make
    from truceline.terms.codec import b64

    centre, store = place(to, folder)
    with published(mirror) as source, progress("rebuilding") as show:
        done = make(
            source,
            centre,
            keys_folder=keys_folder,
            unlock=passphrases.unlock,
            store=store,
            known=(*against(paths), *cosigned_in(Path(mirror))),
            progress=show,
        )
    click.echo(f"{done.size} entries of {done.origin}, all checked. Root {b64(done.root)}.")
    if done.withheld:
        click.echo(
            f"Its vault is empty: {counted(done.withheld, 'document')} withheld. Hand in what you "
            f"have of them: truceline hand-in {quote(str(centre))} PATH…"
        )
    click.echo(
        "What only the centre had beside its record is lost: if it had a policy.txt, copy it back."
    )
    if not paths:
        click.echo(
            "Nobody else was asked. If any mirror or witness holds more, going on from here signs "
            f"a second history: truceline fence {quote(str(centre))} --against …",
            err=True,
        )


@main.command("hand-in")
@CENTRE
@click.argument(
    "paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path)
)
@click.pass_context
def hand_in(ctx: click.Context, centre: Path, paths: tuple[Path, ...]) -> None:
    """Hand in documents that the record names and the vault lacks; by hash, whatever their name."""
    from truceline.intake.arrival import Arrival
    from truceline.intake.folder import arrivals
    from truceline.operations.hand_in import hand_in as take
    from truceline.operations.hand_in import missing
    from truceline.terms.problem import Problem, RefusedError

    new = known = 0
    problems: list[Problem] = []
    with centre_at(centre) as here:
        for one in arrivals(paths):
            match one:
                case Problem():
                    problems.append(one)
                case Arrival():
                    try:
                        taken = take(here, one.data, name=one.name)
                    except RefusedError as refused:
                        problems += refused.problems
                        continue
                    new, known = new + taken, known + (not taken)
        left = len(missing(here))
    click.echo(
        f"{counted(new, 'document')} handed in, {known} here already; {left} still withheld."
    )
    show_problems(tuple(problems))
    if problems:
        ctx.exit(DONE_WITH_PROBLEMS)
