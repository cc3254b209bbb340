"""What a book has said up to a day, as far as it can still be its latest word. No course in time.

Nothing is later than another unless its whole time lies after the other's: "closed in December" and
"open on the 12th" leave open which came last.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from truceline.ledgers.tracking.states import CANNOT_TELL, CONTRADICTORY, is_denial, odd_among
from truceline.terms.when import When


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Seen:
    """Some time from `low` to `high` it was so, as a book has it."""

    high: date
    low: date
    state: str
    cite: str
    by: str
    when: When
    kept: date  # the last day to which its book is kept without saying otherwise

    @property
    def window(self) -> tuple[date, date]:
        return self.high, self.low


class Latest:
    """Grows day by day; nothing outside of `course` sees it change."""

    def __init__(self) -> None:
        self.running: Counter[str] = Counter()  # states said to last without a break
        self.said: dict[str, date] = {}  # state: the last day it is said of
        self._word: dict[str, Seen] = {}  # state: the latest that says so
        self._low = date.min

    def hear(self, fresh: Iterable[Seen]) -> None:
        """Take what is sure by today; earlier days must have been taken before."""
        for one in fresh:
            self._say(one.state, one)
            if self._only_confirms(one):
                for state in self._word:
                    self._say(state, one)
                continue
            known = self._word.get(one.state)
            if known is None or known.window < one.window:
                self._word[one.state] = one
            self._low = max(self._low, one.low)
        self._word = {state: one for state, one in self._word.items() if one.high >= self._low}

    def states(self) -> tuple[str, ...]:
        """Every state that may be the latest. Never empty once something was heard."""
        lasting = (state for state, count in self.running.items() if count)
        return tuple(sorted({*self._word, *lasting}))

    def state(self, states: Sequence[str]) -> str:
        """The one they come to, or that they come to none."""
        plain = [state for state in states if not is_denial(state)]
        if not odd_among(states):
            return plain[0] if plain else " and ".join(states)
        windows = {one.window for one in self._word.values()}
        one_time = len(windows) == 1 or any(self.running.values())
        return CONTRADICTORY if one_time else CANNOT_TELL

    def _say(self, state: str, one: Seen) -> None:
        self.said[state] = max(self.said.get(state, date.min), one.high, one.kept)

    def _only_confirms(self, one: Seen) -> bool:
        """Whether it takes nothing away: "not closed" said of what the book has open."""
        return (
            is_denial(one.state)
            and bool(self._word)
            and any(not is_denial(state) for state in self._word)
            and not odd_among((*self._word, one.state))
        )
