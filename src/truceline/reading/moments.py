"""Finds single expressions of time: a date, a weekday, "last night". timex.py combines them."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache

from truceline.reading import clocks, relatives, resolving
from truceline.reading.calendar_words import counted_things, seasons, spelt
from truceline.reading.days import Grain, Stretch
from truceline.reading.headed import Section
from truceline.reading.numerals import NUMBER
from truceline.reading.resolving import Moment, Seen
from truceline.reading.text import lower

_Resolve = Callable[[re.Match[str], Seen], Moment | None]


def moments(
    text: str, *, published: date | None, sections: Sequence[Section] = ()
) -> Iterator[Moment]:
    """Leftmost, then longest, none overlapping; `text` is folded."""
    told = _Told(text=text, published=published, sections=tuple(sections))
    for order, match in _hits(text):
        if match.start() < told.at:
            continue
        resolve = _rules()[order][1]
        moment = resolve(match, told.seen(match))
        if moment is not None:
            yield told.keep(moment, match=match, relative=resolve in _RELATIVE)


@lru_cache(maxsize=2)
def _hits(text: str) -> tuple[tuple[int, re.Match[str]], ...]:
    """Where rules fit, leftmost, then longest. Kept: a text is first asked for its own day."""
    lowered = lower(text)
    found = [
        (match.start(), -match.end(), order, match)
        for order, (pattern, resolve, cased) in enumerate(_rules())
        if _may_hold(lowered, resolve)
        for match in pattern.finditer(text if cased else lowered)
    ]
    return tuple((order, match) for _, _, order, match in sorted(found, key=lambda hit: hit[:3]))


def _so_long(match: re.Match[str], seen: Seen) -> Moment | None:
    """A length of time, or how long ago, or how long after what was told before."""
    way = (match["way"] or "").strip().lower()
    if not way:
        return resolving.duration(match, seen)
    return resolving.ago(match, seen) if way == "ago" else relatives.counted(match, seen)


def _may_hold(lowered: str, resolve: _Resolve) -> bool:
    """Whether a rule can find anything: looking for a word is far quicker than its pattern."""
    needed = _NEEDS.get(resolve)
    return needed is None or any(word in lowered for word in needed)


@dataclass(slots=True, kw_only=True)
class _Told:
    """What the text has said of time so far. Lives as long as one text is searched."""

    text: str
    published: date | None
    sections: tuple[Section, ...]
    at: int = 0
    last: Moment | None = None
    before: date | None = None
    told: Stretch | None = None
    before_at: int = 0
    section: int = -1

    def seen(self, match: re.Match[str]) -> Seen:
        start = match.start()
        while self.section + 1 < len(self.sections) and (
            self.sections[self.section + 1].start <= start
        ):
            self.section += 1
        here = self.sections[self.section] if self.section >= 0 else None
        far = start - self.before_at > _REACH
        if self.before and (far or "\n\n" in self.text[self.before_at : start]):
            self.before = None
        return Seen(
            published=(here.day if here and here.day else self.published),
            match=match,
            text=self.text,
            before=self.before,
            told=self.told if self.before else None,
            log=bool(here and here.log),
            clock_before=bool(self.last and self.last.clock),
            ended=self.at,
            period=here.period if here else None,
        )

    def keep(self, moment: Moment, *, match: re.Match[str], relative: bool) -> Moment:
        seen = self.seen(match)
        year = match.groupdict().get("relative")
        if moment.stretch and not moment.anchor and (relative or moment.yearless or year):
            moment = replace(moment, anchor=seen.published)
        self.at, self.last = moment.end, moment
        told = moment.stretch
        night = told is not None and moment.clock == "TNI"
        if (
            told
            and moment.kind == "date"
            and told.grain is Grain.DAY
            and (night or told.first == told.last)
        ):
            self.before, self.before_at = date.fromisoformat(told.last), moment.end
            self.told = told
        return moment


_REACH = 700  # characters over which "the next day" reaches back, in one paragraph
_TWENTIETH_ON = r"(?:19|20)\d\d"
_YEAR = (
    rf"(?:,?\s(?:of\s)?(?:(?P<year>{_TWENTIETH_ON})(?![\d%]|[.,]\d)"
    r"|(?P<relative>last|this|next|the (?:same|previous|past|current|coming)) year))"
)
_LED = "|".join(  # a look behind has one width, so words of one length stand together
    rf"(?<=\b(?:{words})\s)"
    for words in ("in|of|by", "year|from|till|late", "since|until|early|after", "during|before")
)
_UNITS = r"(?P<unit>second|minute|min|hour|hr|day|week|fortnight|month|year|decade)s?"
_VAGUE = (
    r"at (?:that|the same|the present) time"
    r"|since then|(?:un)?till? now|so far|recently|currently|nowadays"
    r"|now|at present|at the moment|these days|soon|shortly"
    r"|(?:in )?(?:recent|the (?:coming|past|last|next)) (?:hours|days|weeks|months|years|decades)"
    r"|(?:over |in )?the (?:past|last) (?:month|year|decade|century)"
    r"|(?:over |in )?the last (?:week|night|hour)"
)


@cache
def _rules() -> tuple[tuple[re.Pattern[str], _Resolve, bool], ...]:
    """Each with whether capitals matter to it; the others are asked about the text without."""
    month = rf"(?P<month>{spelt('months')})(?![A-Za-z])"
    weekday = rf"(?P<weekday>{spelt('weekdays')})(?![A-Za-z])"
    first = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
    more = r"(?:,\s?\d{1,2}(?:st|nd|rd|th)?(?=,|\sand\s)){0,6}"  # 9, 10 and 11 May
    second = (
        rf"(?:{more},?\s?(?:-|/|and|to|or|until|till|through)\s?(?:the\s)?"
        r"(?P<second>\d{1,2})(?:st|nd|rd|th)?)?"
    )
    in_season = "|".join([*seasons(), "winter"])
    counted = "|".join(counted_things())
    counts = rf"\s(?:[a-z-]+\s)?(?:{counted})\b"
    cased = (
        (
            (
                rf"(?:\b{weekday},?\s(?:the\s)?)?\b{first}{second}(?:\sof\s(?:the\smonth\sof\s)?|[\s-]){month}"
                rf"(?:-(?P<dashed>{_TWENTIETH_ON})(?!\d)|{_YEAR})?"
            ),
            resolving.dated,
        ),
        (
            rf"(?:\b{weekday},?\s)?\b{month}\s{first}(?![\d:%]|[.,]\d){second}{_YEAR}?",
            resolving.dated,
        ),
        (rf"\b(?:(?P<which>[Ll]ast|[Tt]his|[Nn]ext)\s)?{month}{_YEAR}?", resolving.monthly),
        (
            (
                rf"\b(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his|[Ee]arly|[Ll]ate)\s)?\b{weekday}"
                r"(?:\s(?P<part>morning|afternoon|evening|night)\b)?"
            ),
            resolving.weekday,
        ),
    )
    any_case = (
        (
            r"\b(?P<y>(?:19|20)\d\d)(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?=t\d|\b)",
            resolving.iso,
        ),
        (
            (
                r"(?P<a>\d(?<![\d./-]\d)\d?)(?P<sep>[./-])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4}|\d{2})"
                r"(?![\d/-]|\.\d)"
            ),
            resolving.numeric,
        ),
        (
            (
                rf"\b(?:(?P<which>last|this|next)\s|the\s)?(?P<season>{in_season})"
                rf"(?:\s(?:of\s)?(?:(?P<year>{_TWENTIETH_ON})|(?P<relative>last|this|next) year))?"
                r"\b"
            ),
            resolving.seasonal,
        ),
        (
            rf"\b(?P<year>{_TWENTIETH_ON})-(?P<until>{_TWENTIETH_ON}|\d\d)\b(?!-)(?!{counts})",
            resolving.years,
        ),
        (r"(?<!his )(?<!her )\b(?:the\s)?(?P<decade>(?:(?:19|20)\d|\d)0)'?s\b", resolving.decade),
        (
            (
                rf"(?=[12]\d)(?:{_LED}|(?<=\bmid-)|(?<=\()|(?<=\d\d\d\d-)|(?<=\d\d\d\d\sto\s)"
                rf"|(?<=\bbetween\s)|(?<=\d\d\d\d\sand\s))"
                rf"(?P<year>{_TWENTIETH_ON})(?![\d%]|[.,:]\d|{counts})"
            ),
            resolving.yearly,
        ),
        (
            (
                r"(?P<year>(?:19|20)(?!00)\d\d)(?<=\b(?:the|its)\s\d\d\d\d)"
                rf"(?=\s[a-z])(?!{counts})"
            ),
            resolving.year_of_thing,
        ),
        (
            (
                r"\b(?:in |during )?(?:this|the) (?:reporting (?:period|week|day)"
                r"|period under review|period (?:covered|reported)"
                r"|(?:week|period) under (?:review|report))\b"
            ),
            resolving.reporting,
        ),
        (r"\bso far this (?P<unit>week|month|year)\b", resolving.to_date),
        (
            (
                r"\b(?P<kind>q|h)(?P<n>[1-4])[ /]?(?P<year>(?:19|20)\d\d)\b"
                r"|\b(?:the )?(?P<nth>first|second|third|fourth|last) (?P<piece>quarter|half) of "
                r"(?:the year )?(?P<of>(?:19|20)\d\d)\b"
            ),
            resolving.share_of_year,
        ),
        (
            r"\bon the (?P<day>\d{1,2})(?:st|nd|rd|th) of (?P<which>this|last|next) month\b",
            resolving.day_of_month,
        ),
        (
            (
                r"\b(?P<word>the day before yesterday|yesterday|the day after tomorrow|today"
                r"|tonight|tomorrow|last night|overnight|this (?:morning|afternoon|evening))\b"
                r"(?:\s(?:morning|afternoon|evening|(?P<night>night))\b)?"
            ),
            resolving.deictic,
        ),
        (
            (
                r"\b(?P<which>earlier this|later this|this|last|next|the coming"
                r") (?P<unit>week|weekend|month|year)\b"
            ),
            resolving.unit,
        ),
        (
            r"\b(?:end|close|beginning|start|middle) of the (?P<unit>week|month|year)\b",
            resolving.unit_with_edge,
        ),
        (r"\bthe (?:past (?P<unit>hour|day|night|week)|last (?P<day>day))\b", resolving.past_unit),
        (
            (
                rf"\b(?P<dir>past|last|previous|preceding|next|coming|following) (?P<n>{NUMBER})"
                rf"[ -]{_UNITS}\b(?P<event>\s(?:before|to|until|of|after)\b)?"
            ),
            resolving.counted_stretch,
        ),
        (
            (
                rf"\b(?P<n>{NUMBER}|an?|half an|several|a few|a couple of|many)[ -]{_UNITS}\b"
                r"(?![ -]olds?\b)(?P<way> (?:ago|later|earlier|afterwards?"
                r"|after that|before that)\b)?"
            ),
            _so_long,
        ),
        (
            (
                r"\b(?:every|each) (?:other )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)?day|night"
                r"|week|month|year|hour|morning)\b|\b(?:dai|week|month|year|annual|hour)ly\b"
                r"|\b(?:once|twice) (?:a|per) (?:day|week|month|year)\b"
            ),
            resolving.repeated,
        ),
        (rf"\b(?:{_VAGUE})\b", resolving.reference),
    )
    return (
        *((re.compile(pattern), resolve, True) for pattern, resolve in cased),
        *((re.compile(pattern), clocks.RESOLVE[name], True) for pattern, name in clocks.PATTERNS),
        *((re.compile(pattern), resolve, False) for pattern, resolve in any_case),
        *(
            (re.compile(pattern), relatives.RESOLVE[name], False)
            for pattern, name in relatives.PATTERNS
        ),
    )


_RELATIVE = frozenset(
    {
        resolving.deictic,
        resolving.weekday,
        resolving.unit,
        resolving.unit_with_edge,
        resolving.counted_stretch,
        resolving.to_date,
        resolving.past_unit,
        resolving.reporting,
    }
)


_PARTS = ("morning", "afternoon", "evening", "night")
_NEEDS: Mapping[_Resolve, tuple[str, ...]] = {
    resolving.seasonal: (*seasons(), "winter"),
    resolving.decade: ("0s", "0's"),
    resolving.share_of_year: ("quarter", "half", "q1", "q2", "q3", "q4", "h1", "h2"),
    resolving.repeated: ("every", "each", "ly", "once", "twice"),
    resolving.reporting: ("report", "review"),
    resolving.past_unit: ("past", "last day"),
    resolving.to_date: ("so far",),
    resolving.day_of_month: (" month",),
    resolving.deictic: (
        *("yesterday", "today", "tomorrow", "tonight", "overnight", "last night", "this "),
    ),
    resolving.counted_stretch: (
        "past",
        "last",
        "previous",
        "preceding",
        "next",
        "coming",
        "follow",
    ),
    resolving.unit_with_edge: (" of the ",),
    clocks.word: (
        *("midnight", "noon", "midday", "dawn", "daybreak", "light", "sunrise", "sunset", "dusk"),
        "nightfall",
    ),
    clocks.part_of_day: (*_PARTS, "hours"),
    relatives.RESOLVE["same"]: ("that", "same"),
    relatives.RESOLVE["same_day"]: ("earlier", "later"),
    relatives.RESOLVE["beside"]: ("the next", "the follow", "the prev", "the prec", "the day"),
    relatives.RESOLVE["unit_beside"]: ("that", "same", "the follow", "the next", "the prev"),
    relatives.RESOLVE["within"]: ("within",),
    relatives.RESOLVE["in_time"]: (" time",),
    relatives.RESOLVE["of_plan"]: ("d+", "d-", "d +", "d -"),
}
