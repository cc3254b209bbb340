from pathlib import Path

import pytest

from truceline.reading.cleaning import headings, noise
from truceline.reading.dating import date_document
from truceline.terms.entry import Sure
from truceline.terms.when import When

REPORTS = Path(__file__).parents[2].parent / "shared/reports"
BODY = "The lorries left Strelsau on 9 May 2019, the mission said. They will be back by June 2021."


def dated(plain, told=None):
    marks = noise(plain)
    return date_document(plain, told=told, noise=marks, headings=headings(plain, marks))


def when(plain):
    found = dated(plain)
    return (found.when.value, found.sure) if found else None


def test_who_deposited_it_is_believed_first():
    found = dated("Published 10 May 2019\n\n" + BODY, told=When(value="2019-05-11"))

    assert found is not None
    assert (found.when.value, found.sure) == ("2019-05-11", Sure.TOLD)


@pytest.mark.parametrize(
    "opening",
    [
        "Published on 11 May 2019\n\n",
        "Published\n\non\n\n11 May 2019\n\n",
        "Posted: Saturday, May 11, 2019\n\n",
        "STRELSAU, 11 May 2019 \N{EM DASH} ",
        "STRELSAU, May 11, 2019 (Wire A) - ",
    ],
)
def test_a_stamp_or_a_dateline_dates_the_document(opening):
    assert when(opening + BODY) == ("2019-05-11", Sure.TEXT)


def test_a_stamp_before_what_the_text_tells_is_not_believed():
    assert when("Published 1 May 2019\n\n" + BODY) == ("2019-05-09/..", Sure.TEXT)


def test_a_banner_is_a_guess_while_nothing_contradicts_it():
    assert when("Saturday, May 11, 2019\n\n" + BODY) == ("2019-05-11", Sure.GUESSED)
    assert when("Saturday, May 11, 2019\n\nThe lorries left.") == ("2019-05-11", Sure.GUESSED)


def test_a_banner_long_after_the_newest_day_told_is_only_an_upper_bound():
    found = dated("Friday, September 22, 2023\n\n" + BODY)

    assert found is not None
    assert found.when.value == "2019-05-09/2023-09-21"
    assert "2023-09-22" in found.because


def test_a_banner_before_the_newest_day_told_is_not_believed():
    assert when("Wednesday, May 1, 2019\n\n" + BODY) == ("2019-05-09/..", Sure.TEXT)


def test_a_weekday_without_a_year_falls_into_the_year_the_text_speaks_of():
    plain = (
        "The war of 1991 was long over. It was signed in 2020. They came on Wednesday 11 November."
    )

    assert when(plain) == ("2020-11-11/2020-11-17", Sure.TEXT)


@pytest.mark.parametrize(
    "plain",
    [
        "They came on Wednesday 11 November.",
        "They came on Monday, for the first time since the war of 1991.",
        "The term ends on 10 November 2025.",
        "",
    ],
)
def test_where_nothing_bounds_it_nothing_is_said(plain):
    assert dated(plain) is None


@pytest.mark.skipif(not REPORTS.is_dir(), reason="the founding reports are not beside us")
@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("000", None),
        ("001", None),
        ("002", "2020-09-27/2023-09-21"),
        ("003", "2021-11-16/.."),
        ("004", "2020-11-09/.."),
    ],
)
def test_no_report_is_dated_against_its_own_evidence(number, expected):
    (report,) = REPORTS.glob(f"{number}*.txt")

    found = dated(report.read_bytes().decode())

    assert (found.when.value if found else None) == expected
