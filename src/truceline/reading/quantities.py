"""Counted things with the bound their source put on them. Dates, times and ages are not counts."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from truceline.reading.elliptic import loose
from truceline.reading.numerals import NUMBER, whole
from truceline.reading.text import fold, lower
from truceline.reading.units import any_of, units
from truceline.terms.claim import Bound, Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A quantity and the characters that state it."""

    start: int
    end: int
    quantity: Quantity


def find(text: str, *, skip: Sequence[tuple[int, int]] = ()) -> tuple[Counted, ...]:
    """All counts in the text, in order; stretches in `skip` (dates, say) hold none."""
    folded = fold(text)
    names = [match.span() for match in _REFERENCE.finditer(folded)]
    plain = _spelt(_masked(lower(folded), sorted([*skip, *names])))
    found = list(_all(plain))
    found += _loose(plain, found)
    return tuple(sorted(found, key=lambda one: (one.start, one.quantity.value)))


def _loose(text: str, found: Sequence[Counted]) -> Iterator[Counted]:
    """Counts whose noun stands elsewhere."""
    starts = [one.start for one in found]

    def last(at: int, *, within: bool) -> str:
        number = bisect_left(starts, at) - 1
        while number >= 0 and found[number].quantity.unit in _MEASURES:
            number -= 1
        if number < 0 or at - found[number].end > _LOOK_BACK:
            return ""
        between = text[found[number].end : at]
        apart = "\n\n" in between or (within and _SENTENCE_END.search(between) is not None)
        return "" if apart else found[number].quantity.unit

    def ahead(at: int) -> str:
        number = bisect_left(starts, at)
        near = number < len(found) and starts[number] - at <= _NEXT
        return found[number].quantity.unit if near else ""

    seen: set[tuple[int, int]] = set()
    spans = [(one.start, one.end) for one in found]
    for one in loose(text, last=last, ahead=ahead, taken=spans):
        value = _value(one.number)
        if value is None or (one.start, one.end) in seen:
            continue
        seen.add((one.start, one.end))
        bound = units().bounds.get(one.bound, Bound.EXACT)
        if _dashed(one.number) in _SHARES:
            bound = Bound.ABOUT  # whole numbers only
        yield _counted(one.start, one.end, value, unit=one.unit, bound=bound)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Noun:
    unit: str
    end: int  # of all that tells it, a fate included
    until: int  # of the noun: the next number may come before the fate they share


def _all(text: str) -> Iterator[Counted]:
    at = 0
    for match in _number().finditer(text):
        if match.start() < at or _is_name(text, match):
            continue
        noun = _noun_after(text, match)
        if noun is not None:
            at = noun.until
            yield from _count(text, match, noun=noun)


def _count(text: str, match: re.Match[str], *, noun: _Noun) -> Iterator[Counted]:
    """One number, or the two ends of a range, with what they count."""
    bound = _bound(text, match)
    first = _value(match["number"])
    second = _value(match["second"]) if match["second"] else None
    if first is None:
        return
    start, end = match.start(), noun.end
    if second is None or second <= first:
        yield _counted(start, end, first, unit=noun.unit, bound=bound)
        return
    yield _counted(start, end, first, unit=noun.unit, bound=Bound.AT_LEAST)
    yield _counted(start, end, second, unit=noun.unit, bound=Bound.AT_MOST)


def _counted(start: int, end: int, value: int, *, unit: str, bound: Bound) -> Counted:
    return Counted(start=start, end=end, quantity=Quantity(value=value, unit=unit, bound=bound))


def _value(said: str) -> int | None:
    if said in {"a", "an"}:
        return 1
    value = units().vague.get(said, units().round.get(said, _SHARES.get(_dashed(said))))
    if value is None:
        value = whole(said)
    return value if value is not None and value <= _MOST else None


def _dashed(said: str) -> str:
    return said.replace("-", " ").removesuffix("s")


def _bound(text: str, match: re.Match[str]) -> Bound:
    said = match["bound"]
    if match["number"] in units().vague:
        return Bound.AT_LEAST  # "about several dozen" is no more exact
    if _OR_MORE.match(text, match.end()):
        return Bound.AT_LEAST
    if said is None and (match["number"] in units().round or "dozen" in match["number"]):
        return Bound.ABOUT
    if said is None:
        return Bound.ABOUT if _STRONG.match(text, match.end()) else Bound.EXACT
    lasting = _DURATION.match(text, match.end())
    if said == "over" and (
        lasting or _HANDED.search(text, max(0, match.start() - 12), match.start())
    ):
        return Bound.EXACT  # "over six weeks": in the course of; "handed over 60": no bound
    return units().bounds[said]


