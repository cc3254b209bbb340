"""Findings: what a machine would answer, and what a person issues. Only a person's is appended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from truceline.compliance.applicability import proposed
from truceline.operations.append import append
from truceline.operations.ask import held_at
from truceline.operations.centre import Centre
from truceline.operations.hold import hold
from truceline.operations.keyring import require_may
from truceline.operations.seal import require_nobody_named
from truceline.operations.sign import names_of
from truceline.operations.taken_back import missing
from truceline.terms.issued import Answer, Answered, Criterion, Issued
from truceline.terms.problem import Problem, RefusedError
from truceline.terms.question import Question
from truceline.weighing.held import Held
from truceline.weighing.incident import incidents


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a finding is of: one provision, over some days, and the claims it is about."""

    agreement: str
    clause: str
    first: date
    last: date
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What a person decided. Answers that are not given are taken over only where they say so."""

    answers: Mapping[Criterion, tuple[Answer, str]]
    because: str
    to: tuple[str, ...] = ()
    as_proposed: bool = False


def propose(centre: Centre, about: About, *, today: date) -> tuple[Answered, ...]:
    """The five answers a machine would give, with the names people go by; nothing is kept.

    Raises:
        RefusedError: no such agreement or clause, an unknown claim, or days that cannot be.
    """
    held = held_at(centre, Question(as_of=about.last))
    _require(centre, held, about, today=today)
    return _proposed(held, about)


def find(centre: Centre, about: About, *, decided: Decided, by: str, now: datetime) -> int:
    """Append a person's finding; returns the index of its entry.

    Raises:
        RefusedError: as for a proposal; an answer that is neither given nor taken over, no reason
            or one that names a person, an attribution to nobody who is a party or without a
            violation, or a key that may not rule (decision D15).
    """
    held, signer = hold(centre), centre.signer(by)
    _require(centre, held, about, today=now.date())
    require_may(centre, signer, person=True)
    answers = _answers(held, about, decided=decided)
    issued = Issued(
        agreement=about.agreement,
        clause=about.clause,
        first=about.first,
        last=about.last,
        claims=tuple(dict.fromkeys(about.claims)),
        answers=answers,
        because=decided.because.strip(),
        to=tuple(dict.fromkeys(decided.to)),
    )
    _require_attributable(held, issued)
    people = names_of(centre, held)
    typed = [(decided.because, "--because")]
    typed += [(because, f"--answer {one}") for one, (_, because) in decided.answers.items()]
    for text, where in typed:
        if not text.strip():
            raise RefusedError(_no_reason(where))
        require_nobody_named(text, where, names=people)
    return append(centre, [issued], by=signer, now=now, held=held).size - 1


def _answers(held: Held, about: About, *, decided: Decided) -> tuple[Answered, ...]:
    given = decided.answers
    missing = [one for one in Criterion if one not in given]
    if missing and not decided.as_proposed:
        raise RefusedError(
            Problem(
                code="no-answer",
                where="--answer",
                message=f"a finding answers five questions; not answered: {', '.join(missing)}.",
                remedy="Give --answer 'in scope=yes: why', or take the others over as they are "
                "proposed with --as-proposed.",
            )
        )
    return tuple(
        replace(one, answer=given[one.criterion][0], because=given[one.criterion][1].strip())
        if one.criterion in given
        else replace(one, because=f"Taken over as proposed: {one.because}")
        for one in _proposed(held, about)
    )


def _proposed(held: Held, about: About) -> tuple[Answered, ...]:
    return proposed(
        held,
        incidents(held),
        provision=(about.agreement, about.clause),
        claims=about.claims,
        last=about.last,
    )


def _require(centre: Centre, held: Held, about: About, *, today: date) -> None:
    problems = [*_unknown_provision(held, about), *_unknown_claims(centre, held, about.claims)]
    if not about.first <= about.last <= today:
        problems.append(
            Problem(
                code="wrong-days",
                where=f"{about.first} to {about.last}",
                message="a finding is of days that have been, from the first to the last.",
                remedy="Give the first and the last day that was looked at.",
            )
        )
    if problems:
        raise RefusedError(*problems)


def _unknown_provision(held: Held, about: About) -> list[Problem]:
    agreement = held.agreements.get(about.agreement)
    if agreement is None or agreement.signed > about.last:
        known = sorted(one.id for one in held.agreements.values() if one.signed <= about.last)
        what, remedy = "no agreement of this name was signed by then.", ", ".join(known)
    elif about.clause in (clauses := [one.clause for one in agreement.provisions]):
        return []
    else:
        what, remedy = "the agreement has no such clause.", ", ".join(clauses)
    return [
        Problem(
            code="unknown-provision",
            where=f"{about.agreement}/{about.clause}",
            message=what,
            remedy=f"Use one of: {remedy or 'none is on record'}.",
        )
    ]


def _unknown_claims(centre: Centre, held: Held, claims: Sequence[str]) -> list[Problem]:
    """A posting may be what it is about; the five answers are asked of claims."""
    none = "no claim or posting of this name is on record."
    told = {
        claim: missing(centre, claim, otherwise=none)
        for claim in claims
        if claim not in held.claims and claim not in held.postings
    }
    if not told and not any(claim in held.claims for claim in claims):
        told = {
            ", ".join(claims) or "--claim": "a finding is about claims that are on record, at "
            "least one."
        }
    return [
        Problem(
            code="unknown-claim",
            where=where,
            message=message,
            remedy="List the names with: truceline claims CENTRE",
        )
        for where, message in told.items()
    ]


def _require_attributable(held: Held, issued: Issued) -> None:
    parties = held.agreements[issued.agreement].parties
    strangers = [party for party in issued.to if party not in parties]
    if strangers:
        message = f"{', '.join(strangers)} is no party of this agreement."
    elif issued.to and issued.verdict != "violation":
        message = f"the answers come to '{issued.verdict}': there is nothing to attribute."
    else:
        return
    raise RefusedError(
        Problem(
            code="not-attributable",
            where="--attribute-to",
            message=message,
            remedy=f"Attribute a violation to one or more of: {', '.join(parties)}; or leave "
            "--attribute-to out, which says that it could not be attributed.",
        )
    )


def _no_reason(where: str) -> Problem:
    return Problem(
        code="no-reason",
        where=where,
        message="a finding and each of its answers need their reason.",
        remedy="Say in a sentence what was checked and how.",
    )
