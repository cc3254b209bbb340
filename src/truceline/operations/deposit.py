"""Deposit documents: exact bytes into the vault, then one entry each into the record."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from truceline.intake.arrival import Arrival
from truceline.operations.append import settle
from truceline.operations.centre import Centre
from truceline.operations.hold import look
from truceline.operations.seal import require_nobody_named
from truceline.operations.sign import names_of
from truceline.terms.entry import Deposited
from truceline.terms.problem import Problem
from truceline.terms.when import When
from truceline.weighing.held import Held


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
    clock: Callable[[], datetime],
) -> Deposits:
    """Take in what arrived. The same bytes twice is not an error and adds nothing.

    Bytes first, entries second: a crash between leaves bytes in the vault that no entry names,
    and the next deposit of the same document completes it.

    Raises:
        RefusedError: the source is a person's name.
    """
    before = look(centre)
    require_nobody_named(source, "--source", names=names_of(centre, before.held))
    known = before.held.documents
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
    added: dict[str, Deposited] = {}

    def new(seen: Held) -> list[Deposited]:
        nonlocal added
        added = {name: fact for name, fact in facts.items() if name not in seen.documents}
        return list(added.values())

    by = centre.signer(centre.settings.machine)
    settle(centre, new, seen=before, by=by, now=clock())
    again += [name for name in facts if name not in added]  # somebody else was quicker
    return Deposits(added=tuple(added), known=tuple(again), problems=tuple(problems))
