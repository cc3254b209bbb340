import pytest

from truceline.reading.credit import MAX_TITLE_CHARS, credit, title
from truceline.terms.entry import Noise, NoiseKind

PAGE = "Friday, May 3, 2024\nWorld Page\n\nTalks on roads\nSource: Wire A, from Wire B\nText.\n"
BANNER = Noise(start=0, end=PAGE.index("\n\n"), kind=NoiseKind.CHROME)


def test_the_title_is_the_first_line_that_is_not_page():
    assert title(PAGE, [BANNER]) == "Talks on roads"


def test_a_page_of_nothing_but_noise_has_no_title():
    assert title(PAGE, [Noise(start=0, end=len(PAGE), kind=NoiseKind.CHROME)]) == ""


def test_a_line_without_end_makes_a_short_title():
    assert len(title("word " * 1000, [])) <= MAX_TITLE_CHARS


@pytest.mark.parametrize(
    ("plain", "named"),
    [
        (PAGE, "Wire A, from Wire B"),
        ("source: agencies\n", "agencies"),
        ("A source: nobody would say more.\nThe source said so.\n", ""),
        ("Source:\nnothing\n", ""),
    ],
)
def test_only_a_line_of_its_own_credits_a_source(plain, named):
    assert credit(plain) == named
