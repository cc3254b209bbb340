"""What reading English costs as texts grow: a ratio within one run, whatever else is running."""

import time

import pytest

from truceline.reading.english import read
from truceline.terms.names import Kind, Named
from truceline.terms.when import When

NAMES = (Named(kind=Kind.PARTY, name="Kenya"), Named(kind=Kind.PARTY, name="Somalia"))
PARAGRAPH = (
    "General John Doe{n} said on Monday that {n} Kenyan soldiers had entered Place{n}. “We will "
    "withdraw by the end of the month,” he added. Somalia denied that its army had shelled the "
    "town, and both sides exchanged {n} prisoners near Hill{n}.\n\n"
)
HALF = 2_000  # paragraphs: about half a million characters
SLACK = 2.6  # twice the text may take this many times as long


def text(paragraphs):
    return "".join(PARAGRAPH.format(n=n + 2) for n in range(paragraphs)).encode()


def seconds(document):
    start = time.perf_counter()
    read(document, media_type="text/plain", published=When(value="2023-06-14"), names=NAMES)
    return time.perf_counter() - start


@pytest.mark.benchmark(group="read english")
def test_twice_the_text_takes_about_twice_the_time(benchmark):
    half, whole = seconds(text(HALF)), seconds(text(2 * HALF))

    benchmark.extra_info["ratio"] = round(whole / half, 2)
    benchmark.pedantic(seconds, args=(text(HALF // 10),), rounds=3)
    assert whole / half < SLACK
