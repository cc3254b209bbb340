"""Commands that show the pages."""

import re
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from shlex import quote

import click

from truceline.cli import passphrases
from truceline.cli.group import (
    CENTRE,
    centre_at,
    clock,
    main,
    printable,
    progress,
    show_problems,
)


class _Interval(click.ParamType[float]):
    name = "interval"

    def convert(
        self, value: str | float, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        if isinstance(value, float):
            return value
        found = re.fullmatch("([1-9][0-9]{0,5})([smh])", value)
        if found is None:
            self.fail(f"{value!r} is not an interval; write it as 10m or 2h", param, ctx)
        return float(int(found[1]) * {"s": 1, "m": 60, "h": 3600}[found[2]])


INTERVAL = _Interval()


@main.command()
@CENTRE
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--take-in", "taking", is_flag=True, help="Also take in what posts send.")
@click.option("--rounds", type=INTERVAL, help="Also have witnesses cosign, every 10m or 2h.")
def serve(centre: Path, port: int, *, taking: bool, rounds: float | None) -> None:
    """Serve the pages on 127.0.0.1 until Ctrl-C."""
    from truceline.operations.taking import desk_of
    from truceline.operations.vigil import every
    from truceline.web.app import create_app
    from truceline.web.centre import CentreSource
    from truceline.web.serve import serve as run
    from truceline.web.taking import take_in

    def today() -> date:
        return here.settings.as_of or clock().date()

    with centre_at(centre) as here, ExitStack() as stack:
        app = create_app(CentreSource(here), today=today, clock=clock)
        if taking:
            desk = stack.enter_context(desk_of(centre, clock=clock, unlock=passphrases.unlock))
            take_in(app, desk)
        if rounds is not None:
            stack.enter_context(every(centre, rounds, told=_told))
        run(app, port=port, ready=lambda address: click.echo(f"{address}  (Ctrl-C stops)"))


def _told(problem: str) -> None:
    click.echo(printable(problem), err=True)


@main.command()
@click.option(
    "--centre", type=click.Path(path_type=Path), help="Where to make it.  [default: .demo]"
)
@click.option("--example", metavar="NAME", help="Another example; see the folder examples.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--serve/--no-serve", default=True, help="Serve the pages, or only print the board.")
@click.pass_context
def demo(
    ctx: click.Context, centre: Path | None, example: str | None, port: int, *, serve: bool
) -> None:
    """Make a centre from an example, print its board and serve its pages."""
    import secrets

    from truceline.operations import demo as demonstration

    chosen = demonstration.example(example or demonstration.EXAMPLE)
    folder = centre or Path(".demo")
    with progress("reading the example") as show:
        problems = demonstration.make_demo(
            folder, chosen, clock=clock, chance=secrets.token_hex, progress=show
        )
    show_problems(problems)
    ctx.invoke(main.commands["board"], centre=folder, as_json=False)
    click.echo(f"Ask it at another day: truceline board {quote(str(folder))} --at {chosen.also_at}")
    if serve:
        ctx.invoke(main.commands["serve"], centre=folder, port=port)
