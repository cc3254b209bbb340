"""What births and fathers say for or against two rows being one person. The names are made up."""

import pytest

from truceline.ledgers.matching.birth import (
    DOUBT,
    EXCHANGED,
    NEITHER,
    ONE_OF_TWO,
    SAME_DAY,
    SAME_YEAR,
    SILENT,
    TWO_YEARS_APART,
    YEAR_APART,
    YEARS_APART,
    births,
    days,
)
from truceline.ledgers.matching.listed import Listed
from truceline.ledgers.matching.match import Band, match
from truceline.terms.when import When


def born(text):
    return days(When(value=text)) if text else None


@pytest.mark.parametrize(
    ("one", "other", "weight", "because"),
    [
        ("1990-05-03", "1990-05-03", SAME_DAY, "born the same day"),
        ("1990-05-03", "1990-03-05", EXCHANGED, "day and month exchanged"),
        ("1990-05-03", "1990-05-04", ONE_OF_TWO, "day or month differs"),
        ("1990-05-03", "1990-06-03", ONE_OF_TWO, "day or month differs"),
        ("1990-05-03", "1990-06-04", NEITHER, "day and month differ"),
        ("1990-05-03", "1991-05-03", YEAR_APART, "born a year apart"),
        ("1990-05-03", "1992-05-03", TWO_YEARS_APART, "born 2 years apart"),
        ("1990-05-03", "1993-05-03", YEARS_APART, "born 3 years apart"),
        ("1990", "1990-05-03", SAME_YEAR, "born the same year"),
        ("1990", "1990", SAME_YEAR, "born the same year"),
        ("1990", "1991", YEAR_APART, "born a year apart"),
        ("1989/1991", "1990", SAME_YEAR - 2 * DOUBT, "born the same year"),
        ("1980/1990", "1985", 0, "born the same year"),
        ("1989/1991", "1993", TWO_YEARS_APART, "born 2 years apart"),
    ],
)
def test_the_closer_two_births_are_the_more_they_say_for_one_person(one, other, weight, because):
    for first, second in ((one, other), (other, one)):
        found = births(born(first), born(second))

        assert found.weight == weight
        assert because in found.because


@pytest.mark.parametrize(("one", "other"), [(None, "1990"), ("1990", None), ("1990/..", "1990")])
def test_a_birth_that_is_not_told_says_nothing(one, other):
    assert births(born(one), born(other)) == SILENT


def test_no_agreement_says_less_than_one_that_is_less_close():
    assert SAME_DAY > EXCHANGED > SAME_YEAR > ONE_OF_TWO > YEAR_APART > NEITHER
    assert NEITHER > TWO_YEARS_APART > YEARS_APART


def row(handle, name, **said):
    return Listed(handle=handle, spellings=(name,), **said)


def matched(left, right):
    pairs = match(left, right).pairs
    return {(one.left[0], one.right[0]) for one in pairs if one.band is Band.MATCH}


def test_fathers_alone_tell_namesakes_apart():
    left = [
        row("l0", "Vahan Sargsyan", father="Tigran"),
        row("l1", "Vahan Sargsyan", father="Oleh"),
    ]
    right = [row("r0", "Ваган Саргсян", father="Олег"), row("r1", "Ваган Саргсян", father="Тигран")]

    assert matched(left, right) == {("l0", "r1"), ("l1", "r0")}


def test_another_father_is_another_person():
    left, right = [row("l0", "Vahan Sargsyan", father="Tigran")], [row("r0", "Vahan Sargsyan")]
    other = [row("r0", "Vahan Sargsyan", father="Zurab")]

    assert matched(left, right) == {("l0", "r0")}
    assert matched(left, other) == set()


@pytest.mark.parametrize(
    ("one", "other", "says"),
    [
        ("Tigran", "Тигран", "father agrees"),
        ("Tigran", "Zurab", "father differs"),
        ("Tigran", "", "father: not said on both lists"),
        ("", "Zurab", "father: not said on both lists"),
        ("", "", "father: not said on both lists"),
    ],
)
def test_a_pair_says_whether_the_fathers_agree_differ_or_are_not_told(one, other, says):
    left, right = (
        [row("l0", "Vahan Sargsyan", father=one)],
        [row("r0", "Vahan Sargsyan", father=other)],
    )

    [pair] = match(left, right).pairs

    assert says in pair.because
