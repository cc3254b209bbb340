"""Commands of a post that cannot reach its centre: an outbox in a folder, and receipts."""

from contextlib import contextmanager
from datetime import date
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Unpack

import click

from truceline.cli import passphrases
from truceline.cli.coverage import ACTS, Watched, hindered, hindering, patrolled, watching
from truceline.cli.group import (
    DAY,
    DONE_WITH_PROBLEMS,
    JSON,
    clock,
    counted,
    dumped,
    main,
    printable,
    show_problems,
)
from truceline.cli.ledgers import LEDGER
from truceline.terms.book import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from truceline.operations.handing import Door
    from truceline.operations.outbox import Outbox, Standing
    from truceline.record.note import Signer
    from truceline.terms.entry import Fact

FOLDER = click.argument("folder", type=click.Path(path_type=Path, file_okay=False))


@main.group()
def outbox() -> None:
    """Say what is to be recorded while no centre can be reached, and hand it in later."""


@outbox.command("init")
@FOLDER
@click.option("--key", required=True, metavar="NAME", help="The post's key, such as jcc/post-7.")
@click.option(
    "--keys",
    "keys_folder",
    required=True,
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Where that key lies. It is not copied.",
)
@click.option(
    "--record", metavar="SOURCE", help="A copy of the record: an export, a mirror, a URL."
)
@click.option(
    "--charter",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Only its charter, signed by all: for a key that has said nothing yet.",
)
@click.option("--log-key", metavar="VKEY", help="The log key you were given by another way.")
def outbox_init(
    folder: Path,
    *,
    key: str,
    keys_folder: Path,
    record: str | None,
    charter: Path | None,
    log_key: str | None,
) -> None:
    """Make an outbox in FOLDER for one key and one record."""
    from truceline.cli.mirrors import published
    from truceline.operations.outbox_opening import by_charter, by_record
    from truceline.record import keys

    if (record is None) == (charter is None):
        raise click.UsageError("Say either --record or --charter.")
    signer = keys.signer(keys_folder, key, unlock=passphrases.unlock)
    if charter is not None:
        made = by_charter(folder, charter, key=signer, keys_folder=keys_folder, log_key=log_key)
    else:
        with published(record or "") as source:
            made = by_record(folder, source, key=signer, keys_folder=keys_folder, log_key=log_key)
    click.echo(f"{folder} is an outbox of {key} for {made.origin}.")
    click.echo(f"Signed by the log key {made.logs[0]}: compare it with the one you were given.")


@outbox.command("add")
@FOLDER
@click.argument(
    "paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path)
)
@click.option("--published", type=DAY, help="Day on which these documents were published.")
@click.option("--source", default="", help="Who published them; a code name if it is a person.")
@click.pass_context
def outbox_add(
    ctx: click.Context,
    folder: Path,
    paths: tuple[Path, ...],
    *,
    published: date | None,
    source: str,
) -> None:
    """Sign that these documents were deposited, and keep them until they are handed in."""
    from truceline.intake.folder import arrivals
    from truceline.operations.outbox import Outbox
    from truceline.operations.outbox_adding import add_documents
    from truceline.terms.when import on

    here = Outbox(folder)
    done = add_documents(
        here,
        arrivals(paths),
        published=on(published) if published else None,
        source=source,
        by=_signer(here),
        now=clock(),
    )
    _added(done.numbers)
    if done.known:
        click.echo(f"{counted(done.known, 'document')} lay here already.")
    show_problems(done.problems)
    if done.problems:
        ctx.exit(DONE_WITH_PROBLEMS)


@outbox.command("patrol")
@FOLDER
@watching
@ACTS
def outbox_patrol(folder: Path, *, acts: tuple[str, ...], **told: Unpack[Watched]) -> None:
    """Sign that somebody was watching."""
    _sign(folder, patrolled(acts, **told))


@outbox.command("hinder")
@FOLDER
@watching
@hindering
def outbox_hinder(
    folder: Path, *, how: str, whose: str, because: str, **told: Unpack[Watched]
) -> None:
    """Sign that somebody was kept from watching."""
    _sign(folder, hindered(how, whose=whose, because=because, **told))


@outbox.command("post")
@FOLDER
@click.argument("name", metavar="LEDGER", type=LEDGER)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--keeper", required=True, metavar="NAME", help="Whose book it is: a party or body.")
def outbox_post(folder: Path, name: str, file: Path, *, keeper: str) -> None:
    """Sign a party's or body's own book from a CSV file, and keep the file until it is handed in.

    Begin with: truceline post --template LEDGER
    """
    from truceline.operations.outbox import Outbox
    from truceline.operations.outbox_books import add_book

    here = Outbox(folder)
    done = add_book(here, file, ledger=Ledger(name), keeper=keeper, by=_signer(here), now=clock())
    _added(done.numbers)
    if not done.numbers:
        click.echo(f"This very file lay here already as {done.keeper}'s book.")
        return
    click.echo(f"{done.keeper}'s book of {name}: {counted(done.rows, 'row')} to be recorded.")
    if done.kept_back:
        click.echo(f"Only in the file, for the vault: {', '.join(done.kept_back)}.")


@outbox.command("retract")
@FOLDER
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option("--because", required=True, help="Who took it back, and how that is known.")
def outbox_retract(folder: Path, names: tuple[str, ...], *, because: str) -> None:
    """Sign that its source took a claim or posting back. NAME is such as 1042.3.

    An entry of this outbox that has its receipt may be named as a whole: 1042.
    """
    from truceline.operations.outbox import Outbox
    from truceline.operations.outbox_books import take_back

    here = Outbox(folder)
    _added(take_back(here, names, because=because, by=_signer(here), now=clock()))


