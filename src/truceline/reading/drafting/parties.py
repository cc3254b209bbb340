"""Who the parties are, from how the text opens and who signs it. It knows no party beforehand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from truceline.reading.drafting.introduced import named
from truceline.reading.drafting.layout import Block
from truceline.reading.drafting.lexicon import any_phrase, words
from truceline.reading.drafting.proposal import Party
from truceline.reading.drafting.short_names import key, with_short_names
from truceline.reading.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A stretch that speaks of parties, all of them or some."""

    start: int
    end: int
    parties: tuple[str, ...]


@dataclass(slots=True)
class Parties:
    """The parties of one text, and a finder of their names in it."""

    found: tuple[Party, ...]
    twice: tuple[Span, ...] = ()  # where a name already given is given again
    _by_name: dict[str, str] = field(init=False, repr=False)
    _pattern: re.Pattern[str] | None = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._by_name = {
            key(spelling): party.name for party in self.found for spelling in party.spellings
        }
        names = tuple(spelling for party in self.found for spelling in party.spellings)
        self._pattern = _names_pattern(names) if names else None

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(party.name for party in self.found)

    def said(self, folded: str, start: int, *, end: int) -> tuple[Said, ...]:
        """Every mention of a party by name or as one of "the parties", in order."""
        found: list[Said] = []
        if self._pattern is not None:
            for match in self._pattern.finditer(folded, start, end):
                name = self._by_name[key(match["name"])]
                found.append(
                    Said(start=match.start("name"), end=match.end("name"), parties=(name,))
                )
        found += [
            Said(start=match.start(), end=match.end(), parties=self.names)
            for match in any_phrase(words("all")).finditer(folded, start, end)
        ]
        return tuple(sorted(found, key=lambda one: one.start))


def parties(folded: str, blocks: Sequence[Block], *, given: Sequence[str] = ()) -> Parties:
    """The parties a person named (`given`: "Name=Other name"), or those the text names.

    Signatures count for more than the opening, and both for more than who "shall" do something.
    """
    names = _known(given) if given else named(folded, blocks)
    unique: dict[str, Party] = {}
    twice: list[Span] = []
    for party in names:
        if key(party.name) in unique:
            twice.append((party.start, party.end))
        else:
            unique[key(party.name)] = party
    found = with_short_names(folded, tuple(unique.values()))
    return Parties(found=found, twice=tuple(twice))


def _known(given: Sequence[str]) -> list[Party]:
    found = []
    for one in given:
        name, *also = (part.strip() for part in one.split("="))
        if name:
            found.append(Party(name=name, also=tuple(filter(None, also)), start=0, end=0))
    return found


def _names_pattern(names: Sequence[str]) -> re.Pattern[str]:
    longest = sorted(set(names), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?P<name>{'|'.join(map(re.escape, longest))})(?!\w)")
