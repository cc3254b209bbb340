"""Read documents without any centre: nothing is kept, nothing is sealed."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from truceline.intake.folder import arrivals
from truceline.operations.sign import draft
from truceline.reading.gold_fields import as_fields
from truceline.reading.guard import Guard
from truceline.reading.readers import read
from truceline.terms.problem import Problem
from truceline.terms.when import When

Perused = tuple[str, list[dict[str, object]], tuple[Problem, ...]]


def peruse(
    paths: Sequence[Path], agreements: Sequence[Path], *, published: When | None
) -> Iterator[Perused]:
    """Name, claims (fields of docs/json.md) and problems of each document in turn."""
    names = tuple(named for each in draft(agreements) for named in each.parsed.names)
    with Guard() as guard:
        for arrival in arrivals(paths):
            if isinstance(arrival, Problem):
                yield arrival.where, [], (arrival,)
                continue
            reading = guard.run(
                read,
                arrival.data,
                media_type=arrival.media_type,
                published=published,
                names=names,
            )
            if isinstance(reading, Problem):
                yield arrival.name, [], (reading,)
                continue
            yield arrival.name, as_fields(arrival, reading), reading.problems
