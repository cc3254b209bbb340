"""The forms of an English word, made from its base. It never finds a base for an unknown form."""

from functools import cache

from truceline.reading.datafiles import lines

_SIBILANT = ("s", "x", "z", "ch", "sh")
_VOWELS = frozenset("aeiou")


@cache
def forms(base: str) -> frozenset[str]:
    """Every form of the word as a noun and as a verb; phrases are not words."""
    stem = base.removesuffix("e")
    past, participle, ing = f"{_past(base)}", f"{_past(base)}", f"{stem}ing"
    if base.endswith(("ee", "ye", "oe")):
        ing = f"{base}ing"
    known = _irregular().get(base)
    if known:
        past, participle = known[0], known[1] if len(known) > 1 else known[0]
        ing = known[2] if len(known) > 2 else ing  # noqa: PLR2004 the third form after the base
    return frozenset({base, _plural(base), past, participle, ing})


@cache
def plurals(base: str) -> frozenset[str]:
    """The noun and its plural."""
    return frozenset({base, _irregular().get(base, (_plural(base),))[0], _plural(base)})


@cache
def finite(base: str) -> frozenset[str]:
    """The forms that can be a predicate on their own: says, said, say."""
    known = _irregular().get(base)
    return frozenset({base, _plural(base), known[0] if known else _past(base)})


def participle(base: str) -> str:
    known = _irregular().get(base)
    return known[-1 if len(known) == 1 else 1] if known else _past(base)


def _plural(base: str) -> str:
    if base.endswith(_SIBILANT) or base in {"go", "do", "veto", "cargo", "hero"}:
        return f"{base}es"
    if base.endswith("y") and len(base) > 1 and base[-2] not in _VOWELS:
        return f"{base[:-1]}ies"
    return "has" if base == "have" else f"{base}s"


def _past(base: str) -> str:
    if base.endswith("e"):
        return f"{base}d"
    if base.endswith("y") and len(base) > 1 and base[-2] not in _VOWELS:
        return f"{base[:-1]}ied"
    return f"{base}ed"


@cache
def _irregular() -> dict[str, tuple[str, ...]]:
    return {words[0]: tuple(words[1:]) for words in map(str.split, lines("irregular.txt"))}
