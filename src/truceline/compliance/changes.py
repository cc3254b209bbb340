"""What is different between two boards, provision by provision, and why. Not what is right."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from truceline.compliance.finding import NOTICE_CLOSES, TERM_ENDS, Due, Finding, Status
from truceline.compliance.issued import sentence as issued
from truceline.compliance.register import board
from truceline.compliance.sentences import day, listed
from truceline.terms.agreement import Amendment, Amends
from truceline.terms.question import Question
from truceline.weighing.held import Held, heard, order
from truceline.weighing.incident import incidents


class Why(StrEnum):
    """What made the difference."""

    AGREEMENT = "agreement"  # signed, or put in its place
    AMENDMENT = "amendment"
    RULING = "ruling"
    FINDING = "finding"  # a person issued one
    WATCH = "watch"  # a patrol, or somebody kept from it, came on record
    PUBLISHED = "published"  # a document was published in between
    RECORDED = "recorded"  # a document or claim entered the record in between
    EVIDENCE = "evidence"  # known before; it counts now, or counts no more
    TIME = "time"  # a day passed


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    why: Why
    sentence: str
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One provision that stands otherwise. None: it was not on that board at all."""

    agreement: str
    clause: str
    title: str
    before: Finding | None
    after: Finding | None
    reasons: tuple[Reason, ...]  # never empty

    @property
    def sentence(self) -> str:
        was, now = (f"'{one.status}'" if one else "not there" for one in (self.before, self.after))
        stands = f"still {now}" if was == now else f"{now}, before {was}"
        return f"{self.title}: {stands}. {' '.join(one.sentence for one in self.reasons)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A board, what it was drawn from, and the question it answers."""

    question: Question
    held: Held  # what was heard: nothing published after `said_by`
    findings: tuple[Finding, ...]


def between(before: Held, after: Held, *, asked: tuple[Question, Question]) -> tuple[Change, ...]:
    """What changed from one question to another; each is put to what was known at its time."""
    return changes(drawn(before, asked[0]), drawn(after, asked[1]))


def drawn(held: Held, question: Question) -> Drawn:
    known = heard(held, question)
    findings = board(known, incidents(known), question=question)
    return Drawn(question=question, held=known, findings=findings)


def changes(before: Drawn, after: Drawn) -> tuple[Change, ...]:
    """A change for each provision whose status, last days or positions differ, in board order."""
    was, now = (
        {(one.agreement, one.clause): one for one in each.findings} for each in (before, after)
    )
    found = (
        _change(was.get(key), now.get(key), before=before, after=after)
        for key in dict.fromkeys([*now, *was])
    )
    return tuple(one for one in found if one is not None)


def _change(
    was: Finding | None, now: Finding | None, *, before: Drawn, after: Drawn
) -> Change | None:
    either = now or was
    if either is None or (was and now and _stands(was) == _stands(now)):
        return None
    reasons = tuple(_reasons(was, now, before=before, after=after))
    return Change(
        agreement=either.agreement,
        clause=either.clause,
        title=either.title,
        before=was,
        after=now,
        reasons=reasons or (_otherwise(before, after),),
    )


def _stands(one: Finding) -> object:
    return (one.status, one.due, one.positions)


def _reasons(
    was: Finding | None, now: Finding | None, *, before: Drawn, after: Drawn
) -> Iterator[Reason]:
    if was is None or now is None:
        yield _signed(was, now, before=before, after=after)
        return
    yield from _agreed(was, now)
    yield from _issued(was, now)
    yield from _ruled(was, now, before=before.held, after=after.held)
    yield from _told(was, now, before=before.held, after=after.held)
    yield from _entered(was, now, before=before.held, after=after.held)
    yield from _passed(was, now, before=before, after=after)


def _signed(was: Finding | None, now: Finding | None, *, before: Drawn, after: Drawn) -> Reason:
    of = now or was
    assert of is not None  # noqa: S101 a change is of a finding on one of the boards
    there, other = (after, before) if now else (before, after)
    agreement = there.held.agreements[of.agreement]
    if of.agreement not in other.held.agreements:
        which = "earlier" if now else "later"
        sentence = f"{agreement.title} is not on record at the {which} question."
        return Reason(why=Why.RECORDED, sentence=sentence)
    sentence = f"{agreement.title} was signed on {day(agreement.signed)}."
    return Reason(why=Why.AGREEMENT, sentence=sentence)


def _agreed(was: Finding, now: Finding) -> Iterator[Reason]:
    for one in now.amended_by:
        if one not in was.amended_by:
            moved = f" {_days(was, now)}" if one.amends is Amends.DEADLINE else ""
            text = f"{_by(one)}: {one.text.rstrip('.')}.{moved}"
            yield Reason(why=Why.AMENDMENT, sentence=text)
    for one in was.amended_by:
        if one not in now.amended_by:
            yield Reason(why=Why.AMENDMENT, sentence=f"The amendment {one.id} does not count.")
    amended = any(one.amends is Amends.WITHDRAWN for one in now.amended_by)
    suspended = any(one.amends is Amends.SUSPENSION for one in now.amended_by)
    if now.status is Status.SUPERSEDED is not was.status and not (amended or suspended):
        yield Reason(why=Why.AGREEMENT, sentence=now.because)


def _days(was: Finding, now: Finding) -> str:
    old, new = (
        " or ".join(day(one) for one in sorted({due.date for due in each.due}))
        for each in (was, now)
    )
    return f"The last day is now {new}, before {old}." if old else f"The last day is now {new}."


