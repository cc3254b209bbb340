"""Names of people leave a claim before it enters the record, and come back when it is shown.

What cannot be erased must not name a person (product rule 5): the record holds random code names,
the vault knows whose they are, and forgetting a name there leaves every proof standing.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace

from truceline.terms.claim import Actor, Claim
from truceline.terms.issued import Issued
from truceline.terms.names import Kind, Named
from truceline.terms.problem import Problem, RefusedError

_CODE_NAME = re.compile(r"person:[0-9a-f]+")


def seal(claim: Claim, *, people: AbstractSet[str], code: Callable[[str], str]) -> Claim:
    """The claim with each person's name replaced by `code(name)`."""
    return _renamed(claim, lambda name: code(name) if name in people else name)


def unseal(claim: Claim, *, names: Mapping[str, str]) -> Claim:
    """The claim with code names replaced by names; a name that was erased says so."""
    return _renamed(claim, lambda name: shown(name, names))


def unseal_issued(issued: Issued, *, names: Mapping[str, str]) -> Issued:
    """A finding whose answers were taken over from a proposal about claims that name people."""
    answers = tuple(
        replace(one, because=_CODE_NAME.sub(lambda code: shown(code[0], names), one.because))
        for one in issued.answers
    )
    return replace(issued, answers=answers)


def require_nobody_named(text: str, where: str, *, names: Iterable[Named]) -> None:
    """What a hand typed for the record names none of the people the agreements speak of.

    Others it cannot know: nothing stops a hand from typing their names.

    Raises:
        RefusedError: it does.
    """
    spellings = {
        spelling
        for named in names
        if named.kind is Kind.PERSON
        for spelling in (named.name, *named.also)
    }
    for spelling in sorted(spellings):
        if re.search(rf"(?<!\w){re.escape(spelling)}(?!\w)", text, re.IGNORECASE):
            raise RefusedError(
                Problem(
                    code="names-a-person",
                    where=where,
                    message=f"{spelling} is a person, and what is on record cannot be erased.",
                    remedy="Write the post or the office instead.",
                )
            )


def shown(name: str, names: Mapping[str, str]) -> str:
    """The name behind a code name; any other name as it is."""
    if not name.startswith("person:"):
        return name
    return names.get(name, f"a person (name withheld, {name})")


def _renamed(claim: Claim, rename: Callable[[str], str]) -> Claim:
    def each(actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
        return tuple(replace(actor, name=rename(actor.name)) for actor in actors)

    return replace(
        claim, says=each(claim.says), actors=each(claim.actors), targets=each(claim.targets)
    )
