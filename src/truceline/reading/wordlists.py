"""The closed classes and cues of English the rules lean on, as sets. It decides nothing."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from truceline.reading.datafiles import word_lists
from truceline.reading.inflection import finite, forms, plurals

Phrases = Mapping[str, tuple[tuple[str, ...], ...]]  # by first word, longest first


@cache
def words(name: str) -> frozenset[str]:
    """One class of data/classes.toml."""
    return frozenset(word_lists("classes.toml")[name])


@cache
def titles(*names: str) -> Phrases:
    """Phrases of classes of data/titles.toml in both numbers."""
    return _by_first(
        (*head, form)
        for name in names
        for *head, last in (phrase.replace("-", " ").split() for phrase in _titles(name))
        for form in plurals(last)
    )


@cache
def cues(name: str) -> Phrases:
    """Phrases of a list of data/saying.toml with every form of their verb."""
    return _by_first(
        (form, *rest)
        for head, *rest in map(str.split, word_lists("saying.toml")[name])
        for form in forms(head)
    )


@cache
def phrases(name: str) -> Phrases:
    """Phrases of a list of data/saying.toml just as they are written."""
    return _by_first(tuple(phrase.split()) for phrase in word_lists("saying.toml")[name])


@cache
def modal(name: str) -> Phrases:
    """Phrases of a list of data/factuality.toml."""
    return _by_first(tuple(phrase.split()) for phrase in word_lists("factuality.toml")[name])


@cache
def speaking() -> frozenset[str]:
    """The predicates by which a person speaks: says, warned."""
    lists = ("plain", "with_content", "demand", "deny", "stance")
    bases = (phrase.split()[0] for name in lists for phrase in word_lists("saying.toml")[name])
    return frozenset().union(*(finite(base) for base in bases))


@cache
def light_verbs() -> frozenset[str]:
    """Every form of the verbs that say no more than that a noun is done: "launched an attack"."""
    return frozenset().union(*(forms(base) for base in words("light_verbs")))


@cache
def documents() -> frozenset[str]:
    """What an agreement is called."""
    return frozenset(phrase[0] for same in phrases("documents").values() for phrase in same)


def phrase_at(norms: Sequence[str], at: int, among: Phrases) -> int | None:
    """Where the longest of these phrases that begins here ends."""
    if not 0 <= at < len(norms) or norms[at] not in among:
        return None
    for phrase in among[norms[at]]:
        if len(phrase) == 1 or tuple(norms[at : at + len(phrase)]) == phrase:
            return at + len(phrase) - 1
    return None


def _titles(name: str) -> tuple[str, ...]:
    return word_lists("titles.toml")[name]


def _by_first(listed: Iterable[tuple[str, ...]]) -> Phrases:
    found: dict[str, set[tuple[str, ...]]] = {}
    for phrase in listed:
        found.setdefault(phrase[0], set()).add(phrase)
    return {first: tuple(sorted(same, key=lambda w: (-len(w), w))) for first, same in found.items()}
