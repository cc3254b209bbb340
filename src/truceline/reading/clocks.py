"""Times of day as reports write them: 06:30, 0630Z, 4 p.m., 141530ZMAY26, "in the morning".

It says which hour and which zone were told. On which day, timex.py finds out.
"""

import re
from datetime import date

from truceline.reading import days
from truceline.reading.calendar_words import numbers
from truceline.reading.resolving import PARTS_OF_DAY, Moment, Seen

_ZONE = (
    r"(?:\s?(?P<zone>Z\b|(?:UTC|GMT)(?:\s?[+-]\s?\d{1,2}(?::\d{2})?)?"
    r"|(?:[CEMW]ES?T|BST|MSK|AST|EAT|CAT|IST|PST|PDT|EDT|MDT|CDT)\b|[Ll]ocal(?: time)?\b|hrs?\b\.?"
    r"|hours\b|LT\b)|\s(?P<town>[A-Z][a-z]{2,20}) time\b)"
)
_HOURS = r"(?:[01]\d|2[0-4])[0-5]\d"
# A pattern is quick where it begins with what it takes; what stands before is asked afterwards.
_LED = "|".join(
    rf"(?<=\b(?:{words})\s\d{{4}})"
    for words in (
        "at|by",
        "from|till",
        "about|until|since|after",
        "before|around",
    )
)
_OPENED = "|".join(
    rf"(?<={lead}\d{{4}})"
    for lead in (
        r"\A",
        r"\n",
        r"[.:;]\s",
        r"\d[.)]\s",
        r"\n[-*]\s",
    )
)  # a line or a sentence, numbered or not
_NO_COUNT = (
    r"(?![\d%]|[.,:/-]\d|\s(?:m|metres|meters|km|kg|people|men|women|troops|soldiers|civilians"
    r"|families|rounds|tonnes?|tons|and over)\b)"
)
_PART = r"(?:morning|afternoon|evening|night|hours)"

PATTERNS = (
    (
        (
            rf"(?P<day>[0-3](?<!\w[0-3])\d)\s?(?P<hhmm>{_HOURS})(?P<zone>[A-Z])\s?"
            r"(?P<month>JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEPT?|OCT|NOV|DEC)"
            r"(?:\s?(?P<year>(?:20)?\d\d)(?!\d))?\b"
        ),
        "group",
    ),
    (rf"(?P<day>[0-3](?<!\w[0-3])\d)(?P<hhmm>{_HOURS})(?P<zone>Z)\b", "group"),
    (
        (
            r"(?P<hour>\d(?<![\d:.,/-]\d)\d?)(?::|[hH])(?P<minute>[0-5]\d)(?::[0-5]\d)?"
            rf"(?!\d|[:]\d)(?:\s?(?P<half>[AaPp])\.?\s?[Mm]\b\.?)?{_ZONE}?"
        ),
        "clock",
    ),
    (
        (
            r"(?P<hour>\d(?<![\d:,/-]\d)(?<!\d\.\d)\d?)(?:\.(?P<minute>[0-5]\d))?"
            rf"\s?(?P<half>[AaPp])\.?\s?[Mm]\b\.?{_ZONE}?"
        ),
        "clock",
    ),
    (
        (
            r"(?P<hhmm>[0-2](?<![\d:.,/-][0-2])\d[0-5]\d)"
            rf"(?:(?=\s?(?:Z\b|hrs?\b|UTC|GMT|LT\b|local))|(?<=0\d\d\d)){_ZONE}"
        ),
        "clock",
    ),
    (rf"(?P<hhmm>{_HOURS})(?:{_LED}){_NO_COUNT}{_ZONE}?", "clock_or_year"),
    (
        (
            rf"(?P<hhmm>{_HOURS})(?:{_OPENED})(?P<zone>[A-Z]\b)?"
            rf"(?=\s?-\s?{_HOURS}\b|\sto\s{_HOURS}\b|\s?:|\s-\s|[,;]\s|\s+[A-Z])"
        ),
        "leading",
    ),
    (
        rf"(?<=\d\d\d\d)(?:\s?-\s?|\sto\s|\sand\s)(?P<hhmm>{_HOURS})(?P<zone>[A-Z]\b)?{_NO_COUNT}",
        "until",
    ),
    (
        (
            r"\b(?P<word>[Mm]idnight|[Nn]oon|[Mm]idday|[Dd]awn|[Dd]aybreak|[Ff]irst light"
            r"|[Ss]unrise|[Ss]unset|[Dd]usk|[Ll]ast light|[Nn]ightfall)\b"
        ),
        "word",
    ),
    (
        (
            rf"\b(?:[Ii]n|[Dd]uring|[Bb]y|[Tt]hroughout|[Ll]ate in) the (?:(?:very )?(?:early"
            rf"|late|mid|small)[ -])?(?P<part>{_PART})\b(?:\sof\b|\son\b)?"
            r"|\b[Aa]t (?P<night>night)\b|\b[Bb]y (?P<by_night>night)\b"
        ),
        "part_of_day",
    ),
)


