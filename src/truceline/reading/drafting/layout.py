"""The parts of an agreement's text by their own numbers. It does not know what they undertake."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import takewhile

from truceline.reading.drafting.lexicon import phrase_start, words
from truceline.reading.drafting.marks import BULLET, CHAPTER, Mark, mark_at
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


_MAX_HEADING = 90
_BINDS = re.compile(
    r"\b(?:shall|will|must|may|undertakes?|agrees?|commits?|guarantees?)\b", re.IGNORECASE
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
    above: list[Mark] = []
    fresh = True  # a blank line, or nothing yet, stands before
    for start, end in lines:
        if not plain[start:end].strip():
            fresh = True
            continue
        mark = mark_at(plain, start, end=end, above=above)
        if mark is not None:
            above = [*takewhile(lambda one, new=mark: one.rank < new.rank, above), mark]  # type: ignore[misc]
            found.append(_opened(above, start=mark.end, end=end))
        elif fresh or not found:
            above = [one for one in above if one.rank < BULLET]
            found.append(_opened(above, start=start, end=end, bullet=False))
        else:
            found[-1] = replace(found[-1], end=end)
        fresh = False
    return [_trimmed(plain, block) for block in found]


def _opened(above: Sequence[Mark], *, start: int, end: int, bullet: bool | None = None) -> Block:
    path = "/".join(f"{mark.rank}:{mark.label}" for mark in above if mark.rank < BULLET)
    is_bullet = bool(above) and above[-1].rank == BULLET if bullet is None else bullet
    return Block(label=path, start=start, end=end, bullet=is_bullet)


def _trimmed(plain: str, block: Block) -> Block:
    """Without blanks at its edges, and with its heading taken off."""
    start, end = _stripped(plain, block.start, block.end)
    line = plain.find("\n", start, end)
    first = end if line < 0 else line
    heading = plain[start:first].strip()
    if block.label and _is_heading(heading) and _ended_early(plain[start:end]):
        after, _ = _stripped(plain, first, end)
        return replace(block, start=after, end=end, title=heading)
    return replace(block, start=start, end=end)


def _ended_early(text: str) -> bool:
    """Whether the first line broke before the page was full, and a new sentence begins below."""
    first, *rest = (line.strip() for line in text.split("\n"))
    if not rest:
        return True
    word = rest[0].partition(" ")[0]
    return not word[:1].islower() and len(first) + 1 + len(word) <= max(map(len, rest))


def _is_heading(text: str) -> bool:
    if not text or len(text) > _MAX_HEADING or _BINDS.search(text):
        return False
    return text[-1].isalnum() or text[-1] in ")'\"\u2019"


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
        label for rank, label in marks if chapters or rank != str(CHAPTER) or len(marks) == 1
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
    bound = False  # what stands before the first paragraph that binds is the opening
    for at, block in enumerate(found):
        part = Part.CLAUSE
        bound = bound or _BINDS.search(plain, block.start, block.end) is not None
        if not bound or _opens(plain, block):
            part = Part.PREAMBLE
        elif at and _closes(plain, block):
            part = Part.CLOSING
        parted.append(replace(block, part=part))
    return tuple(parted)
