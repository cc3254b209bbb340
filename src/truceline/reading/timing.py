"""Which of the times told beside an act is the time of the act. It reads no date itself."""

from collections.abc import Sequence

from truceline.reading.timex import Timex

_MONTH = len("2020-11")  # an interval ranks with a month
_PAPER = 40  # characters in which a paper and "of" stand before its date
_PAPERS = (
    "statement",
    "statements",
    "agreement",
    "agreements",
    "deal",
    "accord",
    "accords",
    "ceasefire",
    "truce",
)
_AFTER = 12  # characters after a date in which the word "statement" begins


def not_of_papers(folded: str, times: Sequence[Timex]) -> list[Timex]:
    """Without "the statements of 9 November and 11 January": the papers' dates, not the act's."""
    kept: list[Timex] = []
    papers = False
    for time in times:
        before = folded[max(0, time.start - _PAPER) : time.start].lower().split()
        named = before[-1:] == ["of"] and before[-2:-1] != [] and before[-2].endswith(_PAPERS)
        papers = named or (papers and before[-1:] == ["and"])
        after = folded[time.end : time.end + _AFTER].lower().split()
        papers = papers or (after[:1] != [] and after[0].rstrip(".,") in _PAPERS)
        kept += [] if papers else [time]
    return kept


def coarseness(time: Timex) -> int:
    """The exact telling is meant: a day before a month or an interval, these before a year."""
    value = time.when.value if time.when else ""
    return -(_MONTH if "/" in value else len(value))
