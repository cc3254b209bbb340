"""The example centres: an agreement and its reports, made anew each time."""

import shutil
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path

from truceline import settings
from truceline.intake.folder import arrivals
from truceline.operations.centre import opened
from truceline.operations.deposit import deposit
from truceline.operations.init import init
from truceline.operations.read import read_new
from truceline.operations.sign import draft
from truceline.terms.problem import Problem, RefusedError

EXAMPLE = "karabakh"  # the one shown where no other is asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Where an example lies, its own present, and another day worth asking about."""

    folder: Path
    as_of: date
    also_at: date


def make_demo(
    folder: Path,
    example: Example,
    *,
    clock: Callable[[], datetime],
    chance: Callable[[int], str],
    progress: Callable[[int, int], None],
) -> tuple[Problem, ...]:
    """Make the demonstration centre in `folder`; an earlier one there is made anew.

    Raises:
        RefusedError: something else is in that place, or it cannot be written.
    """
    drafts = draft(sorted(example.folder.glob("*.yaml")), beside=())
    _clear(folder)
    init(folder, drafts, now=clock(), chance=chance, demonstration_as_of=example.as_of)
    with opened(folder) as centre:
        reports = arrivals([example.folder / "reports"])
        done = deposit(centre, reports, published=None, source="", clock=clock)
        return done.problems + read_new(centre, clock=clock, chance=chance, progress=progress)


def example(name: str) -> Example:
    """An example by its name.

    Raises:
        RefusedError: there is none of this name.
    """
    known = {place.parent.name: place for place in _places()}
    if name not in known:
        raise RefusedError(
            Problem(
                code="no-example",
                where=name,
                message="no example of this name was installed with Truceline.",
                remedy=f"Use one of: {', '.join(sorted(known))}."
                if known
                else "Install Truceline again, or use: truceline init CENTRE --agreement FILE",
            )
        )
    told = tomllib.loads(known[name].read_text(encoding="utf-8"))
    return Example(folder=known[name].parent, as_of=told["as_of"], also_at=told["also_at"])


def _places() -> list[Path]:
    """Inside the installed package, or in the checkout beside it."""
    package = Path(str(files("truceline")))
    inside = sorted(package.glob("examples/*/example.toml"))
    return inside or sorted(package.parents[1].glob("examples/*/example.toml"))


def _clear(folder: Path) -> None:
    """Remove an earlier demonstration; anything else is left for `init` to refuse."""
    if not (folder / settings.FILE_NAME).is_file():
        return
    if settings.load(folder).demonstration:
        shutil.rmtree(folder)
