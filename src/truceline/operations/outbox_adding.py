"""What a post says into its outbox. It is held against nothing but itself: the record is elsewhere.

Places, and names that may not be written, are looked at by the centre when the note is handed in.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from truceline.intake.arrival import Arrival
from truceline.operations.deposit import opened_by
from truceline.operations.outbox import Outbox
from truceline.operations.outbox_files import refused
from truceline.operations.unpack import unpack
from truceline.reading.guard import Guard
from truceline.record.note import Signer
from truceline.terms.entry import Deposited, Fact, Hindered, Patrolled
from truceline.terms.problem import Problem
from truceline.terms.when import When


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """What came of documents."""

    numbers: tuple[int, ...]
    known: int  # that lay there already
    problems: tuple[Problem, ...]


def add_documents(
    outbox: Outbox,
    arrivals: Iterable[Arrival | Problem],
    *,
    published: When | None,
    source: str,
    by: Signer,
    now: datetime,
) -> Laid:
    """Sign that documents were deposited; mails and archives with all that is in them.

    Bytes first, notes second: a crash between leaves bytes that no note names.

    Raises:
        RefusedError: another key, or the disk did not take it.
    """
    problems: list[Problem] = []
    facts: list[Fact] = []
    known = 0
    with Guard() as guard:
        for arrival in arrivals:
            if isinstance(arrival, Problem):
                problems.append(arrival)
                continue
            for one in unpack(guard, arrival):
                if outbox.documents.has(one.sha256):
                    known += not one.within
                    break
                name = one.arrival.name if one.within else Path(one.arrival.name).name
                outbox.documents.keep(one.arrival.data, name=name)
                facts.append(
                    Deposited(
                        document=one.sha256,
                        media_type=one.arrival.media_type,
                        size=len(one.arrival.data),
                        source=source,
                        published=published,
                        within=one.within,
                        part=one.part,
                    )
                )
                if one.by:
                    facts.append(opened_by(one))
                    problems += (replace(each, where=arrival.name) for each in one.problems)
    return Laid(numbers=outbox.add(facts, by=by, now=now), known=known, problems=tuple(problems))


def add_watch(outbox: Outbox, fact: Fact, *, by: Signer, now: datetime) -> tuple[int, ...]:
    """Sign that somebody was watching, or was kept from it.

    Raises:
        RefusedError: of a day that has not come by this device's clock, or another key.
    """
    if isinstance(fact, Patrolled | Hindered) and fact.last > now.date():
        raise refused(
            "wrong-days",
            outbox.folder,
            f"By this device's clock {fact.last} is still to come.",
            "Give the last day that was watched, and set the clock if it is wrong.",
        )
    return outbox.add([fact], by=by, now=now)
