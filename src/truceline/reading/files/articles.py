"""The articles of a page that holds several. A report and the teasers beside it are never parted.

Two signs are believed. Elements that the page itself calls articles, each with a headline and
running text of its own. Or headlines of one rank, each with a date of its own and text below, as
bulletins stand one under the other. Whatever is less sure stays one document.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from truceline.reading.cleaning import is_stamp, noise, paragraphs
from truceline.reading.decoding import decode
from truceline.reading.files.contents import MAX_PARTS, Contents, Part, too_many
from truceline.reading.markup import Block
from truceline.reading.text import Text, blocks, to_text
from truceline.terms.media import UTF8_PAGE
from truceline.terms.problem import Problem

BY = "articles/1"
FEWEST_WORDS = 80  # of an article; summaries have 55 where the common page builder writes them
FEWEST_PARAGRAPHS = 2
FEWEST_WORDS_DATED = 25  # of a bulletin with a headline and a date of its own
MOST_OUTSIDE = 0.3  # of the running text outside of all articles: more of it is a report itself
MOST_UNEQUAL = 6  # times as long as all others together: a report with its teasers

_GOES_ON_ELSEWHERE = (
    "...",
    "\u2026",
    "[\u2026]",
    "[...]",
    "read more",
    "continue reading",
    "more \u00bb",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Article:
    start: int  # in the source
    end: int
    words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    text: Text
    body: tuple[tuple[int, int], ...]  # paragraphs of running text
    articles: tuple[Block, ...]
    headings: tuple[Block, ...]


def cut(document: bytes, *, media_type: str) -> Contents | None:
    """The articles, where there are several; None where the page is one document."""
    if document.lower().count(b"<article") < 2 and document.lower().count(b"<h") < 2:  # noqa: PLR2004
        return None
    source = decode(document, media_type=media_type)
    text = to_text(document, media_type=media_type, where="page")
    if isinstance(source, Problem) or isinstance(text, Problem):
        return None  # whoever reads it says why
    page = _page(source, text)
    found = _by_element(page) or _by_headline(page)
    if len(found) < 2:  # noqa: PLR2004 one is the page itself
        return None
    parts = tuple(
        Part(
            part=f"article {number}",
            data=source[one.start : one.end].encode(errors="replace"),
            media_type=UTF8_PAGE,
        )
        for number, one in enumerate(found[:MAX_PARTS], start=1)
    )
    return (
        too_many(BY, parts, len(found)) if len(found) > MAX_PARTS else Contents(by=BY, parts=parts)
    )


def _page(source: str, text: Text) -> _Page:
    articles, headings = blocks(source)
    body = paragraphs(text.plain, noise(text.plain, chrome=text.chrome, boxes=None))
    return _Page(text=text, body=body, articles=articles, headings=headings)


def _by_element(page: _Page) -> list[_Article]:
    found = [one for block in page.articles if (one := _article(page, block))]
    words = [one.words for one in found]
    outside = _words(page, page.body) - sum(words)
    if len(found) < 2 or outside > MOST_OUTSIDE * sum(words):  # noqa: PLR2004
        return []
    longest = max(words)
    return [] if longest > MOST_UNEQUAL * (sum(words) - longest) else found


def _article(page: _Page, block: Block) -> _Article | None:
    """An element with a headline and enough running text that does not go on elsewhere."""
    own = _inside(page.body, block.plain_start, block.plain_end)
    headed = any(block.start < one.start < block.end for one in page.headings)
    words = _words(page, own)
    if not headed or len(own) < FEWEST_PARAGRAPHS or words < FEWEST_WORDS:
        return None
    told = page.text.plain[block.plain_start : block.plain_end].rstrip().lower()
    if told.endswith(_GOES_ON_ELSEWHERE):
        return None
    return _Article(start=block.start, end=block.end, words=words)


def _by_headline(page: _Page) -> list[_Article]:
    """Bulletins under headlines of one rank, every one with its date beside the headline."""
    for rank in ("h1", "h2", "h3", "h4"):
        ranked = [one for one in page.headings if one.tag == rank]
        found = [_bulletin(page, ranked, at) for at in range(len(ranked))]
        told = [one for one in found if one]
        below = [
            one
            for at, one in enumerate(ranked)
            if _inside(page.body, one.plain_end, _next(page, ranked, at))
        ]
        if len(told) > 1 and len(told) == len(below) and _outside(page, told) <= MOST_OUTSIDE:
            return told
    return []


def _bulletin(page: _Page, ranked: Sequence[Block], at: int) -> _Article | None:
    """One headline with a date directly above or below it, and running text under both."""
    plain, heading = page.text.plain, ranked[at]
    until = _next(page, ranked, at)
    own = _inside(page.body, heading.plain_end, until)
    after = plain[heading.plain_end : until].strip().partition("\n")[0]
    before = plain[: heading.plain_start].rstrip().rpartition("\n")
    above = is_stamp(before[2].strip())
    words = _words(page, own)
    if not (above or is_stamp(after.strip())) or words < FEWEST_WORDS_DATED:
        return None
    start = heading.start
    if above and not is_stamp(after.strip()):
        at_stamp = len(before[0]) + len(before[1])
        start = page.text.to_original(at_stamp, at_stamp + 1)[0]
    _, end = page.text.to_original(own[-1][0], own[-1][1])
    return _Article(start=start, end=end, words=words)


def _next(page: _Page, ranked: Sequence[Block], at: int) -> int:
    """Where the next headline begins, in plain text: until there it is this one's."""
    return ranked[at + 1].plain_start if at + 1 < len(ranked) else len(page.text.plain)


def _outside(page: _Page, found: Sequence[_Article]) -> float:
    every = _words(page, page.body)
    return (every - sum(one.words for one in found)) / max(1, every)


def _inside(body: Sequence[tuple[int, int]], start: int, end: int) -> tuple[tuple[int, int], ...]:
    return tuple(span for span in body if start <= span[0] and span[1] <= end)


def _words(page: _Page, spans: Sequence[tuple[int, int]]) -> int:
    return sum(len(page.text.plain[start:end].split()) for start, end in spans)
