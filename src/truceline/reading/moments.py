"""Finds single expressions of time: a date, a weekday, "last night". timex.py combines them."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache

from truceline.reading import resolving
from truceline.reading.calendar_words import counted_things, seasons, spelt
from truceline.reading.numerals import NUMBER
from truceline.reading.resolving import Moment, Seen

_Resolve = Callable[[re.Match[str], Seen], Moment | None]


def moments(text: str, *, published: date | None) -> Iterator[Moment]:
    """Leftmost, then longest, none overlapping; `text` is folded."""
    found = [
        (match.start(), -match.end(), order, match)
        for order, (pattern, _) in enumerate(_rules())
        for match in pattern.finditer(text)
    ]
    at = 0
    for start, _, order, match in sorted(found, key=lambda hit: hit[:3]):
        if start < at:
            continue
        moment = _rules()[order][1](match, Seen(published=published, match=match))
        if moment is not None:
            at = moment.end
            yield moment


_TWENTIETH_ON = r"(?:19|20)\d\d"
_YEAR = (
    rf"(?:,?\s(?:of\s)?(?:(?P<year>{_TWENTIETH_ON})(?![\d%]|[.,]\d)"
    r"|(?P<relative>last|this|next|the (?:same|previous|past|current|coming)) year))"
)
_LED = "|".join(  # a look behind has one width, so words of one length stand together
    rf"(?<=\b(?:{words})\s)"
    for words in ("in|of|by", "year|from|till|late", "since|until|early|after", "during|before")
)
_UNITS = r"(?P<unit>minute|hour|day|week|month|year|decade)s?"
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?!\d)(?:\s?[ap]\.?m\b\.?)?|\d{1,2}(?:\.\d{2})?\s?[ap]\.?m\b\.?"
_VAGUE = (
    r"the (?:same|following|previous|next) (?:day|night|week|month|year)"
    r"|that (?:day|night|week|month|year)|at (?:that|the same|the present) time|the day before"
    r"|(?:earlier|later) in the day|since then|(?:un)?till? now|so far|recently|currently|nowadays"
    r"|now|at present|at the moment|these days|soon|shortly"
    r"|(?:in )?(?:recent|the (?:coming|past|last|next)) (?:hours|days|weeks|months|years|decades)"
    r"|(?:over |in )?the (?:past|last) (?:hour|day|week|month|year|decade|century)"
)


@cache
def _rules() -> tuple[tuple[re.Pattern[str], _Resolve], ...]:
    month = rf"(?P<month>{spelt('months')})(?![A-Za-z])"
    weekday = rf"(?P<weekday>{spelt('weekdays')})(?![A-Za-z])"
    first = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
    second = r"(?:\s?(?:-|and|to|or)\s?(?P<second>\d{1,2})(?:st|nd|rd|th)?)?"
    in_season = "|".join([*seasons(), "winter"])
    counted = "|".join(counted_things())
    counts = rf"\s(?:[a-z-]+\s)?(?:{counted})\b"
    cased = (
        (
            (
                rf"(?:\b{weekday},?\s(?:the\s)?)?\b{first}{second}(?:\sof\s|[\s-]){month}"
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
            r"\b(?P<y>(?:19|20)\d\d)(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})\b",
            resolving.iso,
        ),
        (
            (
                r"(?<![\d./-])(?P<a>\d{1,2})(?P<sep>[./-])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4}|\d{2})"
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
            rf"(?<=\b(?:the|its)\s)(?P<year>(?:19|20)(?!00)\d\d)(?=\s[a-z])(?!{counts})",
            resolving.year_of_thing,
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
                r"\b(?P<which>earlier this|later this|this|last|next|the previous|the coming"
                r"|the following) (?P<unit>week|weekend|month|year)\b"
            ),
            resolving.unit,
        ),
        (
            r"\b(?:end|close|beginning|start|middle) of the (?P<unit>week|month|year)\b",
            resolving.unit_with_edge,
        ),
        (
            rf"\b(?P<n>{NUMBER}|an?)[ -]{_UNITS} (?P<dir>ago|earlier|before that|later)\b",
            resolving.ago,
        ),
        (
            rf"\b(?P<dir>past|last|previous|next|coming) (?P<n>{NUMBER})[ -]{_UNITS}\b",
            resolving.counted_stretch,
        ),
        (
            rf"\b(?P<n>{NUMBER}|an?|several|a few|a couple of|many)[ -]{_UNITS}\b(?![ -]old\b)",
            resolving.duration,
        ),
        (
            (
                rf"\b(?:at |around |about )?(?:{_CLOCK}|\b(?:midnight|noon|midday|dawn|dusk)\b)"
                r"(?:\s[a-z]+ time\b|\s?(?:GMT|UTC)\b)?"
            ),
            resolving.reference,
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
        *((re.compile(pattern), resolve) for pattern, resolve in cased),
        *((re.compile(pattern, re.IGNORECASE), resolve) for pattern, resolve in any_case),
    )
