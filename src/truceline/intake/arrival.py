"""What came: a document's bytes, its name and its type. Not yet read, not yet recorded."""

import re
import zlib
from dataclasses import dataclass
from pathlib import PurePath

from truceline.terms.media import (
    DOCX,
    FEED,
    GZIP,
    MAIL,
    MAILBOX,
    OUTLOOK,
    PAGE,
    PDF,
    PLAIN,
    WARC,
)

MAX_DOCUMENT_BYTES = 32 * 1024 * 1024
MAX_ARCHIVE_BYTES = 128 * 1024 * 1024  # of archives and mailboxes, which hold many documents
ARCHIVES = frozenset((WARC, MAILBOX))

_BEGINNING = 1024
_WHITE = b" \t\r\n"
_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|article|p|div)\b", re.IGNORECASE)
_FEED_ROOT = re.compile(rb"<(?:rss|rdf:RDF)\b|<(?:\w{1,20}:)?feed\b[^>]{0,400}Atom")
_HEADER = rb"[!-9;-~]{1,76}:[^\n]{0,998}\n(?:[ \t][^\n]{0,998}\n)*"  # RFC 5322 2.2
_MAIL_HEAD = re.compile(rb"(?:" + _HEADER + rb"){2,}(?:\r?\n|\Z)?")
_LINES = re.IGNORECASE | re.MULTILINE
_MAIL_ONLY = re.compile(rb"^(?:Message-ID|MIME-Version|Received|Return-Path):", _LINES)
_MAIL_LINES = re.compile(rb"^(?:From|Subject|Date|To):", _LINES)
_MAILBOX = re.compile(rb"From [^\n]{1,200}\d{4}[^\n]{0,40}\n(?:" + _HEADER + rb"){2}")
_MAGIC = (
    (b"%PDF-", PDF),
    (b"WARC/", WARC),
    (b"\x89PNG\r\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"RIFF", "application/x-riff"),
    (b"{\\rtf", "application/rtf"),
    (b"7z\xbc\xaf", "application/x-7z-compressed"),
    (b"Rar!", "application/vnd.rar"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (b"\x7fELF", "application/x-executable"),
)
_OFFICE = (  # parts that only such a package has, in the clear in its directory
    (b"xl/workbook.", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (
        b"ppt/presentation.",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    (b"word/", DOCX),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OUTLOOK = "__substg1.0_".encode("utf-16-le")
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_ENDINGS = {  # believed where the first bytes say nothing else
    ".html": PAGE,
    ".htm": PAGE,
    ".xhtml": PAGE,
    ".pdf": PDF,
    ".docx": DOCX,
    ".eml": MAIL,
    ".msg": OUTLOOK,
    ".mbox": MAILBOX,
    ".rss": FEED,
    ".atom": FEED,
    ".warc": WARC,
    ".gz": GZIP,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    name: str  # as the sender wrote it: a path or a file name
    data: bytes
    media_type: str  # terms/media.py


def sniff(document: bytes, name: str) -> str:
    """The type of a document by its first bytes, and where these say nothing by its ending."""
    if document.startswith(b"\x1f\x8b"):
        return WARC if _unpacked(document).startswith(b"WARC/") else GZIP
    for magic, media_type in _MAGIC:
        if document.startswith(magic):
            return media_type
    if document.startswith(b"PK\x03\x04"):
        return _packaged(document)
    if document.startswith(_OLE):
        return _compound(document, PurePath(name).suffix.lower())
    return _of_text(document, PurePath(name).suffix.lower())


def _of_text(document: bytes, ending: str) -> str:
    beginning = document[:_BEGINNING].removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"")
    beginning = beginning.lstrip()
    if beginning.startswith((b"<", b"\xff\xfe<", b"\xfe\xff<")):
        if _FEED_ROOT.search(beginning):
            return FEED
        if _MARKUP.search(beginning):
            return PAGE
    head = document[: 64 * _BEGINNING]
    if _MAILBOX.match(head):
        return MAILBOX
    found = _MAIL_HEAD.match(head)
    if found and _MAIL_LINES.search(found[0]) and (ending == ".eml" or _MAIL_ONLY.search(found[0])):
        return MAIL
    return _ENDINGS.get(ending, PLAIN)


def _packaged(document: bytes) -> str:
    """A zip archive: an office file by the names in its directory."""
    return next((kind for name, kind in _OFFICE if name in document), "application/zip")


def _compound(document: bytes, ending: str) -> str:
    """An OLE file: Outlook's, an office file under a password, or an old office file."""
    if _OUTLOOK in document or ending == ".msg":
        return OUTLOOK
    return "application/encrypted" if _LOCKED in document else "application/x-ole-storage"


def _unpacked(document: bytes) -> bytes:
    """The first bytes inside a gzip file."""
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(document[:4096], 16)
    except zlib.error:
        return b""
