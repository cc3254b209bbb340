"""The day of publication that a page states in its own data. A machine wrote it: it is no proof.

Read are `meta` elements, JSON-LD and `time` elements (schema.org datePublished, Open Graph, Dublin
Core), never when a page was modified. Where the page states several days it states none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import unescape

from truceline.terms.when import When

_MOST = 2_000  # tags looked at
_META = re.compile(r"<meta\b[^>]{1,600}>", re.IGNORECASE)
_TIME = re.compile(r"<time\b[^>]{1,600}>", re.IGNORECASE)
_JSON = re.compile(r"\"datePublished\"\s{0,9}:\s{0,9}\"([^\"<]{8,40})\"")
_ATTRIBUTE = re.compile(r"([a-zA-Z:_-]{2,30})\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)')")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)|(\d{4})(\d{2})(\d{2})(?!\d)")
_NAMES = frozenset(
    (
        *("article:published_time", "article:published", "og:published_time", "og:pubdate"),
        *("datepublished", "date", "pubdate", "publishdate", "publish-date", "publication_date"),
        *("dc.date", "dc.date.issued", "dcterms.date", "dcterms.issued", "dcterms.created"),
        *(
            "sailthru.date",
            "parsely-pub-date",
            "citation_publication_date",
            "cxenseparse:recs:publishtime",
        ),
    )
)
_PUBLISHED = ("datepublished", "pubdate", "entry-date", "published")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A day, and which of the page's data states it."""

    when: When
    where: str


def stated(source: str) -> Stated | None:
    """The one day that the page's data agree on; None where there is none, or several."""
    for where, found in (("metadata", _metas), ("JSON-LD", _json), ("time element", _times)):
        days = {day for told in found(source) if (day := _day(told))}
        if len(days) == 1:
            return Stated(when=When(value=days.pop().isoformat()), where=where)
        if days:
            return None
    return None


def _metas(source: str) -> Iterator[str]:
    for tag in _tags(_META, source):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop") or ""
        if name.lower() in _NAMES:
            yield tag.get("content", "")


def _json(source: str) -> Iterator[str]:
    for _, match in zip(range(_MOST), _JSON.finditer(source), strict=False):
        yield match[1]


def _times(source: str) -> Iterator[str]:
    for tag in _tags(_TIME, source):
        marks = " ".join((tag.get("itemprop", ""), tag.get("class", ""))).lower()
        if "pubdate" in tag or any(mark in marks for mark in _PUBLISHED):
            yield tag.get("datetime", "")


def _tags(kind: re.Pattern[str], source: str) -> Iterator[dict[str, str]]:
    for _, match in zip(range(_MOST), kind.finditer(source), strict=False):
        found = _ATTRIBUTE.findall(match[0])
        tag = {name.lower(): unescape(one or other) for name, one, other in found}
        if re.search(r"\spubdate[\s/>]", match[0], re.IGNORECASE):
            tag["pubdate"] = ""
        yield tag


def _day(told: str) -> date | None:
    """The day as written, in the zone of whoever wrote it."""
    found = _DAY.match(told.strip())
    if found is None:
        return None
    try:
        return date(*(int(part) for part in found.groups() if part))
    except ValueError:
        return None
