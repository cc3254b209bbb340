"""Any document to readable text with a map back to its characters. It never repairs a source."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from truceline.reading.decoding import decode
from truceline.reading.divided import Run, whole
from truceline.reading.guard import MAX_PLAIN_CHARS
from truceline.reading.markup import Block, Page, scan
from truceline.reading.paging import running_spans
from truceline.reading.standing_in import Boxes
from truceline.reading.stated import Stated, stated
from truceline.reading.wrapping import unwrap
from truceline.terms.media import PAGE, bare
from truceline.terms.problem import Problem

__all__ = ["Piece", "Text", "blocks", "decode", "fold", "lower", "to_text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of plain text and the stretch of the original it stands for.

    Equal lengths mean character for character; otherwise (an entity, a tag that breaks the line)
    every character of the one stands for the whole of the other.
    """

    plain: int
    original: int
    plain_length: int
    original_length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What a document says, in reading order. `original` is what quotes point into."""

    original: str  # the decoded document: HTML source included
    plain: str  # what a person would read
    folded: str  # as long as plain; quotes, dashes and spaces in their simplest form
    title: str = ""  # <title> of the head: the page's, not the report's
    chrome: tuple[tuple[int, int], ...] = ()  # spans of plain: menus, forms, running heads, feet
    boxes: Boxes | None = None  # of a page: the elements its text stands in
    stated: Stated | None = None  # the day of publication in the page's own data
    pieces: tuple[Piece, ...] = field(default=(), repr=False)  # empty: plain is the original

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of plain text stands in the original."""
        self._require(start, end, within=len(self.plain))
        if not self.pieces:
            return start, end
        first, last = self._piece(start), self._piece(end - 1)
        begin = first.original + (start - first.plain if _one_to_one(first) else 0)
        if _one_to_one(last):
            return begin, last.original + (end - last.plain)
        return begin, max(begin, last.original + last.original_length)

    def to_plain(self, start: int, end: int) -> tuple[int, int]:
        """The plain text that a stretch of the original became; empty where it was markup."""
        self._require(start, end, within=len(self.original))
        if not self.pieces:
            return start, end
        return self._plain_at(start), max(self._plain_at(start), self._plain_at(end))

    def _piece(self, plain: int) -> Piece:
        return self.pieces[bisect_right(self.pieces, plain, key=lambda piece: piece.plain) - 1]

    def _plain_at(self, original: int) -> int:
        index = bisect_right(self.pieces, original, key=lambda piece: piece.original) - 1
        if index < 0:
            return 0
        piece = self.pieces[index]
        within = original - piece.original
        if _one_to_one(piece):
            return piece.plain + min(within, piece.plain_length)
        return piece.plain + (0 if within < max(1, piece.original_length) else piece.plain_length)

    @staticmethod
    def _require(start: int, end: int, *, within: int) -> None:
        if not 0 <= start < end <= within:
            raise ValueError(f"{start} to {end} is no stretch of {within} characters")


def to_text(document: bytes, *, media_type: str, where: str) -> Text | Problem:
    """The readable text of a document of type text/plain or text/html.

    The one place that says which characters quotes point into: `Text.original`.
    """
    original = decode(document, media_type=media_type, where=where)
    if isinstance(original, Problem):
        return original
    text = _of_page(original, scan(original)) if bare(media_type) == PAGE else _of_plain(original)
    return _refuse(text, where) or text


def blocks(source: str) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """The outermost articles and the headings of a page, in its source and in its plain text."""
    page = scan(source)
    return page.articles, page.headings


def lower(text: str) -> str:
    """Small letters at the same length: one capital, I with a dot, would become two."""
    return "\u0130".join(part.lower() for part in text.split("\u0130"))


def fold(text: str) -> str:
    """The same number of characters, with quotes, dashes, spaces and line ends simplified.

    The line ends of hard-wrapped text become spaces: a line of it is no paragraph.
    """
    folded = text.translate(_FOLDS)
    if "\r" in folded:
        folded = _LONE_CR.sub("\n", folded).replace("\r", " ")
    return unwrap(folded)


def _of_plain(original: str) -> Text:
    runs = whole(original)
    plain = "".join(text for _, _, text in runs) if runs else original
    return Text(
        original=original,
        plain=plain,
        folded=fold(plain),
        chrome=running_spans(plain),
        pieces=_pieces(runs),
    )


def _of_page(original: str, page: Page) -> Text:
    plain = "".join(text for _, _, text in page.runs)
    return Text(
        original=original,
        plain=plain,
        folded=fold(plain),
        title=page.title,
        chrome=page.chrome,
        boxes=page.boxes,
        stated=stated(original),
        pieces=_pieces(page.runs),
    )


def _pieces(runs: Iterable[Run]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    plain_at = 0
    for begin, length, text in runs:
        pieces.append(
            Piece(plain=plain_at, original=begin, plain_length=len(text), original_length=length)
        )
        plain_at += len(text)
    return tuple(pieces)


def _refuse(text: Text, where: str) -> Problem | None:
    if not text.plain.strip():
        return Problem(
            code="no-text",
            where=where,
            message="The document holds no readable text.",
            remedy="Send the page with its text, or the text alone.",
        )
    if len(text.plain) > MAX_PLAIN_CHARS:
        return Problem(
            code="too-much-text",
            where=where,
            message=f"{len(text.plain)} characters of text; at most {MAX_PLAIN_CHARS} are read.",
            remedy="Send it in parts.",
        )
    return None


def _one_to_one(piece: Piece) -> bool:
    return piece.plain_length == piece.original_length


def _spread(characters: str, into: str) -> dict[int, str]:
    return dict.fromkeys(map(ord, characters), into)


def _wide_forms(codes: Sequence[int]) -> dict[int, str]:
    return {code: chr(code - 0xFEE0) for code in codes}  # Unicode block FF00: ASCII, shifted


_LONE_CR = re.compile(r"\r(?!\n)")
_FOLDS = {
    **_wide_forms(range(0xFF01, 0xFF5F)),
    **_spread("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\u301d\u301e", '"'),
    **_spread("\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4`", "'"),
    **_spread("\u2010\u2011\u2012\u2013\u2212", "-"),
    **_spread("\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009", " "),
    **_spread("\u200a\u200b\u200e\u200f\u202f\u205f\u2060\u3000\ufeff", " "),
    **_spread("\x0b\x0c\x85\u2028\u2029", "\n"),
}
