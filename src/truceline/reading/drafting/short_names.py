"""Shorter names that a text uses for its parties. It introduces none."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from truceline.reading.drafting.proposal import Party

BOUND_BY = (
    r"(?:shall|will|must|undertakes?|guarantees?|agrees?|commits?|returns?|accepts?|withdraws?)"
)


def with_short_names(folded: str, found: Sequence[Party]) -> tuple[Party, ...]:
    """With "Ardania" for "the Republic of Ardania", where the text uses it for no other."""
    short = {party.name: tuple(_shorter(party.name)) for party in found}
    taken = [key(spelling) for names in short.values() for spelling in names]
    taken += [key(spelling) for party in found for spelling in party.spellings]
    return tuple(
        replace(
            party,
            also=(
                *party.also,
                *(
                    name
                    for name in short[party.name]
                    if taken.count(key(name)) == 1 and _binds_itself(folded, name)
                ),
            ),
        )
        for party in found
    )


def _shorter(name: str) -> Iterator[str]:
    if name.startswith("Government of ") and (
        state := name.removeprefix("Government of ").removeprefix("the ")
    ):
        yield state
    elif " of " in name and (tail := name.rpartition(" of ")[2])[:1].isupper():
        yield tail
    if re.fullmatch(r"[A-Z][\w-]+", name):
        yield f"Government of {name}"
    initials = "".join(word[0] for word in re.findall(r"[A-Za-z]\w*", name) if word[0].isupper())
    if len(initials) > 2:  # noqa: PLR2004 two letters stand for anything
        yield initials


def _binds_itself(folded: str, name: str) -> bool:
    return bool(_use_of(name).search(folded))


@cache
def _use_of(name: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<!of )(?<!of the )(?<![\w-]){re.escape(name)}(?:\sand\s[A-Z]\w+)?\s"
        rf"(?:{BOUND_BY}|to|of the)\b|\band\s{re.escape(name)}\s(?:{BOUND_BY})\b|\b"
        rf"(?:by|for|upon|on)\s(?:the\s)?{re.escape(name)}\b"
    )


def key(name: str) -> str:
    return " ".join(name.casefold().split())
