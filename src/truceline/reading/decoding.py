"""Bytes to characters, honestly: what is not plausibly text is refused, never guessed at."""

import codecs
import re
from collections.abc import Iterator

from truceline.reading.guard import MAX_DOCUMENT_BYTES
from truceline.terms.media import PAGE, bare, charset
from truceline.terms.problem import Problem

_MARKS = (  # Unicode 15 section 23.8, byte order marks
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office file"),
    (b"\xd0\xcf\x11\xe0", "an old office file"),
    (b"{\\rtf", "a rich text file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "sound, video or a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"7z\xbc\xaf", "an archive"),
    (b"Rar!", "an archive"),
    (b"SQLite format 3\x00", "a database"),
    (b"\x7fELF", "a program"),
)
_META = re.compile(
    rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE
)
_META_WITHIN = 4096  # HTML asks for it in the first 1024 bytes; pages are untidy
_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_HIGH = re.compile(rb"[\x80-\xff]")
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_MOST_HIGH = 0.2  # western text has fewer accented letters than this
_MOST_CONTROL = 0.01
_NO_CHARSETS = ("utf-16", "utf-7", "unicode", "raw-unicode", "idna", "punycode", "undefined")


def decode(
    document: bytes, *, media_type: str = "text/plain", where: str = "document"
) -> str | Problem:
    """The characters of a document, without its byte order mark."""
    refusal = _refuse(document, where)
    if refusal is not None:
        return refusal
    for mark, encoding in _MARKS:
        if document.startswith(mark):
            return _decoded(document[len(mark) :], encoding, where=where)
    if b"\x00" in document:
        return _not_text(where, "bytes that are no text (zeros among them)")
    if _HIGH.search(document):
        try:
            # Before what is declared: hardly anything is UTF-8 by chance, and declarations are
            # often left over from another file. Without high bytes only they can tell.
            return document.decode("utf-8")
        except UnicodeDecodeError:
            pass
    for declared in _declarations(document, media_type):
        text = _decoded(document, declared, where=where)
        if isinstance(text, str):
            return text
    return _western(document, where=where) if _HIGH.search(document) else document.decode("ascii")


def _declarations(document: bytes, media_type: str) -> Iterator[str]:
    """What whoever sent it says, then what the page itself says (WHATWG Encoding)."""
    sent = _known(charset(media_type))
    if sent is not None:
        yield sent
    declared = _declared(document) if bare(media_type) == PAGE else None
    if declared is not None:
        yield declared


def _refuse(document: bytes, where: str) -> Problem | None:
    if not document.strip():
        return Problem(
            code="empty-file",
            where=where,
            message="The document is empty.",
            remedy="Send the document with its text.",
        )
    if len(document) > MAX_DOCUMENT_BYTES:
        return Problem(
            code="too-large",
            where=where,
            message=f"{len(document)} bytes; a document has at most {MAX_DOCUMENT_BYTES}.",
            remedy="Send it in parts.",
        )
    for magic, what in _MAGIC:
        if document.startswith(magic):
            return _not_text(where, what)
    if len(_CONTROL.findall(document[:65_536])) > _MOST_CONTROL * min(len(document), 65_536):
        return _not_text(where, "bytes that are no text (control characters)")
    return None


def _declared(document: bytes) -> str | None:
    """The encoding an HTML page says it has; None where it says none that we know."""
    found = _META.search(document[:_META_WITHIN])
    return _known(found[1].decode("ascii")) if found else None


def _known(name: str) -> str | None:
    """The encoding of this name, if it is one for text; None of the empty name."""
    try:
        known = codecs.lookup(name)
    except (LookupError, ValueError):  # ValueError: a zero in the name
        return None
    # WHATWG Encoding: a page that calls itself Latin-1 or ASCII means windows-1252.
    if known.name in {"iso8859-1", "ascii"}:
        return "cp1252"
    # HTML: a declaration readable as ASCII cannot be UTF-16; and some codecs are not for text.
    for_text = known._is_text_encoding and not known.name.startswith(_NO_CHARSETS)  # noqa: SLF001
    return known.name if for_text else None


def _western(document: bytes, *, where: str) -> str | Problem:
    """Not UTF-8: windows-1252 if the bytes look like it, otherwise nothing is guessed."""
    high = len(_HIGH.findall(document))
    sequences = len(_SEQUENCE.findall(document))
    if sequences * 2 < high <= _MOST_HIGH * len(document):
        text = _decoded(document, "cp1252", where=where)
        if isinstance(text, str):
            return text
    return _unknown(where)


def _decoded(document: bytes, encoding: str, *, where: str) -> str | Problem:
    try:
        text = document.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return _unknown(where)
    return _not_text(where, "bytes that are no text (zeros among them)") if "\0" in text else text


def _unknown(where: str) -> Problem:
    return Problem(
        code="unknown-encoding",
        where=where,
        message="The characters are neither UTF-8, UTF-16 with a mark, nor plausibly windows-1252.",
        remedy="Save the document as UTF-8 and send it again.",
    )


def _not_text(where: str, what: str) -> Problem:
    return Problem(
        code="not-text",
        where=where,
        message=f"The document is {what}; text or HTML was expected.",
        remedy="Save it as plain text or HTML and send it again.",
    )
