"""Read documents without any centre: nothing is kept, nothing is sealed."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from truceline.intake.folder import arrivals
from truceline.operations.read import named
from truceline.operations.sign import draft
from truceline.reading.decoding import decode
from truceline.reading.gold_fields import Field, as_fields
from truceline.reading.guard import Guard
from truceline.reading.readers import read
from truceline.terms.problem import Problem
from truceline.terms.when import When

Perused = tuple[str, list[Mapping[str, Field]], tuple[Problem, ...]]


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
                yield arrival.name, [], named((reading,), arrival.name)
                continue
            original = decode(arrival.data, media_type=arrival.media_type, where=arrival.name)
            rows = [
                as_fields(
                    claim, doc=arrival.name, quote=original[claim.quote.start : claim.quote.end]
                )
                for claim in reading.claims
                if isinstance(original, str)
            ]
            yield arrival.name, rows, named(reading.problems, arrival.name)