def _noun_after(text: str, match: re.Match[str]) -> _Noun | None:
    """What is counted: a share, a fate at once ("12 dead"), "strong", or the noun that follows."""
    share = _SHARE.match(text, match.end())
    if share is not None:
        return _noun_to(share.end(), "percent")
    strong = _STRONG.match(text, match.end())
    if strong is not None:
        return _noun_to(strong.end(), "personnel")
    found = _noun().match(text, match.end())
    alone = _fate_alone().match(text, match.end())
    if alone is not None and (found is None or alone.end() < found.end()):
        return _noun_to(alone.end(), units().fates[alone["fate"]])
    if found is None:
        return _told_before(text, match)
    noun = _named(text, found, before=match.start())
    one = match["number"] in {"a", "an"}  # "a soldier" counts only where something befell him
    return None if one and noun.unit not in units().fates else noun


def _noun_to(end: int, unit: str) -> _Noun:
    return _Noun(unit=unit, end=end, until=end)


def _told_before(text: str, match: re.Match[str]) -> _Noun | None:
    """A number on its own after "a force of" or "wounding"."""
    if match["number"] in {"a", "an", "one"} or not _ALONE.match(text, match.end()):
        return None
    start, low = match.start(), max(0, match.start() - 40)
    if _AFTER_FORCE.search(text, low, start):
        return _noun_to(match.end(), "personnel")
    done = _done_to().search(text, low, start)
    return _noun_to(match.end(), units().done_to[done["done"]]) if done else None


def _named(text: str, found: re.Match[str], *, before: int) -> _Noun:
    """The noun's unit, or the fate of those people where the words around tell it."""
    unit, end = units().nouns[found["noun"]], found.end()
    if found["noun"] not in units().people:
        return _noun_to(end, unit)
    done = _done_to().search(text, max(0, before - 40), before)
    after = _fate_after().match(text, end)
    fate = units().done_to[done["done"]] if done else ""
    if not fate and after is not None:
        fate = units().fates[after["fate"]]
    if not fate or (unit in units().lots and fate not in units().lost):
        return _noun_to(end, unit)
    return _Noun(unit=fate, end=end if done or after is None else after.end(), until=end)


def _is_name(text: str, match: re.Match[str]) -> bool:
    """Article 5, resolution 2254, T-72, 82mm: a name and no count."""
    start = match.start("number")
    if match["number"] == "one" and text[max(0, start - 3) : start] == "no ":
        return True  # "no one"
    if text[match.end("number") : match.end("number") + 2].strip("0123456789") == "+":
        return True  # the 5+5 commission
    if start and (text[start - 1] in "+-/.:$€£#№°" or text[start - 1].isalnum()):
        return True
    before = _WORDS_BEFORE.search(text, max(0, start - 40), start)
    words = before[0].split() if before and match["number"][0].isdigit() else []
    if words and (words[-1].strip(".") in units().names_before or " ".join(words) == "world war"):
        return True
    return _CALIBRE.match(text, match.end()) is not None


def _spelt(text: str) -> str:
    """At the same length: "2x tanks" as "2  tanks", "two (2) men" as "two     men"."""
    return _AGAIN.sub(lambda said: " " * len(said[0]), _TIMES.sub(r" \2", text))


def _masked(text: str, skip: Sequence[tuple[int, int]]) -> str:
    """The text with what must not be read as a number made unreadable, at the same length."""
    parts, at = [], 0
    for start, end in sorted(skip):
        parts += [text[at:start], "\0" * (end - max(at, start))]
        at = max(at, end)
    return "".join([*parts, text[at:]])


@cache
def _number() -> re.Pattern[str]:
    number = rf"(?:{any_of([*units().vague, *units().round])}|{NUMBER}|an?)"
    return re.compile(
        rf"(?<![\w.,])(?:(?P<bound>{any_of(units().bounds)})\s)?(?:a total of\s)?"
        rf"(?P<ends>between\s|from\s)?(?P<number>{number})"
        rf"(?:\s?(?:-|to|(?(ends)and|-))\s?(?P<second>{NUMBER}))?"
        r"(?!\w)"
    )


@cache
def _noun() -> re.Pattern[str]:
    """The noun, after at most four describing words: "27 new Ruritanian observation posts"."""
    describing = (
        r"(?:of\s(?:the\s|its\s|their\s|our\s|these\s|those\s)?)?"
        rf"(?:(?!(?:{_STOPS})\b)(?!\d+,?\s(?!mm\b))(?:\d+\.\d+)?[\w'-]{{1,30}},?\s){{0,4}}?"
    )
    return re.compile(
        rf"(?:\s{{1,5}}|-|\+\s){describing}(?P<noun>{any_of(units().nouns)})(?![\w-]){_NO_TALKS}"
    )


