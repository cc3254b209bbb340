"""A centre's settings: read once at start and passed as arguments, never imported as state."""

import json
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from truceline.terms.problem import Problem, RefusedError

FORMAT = 1  # of the folder; a higher number was written by a newer Truceline
FILE_NAME = "truceline.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageModel:
    """Which language model may be asked about documents, and about which. Never its key."""

    endpoint: str = ""
    model: str = ""
    elsewhere: bool = False  # whether the text of documents may leave this machine
    use: bool = False  # ask it about what is added, though nobody says --reader llm
    answers: str = ""  # folder of answers, seen from the centre; "" keeps none
    keep_here: tuple[str, ...] = ()  # sources whose documents are never sent anywhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What `truceline.toml` holds."""

    origin: str  # the record's name, first line of every checkpoint
    machine: str  # key that signs deposits and readings
    person: str  # key that may also rule
    as_of: date | None = None  # the day questions are about unless they name one; None: today
    store: str = ""  # address of the database that keeps record, vault and views; "": this folder
    demonstration: bool = False  # made by `truceline demo`, which may make it anew
    language_model: LanguageModel | None = None


def as_toml(settings: Settings) -> str:
    lines = [
        "# Made by `truceline init`. The record's own name and keys; do not change them.",
        f"format = {FORMAT}",
        f'origin = "{settings.origin}"',
        *(
            [
                "",
                "# Where record, vault and views are. Never with a password: that belongs in",
                "# the file ~/.pgpass or the variable PGPASSWORD.",
                f'store = "{settings.store}"',
            ]
            if settings.store
            else []
        ),
        "",
        "# The day questions are about unless they name one; without it, today.",
        f"as_of = {settings.as_of}" if settings.as_of else "# as_of = 2021-12-01",
        *(["demonstration = true"] if settings.demonstration else []),
        "",
        "[keys]",
        f'machine = "{settings.machine}"',
        f'person = "{settings.person}"',
        *(_told(settings.language_model) if settings.language_model else []),
    ]
    return "\n".join(lines) + "\n"


def _told(asked: LanguageModel) -> list[str]:
    return [
        "",
        "# Asked about documents only where --reader llm or `use` says so. docs/language-model.md",
        "[language_model]",
        f"endpoint = {_toml(asked.endpoint)}",
        f"model = {_toml(asked.model)}",
        f"elsewhere = {_toml(asked.elsewhere)}",
        f"use = {_toml(asked.use)}",
        f"answers = {_toml(asked.answers)}",
        f"keep_here = {_toml(list(asked.keep_here))}",
    ]


def _toml(value: object) -> str:
    """A string, a flag or a list of strings: JSON writes these as TOML does."""
    return json.dumps(value, ensure_ascii=False)


def load(folder: Path) -> Settings:
    """Settings of the centre in `folder`.

    Raises:
        RefusedError: not a centre, unreadable, or made by a newer Truceline.
    """
    if str(folder).startswith(("postgresql:", "postgres:")):  # may hold a password: not shown
        raise RefusedError(
            Problem(
                code="not-a-centre",
                where="the address of a database",
                message="a centre is named by its folder, which holds its settings and keys.",
                remedy="Name the folder that `truceline init` made for this database.",
            )
        )
    path = folder / FILE_NAME
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise _refused(
            "not-a-centre",
            path,
            "this folder is not a centre.",
            "Check the path, or make one: truceline init CENTRE --agreement FILE",
        ) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _refused(
            "unreadable-settings", path, f"{error}.", "Restore the file from a copy of the centre."
        ) from None
    made_by = found.get("format")
    if isinstance(made_by, int) and made_by > FORMAT:
        raise _refused(
            "newer-version",
            path,
            f"this centre has format {made_by}; this Truceline knows up to {FORMAT}.",
            "Update Truceline; nothing was touched.",
        )
    keys = found.get("keys")
    if made_by != FORMAT or not isinstance(keys, dict):
        raise _refused(
            "unreadable-settings",
            path,
            "`format` or `keys` is missing.",
            "Restore the file from a copy of the centre.",
        )
    return Settings(
        origin=_text(found, "origin", path),
        machine=_text(keys, "machine", path),
        person=_text(keys, "person", path),
        as_of=_day(found.get("as_of"), path),
        store=_text(found, "store", path) if "store" in found else "",
        demonstration=found.get("demonstration") is True,
        language_model=_language_model(found.get("language_model"), path),
    )


def _language_model(table: object, path: Path) -> LanguageModel | None:
    """Raises RefusedError: a line that is not understood; what may be sent is never guessed."""
    if table is None:
        return None
    if not isinstance(table, dict):
        raise _not_understood("language_model", path)
    kinds = {"endpoint": str, "model": str, "answers": str, "elsewhere": bool, "use": bool}
    for name, value in table.items():
        listed = name == "keep_here" and isinstance(value, list)
        if not (listed and all(isinstance(each, str) for each in value)) and not (
            name in kinds and isinstance(value, kinds[name])
        ):
            raise _not_understood(f"language_model.{name}", path)
    return LanguageModel(**{**table, "keep_here": tuple(table.get("keep_here", ()))})


def _not_understood(name: str, path: Path) -> RefusedError:
    return _refused(
        "unreadable-settings",
        path,
        f"`{name}` is not understood.",
        "See docs/language-model.md for what may stand there.",
    )


def _text(table: dict[str, object], key: str, path: Path) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value:
        raise _refused(
            "unreadable-settings",
            path,
            f"`{key}` is missing.",
            "Restore the file from a copy of the centre.",
        )
    return value


def _day(value: object, path: Path) -> date | None:
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    raise _refused(
        "unreadable-settings",
        path,
        f"`as_of` is {value!r}, not a day.",
        "Write: as_of = 2021-12-01",
    )


def _refused(code: str, path: Path, message: str, remedy: str) -> RefusedError:
    return RefusedError(Problem(code=code, where=str(path), message=message, remedy=remedy))
