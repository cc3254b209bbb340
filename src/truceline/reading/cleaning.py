"""Flags what is page and not report. It deletes nothing and judges no content."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import pairwise

import yaml

from truceline.reading.mailed import of_mail
from truceline.reading.standing_in import Boxes, holder
from truceline.reading.text import Text, fold
from truceline.terms.entry import Noise, NoiseKind

Span = tuple[int, int]


def noise(
    plain: str, *, chrome: Sequence[Span] = (), boxes: Boxes | None = None
) -> tuple[Noise, ...]:
    """Stretches of the plain text that are page chrome, adverts, teasers or repeats, in order.

    `boxes`: of a page, the elements that its text stands in.
    """
    lines = _lines(fold(plain), chrome=chrome)
    kinds = _repeats(lines, _outside(lines, _kinds(lines), boxes) if boxes else _kinds(lines))
    flagged = [
        Noise(start=line.start, end=line.end, kind=kind)
        for line, kind in zip(lines, kinds, strict=True)
        if kind is not None
    ]
    return _joined(flagged, plain)


def headings(plain: str, noise: Sequence[Noise]) -> tuple[Span, ...]:
    """Lines that stand above a text rather than in it: titles and crossheads, without noise."""
    lines = _lines(fold(plain), chrome=[(mark.start, mark.end) for mark in noise])
    lines = [line for line in lines if not line.chrome]
    above = [
        line
        for line, following in pairwise(lines)
        if line.heads and (following.body or following.heads)
    ]
    if above and not any(line.body for line in lines):
        above = above[:1]  # a text of short lines has a title at most
    return tuple((line.start, line.end) for line in above)


def paragraphs(plain: str, noise: Sequence[Noise]) -> tuple[Span, ...]:
    """The paragraphs of running text that are not noise."""
    lines = _lines(fold(plain), chrome=[(mark.start, mark.end) for mark in noise])
    return tuple((line.start, line.end) for line in lines if line.body and not line.chrome)


def in_original(text: Text, noise: Sequence[Noise]) -> tuple[Noise, ...]:
    """The same stretches in characters of the document as it was deposited."""
    spans = ((mark, *text.to_original(mark.start, mark.end)) for mark in noise)
    return tuple(replace(mark, start=start, end=end) for mark, start, end in spans)


def is_stamp(line: str) -> bool:
    """Whether a line is nothing but a date, with or without a word and a time."""
    return _STAMP.fullmatch(fold(line)) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One line without the white space around it, and what its shape alone tells."""

    start: int
    end: int
    text: str
    key: str  # lower case, no punctuation at either end
    chrome: bool  # the markup already said so

    @property
    def words(self) -> int:
        return self.text.count(" ") + 1

    @property
    def ended(self) -> bool:
        return self.text.rstrip("\"')]").endswith((".", "!", "?", "…"))

    @property
    def body(self) -> bool:
        """A paragraph of running text."""
        return (self.words >= 8 and self.ended) or self.words >= 25  # noqa: PLR2004 told apart by eye

    @property
    def heads(self) -> bool:
        return (
            not self.body
            and self.words <= 24  # noqa: PLR2004
            and not self.text.endswith((".", "!", ";", ",", '."', "…"))
            and not self.text.startswith(("-", "*", "•", "·"))
        )


def _lines(folded: str, *, chrome: Sequence[Span]) -> list[_Line]:
    marked = sorted(chrome)
    at = 0
    found = []
    for match in _LINE.finditer(folded):
        text = match[0].rstrip()
        start, end = match.start(), match.start() + len(text)
        while at < len(marked) and marked[at][1] <= start:
            at += 1
        inside = at < len(marked) and marked[at][0] <= start and end <= marked[at][1]
        key = _OUTER.sub("", text[:_LONGEST_CUE]).lower()
        found.append(_Line(start=start, end=end, text=text, key=key, chrome=inside))
    return found


def _kinds(lines: Sequence[_Line]) -> list[NoiseKind | None]:
    """One walk down the page. After a cue it asks whether the story goes on below it."""
    last_body = max((i for i, line in enumerate(lines) if line.body), default=-1)
    first_body = next((i for i, line in enumerate(lines) if line.body), len(lines))
    story = _Story(lines)
    mailed = of_mail([line.text for line in lines])
    kinds: list[NoiseKind | None] = []
    mode: NoiseKind | None = None  # what everything is until the story resumes
    for i, line in enumerate(lines):
        kind = NoiseKind.CHROME if line.chrome else mailed.get(i) or _by_wording(line)
        after_cue = kind is None and not line.body and i > last_body > -1 and _any(kinds, last_body)
        if kind is NoiseKind.TEASER and story.begun and line.key in _cues().leaving:
            mode = NoiseKind.TEASER
            story.leave(cue=line.key)
        elif mode is not None and line.body and kind is None and story.resumes_at(i):
            mode = None
        if kind is None and mode is None:
            if line.body:
                story.go_on(line)
            elif after_cue:
                kind = NoiseKind.CHROME  # below the last paragraph, once the page has taken over
        kinds.append(mode or kind)
    return _labels(lines, kinds, until=first_body)


