"""How far a record is cosigned, as pages, prints and lists say it. Not who may cosign, nor how."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_NAMED = 6  # in one sentence; lists have all


@dataclass(frozen=True, slots=True, kw_only=True)
class Seals:
    """Who is known to have cosigned how much, and how much a quorum has."""

    by: tuple[tuple[str, int, datetime | None], ...] = ()  # name, entries, when by its own clock
    sealed: int | None = None  # entries; None: no quorum yet
    asked_for: bool = False  # whether the policy asks for a quorum
    witnesses: int = 0  # that the policy names; none: nothing is said of them
    trouble: str = ""  # why none of it can be told

    @property
    def most(self) -> int:
        """Entries that anybody has cosigned."""
        return max((size for _, size, _ in self.by), default=0)

    def told(self, now: datetime | None = None, *, size: int | None = None) -> str:
        """Part of a sentence, "" where no policy names a witness; without a clock, with times.

        `size`: how many entries are shown. Whoever cosigned more has cosigned these with them.
        """
        if self.trouble:
            return f"who has cosigned cannot be told: {self.trouble}"
        if not self.witnesses and not self.asked_for:
            return ""
        return "; ".join((self._who(now), *self._of(size), *self._quorum()))

    def sentence(self, now: datetime | None = None, *, size: int | None = None) -> str:
        told = self.told(now, size=size)
        return f"{told[0].upper()}{told[1:].removesuffix('.')}." if told else ""

    def _who(self, now: datetime | None) -> str:
        named = [f"by {name} at {size:,}{_when(now, at)}" for name, size, at in self.by]
        return f"cosigned {_listed(named, 'by')}" if named else "cosigned by nobody yet"

    def _quorum(self) -> Iterator[str]:
        if self.asked_for and self.sealed is None:
            yield "not yet sealed by quorum"
        elif self.asked_for:
            yield f"sealed by quorum at {self.sealed:,}"

    def _of(self, size: int | None) -> Iterator[str]:
        if not size or not self.by or size == self.most:
            return  # of no entries there is nothing to say
        missing = size - self.most
        if missing > 0:
            last = "the last entry" if missing == 1 else f"the last {missing:,} entries"
            yield f"{last} by nobody yet"
        else:
            names = [name for name, covered, _ in self.by if covered >= size]
            shown = "the one entry" if size == 1 else f"the {size:,} entries"
            yield f"{shown} shown here by {_listed(names)}"


NOTHING = Seals()


def _listed(parts: list[str], before: str = "") -> str:
    """The first of them, and how many more."""
    rest = len(parts) - MOST_NAMED
    more = " ".join(filter(None, (before, f"{rest} more")))
    return ", ".join([*parts[:MOST_NAMED], *([more] if rest > 0 else [])])


def _when(now: datetime | None, at: datetime | None) -> str:
    return f" ({_ago(now, at)})" if at else ""


def _ago(now: datetime | None, at: datetime) -> str:
    if now is None or now < at:
        return f"{at:%Y-%m-%d %H:%M} UTC"
    gone = now - at
    if gone < timedelta(hours=1):
        return f"{gone // timedelta(minutes=1)} min ago"
    if gone < timedelta(days=2):
        return f"{gone // timedelta(hours=1)} h ago"
    return f"{gone // timedelta(days=1)} days ago"
