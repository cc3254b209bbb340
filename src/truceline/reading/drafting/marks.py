"""The numbers and bullets at the start of a text's lines. It knows nothing of what follows them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

CHAPTER, _ARTICLE, _ROMAN, _NUMBER, _LOWER, _LOWER_ROMAN, BULLET = range(7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A number, its rank (a smaller one stands above) and where the text after it begins."""

    rank: int
    label: str
    end: int


def mark_at(plain: str, start: int, *, end: int, above: Sequence[Mark]) -> Mark | None:
    """The mark of the line from `start`, under those `above`; None where it only goes on."""
    named = _NAMED.match(plain, start, end)
    if named is not None and _stands_for_itself(plain, named, end):
        rank = CHAPTER if (named["word"] or "").lower() in _CHAPTERS else _ARTICLE
        return Mark(rank=rank, label=named["label"], end=named.end())
    for rank, pattern in _MARKS:
        found = pattern.match(plain, start, end)
        if found is None:
            continue
        mark = Mark(rank=rank, label=found["label"], end=found.end())
        if rank is _LOWER and _is_roman(mark.label, above):
            mark = replace(mark, rank=_LOWER_ROMAN)
        if rank != _NUMBER or _follows(mark, above):
            return mark
    return None


_MAX_JUMP = 12  # between two numbers that follow each other: clauses are left out, years are not
_BLANKS = r"[^\S\n]*"
_CHAPTERS = frozenset({"chapter", "part", "title"})
_NAMED = re.compile(
    rf"{_BLANKS}(?:(?P<word>article|art\.|section|clause|point|measure|paragraph|item|step|chapter"
    rf"|part|title)\s|(?P<sign>\u00a7){_BLANKS})(?P<label>\d{{1,3}}|[IVXLC]{{1,6}}|[A-H]"
    rf"|one|two|three|four|five|six|seven|eight|nine|ten)\b"
    rf"(?P<stop>{_BLANKS}[.:)\u2013\u2014-]|){_BLANKS}",
    re.IGNORECASE,
)
_DECIMAL = rf"{_BLANKS}(?P<label>\d{{1,3}}(?:\.\d{{1,3}}){{1,3}})[.)]?(?=\s){_BLANKS}"
_PLAIN = rf"{_BLANKS}\(?(?P<label>\d{{1,3}})[.)][\u2013-]?(?=\s){_BLANKS}"
_CAPITALS = rf"{_BLANKS}(?P<label>[IVXLC]{{1,6}}){_BLANKS}[.)\u2013\u2014-](?=\s){_BLANKS}"
_LETTER = rf"{_BLANKS}\(?(?P<label>[a-z]|[ivx]{{2,5}})[.)](?=\s){_BLANKS}"
_DOT = rf"{_BLANKS}(?P<label>[-\u2010-\u2015\u2022\u25aa\u25cf*\u00b7])(?=\s){_BLANKS}"
_MARKS = (
    (_NUMBER, re.compile(_DECIMAL)),
    (_NUMBER, re.compile(_PLAIN)),
    (_ROMAN, re.compile(_CAPITALS)),
    (_LOWER, re.compile(_LETTER)),
    (BULLET, re.compile(_DOT)),
)


def _stands_for_itself(plain: str, named: re.Match[str], end: int) -> bool:
    """Not "Article 5 applies", nor "part A of the line", at the start of a line."""
    rest = plain[named.end() : end].strip()
    return bool(named["stop"]) or not rest or rest[0].isupper()


def _is_roman(label: str, above: Sequence[Mark]) -> bool:
    """Whether "i" or "v" counts as one and five rather than as the ninth letter."""
    if set(label) - set("ivx"):
        return False
    letters = [one.label for one in above if one.rank == _LOWER]
    return not letters or ord(letters[-1][0]) + 1 != ord(label[0])


def _follows(mark: Mark, above: Sequence[Mark]) -> bool:
    """A number at the start of a line is a clause's only where the numbers run on."""
    if "." in mark.label:
        return True
    last = [int(one.label) for one in above if one.rank == _NUMBER and one.label.isdecimal()]
    number = int(mark.label)
    return number == 1 or not last or last[-1] < number <= last[-1] + _MAX_JUMP
