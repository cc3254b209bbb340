"""A finding as a person issues it: one provision against a period, five answers, and their end.

The test of applicability has five questions, asked in this order. A finding is their conjunction.
No machine answers them for anyone; it can only propose.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Criterion(StrEnum):
    """What has to be so before an act counts against a provision."""

    IN_FORCE = "in force"  # at that instant, in the agreement's own zone
    IN_SCOPE = "in scope"  # inside its places, zones and lines as they were then
    BOUND = "actor bound"  # a party, or a force that one answers for
    COVERED = "act covered"  # by the text, and not exempt
    EVIDENCE = "evidence met"  # the standard that the agreement or the mechanism has set


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Verdict(StrEnum):
    """What the five answers come to together."""

    VIOLATION = "violation"  # five times yes
    NO_VIOLATION = "no violation"  # at least one no
    UNRESOLVED = "unresolved"  # no no, and at least one unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One of the five answers, why, and what it rests on."""

    criterion: Criterion
    answer: Answer
    because: str
    cites: tuple[str, ...] = ()  # claims and postings


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A person with the mandate found this of one provision, over one period."""

    agreement: str
    clause: str
    first: date
    last: date
    claims: tuple[str, ...]  # what it is about
    answers: tuple[Answered, ...]  # the five, in their order
    because: str
    to: tuple[str, ...] = ()  # parties it is attributed to; empty: it could not be attributed

    def __post_init__(self) -> None:
        if tuple(one.criterion for one in self.answers) != tuple(Criterion):
            raise ValueError(f"a finding answers, in this order: {', '.join(Criterion)}")
        if self.last < self.first:
            raise ValueError(
                f"a finding is of a period; this one ends on {self.last} before it began"
            )

    @property
    def verdict(self) -> Verdict:
        answers = {one.answer for one in self.answers}
        if Answer.NO in answers:
            return Verdict.NO_VIOLATION
        return Verdict.UNRESOLVED if Answer.UNKNOWN in answers else Verdict.VIOLATION
