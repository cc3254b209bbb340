"""Make a centre: its folder, its keys, its first entry, and the agreements it is about."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

from truceline import settings as settings_file
from truceline.operations.append import append
from truceline.operations.centre import KEYS, Centre
from truceline.operations.sign import Draft, sign_in
from truceline.operations.whole import whole
from truceline.record import keys
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
) -> None:
    """Make a centre in `folder` and sign the agreements in; with `store`, in that database.

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
        _fill(building, drafts, settings=settings, now=now)


def _fill(building: Path, drafts: Sequence[Draft], *, settings: Settings, now: datetime) -> None:
    log, machine, person = (
        keys.make(building / KEYS, key)
        for key in (settings.origin, settings.machine, settings.person)
    )
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
        folder=building, settings=settings, record=record, vault=vault, views=stores.views()
    )
    try:
        holders = (
            KeyHolder(vkey=log.vkey, role=Role.LOG),
            KeyHolder(vkey=machine.vkey, role=Role.MACHINE),
            KeyHolder(vkey=person.vkey, role=Role.OFFICE),
        )
        append(centre, [Opened(origin=settings.origin, keys=holders)], by=person, now=now)
        sign_in(centre, drafts, now=now)
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