def _outside(
    lines: Sequence[_Line], kinds: Sequence[NoiseKind | None], boxes: Boxes
) -> list[NoiseKind | None]:
    """What stands outside of the element that holds the report, and speaks of something else."""
    body = [i for i, line in enumerate(lines) if line.body and kinds[i] is None]
    main = holder(boxes, {lines[i].start: lines[i].words for i in body}, share=_HOLDS)
    own = [i for i in body if main in boxes.around(boxes.box(lines[i].start))]
    if not main or len(own) < _FEWEST:
        return list(kinds)
    story = _Story(lines)
    for i in own:
        story.go_on(lines[i])
    made = {boxes.makes[main], *(boxes.makes[boxes.box(lines[i].start)] for i in own)} - {""}
    found = list(kinds)
    for i in _resumed(lines, kinds, boxes, own):
        found[i] = None
    for i, line in enumerate(lines):
        around = boxes.around(boxes.box(line.start))
        alike = any(boxes.makes[box] in made for box in around)
        if kinds[i] is not None or main in around or alike or own[0] - _ABOVE <= i < own[0]:
            continue
        if not line.body or story.kin(line) < _KIN_AFTER_LIST:
            found[i] = NoiseKind.TEASER if line.body and i > own[-1] else NoiseKind.CHROME
    return found


def _resumed(
    lines: Sequence[_Line], kinds: Sequence[NoiseKind | None], boxes: Boxes, own: Sequence[int]
) -> Iterator[int]:
    """Paragraphs below a list of other stories, in the element of those above; it is not."""
    here = Counter(boxes.box(lines[i].start) for i in own)
    listed = None
    for i, line in enumerate(lines):
        box = boxes.box(line.start)
        if line.key in _cues().leaving:
            listed = box
            continue
        teased = kinds[i] is NoiseKind.TEASER and line.body and _by_wording(line) is None
        if teased and here[box] >= _FEWEST and listed not in {None, box}:
            yield i


def _any(kinds: Sequence[NoiseKind | None], after: int) -> bool:
    """Whether the page has taken over: the line before is flagged, and none of the body is."""
    return len(kinds) - 1 > after and kinds[-1] is not None


class _Story:
    """The report's own running text so far, by the names and rarer words in it."""

    def __init__(self, lines: Sequence[_Line]) -> None:
        self._lines = lines
        self._words: set[str] = set()
        self._listed = False
        self.begun = False

    def go_on(self, line: _Line) -> None:
        self.begun = True
        self._words.update(_telling(line.text))

    def leave(self, *, cue: str) -> None:
        self._listed = self._listed or cue in _cues().lists

    def kin(self, *lines: _Line) -> float:
        """How much of what some lines tell of the story has told of before."""
        telling = set().union(*(_telling(line.text) for line in lines))
        return len(telling & self._words) / max(1, len(telling))

    def resumes_at(self, index: int) -> bool:
        """Whether the paragraphs from here on are this story again.

        A list of stories has one paragraph below each headline; a story has several together,
        and they speak of what it spoke of before.
        """
        run = [line for line in self._lines[index : index + 3] if line.body]
        together = len(run) > 1 and self._lines[index + 1].body
        kin = self.kin(*run)
        if self._listed:
            self._listed = not (together and kin >= _KIN_AFTER_LIST)
            return not self._listed
        return together or kin >= _KIN_AFTER_ASIDE


def _telling(text: str) -> set[str]:
    """Names and longer words; common ones say nothing about what a text is about."""
    return {word.lower() for word in _WORD.findall(text[:2000])} - _cues().common


def _by_wording(line: _Line) -> NoiseKind | None:
    cues = _cues()
    if line.key in cues.adverts or _AD_MARK.fullmatch(line.text):
        return NoiseKind.ADVERT
    if line.key in cues.lists or line.key in cues.asides:
        return NoiseKind.TEASER
    lowered = line.text[:_LONGEST_SENTENCE].lower()
    if len(line.text) <= _LONGEST_ASIDE and lowered.startswith(cues.aside_openings):
        return NoiseKind.TEASER
    if line.key in cues.chrome or _STAMP.fullmatch(line.text) or _BYLINE.fullmatch(line.text):
        return NoiseKind.CHROME
    credited = lowered.startswith(cues.credits) and (":" in lowered[:20] or not line.body)
    if len(line.text) <= _LONGEST_SENTENCE and (credited or cues.sentences.search(lowered)):
        return NoiseKind.CHROME
    return None


