"""A document's text cut where a claim or page noise begins or ends. It changes no character."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from truceline.terms.entry import NoiseKind

ROOM = 1200  # characters shown on either side of one quote
PART = 60_000  # characters of a document on one page


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """Where a claim rests in the readable text."""

    start: int
    end: int
    claim: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimmed:
    """Where the readable text is the page's and not the report's."""

    start: int
    end: int
    kind: NoiseKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Characters under the same marks."""

    text: str
    claims: tuple[str, ...]  # resting on these characters
    starts: tuple[str, ...]  # claims whose quote begins with this piece
    ends: tuple[str, ...]  # claims whose quote ends with this piece
    noise: NoiseKind | None
    begins: bool  # noise begins here, so here it is labelled


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of the text, and whether there is more on either side."""

    pieces: tuple[Piece, ...]
    start: int
    end: int
    length: int  # of the whole text


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """A document as it can be shown: its readable text and what lies where in it."""

    text: str
    marked: tuple[Marked, ...]
    dimmed: tuple[Dimmed, ...] = ()


def around(original: Original, claim: str) -> Passage:
    """The stretch about one claim's quote; the beginning where the claim is not marked."""
    spot = next((mark for mark in original.marked if mark.claim == claim), None)
    if spot is None:
        return cut(original, start=0, end=2 * ROOM)
    start = _paragraph(original.text, max(0, spot.start - ROOM), stop=spot.start)
    return cut(original, start=start, end=spot.end + ROOM)


def part(original: Original, number: int) -> Passage:
    """The numbered part of a long text, counted from 1."""
    return cut(original, start=(number - 1) * PART, end=number * PART)


def parts(original: Original) -> int:
    return max(1, -(-len(original.text) // PART))


def part_of(position: int) -> int:
    """On which part a character is shown."""
    return position // PART + 1


def cut(original: Original, *, start: int, end: int) -> Passage:
    start, end = min(start, len(original.text)), min(end, len(original.text))
    marked = [mark for mark in original.marked if mark.start < end and mark.end > start]
    dimmed = [noise for noise in original.dimmed if noise.start < end and noise.end > start]
    edges = sorted(
        {start, end}
        | {_within(spot, start, end) for mark in marked for spot in (mark.start, mark.end)}
        | {_within(spot, start, end) for noise in dimmed for spot in (noise.start, noise.end)}
    )
    return Passage(
        pieces=tuple(_pieces(original.text, edges, marked=marked, dimmed=dimmed)),
        start=start,
        end=end,
        length=len(original.text),
    )


def _pieces(
    text: str, edges: Sequence[int], *, marked: Sequence[Marked], dimmed: Sequence[Dimmed]
) -> list[Piece]:
    """One sweep over the edges: open marks are kept, so the work is edges times depth."""
    pieces, open_marks, open_noise, seen = [], list[Marked](), list[Dimmed](), set[int]()
    marks = sorted(marked, key=lambda mark: (mark.start, mark.end), reverse=True)
    noises = sorted(dimmed, key=lambda noise: (noise.start, noise.end), reverse=True)
    for left, right in pairwise(edges):
        while marks and marks[-1].start <= left:
            open_marks.append(marks.pop())
        while noises and noises[-1].start <= left:
            open_noise.append(noises.pop())
        open_marks = [mark for mark in open_marks if mark.end > left]
        open_noise = [noise for noise in open_noise if noise.end > left]
        noise = open_noise[0] if open_noise else None
        pieces.append(
            Piece(
                text=text[left:right],
                claims=tuple(mark.claim for mark in open_marks),
                starts=tuple(mark.claim for mark in open_marks if mark.start == left),
                ends=tuple(mark.claim for mark in open_marks if mark.end <= right),
                noise=noise.kind if noise else None,
                begins=noise is not None and noise.start not in seen,
            )
        )
        if noise:
            seen.add(noise.start)
    return pieces


def _within(position: int, start: int, end: int) -> int:
    return min(max(position, start), end)


def _paragraph(text: str, start: int, *, stop: int) -> int:
    """The first line start at or after `start`, so that a stretch does not begin mid-word."""
    if start == 0:
        return 0
    line = text.find("\n", start, stop)
    if line >= 0:
        return line + 1
    space = text.find(" ", start, stop)
    return space + 1 if space >= 0 else start
