"""Tells line ends that keep a margin from those that end a paragraph. It moves no character."""

import re

_WIDEST = 100  # beyond this nobody wrapped by hand or by mail
_NARROWEST = 40
# What stands on a line of its own: an item of a list, a line of a mail's head, a line quoted from
# an earlier mail.
_BEGINS = re.compile(r"\s*[-*\u2022>]|(?:From|To|Cc|Bcc|Date|Sent|Subject|Reply-To): ")


def unwrap(text: str) -> str:
    """Every line end inside a hard-wrapped block becomes a space; the length stays."""
    lines = text.split("\n")
    out: list[str] = []
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and lines[end].strip():
            end += 1
        out += _joined(lines[at:end])
        if end < len(lines):
            out.append(lines[end])
        at = end + 1
    return "\n".join(out)


def _joined(block: list[str]) -> list[str]:
    """The lines of one block without blank lines, joined where the margin broke them."""
    width = max((len(line.rstrip()) for line in block), default=0)
    if len(block) < 2 or not _NARROWEST <= width <= _WIDEST:  # noqa: PLR2004 one line wraps nothing
        return block
    joined: list[list[str]] = []
    for line in block:
        if joined and _broken(joined[-1][-1], line, width=width):
            joined[-1].append(line)
        else:
            joined.append([line])
    return [" ".join(parts) for parts in joined]


def _broken(line: str, following: str, *, width: int) -> bool:
    """Whether only the margin parts these two: the next word would not have fitted."""
    full = len(line.rstrip()) + 1 + len(following.split(maxsplit=1)[0]) > width
    return full and not _BEGINS.match(following)
