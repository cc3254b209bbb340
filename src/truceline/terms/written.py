"""Days and instants as people write them in a question. One spelling each; nothing is guessed."""

import re
from datetime import UTC, date, datetime

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(_DAY.pattern + r"T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|\+00:00)")
_LAST_MOMENT = (23, 59, 59, 999_000)  # leaves carry milliseconds


def day(text: str) -> date:
    """A day such as 2020-11-12.

    Raises:
        ValueError: it is none.
    """
    if not _DAY.fullmatch(text):
        raise ValueError(f"{text[:60]!r} is not a day such as 2020-11-12")
    return date.fromisoformat(text)


def instant(text: str) -> datetime:
    """An instant such as 2020-11-12T18:30:00Z; a day stands for its last moment, UTC.

    Raises:
        ValueError: it is neither.
    """
    if _INSTANT.fullmatch(text):
        return datetime.fromisoformat(text)
    whole = day(text)
    return datetime(whole.year, whole.month, whole.day, *_LAST_MOMENT, tzinfo=UTC)
