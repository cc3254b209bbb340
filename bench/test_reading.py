# ruff: noqa: RUF001 - confusable characters are among what is nasty
"""What the first stages of reading cost, beside a peer that does less, and as texts grow.

Figures are ratios within one run, so a slow or a busy machine does not decide them.
"""

import re
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser

import pytest

from truceline.intake.copies import Copies
from truceline.reading.cleaning import headings, noise
from truceline.reading.dating import date_document
from truceline.reading.english import read
from truceline.reading.guard import Guard
from truceline.reading.languages import foreign
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
    "languages": foreign,
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


NASTY = {
    "capitals": lambda many: " ".join(f"Name{n}" for n in range(many)),
    "people": lambda many: " ".join(f"General A{n:x}ov said so." for n in range(many)),
    "numbers": lambda many: "12,300 of 4.5 and " * many,
    "quotes": lambda many: "“he said ‘" * many + "’”" * many,
    "brackets": lambda many: "(a " * many + ")" * many,
    "closing marks": lambda many: "a" + "”" * many,
    "abbreviations": lambda many: "U.S. " * many,
    "days": lambda many: "from 12 May to Monday " * many,
    "line ends": lambda many: "a\n\n" * many,
    "divided words": lambda many: "agree-\nment " * many,
    "one word": lambda many: "a" * 10 * many,
    "unseen": lambda many: "a\u200b" * many,
    "speech": lambda many: "Kenya said that Somalia said they left. " * many,
    "foreign": lambda many: "Los soldados fueron heridos ayer en la ciudad.\n" * many,
}


@pytest.mark.parametrize("shape", NASTY)
def test_nothing_nasty_costs_more_than_its_length(benchmark, shape):
    def whole(many):
        text = NASTY[shape](many).encode()
        return read(text, media_type="text/plain", published=None, names=())

    whole(10)
    ratio = seconds(whole, 4_000) / seconds(whole, 1_000)
    benchmark.extra_info["growth for four times as much"] = round(ratio, 2)
    benchmark(whole, 100)

    assert ratio < 8


PEAK = (
    "import resource, sys; from pathlib import Path;"
    "from truceline.operations.peruse import peruse;"
    "found = peruse([Path(sys.argv[1])], [], published=None, jobs=2);"
    "print(sum(len(rows) for _, rows, _ in found),"
    "resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
)


def test_ten_times_the_documents_need_no_more_memory(benchmark, tmp_path):
    """Of the program that hands them out; what its children need is theirs."""

    def peak(many):
        folder = tmp_path / str(many)
        folder.mkdir()
        for n in range(many):
            (folder / f"{n}.txt").write_text(f"{PARAGRAPH}Number {n}.\n")
        told = subprocess.run(  # noqa: S603 our own interpreter and line
            [sys.executable, "-c", PEAK, str(folder)], capture_output=True, text=True, check=True
        )
        claims, kibibytes = map(int, told.stdout.split())
        assert claims >= many
        return kibibytes

    few, many = peak(50), peak(500)
    benchmark.extra_info["memory for ten times the documents"] = round(many / few, 3)
    benchmark(lambda: None)

    assert many < 1.1 * few


@pytest.mark.parametrize("opening", ["<div>", "<!--", "<", "<nav>", "<a b='", "&", "<title>"])
def test_a_bomb_four_times_as_long_costs_about_four_times(benchmark, opening):
    small, large = ("<p>a</p>" + opening * many for many in (20_000, 80_000))
    ratio = seconds(read_page, large) / seconds(read_page, small)
    benchmark.extra_info["growth for four times the bomb"] = round(ratio, 2)
    benchmark(read_page, small)

    assert ratio < 10
