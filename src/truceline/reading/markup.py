"""HTML source to reading order in one pass, each run with where it stood. It builds no tree.

Linear and without recursion whatever the input: html.parser looks ahead again and again on
unclosed markup, and a tree costs what the nesting costs (docs/decisions/0003).
"""

import re
from dataclasses import dataclass, field
from html import unescape
from importlib.resources import files

import yaml

from truceline.reading.divided import UNSEEN, Run
from truceline.reading.marked import Marks
from truceline.reading.standing_in import Boxes, Boxing

_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9:-]{0,30})")
_ATTRIBUTES = re.compile(r"[^\"'>]*(?:\"[^\"]*\"[^\"'>]*|'[^']*'[^\"'>]*)*>")
_SPACE = re.compile(r"[\t\n\r\f]|[ \t\n\r\f]{2,}|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{2,31});?")
_ELEMENTS = yaml.safe_load(files(__package__).joinpath("data/markup.yaml").read_text("utf-8"))
_DROPPED = frozenset(_ELEMENTS["dropped"])
_BLOCKS = frozenset(_ELEMENTS["blocks"])
_CHROME = frozenset(_ELEMENTS["chrome"])
_BREAKS = frozenset(("br", "td", "th"))
_STORY = frozenset(("article", "main"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4"))
_NEAR = 8  # open elements looked at around an article: a menu further out is the page's frame
_PAGE_FORM_PARAGRAPHS = 3  # a form around that many paragraphs is the page's frame, not a form


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    runs: tuple[Run, ...]
    title: str
    chrome: tuple[tuple[int, int], ...]  # in characters of the joined runs
    boxes: Boxes = field(default_factory=Boxes)
    articles: tuple["Block", ...] = ()  # outermost <article> elements outside of chrome
    headings: tuple["Block", ...] = ()  # h1 to h4, up to their closing tags


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """An element: where it stands in the source, and in characters of the joined runs."""

    tag: str
    start: int
    end: int
    plain_start: int
    plain_end: int


@dataclass(slots=True)
class _Opened:
    tag: str
    plain: int
    paragraphs: int
    counts: bool  # whether it is chrome here


@dataclass(slots=True)
class _Scan:
    runs: list[Run] = field(default_factory=list)
    title: str = ""
    plain: int = 0
    paragraphs: int = 0
    stories: int = 0
    pres: int = 0
    tail: str = "\n"  # last character written; a page begins at the start of a line
    marked: Marks = field(default_factory=Marks)
    boxing: Boxing = field(default_factory=Boxing)
    opened: list[_Opened] = field(default_factory=list)
    open_count: dict[str, int] = field(default_factory=dict)
    chrome: list[tuple[int, int]] = field(default_factory=list)
    depth: int = 0  # of <article> in <article>
    article: tuple[int, int] | None = None  # where the outermost one began: source, plain
    heading: tuple[str, int, int] | None = None  # and the newest heading
    articles: list[Block] = field(default_factory=list)
    headings: list[Block] = field(default_factory=list)

    def write(self, start: int, length: int, text: str) -> None:
        if UNSEEN.search(text):
            self._write_whole(start, length, text)
            return
        if not text:
            return
        self.tail = text[-1]
        self.plain += len(text)
        self.runs.append((start, length, text))

    def _write_whole(self, start: int, length: int, text: str) -> None:
        """Without what nobody sees, such as the places at which a word may be divided."""
        if length != len(text):  # an entity: it stands for itself alone
            self.write(start, length, UNSEEN.sub("", text))
            return
        at = 0
        for unseen in UNSEEN.finditer(text):
            self.write(start + at, unseen.start() - at, text[at : unseen.start()])
            at = unseen.end()
        self.write(start + at, len(text) - at, text[at:])


def scan(source: str) -> Page:
    """The page's text, its head's title, and which stretches stand in menus, forms and footers."""
    state = _Scan()
    at = 0
    while at < len(source):
        bracket = source.find("<", at)
        if bracket < 0:
            _text(state, source, at, len(source))
            break
        _text(state, source, at, bracket)
        at = _markup(state, source, bracket)
    return Page(
        runs=tuple(state.runs),
        title=state.title,
        chrome=_outermost(state.chrome + state.marked.spans(of=state.plain)),
        boxes=state.boxing.done(),
        articles=tuple(state.articles),
        headings=tuple(state.headings),
    )


def _markup(state: _Scan, source: str, at: int) -> int:
    """Take the markup that begins here; returns where reading goes on."""
    if source.startswith("<!--", at):
        return _after(source, "-->", at + 4)
    tag = _TAG.match(source, at)
    if tag is None:
        if source.startswith(("<!", "<?", "</"), at):
            return _after(source, ">", at + 2)
        state.write(at, 1, "<")  # a lone sign is a sign
        return at + 1
    end = _tag_end(source, tag.end())
    name = tag[1].lower()
    if source[at + 1] == "/":
        _close(state, name, at, end)
        return end
    return _open(state, source, name, at, end)


def _open(state: _Scan, source: str, name: str, at: int, end: int) -> int:
    if name == "title" or name in _DROPPED:
        if source[end - 2] == "/" and name in {"svg", "math"}:
            return end
        closing = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(source, end)
        if closing is None:
            return len(source)  # HTML 13.2.5: an unclosed one takes the rest
        if name == "title" and not state.title:
            state.title = " ".join(unescape(source[end : closing.start()]).split())
        return _tag_end(source, closing.end())
    state.paragraphs += name == "p"
    state.stories += name in _STORY
    state.pres += name == "pre"
    _break(state, name, at, end)
    state.marked.open(name, source[at:end], plain=state.plain)
    state.boxing.open(name, source[at:end], plain=state.plain)
    if name == "article":
        if not state.depth and not any(opened.counts for opened in state.opened[-_NEAR:]):
            state.article = (at, state.plain)
        state.depth += 1
    elif name in _HEADINGS:
        state.heading = (name, at, state.plain)
    if name in _CHROME:
        counts = name != "header" or state.stories == 0  # a story's own header holds its headline
        state.opened.append(_Opened(name, state.plain, state.paragraphs, counts))
        state.open_count[name] = state.open_count.get(name, 0) + 1
    return end


def _close(state: _Scan, name: str, at: int, end: int) -> None:
    state.stories -= name in _STORY and state.stories > 0
    state.pres -= name == "pre" and state.pres > 0
    _close_block(state, name, end)
    state.marked.close(name, plain=state.plain)
    state.boxing.close(name, plain=state.plain)
    while state.open_count.get(name, 0):
        last = state.opened.pop()
        state.open_count[last.tag] -= 1
        frame = last.tag == "form" and (state.paragraphs - last.paragraphs >= _PAGE_FORM_PARAGRAPHS)
        if last.tag == name:
            if last.counts and not frame and state.plain > last.plain:
                state.chrome.append((last.plain, state.plain))
            break
    _break(state, name, at, end)


def _close_block(state: _Scan, name: str, end: int) -> None:
    if name == "article" and state.depth:
        state.depth -= 1
        if not state.depth and state.article:
            start, plain = state.article
            state.articles.append(_block(name, start, end, plain, state.plain))
            state.article = None
    elif name in _HEADINGS and state.heading:
        tag, start, plain = state.heading
        state.headings.append(_block(tag, start, end, plain, state.plain))
        state.heading = None


def _block(tag: str, start: int, end: int, plain_start: int, plain_end: int) -> Block:
    return Block(tag=tag, start=start, end=end, plain_start=plain_start, plain_end=plain_end)


def _break(state: _Scan, name: str, at: int, end: int) -> None:
    if name in _BLOCKS and state.plain and not _blank(state):
        state.write(at, end - at, "\n" if state.tail == "\n" else "\n\n")
    elif name in _BREAKS and state.tail != "\n":
        state.write(at, end - at, "\n")


def _blank(state: _Scan) -> bool:
    written = state.runs[-1][2]
    return written.endswith("\n\n") or (written == "\n" and state.plain == 1)


def _text(state: _Scan, source: str, start: int, end: int) -> None:
    """Characters between tags: runs of white space become one space, entities characters."""
    at = start
    while at < end:
        found = _SPACE.search(source, at, end)
        stop = found.start() if found else end
        if at < stop and state.tail in "\n " and source[at] == " " and not state.pres:
            at += 1
        if at < stop:
            state.write(at, stop - at, source[at:stop])
        if found is None:
            return
        _special(state, found)
        at = found.end()


def _special(state: _Scan, found: re.Match[str]) -> None:
    start, size, text = found.start(), found.end() - found.start(), found[0]
    if text[0] == "&":
        decoded = unescape(text)
        state.write(start, size, text if decoded == text else decoded)
    elif state.pres:
        state.write(start, size, text)
    elif state.tail not in "\n ":
        state.write(start, size, " ")


def _tag_end(source: str, at: int) -> int:
    found = _ATTRIBUTES.match(source, at)
    return found.end() if found else len(source)  # HTML 13.2.5: an unclosed tag takes the rest


def _after(source: str, mark: str, at: int) -> int:
    found = source.find(mark, at)
    return len(source) if found < 0 else found + len(mark)


def _outermost(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return tuple(kept)
