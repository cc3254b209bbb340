"""Charts as text: what they hold, what they refuse to hold, and that they stay small."""

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from truceline.ledgers.ledger import Account, Mark, Stand
from truceline.publishing.axes import MOST_TICKS, Days, Numbers, reaching
from truceline.publishing.chart import chart, small
from truceline.publishing.drawn import DASHES, SIGNS, key
from truceline.publishing.fills import NAMES, fill_of
from truceline.publishing.svg import LETTER
from truceline.terms.claim import Bound, Quantity

DAY = date(2031, 5, 16)
SVG = "{http://www.w3.org/2000/svg}"


def counted(*marks, **more):
    books = dict.fromkeys(mark.book for mark in marks)
    more = {"name": "observers", "unit": "observers"} | more
    return Account(stands=tuple(Stand(book=one) for one in books), course=marks, **more)


def mark(book, first, last=None, **more):
    return Mark(book=book, first=date(2031, 5, first), last=last and date(2031, 5, last), **more)


def drawn(account, as_of=DAY):
    return ET.fromstring(chart(account, as_of=as_of))  # noqa: S314 we have just written it


def bars(account):
    return [one for one in drawn(account).iter(f"{SVG}g") if one.find(f"{SVG}rect") is not None]


def titles(account):
    return [one.findtext(f"{SVG}title") for one in bars(account)]


def test_a_chart_says_in_words_what_it_shows(accord):
    picture = drawn(accord.OBSERVERS)

    assert "observers" in picture.findtext(f"{SVG}title")
    told = picture.findtext(f"{SVG}desc")
    assert "Orvania: at least 640." in told
    assert "Compact observer mission: 583." in told
    assert "at most 600 observers" in told
    assert accord.OBSERVERS.difference in told


def test_what_a_source_wrote_stays_text():
    name = '<script>alert("&")</script>\x00\x1b\ud800'
    account = counted(
        mark(name, 3, low=1, high=2),
        name=name,
        unit=name,
        limits=(Quantity(value=3, unit=name, bound=Bound.AT_MOST),),
    )

    picture = drawn(account)

    assert not list(picture.iter(f"{SVG}script"))
    assert '<script>alert("&")</script>\ufffd\ufffd\ufffd' in picture.findtext(f"{SVG}title")


def test_a_chart_asks_a_browser_for_nothing(accord):
    for account in (accord.OBSERVERS, accord.HARN_ROAD):
        for one in drawn(account).iter():
            assert not {"style", "href", "onload"} & set(one.attrib)
            assert one.tag not in {f"{SVG}style", f"{SVG}script", f"{SVG}image"}


def test_books_are_told_apart_without_colour():
    books = [f"book {n}" for n in range(len(DASHES))]
    account = counted(*(mark(book, 3, low=n, high=n) for n, book in enumerate(books)))

    lines = [one for one in drawn(account).iter(f"{SVG}path") if "book-" in one.get("class", "")]
    samples = [one for one in lines if one.get("d", "").startswith("M0 ")]

    assert len({one.get("stroke-dasharray") for one in samples}) == len(books)
    assert len(set(SIGNS)) == len(SIGNS) == len(DASHES)


def test_states_are_told_apart_without_colour():
    states = ["open", "closed", "restricted", "washed away", "unknown to us", "flooded"]

    assert sorted(fill_of(states).values()) == list(range(len(NAMES)))


def test_a_state_looks_alike_in_whichever_order_it_is_told():
    assert fill_of(["open", "closed"]) == dict(reversed(fill_of(["closed", "open"]).items()))


def test_a_higher_number_stands_higher_and_nought_on_the_ground():
    scale = Numbers(most=100, top=10, bottom=110)

    assert [scale.at(value) for value in (0, 40, 100)] == [110, 70, 10]


def test_a_limit_stands_at_its_number(accord):
    levels = [
        one for one in drawn(accord.OBSERVERS).iter(f"{SVG}path") if one.get("class") == "level"
    ]
    y = float(re.match(r"M\S+ (\S+)H", levels[0].get("d"))[1])

    scale = Numbers(most=800, top=24, bottom=174)

    assert y == scale.at(600)


def test_what_nobody_knows_is_not_drawn_as_nought():
    assert chart(counted(mark("Orvania", 3)), as_of=DAY) == ""


def test_an_open_end_reaches_the_edge_of_the_chart():
    account = counted(mark("Orvania", 3, low=40, high=None), mark("Keldmark", 3, low=50, high=50))
    [band] = [one for one in drawn(account).iter(f"{SVG}path") if "band" in one.get("class", "")]

    ups = [float(y) for y in re.findall(r"V(\d+(?:\.\d+)?)", band.get("d"))]

    assert min(ups) == 24


