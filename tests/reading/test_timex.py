import json
import time
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.reading.timex import tag

SHARED = Path(__file__).parents[2].parent / "shared"
REPORTS = SHARED / "reports"
PUBLISHED = {  # as gold/README.md assumes
    "000": date(2020, 11, 11),
    "001": date(2020, 11, 10),
    "002": date(2021, 1, 11),
    "003": date(2021, 11, 27),
    "004": None,
}
WEDNESDAY = date(2019, 5, 15)


def values(text, published=WEDNESDAY):
    return [t.when.value if t.when else None for t in tag(text, published=published)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 9 May 2019", "2019-05-09"),
        ("on the 9th of May, 2019", "2019-05-09"),
        ("on May 9th, 2019", "2019-05-09"),
        ("on Thursday, May 9, 2019", "2019-05-09"),
        ("on 09-May-2019", "2019-05-09"),
        ("on 2019-05-09", "2019-05-09"),
        ("on 25.05.2019", "2019-05-25"),
        ("on 05/25/2019", "2019-05-25"),
        ("on 05/05/2019", "2019-05-05"),
        ("on Sept. 9, 2018", "2018-09-09"),
        ("in May 2019", "2019-05"),
        ("in 1994", "1994"),
        ("in late May 2019", "2019-05-21/2019-05-31"),
        ("in mid-May 2019", "2019-05-11/2019-05-20"),
        ("in the fall of 2018", "2018-09/2018-11"),
        ("in early 2019", "2019-01/2019-04"),
        ("the 1990s", "1990/1999"),
        ("since May 9, 2019", "2019-05-09/.."),
        ("from 9 May 2019 onwards", "2019-05-09/.."),
        ("until May 2019", "../2019-05"),
        ("by the end of May 2019", "../2019-05-31"),
        ("before 1 May 2019", "../2019-04-30"),
        ("no later than 1 May 2019", "../2019-05-01"),
        ("from 9 May to 12 June 2019", "2019-05-09/2019-06-12"),
        ("between 9 and 12 May 2019", "2019-05-09/2019-05-12"),
        ("9-12 May 2019", "2019-05-09/2019-05-12"),
        ("from 1994 to 2019", "1994/2019"),
        ("in 1992-94", "1992/1994"),
    ],
)
def test_an_explicit_date_needs_no_day_of_publication(text, expected):
    assert values(text, published=None) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Troops left on Wednesday.", "2019-05-15"),
        ("Troops left on Thursday.", "2019-05-09"),
        ("Troops left last Wednesday.", "2019-05-08"),
        ("Troops will leave on Thursday.", "2019-05-16"),
        ("Troops will leave next Wednesday.", "2019-05-22"),
        ("They met on Tuesday night.", "2019-05-14/2019-05-15"),
        ("They met on Wednesday night.", "2019-05-14/2019-05-15"),
        ("They met yesterday.", "2019-05-14"),
        ("They met last night.", "2019-05-14/2019-05-15"),
        ("They met three days ago.", "2019-05-12"),
        ("They met two months ago.", "2019-03"),
        ("In the past 24 hours they met.", "2019-05-14/2019-05-15"),
        ("They met on 20 May.", "2018-05-20"),
        ("They will meet on 20 May.", "2019-05-20"),
        ("They agreed to meet this summer, namely, on July 2.", "2019-06/2019-08 2019-07-02"),
        ("It was signed in June.", "2018-06"),
        ("They must leave by June.", "../2019-06"),
        ("It was signed on June 9 last year.", "2018-06-09"),
        ("By the end of this month they must leave.", "../2019-05-31"),
        ("Mechanisms are to be set up by the end of the year.", "../2019-12-31"),
        ("Since June last year it has held.", "2018-06/.."),
        ("It was signed last week.", "2019-05-06/2019-05-12"),
        ("It was signed earlier this month.", "2019-05-01/2019-05-15"),
    ],
)
def test_a_relative_expression_is_counted_from_the_day_of_publication(text, expected):
    assert values(text) == expected.split()


@pytest.mark.parametrize(
    "text",
    [
        "They met on Monday.",
        "yesterday",
        "last night",
        "on 9 May",
        "in May",
        "by the end of the year",
    ],
)
def test_without_a_day_of_publication_nothing_relative_is_resolved(text):
    assert values(text, published=None) == [None]


@pytest.mark.parametrize(
    "text", ["on 05/06/2019", "on 5.6.2019", "on 25.05.19", "on 31 November 2019", "at 06:30"]
)
def test_what_is_not_clear_has_no_day(text):
    assert values(text) == [None]


