"""What a person has to know before relying on a draft, as Problems. It mends nothing."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from truceline.reading.drafting.proposal import Drafted, Field, Proposal, Why
from truceline.reading.spans import Span
from truceline.terms.problem import Problem

_SHOWN = 90  # characters of a passage in a message
_TWO = 2
_MOST_TOLD = 100  # of what made no clause: nobody reads more
_NEEDED = frozenset({Field.BEARERS, Field.ACTS, Field.PROCEDURE, Field.TERM})


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """How the reading of a text went."""

    where: str
    numbered: bool  # it gives its points numbers or bullets
    binding: bool  # it is an agreement at all
    too_many: int  # proposals after which the rest was not read; 0: all was read
    twice: Sequence[Span]  # where a party's name is given to a second one


def problems(drafted: Drafted, read: Read) -> tuple[Problem, ...]:
    """All of them, those of the whole text first."""
    lines = _Lines(text=drafted.text, where=read.where)
    if not read.binding:
        return (_no_agreement(read.where),)
    return (
        *_of_the_whole(drafted, read, lines),
        *(problem for one in drafted.proposals for problem in _of_one(one, drafted, lines)),
        *_left_out(drafted, lines),
    )


@dataclass(slots=True, kw_only=True)
class _Lines:
    """Places in a text as people look them up."""

    text: str
    where: str
    _ends: list[int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._ends = [at for at, letter in enumerate(self.text) if letter == "\n"]

    def at(self, start: int) -> str:
        return f"{self.where}, line {bisect_right(self._ends, start - 1) + 1}"

    def words(self, start: int, end: int) -> str:
        said = " ".join(self.text[start:end].split())
        return said if len(said) <= _SHOWN else f"{said[:_SHOWN].rpartition(' ')[0]} \u2026"


def _no_agreement(where: str) -> Problem:
    return Problem(
        code="no-agreement",
        where=where,
        message="No clause was found: neither numbered points nor words that bind, such as "
        "'shall' or 'undertake'. A report of an agreement is not its text.",
        remedy="Paste the agreement's own text; deposit a report with truceline add.",
    )


def _of_the_whole(drafted: Drafted, read: Read, lines: _Lines) -> Iterator[Problem]:
    if not drafted.proposals:
        yield Problem(
            code="nothing-proposed",
            where=read.where,
            message="No sentence could be read as an undertaking, so the board would be empty.",
            remedy="Write the clauses by hand: docs/agreements.md.",
        )
    if len(drafted.parties) < _TWO:
        yield Problem(
            code="no-parties",
            where=read.where,
            message=f"{len(drafted.parties)} parties could be told; clauses without a bearer "
            "are owed by nobody.",
            remedy="Name them: truceline draft TEXT --party NAME --party NAME=OTHER-NAME.",
        )
    for start, end in read.twice:
        yield Problem(
            code="party-twice",
            where=lines.at(start),
            message=f"'{lines.words(start, end)}' is given as the name of two parties; it was "
            "taken for one, and what each of them owes cannot be told apart.",
            remedy="Tell them apart in the text, or name them: --party NAME --party NAME.",
        )
    if not read.numbered and drafted.proposals:
        yield Problem(
            code="no-numbering",
            where=read.where,
            message="The text gives its points no numbers; the clauses were counted in its order.",
            remedy="Correct 'clause' where people cite them otherwise.",
        )
    if read.too_many:
        yield Problem(
            code="too-many-clauses",
            where=read.where,
            message=f"After {read.too_many} proposals the rest of the text was not read.",
            remedy="Draft it in parts.",
        )
    head = ["in_force", "zone", "issuer and status of the rendering"]
    head += [] if drafted.signed else ["signed"]
    yield Problem(
        code="not-told",
        where=read.where,
        message=f"Not told by the text, or not to be guessed from it: {', '.join(head)}.",
        remedy="Fill in the fields marked '# not told'.",
    )


def _of_one(one: Proposal, drafted: Drafted, lines: _Lines) -> Iterator[Problem]:
    for missing in one.not_told:
        yield Problem(
            code="not-told",
            where=lines.at(one.start),
            message=f"Clause {one.clause}, {missing.field.value}: {missing.why}.",
            remedy="Read the passage and fill the field in by hand."
            if missing.field in _NEEDED
            else "Read the passage and add the field if it can be told from elsewhere.",
        )
    if one.due is not None and drafted.signed and _is_before(one.due.value, drafted.signed):
        yield Problem(
            code="deadline-before-signing",
            where=lines.at(one.start),
            message=f"Clause {one.clause}: its day, {one.due.value}, lies before the signing on "
            f"{drafted.signed}; nothing could have been done in time.",
            remedy="Compare both days with the text, and correct the wrong one.",
        )


def _left_out(drafted: Drafted, lines: _Lines) -> Iterator[Problem]:
    to_tell = [one for one in drafted.left_out if one.why is not Why.OF_THE_TEXT]
    for one in to_tell[:_MOST_TOLD]:
        yield Problem(
            code=one.why.value,
            where=lines.at(one.start),
            message=f"'{lines.words(one.start, one.end)}' {_MADE_NONE[one.why]}; what it demands "
            "would not be watched.",
            remedy="Add a clause for it by hand if it binds anybody.",
        )
    if (more := len(to_tell) - _MOST_TOLD) > 0:
        yield Problem(
            code="more-left-out",
            where=lines.where,
            message=f"{more} more sentences made no clause; what they demand would not be watched.",
            remedy="Look whether this is an agreement's text; --json lists them all.",
        )


_MADE_NONE = {
    Why.NOT_UNDERSTOOD: "looks like an undertaking of no known kind and made no clause",
    Why.NO_UNDERTAKING: "has a number of its own, and no undertaking was found in it",
    Why.BEFORE_THE_CLAUSES: "stands before the first clause and made none",
}


def _is_before(value: str, signed: str) -> bool:
    try:
        return date.fromisoformat(value) < date.fromisoformat(signed)
    except ValueError:
        return False  # a span, a month or a year
