"""Read documents without any centre: nothing is kept, nothing is sealed."""

from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from truceline.intake.folder import arrivals
from truceline.operations.read import named
from truceline.operations.sign import draft
from truceline.operations.unpack import documents
from truceline.reading.asked.reader import AskedReader
from truceline.reading.calls import Flat, read_flat
from truceline.reading.gold_fields import Field
from truceline.reading.guard import READING_SECONDS, Guard
from truceline.reading.guards import Guards
from truceline.reading.readers import read
from truceline.terms.problem import Problem
from truceline.terms.when import When

Perused = tuple[str, Sequence[Mapping[str, Field]], tuple[Problem, ...]]


def peruse(
    paths: Sequence[Path],
    agreements: Sequence[Path],
    *,
    published: When | None,
    jobs: int,
    asked: AskedReader | None = None,
) -> Generator[Perused, None, None]:
    """Name, claims (fields of docs/json.md) and problems of each document, in the order they stand.

    So many are read side by side. Only a few are held at a time, however many there are. `asked`
    reads them in place of the rules.
    """
    names = tuple(named for each in draft(agreements) for named in each.parsed.names)
    begun: deque[str] = deque()  # names of those not yet answered

    def calls() -> Iterator[Callable[[], Flat] | Problem]:
        for arrival in documents(opening, arrivals(paths)):
            if isinstance(arrival, Problem):
                begun.append(arrival.where)
                yield arrival
                continue
            begun.append(arrival.name)
            yield partial(
                read_flat,
                arrival.data,
                name=arrival.name,
                media_type=arrival.media_type,
                published=published,
                names=names,
                reader=asked or read,
            )

    seconds = asked.seconds if asked else READING_SECONDS
    with Guard() as opening, Guards(jobs) as guards:
        for outcome in guards.each(calls(), seconds=seconds):
            name = begun.popleft()
            rows, problems = ([], (outcome,)) if isinstance(outcome, Problem) else outcome
            yield name, rows, named(problems, name)
