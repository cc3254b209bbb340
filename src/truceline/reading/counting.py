"""Which counts belong to an act: what its words count, and single things that something befell."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from truceline.reading.numerals import whole_or_none
from truceline.reading.quantities import Counted
from truceline.reading.sentences import Sentence, Token
from truceline.reading.spans import Span, within
from truceline.reading.units import any_of, units
from truceline.reading.wordlists import words
from truceline.terms.claim import Act, Bound, Quantity

_TERMED = frozenset({Act.CEASEFIRE, Act.DEPLOYMENT, Act.MANDATE})  # these are given for a term
_REPEATED = frozenset({Act.HOSTILITIES, Act.CEASEFIRE, Act.ACCESS})  # done so many times
_TERM_LEAD = 24  # characters before a number in which "for another" stands
_LENGTHS = frozenset({"km", "m"})


def counts_of(
    folded: str,
    sentence: Sentence,
    counts: Sequence[Counted],
    *,
    act: Act,
    span: Span,
    in_log: bool,
) -> tuple[Quantity, ...]:
    """In the order of the text. Distances and hours count nothing; a term laid down does."""
    start, end = span
    told = [one for one in within(counts, start, end=end) if _counts(folded, one, act=act)]
    told += _singles(folded, told, span=span)
    if in_log and (bare := _bare().match(folded, *span)):
        unit = units().nouns[bare["noun"].lower()]
        told.append(Counted(start=bare.start("noun"), end=bare.end(), quantity=_one(unit)))
    told += _others(sentence, [*told, *within(counts, start, end=end)], span=span)
    if act in _REPEATED:
        told += _repeats(folded, span=span)
    return tuple(one.quantity for one in sorted(told, key=lambda one: one.start))


def _counts(folded: str, one: Counted, *, act: Act) -> bool:
    if one.quantity.unit in words("spans"):
        before = folded[max(0, one.start - _TERM_LEAD) : one.start]
        return act in _TERMED and _FOR.search(before) is not None
    if one.quantity.unit in _LENGTHS:
        return _OF_ROAD.match(folded, one.end) is not None
    return True


def _singles(folded: str, told: Sequence[Counted], *, span: Span) -> Iterator[Counted]:
    """One thing without a number where something befell it, or beside others that are counted."""
    ends = [one.end for one in told]
    for match in _single().finditer(folded, *span):
        joined = _JOINED.search(folded, max(span[0], match.start() - 12), match.start())
        beside = joined and any(0 <= joined.start() - end <= _BESIDE for end in ends)
        after = _AND_MORE.match(folded, match.end()) is not None
        done = _DONE_TO.search(folded, max(span[0], match.start() - 24), match.start())
        befell = _BEFELL.match(folded, match.end())
        if match["single"] or beside or after or done or befell:
            ends.append(match.end())
            unit = units().nouns[match["noun"].lower()]
            yield Counted(start=match.start(), end=match.end(), quantity=_one(unit))


def _one(unit: str) -> Quantity:
    return Quantity(value=1, unit=unit, bound=Bound.EXACT)


def _others(sentence: Sentence, told: Sequence[Counted], *, span: Span) -> Iterator[Counted]:
    """What no table knows, where the tree says that a number counts it: 31 kiosks."""
    tree = sentence.grammar
    if tree is None:
        return
    for at, token in enumerate(sentence.tokens):
        if not (span[0] <= token.start < span[1]) or tree.relations[at] != "nummod":
            continue
        head = tree.heads[at]
        value = whole_or_none(token.norm)
        if value is None or value < 2 or not _countable(sentence.tokens, at, head):  # noqa: PLR2004 one thing is rarely a count
            continue
        end = sentence.tokens[head].end
        if tree.kinds[head] != "NOUN" or any(o.start < end and o.end > token.start for o in told):
            continue
        quantity = Quantity(value=value, unit=sentence.tokens[head].norm, bound=Bound.EXACT)
        yield Counted(start=token.start, end=end, quantity=quantity)


def _countable(tokens: Sequence[Token], at: int, head: int) -> bool:
    noun = tokens[head].norm
    if not at < head <= at + _NEAR or not noun.endswith("s") or noun in words("uncounted"):
        return False
    before = tokens[at - 1].norm if at else ""
    return before not in units().names_before and all(token.word for token in tokens[at : head + 1])


def _repeats(folded: str, *, span: Span) -> Iterator[Counted]:
    """They fired twice; they opened fire eleven times."""
    for match in _TIMES.finditer(folded, *span):
        said = match["word"].lower()
        value = {"once": 1, "twice": 2}.get(said) or whole_or_none(said.removesuffix(" times"))
        if value is not None:
            quantity = Quantity(value=value, unit="times", bound=_bound(match["bound"]))
            yield Counted(start=match.start(), end=match.end(), quantity=quantity)


def _bound(said: str | None) -> Bound:
    return units().bounds.get((said or "").lower().strip(), Bound.EXACT)


@cache
def _bare() -> re.Pattern[str]:
    """What opens an entry of a log without an article: "0540: drone at low height"."""
    return re.compile(
        rf"(?:[\d:.\s-]{{4,13}}Z?:?\s+)?(?:(?:unidentified|unknown|armed|small|large|fixed-wing)\s)?"
        rf"(?P<noun>{any_of(_singular())})\b(?=[\s,])(?!\s(?:fire|position|operator|crew)\b)",
        re.IGNORECASE,
    )


@cache
def _singular() -> frozenset[str]:
    known = units().nouns.items()
    return frozenset(n for n, unit in known if unit in words("singles") and n[-1:] != "s")


@cache
def _single() -> re.Pattern[str]:
    """Longest nouns first; "single" stands for the article in a log."""
    single = _singular()
    return re.compile(
        rf"\b(?:an?|(?P<single>single))\s(?:(?!(?:and|of|in|on|at|by|for|to|from)\b)[\w'-]{{1,20}}\s){{0,3}}?"
        rf"(?P<noun>{any_of(single)})\b(?!\s(?:{any_of(single)}|operator|crew|site|position)\b)",
        re.IGNORECASE,
    )


_NEAR = 4  # words between a number and its noun
_BESIDE = 80  # characters
_FOR = re.compile(r"\bfor (?:a |an |another |the |further |first |next )*\Z", re.IGNORECASE)
_OF_ROAD = re.compile(
    r"\sof\s(?:the\s|new\s|its\s|land\s|mined\s|barbed\s)*(?:road|line|track|highway|pipe|wire|trench"
    r"|railway|border|front|territory|fence|canal|cable|minefield|riverbank|street)s?\b",
    re.IGNORECASE,
)
_JOINED = re.compile(r"(?:\band|,|\bas well as|\bplus)\s\Z", re.IGNORECASE)
_AND_MORE = re.compile(
    r"\s(?:and|,)\s(?:two|three|four|five|six|seven|eight|nine|ten|several|\d{1,3})\s",
    re.IGNORECASE,
)
_DONE = (
    r"(?:destroy|damag|burn|hit|str(?:ike|uck)|shot? down|shoot down|down|seiz|captur|stopp"
    r"|intercept|confiscat|fir|launch|detonat|releas|recover|remov|lift|blew up|drop|neutrali[sz]"
    r"|hand(?:ed)? over|spott|detect|record|hear)(?:ed|e|s|d|ing)?"
)
_DONE_TO = re.compile(rf"\b{_DONE}\s\Z", re.IGNORECASE)
_BEFELL = re.compile(
    r"(?:\s(?:with|carrying|of|from|belonging to)\s[^.;:]{1,40}?)?\s(?:(?:was|were|had been"
    rf"|has been|is|being)\s(?:\w+ly\s)?{_DONE}|flew|landed|crashed|exploded|detonated|sank|crossed"
    r"|hit|struck)\b",
    re.IGNORECASE,
)
_TIMES = re.compile(
    r"\b(?:(?P<bound>at least|more than|about|around|over|some|up to|nearly)\s)?"
    r"(?P<word>twice|once|(?:\d{1,4}|[a-z]{3,9}(?:-[a-z]{3,5})?)\stimes)\b"
    r"(?!\s(?:as|more|fewer|less|higher|the|a (?:day|week|month|year)|per"
    r"|in (?:a|the) (?:day|week))\b)",
    re.IGNORECASE,
)
