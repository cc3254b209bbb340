"""The three clocks of a question, never mixed (decision D17)."""

from dataclasses import dataclass
from datetime import date, datetime

from truceline.terms.utc import require_utc


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Asked about the world at the end of `as_of`, from what was said and known by then."""

    as_of: date  # world time: what has happened later does not count yet
    said_by: date | None = None  # ignore documents published later, and undated ones
    known_at: datetime | None = None  # ignore what was recorded later

    def __post_init__(self) -> None:
        if self.known_at is not None:
            require_utc(self.known_at)
