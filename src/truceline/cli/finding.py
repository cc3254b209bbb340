"""Findings on the command line: without --by what a machine would answer, with it a person's."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from truceline.cli.group import CENTRE, DAY, JSON, centre_at, clock, dumped, main

if TYPE_CHECKING:
    from truceline.operations.find import About, Decided
    from truceline.terms.issued import Answer, Criterion


class Told(TypedDict):
    """What a finding is of, and what a person decides; the latter only where one is issued."""

    provision: str
    claims: tuple[str, ...]
    start: date
    end: date
    answers: tuple[str, ...]
    as_proposed: bool
    because: str
    attributed: tuple[str, ...]
    by: str


@main.command()
@CENTRE
@click.argument("provision", metavar="AGREEMENT/CLAUSE")
@click.option("--claim", "claims", multiple=True, required=True, help="It is about; repeat it.")
@click.option("--from", "start", type=DAY, required=True, help="The first day looked at.")
@click.option("--to", "end", type=DAY, required=True, help="The last day looked at.")
@click.option("--answer", "answers", multiple=True, help="'in scope=yes: why'; one of the five.")
@click.option("--as-proposed", is_flag=True, help="Take over the answers that are not given.")
@click.option("--because", default="", help="What was checked, and how. Name no person.")
@click.option("--attribute-to", "attributed", multiple=True, help="A party; else nobody could say.")
@click.option("--by", default="", metavar="KEY", help="A person's key. Without it nothing is kept.")
@JSON
def find(centre: Path, *, as_json: bool, **told: Unpack[Told]) -> None:
    """Propose five answers for claims against a clause; with --by, issue a person's finding."""
    from truceline.operations import find as findings
    from truceline.publishing import found

    about = _about(told)
    if told["by"]:
        decided = _decided(told)
        with centre_at(centre) as here:
            entry = findings.find(here, about, decided=decided, by=told["by"], now=clock())
        click.echo(f"Entry {entry}: a finding on {told['provision']} was issued.")
        return
    if told["answers"] or told["because"] or told["attributed"] or told["as_proposed"]:
        raise click.UsageError("A finding is a person's: sign it with --by KEY.")
    with centre_at(centre) as here:
        answers = findings.propose(here, about, today=clock().date())
    if as_json:
        click.echo(dumped(found.proposal(answers)))
    else:
        found.print_proposal(answers)


def _about(told: Told) -> "About":
    from truceline.operations.find import About

    agreement, slash, clause = told["provision"].partition("/")
    if not (agreement and slash and clause):
        raise click.UsageError("Name the provision by its agreement and clause: bridge-accord/6.1")
    return About(
        agreement=agreement,
        clause=clause,
        first=told["start"],
        last=told["end"],
        claims=told["claims"],
    )


def _decided(told: Told) -> "Decided":
    from truceline.operations.find import Decided

    return Decided(
        answers=dict(_answer(text) for text in told["answers"]),
        because=told["because"],
        to=told["attributed"],
        as_proposed=told["as_proposed"],
    )


def _answer(text: str) -> "tuple[Criterion, tuple[Answer, str]]":
    from truceline.terms.issued import Answer, Criterion

    criterion, equals, rest = (part.strip() for part in text.partition("="))
    answer, _, because = (part.strip() for part in rest.partition(":"))
    if not equals or criterion not in list(Criterion) or answer not in list(Answer):
        raise click.UsageError(
            f"{text!r} is no answer. Write: 'in scope=yes: why', with one of "
            f"{', '.join(Criterion)}, and yes, no or unknown."
        )
    return Criterion(criterion), (Answer(answer), because)
