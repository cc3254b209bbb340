"""Finds the reader for a kind of document. Readers from outside come through a door, later."""

from enum import StrEnum
from functools import partial

from truceline.reading import english
from truceline.reading.cleaning import noise
from truceline.reading.parsing import installed
from truceline.reading.reading import Reader, Reading
from truceline.reading.text import to_text
from truceline.terms.names import Names
from truceline.terms.problem import Problem
from truceline.terms.when import When

_TYPES = frozenset({"text/plain", "text/html"})


class Means(StrEnum):
    """What a reading may use. Rules alone are quicker, find less, and need no further package."""

    ALL = "all"
    RULES = "rules"


def reader_for(media_type: str, *, by: Means = Means.ALL) -> Reader | None:
    """The reader for this media type, parameters ignored; None where nobody reads it.

    Raises: RefusedError if the files of the installed parser are not the published ones.
    """
    if media_type.partition(";")[0].strip().lower() not in _TYPES:
        return None
    return partial(english.read, parser=installed() if by is Means.ALL else None)


def read(
    document: bytes,
    *,
    media_type: str,
    published: When | None,
    names: Names,
    by: Means = Means.ALL,
) -> Reading:
    """Read with whichever reader knows this media type; a problem where none does."""
    reader = reader_for(media_type, by=by)
    if reader is None:
        problem = Problem(
            code="no-reader",
            where="document",
            message=f"This is {media_type}, which nobody here reads as text.",
            remedy="It is kept as it came. Save its text as .txt or .html and add that too.",
        )
        return Reading(reader="none", claims=(), problems=(problem,))
    return reader(document, media_type=media_type, published=published, names=names)


def report_text(document: bytes, *, media_type: str) -> str:
    """The readable text less what is page and not report; "" where it is not text."""
    if media_type.partition(";")[0].strip().lower() not in _TYPES:
        return ""
    text = to_text(document, media_type=media_type, where="document")
    if isinstance(text, Problem):
        return ""
    kept, start = [], 0
    for span in sorted(
        noise(text.plain, chrome=text.chrome, boxes=text.boxes), key=lambda span: span.start
    ):
        kept.append(text.folded[start : max(start, span.start)])
        start = max(start, span.end)
    return "".join((*kept, text.folded[start:]))