def group(match: re.Match[str], seen: Seen) -> Moment | None:
    """A date-time group (ACP 121): day, hour, zone and, mostly, month and year."""
    said = match.groupdict()
    in_day = int(said["day"])
    month = said.get("month")
    value = _hour(match["hhmm"][:2], match["hhmm"][2:], half=None, zone=match["zone"])
    if month is None:
        found = _latest(in_day, seen.published)
    else:
        number = numbers("months")[month.lower()]
        found = _of_month(in_day, number, year=said["year"], seen=seen)
    if value is None or not 1 <= in_day <= 31:  # noqa: PLR2004 days of a month
        return None
    return Moment(
        start=match.start(), end=match.end(), kind="date", clock=value, stretch=found, leads=True
    )


def _of_month(in_day: int, month: int, *, year: str | None, seen: Seen) -> days.Stretch | None:
    if year is not None:
        found = days.exact(int(year) if len(year) > 2 else 2000 + int(year), month, in_day)  # noqa: PLR2004
        return days.day(found) if found else None
    if seen.published is None or days.exact(2000, month, in_day) is None:
        return None
    return days.nearest(month, in_day, to=seen.published, ahead=seen.ahead)


def _latest(in_day: int, published: date | None) -> days.Stretch | None:
    """The last such day of a month that is not after the day of the message."""
    if published is None:
        return None
    for back in range(3):
        year, month = divmod(published.year * 12 + published.month - 1 - back, 12)
        found = days.exact(year, month + 1, in_day)
        if found is not None and found <= published:
            return days.day(found)
    return None


def clock(match: re.Match[str], _: Seen) -> Moment | None:
    said = match.groupdict()
    hour, minute = said.get("hour") or "", said.get("minute") or "00"
    if said.get("hhmm"):
        hour, minute = said["hhmm"][:2], said["hhmm"][2:]
    zone = said.get("zone") or said.get("town")
    return _timed(match, _hour(hour, minute, half=said.get("half"), zone=zone))


def clock_or_year(match: re.Match[str], seen: Seen) -> Moment | None:
    """Four digits after "at": an hour, unless a year may be meant."""
    year = match["hhmm"].startswith(("19", "20")) and not seen.log and match["zone"] is None
    before = match.string[max(0, match.start("hhmm") - 3) : match.start("hhmm")]
    if year and before.lower() != "at ":
        return None
    return clock(match, seen)


def leading(match: re.Match[str], seen: Seen) -> Moment | None:
    """Four digits that open a line of a log; elsewhere they may be anything."""
    led = match["hhmm"].startswith("0") and match.string[match.end() : match.end() + 1] in ":-,;"
    if not (seen.log or led):
        return None
    value = _hour(match["hhmm"][:2], match["hhmm"][2:], half=None, zone=match["zone"])
    if value is None:
        return None
    return Moment(start=match.start("hhmm"), end=match.end(), kind="ref", clock=value, leads=True)


def until(match: re.Match[str], seen: Seen) -> Moment | None:
    """The second of two hours: 0615-0630. Of two years there is another rule."""
    if not (seen.clock_before and seen.ended == match.start()):
        return None
    value = _hour(match["hhmm"][:2], match["hhmm"][2:], half=None, zone=match["zone"])
    if value is None:
        return None
    return Moment(start=match.start("hhmm"), end=match.end(), kind="ref", clock=value)


def word(match: re.Match[str], _: Seen) -> Moment | None:
    said = match["word"].lower()
    hour = {"midnight": "T00:00", "noon": "T12:00", "midday": "T12:00"}
    light = {"dawn": "TMO", "daybreak": "TMO", "first light": "TMO", "sunrise": "TMO"}
    return _timed(match, hour.get(said, light.get(said, "TEV")))


def part_of_day(match: re.Match[str], _: Seen) -> Moment | None:
    said = (match["part"] or match["night"] or match["by_night"]).lower()
    if said == "hours" and not re.search("early|small|late", match.group()):
        return None
    if match["by_night"]:
        return _timed(match, "TEV")  # before that night, so on that day
    return _timed(match, PARTS_OF_DAY.get(said, "TMO"))


RESOLVE = {
    "group": group,
    "clock": clock,
    "clock_or_year": clock_or_year,
    "leading": leading,
    "until": until,
    "word": word,
    "part_of_day": part_of_day,
}


def _timed(match: re.Match[str], value: str | None) -> Moment | None:
    if value is None:
        return None
    return Moment(
        start=match.start(),
        end=match.end(),
        kind="ref",
        clock=value,
        leads=_opens_line(match.string, match.start()),
    )


def _opens_line(text: str, start: int) -> bool:
    return _OPENS.search(text, max(0, start - 12), start) is not None


_OPENS = re.compile(r"(?:\A|\n)\s{0,4}(?:\d{1,2}[.)]\s|[-*\[(]\s?)?\Z|[.;]\s\Z")


def _hour(hour: str, minute: str, *, half: str | None, zone: str | None) -> str | None:
    """As TIMEX3 has it: T16:05, T15:30Z. None for what no clock shows."""
    number = int(hour)
    if half:
        if not 1 <= number <= 12:  # noqa: PLR2004 a dial
            return None
        number = number % 12 + (12 if half.lower() == "p" else 0)
    if number > 24 or (number == 24 and minute != "00"):  # noqa: PLR2004
        return None
    universal = zone in {"Z", "UTC", "GMT"}
    return f"T{number:02}:{minute}{'Z' if universal else ''}"