def test_what_is_said_of_later_days_is_not_drawn():
    account = counted(mark("Orvania", 3, state="open"), mark("Orvania", 20, state="closed"))

    assert titles(account) == ["Orvania: open, 3 May 2031 and still"]


def test_a_state_that_ended_ends():
    account = counted(mark("Orvania", 3, 4, state="closed"), mark("Orvania", 9, state="open"))

    [closed, opened] = [one.find(f"{SVG}rect") for one in bars(account)]

    gap = float(opened.get("x")) - float(closed.get("x")) - float(closed.get("width"))
    day = float(closed.get("width")) / 2
    assert gap == pytest.approx(4 * day, abs=0.2)


def test_what_one_book_says_of_one_time_in_two_ways_stands_below_each_other():
    account = counted(mark("reports", 3, 9, state="closed"), mark("reports", 5, 7, state="open"))

    ys = {one.find(f"{SVG}rect").get("y") for one in bars(account)}

    assert len(ys) == 2


@pytest.mark.parametrize("days", [1, 2, 9, 40, 51, 100, 400, 2_000, 40_000, 900_000])
def test_few_days_are_named_and_each_where_it_is(days):
    last = date(2031, 5, 16)
    first = max(date.min, last - timedelta(days=min(days, last.toordinal() - 1)))
    axis = Days(first=first, last=last, left=0, right=440)

    ticks = axis.ticks()

    assert 1 <= len(ticks) <= MOST_TICKS
    assert all(0 <= x <= 440 for x, _ in ticks)
    assert all(before < after for (before, _), (after, _) in pairwise(ticks))


@pytest.mark.parametrize("days", range(5, 400, 7))
def test_no_name_of_a_day_runs_into_the_next(days: int) -> None:
    first = date(2024, 12, 19)
    axis = Days(first=first, last=first + timedelta(days=days), left=76, right=440)

    ticks = axis.ticks()

    assert all(x + LETTER * (len(name) + 2) <= then for (x, name), (then, _) in pairwise(ticks))


@pytest.mark.parametrize(("value", "edge"), [(0, 1), (1, 1), (7, 8), (41, 50), (620, 800)])
def test_numbers_end_at_a_round_one(value, edge):
    assert reaching(value) == edge


def test_a_long_course_makes_a_small_picture():
    start = date(2000, 1, 1)
    marks = [
        Mark(
            book="Orvania",
            first=start + timedelta(days=n),
            last=start + timedelta(days=n),
            low=n,
            high=n + 3,
        )
        for n in range(11_000)
    ]
    states = [replace(mark, low=None, high=None, state=f"s{mark.first.year}") for mark in marks]

    for course in (marks, states):
        account = Account(name="a", unit="u", course=tuple(course))

        assert len(chart(account, as_of=date(2030, 6, 1))) < 200_000
        assert len(small(account, as_of=date(2030, 6, 1))) < 100_000


def test_one_day_among_thousands_stays_to_be_seen():
    start = date(2000, 1, 1)
    days = [start + timedelta(days=n) for n in range(11_000)]
    marks = [Mark(book="Orvania", first=one, last=one, low=1, high=1) for one in days]
    marks[5_000] = replace(marks[5_000], low=1_000, high=1_000)

    picture = drawn(counted(*marks), as_of=days[-1])

    [line] = [
        one
        for one in picture.iter(f"{SVG}path")
        if one.get("class") == "book-0" and not one.get("d").startswith("M0 ")
    ]
    highest = min(float(y) for y in re.findall(r"[ML]\S+ (\S+?)H", line.get("d")))
    assert highest == Numbers(most=reaching(1_050), top=24, bottom=174).at(1_000)


def test_exchanging_the_parties_exchanges_their_names_in_the_chart_and_nothing_else(accord):
    def exchanged(text):
        names = {accord.ORVANIA: accord.KELDMARK, accord.KELDMARK: accord.ORVANIA}
        return re.sub("|".join(names), lambda match: names[match[0]], text)

    def other(one):
        return replace(one, book=exchanged(one.book))

    account = accord.HARN_ROAD
    mirrored = replace(
        account,
        stands=tuple(map(other, account.stands)),
        course=tuple(map(other, account.course)),
        difference=exchanged(account.difference),
    )

    assert exchanged(chart(mirrored, as_of=DAY)) == chart(account, as_of=DAY)


def test_the_key_of_an_account_is_of_what_it_counts_and_not_of_its_figures(accord):
    account = accord.OBSERVERS

    assert key(account) == key(replace(account, figures=(), stands=(), course=()))
    assert key(account) != key(replace(account, of=accord.ORVANIA))
    assert key(account) != key(replace(account, unit="vehicles"))
