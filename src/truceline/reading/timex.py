"""Expressions of time and the days they mean. A day is never invented, an order never guessed."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from truceline.terms.when import When

Kind = Literal["date", "duration", "set", "ref"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timex:
    """Characters that speak of time; `when` is None where they do not fix any day."""

    start: int
    end: int
    text: str
    kind: Kind
    when: When | None = None
    mod: str = ""  # since, until, by, after, before, early, mid, late, about; "" for none


def tag(text: str, *, published: date | None) -> tuple[Timex, ...]:
    """All expressions of time in the text, in order, none overlapping another."""
    del text, published
    return ()
