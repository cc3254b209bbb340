"""Undertakings to have done something: achievements, establishments, exchanges. Not conduct.

A deadline has one last day per rendering. The earliest is what we warn of; only after the latest is
anything called overdue, and then only where someone says so or somebody was watching.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from truceline.compliance.applies import names_of
from truceline.compliance.case import Case
from truceline.compliance.evidence import Bearing, voices
from truceline.compliance.extent import everywhere, innermost
from truceline.compliance.finding import Status
from truceline.compliance.outcome import Outcome, Stand, outcome
from truceline.compliance.sentences import day, listed
from truceline.compliance.watching import Watch, watched
from truceline.terms.agreement import Agreement, Provision
from truceline.terms.claim import Modality
from truceline.weighing.in_force import first_day
from truceline.weighing.span import Span


def achievement(case: Case) -> Outcome:
    """Done by the last day: one claim that it happened is needed; one under way is a part."""
    return weighed(case, accounts_of(case, going_on_is_done=False))


def establishment(case: Case) -> Outcome:
    """As an achievement, but what is said to be at work is said to exist."""
    return weighed(case, accounts_of(case, going_on_is_done=True))


def exchange(case: Case) -> Outcome:
    """All for all. One exchange never shows that all were exchanged, so machines say "partly"."""
    done, under_way, undone = accounts_of(case, going_on_is_done=True)
    began = [one for one in (*done, *under_way) if not one.voice.denies]
    if not began:
        return weighed(case, ([], [], undone))
    if undone and _parties_disagree(began, undone, case.agreement):
        return _disputed(began, undone).outcome()
    still = f"; {voices(undone)}: some are still held" if undone else ""
    return outcome(
        Status.PARTLY_MET,
        f"Said by {voices(began)}: an exchange {began[0].told_when}{still}. No "
        "source shows that all have been exchanged.",
        would_change="Lists of both sides that match, or a claim that none is held any more.",
        cites=(*began, *undone),
    )


Accounts = tuple[list[Bearing], list[Bearing], list[Bearing]]


def accounts_of(case: Case, *, going_on_is_done: bool) -> Accounts:
    """Facts by the day of the question: done, under way, and not done."""
    facts = [one for one in case.evidence if one.is_fact and one.applies.fulfils]
    undone: list[Bearing] = []
    done: list[Bearing] = []
    under_way: list[Bearing] = []
    for one in facts:
        if one.voice.denies or one.voice.act not in case.provision.acts:
            undone.append(one)
        elif one.voice.modality is Modality.ONGOING and not going_on_is_done:
            under_way.append(one)
        else:
            done.append(one)
    if going_on_is_done:
        return done, under_way, undone
    whole = everywhere(done, case.provision.places, case.agreement)
    return whole, under_way if whole else [*under_way, *done], undone


def weighed(case: Case, accounts: Accounts) -> Outcome:
    """Where something that is to be done by a day stands, by what is said of it."""
    done, under_way, undone = accounts
    found = stand(case, accounts, last_days=last_days_of(case.provision)).outcome()
    return replace(
        found, begun=bool(done or under_way), done=when(done), undone=said_undone(undone)
    )


def when(done: Sequence[Bearing]) -> Span | None:
    """From the first to the last day on which it can have been done, if anybody says it was."""
    if not done:
        return None
    starts = [one.span.first for one in done if one.span.first]
    ends = [on for one in done if (on := one.heard.done_by)]
    whole = len(starts) == len(done)
    return Span(first=min(starts) if whole else None, last=min(ends) if ends else None)


def said_undone(undone: Sequence[Bearing]) -> date | None:
    """The latest day on which it is said not to be done."""
    return max((on for one in undone if (on := one.heard.done_by)), default=None)


def stand(case: Case, accounts: Accounts, *, last_days: tuple[date, ...]) -> Stand:
    """Where it stands, held against these last days: one under each rendering that sets one."""
    done, under_way, undone = accounts
    if done:
        opposed = _opposing(undone, done)
        if opposed or all(one.is_disputed for one in done):
            return _disputed(done, opposed)
        return _done(last_days, done, undone=undone)
    if not last_days:
        return _without_day(case, under_way, undone)
    if case.as_of <= max(last_days):
        return _ahead(case, under_way, undone, last_days=last_days)
    if under_way:
        return _under_way(case, under_way, undone)
    return _past(case, undone, latest=max(last_days))


def last_days_of(provision: Provision) -> tuple[date, ...]:
    """The last day in time under each rendering that sets one."""
    return tuple(wording.deadline.last_day for wording in provision.wordings if wording.deadline)


def due_soon(last_day: date, as_of: date, *, warn_days: int) -> bool:
    """A window of seven days is the last day and the six before it."""
    return (last_day - as_of).days < warn_days


def _done(last_days: tuple[date, ...], done: list[Bearing], *, undone: list[Bearing]) -> Stand:
    late = bool(last_days) and all(
        one.span.first is not None and one.span.first > max(last_days) for one in done
    )

    def told() -> tuple[str, str]:
        said = f"Said by {voices(done)} to have been done {done[0].told_when}"
        earlier = f" At an earlier time, said by {voices(undone)} not to be done." if undone else ""
        if late:
            said = f"{said}; the last day was {day(max(last_days))}"
        elif last_days:
            said = f"{said}{_in_time(done, last_days)}"
        return f"{said}.{earlier}", "A claim that it was not done, or a person's ruling."

    return Stand(Status.MET_LATE if late else Status.MET, (done, undone), told)


def _in_time(done: list[Bearing], last_days: tuple[date, ...]) -> str:
    ends = [one.span.done_by for one in done if one.span.done_by is not None]
    if ends and min(ends) <= min(last_days):
        return f", in time: the last day was {day(min(last_days))}"
    starts = [one.span.first for one in done if one.span.first is not None]
    if ends and starts and max(starts) > min(last_days) and min(ends) <= max(last_days):
        return (
            f", in time under the renderings that run to {day(max(last_days))}, "
            f"late under those that end on {day(min(last_days))}"
        )
    return "; no source tells the day closely enough to say whether that was in time"


def _ahead(
    case: Case,
    under_way: Sequence[Bearing],
    undone: Sequence[Bearing],
    *,
    last_days: tuple[date, ...],
) -> Stand:
    provision, as_of = case.provision, case.as_of
    soon = due_soon(min(last_days), as_of, warn_days=provision.warn_days)

    def told() -> tuple[str, str]:
        remark = f" Said by {_begun(case, under_way)}." if under_way else ""
        remark += f" Said by {voices(undone)} not to be done yet." if undone else ""
        return (
            f"The last day is {_or(last_days)}.{remark}",
            f"Nothing is recorded as done for {_about(provision)}; {_countdown(last_days, as_of)}.",
        )

    return Stand(Status.DUE_SOON if soon else Status.NOT_YET_DUE, (under_way, undone), told)


def _past(case: Case, undone: list[Bearing], *, latest: date) -> Stand:
    after = [
        one
        for one in undone
        if one.heard.done_by and one.heard.done_by > latest and not one.suspended
    ]
    seen = bool(after) or watched(case) is Watch.WHOLE

    def told() -> tuple[str, str]:
        passed, change = f"The last day was {day(latest)}", "A claim that it was done"
        if after:
            said = f"{passed}; said by {voices(after)} not to be done after that."
            return said, f"{change}, with its day."
        if seen:
            since = day(first_day(case.agreement))
            said = f"{passed}; it was watched on every day since {since}, and nothing is reported"
            return f"{said} as done.", f"{change}, with its day."
        silence = "silence is not compliance, and not breach either"
        return (
            f"{passed}, and nothing is recorded since: {silence}.",
            f"{change} or was not done, or a watch over the whole period.",
        )

    return Stand(Status.OVERDUE if seen else Status.CANNOT_TELL, (undone,), told)


def _under_way(case: Case, under_way: list[Bearing], undone: list[Bearing]) -> Stand:
    def told() -> tuple[str, str]:
        said = f"The last day has passed; said by {_begun(case, under_way)}."
        return said, "A claim that it was completed, with its day."

    return Stand(Status.PARTLY_MET, (under_way, undone), told)


def _begun(case: Case, some: Sequence[Bearing]) -> str:
    """Who says that it goes on, and who says that it is done somewhere only."""
    going_on = [one for one in some if one.voice.modality is Modality.ONGOING]
    parts = [one for one in some if one.voice.modality is not Modality.ONGOING]
    said = [f"{voices(going_on)} to be under way"] if going_on else []
    if parts:
        named = names_of(case.agreement)
        where = listed(
            dict.fromkeys(
                place
                for one in parts
                for place in one.claim.places
                if place in innermost(one.claim.places, named)
            )
        )
        said.append(f"{voices(parts)} to be done in part{f': {where}' if where else ''}")
    return "; by ".join(said)


def _without_day(case: Case, under_way: list[Bearing], undone: list[Bearing]) -> Stand:
    def told() -> tuple[str, str]:
        change = "A claim that it was done."
        if under_way:
            return f"No day is set; said by {_begun(case, under_way)}.", change
        said = f"{voices(undone)}: not done" if undone else "nothing is recorded as done"
        return f"No day is set, and {said}.", change

    status = Status.PARTLY_MET if under_way else Status.CANNOT_TELL
    return Stand(status, (under_way, undone), told)


def _disputed(done: list[Bearing], undone: list[Bearing]) -> Stand:
    def told() -> tuple[str, str]:
        against = f"said by {voices(undone)} not to be" if undone else "other accounts differ"
        return (
            f"Said by {voices(done)} to have been done; {against}.",
            "A person's ruling on the claims of either side.",
        )

    return Stand(Status.DISPUTED, (done, undone), told)


def _opposing(undone: list[Bearing], done: Sequence[Bearing]) -> list[Bearing]:
    """Said not to be done on a day by which others say it was: no dispute if it was earlier.

    Nor where all who said that it was not done say later that it is.
    """
    days = [on for one in done if (on := one.heard.done_by)]
    if not days:
        return undone
    first, last = min(days), max(days)
    last_said = _last_said(done) if first < last else {}

    def opposes(one: Bearing) -> bool:
        said = one.heard.done_by
        if said is None or said >= last:
            return True
        return said >= first and any(last_said.get(side, date.min) <= said for side in one.sides)

    found = [one for one in undone if opposes(one)]
    return undone if len(found) == len(undone) else found  # what many share stays shared


def _last_said(done: Sequence[Bearing]) -> Mapping[str, date]:
    """The last day on which each side says that it was done."""
    last: dict[str, date] = {}
    for one in done:
        said = one.heard.done_by
        if said is not None:
            for side in one.sides:
                last[side] = max(said, last.get(side, said))
    return last


def _parties_disagree(began: list[Bearing], undone: list[Bearing], agreement: Agreement) -> bool:
    denying = {side for one in undone for side in one.sides if side in agreement.parties}
    affirming = {side for one in began for side in one.sides if side in agreement.parties}
    return bool(denying and affirming and denying != affirming)


def _about(provision: Provision) -> str:
    return listed(provision.places) if provision.places else f"clause {provision.clause}"


def _or(days: tuple[date, ...]) -> str:
    return " or ".join(day(one) for one in sorted(set(days)))


def _countdown(last_days: tuple[date, ...], as_of: date) -> str:
    left = sorted({(one - as_of) // timedelta(days=1) for one in last_days})
    if left[0] < 0:
        return f"overdue under one rendering, {left[-1]} days left under another"
    if left[-1] == 0:
        return "due today"
    return f"due in {' or '.join(str(one) for one in left)} day{'' if left == [1] else 's'}"
