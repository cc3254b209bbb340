"""The names a reader is given: who and what the agreement speaks of, with every spelling."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from truceline.terms.place import Point


class Kind(StrEnum):
    PARTY = "party"  # a state or armed group that undertakes something
    STATE = "state"
    FORCE = "force"  # armed forces, a contingent
    BODY = "body"  # an organisation, a mechanism, an agency
    PERSON = "person"
    PLACE = "place"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """One bearer of names. `name` is the one we write; `also` are the other spellings in use."""

    kind: Kind
    name: str
    also: tuple[str, ...] = ()
    of: str = ""  # name of the party or state they belong to
    post: str = ""  # "Prime Minister": lets "the Armenian prime minister" be resolved
    within: str = ""  # places: name of the larger place this one lies in
    at: Point | None = None  # places: where it is, as far as the file tells


Names = tuple[Named, ...]


def around(named: Mapping[str, Named], place: str) -> tuple[str, ...]:
    """The place itself and everything it lies within, smallest first."""
    chain = [place]
    while (known := named.get(chain[-1])) and known.within and known.within not in chain:
        chain.append(known.within)
    return tuple(chain)
