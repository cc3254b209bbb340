import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.reading.paging import running_spans
from truceline.reading.stated import stated
from truceline.reading.text import Text, to_text


def plain(original):
    text = to_text(original.encode(), media_type="text/plain", where="text")
    assert isinstance(text, Text)
    return text


@pytest.mark.parametrize(
    ("original", "whole"),
    [
        ("two sol-\ndiers came", "two soldiers came"),
        ("two sol-\r\ndiers came", "two soldiers came"),
        ("the Russian-\nTurkish centre", "the Russian-Turkish centre"),
        ("in self-\ndefence, and self-defence", "in self-defence, and self-defence"),
        ("a spokes\u00adperson", "a spokesperson"),
        ("2-\n4 km", "2-\n4 km"),
        ("a list:\n- one", "a list:\n- one"),
        ("he came -\nand went", "he came -\nand went"),
    ],
)
def test_divided_words_are_read_whole(original, whole):
    assert plain(original).plain == whole


def test_a_divided_word_is_quoted_as_it_stands():
    text = plain("two sol-\ndiers came")
    at = text.plain.index("soldiers")

    start, end = text.to_original(at, at + len("soldiers"))

    assert text.original[start:end] == "sol-\ndiers"


@given(st.lists(st.sampled_from(["sol", "-\n", "-", "\n", "\u00ad", " ", "Diers", "\f", "diers"])))
def test_every_character_stands_where_it_is_said_to(parts):
    text = to_text("".join(parts).encode(), media_type="text/plain", where="text")
    if not isinstance(text, Text):
        return

    for at, character in enumerate(text.plain):
        start, end = text.to_original(at, at + 1)
        assert text.original[start:end] == character


PAGED = (
    "Daily 12\n\nOne.\n\nPage 1\n\n\fDaily 12\n\nTwo.\n\nPage 2\n\n\fDaily 12\n\nThree.\n\n- 3 -"
)


def test_running_heads_and_page_numbers_are_flagged():
    flagged = [PAGED[start:end] for start, end in running_spans(PAGED)]

    assert flagged == ["Daily 12", "Page 1", "Daily 12", "Page 2", "Daily 12", "- 3 -"]


def test_what_two_of_many_pages_share_is_no_running_head():
    pages = ["Losses\n\nTwo.", "Losses\n\nThree.", *(f"{n}th day\n\nQuiet {n}x." for n in "abcdef")]

    assert running_spans("\f".join(pages)) == ()


def test_a_text_of_one_page_has_no_running_heads():
    assert running_spans("Daily 12\n\nOne.\n\nPage 1") == ()


@pytest.mark.parametrize(
    ("source", "day"),
    [
        (
            '<meta property="article:published_time" content="2031-04-08T23:20:00+03:00">',
            "2031-04-08",
        ),
        ("<META CONTENT='20310408' NAME='DC.date.issued'>", "2031-04-08"),
        (
            '<script type="application/ld+json">{"datePublished": "2031-04-08"}</script>',
            "2031-04-08",
        ),
        ('<time datetime="2031-04-08" itemprop="datePublished">today</time>', "2031-04-08"),
        ('<meta property="article:modified_time" content="2031-04-08">', None),
        ('<time datetime="2031-04-08">in the text</time>', None),
        ('<meta name="date" content="2031-02-30">', None),
        ('{"datePublished": "2031-04-08"}, {"datePublished": "2031-04-09"}', None),
        ("<p>8 April 2031</p>", None),
    ],
)
def test_the_day_that_a_page_states_in_its_data(source, day):
    found = stated(source)

    assert (found.when.value if found else None) == day
