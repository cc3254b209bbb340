"""The parts of an agreement's text by their own numbers. It does not know what they undertake."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import takewhile

from truceline.reading.drafting.lexicon import phrase_start, words
from truceline.reading.spans import Span


class Part(StrEnum):
    PREAMBLE = "preamble"
    CLAUSE = "clause"
    CLOSING = "closing"  # place, day and signatures


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One numbered point, bullet or paragraph, without its number and heading."""

    label: str  # the text's own number with those above it, "6.a"; "" where it has none
    start: int
    end: int
    part: Part = Part.CLAUSE
    title: str = ""
    lead: int = -1  # which block's unfinished sentence this one goes on with; -1: none
    bullet: bool = False


def blocks(plain: str) -> tuple[Block, ...]:
    """The blocks of a text, in order; what opens it and what closes it is marked as such."""
    lines = tuple(_lines(plain))
    found = _numbered(plain, lines)
    if not any(block.label or block.bullet for block in found):
        return _unnumbered(plain, found)
    return tuple(_led(plain, _labelled(_parted(plain, found))))


def is_numbered(found: Sequence[Block]) -> bool:
    """Whether the text gives numbers or bullets of its own."""
    return any(block.label or block.bullet for block in found)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    rank: int
    label: str
    end: int  # where the text after it begins


_CHAPTER, _ARTICLE, _ROMAN, _NUMBER, _LOWER, _LOWER_ROMAN, _BULLET = range(7)
_MAX_HEADING = 90
_MAX_JUMP = 12  # between two numbers that follow each other: clauses are left out, years are not
_BLANKS = r"[^\S\n]*"
_NAMED = re.compile(
    rf"{_BLANKS}(?P<word>article|section|clause|chapter|part|title)\s"
    rf"(?P<label>\d{{1,3}}|[IVXLC]{{1,6}}|[A-H]"
    rf"|one|two|three|four|five|six|seven|eight|nine|ten)\b{_BLANKS}[.:)\u2013\u2014-]?{_BLANKS}",
    re.IGNORECASE,
)
_MARKS = (
    (
        _NUMBER,
        re.compile(rf"{_BLANKS}(?P<label>\d{{1,3}}(?:\.\d{{1,3}}){{1,3}})[.)]?(?=\s){_BLANKS}"),
    ),
    (_NUMBER, re.compile(rf"{_BLANKS}\(?(?P<label>\d{{1,3}})[.)](?=\s){_BLANKS}")),
    (
        _ROMAN,
        re.compile(rf"{_BLANKS}(?P<label>[IVXLC]{{1,6}}){_BLANKS}[.)\u2013\u2014-](?=\s){_BLANKS}"),
    ),
    (_LOWER, re.compile(rf"{_BLANKS}\(?(?P<label>[a-z]|[ivx]{{2,5}})[.)](?=\s){_BLANKS}")),
    (
        _BULLET,
        re.compile(
            rf"{_BLANKS}(?P<label>[-\u2010-\u2015\u2022\u25aa\u25cf*\u00b7])(?=\s){_BLANKS}"
        ),
    ),
)
_DATE_LINE = re.compile(
    r"[^\W\d_][\w' -]{1,40}(?:,[\w' -]{1,40})?,?\s(?:on\s)?(?:the\s)?\d{1,2}(?:st|nd"
    r"|rd|th)?\s[A-Z][a-z]{2,9}\s\d{4}\W{0,2}"
)


def _lines(plain: str) -> Iterator[Span]:
    at = 0
    for line in plain.splitlines(keepends=True):
        yield at, at + len(line)
        at += len(line)


def _numbered(plain: str, lines: Sequence[Span]) -> list[Block]:
    """Blocks with their labels written as 'rank:label/rank:label' for `_labelled`."""
    found: list[Block] = []
    above: list[_Mark] = []
    fresh = True  # a blank line, or nothing yet, stands before
    for start, end in lines:
        if not plain[start:end].strip():
            fresh = True
            continue
        mark = _mark(plain, start, end=end, above=above)
        if mark is not None:
            above = [*takewhile(lambda one, new=mark: one.rank < new.rank, above), mark]  # type: ignore[misc]
            found.append(_opened(above, start=mark.end, end=end))
        elif fresh or not found:
            above = [one for one in above if one.rank < _BULLET]
            found.append(_opened(above, start=start, end=end, bullet=False))
        else:
            found[-1] = replace(found[-1], end=end)
        fresh = False
    return [_trimmed(plain, block) for block in found]


def _opened(above: Sequence[_Mark], *, start: int, end: int, bullet: bool | None = None) -> Block:
    path = "/".join(f"{mark.rank}:{mark.label}" for mark in above if mark.rank < _BULLET)
    is_bullet = bool(above) and above[-1].rank == _BULLET if bullet is None else bullet
    return Block(label=path, start=start, end=end, bullet=is_bullet)


def _mark(plain: str, start: int, *, end: int, above: Sequence[_Mark]) -> _Mark | None:
    named = _NAMED.match(plain, start, end)
    if named is not None:
        own = named["word"].lower() in {"article", "section", "clause"}
        rest = plain[named.end() : end].strip()
        if own or rest[:1].isupper() or not rest:
            return _Mark(rank=_ARTICLE if own else _CHAPTER, label=named["label"], end=named.end())
    for rank, pattern in _MARKS:
        found = pattern.match(plain, start, end)
        if found is None:
            continue
        mark = _Mark(rank=rank, label=found["label"], end=found.end())
        if rank is _LOWER and _is_roman(mark.label, above):
            mark = replace(mark, rank=_LOWER_ROMAN)
        if rank != _NUMBER or _follows(mark, above):
            return mark
    return None


