"""One answer, taken apart: claims in its own words, and what has no form. It checks no word."""

import json
import re
from dataclasses import dataclass

from truceline.reading.asked.prompt import MOST_CLAIMS
from truceline.terms.claim import Act, Modality

MAX_ANSWER_CHARS = 200_000
_MOST_NAMES = 20  # in one list
_FENCE = re.compile(r"\s*```(?:json)?\s*\n(.*)\n\s*```\s*", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A claim as the answer words it. Nothing in it is believed yet but the closed lists."""

    sentence: int
    quote: str
    word: str
    act: Act
    says: tuple[str, ...]
    via: str
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    places: tuple[str, ...]
    when: str
    modality: Modality
    denies: bool
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an answer holds. `wrong` tells of each claim without form what it lacks."""

    said: tuple[Said, ...]
    wrong: tuple[str, ...] = ()


def take_apart(text: str) -> Answer | None:
    """The claims of an answer; None where it is no JSON object that holds a list of claims."""
    if len(text) > MAX_ANSWER_CHARS:
        return None
    fenced = _FENCE.fullmatch(text)
    try:
        found = json.loads(fenced[1] if fenced else text)
    except (ValueError, RecursionError):
        return None
    listed = found.get("claims") if isinstance(found, dict) else None
    if not isinstance(listed, list):
        return None
    said: list[Said] = []
    wrong: list[str] = []
    for number, one in enumerate(listed[:MOST_CLAIMS], start=1):
        try:
            said.append(_said(one))
        except ValueError as lack:
            wrong.append(f"claim {number}: {lack}")
    if len(listed) > MOST_CLAIMS:
        wrong.append(f"only {MOST_CLAIMS} claims are taken from one answer")
    return Answer(said=tuple(said), wrong=tuple(wrong))


def _said(one: object) -> Said:
    """Raises ValueError: what it lacks, in words of our own."""
    if not isinstance(one, dict):
        raise ValueError("it is no object")  # noqa: TRY004 what is sent to us, not a wrong call
    fields: dict[object, object] = one
    return Said(
        sentence=_number(fields.get("sentence")),
        quote=_words(fields, "quote"),
        word=_words(fields, "word"),
        act=_act(fields.get("act")),
        says=_list(fields, "says"),
        via=_words(fields, "via"),
        actors=_list(fields, "actor"),
        targets=_list(fields, "target"),
        places=_list(fields, "place"),
        when=_words(fields, "when"),
        modality=_modality(fields.get("modality")),
        denies=_flag(fields.get("denies")),
        numbers=_list(fields, "numbers"),
    )


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError('"sentence" is no number')  # noqa: TRY004 as above
    return value


def _words(fields: dict[object, object], name: str) -> str:
    value = fields.get(name, "")
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f'"{name}" is no string')  # noqa: TRY004 as above
    return value


def _list(fields: dict[object, object], name: str) -> tuple[str, ...]:
    value = fields.get(name)
    given: list[object] = value if isinstance(value, list) else [value] if value else []
    if len(given) > _MOST_NAMES or not all(isinstance(each, str) for each in given):
        raise ValueError(f'"{name}" is no short list of strings')
    return tuple(each for each in given if isinstance(each, str) and each)


def _act(value: object) -> Act:
    try:
        return Act(str(value))
    except ValueError:
        raise ValueError('"act" is not one of the words of the schema') from None


def _modality(value: object) -> Modality:
    try:
        return Modality(str(value))
    except ValueError:
        raise ValueError('"modality" is not one of the words of the schema') from None


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError('"denies" is neither true nor false')  # noqa: TRY004 as above
    return value