@outbox.command("send")
@FOLDER
@click.argument("centre")
@click.pass_context
def outbox_send(ctx: click.Context, folder: Path, centre: str) -> None:
    """Hand in what waits, to a centre's folder or address, and bring receipts back.

    FOLDER may be a copy on a stick. Handed in twice is recorded once.
    """
    from truceline.operations.outbox import Outbox
    from truceline.operations.sending import send

    here = Outbox(folder)
    with _door(centre) as door:
        done = send(here, door)
    parts = [f"{done.recorded} recorded", f"{done.refused} refused", f"{done.waiting} waiting"]
    click.echo(f"{', '.join(parts)}; {counted(done.documents, 'document')} handed in.")
    click.echo(f"Where each stands, and why one was refused: {_status_of(folder)}")
    show_problems(done.problems)
    if done.problems or done.refused or done.waiting:
        ctx.exit(DONE_WITH_PROBLEMS)


@outbox.command("receive")
@FOLDER
@click.argument("copy", type=click.Path(path_type=Path, file_okay=False, exists=True))
def outbox_receive(folder: Path, copy: Path) -> None:
    """Take over what COPY brings back: the outbox as it was on a stick, with its receipts."""
    from truceline.operations.outbox import Outbox
    from truceline.operations.sending import CARRIED, fetch_back

    new = fetch_back(Outbox(folder), Outbox(copy))
    click.echo(f"{counted(new.receipts, 'receipt')} taken over, checked.")
    if new.refusals:
        click.echo(f"{counted(new.refusals, 'refusal')}, {CARRIED}: {_status_of(folder)}")


@outbox.command("drop")
@FOLDER
def outbox_drop(folder: Path) -> None:
    """Delete the bytes of documents that a centre has taken from here; notes and receipts stay."""
    from truceline.operations.outbox import Outbox
    from truceline.operations.outbox_dropping import drop

    click.echo(f"{counted(drop(Outbox(folder)), 'document')} dropped.")


@outbox.command("status")
@FOLDER
@JSON
def outbox_status(folder: Path, *, as_json: bool) -> None:
    """Show how far each note has come: waiting, recorded with a receipt, refused, contested."""
    from truceline.operations.outbox import Outbox

    found = tuple(Outbox(folder).standings())
    if as_json:
        click.echo(dumped([_fields(one) for one in found]))
        return
    for one in found:
        click.echo(printable(_line(one)))
    if not found:
        click.echo("Nothing was said here yet.")


@main.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option(
    "--log-key", metavar="VKEY", help="The key of the record's log, as you were given it."
)
@click.option(
    "--against",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path, exists=True),
    help="A checkpoint kept elsewhere, or an export, mirror or centre, that must go with it.",
)
@click.option(
    "--proof",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Where to keep what proves two histories, if --against shows any.",
)
def receipt(
    file: Path, *, log_key: str | None, against: tuple[Path, ...], proof: Path | None
) -> None:
    """Check a receipt (C2SP tlog-proof) with nothing but the log's key.

    Without --log-key the key is that of the outbox it lies in, or of the record in --against.
    """
    from truceline.operations.receipts import check

    for line in check(file, log_key=log_key, against=against, keep=proof):
        click.echo(printable(line))


def _sign(folder: Path, fact: "Fact") -> None:
    from truceline.operations.outbox import Outbox
    from truceline.operations.outbox_adding import add_watch

    here = Outbox(folder)
    _added(add_watch(here, fact, by=_signer(here), now=clock()))


def _signer(here: "Outbox") -> "Signer":
    from truceline.operations.outbox import signer_of

    return signer_of(here, unlock=passphrases.unlock)


def _added(numbers: "Sequence[int]") -> None:
    for number in numbers:
        click.echo(f"Note {number} is signed and waits.")


@contextmanager
def _door(centre: str) -> "Iterator[Door]":
    from truceline.operations.fetch import Address, is_address
    from truceline.operations.handing import HttpDoor, OpenDoor
    from truceline.operations.taking import desk_of
    from truceline.record.published import OfRecord

    if is_address(centre):
        with Address(centre) as address:
            yield HttpDoor(address)
    else:
        with desk_of(Path(centre), clock=clock, unlock=passphrases.unlock) as desk:
            yield OpenDoor(desk, OfRecord(desk.record, where=centre))


def _status_of(folder: Path) -> str:
    return f"truceline outbox status {quote(str(folder))}"


def _line(one: "Standing") -> str:
    from truceline.operations.outbox import Stage

    made = f"{one.made:%Y-%m-%d %H:%M}"
    where = f"note {one.seq}, {one.kind}, made {made} by its own clock: {one.stage}"
    if one.stage is Stage.RECORDED:
        where += f" as entry {one.entry} of {one.size}, with its receipt"
    if one.contested:
        where += "; contested"
    return f"{where}{': ' if one.told else ''}{one.told}"


def _fields(one: "Standing") -> dict[str, object]:
    return {
        "note": one.seq,
        "kind": one.kind,
        "made": one.made.isoformat().replace("+00:00", "Z"),
        "stage": str(one.stage),
        "entry": one.entry,
        "size": one.size,
        "contested": one.contested,
        "told": one.told,
    }
