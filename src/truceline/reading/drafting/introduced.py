"""Where a text introduces its parties: its opening, its signatures, its clauses."""

import re
from collections.abc import Iterator, Sequence

from truceline.reading.drafting.layout import Block, Part
from truceline.reading.drafting.lexicon import any_phrase, words
from truceline.reading.drafting.names_listed import NAME, STOPS, listed
from truceline.reading.drafting.proposal import Party
from truceline.reading.drafting.short_names import BOUND_BY
from truceline.reading.spans import Span

_SIGNED_FOR = re.compile(
    rf"(?:^|\n|\s{{2,}})(?:[Oo]n behalf of|[Ff]or|[Rr]epresentatives? of"
    rf"|[Dd]elegation of)\s(?:the\s)?(?P<name>{NAME})"
)


_TITLE = re.compile(r"(?:(?:[A-Z][A-Z-]+\s+){2,})?")  # a title in capitals runs into the sentence
_BETWEEN = re.compile(r"\b(?:between|BETWEEN)\s")


_BY_LEADERS = re.compile(
    rf"\b(?:[Pp]resident|[Pp]rime [Mm]inister|[Kk]ing|[Cc]hancellor)\sof\s(?:the\s)?"
    rf"(?P<name>{NAME})"
)


_SUBJECT = re.compile(rf"(?<![\w.])(?:the\s)?(?P<name>{NAME})\s(?={BOUND_BY}\b)")


_BODIES = re.compile(
    r"\b(?:Committee|Commission|Mission|Mechanism|Team|Council|Group"
    r"|Secretary-General|Nations|Watch|Centre|Center|Room|Court|Minister|President"
    r"|Force|Guards?|Zones?)\b"
)


def named(folded: str, blocks: Sequence[Block]) -> list[Party]:
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
        found = list(listed(folded, match.end(), end=end))
        if len(found) > 1:
            yield from found
            return


def _agreeing(folded: str, blocks: Sequence[Block]) -> Iterator[Party]:
    """From who "agreed as follows", in the sentence that says so before the clauses."""
    for block in blocks:
        for match in any_phrase(words("agreed")).finditer(folded, block.start, block.end):
            first = _sentence_start(folded, block.start, end=match.start())
            first = _TITLE.match(folded, first, match.start()).end()  # type: ignore[union-attr]
            comma = re.search(
                r",\s(?:under|meeting|met|represented|called|having|in)\b",
                folded[first : match.start()],
            )
            end = first + comma.start() if comma else match.start()
            start = first + (
                opening.end() if (opening := re.match(r"Under [^,]*,\s", folded[first:end])) else 0
            )
            found = list(listed(folded, start, end=end))
            if len(found) > 1:
                yield from found
                return
            first, end = _brought(folded, block.start, end=match.start())
            found = list(listed(folded, first, end=end))
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
        yield from listed(folded, match.start("name"), end=match.end("name"))


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
            for party in listed(folded, match.start("name"), end=match.end("name")):
                if not (STOPS & set(party.name.lower().split())) and not _BODIES.search(party.name):
                    seen.setdefault(party.name, []).append((party.start, party.end))
    known = [name for name, spans in seen.items() if len(spans) > 1]
    return [Party(name=name, start=seen[name][0][0], end=seen[name][0][1]) for name in known]


def _list_end(folded: str, start: int, *, end: int) -> int:
    stop = re.compile(
        r"\.\s|;|:|\n\s*\n|\bon\s\d|,?\s(?:together|concluded|signed|done|mediated|under)\b",
        re.IGNORECASE,
    ).search(folded, start, end)
    return stop.start() if stop else end
