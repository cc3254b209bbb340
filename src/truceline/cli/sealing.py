"""Commands that seal a part of what is known, open it to a circle, and check what was opened."""

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from truceline.cli.group import CENTRE, JSON, centre_at, clock, counted, dumped, main, printable

PART = click.argument("part", metavar="ENTRY:NAME")


@main.command()
@CENTRE
@click.option("--about", required=True, metavar="NAME", help="Entry, claim, posting or document.")
@click.option("--part", default="source", show_default=True, help="What it is: source, place, …")
@click.option("--text", metavar="-", help="Only -: the text is typed unseen, or piped in.")
@click.option("--file", type=click.Path(path_type=Path, dir_okay=False), help="Seal this file.")
@click.option("--circle", required=True, metavar="NAME", help="For whom: posts, offices, bodies.")
@click.option("--by", metavar="KEY", help="Whose key signs.  [default: the desk's]")
def seal(
    centre: Path,
    *,
    about: str,
    part: str,
    text: str | None,
    file: Path | None,
    circle: str,
    by: str | None,
) -> None:
    """Seal a text or file: its salted fingerprint enters the record, itself the vault."""
    import secrets

    from truceline.operations import sealing

    if (text is None) == (file is None) or text not in {None, "-"}:
        raise click.UsageError("Say --text - and type or pipe it in, or --file FILE.")
    payload = _typed() if file is None else _bytes(file)
    wanted = sealing.sealed_for(about, circle)
    with centre_at(centre) as here:
        name = sealing.seal(
            here,
            payload,
            sealed=wanted,
            part=part,
            by=by or here.settings.person,
            salt=secrets.token_bytes,
            now=clock(),
        )
    click.echo(f"Sealed as {name}. Open it: truceline open {centre} {name} --to FILE")


@main.command("open")
@CENTRE
@PART
@click.option("--to", type=click.Path(path_type=Path, dir_okay=False), help="Where it is written.")
@click.option("--circle", metavar="NAME", help="To whom.  [default: for whom it was sealed]")
@click.option("--by", multiple=True, metavar="KEY", help="Whose office signs; repeat it.")
@click.option(
    "--propose",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write it for the other parties to sign instead; nothing is opened.",
)
def open_part(
    centre: Path,
    part: str,
    *,
    to: Path | None,
    circle: str | None,
    by: tuple[str, ...],
    propose: Path | None,
) -> None:
    """Open a sealed part to a circle: on record that, in the file what."""
    from truceline.operations import sealing

    if (to is None) == (propose is None):
        raise click.UsageError("Say --to FILE, or --propose FILE where other parties must sign.")
    if propose is not None and propose.exists():
        raise click.UsageError(f"{propose} is there already; nothing is written over.")
    with centre_at(centre) as here:
        fact = sealing.opened_to(here, part, circle=circle)
        signers = by or (here.settings.person,)
        if propose is not None:
            note = sealing.propose_opening(here, fact, by=signers, now=clock())
            propose.write_text(note, encoding="utf-8")
            click.echo(
                f"Written to {propose}. The others sign it: truceline charter sign {propose}"
            )
            click.echo(f"KEYS NAME; then truceline submit {centre} {propose}, and open it again.")
        elif to is not None:
            entry = sealing.open_to(here, fact, to, by=signers, now=clock())
            told = "on record before" if entry is None else f"entry {entry}"
            click.echo(f"{part} is opened to {printable(fact.circle)}, {told}. {to} holds it.")
            click.echo(f"They check it: truceline check-opening {to} RECORD")


@main.command("check-opening")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("record", metavar="CENTRE|EXPORT|MIRROR", type=click.Path(path_type=Path))
@click.option(
    "--payload",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write what was sealed there.",
)
def check_opening(file: Path, record: Path, *, payload: Path | None) -> None:
    """Check that what you were given is what the record sealed. Offline, without keys."""
    from truceline.operations.check_opening import check_opening as check

    if payload is not None and payload.exists():
        raise click.UsageError(f"{payload} is there already; nothing is written over.")
    found = check(file, record)
    opening = found.opening
    size = counted(len(opening.payload), "byte")
    click.echo(
        f"This is {opening.entry}:{opening.name} ({size}), as it was sealed in {opening.log}, "
        f"which has {counted(found.size, 'entry') if found.size == 1 else f'{found.size} entries'}."
    )
    click.echo(f"If its log key is the one you were given: {', '.join(found.log_keys)}")
    if payload is not None:
        payload.touch(mode=0o600, exist_ok=False)
        payload.write_bytes(opening.payload)


@main.command()
@CENTRE
@JSON
def sealed(centre: Path, *, as_json: bool) -> None:
    """List the sealed parts: about what, for whom, to whom opened, what was erased."""
    from truceline.operations.sealing import listed
    from truceline.publishing.forgotten import said

    with centre_at(centre) as here:
        found = listed(here)
    rows = [
        {
            "part": one.name,
            "about": one.about,
            "circle": one.circle,
            "opened_to": list(one.opened_to),
            "here": one.here,
            "erased": said(one.erased) if one.erased else None,
        }
        for one in found
    ]
    if as_json:
        click.echo(dumped(rows))
        return
    if not found:
        click.echo("Nothing is sealed. Seal something: truceline seal CENTRE --about 1042.3 …")
        return
    table = Table("part", "about", "for", "opened to", "here")
    for one in found:
        state = said(one.erased) if one.erased else ("yes" if one.here else said(None))
        table.add_row(
            *map(printable, (one.name, one.about, one.circle, "; ".join(one.opened_to), state))
        )
    Console(highlight=False, markup=False).print(table)


def _typed() -> bytes:
    """As piped in, or typed unseen: it stands in no command line and no history."""
    from truceline.record.opening import MAX_PAYLOAD_BYTES

    if sys.stdin.isatty():
        return str(click.prompt("Text", hide_input=True, err=True)).encode()
    return sys.stdin.buffer.read(MAX_PAYLOAD_BYTES + 1)


def _bytes(path: Path) -> bytes:
    from truceline.record.opening import MAX_PAYLOAD_BYTES

    with path.open("rb") as file:
        return file.read(MAX_PAYLOAD_BYTES + 1)
