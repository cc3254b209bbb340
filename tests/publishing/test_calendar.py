"""What a calendar program needs of the file, read back by a strict parser of RFC 5545."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from truceline.compliance.due import DueItem
from truceline.compliance.finding import Status
from truceline.publishing.calendar import calendar, uid

STAMP = datetime(2031, 5, 14, 9, 30, 5, tzinfo=UTC)
ITEM = DueItem(
    agreement="isle-compact",
    clause="6.1",
    title="Keldmark leaves the harbour",
    renderings=("or", "ke"),
    date=date(2031, 5, 20),
    part="",
    says="by 20 May 2031",
    days_left=4,
    status=Status.DUE_SOON,
    because="The last day is 20 May 2031.",
    warn_days=7,
    revision=0,
)
HARD = "Brücke; \\ und, Zürich\nnext — Կիրովաբադ " * 9


def made(*items: DueItem, stamp: datetime = STAMP) -> bytes:
    return calendar(items, origin="brenmoor.example/record", stamp=stamp, version="0.1.0")


def content_lines(data: bytes) -> list[str]:
    """RFC 5545 s3.1: CRLF ends a line, 75 octets at most, CRLF and a space are folding."""
    assert data.endswith(b"\r\n")
    physical = data.split(b"\r\n")[:-1]
    assert all(b"\r" not in line and b"\n" not in line for line in physical)
    assert all(len(line) <= 75 for line in physical)
    for line in physical:
        line.decode()  # no character is cut
    return data.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]


def components(data: bytes) -> list[tuple[str, dict[str, str]]]:
    """Every component with its properties, in order of their ends."""
    stack: list[tuple[str, dict[str, str]]] = []
    closed = []
    for line in content_lines(data):
        name, colon, value = line.partition(":")
        assert colon
        assert re.fullmatch(r"[A-Z-]+(;[A-Z-]+=[A-Z-]+)*", name)
        if name == "BEGIN":
            stack.append((value, {}))
        elif name == "END":
            assert stack[-1][0] == value
            closed.append(stack.pop())
        else:
            assert name not in stack[-1][1]
            stack[-1][1][name] = value
    assert stack == []
    return closed


def event(data: bytes) -> dict[str, str]:
    [found] = [properties for name, properties in components(data) if name == "VEVENT"]
    return found


def text(value: str) -> str:
    """RFC 5545 s3.3.11, strictly: nothing but these four may be escaped, and must be."""
    assert re.fullmatch(r"(?:[^\\;,\x00-\x1f\x7f]|\\[\\;,n])*", value)
    return re.sub(r"\\(.)", lambda found: {"n": "\n"}.get(found[1], found[1]), value)


def test_a_calendar_without_events_is_whole():
    [(name, properties)] = components(made())

    assert name == "VCALENDAR"
    assert properties["VERSION"] == "2.0"
    assert properties["PRODID"]


def test_an_event_lasts_the_whole_last_day():
    found = event(made(ITEM))

    assert found["DTSTART;VALUE=DATE"] == "20310520"
    assert not {name for name in found if name.startswith(("DTEND", "DURATION"))}


def test_an_event_says_what_falls_due_and_why():
    found = event(made(ITEM))

    assert text(found["SUMMARY"]) == "Keldmark leaves the harbour: by 20 May 2031"
    assert "isle-compact, clause 6.1 (or, ke)" in text(found["DESCRIPTION"])
    assert "due soon: The last day is 20 May 2031." in text(found["DESCRIPTION"])


def test_every_event_has_what_the_standard_requires():
    found = event(made(ITEM))

    assert re.fullmatch(r"[0-9]{8}T[0-9]{6}Z", found["DTSTAMP"])
    assert found["UID"] == uid(ITEM, origin="brenmoor.example/record")


def test_the_stamp_is_the_records_and_in_utc():
    east = STAMP.astimezone(timezone(timedelta(hours=4)))

    assert event(made(ITEM, stamp=east))["DTSTAMP"] == "20310514T093005Z"
    assert made(ITEM, stamp=east) == made(ITEM)


def test_any_text_comes_back_as_it_was():
    found = event(made(replace(ITEM, title=HARD, because=HARD)))

    assert text(found["SUMMARY"]).startswith(HARD)
    assert text(found["DESCRIPTION"]).endswith(HARD)


@pytest.mark.parametrize("mark", ["\r", "\x00", "\x1b", "\x7f", "\ud800"])
def test_what_no_calendar_can_carry_is_left_out(mark):
    found = event(made(replace(ITEM, title=f"a{mark}b")))

    assert text(found["SUMMARY"]).startswith("ab: ")


@pytest.mark.parametrize("length", range(60, 90))
def test_no_line_is_too_long_and_no_character_is_cut(length):
    title = "x" * length + "Ա" * 80

    assert text(event(made(replace(ITEM, title=title)))["SUMMARY"]).startswith(title)


@pytest.mark.parametrize(
    ("days", "trigger"), [(7, "-P6D"), (90, "-P89D"), (1, "PT0S"), (0, "PT0S")]
)
def test_it_warns_on_the_first_day_of_the_window(days, trigger):
    alarms = [
        one for name, one in components(made(replace(ITEM, warn_days=days))) if name == "VALARM"
    ]

    assert [(one["TRIGGER"], one["ACTION"]) for one in alarms] == [(trigger, "DISPLAY")]
    assert alarms[0]["DESCRIPTION"]


def test_an_event_keeps_its_name_when_its_day_is_moved_and_counts_up():
    moved = replace(
        ITEM, date=date(2031, 6, 1), says="by 1 June 2031", revision=1, status=Status.NOT_YET_DUE
    )

    before, after = event(made(ITEM)), event(made(moved))

    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == ("0", "1")


def test_events_that_are_not_one_have_different_names():
    others = [
        replace(ITEM, clause="6.2"),
        replace(ITEM, agreement="other"),
        replace(ITEM, renderings=("ke",)),
        replace(ITEM, says="term ends"),
        replace(ITEM, says="notice window closes"),
        replace(ITEM, part="step 2"),
    ]

    names = [uid(one, origin="a") for one in [ITEM, *others]] + [uid(ITEM, origin="b")]

    assert len(set(names)) == len(names)


def test_the_same_question_gives_the_same_bytes():
    assert made(ITEM, replace(ITEM, clause="7")) == made(ITEM, replace(ITEM, clause="7"))
