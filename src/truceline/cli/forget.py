"""Commands by which the vault forgets, and says so on record."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from truceline.cli.group import (
    CENTRE,
    DONE_WITH_PROBLEMS,
    centre_at,
    clock,
    counted,
    main,
    show_problems,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from truceline.terms.sealing import Erased

MAX_LINE = 1_000  # characters of a name typed or piped in


class _What(TypedDict):
    """The options that name what is to be erased."""

    documents: tuple[str, ...]
    people: tuple[str, ...]
    parts: tuple[str, ...]


@main.command()
@CENTRE
@click.option("--document", "documents", multiple=True, metavar="SHA256", help="A document.")
@click.option(
    "--person",
    "people",
    multiple=True,
    metavar="CODE|NAME|-",
    help="A person, by code name or name; - asks for the name, so that no history keeps it.",
)
@click.option("--part", "parts", multiple=True, metavar="ENTRY:NAME", help="A sealed part.")
@click.option("--because", required=True, help="By what right. It stays on record: name no person.")
@click.option("--by", multiple=True, metavar="KEY", help="Whose office signs; repeat it.")
@click.option(
    "--propose",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write it for the other parties to sign instead; nothing is erased.",
)
@click.option("--yes", is_flag=True, help="Erase without being asked; it cannot be undone.")
@click.pass_context
def erase(
    ctx: click.Context,
    centre: Path,
    *,
    because: str,
    by: tuple[str, ...],
    propose: Path | None,
    yes: bool,
    **what: Unpack[_What],
) -> None:
    """Erase documents, names and sealed parts for good, and put on record that and why."""
    from truceline.operations import erase as erasing

    if not any(what.values()):
        raise click.UsageError("Say what: --document, --person or --part.")
    if propose is not None and propose.exists():
        raise click.UsageError(f"{propose} is there already; nothing is written over.")
    named = tuple(_asked() if one == "-" else one for one in what["people"])
    unwanted = erasing.Unwanted(documents=what["documents"], people=named, parts=what["parts"])
    with centre_at(centre) as here:
        facts = erasing.chosen(here, unwanted, because=because)
        signers = by or (here.settings.person,)
        if propose is not None:
            note = erasing.propose(here, facts, by=signers, now=clock())
            propose.write_text(note, encoding="utf-8")
            click.echo(f"Written to {propose}. Nothing is erased. The others sign it: truceline")
            click.echo(
                f"charter sign {propose} KEYS NAME; then truceline submit {centre} {propose}"
            )
            return
        told = _told(facts)
        if not yes:
            click.confirm(f"Erase {told} for good?", abort=True, err=True)
        done = erasing.erase(here, facts, by=signers, now=clock())
    first, last = done.entries[0], done.entries[-1]
    entries = f"Entry {first}" if first == last else f"Entries {first} to {last}"
    click.echo(f"{entries}: {told} erased.")
    show_problems(done.problems)
    if done.problems:
        ctx.exit(DONE_WITH_PROBLEMS)


def _told(facts: "Sequence[Erased]") -> str:
    many = {
        "document": sum(len(fact.documents) for fact in facts),
        "name": sum(len(fact.people) for fact in facts),
        "sealed part": sum(len(fact.parts) for fact in facts),
    }
    return ", ".join(counted(number, noun) for noun, number in many.items() if number)


def _asked() -> str:
    """A name that stands in no command line: typed unseen, or piped in."""
    if sys.stdin.isatty():
        return str(click.prompt("Name", hide_input=True, err=True))
    return sys.stdin.readline(MAX_LINE).rstrip("\n")