def _by(one: Amendment) -> str:
    if one.amends is Amends.NOTICE:
        return f"{listed(one.parties)} gave notice on {day(one.agreed)}"
    return f"{listed(one.parties)} agreed on {day(one.agreed)}"


def _ruled(was: Finding, now: Finding, *, before: Held, after: Held) -> Iterator[Reason]:
    """Rulings on the claims of either, made, changed or undone in between."""
    for name in sorted(_claims(was) | _claims(now), key=order):
        old, new = before.rulings.get(name), after.rulings.get(name)
        if new is not None and new != old:
            yield Reason(
                why=Why.RULING,
                sentence=f"{new.by} ruled claim {name} {new.ruling}: {new.reason.rstrip('.')}.",
                claims=(name,),
            )


def _issued(was: Finding, now: Finding) -> Iterator[Reason]:
    """Findings of people that count now and did not, or count no more."""
    known, standing = ({one.entry: one for one in each.found} for each in (was, now))
    for entry in sorted(standing.keys() - known.keys()):
        one = standing[entry]
        yield Reason(why=Why.FINDING, sentence=issued(one), claims=one.issued.claims)
    for entry in sorted(known.keys() - standing.keys()):
        sentence = f"The finding of entry {entry} does not count at the later question."
        yield Reason(why=Why.FINDING, sentence=sentence, claims=known[entry].issued.claims)


def _entered(was: Finding, now: Finding, *, before: Held, after: Held) -> Iterator[Reason]:
    """Who watched, and who was kept from it, as far as it is new and bears on this provision."""
    new = len(after.patrols) - len(before.patrols), len(after.hindrances) - len(before.hindrances)
    if any(new) and was.watched != now.watched:
        sentence = f"What is on record of who watched is new. {now.watched}"
        yield Reason(why=Why.WATCH, sentence=sentence)


def _told(was: Finding, now: Finding, *, before: Held, after: Held) -> Iterator[Reason]:
    come = sorted(_claims(now) - _claims(was), key=order)
    gone = sorted(_claims(was) - _claims(now), key=order)
    recorded = [one for one in come if _entry(one) >= before.size]
    published = [one for one in come if one not in recorded and one not in before.claims]
    counts = [one for one in come if one in before.claims]
    taken_back = [one for one in gone if one not in after.claims]
    no_more = [one for one in gone if one in after.claims]
    for why, names, says in (
        (Why.RECORDED, recorded, "came on record in between"),
        (Why.PUBLISHED, published, "{were} published in between"),
        (Why.EVIDENCE, counts, "{were} known before and {count} now"),
        (Why.EVIDENCE, no_more, "{count} no more"),
        (Why.RECORDED, taken_back, "{are} not on record, or not published, at the later question"),
    ):
        if names:
            yield Reason(why=why, sentence=_named(names, says), claims=tuple(names))


def _named(names: list[str], says: str) -> str:
    one = len(names) == 1
    verbs = {
        "were": "was" if one else "were",
        "are": "is" if one else "are",
        "count": "counts" if one else "count",
    }
    return f"Claim{'' if one else 's'} {listed(names)} {says.format_map(verbs)}."


def _passed(was: Finding, now: Finding, *, before: Drawn, after: Drawn) -> Iterator[Reason]:
    """Days that lie between the two questions. Nothing else need have happened."""
    first, last = before.question.as_of, after.question.as_of
    provision = after.held.agreements[now.agreement].provision(now.clause)
    warns = timedelta(days=max(provision.warn_days - 1, 0))
    ran_out = (due for due in was.due if due.says in {NOTICE_CLOSES, TERM_ENDS})
    for passed, what in dict.fromkeys((due.date, _what(due)) for due in (*now.due, *ran_out)):
        if first <= passed < last:
            yield Reason(why=Why.TIME, sentence=f"{what}, {day(passed)}, passed.")
        elif (
            passed >= last
            and now.status is Status.DUE_SOON is not was.status
            and (first < passed - warns <= last)
        ):
            sentence = f"{what}, {day(passed)}, came near: the warning began on "
            yield Reason(why=Why.TIME, sentence=f"{sentence}{day(passed - warns)}.")
    yield from _suspended(now, first=first, last=last)


def _suspended(now: Finding, *, first: date, last: date) -> Iterator[Reason]:
    for one in now.amended_by:
        if one.first and first < one.first <= last:
            yield Reason(why=Why.TIME, sentence=f"Its suspension began on {day(one.first)}.")
        if one.last and first <= one.last < last:
            yield Reason(why=Why.TIME, sentence=f"Its suspension ended on {day(one.last)}.")


def _what(due: Due) -> str:
    known: Mapping[str, str] = {
        NOTICE_CLOSES: "The end of the notice window",
        TERM_ENDS: "The end of the term",
    }
    of = f" of {due.part}" if due.part else ""
    return known.get(due.says, f"The last day{of} ({due.rendering})")


def _otherwise(before: Drawn, after: Drawn) -> Reason:
    """Nothing it cites is new: other claims can make an account disputed, or the day moved on."""
    if before.held.claims.keys() != after.held.claims.keys():
        return Reason(
            why=Why.EVIDENCE,
            sentence="None of its own claims is new; others have changed how well these are "
            "established.",
        )
    return _moved_on(before.question, after.question)


def _moved_on(before: Question, after: Question) -> Reason:
    return Reason(
        why=Why.TIME,
        sentence=f"The question moved from {day(before.as_of)} to {day(after.as_of)}; nothing "
        "else that bears on it is new.",
    )


def _claims(one: Finding) -> frozenset[str]:
    said = (name for position in one.positions for name in position.claims)
    return frozenset((*one.citations, *said))


def _entry(name: str) -> int:
    return order(name)[0]