@cache
def _fate_after() -> re.Pattern[str]:
    """Past others who share it: "three soldiers and two civilians were killed"."""
    another = rf"(?:,|,?\sand)\s(?:{NUMBER}|an?)\s(?:[\w'-]{{1,30}}\s){{0,3}}?"
    people = any_of(units().people)
    return re.compile(
        rf"(?:{another}(?:{people})){{0,3}}{units().between}{{0,6}}\s(?P<fate>{any_of(units().fates)})(?!\w)"
    )


@cache
def _fate_alone() -> re.Pattern[str]:
    telling = (
        r"(?:\s(?:more|others?|who|still|being|were|was|are|have|had|been|reported|confirmed)){0,4}"
    )
    return re.compile(
        rf"{telling}"
        rf"\s(?P<fate>{any_of(units().fates)})(?!\w)"
    )


@cache
def _done_to() -> re.Pattern[str]:
    one = rf"(?:an?|{NUMBER})\s(?:[\w'-]{{1,30}}\s){{0,3}}?(?:{any_of(units().people)})"
    others = rf"(?:{one},?\s(?:and\s)?){{0,3}}"
    return re.compile(
        rf"\b(?P<done>{any_of(units().done_to)})\s{others}"
        r"(?:the\s|all\s|another\s|his\s|her\s|their\s)?\Z"
    )


_STOPS = (
    "who|that|which|and|or|but|as|for|from|in|on|at|by|with|to|into|after|before|since|until|than"
    "|was|were|is|are|be|been|has|have|had|will|would|said|says|killed|wounded|percent|per|times"
)
_TIMES = re.compile(r"(?<=\d)([x\u00d7])(\s)(?=\S)")
_AGAIN = re.compile(r"(?<=[a-z] )\(\d{1,4}\)")
_MEASURES = frozenset(
    {"km", "m", "percent", "minutes", "hours", "days", "weeks", "months", "years", "hectares"}
)
_NEXT = 8  # characters between "23 for" and "21 prisoners"
_LOOK_BACK = 300  # characters
_SENTENCE_END = re.compile(r"[.!?]\s|\n")
# Grid squares, coordinates and numbers to call.
_REFERENCE = re.compile(
    r"\b\d{1,2}[A-Z]\s?[A-Z]{2}\s?\d{2,5}\s?\d{2,5}\b|\b[A-Z]{2}\s?\d{3,5}\s\d{3,5}\b"
    r"|\+\d[\d\s()-]{6,20}\d|-?\d{1,3}\.\d{3,8}\s?(?:\u00b0\s?)?[NSEW]?\b,?\s-?\d{1,3}\.\d{3,8}"
    r"|\d{1,3}\u00b0[\s\d.'\"\u2032\u2033]{0,14}[NSEW]\b"
)
_SHARES = {
    "half": 50,
    "a third": 33,
    "one third": 33,
    "two third": 67,
    "a quarter": 25,
    "one quarter": 25,
    "three quarter": 75,
}  # percent
_MOST = 10**12  # nothing on a line of contact is counted beyond it
_STRONG = re.compile(
    r"[ -]strong\b(?:\s(?:[\w'-]{1,30}\s){0,3}?(?:force|contingent|mission|army)\b)?"
)
_AFTER_FORCE = re.compile(
    r"\b(?:force|contingent|mission|garrison|brigade|battalion|army) of\s(?:the\s)?\Z"
)
_OR_MORE = re.compile(r"(?:\+|-plus| or more| and more)(?!\w)")
_HANDED = re.compile(r"\b(?:hand|turn|sign|tak|took|carr)\w{0,4}\s\Z")
_SHARE = re.compile(r"\s?%|[ -]per ?cent(?!\w)")
_DURATION = re.compile(r"[ -](?:minute|hour|day|week|month|year)")
_NO_TALKS = r"(?!\sof\s(?:talks|negotiations|consultations|voting|meetings))"  # two rounds of them
_ALONE = re.compile(r"(?:\sothers?|\smore)?(?:[.,;:)]|\s(?:in|on|and|at|during|as)\b|\s?\Z)")
_CALIBRE = re.compile(
    r"[ -]?(?:mm|millimetre|millimeter|calibre|caliber|years? old|year-old"
    r"|years? of age|degrees|gmt|a\.m|p\.m|o'clock|(?:am|pm|th|st|nd|rd)\b)"
)
_WORDS_BEFORE = re.compile(r"(?:[\w-]+\.? )?[\w-]+\.?[ -]\Z")
