"""The items of a feed (RSS 0.9x to 2.0, RSS 1.0, Atom), each as a page. No item is fetched.

An item says when it was published; `updated` alone says only that it was not later. A feed that
breaks off gives the items before the break.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from html import escape

from truceline.reading.decoding import decode
from truceline.reading.files.contents import (
    MAX_PARTS,
    Contents,
    Part,
    damaged,
    failed,
    legible,
    problem,
    too_many,
)
from truceline.reading.files.safe_xml import BrokenXmlError, Event, UnsafeXmlError, events
from truceline.terms.media import UTF8_PAGE
from truceline.terms.problem import Problem

BY = "feed/1"

_ITEMS = frozenset(("item", "entry"))
_FIELDS = {  # of an item, by the local names that RSS, RSS 1.0, Dublin Core and Atom give them
    "title": "title",
    "link": "link",
    "pubDate": "published",
    "published": "published",
    "issued": "published",
    "date": "published",
    "updated": "updated",
    "modified": "updated",
    "encoded": "full",
    "content": "full",
    "description": "short",
    "summary": "short",
}
_MEDIA = "http://search.yahoo.com/mrss/ "  # its title and description are a picture's
_MARKUP = re.compile(r"<[a-zA-Z/!][^>]{0,2000}>|&(?:[a-zA-Z]{2,8}|#\d{2,6});")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(slots=True)
class _Item:
    said: dict[str, list[str]] = field(default_factory=dict)
    marked_up: set[str] = field(default_factory=set)  # fields whose text is HTML in any case
    link: str = ""

    def text(self, name: str) -> str:
        return "".join(self.said.get(name, ())).strip()


def cut(document: bytes, *, media_type: str) -> Contents:  # noqa: ARG001 one shape for all cutters
    """Every item, in the order of the feed."""
    parts: list[Part] = []
    count = 0
    problems: tuple[Problem, ...] = ()
    try:
        for count, item in enumerate(_items(_as_utf8(document)), start=1):
            part = _page(item, count) if len(parts) < MAX_PARTS else None
            parts += [part] if part else []
    except UnsafeXmlError as error:
        return failed(BY, _unsafe(error))
    except BrokenXmlError as error:
        if not parts:
            return damaged(BY, "a feed", error)
        problems = (_breaks_off(error, len(parts)),)
    if not parts:
        return failed(BY, _nothing())
    if count > MAX_PARTS:
        problems += too_many(BY, tuple(parts), count).problems
    return Contents(by=BY, parts=tuple(parts), problems=problems)


def _as_utf8(document: bytes) -> bytes:
    """In an encoding that every XML parser knows, where it declares another and means it."""
    declared = re.match(rb"\s*<\?xml[^>]{0,200}encoding=[\"']([\w.:-]{1,40})", document)
    name = declared[1].decode().lower() if declared else "utf-8"
    if name in {"utf-8", "us-ascii", "iso-8859-1", "utf-16"}:
        return document
    text = decode(document, media_type=f"text/xml; charset={name}")
    if isinstance(text, Problem):
        return document
    return re.sub(r"\A\s*<\?xml[^>]*\?>", "", text).encode()


def _items(document: bytes) -> Iterator[_Item]:
    item: _Item | None = None
    path: list[str] = []  # elements open inside the item
    for event in events(document):
        if item is None:
            if event.kind == "start" and event.local in _ITEMS:
                item, path = _Item(), []
        elif event.kind == "end" and not path:
            yield item
            item = None
        else:
            _take(item, event, path)


def _take(item: _Item, event: Event, path: list[str]) -> None:
    if event.kind == "start":
        path.append(event.name)
        if len(path) == 1 and event.local == "link":
            item.link = item.link or event.attributes.get("href", "")
        if len(path) == 1 and event.attributes.get("type") in {"html", "xhtml"}:
            item.marked_up.add(_FIELDS.get(event.local, ""))
        elif len(path) > 1:
            _mark_up(item, path, f"<{event.local}>")
    elif event.kind == "end":
        closed = path.pop()
        if path:
            _mark_up(item, [*path, closed], f"</{event.local}>")
    elif path:
        name = _field(path[0])
        inside = len(path) > 1  # XHTML content: what is text there would be markup in a page
        text = escape(event.text, quote=False) if inside else event.text
        if name:
            item.said.setdefault(name, []).append(text)


def _mark_up(item: _Item, path: list[str], tag: str) -> None:
    name = _field(path[0])
    if name in {"full", "short", "title"}:
        item.said.setdefault(name, []).append(tag)
        item.marked_up.add(name)


def _field(element: str) -> str:
    return "" if element.startswith(_MEDIA) else _FIELDS.get(element.rpartition(" ")[2], "")


def _page(item: _Item, number: int) -> Part | None:
    """One item as a page. What it says twice, a summary of its full text, is left out."""
    title = _as_html(item, "title")
    body = _as_html(item, "full") or _as_html(item, "short")
    if not title and not body:
        return None
    stamp = _stamp("Published", item.text("published")) or _stamp("Updated", item.text("updated"))
    head = f"<header><p>{stamp}</p></header>\n" if stamp else ""
    heading = f"<h1>{title}</h1>\n" if title else ""
    page = legible(f"{head}<article>\n{heading}<div>{body}</div>\n</article>\n")
    name = item.link or item.text("link") or f"item {number}"
    return Part(part=f"item {number}", data=page.encode(), media_type=UTF8_PAGE, name=name[:500])


def _as_html(item: _Item, name: str) -> str:
    """One field as HTML. RSS does not say whether its text is HTML; tags and entities tell."""
    text = item.text(name)
    if name in item.marked_up or _MARKUP.search(text):
        return text
    plain = escape(text, quote=False)
    if name == "title" or not plain:
        return plain
    return "".join(f"<p>{paragraph}</p>" for paragraph in plain.split("\n\n"))


def _stamp(word: str, told: str) -> str:
    """A line such as "Published 4 May 2030", in the zone of whoever published, if it is one."""
    when = _moment(told)
    return f"{word} {when.day} {when:%B %Y}" if when else ""


def _moment(told: str) -> datetime | None:
    """RSS writes the date of a mail, Atom that of ISO 8601; None where it is neither."""
    found = _DAY.match(told)
    try:
        return datetime.fromisoformat(found[0]) if found else parsedate_to_datetime(told)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _breaks_off(error: BrokenXmlError, items: int) -> Problem:
    return problem(
        "cut-short",
        f"The feed breaks off ({error}); the {items} items before that were taken out.",
        "Fetch it again; what came before the break is read.",
    )


def _unsafe(error: UnsafeXmlError) -> Problem:
    return problem(
        "unsafe-xml",
        f"The feed was not read: {error}.",
        "It is kept as it came. Look at where it comes from; no honest feed does this.",
    )


def _nothing() -> Problem:
    return problem(
        "no-text",
        "The feed holds no items.",
        "Fetch it again, or send the reports themselves.",
    )
