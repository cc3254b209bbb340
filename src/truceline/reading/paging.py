"""What repeats on every page of a paged text: running heads, feet and page numbers. No report."""

import re
from collections import Counter
from collections.abc import Sequence

PAGE_END = "\f"
_EDGE = 3  # blocks at the top and at the bottom of a page that can be running heads or feet
_LONGEST = 200
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(
    r"[\W_]*(?:page|p\.|pg\.)?\s*\d{1,4}(?:\s*(?:/|of|-)\s*\d{1,4})?[\W_]*", re.IGNORECASE
)
_BLOCK = re.compile(r"\S[^\n]*(?:\n[^\S\n\f]*\S[^\n]*)*")  # lines without an empty one between


def running(pages: Sequence[Sequence[str]]) -> list[set[int]]:
    """For each page of blocks, which of them are running heads, feet or page numbers."""
    edges = [_edges(page) for page in pages]
    seen = Counter(
        key
        for page, at in zip(pages, edges, strict=True)
        for key in {_key(page[index]) for index in at}
    )
    enough = max(2, (len(pages) + 1) // 2)
    return [
        {
            index
            for index in at
            if _NUMBER.fullmatch(page[index])
            or (len(page[index]) <= _LONGEST and seen[_key(page[index])] >= enough)
        }
        for page, at in zip(pages, edges, strict=True)
    ]


def running_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where running heads and feet stand in a text whose pages end in form feeds."""
    if PAGE_END not in text:
        return ()
    blocks: list[list[tuple[int, int]]] = []
    start = 0
    for page in text.split(PAGE_END):
        blocks.append([(start + at.start(), start + at.end()) for at in _BLOCK.finditer(page)])
        start += len(page) + 1
    flagged = running([[text[a:b] for a, b in page] for page in blocks])
    return tuple(
        page[index] for page, at in zip(blocks, flagged, strict=True) for index in sorted(at)
    )


def _edges(page: Sequence[str]) -> list[int]:
    return sorted({*range(min(_EDGE, len(page))), *range(max(0, len(page) - _EDGE), len(page))})


def _key(block: str) -> str:
    """Pages number their heads: "Daily 12, page 3" and "Daily 12, page 4" are one."""
    return _DIGITS.sub("#", " ".join(block.split()).lower())
