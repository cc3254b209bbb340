"""The days on which a claimed act can have happened. Not when it was said or recorded."""

from dataclasses import dataclass
from datetime import date

from truceline.terms.claim import Claim, Modality
from truceline.terms.when import When


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From the first to the last possible day; None where an end is open.

    `throughout`: it was so on every one of these days ("since May"). Otherwise it happened at some
    time between them ("in May").
    """

    first: date | None
    last: date | None
    throughout: bool = False

    def certainly_within(self, first: date, last: date) -> bool:
        if self.throughout:
            mine = self.last or self.first
            return max(self.first or date.min, first) <= min(mine or date.min, last)
        return (
            self.first is not None
            and self.last is not None
            and first <= self.first
            and self.last <= last
        )

    def certainly_before(self, day: date) -> bool:
        return self.last is not None and self.last < day

    def certainly_after(self, day: date) -> bool:
        return self.first is not None and self.first > day

    @property
    def done_by(self) -> date | None:
        """The first day on which it certainly had begun or happened."""
        return self.first if self.throughout and self.first else self.last


def span(claim: Claim, published: When | None) -> Span:
    """Bounded by the source's words and, for facts, by the day on which they were published."""
    first = claim.when.first if claim.when else None
    last = claim.when.last if claim.when else None
    if not claim.could_have_happened:
        return Span(first=None, last=None)
    if published is not None and published.last is not None:
        told = published.last
        if claim.when is None and claim.modality is Modality.ONGOING:
            return Span(first=published.first, last=told)
        throughout = _lasts(claim)
        last = min(last or told, told)
        if first is not None and first > last:  # published before it happened: believe its own day
            last = claim.when.last if claim.when else None
        return Span(first=first, last=last, throughout=throughout)
    return Span(first=first, last=last, throughout=_lasts(claim))


def _lasts(claim: Claim) -> bool:
    if claim.when is None:
        return False
    return claim.modality is Modality.ONGOING or claim.when.last is None
