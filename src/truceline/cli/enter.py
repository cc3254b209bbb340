"""Commands by which something enters the record. They call one operation each."""

from datetime import date
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Unpack

import click

from truceline.cli import passphrases
from truceline.cli.asking import Asking, asking, reader_of
from truceline.cli.group import (
    CENTRE,
    DAY,
    DONE_WITH_PROBLEMS,
    JOBS,
    centre_at,
    clock,
    counted,
    counted_in,
    main,
    progress,
    show_problems,
)
from truceline.cli.stores import FOLDER, place

if TYPE_CHECKING:
    from truceline.operations.sign import Draft


@main.command()
@click.argument("named", metavar="CENTRE")
@click.argument("more", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path))
@click.option(
    "--agreement",
    "agreements",
    multiple=True,
    required=True,
    metavar="FILE...",
    type=click.Path(path_type=Path),
    help="Agreement file (YAML) to sign in; several may follow.",
)
@FOLDER
@click.option("--locked", is_flag=True, help="Ask for a passphrase for its keys.")
@click.option(
    "--charter",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Open it by this charter, which all parties have signed; with --keys.",
)
@click.option(
    "--keys",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the keys lie that the charter names: its log's, a machine's, an office's.",
)
@click.pass_context
def init(
    ctx: click.Context,
    named: str,
    agreements: tuple[Path, ...],
    more: tuple[Path, ...],
    *,
    folder: Path | None,
    locked: bool,
    charter: Path | None,
    keys: Path | None,
) -> None:
    """Make a centre and sign the agreement in.

    CENTRE is a new folder, or the address of an empty PostgreSQL database:
    postgresql://USER@HOST/DATABASE. The folder then holds settings and keys only.
    """
    import secrets

    from truceline.operations.charter import read
    from truceline.operations.enrol import require_passphrase
    from truceline.operations.init import init as make
    from truceline.operations.init import init_chartered
    from truceline.operations.sign import draft

    if (charter is None) != (keys is None):
        raise click.UsageError("--charter and --keys go together.")
    centre, store = place(named, folder)
    drafts = draft([*agreements, *more], beside=())
    passphrase = passphrases.chosen() if locked else passphrases.given()
    if charter is not None and keys is not None:
        init_chartered(
            centre,
            drafts,
            charter=read(charter),
            keys_folder=keys,
            now=clock(),
            unlock=passphrases.unlock,
            store=store,
        )
    else:
        if passphrase is not None:
            require_passphrase(passphrase)
        make(
            centre,
            drafts,
            now=clock(),
            chance=secrets.token_hex,
            store=store,
            passphrase=passphrase,
        )
    for each in drafts:
        agreement = each.parsed.agreement
        click.echo(f"{agreement.title}: {counted_in(agreement)} signed in.")
    if charter is None and passphrase is None:
        click.echo(
            f"Its keys lie open in {centre / 'keys'}, for its owner only: good for a trial. Put "
            f"them under a passphrase: truceline key lock {quote(str(centre / 'keys'))} NAME"
        )
    click.echo(f"{centre} is ready. Add documents: truceline add {quote(str(centre))} PATH…")
    _warn(ctx, drafts)


@main.command()
@CENTRE
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path)
)
@click.pass_context
def sign(ctx: click.Context, centre: Path, files: tuple[Path, ...]) -> None:
    """Sign further agreements into a centre."""
    from truceline.operations.hold import hold
    from truceline.operations.sign import draft, sign_in

    with centre_at(centre) as here:
        earlier = hold(here).agreements
        drafts = draft(files, beside=tuple(earlier.values()))
        new = sign_in(here, drafts, now=clock())
    for each in drafts:
        agreement = each.parsed.agreement
        done = "signed in" if agreement.id in new else "on record already, from this very file"
        if agreement.id in new and agreement.id in earlier:
            done = "signed in, in place of the earlier file of this id"
        click.echo(f"{agreement.title}: {counted_in(agreement)} {done}.")
    _warn(ctx, drafts)


def _warn(ctx: click.Context, drafts: "tuple[Draft, ...]") -> None:
    """What the writers of the files should know; it kept nothing off the record."""
    warnings = tuple(one for each in drafts for one in each.parsed.warnings)
    show_problems(warnings)
    if warnings:
        ctx.exit(DONE_WITH_PROBLEMS)


@main.command()
@CENTRE
@click.argument(
    "paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path)
)
@click.option("--published", type=DAY, help="Day on which these documents were published.")
@click.option("--source", default="", help="Who published them; a code name if it is a person.")
@asking
@JOBS
@click.pass_context
def add(
    ctx: click.Context,
    centre: Path,
    paths: tuple[Path, ...],
    published: date | None,
    source: str,
    *,
    jobs: int | None,
    **asked: Unpack[Asking],
) -> None:
    """Deposit documents, mails and archives, and read what is new."""
    import secrets

    from truceline.intake.folder import arrivals
    from truceline.operations.deposit import deposit
    from truceline.operations.read import Asked, read_new
    from truceline.terms.when import on

    with centre_at(centre) as here, progress("reading") as show:
        settings = here.settings.language_model
        by = reader_of(settings, centre, **asked)
        done = deposit(
            here,
            arrivals(paths),
            published=on(published) if published else None,
            source=source,
            clock=clock,
        )
        kept = frozenset(settings.keep_here if settings else ())
        named = frozenset(done.added + done.known)
        unread = read_new(
            here,
            clock=clock,
            chance=secrets.token_hex,
            progress=show,
            jobs=jobs,
            asked=Asked(reader=by, about=named, keep_here=kept) if by else None,
        )
    came = len(done.added) - done.taken_out
    inside = f", {done.taken_out} more taken out of them" if done.taken_out else ""
    click.echo(f"{counted(came, 'document')} added{inside}, {len(done.known)} known already.")
    if done.known and (published or source):
        click.echo("What is known already keeps its date and source as deposited first.", err=True)
    problems = done.problems + unread
    show_problems(problems)
    if problems:
        ctx.exit(DONE_WITH_PROBLEMS)


@main.command()
@CENTRE
@click.argument("claims", nargs=-1, required=True, metavar="CLAIM...")
@click.option("--verified", "ruling", flag_value="verified", help="The claim was checked: true.")
@click.option("--unfounded", "ruling", flag_value="unfounded", help="It was checked: not so.")
@click.option("--because", required=True, help="What was checked, and how. Name no person.")
@click.option("--by", required=True, metavar="KEY", help="Name of a person's key, such as desk.")
def rule(centre: Path, claims: tuple[str, ...], ruling: str | None, because: str, by: str) -> None:
    """Rule on claims as a person with the mandate; signed and appended."""
    from truceline.operations.rule import rule as decide
    from truceline.terms.entry import Ruling

    if ruling is None:
        raise click.UsageError("Say which: --verified or --unfounded.")
    with centre_at(centre) as here:
        entry = decide(here, claims, ruling=Ruling(ruling), because=because, by=by, now=clock())
    click.echo(f"Entry {entry}: {', '.join(claims)} ruled {ruling}.")
