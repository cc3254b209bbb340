"""Commands about who watched: patrols, those kept from it, and how much of what was watched."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypedDict, TypeVar, Unpack

import click

from truceline.cli.group import CENTRE, DAY, JSON, Clocks, centre_at, clock, clocks, dumped, main
from truceline.cli.group import question as asked_as
from truceline.terms.problem import Problem, RefusedError, sentence

if TYPE_CHECKING:
    from truceline.terms.entry import Hindered, Patrolled

P = ParamSpec("P")
R = TypeVar("R")


class Watched(TypedDict):
    """The options that `watching` adds to a command."""

    start: date
    end: date
    places: tuple[str, ...]
    post: str
    hours: int | None


BY = click.option("--by", metavar="KEY", help="Whose key signs.  [default: the desk's]")


def watching(command: Callable[P, R]) -> Callable[P, R]:
    """The options of what somebody watched or could not."""
    where = "Where; repeat it. Everywhere if left out."
    for option in (
        click.option(
            "--hours", type=int, help="Of a watch: watched in all. Of a delay: its hours."
        ),
        click.option("--post", default="", help="What the post or patrol is called; no person."),
        click.option("--place", "places", multiple=True, help=where),
        click.option("--to", "end", type=DAY, required=True, help="The last day."),
        click.option("--from", "start", type=DAY, required=True, help="The first day."),
    ):
        command = option(command)
    return command


ACTS = click.option(
    "--act", "acts", multiple=True, help="For which act; repeat it. All if left out."
)


def hindering(command: Callable[P, R]) -> Callable[P, R]:
    """The options of what kept somebody from watching."""
    for option in (
        click.option("--because", default="", help="The reason that was given. Name no person."),
        click.option(
            "--by-whom", "whose", default="", help="Party, force or body; left out: unknown."
        ),
        click.option("--how", required=True, help="denied, delayed, conditional or impeded."),
    ):
        command = option(command)
    return command


@main.command()
@CENTRE
@watching
@ACTS
@BY
def patrol(centre: Path, *, acts: tuple[str, ...], by: str | None, **told: Unpack[Watched]) -> None:
    """Enter that somebody was watching; without it silence is never compliance."""
    from truceline.operations.patrol import patrol as enter

    watch = patrolled(acts, **told)
    with centre_at(centre) as here:
        entry = enter(here, watch, by=by or here.settings.person, now=clock())
    click.echo(f"Entry {entry}: watched from {watch.first} to {watch.last}.")


def patrolled(acts: tuple[str, ...], **told: Unpack[Watched]) -> "Patrolled":
    """The fact that the options tell of.

    Raises:
        RefusedError: a watch that cannot be.
    """
    from truceline.terms.claim import Act
    from truceline.terms.entry import Patrolled

    unknown = [act for act in acts if act not in list(Act)]
    if unknown:
        raise click.UsageError(f"No such act: {', '.join(unknown)}. There are: {', '.join(Act)}.")
    return _fact(
        lambda: Patrolled(
            places=told["places"],
            acts=tuple(map(Act, acts)) or tuple(Act),
            first=told["start"],
            last=told["end"],
            post=told["post"],
            hours=told["hours"],
        )
    )


@main.command()
@CENTRE
@watching
@hindering
@BY
def hinder(
    centre: Path, *, how: str, whose: str, because: str, by: str | None, **told: Unpack[Watched]
) -> None:
    """Enter that somebody was kept from watching: denied, delayed, let in on conditions."""
    from truceline.operations.hinder import hinder as enter

    hindrance = hindered(how, whose=whose, because=because, **told)
    with centre_at(centre) as here:
        entry = enter(here, hindrance, by=by or here.settings.person, now=clock())
    click.echo(f"Entry {entry}: {how} from {hindrance.first} to {hindrance.last}.")


def hindered(how: str, *, whose: str, because: str, **told: Unpack[Watched]) -> "Hindered":
    """The fact that the options tell of.

    Raises:
        RefusedError: a hindrance that cannot be.
    """
    from truceline.terms.entry import Hindered, Hindrance

    if how not in list(Hindrance):
        raise click.UsageError(f"--how is one of: {', '.join(Hindrance)}; not {how}.")
    return _fact(
        lambda: Hindered(
            places=told["places"],
            how=Hindrance(how),
            first=told["start"],
            last=told["end"],
            by=whose,
            post=told["post"],
            hours=told["hours"],
            because=because,
        )
    )


@main.command()
@CENTRE
@clocks
@JSON
def coverage(centre: Path, *, as_json: bool, **asked: Unpack[Clocks]) -> None:
    """Show how much was watched, place by place, and who was kept from it by whom."""
    from truceline.operations.ask import covered
    from truceline.publishing import covering, shapes

    with centre_at(centre) as here:
        report = covered(here, asked_as(here.settings.as_of, **asked))
    if as_json:
        click.echo(dumped(shapes.coverage(report)))
    else:
        covering.print_sheets(report)


def _fact(make: Callable[[], R]) -> R:
    try:
        return make()
    except ValueError as error:
        raise RefusedError(
            Problem(
                code="wrong-watch",
                where="--from, --to, --hours",
                message=sentence(error),
                remedy="Give the first and the last day, and the hours of all of them together.",
            )
        ) from error
