"""When a document was published, on what evidence. The page's banner is the last witness."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from truceline.reading import days
from truceline.reading.resolving import Moment
from truceline.reading.stated import Stated
from truceline.reading.tense import ahead, past
from truceline.reading.text import fold
from truceline.reading.timex import Timex, expressions, tag
from truceline.terms.entry import Dated, Noise, NoiseKind, Sure
from truceline.terms.when import When, between

_BANNER_DAYS = 90  # a page shown later than this after the newest day told is another day's page
_WEEKDAY_DAYS = 6  # "Wednesday 11 November" without a year is said within the week


def date_document(
    plain: str,
    *,
    told: When | None,
    noise: Sequence[Noise],
    headings: Sequence[tuple[int, int]] = (),
    stated: Stated | None = None,
) -> Dated | None:
    """The publication date with its evidence; None where nothing can honestly be said.

    `stated`: the day in the page's own data, which machines write and nobody sees.
    """
    if told is not None:
        return Dated(when=told, sure=Sure.TOLD, because="Whoever deposited it said so.")
    evidence = _evidence(fold(plain), noise=noise, headings=headings, stated=stated)
    return _stamped(evidence) or _as_stated(evidence) or _bannered(evidence) or _inferred(evidence)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Evidence:
    """What page and text say, kept apart."""

    stamp: Timex | None  # "Published 11 November 2020", or the dateline the text begins with
    banner: Timex | None  # a date the page shows
    stated: Stated | None  # the day in the page's data
    newest: date | None  # the newest day told as past, with its year
    pinned: date | None  # the day a weekday and a date without year can only be


def _stamped(evidence: _Evidence) -> Dated | None:
    stamp = evidence.stamp
    if stamp is None or stamp.when is None or _before(stamp, evidence.newest):
        return None
    return Dated(when=stamp.when, sure=Sure.TEXT, because=f'The document says "{stamp.text}".')


def _bannered(evidence: _Evidence) -> Dated | None:
    banner = evidence.banner
    if banner is None or banner.when is None or _refuted(evidence, banner.when.first):
        return None
    return Dated(
        when=banner.when,
        sure=Sure.GUESSED,
        because=f'The page shows "{banner.text}" and the text does not contradict it.',
    )


def _as_stated(evidence: _Evidence) -> Dated | None:
    """The day in the page's data: sure only where the text by itself comes to the same days."""
    stated = evidence.stated
    if stated is None or _refuted(evidence, stated.when.first):
        return None
    day, pinned = stated.when.first, evidence.pinned
    agrees = pinned and day and pinned <= day <= pinned + timedelta(days=_WEEKDAY_DAYS)
    because = (
        f"The page's {stated.where} says so, and the text tells of {pinned} as one does that week."
        if agrees
        else f"The page's {stated.where} says so and the text does not contradict it."
    )
    return Dated(when=stated.when, sure=Sure.TEXT if agrees else Sure.GUESSED, because=because)


def _refuted(evidence: _Evidence, shown: date | None) -> bool:
    """Whether the text's own days speak against a day that the page shows or states."""
    own = max((day for day in (evidence.newest, evidence.pinned) if day), default=None)
    if shown is None or own is None:
        return False
    return not own <= shown <= own + timedelta(days=_BANNER_DAYS)


def _inferred(evidence: _Evidence) -> Dated | None:
    """From the text's own words alone, as an interval."""
    newest, pinned = evidence.newest, evidence.pinned
    if pinned is not None:
        until = pinned + timedelta(days=_WEEKDAY_DAYS)
        because = f"It tells of {pinned} by its weekday and without a year, as one does that week."
        return Dated(when=between(pinned, until), sure=Sure.TEXT, because=because)
    if newest is None:
        return None
    because = f"It tells of {newest}, so it was published then or later"
    shown = _there_by(evidence)
    if shown is None or shown <= newest:
        return Dated(when=between(newest, None), sure=Sure.TEXT, because=f"{because}.")
    # The banner is the day on which the page was fetched: too late, but an honest upper bound.
    because += f"; the page shows {shown}, too long after it to be the day, so it was before that."
    until = shown - timedelta(days=1)
    return Dated(when=between(newest, until), sure=Sure.TEXT, because=because)


def _there_by(evidence: _Evidence) -> date | None:
    """The earliest day that the page shows or states: it was there by then."""
    shown = evidence.banner.when.first if evidence.banner and evidence.banner.when else None
    stated = evidence.stated.when.first if evidence.stated else None
    return min((day for day in (shown, stated) if day), default=None)


# --- gathering ------------------------------------------------------------------------------------


