"""What a reader is given and what it gives back."""

from dataclasses import dataclass
from typing import Protocol

from truceline.reading.details import Detail
from truceline.terms.claim import Claim
from truceline.terms.entry import Dated, Noise
from truceline.terms.names import Names
from truceline.terms.problem import Problem
from truceline.terms.when import When


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The claims of one document. Names of people are plain here; operations seals them."""

    reader: str  # name and version, as it will stand in the record
    claims: tuple[Claim, ...]
    published: Dated | None = None
    noise: tuple[Noise, ...] = ()
    people: frozenset[str] = frozenset()  # names in the claims that are, or may be, persons
    problems: tuple[Problem, ...] = ()
    details: tuple[Detail, ...] = ()  # one for each claim, in their order; never on record


class Reader(Protocol):
    """Reads one document without any centre: bytes in, claims out, nothing kept."""

    def __call__(
        self, document: bytes, *, media_type: str, published: When | None, names: Names
    ) -> Reading: ...
