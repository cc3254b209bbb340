"""What the first stages of reading cost, beside a peer that does less, and as texts grow.

Figures are ratios within one run, so a slow or a busy machine does not decide them.
"""

import re
import time
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser

import pytest

from truceline.intake.copies import Copies
from truceline.reading.cleaning import headings, noise
from truceline.reading.dating import date_document
from truceline.reading.guard import Guard
from truceline.reading.quantities import find
from truceline.reading.text import to_text
from truceline.reading.timex import tag

PARAGRAPH = (
    "Some 300 Ruritanian soldiers left the village of Strelsau on Monday, the mission said. "
    "Since 9 May 2019 at least 12 people have been killed there, and by the end of the month "
    "the two sides are to exchange 44 prisoners. Officers on the Zenda road saw nothing else.\n\n"
)
PLAIN = PARAGRAPH * 40
PAGE = "<html><body>" + f"<p>{PARAGRAPH}</p>" * 40 + "</body></html>"
PUBLISHED = date(2019, 5, 15)


class Peer(HTMLParser):
    """The plainest reader of pages there is: every run of text, no map back to the source."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_data(self, data):
        self.found.append(data)


def read_page(page):
    return to_text(page.encode(), media_type="text/html", where="page")


def with_peer(page):
    peer = Peer()
    peer.feed(page)
    return "".join(peer.found)


STAGES: dict[str, Callable[[str], object]] = {
    "noise": noise,
    "headings": lambda text: headings(text, ()),
    "tag": lambda text: tag(text, published=PUBLISHED),
    "find": find,
    "date": lambda text: date_document(text, told=None, noise=()),
}


def test_regex_split_as_the_peer(benchmark):
    benchmark(lambda: re.split(r"(?<=[.!?])\s+", PLAIN))


@pytest.mark.parametrize("stage", STAGES)
def test_stage(benchmark, stage):
    benchmark(STAGES[stage], PLAIN)


def test_page_to_text(benchmark):
    benchmark(read_page, PAGE)


def test_page_to_text_by_the_peer(benchmark):
    benchmark(with_peer, PAGE)


def test_one_call_in_a_kept_child(benchmark):
    with Guard() as guard:
        guard.run(noise, PLAIN)
        benchmark(guard.run, noise, PLAIN)


def test_adding_to_the_index_of_copies(benchmark):
    numbers = iter(range(10**9))
    copies = Copies()
    benchmark(lambda: copies.add(str(n := next(numbers)), f"{PLAIN} {n}"))


def seconds(function, *args):
    """Of the processor, the best of three: what else runs only ever adds."""

    def once():
        start = time.process_time()
        function(*args)
        return time.process_time() - start

    return min(once() for _ in range(3))


@pytest.mark.parametrize("stage", STAGES)
def test_four_times_the_text_costs_about_four_times(benchmark, stage):
    small, large = PLAIN * 2, PLAIN * 8
    ratio = seconds(STAGES[stage], large) / seconds(STAGES[stage], small)
    benchmark.extra_info["growth for four times the text"] = round(ratio, 2)
    benchmark(STAGES[stage], PARAGRAPH)

    assert ratio < 8


@pytest.mark.parametrize("opening", ["<div>", "<!--", "<", "<nav>", "<a b='", "&", "<title>"])
def test_a_bomb_four_times_as_long_costs_about_four_times(benchmark, opening):
    small, large = ("<p>a</p>" + opening * many for many in (20_000, 80_000))
    ratio = seconds(read_page, large) / seconds(read_page, small)
    benchmark.extra_info["growth for four times the bomb"] = round(ratio, 2)
    benchmark(read_page, small)

    assert ratio < 10