def _is_roman(label: str, above: Sequence[_Mark]) -> bool:
    """Whether "i" or "v" counts as one and five rather than as the ninth letter."""
    if set(label) - set("ivx"):
        return False
    letters = [one.label for one in above if one.rank == _LOWER]
    return not letters or ord(letters[-1][0]) + 1 != ord(label[0])


def _follows(mark: _Mark, above: Sequence[_Mark]) -> bool:
    """A number at the start of a line is a clause's only where the numbers run on."""
    if "." in mark.label:
        return True
    last = [int(one.label) for one in above if one.rank == _NUMBER and one.label.isdecimal()]
    number = int(mark.label)
    return number == 1 or not last or last[-1] < number <= last[-1] + _MAX_JUMP


def _trimmed(plain: str, block: Block) -> Block:
    """Without blanks at its edges, and with its heading taken off."""
    start, end = _stripped(plain, block.start, block.end)
    line = plain.find("\n", start, end)
    first = end if line < 0 else line
    heading = plain[start:first].strip()
    if block.label and _is_heading(heading):
        after, _ = _stripped(plain, first, end)
        return replace(block, start=after, end=end, title=heading)
    return replace(block, start=start, end=end)


def _is_heading(text: str) -> bool:
    last = text[-1:]
    return bool(text) and len(text) <= _MAX_HEADING and (last.isalnum() or last in ")'\"\u2019")


def _stripped(plain: str, start: int, end: int) -> Span:
    text = plain[start:end]
    begin = start + len(text) - len(text.lstrip())
    return begin, max(begin, start + len(text.rstrip()))


def _parted(plain: str, found: Sequence[Block]) -> list[Block]:
    """Before the first number stands the preamble, after the last the signatures."""
    marked = [at for at, block in enumerate(found) if block.label or block.bullet]
    first = marked[0] if marked else len(found)
    parted: list[Block] = []
    closing = False
    before = ""
    for at, block in enumerate(found):
        new = block.label != before or block.bullet
        before = block.label
        closing = (closing and not new) or (at > first and not new and _closes(plain, block))
        part = Part.PREAMBLE if at < first else Part.CLOSING if closing else Part.CLAUSE
        if (
            part is Part.CLAUSE
            and re.search(r":0:[^/]*/?\Z", f":{block.label}")
            and _opens(plain, block)
        ):
            part = Part.PREAMBLE
        parted.append(replace(block, part=part, label="" if closing else block.label))
    return parted


def _closes(plain: str, block: Block) -> bool:
    text = plain[block.start : block.end] or block.title
    line = text.partition("\n")[0].strip()
    return bool(_DATE_LINE.fullmatch(line)) or (
        phrase_start(line, words("closing")) and not re.search(r"\b(?:shall|will|must)\b", line)
    )


def _opens(plain: str, block: Block) -> bool:
    first = plain[block.start : block.end].lstrip()
    word = first.split(maxsplit=1)[0].rstrip(",").lower() if first else ""
    return phrase_start(first, words("preamble")) or word.endswith("ing")


def _labelled(found: Sequence[Block]) -> list[Block]:
    """Labels as people say them: "6.a". Chapters count only where numbers begin anew in them."""
    short = [_label(block.label, chapters=False) for block in found]
    paths: dict[str, str] = {}
    anew = False
    for block, label in zip(found, short, strict=True):
        if label and paths.setdefault(label, block.label) != block.label:
            anew = True
    return [
        replace(block, label=_label(block.label, chapters=True) if anew else label)
        for block, label in zip(found, short, strict=True)
    ]


def _label(path: str, *, chapters: bool) -> str:
    marks = [part.partition(":")[::2] for part in path.split("/") if part]
    for at in range(len(marks) - 1, -1, -1):
        if "." in marks[at][1]:
            marks = marks[at:]  # "2.10" says all above it itself
            break
    return ".".join(
        label for rank, label in marks if chapters or rank != str(_CHAPTER) or len(marks) == 1
    )


def _led(plain: str, found: Sequence[Block]) -> Iterator[Block]:
    """Which sentence left open each block goes on with: "The parties shall:" before (a)."""
    open_at: dict[str, int] = {}
    last = -1
    for at, block in enumerate(found):
        lead = -1
        if block.bullet and last >= 0 and found[last].label == block.label:
            lead = last
        elif not block.bullet and "." in block.label:
            lead = open_at.get(block.label.rpartition(".")[0], -1)
        yield replace(block, lead=lead)
        if plain[block.start : block.end].rstrip().endswith(":"):
            open_at[block.label] = at
            last = at
        elif not block.bullet:
            last = -1
            open_at.pop(block.label, None)


def _unnumbered(plain: str, found: Sequence[Block]) -> tuple[Block, ...]:
    """Paragraphs, without those that only give reasons and those that sign."""
    parted: list[Block] = []
    for at, block in enumerate(found):
        part = Part.CLAUSE
        if _opens(plain, block):
            part = Part.PREAMBLE
        elif at and _closes(plain, block):
            part = Part.CLOSING
        parted.append(replace(block, part=part))
    return tuple(parted)
