"""Commands for those who hold a record beside its centre: mirrors, witnesses, carriers."""

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from truceline.cli.group import (
    CENTRE,
    DONE_WITH_PROBLEMS,
    JSON,
    centre_at,
    clock,
    dumped,
    main,
    printable,
    progress,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from truceline.record.published import Published

FOLDER = click.argument("folder", type=click.Path(path_type=Path, file_okay=False))


@main.command()
@click.argument("source")
@FOLDER
@click.option("--name", help="The mirror's name on its cosignatures.  [default: drawn by lot]")
@click.option("--log-key", metavar="VKEY", help="The log key you were given by another way.")
@JSON
def mirror(
    source: str, folder: Path, *, name: str | None, log_key: str | None, as_json: bool
) -> None:
    """Keep a full copy of a record: fetch what is new, check all of it, cosign it.

    SOURCE is an address such as http://127.0.0.1:8000/, or the folder of an export, a mirror or a
    centre.
    """
    import secrets

    from truceline.operations.mirror import mirror as pull
    from truceline.record.copy import RECORD
    from truceline.terms.codec import b64

    with published(source) as files, progress("mirroring") as show:
        done = pull(
            files,
            folder,
            clock=clock,
            chance=secrets.token_hex,
            name=name,
            log_key=log_key,
            progress=show,
        )
    if as_json:
        fields = {
            "origin": done.origin,
            "entries": done.size,
            "root": b64(done.root),
            "new": done.added,
            "log_keys": done.log_keys,
            "cosigner": done.cosigner,
        }
        click.echo(dumped(fields))
        return
    new = f"{done.added} new {'entry' if done.added == 1 else 'entries'}"
    click.echo(
        f"{new} of {done.origin}, all checked; "
        f"{done.size} are held in {folder / RECORD}. Root {b64(done.root)}."
    )
    click.echo(f"Cosigned by {done.cosigner}")
    click.echo(f"Signed by the log key {done.log_keys[0]}: compare it with the one you were given.")


@main.command()
@FOLDER
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True)
def witness(folder: Path, port: int) -> None:
    """Cosign checkpoints on request (C2SP add-checkpoint), on 127.0.0.1 until Ctrl-C.

    FOLDER is a mirror: its record, its key, and its memory of what it has cosigned.
    """
    from truceline.operations.witnessing import at_home, watching
    from truceline.web.serve import serve
    from truceline.web.witness import create_witness

    with at_home(folder) as home:
        app = create_witness(watching(home, clock=clock))
        click.echo(f"Cosigns as {home.key.cosigner}")
        serve(app, port=port, ready=lambda address: click.echo(f"{address}  (Ctrl-C stops)"))


@main.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--log-key", metavar="VKEY", required=True, help="The key of the record's log.")
def proof(file: Path, log_key: str) -> None:
    """Check the file in which a mirror holds two checkpoints of one record against each other."""
    from truceline.operations.judge import judge

    click.echo(judge(file, log_key=log_key))


@contextmanager
def published(source: str) -> "Iterator[Published]":
    from truceline.operations.fetch import Address, is_address
    from truceline.operations.place import published_at

    if is_address(source):
        with Address(source) as address:
            yield address
    else:
        with published_at(Path(source)) as files:
            yield files


