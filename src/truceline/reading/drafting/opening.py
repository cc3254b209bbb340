"""What a text says of itself: its title and the day of its signing. Not what it lays down."""

import re
from collections.abc import Sequence

from truceline.reading.drafting.layout import Block, Part
from truceline.reading.spans import Span
from truceline.reading.timex import tag

_MAX_TITLE = 150
_SIGNED = re.compile(r"\b(?:[Ss]igned|[Dd]one|[Cc]oncluded|[Ss]ignature|[Mm]ade)\b")
_REACH = 400


def title(plain: str, blocks: Sequence[Block]) -> str:
    """The first line, as it stands."""
    first = blocks[0] if blocks else None
    if first is None or first.part is not Part.PREAMBLE:
        return ""
    line = plain[first.start : first.end].partition("\n")[0]
    return " ".join(line.split())[:_MAX_TITLE]


def signed(folded: str, blocks: Sequence[Block]) -> tuple[str, Span]:
    """The day in the signatures, or beside "signed" or "concluded" in the opening."""
    closing = [(max(0, one.start - _REACH), one.end) for one in blocks if one.part is Part.CLOSING]
    for block in (one for one in blocks if one.part is Part.CLOSING):
        start = folded.rfind("\n\n", 0, block.start) + 1
        if found := _day(folded, start, max(block.end, start)):
            return found
    opening = [one for one in blocks if one.part is Part.PREAMBLE]
    for block in opening[:20]:
        said = _SIGNED.search(folded, block.start, block.end)
        at = said.start() if said else block.start
        if (said or not closing) and (found := _day(folded, at, block.end)):
            return found
    return "", (0, 0)


def _day(folded: str, start: int, end: int) -> tuple[str, Span] | None:
    for timex in tag(folded[start : min(end, start + 2 * _REACH)], published=None):
        value = timex.when.value if timex.when else ""
        if timex.kind == "date" and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            return value, (start + timex.start, start + timex.end)
    return None
