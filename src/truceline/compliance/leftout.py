"""What the board leaves out, or goes by for want of better, and why. Not what anybody did.

All of it follows from the agreements on record: their files were read one by one, and what one says
of another shows only here.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from truceline.compliance.applies import names_of
from truceline.compliance.register import signed_by
from truceline.compliance.renderings import (
    LAST_DAY,
    decisive,
    differences_in,
    is_owed,
    only_unofficial,
)
from truceline.compliance.sentences import day, listed
from truceline.compliance.succession import idle
from truceline.compliance.within import drawn, drawn_outside
from truceline.terms.agreement import OFFICIAL, Agreement, Amendment, Provision
from truceline.terms.names import Kind, around
from truceline.terms.problem import Problem
from truceline.weighing.amended import Amended, amended, by_provision, unplaced
from truceline.weighing.held import Held


def left_out(held: Held, *, as_of: date) -> tuple[Problem, ...]:
    """Each with what it means for the board, in the order of the agreements."""
    signed = signed_by(held, as_of)
    amendments = by_provision(signed)
    return tuple(
        problem
        for agreement in signed
        for part in (
            _renderings(agreement),
            _clauses(agreement, amendments, on=as_of),
            _amendments(agreement, signed, on=as_of),
            _earlier(agreement, signed),
            _ground(agreement, on=as_of),
        )
        for problem in part
    )


def _renderings(agreement: Agreement) -> Iterator[Problem]:
    statuses = dict.fromkeys(one.status for one in agreement.renderings)
    if agreement.renderings and not OFFICIAL & set(statuses):
        yield Problem(
            code="no-official-rendering",
            where=agreement.id,
            message=f"No official rendering is on record: the board goes by {listed(statuses)}.",
            remedy="Sign the file in again with an official rendering, if there is one.",
        )


def _clauses(
    agreement: Agreement, amendments: Mapping[str, tuple[Amendment, ...]], *, on: date
) -> Iterator[Problem]:
    for provision in agreement.provisions:
        where = f"{agreement.id}, clause {provision.clause}"
        text = amended(provision, amendments.get(f"{agreement.id}/{provision.clause}", ()), on=on)
        if is_owed(provision, agreement):
            yield from _conflicts(text.provision, agreement, where=where)
        else:
            yield Problem(
                code="no-official-wording",
                where=where,
                message=f"Only {only_unofficial(provision, agreement)} has it, and no official "
                "rendering: it is shown, and nobody is held to it.",
                remedy="Add the official wording to its file and sign that in again.",
            )
        yield from _at_odds(text, where=where)


def _conflicts(provision: Provision, agreement: Agreement, *, where: str) -> Iterator[Problem]:
    for one in differences_in(decisive(provision, agreement), agreement):
        if one.field == LAST_DAY and one.loud:
            yield Problem(
                code="official-renderings-conflict",
                where=where,
                message=f"{one.says} Which of them holds is left open: the board warns from the "
                "earlier day and calls nothing overdue before the later.",
                remedy="Compare the texts; an interpretation that the parties agree on can be "
                "entered as an amendment.",
            )


def _at_odds(text: Amended, *, where: str) -> Iterator[Problem]:
    for agreed in dict.fromkeys(one.agreed for one in text.at_odds):
        named = listed(one.id for one in text.at_odds if one.agreed == agreed)
        yield Problem(
            code="contradictory-amendments",
            where=where,
            message=f"Amendments agreed on {day(agreed)} contradict each other, and all of them "
            f"are left out: {named}.",
            remedy="Correct one of their files and sign it in again.",
        )
    for one in text.unfit:
        yield Problem(
            code="unfit-amendment",
            where=where,
            message=f"The amendment {one.id} does not fit this kind of undertaking and is left "
            "out.",
            remedy="Correct its file and sign it in again.",
        )


def _amendments(
    agreement: Agreement, signed: Sequence[Agreement], *, on: date
) -> Iterator[Problem]:
    nowhere = unplaced(signed)
    for one in (one for one in agreement.amendments if one.agreed <= on):
        where = f"{agreement.id}, amendment {one.id}"
        if one in nowhere:
            yield Problem(
                code="unplaced-amendment",
                where=where,
                message=f"It is of {one.provision}, which no agreement on record has: the board "
                "shows it nowhere.",
                remedy="Sign in the agreement it amends, or correct the clause it names.",
            )
        elif not agreement.decides(one.rendering):
            yield Problem(
                code="amendment-not-official",
                where=where,
                message=f"Only {one.rendering} tells of it, and no official rendering of the file: "
                f"{one.provision} stands as it was.",
                remedy="Name the official rendering that tells of it, if there is one.",
            )


def _earlier(agreement: Agreement, signed: Sequence[Agreement]) -> Iterator[Problem]:
    """What it takes the place of, as far as that is not on record."""
    known = {one.id: one for one in signed}
    for name, why in idle(agreement, signed):
        yield Problem(
            code="idle-succession",
            where=agreement.id,
            message=f"It would end {name}, {why}: nothing is ended by that.",
            remedy="Sign that agreement in, or correct 'succeeds'.",
        )
    for provision in agreement.provisions:
        for earlier in provision.replaces:
            name, _, clause = earlier.partition("/")
            clauses = {one.clause for one in known[name].provisions} if name in known else set()
            if clause not in clauses:
                yield Problem(
                    code="replaces-unknown",
                    where=f"{agreement.id}, clause {provision.clause}",
                    message=f"It would take the place of {earlier}, which is not on record: "
                    "nothing is superseded by it.",
                    remedy="Sign that agreement in, or correct 'replaces'.",
                )


def _ground(agreement: Agreement, *, on: date) -> Iterator[Problem]:
    """Where the board goes by names alone, or by names against what is drawn."""
    ever = {one.name for one in agreement.zones}
    wanted = dict.fromkeys((*agreement.scope, *(one.name for one in agreement.zones)))
    missing = [place for place in wanted if not drawn(agreement, place, on=on)]
    never = [place for place in missing if place not in ever]
    if never:
        yield Problem(
            code="zone-not-drawn",
            where=agreement.id,
            message=f"Not drawn on the ground: {listed(never)}. What is told by coordinates "
            "alone is neither inside nor outside.",
            remedy="Add it under 'zones' with its accuracy, and sign the file in again.",
        )
    for place in (one for one in missing if one in ever):
        yield Problem(
            code="zone-not-valid",
            where=agreement.id,
            message=f"What is drawn of {place} does not hold on {day(on)}: what is told by "
            "coordinates alone is neither inside nor outside.",
            remedy="Add how it runs from then on, with its days.",
        )
    named = names_of(agreement)
    for one in (one for one in agreement.named if one.kind is Kind.PLACE):
        for zone in around(named, one.name)[1:]:
            if because := drawn_outside(agreement, one.name, zone, on=on):
                yield Problem(
                    code="name-and-drawing-differ",
                    where=agreement.id,
                    message=f"{because} The board goes by the names, and a finding cannot say "
                    "whether it is in scope.",
                    remedy="Correct 'within', the position or the zone.",
                )
