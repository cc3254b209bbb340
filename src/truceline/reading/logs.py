"""The day of what a log tells without saying when: that of the entry it stands in."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from truceline.reading.headed import Section
from truceline.reading.timex import Timex
from truceline.terms.when import When


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """Where entries begin, and the day of each; empty where a text is no log."""

    starts: tuple[int, ...] = ()
    days: tuple[When | None, ...] = ()

    def day(self, at: int) -> When | None:
        """The day of the entry that holds this character."""
        number = bisect_right(self.starts, at) - 1
        return self.days[number] if number >= 0 else None


def log_of(sections: Sequence[Section], times: Sequence[Timex]) -> Log:
    """An entry begins with a time of day, or where a heading dates what follows."""
    found: dict[int, When | None] = {}
    for section in sections:
        if section.log:
            found[section.start] = section.dates.when if section.dates else None
    if found:
        found |= {t.start: t.when for t in times if t.leads and t.when}
    starts = tuple(sorted(found))
    return Log(starts=starts, days=tuple(found[start] for start in starts))
