"""What is report and what is page: pages in the make of real ones, with their main text marked."""

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from truceline.reading.cleaning import in_original, noise
from truceline.reading.text import Text, to_text

PAGES = sorted((Path(__file__).parent / "pages").rglob("*.html"))
VOID = {"br", "hr", "img", "input", "link", "meta"}


class Marked(HTMLParser):
    """The text of elements marked with data-main."""

    def __init__(self):
        super().__init__()
        self.open, self.said = [], []

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append((tag, "data-main" in dict(attrs)))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass
        self.said.append(" ")

    def handle_data(self, data):
        if any(main for _, main in self.open):
            self.said.append(data)


def words(text):
    return Counter(re.findall(r"\w+", text))


def main_text(page):
    parser = Marked()
    parser.feed(page)
    return words("".join(parser.said))


def read(page):
    text = to_text(page.encode(), media_type="text/html", where="page")
    assert isinstance(text, Text)
    return text, noise(text.plain, chrome=text.chrome, boxes=text.boxes)


def kept(page):
    text, flagged = read(page)
    left = list(text.plain)
    for mark in flagged:
        left[mark.start : mark.end] = " " * (mark.end - mark.start)
    return words("".join(left))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_nothing_of_the_report_is_flagged(path):
    page = path.read_text(encoding="utf-8")

    assert main_text(page) - kept(page) == Counter()


def test_most_of_the_page_around_the_reports_is_flagged():
    pages = [path.read_text(encoding="utf-8") for path in PAGES]

    shares = [(main_text(page) & kept(page)).total() / kept(page).total() for page in pages]

    assert sum(shares) / len(shares) > 0.9


def test_noise_is_told_in_characters_of_the_document_as_it_came():
    page = "<nav><a>Home &amp; abroad</a></nav><p>They left the village on Monday, it said.</p>"
    text, flagged = read(page)

    spans = [text.original[mark.start : mark.end] for mark in in_original(text, flagged)]

    assert spans == ["Home &amp; abroad"]


BODY = (
    "<p>Two lorries left the village of Orlin on Monday morning, said the mission's officer.</p>"
    "<p>Nobody was hurt when the third lorry hit a mine on its way to the bridge of Orlin.</p>"
)
OTHER = "<p>Wine growers in the south expect the best harvest of the last ten years or more.</p>"


def flagged_in(page):
    text, flagged = read(page)
    return " ".join(text.plain[mark.start : mark.end] for mark in flagged)


def test_what_the_page_calls_related_is_flagged():
    assert "Wine growers" in flagged_in(
        f"<div>{BODY}</div><div class='related-posts'>{OTHER}</div>"
    )


@pytest.mark.parametrize("name", ["content-sidebar", "has-sidebar", "article-body", "relation"])
def test_a_name_that_only_resembles_a_mark_is_none(name):
    assert "lorries" not in flagged_in(f"<div class='{name}'><h1>Lorries</h1>{BODY}</div>")


def test_an_element_with_the_heading_is_the_report_whatever_it_is_called():
    assert "lorries" not in flagged_in(f"<div class='sidebar'><h1>Lorries</h1>{BODY}</div>")


def test_a_second_part_of_the_report_in_an_element_of_the_same_make_is_kept():
    page = f"<div class='part'>{BODY}{BODY}</div><div class='part'>{OTHER}</div>"

    assert "Wine growers" not in flagged_in(page)


def test_marks_that_are_never_closed_flag_nothing():
    assert flagged_in(f"<div class='sidebar'>{BODY}") == ""


def test_a_hundred_thousand_marks_cost_no_more_than_their_length():
    text, _ = read("<div class='share'>" * 100_000 + BODY + "</div>" * 100_000)

    assert "lorries" in text.plain
