"""The example centre: an agreement, a dozen reports, made anew each time."""

import shutil
from collections.abc import Callable
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

EXAMPLE = "examples/karabakh"
DAY = date(2021, 12, 1)  # the example's own present: its last report is a few days old


def make_demo(
    folder: Path,
    *,
    clock: Callable[[], datetime],
    chance: Callable[[int], str],
    progress: Callable[[int, int], None],
) -> tuple[Problem, ...]:
    """Make the demonstration centre in `folder`; an earlier one there is made anew.

    Raises:
        RefusedError: something else is in that place, or it cannot be written.
    """
    example = example_folder()
    drafts = draft(sorted(example.glob("*.yaml")), beside=())
    _clear(folder)
    init(folder, drafts, now=clock(), chance=chance, demonstration_as_of=DAY)
    with opened(folder) as centre:
        reports = arrivals([example / "reports"])
        done = deposit(centre, reports, published=None, source="", clock=clock)
        return done.problems + read_new(centre, clock=clock, chance=chance, progress=progress)


def example_folder() -> Path:
    """Where the example lies: inside the installed package, or in the checkout beside it.

    Raises:
        RefusedError: in neither place.
    """
    package = Path(str(files("truceline")))
    for place in (package / EXAMPLE, package.parents[1] / EXAMPLE):
        if place.is_dir():
            return place
    raise RefusedError(
        Problem(
            code="no-example",
            where=str(package),
            message="the example was not installed with Truceline.",
            remedy="Install Truceline again, or use: truceline init CENTRE --agreement FILE",
        )
    )


def _clear(folder: Path) -> None:
    """Remove an earlier demonstration; anything else is left for `init` to refuse."""
    if not (folder / settings.FILE_NAME).is_file():
        return
    if settings.load(folder).demonstration:
        shutil.rmtree(folder)
