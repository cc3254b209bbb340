"""Commands for what several parties sign: a charter, further offices; and for taking it in."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from truceline.cli import passphrases
from truceline.cli.group import CENTRE, centre_at, clock, main, printable
from truceline.terms.charter import Matter, Quorum, Role

if TYPE_CHECKING:
    from truceline.operations.charter import Charter, Joining

FILE = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
KEYS = click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
NAME = click.argument("name")
POLICY = click.option(
    "--policy", type=click.Path(path_type=Path, dir_okay=False), help="Whose cosignatures seal."
)
QUORUM = click.option(
    "--quorum", "quorums", multiple=True, metavar="MATTER=N", help="erasing=2; repeat."
)


@main.group()
def charter() -> None:
    """Agree who may speak in a record: proposed by one party, signed by all, each at home."""


@charter.command("propose")
@FILE
@KEYS
@NAME
@click.option("--record", "origin", required=True, metavar="ORIGIN", help="The record's name.")
@click.option(
    "--key",
    "joining",
    multiple=True,
    required=True,
    metavar="ROLE:PARTY=REQUEST",
    help="A key by its request: log=R, office:North=R, person:North=R, machine=R; repeat it.",
)
@POLICY
@QUORUM
def propose(
    file: Path,
    folder: Path,
    name: str,
    *,
    origin: str,
    joining: tuple[str, ...],
    policy: Path | None,
    quorums: tuple[str, ...],
) -> None:
    """Write a charter to FILE, signed by the office NAME whose key is in FOLDER."""
    from truceline.operations import charter as charters
    from truceline.operations.rechartering import read_policy
    from truceline.record import keys

    if file.exists():
        raise click.UsageError(f"{file} is there already; a charter is never written over.")
    found = charters.propose(
        [_joining(one) for one in joining],
        origin=origin,
        policy=read_policy(policy) if policy else "",
        quorums=tuple(_quorum(one) for one in quorums),
        by=keys.signer(folder, name, unlock=passphrases.unlock),
        now=clock(),
    )
    file.write_text(found.note, encoding="utf-8")
    _show(found, file)


@charter.command("show")
@FILE
def show(file: Path) -> None:
    """Say in plain words what a charter lays down or an office proposed, and who has signed."""
    from truceline.operations.charter import bears, is_charter, told, understood
    from truceline.operations.submit import read_note

    note = read_note(file)
    if is_charter(note):
        _show(understood(note, where=file.name), file)
        return
    for line in told(note, where=file.name):
        click.echo(printable(line))
    click.echo(
        f"It bears lines of {printable(', '.join(bears(note)))}. Whose are missing still follows "
        f"from the record: truceline submit CENTRE {file} takes it in, or names them."
    )


@charter.command("sign")
@FILE
@KEYS
@NAME
@click.option("--yes", is_flag=True, help="Sign without being asked; it was read before.")
def sign(file: Path, folder: Path, name: str, *, yes: bool) -> None:
    """Add a signature to the text in FILE: a charter, or what an office has proposed."""
    from truceline.operations.charter import signed_too, told
    from truceline.operations.submit import read_note
    from truceline.record import keys

    note = read_note(file)
    for line in told(note, where=file.name):
        click.echo(printable(line))
    if not yes:
        click.confirm(f"Sign this as {name}?", abort=True, err=True)
    signer = keys.signer(folder, name, unlock=passphrases.unlock)
    file.write_text(signed_too(note, signer, where=file.name), encoding="utf-8")
    click.echo(f"Signed by {printable(name)}. Carry {file} on, or back to whoever proposed it.")


@charter.command("change")
@CENTRE
@POLICY
@QUORUM
@click.option("--because", required=True, help="Why, in a line. Name no person.")
@click.option("--by", multiple=True, metavar="KEY", help="An office that signs; repeat it.")
@click.option(
    "--propose",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write it there for the other parties to sign, and change nothing.",
)
def change(
    centre: Path,
    *,
    policy: Path | None,
    quorums: tuple[str, ...],
    because: str,
    by: tuple[str, ...],
    propose: Path | None,
) -> None:
    """Change the policy or the quorums of a record; what is left out stays. All offices sign."""
    from truceline.operations import rechartering

    if policy is None and not quorums:
        raise click.UsageError("Say what: --policy or --quorum.")
    if propose is not None and propose.exists():
        raise click.UsageError(f"{propose} is there already; nothing is written over.")
    text = None if policy is None else rechartering.read_policy(policy)
    told = [_quorum(one) for one in quorums]
    with centre_at(centre) as here:
        fact = rechartering.chosen(here, policy=text, quorums=told, because=because)
        signers = by or (here.settings.person,)
        if propose is not None:
            note = rechartering.propose(here, fact, by=signers, now=clock())
            propose.write_text(note, encoding="utf-8")
            click.echo(f"{propose} is for the other parties: truceline charter sign {propose} …")
            return
        entry = rechartering.change(here, fact, by=signers, now=clock())
    click.echo(f"Entry {entry}: the charter is changed.")


@main.command()
@CENTRE
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(path_type=Path, dir_okay=False),
)
def submit(centre: Path, files: tuple[Path, ...]) -> None:
    """Take in notes that were signed elsewhere; the same text again gives its old number."""
    from truceline.operations.erased import finish
    from truceline.operations.submit import read_note
    from truceline.operations.submit import submit as take_in

    notes = [read_note(file) for file in files]
    with centre_at(centre) as here:
        done = take_in(here, notes, now=clock())
        finish(here)  # what the parties have agreed to erase
    for file, one in zip(files, done, strict=True):
        how = "" if one.new else ", on record before"
        click.echo(f"{file}: entry {one.entry}{how}.")


def _joining(text: str) -> "Joining":
    from truceline.operations.charter import Joining
    from truceline.operations.enrol import read_request

    named, equals, path = text.partition("=")
    role, _, party = named.partition(":")
    if not equals or role not in set(Role):
        raise click.UsageError(f"--key {text!r}: write it as office:North=north.request")
    return Joining(request=read_request(Path(path)), role=Role(role), party=party)


def _quorum(text: str) -> Quorum:
    matter, _, parties = text.partition("=")
    if matter not in set(Matter) or not (parties.isascii() and parties.isdecimal()):
        raise click.UsageError(f"--quorum {text!r}: write it as erasing=2")
    return Quorum(matter=Matter(matter), parties=int(parties))


def _show(found: "Charter", file: Path) -> None:
    from truceline.operations.charter import told

    for line in told(found.note.encode(), where=file.name):
        click.echo(printable(line))
    click.echo(f"Signed by {printable(', '.join(found.signed))}.")
    if found.missing:
        missing = printable(", ".join(party or "the centre" for party in found.missing))
        click.echo(f"Not yet by the office of {missing}: truceline charter sign {file} KEYS NAME")
    else:
        click.echo(f"All have signed: truceline init CENTRE --charter {file} --keys KEYS …")