@main.command()
@CENTRE
@click.option(
    "--against",
    "paths",
    type=click.Path(path_type=Path, exists=True),
    multiple=True,
    help="A checkpoint in a file, an export or a mirror; repeat it.",
)
@click.option("--witness", "urls", metavar="URL", multiple=True, help="Ask a witness; repeat it.")
@click.option(
    "--beside",
    type=click.Path(path_type=Path, file_okay=False),
    help="Note the newest checkpoint there from now on: a folder on another disk.",
)
@JSON
@click.pass_context
def fence(
    ctx: click.Context,
    centre: Path,
    *,
    paths: tuple[Path, ...],
    urls: tuple[str, ...],
    beside: Path | None,
    as_json: bool,
) -> None:
    """Hold a centre against checkpoints elsewhere; 1 where it is behind or of two histories."""
    from truceline.operations import fence as fences
    from truceline.operations.centre import opened

    with opened(centre) as here:
        known = (*fences.against(paths), *fences.asked(here, urls))
        found = fences.fence(here, known=known)
        fences.remember(here, known)
        missing = fences.missing_beside(here)
        if beside is not None and found.open:
            fences.keep_beside(here, beside)
    if as_json:
        fields = {
            "open": found.open,
            "entries": found.size,
            "behind": found.behind,
            "two_histories": found.forked,
            "compared": found.compared,
            "holders": found.holders,
        }
        click.echo(dumped(fields))
    else:
        click.echo(printable(str(found)), err=not found.open)
    if missing and beside is None:
        click.echo(printable(missing), err=True)
    if not found.open:
        ctx.exit(1)


@main.command()
@CENTRE
@JSON
@click.pass_context
def cosign(ctx: click.Context, centre: Path, *, as_json: bool) -> None:
    """Have the newest checkpoint cosigned by every witness of the policy that can be reached."""
    from truceline.operations.cosigned import seals
    from truceline.operations.rounds import round_of

    with centre_at(centre) as here:
        answers = round_of(here)
        known, size = seals(here), here.record.head().size
    failed = [one for one in answers if one.problem]
    if as_json:
        fields = {
            "answers": [
                {"witness": one.witness, "size": one.size, "problem": one.problem}
                for one in answers
            ],
            "cosigned": [
                {"witness": name, "size": size, "at": at.isoformat() if at else None}
                for name, size, at in known.by
            ],
            "sealed": known.sealed,
        }
        click.echo(dumped(fields))
    else:
        click.echo(printable(known.sentence(clock(), size=size)) or "Nobody has cosigned.")
        for one in failed:
            click.echo(printable(f"{one.witness}: {one.problem}"), err=True)
    if failed:
        ctx.exit(DONE_WITH_PROBLEMS)


@main.group()
def courier() -> None:
    """Carry a record to a mirror, and what it cosigned back, as files on a stick."""


HOME = click.argument("home", type=click.Path(path_type=Path, file_okay=False))
STICK = click.argument("stick", type=click.Path(path_type=Path, file_okay=False))


@courier.command("export")
@HOME
@STICK
def courier_export(home: Path, stick: Path) -> None:
    """Lay the record of HOME, a centre or a mirror, on the stick."""
    from truceline.operations import courier as carrying

    with progress("laying on the stick") as show:
        if _is_centre(home):
            with centre_at(home) as here:
                size = carrying.carry_centre(here, stick, progress=show)
        else:
            size = carrying.carry_mirror(home, stick, progress=show)
    click.echo(f"{stick} holds {size} entries. Bring it on: truceline courier import STICK HOME")


@courier.command("import")
@STICK
@HOME
def courier_import(stick: Path, home: Path) -> None:
    """Take over what is on the stick: entries into a mirror, cosigned checkpoints into a centre."""
    import secrets

    from truceline.operations import courier as carrying

    if _is_centre(home):
        with centre_at(home) as here:
            for one in carrying.bring_to_centre(stick, here):
                lacking = f"; {one.behind} of them are missing here" if one.behind else ""
                click.echo(f"{one.peer} holds {one.size} entries{lacking}. Key: {one.cosigner}")
        return
    with progress("taking over") as show:
        done = carrying.bring_to_mirror(
            stick, home, clock=clock, chance=secrets.token_hex, progress=show
        )
    click.echo(
        f"{done.added} of {done.size} entries of {done.origin} are new, all checked. The cosigned "
        f"checkpoint is on the stick: bring it back to the centre. Log key: {done.log_keys[0]}"
    )


def _is_centre(home: Path) -> bool:
    return (home / "truceline.toml").is_file()
