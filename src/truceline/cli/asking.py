"""Which reader a command uses: the rules, or a language model that somebody named. It asks none."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypedDict, TypeVar, Unpack

import click

if TYPE_CHECKING:
    from truceline.reading.asked.reader import AskedReader
    from truceline.settings import LanguageModel

P = ParamSpec("P")
R = TypeVar("R")


class Asking(TypedDict):
    """The options that `asking` adds to a command."""

    reader: str | None
    endpoint: str | None
    model: str | None
    elsewhere: bool
    answers: Path | None


def asking(command: Callable[P, R]) -> Callable[P, R]:
    """The options that say who reads."""
    for option in (
        click.option(
            "--answers",
            type=click.Path(path_type=Path, file_okay=False),
            help="Folder in which a language model's answers are kept. They hold text.",
        ),
        click.option(
            "--elsewhere",
            is_flag=True,
            help="The endpoint is not on this machine, and the text may leave it.",
        ),
        click.option("--model", metavar="NAME", help="Its name, as the endpoint knows it."),
        click.option(
            "--endpoint", metavar="URL", help="Where a language model answers, with --reader llm."
        ),
        click.option(
            "--reader",
            type=click.Choice(["rules", "llm"]),
            help="Who reads: our own rules, or a language model whose words are checked.",
        ),
    ):
        command = option(command)
    return command


def reader_of(
    told: "LanguageModel | None", beside: Path, **asked: Unpack[Asking]
) -> "AskedReader | None":
    """The language model that was asked for, or none. `told` are settings, in the folder `beside`.

    Raises RefusedError: no address or model, or text would leave this machine unallowed.
    """
    by_settings = told is not None and told.use and asked["reader"] is None
    if asked["reader"] != "llm" and not by_settings:
        return None
    from truceline.reading.asked.endpoint import Endpoint
    from truceline.reading.asked.reader import AskedReader

    kept = beside / told.answers if told and told.answers else None
    endpoint = Endpoint(
        url=asked["endpoint"] or (told.endpoint if told else ""),
        model=asked["model"] or (told.model if told else ""),
        # An allowance in the settings is for the endpoint in the settings.
        elsewhere=asked["elsewhere"] or bool(told and told.elsewhere and not asked["endpoint"]),
        cache=asked["answers"] or kept,
    )
    if not endpoint.here:
        way = "" if endpoint.sealed else ", unencrypted"
        click.echo(f"The text of these documents goes to {endpoint.host}{way}.", err=True)
    return AskedReader(endpoint=endpoint)
