"""Whole numbers as English writes them, in digits or words. What they count is not its concern."""

import re
from decimal import Decimal
from functools import reduce
from importlib.resources import files

import yaml

_WORDS = yaml.safe_load(files(__package__).joinpath("data/numerals.yaml").read_text("utf-8"))
_ONES: dict[str, int] = _WORDS["ones"]
_SCALES: dict[str, int] = _WORDS["scales"]


def _longest_first(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_SCALE = rf"(?:{_longest_first(_SCALES)})"
_ONE = rf"(?:{_longest_first(_ONES)})"
DIGITS = (
    r"(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,3}(?: \d{3}){1,4}|\d{1,3}(?:\.\d{3}){1,4}"
    r"|\d{1,9}(?:\.\d{1,3})?)(?!\d|[.,:/]\d)"
)
WORDS = rf"(?:(?:a )?{_SCALE}|{_ONE})\b(?:[ -](?:and )?(?:{_ONE}|{_SCALE})\b){{0,9}}"
NUMBER = rf"(?:{DIGITS}(?:[ -]{_SCALE}\b)?|{WORDS})"  # compile it with re.IGNORECASE


def whole(text: str) -> int | None:
    """The number a match of NUMBER stands for; None where it is not whole or not clear."""
    lowered = text.lower()
    if not lowered[:1].isdigit():
        return _from_words(lowered)
    digits = re.match(r"[\d., ]*\d", lowered)
    assert digits is not None  # noqa: S101 it begins with a digit
    scale = _SCALES.get(lowered[digits.end() :].strip(" -"), 1)
    return _from_digits(digits[0], scale=scale)


def whole_or_none(text: str) -> int | None:
    """As `whole`, of words that may be no number at all."""
    return whole(text) if _ALL.fullmatch(text) else None


_ALL = re.compile(NUMBER, re.IGNORECASE)


def _from_digits(text: str, *, scale: int) -> int | None:
    if "," in text or " " in text or text.count(".") > 1:
        return int(re.sub(r"\D", "", text)) * scale
    if re.fullmatch(r"\d{1,3}\.\d{3}", text) and scale == 1:
        # 1.960 is 1960 on one side of a border and not quite two on the other; counts are whole.
        return int(text.replace(".", ""))
    value = Decimal(text) * scale
    return int(value) if value == value.to_integral_value() else None


def _from_words(text: str) -> int:
    words = [word for word in re.split(r"[ -]", text) if word not in {"a", "and"}]
    total, group = reduce(_say, words, (0, 0))
    return total + group


def _say(so_far: tuple[int, int], word: str) -> tuple[int, int]:
    """Take the next word: (finished thousands and millions, the group being said)."""
    total, group = so_far
    if word in _ONES:
        return total, group + _ONES[word]
    scale = _SCALES[word]
    group = max(group, 1) * scale
    return (total + group, 0) if scale >= 1000 else (total, group)  # noqa: PLR2004 thousands close it
