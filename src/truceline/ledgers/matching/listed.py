"""What two lists say of people, row by row, made ready to be compared. It compares nothing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from truceline.ledgers.matching.birth import Days, days
from truceline.ledgers.matching.likeness import Rarity
from truceline.ledgers.matching.spelling import Spelled, Word, spell
from truceline.terms.when import When

MOST_SPELLINGS = 6  # of one person


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One row of a list: a code name, and what the list says of who it is."""

    handle: str  # a code name; unique on its list
    spellings: tuple[str, ...]  # as written; none where the names have been erased
    born: When | None = None
    father: str = ""
    category: str = ""  # prisoner of war, civilian, remains, missing: no evidence of who it is
    side: str = ""  # whose they are said to be: no evidence either


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Rows of one list that say the same: nothing on that list tells them apart."""

    handles: tuple[str, ...]
    names: tuple[Spelled, ...]
    fathers: tuple[Word, ...]
    born: Days | None

    @property
    def work(self) -> int:
        """What comparing it costs: words, and the ways to read them, multiply."""
        return max(sum(len(word.sounds) for name in self.names for word in name.words), 2)


def rows(listed: Sequence[Listed]) -> list[Row]:
    """Rows that say the same are one, with all their handles. No order of the list remains."""
    same: dict[tuple[object, ...], list[str]] = defaultdict(list)
    said: dict[tuple[object, ...], Row] = {}
    for one in listed:
        names = {name for name in map(spell, one.spellings[:MOST_SPELLINGS]) if name.words}
        if not names:
            continue
        father = spell(one.father)
        row = Row(
            handles=(),
            names=tuple(sorted(names, key=_sounds)),
            fathers=_once(chain(father.words, father.fathers, *(n.fathers for n in names))),
            born=days(one.born),
        )
        key = (row.names, row.fathers, row.born)
        said[key] = row
        same[key].append(one.handle)
    whole = (
        Row(handles=tuple(sorted(same[key])), names=r.names, fathers=r.fathers, born=r.born)
        for key, r in said.items()
    )
    return sorted(whole, key=lambda row: row.handles)


def _sounds(name: Spelled) -> tuple[tuple[str, ...], ...]:
    return tuple(word.sounds for word in (*name.words, *name.fathers))


def _once(words: Iterable[Word]) -> tuple[Word, ...]:
    return tuple(sorted(set(words), key=lambda word: word.sounds))


def words(rows: Iterable[Row]) -> Iterator[Word]:
    for row in rows:
        yield from chain(row.fathers, *(name.words for name in row.names))


def rarity(ours: Sequence[Row], theirs: Sequence[Row]) -> Rarity:
    """How often each name is seen on the list that has it more often."""
    counts = [_seen(ours), _seen(theirs)]
    everything = set().union(*counts)
    return Rarity(
        seen={bones: max(each.get(bones, 0) for each in counts) for bones in everything},
        rows=max(sum(len(row.handles) for row in rows) for rows in (ours, theirs)),
    )


def _seen(rows: Sequence[Row]) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        for bones in {word.bones[0] for name in row.names for word in name.words}:
            counts[bones] += len(row.handles)
    return counts
