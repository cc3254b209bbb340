"""Make a centre: its folder, its keys, its first entry, and the agreements it is about."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from truceline import settings as settings_file
from truceline.operations.append import append, ready
from truceline.operations.centre import KEYS, Centre
from truceline.operations.charter import Charter, complete
from truceline.operations.sign import Draft, sign_in
from truceline.operations.whole import whole
from truceline.record import keys
from truceline.record.keyring import Keyring
from truceline.record.note import Signer
from truceline.record.stores import making, stores_of
from truceline.settings import Settings
from truceline.terms.charter import KeyHolder, Opened, Role
from truceline.terms.problem import Problem, RefusedError

Chance = Callable[[int], str]  # as secrets.token_hex: so many random bytes, in hex


def init(
    folder: Path,
    drafts: Sequence[Draft],
    *,
    now: datetime,
    chance: Chance,
    store: str = "",
    demonstration_as_of: date | None = None,
    passphrase: str | None = None,
) -> None:
    """Make a centre in `folder` and sign the agreements in; with `store`, in that database.

    Its three keys are made here, under the passphrase, or open where there is none.

    The centre is built in a hidden folder beside its place and moved there when it is whole: a
    crash leaves only that hidden folder, which the next try removes. What it leaves in a database
    cannot be opened, and the next try removes that too.

    Raises:
        RefusedError: the place is taken, out of reach, or cannot be written.
    """
    folder = folder.absolute()
    _require_free(folder)
    origin = f"truceline/{_slug(folder.name)}-{chance(4)}"
    settings = Settings(
        origin=origin,
        machine=f"{origin}/machine",
        person=f"{origin}/desk",
        as_of=demonstration_as_of,
        store=store,
        demonstration=demonstration_as_of is not None,
    )
    with making(store), whole(folder) as building:
        (building / KEYS).mkdir(mode=0o700)
        log, machine, person = (
            keys.make(building / KEYS, key, passphrase=passphrase)
            for key in (settings.origin, settings.machine, settings.person)
        )
        holders = (
            KeyHolder(vkey=log.vkey, role=Role.LOG),
            KeyHolder(vkey=machine.vkey, role=Role.MACHINE),
            KeyHolder(vkey=person.vkey, role=Role.OFFICE),
        )
        opened = Opened(origin=settings.origin, keys=holders)
        with _filled(building, settings, log=log, unlock=lambda _: passphrase) as centre:
            append(centre, [opened], by=person, now=now)
            sign_in(centre, drafts, now=now)


def init_chartered(
    folder: Path,
    drafts: Sequence[Draft],
    *,
    charter: Charter,
    keys_folder: Path,
    now: datetime,
    unlock: keys.Unlock,
    store: str = "",
) -> None:
    """Make the centre of a charter that all parties have signed, with keys from a folder.

    Those that it names and that lie in the folder are copied: its log's, and of a machine and of a
    person or an office those that sign here when no other is named.

    Raises:
        RefusedError: an office has not signed, the folder lacks a key, the place is taken.
    """
    folder = folder.absolute()
    _require_free(folder)
    ring = complete(charter)
    held = [name for name in ring.keys if name in keys.names(keys_folder)]
    machine = _first(held, ring, Role.MACHINE)
    person = _first(held, ring, Role.PERSON, Role.OFFICE)
    log = _first(held, ring, Role.LOG)
    settings = Settings(origin=ring.origin, machine=machine, person=person, store=store)
    if log != ring.origin:
        raise _no_key(f"The log key is named {log}; it is to be named as the record: {ring.origin}")
    with making(store), whole(folder) as building:
        (building / KEYS).mkdir(mode=0o700)
        for name in held:
            keys.copy(keys_folder, building / KEYS, name)
        signer = keys.signer(building / KEYS, log, unlock=unlock)
        with _filled(building, settings, log=signer, unlock=unlock) as centre:
            ready(centre)
            centre.record.append([charter.note.encode()], onto=centre.record.head(), now=now)
            sign_in(centre, drafts, now=now)


def _first(held: Sequence[str], ring: Keyring, *roles: Role) -> str:
    found = [name for name in held if ring.keys[name].role in roles]
    if not found:
        raise _no_key(f"No key of the role {' or '.join(roles)} that the charter names is there.")
    return found[0]


def _no_key(message: str) -> RefusedError:
    return RefusedError(
        Problem(
            code="no-key",
            where="--keys",
            message=message,
            remedy="Make the centre where its log key, a machine's and a person's or an office's "
            "lie; nothing was made.",
        )
    )


@contextmanager
def _filled(
    building: Path, settings: Settings, *, log: Signer, unlock: keys.Unlock
) -> Iterator[Centre]:
    """The stores of a new centre, open and empty."""
    (building / settings_file.FILE_NAME).write_text(
        settings_file.as_toml(settings), encoding="utf-8"
    )
    stores = stores_of(building, settings.store)
    record = stores.create_record(origin=settings.origin, signer=log)
    try:
        vault = stores.create_vault()
    except BaseException:
        record.close()
        raise
    centre = Centre(
        folder=building,
        settings=settings,
        record=record,
        vault=vault,
        views=stores.views(),
        log=log,
        unlock=unlock,
    )
    try:
        yield centre
    finally:
        centre.close()


def _require_free(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RefusedError(
            Problem(
                code="place-taken",
                where=str(folder),
                message="there is something here already; nothing was touched.",
                remedy="Choose another folder, or add to a centre: truceline add CENTRE PATH…",
            )
        )


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "centre"