@pytest.mark.parametrize(
    "text",
    [
        "It may march on.",
        "some 2000 soldiers",
        "a force of 2000 soldiers",
        "clause 4",
        "the fall of the city",
        "a man in his 30s",
        "ratio 3.14",
    ],
)
def test_what_only_looks_like_a_date_is_none(text):
    assert values(text) == []


def test_a_weekday_must_fit_its_date():
    assert values("on Saturday 11 May") == ["2019-05-11"]
    assert values("on Sunday 11 May") == [None]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("for six weeks", "duration"),
        ("every day", "set"),
        ("at 06:30", "ref"),
        ("the 2018 war", "ref"),
    ],
)
def test_what_dates_no_sentence_is_no_date(text, kind):
    assert [t.kind for t in tag(text, published=WEDNESDAY)] == [kind]


def test_curly_quotes_and_odd_spaces_change_nothing():
    text = "On\N{NO-BREAK SPACE}9\N{THIN SPACE}May 2019, Monday\N{RIGHT SINGLE QUOTATION MARK}s"

    found = tag(text, published=WEDNESDAY)

    assert [t.when.value for t in found if t.when] == ["2019-05-09", "2019-05-13"]
    assert all(text[t.start : t.end] == t.text for t in found)


@given(
    st.text(alphabet="on by 0123456789-/.May Monday last night since to the end of ", max_size=80),
    st.dates() | st.none(),
)
def test_expressions_lie_in_order_inside_the_text(text, published):
    found = tag(text, published=published)

    assert all(text[t.start : t.end] == t.text for t in found)
    assert all(one.end <= two.start for one, two in pairwise(found))


@pytest.mark.skipif(not REPORTS.is_dir(), reason="the founding reports are not beside us")
def test_most_days_that_gold_quotes_speak_of_are_found():
    """The quote may begin after "On Monday, ". The others follow from other sentences."""
    gold = map(json.loads, (SHARED / "gold/claims.jsonl").read_text(encoding="utf-8").splitlines())
    dated = [claim for claim in gold if claim["when"]]
    found = {
        path.name: tag(path.read_bytes().decode(), published=PUBLISHED[path.name[:3]])
        for path in REPORTS.glob("*.txt")
    }

    right = [
        claim
        for claim in dated
        if claim["when"]
        in {
            t.when.value
            for t in found[claim["doc"]]
            if t.when
            and t.kind == "date"
            and claim["start"] - 2 <= t.end
            and t.start < claim["end"]
        }
    ]

    print(f"when: {len(right)} of {len(dated)} gold values")  # noqa: T201 shown by pytest -s
    assert len(right) >= 21


def table():
    rows = (Path(__file__).parent / "times.tsv").read_text(encoding="utf-8").splitlines()
    return [[*row.split("\t"), "", "", ""][:4] for row in rows if row and row[0] != "#"]


def told(text):
    found = tag(text, published=WEDNESDAY)
    days = " ".join(t.when.value if t.when else "-" for t in found)
    return days, found[-1].type if found else "", found[-1].value if found else ""


def test_at_least_120_expressions_are_told_as_they_are_meant():
    rows = table()
    wrong = [(text, told(text)) for text, *meant in rows if told(text) != tuple(meant)]

    print(f"times: {len(rows) - len(wrong)} of {len(rows)} expressions")  # noqa: T201 pytest -s
    assert len(rows) >= 120
    assert wrong == []


def test_what_is_counted_from_another_day_says_from_which():
    found = tag("On 9 May they came; two days later they left, on Monday.", published=WEDNESDAY)

    assert [t.anchor for t in found] == [WEDNESDAY, date(2019, 5, 9), WEDNESDAY]
    assert [t.anchor for t in tag("on 9 May 2019", published=WEDNESDAY)] == [None]


@pytest.mark.parametrize(
    "nasty",
    [
        "1 May to ",
        "0630 ",
        "9, ",
        "the day after ",
        "within 3 days of ",
        "141530Z ",
        "at 06:30 on ",
    ],
)
def test_a_long_run_of_half_expressions_takes_time_in_proportion(nasty):
    def seconds(times):
        start = time.process_time()
        tag(nasty * times, published=WEDNESDAY)
        return time.process_time() - start

    assert min(seconds(2_000) for _ in range(2)) < 10 * max(
        0.02, min(seconds(500) for _ in range(3))
    )
