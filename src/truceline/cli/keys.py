"""Commands about keys: made on a device, added by an office, revoked, listed."""

import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import click

from truceline.cli import passphrases
from truceline.cli.group import CENTRE, INSTANT, JSON, centre_at, clock, dumped, main, printable
from truceline.terms import written
from truceline.terms.charter import Role

if TYPE_CHECKING:
    from truceline.operations.enrol import Listed
    from truceline.record.request import Request


class _Since(click.ParamType[datetime]):
    """A day alone is all of it: what was signed on that day is doubted too."""

    name = "date"

    def convert(
        self, value: str | datetime, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        with suppress(ValueError):
            day = written.day(str(value))
            return datetime(day.year, day.month, day.day, tzinfo=UTC)
        return INSTANT.convert(value, param, ctx)


FOLDER = click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
BY = click.option(
    "--by", multiple=True, metavar="KEY", help="An office that signs; repeat it.  [default: desk]"
)
ROLES = (Role.MACHINE, Role.PERSON, Role.OFFICE)


@main.group()
def key() -> None:
    """Make keys, ask to join a record, let keys join, revoke them."""


@key.command("new")
@click.argument("name")
@FOLDER
@click.option("--open", "left_open", is_flag=True, help="Without a passphrase: whoever copies it.")
@click.option(
    "--witness",
    "cosigns",
    is_flag=True,
    help="A witness's, in FOLDER of a mirror to be: it can stand in a charter's policy. Open.",
)
def key_new(name: str, folder: Path, *, left_open: bool, cosigns: bool) -> None:
    """Make a key for a post or an office on this device. NAME such as jcc/post-7; no person."""
    from truceline.operations.enrol import make_key
    from truceline.record.request import fingerprint

    if cosigns:
        _witness(name, folder)
        return
    passphrase = None if left_open else passphrases.chosen()
    if passphrase is None and not left_open:
        raise click.UsageError(
            "A key is kept under a passphrase: run it in a terminal, or with --passphrase-file, or "
            f"with {passphrases.VARIABLE} set; or choose --open, and whoever copies the file signs."
        )
    made = make_key(folder, name, passphrase=passphrase)
    how = "open: whoever copies the file can sign" if left_open else "under its passphrase"
    click.echo(f"{made.vkey}\nin {folder}, {how}. Fingerprint {fingerprint(made.vkey)}")


def _witness(name: str, folder: Path) -> None:
    """A witness answers unattended: nobody is there to say a passphrase."""
    from truceline.operations.witnessing import prepared
    from truceline.record.request import fingerprint

    vkey = str(prepared(folder, name=name))
    click.echo(
        f"{vkey}\nin {folder / 'keys'}, open: whoever copies the file can cosign. "
        f"Fingerprint {fingerprint(vkey)}"
    )
    click.echo(
        f"Once the record is founded: truceline mirror SOURCE {quote(str(folder))}", err=True
    )


@key.command("request")
@click.argument("name")
@FOLDER
@click.option("--record", "origin", required=True, metavar="ORIGIN", help="Which record to join.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write it there.")
@click.option(
    "--qr", type=click.Path(path_type=Path, dir_okay=False), help="Draw it: a .svg or .png file."
)
def key_request(name: str, folder: Path, *, origin: str, out: Path | None, qr: Path | None) -> None:
    """Ask to join a record: a short signed text, and the same as a QR code on the terminal."""
    from truceline.operations.enrol import ask_to_join
    from truceline.publishing import qr as codes
    from truceline.record.request import fingerprint, open_request

    if qr is not None and qr.suffix not in {".svg", ".png"}:
        raise click.UsageError("--qr names a file that ends in .svg or .png.")
    text = ask_to_join(folder, name, origin=origin, unlock=passphrases.unlock)
    if out is not None:
        out.write_text(text, encoding="utf-8")
    if qr is not None:
        qr.write_bytes(codes.svg(text) if qr.suffix == ".svg" else codes.png(text))
    if out is None and qr is None:
        click.echo(text, nl=False)
    if sys.stderr.isatty():
        click.echo(codes.terminal(text), err=True, nl=False)
    asked = open_request(text)
    click.echo(f"Read this aloud: {fingerprint(str(asked.verifier))}", err=True)


@key.command("add")
@CENTRE
@click.argument("request", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--role", type=click.Choice([str(one) for one in ROLES]), required=True)
@click.option("--party", default=None, help="Whose key it is.  [default: that of the office]")
@BY
@click.option(
    "--propose",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write it there for the other parties to sign, and add nothing.",
)
def key_add(
    centre: Path,
    request: Path,
    *,
    role: str,
    party: str | None,
    by: tuple[str, ...],
    propose: Path | None,
) -> None:
    """Let a key join the record, after its fingerprint was read aloud. An office signs."""
    from truceline.operations import enrol
    from truceline.operations.enrol import read_request

    asked = read_request(request)
    with centre_at(centre) as here:
        signers = by or (here.settings.person,)
        if propose is not None:
            note = enrol.propose_key(
                here, asked, role=Role(role), party=party, by=signers, now=clock()
            )
            propose.write_text(note, encoding="utf-8")
            click.echo(f"{propose} is for the other parties: truceline charter sign {propose} …")
            return
        entry = enrol.add_key(here, asked, role=Role(role), party=party, by=signers, now=clock())
    _joined(asked, entry)


def _joined(asked: "Request", entry: int) -> None:
    from truceline.record.request import fingerprint

    name = printable(asked.verifier.name)
    click.echo(f"Entry {entry}: {name} joined. Fingerprint {fingerprint(str(asked.verifier))}")
    click.echo("Have the post read its fingerprint aloud; if it differs, revoke the key.", err=True)


@key.command("revoke")
@CENTRE
@click.argument("name")
@click.option("--because", required=True, help="What happened. Name no person.")
@click.option("--since", type=_Since(), help="From when on it is doubted.  [default: now]")
@BY
def key_revoke(
    centre: Path, name: str, *, because: str, since: datetime | None, by: tuple[str, ...]
) -> None:
    """Say that a key is no longer trusted. What it signed since is kept, and is contested."""
    from truceline.operations.enrol import listed, revoke_key

    with centre_at(centre) as here:
        now = clock()
        entry = revoke_key(
            here,
            name,
            because=because,
            since=since or now,
            by=by or (here.settings.person,),
            now=now,
        )
        doubted = next(one for one in listed(here) if one.state.revoked == entry)
    click.echo(f"Entry {entry}: {doubted.name} is revoked.")
    if doubted.contested:
        click.echo(f"Contested: {_entries(doubted.contested)}.")


@key.command("lock")
@FOLDER
@click.argument("name")
def key_lock(folder: Path, name: str) -> None:
    """Put a key under another passphrase. FOLDER is that of the keys: CENTRE/keys."""
    from truceline.operations.enrol import require_passphrase
    from truceline.record import keys

    opened = keys.is_open(folder, name)
    old = None if opened else passphrases.asked_for(name)
    new = passphrases.chosen()
    if new is None:
        raise click.UsageError("Run it in a terminal, or say the new passphrase as usual.")
    require_passphrase(new)
    keys.lock(folder, name, passphrase=new, unlock=lambda _: old)
    click.echo(f"{name} is under its new passphrase. Copies made before are not.")


@main.command("keys")
@CENTRE
@JSON
def keys_of(centre: Path, *, as_json: bool) -> None:
    """List the keys of a record: whose, what they may, since when, and what is contested."""
    from truceline.operations.enrol import listed

    with centre_at(centre) as here:
        found = listed(here)
    if as_json:
        click.echo(dumped([_fields(one) for one in found]))
        return
    _show(found)


def _fields(one: "Listed") -> dict[str, object]:
    from truceline.record.request import fingerprint

    state = one.state
    return {
        "name": one.name,
        "party": state.party,
        "role": str(state.role),
        "added": state.added,
        "revoked": state.revoked,
        "since": state.since.isoformat().replace("+00:00", "Z") if state.since else None,
        "because": state.because,
        "contested": list(one.contested),
        "disorder": one.disorder,
        "fingerprint": fingerprint(state.vkey),
        "vkey": state.vkey,
    }


def _show(found: "tuple[Listed, ...]") -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for heading in ("key", "party", "role", "added", "revoked", "contested", "own count"):
        table.add_column(heading, overflow="fold")
    for one in found:
        state = one.state
        revoked = ""
        if state.revoked is not None and state.since is not None:
            since = f"{state.since:%Y-%m-%d %H:%M}"
            revoked = f"entry {state.revoked}, doubted since {since} UTC: {state.because}"
        table.add_row(
            printable(one.name),
            printable(state.party) or "the centre",
            str(state.role),
            f"entry {state.added}",
            printable(revoked),
            _entries(one.contested),
            one.disorder,
        )
    Console(markup=False, highlight=False).print(table)


def _entries(entries: tuple[int, ...]) -> str:
    """Entries by number, many in a row as a range."""
    shown: list[str] = []
    first = last = None
    for entry in (*entries, None):
        if last is not None and entry == last + 1:
            last = entry
            continue
        if first is not None:
            shown.append(f"{first}" if first == last else f"{first} to {last}")
        first = last = entry
    return ", ".join(shown)
