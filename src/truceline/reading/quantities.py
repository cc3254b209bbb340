"""Counted things with the bound their source put on them. Dates, times and ages are not counts."""

from collections.abc import Sequence
from dataclasses import dataclass

from truceline.terms.claim import Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A quantity and the characters that state it."""

    start: int
    end: int
    quantity: Quantity


def find(text: str, *, skip: Sequence[tuple[int, int]] = ()) -> tuple[Counted, ...]:
    """All counts in the text, in order; stretches in `skip` (dates, say) hold none."""
    del text, skip
    return ()
