"""Provisions that wait for another, or go with it. Not how the other stands.

Three answers: it holds, it does not, or that cannot be told. Each tie is one pure function of how
the provision would stand alone and how the other stands.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from truceline.compliance.finding import Status
from truceline.compliance.outcome import Outcome
from truceline.terms.agreement import Holds, Provision, State, Tie
from truceline.terms.issued import Answer
from truceline.weighing.held import order

_DONE = frozenset({Status.MET, Status.MET_LATE})
_OPEN = frozenset({Status.NOT_YET_DUE, Status.DUE_SOON})
_AT_WORK = frozenset({Status.PARTLY_MET, Status.DISPUTED})
# How another stands, for each state it may have to be in: certainly so, certainly not so.
_STATES: Mapping[State, tuple[frozenset[Status], frozenset[Status]]] = {
    State.DONE: (_DONE, _OPEN | {Status.OVERDUE}),
    State.BEGUN: (_DONE | {Status.PARTLY_MET}, _OPEN),
    State.MISSED: (frozenset({Status.OVERDUE, Status.MET_LATE}), _OPEN | {Status.MET}),
    State.KEPT: (frozenset({Status.KEPT_SO_FAR}), frozenset({Status.BREACH_FOUND})),
    State.BROKEN: (frozenset({Status.BREACH_FOUND}), frozenset({Status.KEPT_SO_FAR})),
}


def tied(own: Outcome, provision: Provision, *, others: Mapping[str, Outcome]) -> Outcome:
    """How a provision stands with all that holds it to others, one tie after the other."""
    for tie in provision.ties:
        own = _TIES[tie.holds](own, others[tie.clause], tie)
    return own


def only_if(own: Outcome, other: Outcome, tie: Tie) -> Outcome:
    """Nothing is owed until the other stands so; what was done anyhow was done."""
    if own.status in _DONE:
        return own
    holds = stands_so(other, tie.state)
    if holds is Answer.YES:
        return _remarked(own, f"It is owed because {_stands(other, tie)}.")
    if holds is Answer.NO:
        return replace(
            own,
            status=Status.NOT_YET_DUE,
            because=f"Nothing is owed unless clause {tie.clause} is {tie.state}; "
            f"{_stands(other, tie)}.",
            would_change=f"Clause {tie.clause} being {tie.state}.",
            still=(),
        )
    return _open_whether(own, f"Whether it is owed cannot be told: {_stands(other, tie)}.")


def not_before(own: Outcome, other: Outcome, tie: Tie) -> Outcome:
    """A deed that was certainly earlier is a breach of the order, alleged as any other."""
    done = stands_so(other, State.DONE)
    if own.done is not None or own.status in _AT_WORK:
        return _in_turn(own, other, tie, done=done)
    if done is Answer.NO:
        return replace(
            own,
            status=Status.NOT_YET_DUE,
            because=f"It is not to be done before clause {tie.clause} is; {_stands(other, tie)}.",
            would_change=f"Clause {tie.clause} being done.",
        )
    if done is Answer.UNKNOWN:
        return _open_whether(
            own, f"Whether its turn has come cannot be told: {_stands(other, tie)}."
        )
    return own


def alongside(own: Outcome, other: Outcome, tie: Tie) -> Outcome:
    """Owed while the other is carried out, and late once that is done without it."""
    if own.done is not None or own.status in _AT_WORK or own.status is Status.OVERDUE:
        return own
    begun = stands_so(other, State.BEGUN)
    if begun is Answer.NO:
        return replace(
            own,
            status=Status.NOT_YET_DUE,
            because=f"It goes on alongside clause {tie.clause}, which has not begun: "
            f"{_stands(other, tie)}.",
            would_change=f"Clause {tie.clause} being begun.",
        )
    if begun is Answer.UNKNOWN or own.status in _OPEN:
        return _remarked(own, f"It goes on alongside clause {tie.clause}; {_stands(other, tie)}.")
    if other.status is Status.PARTLY_MET or (other.begun and other.done is None):
        return replace(
            own,
            status=Status.DUE_SOON,
            because=f"It goes on alongside clause {tie.clause}, which is under way: "
            f"{_stands(other, tie)}. {own.because}",
        )
    return _done_without(own, other, tie)


def stands_so(other: Outcome, state: State) -> Answer:
    """Whether another provision certainly is in that state, certainly is not, or neither."""
    if state is State.BEGUN and other.begun:
        return Answer.YES
    yes, no = _STATES[state]
    if other.status in yes:
        return Answer.YES
    return Answer.NO if other.status in no else Answer.UNKNOWN


def _in_turn(own: Outcome, other: Outcome, tie: Tie, *, done: Answer) -> Outcome:
    """Something was done. That it came too early, a source has to say: silence does not show it."""
    mine = own.done.last if own.done else None
    theirs = other.done.first if other.done else None
    told_later = mine is not None and theirs is not None and mine < theirs
    told_undone = (
        mine is not None
        and done is not Answer.YES
        and other.undone is not None
        and mine <= other.undone
    )
    if told_later or told_undone:
        return replace(
            own,
            status=Status.BREACH_ALLEGED,
            because=f"It is not to be done before clause {tie.clause} is; {_stands(other, tie)}. "
            f"{own.because}",
            would_change="A person's ruling on the claims of either, or a claim of another day.",
            citations=_both(own, other),
        )
    if done is not Answer.YES:
        return _open_whether(
            own, f"Whether its turn had come cannot be told: {_stands(other, tie)}."
        )
    return own


def _done_without(own: Outcome, other: Outcome, tie: Tie) -> Outcome:
    """The other is done. Silence on this one is not compliance, and not breach either."""
    ends = other.done.last if other.done else None
    if own.undone is not None and ends is not None and own.undone > ends:
        return replace(
            own,
            status=Status.OVERDUE,
            because=f"It was to go on alongside clause {tie.clause}, which is done: "
            f"{_stands(other, tie)}. {own.because}",
            citations=_both(own, other),
        )
    return _remarked(own, f"It was to go on alongside clause {tie.clause}; {_stands(other, tie)}.")


def _open_whether(own: Outcome, because: str) -> Outcome:
    """What depends on something that cannot be told cannot be told either, if it is due."""
    if own.status in _OPEN:
        return _remarked(own, because)
    return replace(own, status=Status.CANNOT_TELL, because=f"{because} {own.because}")


def _both(own: Outcome, other: Outcome) -> tuple[str, ...]:
    return tuple(sorted({*own.citations, *other.citations}, key=order))


def _remarked(own: Outcome, remark: str) -> Outcome:
    return replace(own, because=f"{own.because} {remark}")


def _stands(other: Outcome, tie: Tie) -> str:
    return f"clause {tie.clause} stands at '{other.status}'"


_TIES: Mapping[Holds, Callable[[Outcome, Outcome, Tie], Outcome]] = {
    Holds.ONLY_IF: only_if,
    Holds.NOT_BEFORE: not_before,
    Holds.ALONGSIDE: alongside,
}
