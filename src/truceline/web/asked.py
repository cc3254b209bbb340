"""What a visitor asks in an address: the three dates, and choices from closed sets."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from truceline.publishing.links import Links
from truceline.terms import written
from truceline.terms.problem import Problem, RefusedError
from truceline.terms.question import Question

Choice = TypeVar("Choice", bound=StrEnum)


def question(parameters: Mapping[str, str], *, today: date) -> Question:
    """The question of an address; `at` sets the first two dates (decision D17).

    Raises:
        RefusedError: a date that is none.
    """
    both = _day(parameters, "at")
    return Question(
        as_of=_day(parameters, "as-of") or both or today,
        said_by=_day(parameters, "said-by") or both,
        known_at=_instant(parameters, "known-at"),
    )


def links(parameters: Mapping[str, str]) -> Links:
    """The dates as they were written, to be kept by every link."""
    at = parameters.get("at", "")
    return Links(
        as_of=parameters.get("as-of") or at,
        said_by=parameters.get("said-by") or at,
        known_at=parameters.get("known-at", ""),
    )


def choice(parameters: Mapping[str, str], name: str, *, among: type[Choice]) -> Choice | None:
    """Raises RefusedError where the word is not one of the set."""
    text = parameters.get(name, "")
    if not text:
        return None
    try:
        return among(text)
    except ValueError:
        words = ", ".join(among)
        raise _refused(
            "unknown-word", name, found=f"{text!r} is not known.", remedy=f"One of: {words}."
        ) from None


def counted(parameters: Mapping[str, str], name: str) -> int:
    """A page or part, counted from 1; 1 where none is named."""
    text = parameters.get(name, "") or "1"
    if not re.fullmatch(r"[1-9][0-9]{0,5}", text):
        raise _refused(
            "not-a-number",
            name,
            found=f"{text!r} is not a number of a page.",
            remedy="Count from 1.",
        )
    return int(text)


def _day(parameters: Mapping[str, str], name: str) -> date | None:
    text = parameters.get(name, "")
    if not text:
        return None
    try:
        return written.day(text)
    except ValueError:
        raise _not_a_date(name, text, such_as="2020-11-12") from None


def _instant(parameters: Mapping[str, str], name: str) -> datetime | None:
    text = parameters.get(name, "")
    if not text:
        return None
    try:
        return written.instant(text)
    except ValueError:
        raise _not_a_date(name, text, such_as="2020-11-12 or 2020-11-12T18:30:00Z") from None


def _not_a_date(name: str, text: str, *, such_as: str) -> RefusedError:
    return _refused(
        "not-a-date",
        name,
        found=f"{text[:60]!r} is not a date.",
        remedy=f"Write it as {such_as}.",
    )


def _refused(code: str, where: str, *, found: str, remedy: str) -> RefusedError:
    return RefusedError(Problem(code=code, where=where, message=found, remedy=remedy))
