"""What every command of the command line shares: options, clocks, progress, how trouble is told.

Exit codes: 0 done; 1 refused, or verification failed; 2 wrong use of the command;
3 done, but with problems that are listed; 130 stopped by Ctrl-C.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, time
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypedDict, TypeVar, Unpack

import click

from truceline import __version__
from truceline.cli import passphrases
from truceline.terms import written
from truceline.terms.problem import DamagedError, Problem, RefusedError, sentence

if TYPE_CHECKING:
    from truceline.operations.centre import Centre
    from truceline.terms.agreement import Agreement
    from truceline.terms.question import Question

P = ParamSpec("P")
R = TypeVar("R")

DONE_WITH_PROBLEMS, INTERRUPTED = 3, 130
MOST_DIGITS = 6  # of a number of days: some 2,700 years
CENTRE = click.argument("centre", type=click.Path(path_type=Path, file_okay=False))
JOBS = click.option(
    "--jobs",
    type=click.IntRange(1, 1024),
    help="How many documents are read side by side.  [default: as many as cores]",
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")


class _Day(click.ParamType[date]):
    name = "date"

    def convert(
        self, value: str | date, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        if isinstance(value, date):
            return value
        try:
            return written.day(value)
        except ValueError:
            self.fail(f"{value!r} is not a day; write it as 2020-11-12", param, ctx)


class _Instant(click.ParamType[datetime]):
    name = "date"

    def convert(
        self, value: str | datetime, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            return written.instant(value)
        except ValueError:
            such_as = "2020-11-12 or 2020-11-12T18:30:00Z"
            self.fail(f"{value!r} is not a day or a UTC instant; write it as {such_as}", param, ctx)


class _Days(click.ParamType[int]):
    name = "days"

    def convert(
        self, value: str | int, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        digits = str(value).removesuffix("d")
        if not (digits.isascii() and digits.isdecimal() and len(digits) <= MOST_DIGITS):
            self.fail(f"{value!r} is not a number of days; write it as 14d", param, ctx)
        return int(digits)


DAY, DAYS, INSTANT = _Day(), _Days(), _Instant()


class Clocks(TypedDict):
    """The options that `clocks` adds to a command."""

    as_of: date | None
    said_by: date | None
    known_at: datetime | None
    at: date | None


class _Commands(click.Group):
    """Turns what was refused into sentences and a non-zero exit, for every command alike."""

    def invoke(self, ctx: click.Context) -> object:
        for output in (sys.stdout, sys.stderr):
            if isinstance(output, TextIOWrapper):
                output.reconfigure(errors="replace")  # a terminal that lacks a letter shows "?"
        try:
            return super().invoke(ctx)
        except RefusedError as refused:
            show_problems(refused.problems)
            ctx.exit(1)
        except DamagedError as damage:
            click.echo(f"{sentence(damage)} Run: truceline verify CENTRE", err=True)
            ctx.exit(1)
        except BrokenPipeError:
            drop_output()  # its reader went away: not an error of ours
            ctx.exit(0)
        except OSError as error:
            if error.filename is None:
                drop_output()
            what = error.filename or "the output"
            click.echo(f"{what}: {error.strerror}. Check the disk and try again.", err=True)
            ctx.exit(1)
        except KeyboardInterrupt:
            click.echo("Stopped. What is on record stays; run it again for the rest.", err=True)
            ctx.exit(INTERRUPTED)


def drop_output() -> None:
    """Send what is still buffered nowhere; else Python tries again at exit and complains itself."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def show_problems(problems: tuple[Problem, ...]) -> None:
    for problem in problems:
        click.echo(printable(f"{problem.where}: {problem.message} {problem.remedy}"), err=True)


def printable(text: str) -> str:
    """One line that leaves the terminal as it was: a file name may hold any character."""
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in text)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="truceline")
@passphrases.OPTION
def main(passphrase_file: Path | None) -> None:
    """Keep the record of a ceasefire.

    What was undertaken, what is said to have happened, who says so, and where each undertaking
    stands.
    """


def clocks(command: Callable[P, R]) -> Callable[P, R]:
    """The options that set the three clocks of a question."""
    for option in (
        click.option("--at", type=DAY, help="Sets --as-of and --said-by to this day."),
        click.option(
            "--known-at",
            type=INSTANT,
            help="Ignore what was recorded after this day or instant (UTC).",
        ),
        click.option("--said-by", type=DAY, help="Ignore documents published after this day."),
        click.option("--as-of", type=DAY, help="World time of the question.  [default: today]"),
    ):
        command = option(command)
    return command


def question(default: date | None, **asked: Unpack[Clocks]) -> "Question":
    from truceline.terms.question import Question

    return Question(
        as_of=asked["as_of"] or asked["at"] or default or clock().date(),
        said_by=asked["said_by"] or asked["at"],
        known_at=asked["known_at"],
    )


def end_of(day: date) -> datetime:
    return datetime.combine(day, time.max, tzinfo=UTC)


def clock() -> datetime:
    return datetime.now(UTC)


@contextmanager
def centre_at(folder: Path) -> Iterator["Centre"]:
    from truceline.operations.centre import opened
    from truceline.operations.erased import unfinished
    from truceline.operations.fence import fence

    with opened(folder, unlock=passphrases.unlock) as centre:
        found = fence(centre)
        if not found.open:  # it can be asked all the same, and whoever asks should know
            click.echo(printable(str(found)), err=True)
        show_problems(unfinished(centre))
        yield centre


def dumped(value: object) -> str:
    """JSON in the letters the reader of our output can take."""
    import json

    return json.dumps(value, ensure_ascii=not _takes_all(sys.stdout))


def _takes_all(output: object) -> bool:
    return str(getattr(output, "encoding", "")).lower().replace("-", "") == "utf8"


def counted_in(agreement: "Agreement") -> str:
    parts = ((agreement.provisions, "provision"), (agreement.amendments, "amendment"))
    return " and ".join(counted(len(held), noun) for held, noun in parts if held)


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on stderr where that is a terminal; nothing otherwise."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
