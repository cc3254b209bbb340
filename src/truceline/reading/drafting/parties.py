"""Who the parties are, from how the text opens and who signs it. It knows no party beforehand."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from truceline.reading.drafting.layout import Block, Part
from truceline.reading.drafting.lexicon import any_phrase, words
from truceline.reading.drafting.proposal import Party
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
            _key(spelling): party.name for party in self.found for spelling in party.spellings
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
                name = self._by_name[_key(match["name"])]
                found.append(
                    Said(start=match.start("name"), end=match.end("name"), parties=(name,))
                )
        for match in any_phrase(words("all")).finditer(folded, start, end):
            found.append(Said(start=match.start(), end=match.end(), parties=self.names))
        return tuple(sorted(found, key=lambda one: one.start))


def parties(folded: str, blocks: Sequence[Block], *, given: Sequence[str] = ()) -> Parties:
    """The parties a person named (`given`: "Name=Other name"), or those the text names.

    Signatures count for more than the opening, and both for more than who "shall" do something.
    """
    names = _known(given) if given else _named(folded, blocks)
    unique: dict[str, Party] = {}
    twice: list[Span] = []
    for party in names:
        if _key(party.name) in unique:
            twice.append((party.start, party.end))
        else:
            unique[_key(party.name)] = party
    found = _with_short_names(folded, tuple(unique.values()))
    return Parties(found=found, twice=tuple(twice))


_MOST_PARTIES = 40
_CAPITAL = r"[A-Z\u00c0-\u00de][\w'.\u2019-]{0,40}"
_JOIN = r"(?: (?:of|and|for|de|del|la|al|the|in|on)(?: the)?)? "
_NAME = rf"{_CAPITAL}(?:{_JOIN}{_CAPITAL}){{0,11}}"
_DEFINED = re.compile(
    r"\s*\((?:hereinafter|hereafter|henceforth|referred to as|called|the|\"|')[^()]{1,80}\)|\s*\([A-Z][\w.-]{1,20}\)"
)
_OTHER_NAME = re.compile(
    r"(?:hereinafter|hereafter|henceforth)?,?\s*(?:referred to as|called|known as)?\s*(?:the\s)?[\"']?(?:the\s)?(?P<name>[A-Z][\w' -]{0,40}?)[\"']?\s*\Z"
)
_SIGNED_FOR = re.compile(
    rf"(?:^|\n|\s{{2,}})(?:[Oo]n behalf of|[Ff]or|[Rr]epresentatives? of|[Dd]elegation of)\s(?:the\s)?(?P<name>{_NAME})"
)
_BETWEEN = re.compile(r"\b(?:between|BETWEEN)\s")
_DELEGATION = re.compile(
    r"^(?:the\s)?(?:(?:delegations?|representatives?|leaders?|envoys?|(?:Prime Minister|President|Chancellor|King)s?)\sof\s)?(?:the\s)?",
    re.IGNORECASE,
)
_BY_LEADERS = re.compile(
    rf"\b(?:[Pp]resident|[Pp]rime [Mm]inister|[Kk]ing|[Cc]hancellor)\sof\s(?:the\s)?(?P<name>{_NAME})"
)
_BOUND_BY = (
    r"(?:shall|will|must|undertakes?|guarantees?|agrees?|commits?|returns?|accepts?|withdraws?)"
)
_SUBJECT = re.compile(rf"(?<![\w.])(?:the\s)?(?P<name>{_NAME})\s(?={_BOUND_BY}\b)")
_STOPS = frozenset(
    [
        "party",
        "parties",
        "side",
        "sides",
        "article",
        "chapter",
        "annex",
        "part",
        "section",
        "member",
        "state",
        "states",
        "committee",
        "commission",
        "mission",
        "team",
        "agreement",
        "protocol",
        "accord",
        "neither",
        "each",
        "both",
        "either",
        "no",
        "all",
        "any",
        "it",
        "they",
        "this",
        "that",
        "these",
        "those",
        "there",
        "he",
        "she",
        "who",
        "such",
        "a",
        "an",
        "armed",
        "unarmed",
    ]
)
_BODIES = re.compile(
    r"\b(?:Committee|Commission|Mission|Mechanism|Team|Council|Group|Secretary-General|Nations|Watch|Centre|Center|Room|Court|Minister|President|Force|Guards?|Zones?)\b"
)


def _known(given: Sequence[str]) -> list[Party]:
    found = []
    for one in given:
        name, *also = (part.strip() for part in one.split("="))
        if name:
            found.append(Party(name=name, also=tuple(filter(None, also)), start=0, end=0))
    return found


def _named(folded: str, blocks: Sequence[Block]) -> list[Party]:
    opening = _opening(folded, blocks)
    opened = list(_between(folded, opening)) or list(_agreeing(folded, blocks))
    opened = opened or list(_leaders(folded, opening))
    if len(opened) > 1:
        return opened
    signed = list(_signed(folded, blocks))
    if len(signed) > 1:
        return signed
    return opened if len(opened) > 1 else _subjects(folded, blocks)


def _opening(folded: str, blocks: Sequence[Block]) -> Span:
    clauses = [block.start for block in blocks if block.part is Part.CLAUSE]
    return 0, min(clauses[0] if clauses else len(folded), 6000)


def _between(folded: str, span: Span) -> Iterator[Party]:
    for match in _BETWEEN.finditer(folded, *span):
        end = _list_end(folded, match.end(), end=span[1])
        found = list(_listed(folded, match.end(), end=end))
        if len(found) > 1:
            yield from found
            return


def _agreeing(folded: str, blocks: Sequence[Block]) -> Iterator[Party]:
    """From who "agreed as follows", in the sentence that says so before the clauses."""
    for block in blocks:
        for match in any_phrase(words("agreed")).finditer(folded, block.start, block.end):
            first = _sentence_start(folded, block.start, end=match.start())
            comma = re.search(
                r",\s(?:under|meeting|met|represented|called|having|in)\b",
                folded[first : match.start()],
            )
            end = first + comma.start() if comma else match.start()
            start = first + (
                opening.end() if (opening := re.match(r"Under [^,]*,\s", folded[first:end])) else 0
            )
            found = list(_listed(folded, start, end=end))
            if len(found) > 1:
                yield from found
                return
            first, end = _brought(folded, block.start, end=match.start())
            found = list(_listed(folded, first, end=end))
            if len(found) > 1:
                yield from found
                return
        if block.part is Part.CLAUSE and block.start > 6000:  # noqa: PLR2004 an opening is not so long
            return


def _sentence_start(folded: str, start: int, *, end: int) -> int:
    before = list(re.compile(r"[.:;]\s|\n|\sthat\s").finditer(folded, start, end))
    return before[-1].end() if before else start


def _brought(folded: str, start: int, *, end: int) -> Span:
    match = re.compile(r"\bbrought together\s").search(folded, start, end)
    if match is None:
        return start, start
    stop = re.compile(r"\s(?:under|in|at)\s|\.\s").search(folded, match.end(), end)
    return match.end(), stop.start() if stop else end


def _leaders(folded: str, span: Span) -> Iterator[Party]:
    for match in _BY_LEADERS.finditer(folded, *span):
        yield from _listed(folded, match.start("name"), end=match.end("name"))


def _signed(folded: str, blocks: Sequence[Block]) -> Iterator[Party]:
    for block in blocks:
        if block.part is Part.CLOSING:
            line = folded.rfind("\n", 0, block.start) + 1
            stretch = folded[max(line, block.start - _BACK) : max(block.end, block.start)]
            at = max(line, block.start - _BACK)
            for match in _SIGNED_FOR.finditer(stretch):
                name = match["name"].strip()
                begin = at + match.start("name")
                yield Party(name=name, start=begin, end=begin + len(name))


_BACK = 200  # characters: a signature's line may have been taken for a heading


def _subjects(folded: str, blocks: Sequence[Block]) -> list[Party]:
    """Those who bind themselves, where nobody is introduced: named as a subject at least twice."""
    seen: dict[str, list[Span]] = {}
    for block in blocks:
        if block.part is not Part.CLAUSE:
            continue
        for match in _SUBJECT.finditer(folded, block.start, block.end):
            for party in _listed(folded, match.start("name"), end=match.end("name")):
                if not (_STOPS & set(party.name.lower().split())) and not _BODIES.search(
                    party.name
                ):
                    seen.setdefault(party.name, []).append((party.start, party.end))
    known = [name for name, spans in seen.items() if len(spans) > 1]
    return [Party(name=name, start=seen[name][0][0], end=seen[name][0][1]) for name in known]


def _list_end(folded: str, start: int, *, end: int) -> int:
    stop = re.compile(
        r"\.\s|;|:|\n\s*\n|\bon\s\d|,?\s(?:together|concluded|signed|done|mediated|under)\b",
        re.IGNORECASE,
    ).search(folded, start, end)
    return stop.start() if stop else end


def _listed(folded: str, start: int, *, end: int) -> Iterator[Party]:
    """The names of "the A (hereinafter "a"), the B and the C"."""
    text = folded[start:end]
    bare = _DEFINED.sub(lambda found: "\0" * len(found[0]), text)  # no comma of theirs splits
    pieces = _pieces(bare, re.compile(r",?\s+and\s+(?:the\s)|,\s+(?:the\s)", re.IGNORECASE))
    if len(pieces) == 1:
        pieces = _pieces(bare, re.compile(r",?\s+and\s+|,\s+"))
    for first, last in pieces[:_MOST_PARTIES]:
        yield from _party(folded, start + first, end=start + last)


def _pieces(text: str, split: re.Pattern[str]) -> list[Span]:
    found, at = [], 0
    for match in split.finditer(text):
        found.append((at, match.start()))
        at = match.end()
    return [*found, (at, len(text))]


def _party(folded: str, start: int, *, end: int) -> Iterator[Party]:
    text = folded[start:end]
    start += len(text) - len(text.lstrip())
    lead = _DELEGATION.match(folded[start:end])
    start += lead.end() if lead else 0
    name = re.compile(_NAME).match(folded, start, end)
    if name is None or _STOPS & {name[0].lower()}:
        return
    also = [
        other["name"].strip()
        for defined in re.finditer(r"\(([^()]{1,90})\)", folded[name.end() : end])
        if (other := _OTHER_NAME.search(defined[1]))
        and other["name"].strip().lower() not in {"parties", "party"}
    ]
    yield Party(name=name[0], also=tuple(dict.fromkeys(also)), start=name.start(), end=name.end())


def _with_short_names(folded: str, found: Sequence[Party]) -> tuple[Party, ...]:
    """With "Ardania" for "the Republic of Ardania", where the text uses it so and no other has it."""
    short = {party.name: tuple(_shorter(party.name)) for party in found}
    taken = [_key(spelling) for names in short.values() for spelling in names]
    taken += [_key(spelling) for party in found for spelling in party.spellings]
    return tuple(
        replace(
            party,
            also=(
                *party.also,
                *(
                    name
                    for name in short[party.name]
                    if taken.count(_key(name)) == 1 and _binds_itself(folded, name)
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
        rf"(?<!of )(?<!of the )(?<![\w-]){re.escape(name)}(?:\sand\s[A-Z]\w+)?\s(?:{_BOUND_BY}|to|of the)\b|\band\s{re.escape(name)}\s(?:{_BOUND_BY})\b|\b(?:by|for|upon|on)\s(?:the\s)?{re.escape(name)}\b"
    )


def _names_pattern(names: Sequence[str]) -> re.Pattern[str]:
    longest = sorted(set(names), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?P<name>{'|'.join(map(re.escape, longest))})(?!\w)")


def _key(name: str) -> str:
    return " ".join(name.casefold().split())