def _labels(
    lines: Sequence[_Line], kinds: list[NoiseKind | None], *, until: int
) -> list[NoiseKind | None]:
    """Above the text: one or two words beside a longer title are the section's name."""
    top = [i for i in range(min(until, len(lines))) if kinds[i] is None]
    if any(lines[i].words > 3 for i in top):  # noqa: PLR2004 a title is a phrase
        for i in top:
            if lines[i].words <= 2:  # noqa: PLR2004
                kinds[i] = NoiseKind.CHROME
    return kinds


def _repeats(
    lines: Sequence[_Line], kinds: Sequence[NoiseKind | None]
) -> Iterator[NoiseKind | None]:
    seen: set[str] = set()
    for line, kind in zip(lines, kinds, strict=True):
        same = " ".join(line.text.lower().split())
        yield NoiseKind.REPEAT if kind is None and same in seen else kind
        if kind is None and len(same) >= _SHORTEST_REPEAT:
            seen.add(same)


def _joined(flagged: Sequence[Noise], plain: str) -> tuple[Noise, ...]:
    """Neighbouring lines of one kind as one stretch."""
    joined: list[Noise] = []
    for mark in flagged:
        last = joined[-1] if joined else None
        if last and last.kind is mark.kind and not plain[last.end : mark.start].strip():
            joined[-1] = Noise(start=last.start, end=mark.end, kind=mark.kind)
        else:
            joined.append(mark)
    return tuple(joined)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cues:
    lists: frozenset[str]
    asides: frozenset[str]
    adverts: frozenset[str]
    chrome: frozenset[str]
    aside_openings: tuple[str, ...]
    credits: tuple[str, ...]
    sentences: re.Pattern[str]
    common: frozenset[str]

    @property
    def leaving(self) -> frozenset[str]:
        """Cues below which other stories may stand."""
        return self.lists | self.asides


@cache
def _cues() -> _Cues:
    lines = yaml.safe_load(files(__package__).joinpath("data/cleaning.yaml").read_text("utf-8"))
    return _Cues(
        lists=frozenset(lines["lists"]),
        asides=frozenset(lines["asides"]),
        adverts=frozenset(lines["adverts"]),
        chrome=frozenset(lines["chrome"]),
        aside_openings=tuple(lines["aside_openings"]),
        credits=tuple(lines["credits"]),
        sentences=re.compile("|".join(lines["sentences"])),
        common=frozenset(lines["common"]),
    )


_LINE = re.compile(r"[^\s][^\n]*")
_OUTER = re.compile(r"^[^\w]+|[^\w]+$")
_WORD = re.compile(r"[A-Z][\w'-]{2,}|[a-z][\w'-]{6,}")
_AD_MARK = re.compile(r"\[?/?ad[_ -]?\d+\]?|\W{0,3}\s?advertise?ment\b.{0,20}", re.IGNORECASE)
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_CLOCK = r"\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?(?:\s?[A-Z]{2,4})?"
_STAMP = re.compile(  # a line that is nothing but a date, with or without a word and a time
    r"(?:(?:last )?(?:published|updated|posted|modified|date)(?: on| at)?:? )?"
    rf"(?:{_CLOCK}[,|]? ?)?"
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?[ -]{_MONTH}(?:,?[ -]\d{{4}})?"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?"
    r"|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2})"
    rf"(?:[,|T]? ?(?:-|at )? ?{_CLOCK})?",
    re.IGNORECASE,
)
_NAME = r"[A-Z][\w.'-]{0,30}"
_BYLINE = re.compile(
    rf"[Bb][Yy] {_NAME}(?: {_NAME}){{0,4}}(?:(?:,| and) {_NAME}(?: {_NAME}){{0,4}})?"
)
_LONGEST_CUE = 80
_LONGEST_ASIDE = 200
_LONGEST_SENTENCE = 500
_SHORTEST_REPEAT = 25
_KIN_AFTER_LIST = 0.35
_HOLDS = 0.6  # of all running text: an element that holds less of it is not the report's
_FEWEST = 2  # paragraphs of a report in an element of its own
_ABOVE = 5  # lines above it in which its title, its date and its byline stand
_KIN_AFTER_ASIDE = 0.1
