"""Places as an agreement's text names them. It knows no place beforehand, and no map."""

import re
from collections.abc import Iterator
from functools import cache

from truceline.reading.datafiles import rows
from truceline.reading.drafting.lexicon import phrases
from truceline.reading.drafting.parties import Parties
from truceline.reading.spans import Span


def sites(folded: str, start: int, *, end: int, parties: Parties) -> dict[str, Span]:
    """Names that stand where places stand, each once, with the characters that name it first."""
    found: dict[str, Span] = {}
    own = {spelling.casefold() for party in parties.found for spelling in party.spellings}
    for pattern in (_after_preposition(), _beside_noun()):
        for match in pattern.finditer(folded, start, end):
            for name, span in _names(match):
                if _is_place(name) and (name.casefold() not in own or _is_of_ground(match)):
                    found.setdefault(name, span)
    inside = [name for name in found if any(_within(name, other) for other in found)]
    return {
        name: span
        for name, span in sorted(found.items(), key=lambda one: one[1])
        if name not in inside
    }


_CAPITAL = r"[A-Z\u00c0-\u00de][\w'\u2019]*(?:-[A-Z\u00c0-\u00de][\w']*)*"
_NAME = rf"{_CAPITAL}(?:[ ](?!(?i:and|the)\b){_CAPITAL}){{0,3}}"
_LIST = rf"{_NAME}(?:(?:, |,? and )(?:the )?{_NAME})*"
_PAPERS = "agreements?|protocols?|accords?|process|memorandum|time|talks|conference"
_ONLY_A_PLACE = frozenset({"in", "throughout", "inside", "within", "across", "into"})


@cache
def _after_preposition() -> re.Pattern[str]:
    """As in "in the ports of Elm and Ash", "near Ash", "to the Sill Canal"."""
    at, plain = (_any(name) for name in ("at", "plain"))
    kept = _any("kept")
    return re.compile(
        rf"(?<![\w-])(?:(?P<at>(?:(?i:{at})))\s(?:the\s)?(?:(?:\w+\s){{0,2}}?(?:{plain}|{kept})\s(?:of\s|from\s|between\s)?(?:the\s)?)?"
        rf"|(?:{plain})\sof\s(?:the\s)?)(?P<names>{_LIST})(?!\w)(?:\s(?P<noun>{kept})(?!\w))?(?!\s(?:{_PAPERS}))"
    )


@cache
def _beside_noun() -> re.Pattern[str]:
    """As in "the Elm road", "the Ash district"."""
    return re.compile(
        rf"(?P<at>\bthe )(?P<names>{_NAME})\s(?:(?:{_any('plain')})|(?P<noun>{_any('kept')}))(?!\w)"
    )


def _names(match: re.Match[str]) -> Iterator[tuple[str, Span]]:
    listed = list(re.finditer(_NAME, match["names"]))
    for number, one in enumerate(listed):
        begin, end, name = (
            match.start("names") + one.start(),
            match.start("names") + one.end(),
            one[0],
        )
        if match["noun"] and number == len(listed) - 1 and len(listed) == 1:
            name, end = f"{name} {match['noun']}", match.end("noun")
        yield name, (begin, end)


def _is_of_ground(match: re.Match[str]) -> bool:
    """A party's own name: the place only where the words around it say so."""
    before = match[0][: match.start("names") - match.start()].lower()
    return match["at"] in _ONLY_A_PLACE or "territory of" in before


def _is_place(name: str) -> bool:
    parts = name.casefold().split()
    never = phrases("site")["never"]
    return not (
        any(part in never for part in parts)
        or (name.isupper() and len(parts) == 1)  # initials: an organisation
        or (len(parts) == 1 and parts[0] in _adjectives())
        or len(name) < 3  # noqa: PLR2004 a letter or two name nothing
    )


@cache
def _adjectives() -> frozenset[str]:
    """Lebanese, Sudanese: of a state, and no place."""
    listed = (row[1] for row in rows("countries.tsv") if len(row) > 1)
    return frozenset(word.strip().casefold() for cell in listed for word in cell.split(","))


def _within(name: str, other: str) -> bool:
    return name != other and re.search(rf"\b{re.escape(name)} ", other) is not None


def _any(name: str) -> str:
    longest = sorted(phrases("site")[name], key=len, reverse=True)
    return "|".join(map(re.escape, longest))
