"""A mail's words as one document: subject, the lines of its head, and its body. No attachments."""

import re
from collections.abc import Sequence
from html import escape

from truceline.reading.files.contents import Part, legible
from truceline.terms.media import PLAIN, UTF8_PAGE

# Where somebody else's message is passed on, its own date is inside, not in the outer head.
_PASSED_ON = re.compile(
    r"^[ >]*-{2,}[ ]?(?:original message|forwarded message|forwarded by)|^[ >]*begin forwarded "
    r"message",
    re.IGNORECASE | re.MULTILINE,
)
_STUB = 3  # a plain body so many times shorter than the page beside it only points to the page


def letter(heads: Sequence[tuple[str, str]], *, subject: str, plain: str, page: str) -> Part | None:
    """The message as text, or as a page where that says more; None where neither says anything."""
    said, shown = plain.strip(), _words(page)
    if not said and not shown:
        return None
    if _PASSED_ON.search(plain if said else page):
        heads = [("Sent" if name == "Date" else name, value) for name, value in heads]
    lines = [f"{name}: {_line(value)}" for name, value in heads if value.strip()]
    subject = _line(subject)
    if len(said) * _STUB < shown:
        return _as_page(subject, lines, page)
    blocks = [block for block in (subject, "\n".join(lines)) if block]
    text = legible("\n\n".join((*blocks, plain.strip("\r\n")))) + "\n"
    return Part(part="message", data=text.encode(), media_type=PLAIN)


def _as_page(subject: str, lines: Sequence[str], page: str) -> Part:
    head = "".join(f"<p>{escape(line, quote=False)}</p>\n" for line in lines)
    title = f"<h1>{escape(subject, quote=False)}</h1>\n" if subject else ""
    text = legible(f"<header>\n{head}</header>\n{title}{page}")
    return Part(part="message", data=text.encode(), media_type=UTF8_PAGE)


def _words(page: str) -> int:
    """About how many characters of a page are for reading."""
    bare = re.sub(r"<(style|script|head)\b[^>]*>.*?(?:</\1>|\Z)", " ", page, flags=_ALL)
    return len(" ".join(re.sub(r"<[^>]*>?|&nbsp;", " ", bare).split()))


def _line(value: str) -> str:
    return legible(" ".join(value.split()))


_ALL = re.DOTALL | re.IGNORECASE
