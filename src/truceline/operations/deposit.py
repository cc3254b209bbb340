"""Deposit documents: exact bytes into the vault, then one entry each into the record.

A mail, an archive or a PDF is kept as it came, and so is each document taken out of it, under its
own hash; entries say which of them was taken out of which, and by what.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from truceline.intake.arrival import Arrival
from truceline.operations.append import settle
from truceline.operations.centre import Centre
from truceline.operations.hold import look
from truceline.operations.seal import require_nobody_named
from truceline.operations.sign import names_of
from truceline.operations.unpack import Unpacked, unpack
from truceline.reading.guard import Guard
from truceline.terms.entry import Deposited, Read
from truceline.terms.problem import Problem
from truceline.terms.when import When
from truceline.weighing.held import Document, Held, Within


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposits:
    """What came of a batch."""

    added: tuple[str, ...]  # SHA-256 of documents new to the record, those taken out of others too
    known: tuple[str, ...]  # already on record; nothing was added for them
    problems: tuple[Problem, ...]
    taken_out: int = 0  # how many of the added were taken out of others


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
    batch = _Batch(centre, before.held.documents, source=source, published=published)
    with Guard() as guard:
        for arrival in arrivals:
            if isinstance(arrival, Problem):
                batch.problems.append(arrival)
                continue
            batch.take(arrival.name, unpack(guard, arrival))
    added: list[Deposited] = []

    def new(seen: Held) -> list[Deposited | Read]:
        nonlocal added
        facts = list(_unless_known(batch.facts, seen.documents))
        added = [one for one in facts if isinstance(one, Deposited)]
        return facts

    by = centre.signer(centre.settings.machine)
    settle(centre, new, seen=before, by=by, now=clock())
    fresh = tuple(dict.fromkeys(one.document for one in added if one.document in batch.fresh))
    quicker = tuple(name for name in batch.arrived if name not in fresh)  # somebody else was
    return Deposits(
        added=fresh,
        known=(*batch.again, *quicker),
        problems=tuple(batch.problems),
        taken_out=sum(name not in batch.arrived for name in fresh),
    )


class _Batch:
    """What one deposit will say, while its bytes go into the vault."""

    def __init__(
        self,
        centre: Centre,
        known: Mapping[str, Document],
        *,
        source: str,
        published: When | None,
    ) -> None:
        self._centre = centre
        self._known = known
        self._source = source
        self._published = published
        self._places: set[tuple[str, str, str]] = set()
        self.facts: list[Deposited | Read] = []
        self.fresh: set[str] = set()  # documents that nobody deposited before
        self.arrived: dict[str, None] = {}  # of those, what came by itself
        self.again: list[str] = []
        self.problems: list[Problem] = []

    def take(self, name: str, unpacked: Iterator[Unpacked]) -> None:
        """One arrival: itself, and all that is in it unless it was taken in before."""
        for one in unpacked:
            here = one.sha256 in self._known or one.sha256 in self.fresh
            if here and not one.within:
                self.again.append(one.sha256)
                return
            self._deposit(one, here=here)
            if not here and not one.within:
                self.arrived[one.sha256] = None
            if one.by and not here:
                self.facts.append(opened_by(one))
                self.problems += (replace(each, where=name) for each in one.problems)

    def _deposit(self, one: Unpacked, *, here: bool) -> None:
        """The bytes, and what is said of them. A part that is here stands in one more place."""
        if not here:
            name = one.arrival.name if one.within else Path(one.arrival.name).name
            self._centre.vault.put(one.arrival.data, name=name)
            self.fresh.add(one.sha256)
        place = (one.sha256, one.within, one.part)
        if place in self._places:
            return
        self._places.add(place)
        self.facts.append(
            Deposited(
                document=one.sha256,
                media_type=one.arrival.media_type,
                size=len(one.arrival.data),
                source=self._source,
                published=self._published,
                within=one.within,
                part=one.part,
            )
        )


def opened_by(one: Unpacked) -> Read:
    """What others were taken out of is read by whatever took them out: it makes no claim itself."""
    return Read(
        document=one.sha256, reader=one.by, part=1, parts=1, claims=(), problems=one.problems
    )


def _unless_known(
    facts: Iterable[Deposited | Read], known: Mapping[str, Document]
) -> Iterator[Deposited | Read]:
    """What is not on record yet: somebody may have deposited the same meanwhile."""
    for fact in facts:
        document = known.get(fact.document)
        if document is None or _adds(fact, document):
            yield fact


def _adds(fact: Deposited | Read, document: Document) -> bool:
    """Whether it says something of a document on record that is not on record itself."""
    if isinstance(fact, Read):
        return not document.reader
    place = Within(document=fact.within, part=fact.part)
    return bool(fact.within) and place not in document.within
