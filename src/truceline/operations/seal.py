"""Names of people leave a claim before it enters the record, and come back when it is shown.

What cannot be erased must not name a person (product rule 5): the record holds random code names,
the vault knows whose they are, and forgetting a name there leaves every proof standing.
"""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace

from truceline.terms.claim import Actor, Claim


def seal(claim: Claim, *, people: AbstractSet[str], code: Callable[[str], str]) -> Claim:
    """The claim with each person's name replaced by `code(name)`."""
    return _renamed(claim, lambda name: code(name) if name in people else name)


def unseal(claim: Claim, *, names: Mapping[str, str]) -> Claim:
    """The claim with code names replaced by names; a name that was erased says so."""
    return _renamed(claim, lambda name: _shown(name, names))


def _shown(name: str, names: Mapping[str, str]) -> str:
    if not name.startswith("person:"):
        return name
    return names.get(name, f"a person (name withheld, {name})")


def _renamed(claim: Claim, rename: Callable[[str], str]) -> Claim:
    def each(actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
        return tuple(replace(actor, name=rename(actor.name)) for actor in actors)

    return replace(
        claim, says=each(claim.says), actors=each(claim.actors), targets=each(claim.targets)
    )
