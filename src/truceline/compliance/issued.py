"""What findings that people issued do to where a provision stands. It finds nothing itself.

A violation makes a breach found. Where people found none, the claims it is about speak against the
provision no longer, nor do other accounts of the same incidents. What they left unresolved is
shown and changes nothing. A later finding on any of the same claims takes the place of an earlier.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from truceline.compliance.case import Case
from truceline.compliance.evidence import Bearing
from truceline.compliance.finding import Found, Status
from truceline.compliance.obligations import find
from truceline.compliance.outcome import Outcome
from truceline.compliance.sentences import day, listed
from truceline.terms.agreement import Obligation, Provision
from truceline.terms.issued import Answer, Issued, Verdict
from truceline.weighing.held import Finding, order

_SAID: Mapping[Verdict, str] = {
    Verdict.VIOLATION: "found a violation",
    Verdict.NO_VIOLATION: "found no violation",
    Verdict.UNRESOLVED: "left it unresolved",
}
_AGAINST_IF_DONE = frozenset(
    {Obligation.STANDING_PROHIBITION, Obligation.CEILING, Obligation.FLOOR}
)
_DONE = frozenset({Status.MET, Status.MET_LATE})


def on_record(
    issued: Iterable[Finding], *, agreement: str, clause: str, on: date
) -> tuple[Found, ...]:
    """Those of one provision whose period had ended by that day, as they were issued."""
    here = [
        one
        for one in issued
        if (one.issued.agreement, one.issued.clause) == (agreement, clause)
        and one.issued.last <= on
    ]
    return tuple(
        Found(
            issued=one.issued,
            by=one.by,
            entry=one.entry,
            replaced_by=next(
                (later.entry for later in here[n:] if _replaces(later.issued, one.issued)), None
            ),
        )
        for n, one in enumerate(here, start=1)
    )


def concluded(case: Case) -> Outcome:
    """Where the provision stands with what people found of it."""
    standing = [one for one in case.found if one.replaced_by is None]
    if not standing:
        return find(case)
    clear = {
        claim
        for one in standing
        if one.issued.verdict is Verdict.NO_VIOLATION
        for claim in one.issued.claims
    }
    own = find(replace(case, evidence=_without(clear, case)))
    for one in standing:
        own = _with(own, one)
    return own


def sentence(one: Found) -> str:
    """Who found what, over which days, and whose it is."""
    issued = one.issued
    when = (
        f"on {day(issued.first)}"
        if issued.first == issued.last
        else f"over {day(issued.first)} to {day(issued.last)}"
    )
    key = one.by.rpartition("/")[2]
    return (
        f"{key} {_SAID[issued.verdict]} {when}{_attributed(issued)} (entry {one.entry}): "
        f"{issued.because.rstrip('.')}."
    )


def _attributed(issued: Issued) -> str:
    if issued.verdict is not Verdict.VIOLATION:
        return ""
    return (
        f", attributed to {listed(issued.to)}" if issued.to else ", which could not be attributed"
    )


def _replaces(later: Issued, earlier: Issued) -> bool:
    if later.claims and earlier.claims:
        return not set(later.claims).isdisjoint(earlier.claims)
    return not later.claims and not earlier.claims and _overlap(later, earlier)


def _overlap(one: Issued, other: Issued) -> bool:
    return one.first <= other.last and other.first <= one.last


def _without(clear: set[str], case: Case) -> Sequence[Bearing]:
    """Repetition is not corroboration: another account of what was cleared is cleared with it."""
    if not clear:
        return case.evidence
    told_of = {claim: one.claims for one in case.incidents for claim in one.claims}
    return [
        one
        for one in case.evidence
        if (one.name not in clear and clear.isdisjoint(told_of.get(one.name, ())))
        or not _may_speak_against(one, case.provision)
    ]


def _may_speak_against(one: Bearing, provision: Provision) -> bool:
    """What tells of keeping it goes on telling so."""
    if provision.obligation in _AGAINST_IF_DONE:
        return not one.claim.denies
    return one.claim.denies or one.claim.act in provision.adverse or _is_way(provision)


def _is_way(provision: Provision) -> bool:
    """Of a way, or of letting others, the words of a claim tell which; one or the other counts."""
    return provision.obligation in {Obligation.KEEP_OPEN, Obligation.PERMIT}


def _with(own: Outcome, one: Found) -> Outcome:
    issued = one.issued
    match issued.verdict:
        case Verdict.VIOLATION if not _done_since(own, issued):
            return replace(
                own,
                status=Status.BREACH_FOUND,
                because=f"{sentence(one)} {own.because}",
                would_change="A later finding on the same claims.",
                citations=tuple(sorted({*own.citations, *issued.claims}, key=order)),
            )
        case Verdict.NO_VIOLATION:
            less = f"What {_named(issued)} tells of does not count." if issued.claims else ""
            return _remarked(own, f"{sentence(one)} {less}".strip())
        case Verdict.UNRESOLVED:
            return _remarked(own, f"{sentence(one)} Unknown: {_unknown(issued)}.")
        case _:
            return _remarked(own, sentence(one))


def _done_since(own: Outcome, issued: Issued) -> bool:
    """What was owed was done after the days of the finding: it is done, and late if it was late."""
    done = own.done.first if own.done else None
    return own.status in _DONE and done is not None and done > issued.last


def _named(issued: Issued) -> str:
    return f"claim{'' if len(issued.claims) == 1 else 's'} {listed(issued.claims)}"


def _unknown(issued: Issued) -> str:
    return listed(one.criterion for one in issued.answers if one.answer is Answer.UNKNOWN)


def _remarked(own: Outcome, remark: str) -> Outcome:
    return replace(own, because=f"{own.because} {remark}")
