"""Which documents belong together: what one was taken out of, and what was taken out of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from truceline.publishing.report import Report
from truceline.terms.media import READ, bare
from truceline.weighing.held import Document

SHOWN = 200  # documents of one file that its page lists


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One document as it stands in another."""

    part: str
    sha256: str  # of the other one
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What the page of one document says of others."""

    within: tuple[Place, ...]  # what it was taken out of
    inside: tuple[Place, ...]  # the first of those taken out of it
    count: int  # all of them
    read_itself: bool  # its own words are read; else only theirs are


def holding(report: Report, sha256: str) -> Holding:
    document = report.documents[sha256]
    inner = inside(report).get(sha256, ())
    return Holding(
        within=tuple(
            Place(part=one.part, sha256=one.document, title=_title(report, one.document))
            for one in document.within
        ),
        inside=tuple(
            Place(part=part, sha256=one.sha256, title=_title(report, one.sha256))
            for part, one in inner[:SHOWN]
        ),
        count=len(inner),
        read_itself=not inner and bare(document.media_type) in READ,
    )


def inside(report: Report) -> Mapping[str, Sequence[tuple[str, Document]]]:
    """Of every document that holds others: where in it, and which."""
    found: dict[str, list[tuple[str, Document]]] = {}
    for one in report.documents.values():
        for place in one.within:
            found.setdefault(place.document, []).append((place.part, one))
    return found


def _title(report: Report, sha256: str) -> str:
    return report.titles.get(sha256, sha256[:12])
