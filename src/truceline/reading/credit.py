"""What a document is called and whom it credits, in its own words. Only shown, never recorded.

A credit may name a person, and what cannot be erased must not: so both are cut from the vault's
text each time they are shown.
"""

import re
from collections.abc import Iterator, Sequence

from truceline.terms.entry import Noise

MAX_TITLE_CHARS = 120
MAX_CREDIT_CHARS = 80

_CREDIT = re.compile(r"\s*sources?\s*:\s*(\S[^\n]*)", re.IGNORECASE)


def title(plain: str, noise: Sequence[Noise]) -> str:
    """The first line that belongs to the report; "" where all of it is page. Plain offsets."""
    first = next(_own_lines(plain, noise), "")
    return _short(first, MAX_TITLE_CHARS)


def credit(plain: str) -> str:
    """The source that a line of its own names ("Source: ..."); "" where none does."""
    for line in plain.splitlines():
        match = _CREDIT.fullmatch(line)
        if match:
            return _short(match[1].strip(), MAX_CREDIT_CHARS)
    return ""


def _own_lines(plain: str, noise: Sequence[Noise]) -> Iterator[str]:
    start = 0
    for line in plain.splitlines(keepends=True):
        words = line.strip()
        at = start + len(line) - len(line.lstrip())
        if words and not any(span.start <= at < span.end for span in noise):
            yield words
        start += len(line)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
