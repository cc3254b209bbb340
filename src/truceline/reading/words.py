"""Words as treebanks of English count them, each with its place; the parser is asked about these.

The conventions are those of UD English EWT: `does|n't`, `Moscow|'s`, `five|-|year`, `U.S.` whole.
It changes no character and drops none but space.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from truceline.reading.datafiles import lines, word_lists


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """`text` is what stands from `start` to `end`, letter for letter."""

    start: int
    end: int
    text: str


def words(text: str, start: int = 0, *, end: int | None = None) -> tuple[Word, ...]:
    """The words of a sentence that stands from `start` to `end`."""
    stop = len(text) if end is None else end
    plain = text[start:stop].translate(_STRAIGHT)  # as long as what it stands for
    return tuple(
        Word(start=start + begin, end=start + until, text=text[start + begin : start + until])
        for stretch in _STRETCH.finditer(plain)
        for begin, until in _cut(plain, stretch.start(), end=stretch.end())
    )


def _cut(plain: str, start: int, *, end: int) -> Iterator[tuple[int, int]]:
    """The words of a stretch without spaces."""
    at = start
    while at < end:
        stop = _address(plain, at, end=end) or _end_of_word(plain, at, end=end)
        if plain[at].isalnum():
            stop = _with_full_stop(plain, at, end=stop, limit=end)
            cut = _joint(plain[at:stop].lower())
            if cut:
                yield at, at + cut
                at += cut
        yield at, stop
        at = stop


def _address(plain: str, start: int, *, end: int) -> int | None:
    """The end of a web or mail address that begins here."""
    if not _ADDRESS.match(plain, start, end):
        return None
    stop = end
    while stop > start + 1 and plain[stop - 1] in ".,;:!?)]}>\"'":
        stop -= 1
    return stop


def _end_of_word(plain: str, start: int, *, end: int) -> int:
    found = _word().match(plain, start, end)
    return found.end() if found else start + 1


def _with_full_stop(plain: str, start: int, *, end: int, limit: int) -> int:
    """A full stop belongs to the word it shortens, at the end of a sentence too."""
    if end >= limit or plain[end] != "." or plain[end : end + 2] == "..":
        return end
    word = plain[start:end]
    if word.lower() in {"no", "nos"}:
        return end + 1 if _NUMBER.match(plain, end + 1) else end
    initial = len(word) == 1 and word.isupper()
    if word.lower() == "etc" and _ENDS.match(plain, end + 1):
        return end  # this one ends its sentence
    return end + 1 if initial or word.lower() in _shortened() else end


def _joint(word: str) -> int:
    """Where two words written as one meet; 0 where they are one."""
    if word in _joined():
        return _joined()[word]
    before, apostrophe, after = word.rpartition("'")
    if apostrophe and before.endswith("n") and after == "t":
        return len(before) - 1
    if apostrophe and after in word_lists(_LISTS)["endings"]:
        return len(before)
    measure = _MEASURE.fullmatch(word)
    return measure.end(1) if measure and measure[2] in word_lists(_LISTS)["units"] else 0


@cache
def _shortened() -> frozenset[str]:
    return frozenset((*lines("abbreviations.txt"), *word_lists(_LISTS)["shortened"]))


@cache
def _joined() -> dict[str, int]:
    return {pair.replace("|", ""): pair.index("|") for pair in word_lists(_LISTS)["joined"]}


@cache
def _word() -> re.Pattern[str]:
    prefixes = "|".join(word_lists(_LISTS)["prefixes"])
    return re.compile(
        rf"""
        (?:[^\W\d_]\.){{2,12}}                                  # U.S., p.m.
        | \d+(?:st|nd|rd|th|s)\b
        | (?:\d{{3}}-)?\d{{3}}-\d{{4}}\b                        # a telephone number
        | [^\W_][\w-]{{0,60}}(?:\.[\w-]{{1,60}}){{0,4}}\.(?:{_LAST_PARTS})\b
        | [A-Z]{{1,3}}&[A-Z]{{1,3}}\b                           # R&D
        | (?!9/11\b)\d+(?=/\d+(?![/\d]))                      # 1|/|2, yet 9/11
        | \d+(?:[.,:/]\d+)*(?:[^\W\d_]{{1,20}}\d*)?             # 1,000; 11:30; 5/12/2001; 82mm
        | (?:{prefixes})-(?=[^\W\d_])[^\W_]+(?:'[^\W\d_]+)?
        | [^\W_]+(?:'[^\W\d_]+)*
        | '(?:s|m|re|ve|ll|d|em|til|cause)\b
        | \.[!?]+ | \.{{2,}} | -{{2,}} | [!?]+ | '' | `` | <+ | >+ | \*+ | _+ | =+ | ~+ | \++
        | [:;=]'?-?[()DP](?!\w)                                 # :-)
        """,
        re.VERBOSE | re.IGNORECASE,
    )


_LISTS = "words.toml"
_STRETCH = re.compile(r"\S{1,300}")  # a longer one is no word and is cut, to bound the work
_ADDRESS = re.compile(r"(?:https?://|ftp://|www\.)\S|[\w.+-]{1,64}@\w", re.IGNORECASE)
_LAST_PARTS = "com|org|net|info|gov|edu|int|html?|pdf|docx?|xlsx?"
_MEASURE = re.compile(r"(\d[\d.,:]{0,20})([a-z]{1,3})")
_ENDS = re.compile(r"[ \"')\]]{0,20}\Z")
_NUMBER = re.compile(r" {0,2}\d")
_STRAIGHT = {0x2018: "'", 0x2019: "'", 0x02BC: "'"}
