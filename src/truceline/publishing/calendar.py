"""What falls due, as an iCalendar file (RFC 5545) any calendar reads. Not what happened.

The same record and question give the same bytes: times come from the record, never from a clock.
"""

import hashlib
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

from truceline.compliance.due import DueItem
from truceline.compliance.finding import NOTICE_CLOSES, TERM_ENDS
from truceline.publishing.report import Report

MEDIA_TYPE = "text/calendar; charset=utf-8"
_MOST_OCTETS = 75  # of a line, without its end: s3.1


def of_report(report: Report, items: Sequence[DueItem]) -> bytes:
    """The calendar of one answer, stamped with the time of the last entry it was folded from."""
    return calendar(items, origin=report.origin, stamp=report.recorded, version=report.version)


def calendar(items: Sequence[DueItem], *, origin: str, stamp: datetime, version: str) -> bytes:
    """One all-day event for each item. `stamp`: when the last entry counted was recorded."""
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Truceline//{_text(version)}//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_text(f'Due: {origin}')}",
        *(line for item in items for line in _event(item, origin=origin, stamp=stamp)),
        "END:VCALENDAR",
    )
    return b"".join(_folded(line) for line in lines)


def uid(item: DueItem, *, origin: str) -> str:
    """Of the clause, the first rendering and what falls due: a day that moves keeps its name."""
    of = item.says if item.says in {NOTICE_CLOSES, TERM_ENDS} else "last day"
    key = "\0".join((origin, item.agreement, item.clause, item.part, item.renderings[0], of))
    return f"{hashlib.sha256(key.encode()).hexdigest()[:32]}@truceline"


def _event(item: DueItem, *, origin: str, stamp: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{uid(item, origin=origin)}"
    yield f"DTSTAMP:{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"SEQUENCE:{item.revision}"
    yield f"DTSTART;VALUE=DATE:{_date(item.date)}"
    yield f"SUMMARY:{_text(f'{item.title}: {item.says}')}"
    yield f"DESCRIPTION:{_text(_described(item))}"
    yield f"CATEGORIES:{_text(item.status.value)}"
    yield "TRANSP:TRANSPARENT"
    yield from _alarm(item)
    yield "END:VEVENT"


def _alarm(item: DueItem) -> Iterator[str]:
    """On the first day of the warning window, which the last day is part of."""
    days = max(item.warn_days - 1, 0)
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"TRIGGER:{f'-P{days}D' if days else 'PT0S'}"
    yield f"DESCRIPTION:{_text(f'{item.title}: {item.says}')}"
    yield "END:VALARM"


def _described(item: DueItem) -> str:
    return (
        f"{item.agreement}, clause {item.clause} ({', '.join(item.renderings)})\n"
        f"{item.status.value}: {item.because}"
    )


def _date(day: date) -> str:
    return day.isoformat().replace("-", "")


def _text(text: str) -> str:
    """RFC 5545 s3.3.11: no control characters but the line break, which is written out."""
    plain = "".join(
        one for one in text if one == "\n" or unicodedata.category(one) not in {"Cc", "Cs"}
    )
    for mark, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        plain = plain.replace(mark, escaped)
    return plain


def _folded(line: str) -> bytes:
    """RFC 5545 s3.1: lines of at most 75 octets, none cut inside a character."""
    parts: list[bytes] = []
    part, room = b"", _MOST_OCTETS
    for one in line:
        octets = one.encode()
        if len(part) + len(octets) > room:
            parts.append(part)
            part, room = b"", _MOST_OCTETS - 1  # the space that marks a continued line
        part += octets
    return b"\r\n ".join([*parts, part]) + b"\r\n"
