"""Commands that help to write an agreement down. Nothing they propose enters any record."""

from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import click

from truceline.cli.group import DONE_WITH_PROBLEMS, JSON, counted, dumped, main, show_problems
from truceline.terms.problem import Problem, RefusedError

if TYPE_CHECKING:
    from truceline.reading.drafting.proposal import Drafted

_PAGES = {".html", ".htm", ".xhtml"}


@main.command()
@click.argument("text", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--party",
    "parties",
    multiple=True,
    metavar="NAME[=OTHER]",
    help="A party, with other names the text gives it; once for each.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write the draft into; it must not exist.  [default: print it]",
)
@JSON
@click.pass_context
def draft(
    ctx: click.Context, text: Path, *, parties: tuple[str, ...], out: Path | None, as_json: bool
) -> None:
    """Propose the clauses of an agreement from its pasted text.

    Every clause is marked proposed until you accept it; see truceline accept.
    """
    from truceline.operations.draft_text import draft_text

    media_type = "text/html" if text.suffix.lower() in _PAGES else "text/plain"
    drafted = draft_text(text, media_type=media_type, parties=parties)
    _hand_over(drafted, out, as_json=as_json)
    show_problems(drafted.problems)
    if drafted.problems:
        ctx.exit(DONE_WITH_PROBLEMS)


def _hand_over(drafted: "Drafted", out: Path | None, *, as_json: bool) -> None:
    from truceline.publishing.draft_file import draft_file
    from truceline.publishing.draft_json import draft_json

    said = f"{dumped(draft_json(drafted))}\n" if as_json else draft_file(drafted)
    if out is None:
        click.echo(said, nl=False)
        return
    _write_new(out, said)
    click.echo(f"{out}: {counted(len(drafted.proposals), 'clause')} proposed.")


def _write_new(out: Path, said: str) -> None:
    """Into a file of its own: what somebody has corrected already is never written over."""
    try:
        with out.open("x", encoding="utf-8", newline="\n") as file:
            file.write(said)
    except FileExistsError as error:
        raise RefusedError(
            Problem(
                code="place-taken",
                where=str(out),
                message="there is a file here already; nothing was touched.",
                remedy="Choose another name.",
            )
        ) from error


@main.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("clauses", nargs=-1, metavar="[CLAUSE]...")
@click.option("--all", "every", is_flag=True, help="All clauses that are still proposed.")
def accept(file: Path, clauses: tuple[str, ...], *, every: bool) -> None:
    """Take the mark 'proposed' off clauses you have read against the text."""
    from truceline.operations.accept import accept as take

    if every == bool(clauses):
        raise click.UsageError("Name the clauses you have read, or say --all.")
    done = take(file, None if every else clauses)
    click.echo(f"{file}: {counted(len(done.clauses), 'clause')} accepted.")
    if done.before:
        click.echo(f"Accepted before: {', '.join(done.before)}.")
    if not every:
        click.echo(f"When all are: truceline init CENTRE --agreement {quote(str(file))}")
