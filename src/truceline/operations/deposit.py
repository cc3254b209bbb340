"""Deposit documents: exact bytes into the vault, then one entry each into the record."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from truceline.intake.arrival import Arrival
from truceline.operations.append import append
from truceline.operations.centre import Centre
from truceline.operations.hold import hold
from truceline.terms.entry import Deposited
from truceline.terms.problem import Problem
from truceline.terms.when import When


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposits:
    """What came of a batch."""

    added: tuple[str, ...]  # SHA-256 of documents new to the record
    known: tuple[str, ...]  # already on record; nothing was added for them
    problems: tuple[Problem, ...]


def deposit(
    centre: Centre,
    arrivals: Iterable[Arrival | Problem],
    *,
    published: When | None,
    source: str,
    now: datetime,
) -> Deposits:
    """Take in what arrived. The same bytes twice is not an error and adds nothing.

    Bytes first, entries second: a crash between leaves bytes in the vault that no entry names,
    and the next deposit of the same document completes it.
    """
    known = set(hold(centre).documents)
    facts: dict[str, Deposited] = {}
    again: list[str] = []
    problems: list[Problem] = []
    for arrival in arrivals:
        if isinstance(arrival, Problem):
            problems.append(arrival)
            continue
        document = sha256(arrival.data).hexdigest()
        if document in known or document in facts:
            again.append(document)
            continue
        centre.vault.put(arrival.data, name=Path(arrival.name).name)
        facts[document] = Deposited(
            document=document,
            media_type=arrival.media_type,
            size=len(arrival.data),
            source=source,
            published=published,
        )
    append(centre, list(facts.values()), by=centre.signer(centre.settings.machine), now=now)
    return Deposits(added=tuple(facts), known=tuple(again), problems=tuple(problems))
