"""The pages and files in a web archive (WARC, gzip or not), as a server gave them. It fetches none.

Transfer and content encodings are undone; the bytes are otherwise as they were sent. When a page
was fetched is not when it was published, so WARC-Date dates nothing.
"""

import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from truceline.reading.files.contents import (
    MAX_PART_BYTES,
    MAX_PARTS,
    MAX_UNPACKED_BYTES,
    Contents,
    Part,
    failed,
    on,
    problem,
    too_many,
)
from truceline.terms.problem import Problem

BY = on("warc/1", "fastwarc")

_HOLDING = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
_READ = ("text/html", "application/xhtml", "text/plain", "application/pdf", "message/rfc822")
_FEEDS = ("rss", "atom", "text/xml", "application/xml")
_OFFICE = ("officedocument.wordprocessingml", "vnd.ms-outlook")
_OF_PAGES = ("image/", "font/", "text/css", "text/javascript", "application/javascript")
_OK = 200
_CUT = (OSError, ValueError, EOFError, zlib.error)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Extent:
    """How much of an archive is there."""

    whole: int  # records, all kinds counted
    at: int = 0  # where the one that is not whole begins, in bytes of the file
    broken: str = ""  # what is wrong with it; "" where the archive ends as it should


def cut(document: bytes, *, media_type: str) -> Contents:  # noqa: ARG001 one shape for all cutters
    """What each record holds that can be read; the others are counted by kind."""
    extent = _extent(document)
    parts: list[Part] = []
    left_in, too_large, garbled = Counter[str](), list[int](), list[int]()
    room, found = MAX_UNPACKED_BYTES, 0
    for number, record in _records(document, extent.whole):
        kind = _kind(record)
        if not kind or not _readable(kind):
            left_in[kind] += bool(kind) and not kind.startswith(_OF_PAGES)
            continue
        data = _body(record)
        if data is None:
            garbled.append(number)
            continue
        found += bool(data)
        if len(data) > min(MAX_PART_BYTES, room):
            too_large.append(number)
        elif data and len(parts) < MAX_PARTS:
            room -= len(data)
            parts.append(_part(record, number, data, kind))
    problems = _problems(extent, left_in, too_large, garbled, len(parts))
    if not parts:
        return failed(BY, *(problems or [_nothing()]))
    if found > MAX_PARTS:
        problems += too_many(BY, tuple(parts), found).problems
    return Contents(by=BY, parts=tuple(parts), problems=tuple(problems))


def _records(document: bytes, whole: int) -> Iterator[tuple[int, WarcRecord]]:
    """The whole records that can hold a page, with their numbers in the file."""
    try:
        for number, record in enumerate(ArchiveIterator(BytesIO(document), auto_decode="all"), 1):
            if number > whole:
                return
            if record.record_type & _HOLDING:
                yield number, record
    except _CUT:
        return  # `_extent` has said where


def _extent(document: bytes) -> _Extent:
    """How many records are there whole: one that is cut short would be half a page."""
    whole = at = 0
    try:
        for record in ArchiveIterator(BytesIO(document), parse_http=False):
            at = record.stream_pos
            if record.record_type == WarcRecordType.unknown and not len(record.headers):
                return _Extent(whole=whole, at=at, broken="what stands there is no record")
            there = 0
            while there <= record.content_length and (more := record.reader.read(65_536)):
                there += len(more)
            if there < record.content_length:
                told = f"it has {there} of {record.content_length} bytes"
                return _Extent(whole=whole, at=at, broken=told)
            whole += 1
    except _CUT as error:
        return _Extent(whole=whole, at=at, broken=str(error))
    return _Extent(whole=whole)


def _kind(record: WarcRecord) -> str:
    """What a record says it holds; "" where it holds no document: a redirect, an error."""
    if record.http_headers is not None:
        if record.http_headers.status_code != _OK:
            return ""
        return (record.http_content_type or "application/octet-stream").lower()
    return (record.headers.get("Content-Type") or "").partition(";")[0].strip().lower()


def _readable(kind: str) -> bool:
    return kind.startswith(_READ) or any(word in kind for word in (*_FEEDS, *_OFFICE))


def _body(record: WarcRecord) -> bytes | None:
    """As it was before the server packed it; None where that cannot be undone."""
    try:
        return bytes(record.reader.read(MAX_PART_BYTES + 1))
    except _CUT:
        return None


def _part(record: WarcRecord, number: int, data: bytes, kind: str) -> Part:
    """Its bytes, with the charset that only the server named."""
    charset = record.http_charset or ""
    page = kind.startswith(("text/html", "application/xhtml"))
    declared = "text/html" if page else ""
    if page and charset:
        declared = f"text/html; charset={charset}"
    name = record.headers.get("WARC-Target-URI") or f"record {number}"
    return Part(part=f"record {number}", data=data, media_type=declared, name=name[:500])


def _problems(
    extent: _Extent,
    left_in: Counter[str],
    too_large: list[int],
    garbled: list[int],
    kept: int,
) -> list[Problem]:
    found = []
    if extent.broken:
        found.append(
            problem(
                "cut-short",
                f"The archive breaks off in the record that begins at byte {extent.at} "
                f"({extent.broken}); {kept} documents before that were taken out.",
                "Ask for the whole file; what came before the break is read.",
            )
        )
    if too_large:
        found.append(
            problem(
                "too-large",
                f"{_numbers(too_large)}: larger than {MAX_PART_BYTES // 2**20} MiB, or beyond "
                f"{MAX_UNPACKED_BYTES // 2**20} MiB together.",
                "They stay in the archive. Send them in smaller archives.",
            )
        )
    if garbled:
        found.append(
            problem(
                "damaged-part",
                f"{_numbers(garbled)}: not packed as the server said.",
                "They stay in the archive. Fetch these pages again.",
            )
        )
    if +left_in:
        kinds = ", ".join(f"{count} {kind}" for kind, count in (+left_in).most_common(8))
        found.append(
            problem(
                "not-taken-out",
                f"Records of kinds that are not read stay in the archive: {kinds}.",
                "Take out what is meant and add it as a file of its own.",
            )
        )
    return found


def _numbers(records: list[int]) -> str:
    shown = ", ".join(str(number) for number in records[:20])
    more = f" and {len(records) - 20} more" if len(records) > 20 else ""  # noqa: PLR2004
    return f"Records {shown}{more}"


def _nothing() -> Problem:
    return problem(
        "no-text",
        "The archive holds no page and no file that can be read.",
        "Look whether it is the archive that was meant.",
    )