def _evidence(
    folded: str,
    *,
    noise: Sequence[Noise],
    headings: Sequence[tuple[int, int]],
    stated: Stated | None,
) -> _Evidence:
    body = _without(folded, [(mark.start, mark.end) for mark in noise])
    found, without_year = expressions(folded, folded, published=None)
    yearless = [m for m in without_year if not body[m.start : m.end].isspace()]
    told = [t for t in found if t.when and t.text == body[t.start : t.end] and _tells(body, t)]
    # A bare year is mostly history: it bounds nothing.
    firsts = (t.when.first for t in told if t.when and _YEAR_ONLY.fullmatch(t.when.value) is None)
    newest = max((first for first in firsts if first), default=None)
    open_ended = [
        m for m in yearless if m.weekday is not None and not ahead(body, m.start, end=m.end)
    ]
    stamp, banner = _shown(folded, noise)
    return _Evidence(
        stamp=stamp or _dateline(_without(body, headings)),
        banner=banner,
        stated=stated,
        newest=newest,
        pinned=_pinned(open_ended, told),
    )


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    parts, at = [], 0
    for start, end in sorted(spans):
        parts += [text[at:start], re.sub(r"[^\n]", " ", text[max(at, start) : end])]
        at = max(at, end)
    return "".join([*parts, text[at:]])


def _tells(body: str, timex: Timex) -> bool:
    """Whether a verb says that it has been; deadlines, plans and bare nouns date nothing here."""
    if timex.kind != "date" or timex.mod in {"by", "until", "before"}:
        return False
    return past(body, timex.start, end=timex.end)


def _shown(folded: str, noise: Sequence[Noise]) -> tuple[Timex | None, Timex | None]:
    """The date of publication the page states, and any other date it shows."""
    stamp = banner = None
    labelled = False
    for line in _page_lines(folded, noise):
        dates = [t for t in tag(line, published=None) if t.kind == "date"]
        published = labelled or _PUBLISHED.match(line) is not None
        if len(dates) == 1 and _is_day(dates[0]) and len(line) <= _LONGEST_STAMP:
            stamp, banner = (
                (stamp or dates[0], banner) if published else (stamp, banner or dates[0])
            )
        labelled = (published and not dates) or (labelled and line.lower() == "on")
    return stamp, banner


def _page_lines(folded: str, noise: Sequence[Noise]) -> Iterator[str]:
    for mark in noise:
        if mark.kind is NoiseKind.CHROME:
            yield from (line.strip() for line in folded[mark.start : mark.end].splitlines())


def _dateline(body: str) -> Timex | None:
    """The place and date a wire begins with: "CITY, 10 November 2020 -"."""
    found = _DATELINE.match(body.lstrip()[:200])
    if found is None:
        return None
    dates = [t for t in tag(found["date"], published=None) if t.kind == "date" and _is_day(t)]
    return dates[0] if len(dates) == 1 else None


def _is_day(timex: Timex) -> bool:
    return timex.when is not None and timex.when.first == timex.when.last


def _pinned(moments: Sequence[Moment], told: Sequence[Timex]) -> date | None:
    """Weekday, day and month in the one year the text speaks of in which they agree."""
    exact = {t.when.first.year for t in told if t.when and t.when.first}
    months = [t.when for t in told if t.when and _YEAR_ONLY.fullmatch(t.when.value) is None]
    beside = {when.first.year + step for when in months if when.first for step in (-1, 1)}
    for years in (exact, beside):
        fits = {day for moment in moments for day in _fitting(moment, years)}
        if fits:
            return max(fits) if len({day.year for day in fits}) == 1 else None
    return None


def _fitting(moment: Moment, years: set[int]) -> Iterator[date]:
    month, day = moment.yearless or (0, None)
    if moment.weekday is None or day is None:
        return
    for year in years:
        found = days.exact(year, month, day)
        if found is not None and found.weekday() == moment.weekday:
            yield found


def _before(timex: Timex, day: date | None) -> bool:
    return bool(day and timex.when and timex.when.last and timex.when.last < day)


_LONGEST_STAMP = 60
_YEAR_ONLY = re.compile(r"(?:\d{4}|\.\.)(?:/(?:\d{4}|\.\.))?")
_PUBLISHED = re.compile(r"(?:first )?(?:published|posted|date)\b", re.IGNORECASE)
_DATELINE = re.compile(
    r"[A-Z][\w'.-]{1,30}(?: [A-Z][\w'.-]{1,30}){0,3}(?:,|\.|/| \()"
    r"\s?(?P<date>(?:[A-Z][\w.]{2,10}|\d{1,2})[^\n:;]{2,24}?\d{4})\)?"
    r"(?:\s?\([^)\n]{1,40}\)|\s?/[^/\n]{1,30}/)?\s?(?:\u2014|--?|:)\s"
)
