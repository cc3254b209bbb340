"""The pages and files in a web archive (WARC, gzip or not), as a server gave them. It fetches none.

Transfer and content encodings are undone; the bytes are otherwise as they were sent. When a page
was fetched is not when it was published, so WARC-Date dates nothing.
"""

import zlib
from collections import Counter
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
_CUT = (OSError, ValueError, EOFError, StopIteration, zlib.error)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Extent:
    """How much of an archive is there."""

    begins: tuple[int, ...] = ()  # of each whole record, in bytes of the file
    at: int = 0  # where what is no whole record begins
    broken: str = ""  # what is wrong with that; "" where the archive ends as it should


def cut(document: bytes, *, media_type: str) -> Contents:  # noqa: ARG001 one shape for all cutters
    """What each record holds that can be read; the others are counted by kind."""
    extent = _extent(document)
    parts: list[Part] = []
    left_in, too_large, garbled = Counter[str](), list[int](), list[int]()
    room, found = MAX_UNPACKED_BYTES, 0
    for number, begin in enumerate(extent.begins, start=1):
        try:
            record = _record(document, begin)
            kind = _kind(record)
            if not _readable(kind):
                left_in[kind] += bool(kind) and not kind.startswith(_OF_PAGES)
                continue
            data = bytes(record.reader.read(MAX_PART_BYTES + 1))
        except _CUT:
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


def _record(document: bytes, begin: int) -> WarcRecord:
    """One record, read apart from the others: a garbled one costs only itself."""
    stream = BytesIO(document)
    stream.seek(begin)
    return next(iter(ArchiveIterator(stream, auto_decode="all")))


def _extent(document: bytes) -> _Extent:
    """Which records are there whole: one that is cut short would be half a page."""
    begins: list[int] = []
    at = length = 0
    try:
        for record in ArchiveIterator(BytesIO(document), parse_http=False):
            at, length = record.stream_pos, record.content_length
            if record.headers.get("Content-Length") is None:
                return _Extent(begins=tuple(begins), at=at, broken="its head is not whole")
            there = 0
            while there <= length and (more := record.reader.read(65_536)):
                there += len(more)
            if there < length:
                told = f"it has {there} of {length} bytes"
                return _Extent(begins=tuple(begins), at=at, broken=told)
            begins.append(at)
    except _CUT as error:
        return _Extent(begins=tuple(begins), at=at, broken=str(error))
    end = _end(document, at, length) if begins else 0
    rest = document[end:].lstrip(b"\r\n\0")
    broken = "what stands there is no record" if rest else ""
    return _Extent(begins=tuple(begins), at=len(document) - len(rest), broken=broken)


def _end(document: bytes, begin: int, length: int) -> int:
    """Where a whole record ends: packed, with its gzip member; else after its bytes."""
    if not document.startswith(b"\x1f\x8b", begin):
        return document.find(b"\r\n\r\n", begin) + 4 + length
    engine, at = zlib.decompressobj(16 + zlib.MAX_WBITS), begin
    while at < len(document) and not engine.eof:
        try:
            engine.decompress(document[at : at + 65_536])
        except zlib.error:
            break
        at += 65_536
    return min(at, len(document)) - len(engine.unused_data)


def _kind(record: WarcRecord) -> str:
    """What a record says it holds; "" where it holds no document: a redirect, an error."""
    if not record.record_type & _HOLDING:
        return ""
    if record.http_headers is not None:
        if record.http_headers.status_code != _OK:
            return ""
        return (record.http_content_type or "application/octet-stream").lower()
    return (record.headers.get("Content-Type") or "").partition(";")[0].strip().lower()


def _readable(kind: str) -> bool:
    return bool(kind) and (
        kind.startswith(_READ) or any(word in kind for word in (*_FEEDS, *_OFFICE))
    )


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
