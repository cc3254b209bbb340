"""One undertaking of a sentence, as words. It has no kind yet."""

from dataclasses import dataclass, replace

from truceline.reading.sentences import Token
from truceline.reading.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Undertaking:
    """One undertaking, as tokens of its sentence (and of the sentence it goes on with)."""

    start: int
    end: int
    subject: tuple[Token, ...]  # before the word that binds; empty: as in the one before
    binds: str  # bare, to, ing, clause, stated; "" for a sentence without a verb
    word: Span  # the word that binds
    predicate: tuple[Token, ...]
    forbids: bool
    shares_subject: bool = False

    def from_(self, start: int) -> "Undertaking":
        """Without the words of a sentence it goes on with."""
        return replace(self, start=max(self.start, start))
