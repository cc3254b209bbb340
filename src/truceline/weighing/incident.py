"""One thing that happened, as far as the claims let us say."""

from dataclasses import dataclass
from enum import StrEnum

from truceline.terms.claim import Act, Actor
from truceline.terms.when import When


class Standing(StrEnum):
    ALLEGED = "alleged"
    CORROBORATED = "corroborated"
    DISPUTED = "disputed"
    VERIFIED = "verified"  # only people say this
    UNFOUNDED = "unfounded"  # only people say this


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """Claims that are about one event, and how well it is established."""

    id: str  # "incident-" and the name of its first claim; not cited by any entry
    act: Act
    when: When | None
    places: tuple[str, ...]
    actors: tuple[Actor, ...]
    standing: Standing
    because: str
    claims: tuple[str, ...]
    origins: int  # independent origins: copies of one wire count once
