"""What came: a document's bytes, its name and its type. Not yet read, not yet recorded."""

import re
from dataclasses import dataclass
from pathlib import PurePath

MAX_DOCUMENT_BYTES = 32 * 1024 * 1024

_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|article|p|div)\b", re.IGNORECASE)
_BEGINNING = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    name: str  # as the sender wrote it: a path or a file name
    data: bytes
    media_type: str  # text/plain or text/html


def sniff(document: bytes, name: str) -> str:
    """The type of a document by its name's ending and its first bytes."""
    ending = PurePath(name).suffix.lower()
    if ending in {".html", ".htm", ".xhtml"}:
        return "text/html"
    beginning = document[:_BEGINNING].removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip()
    found = _MARKUP.search(beginning)
    return "text/html" if found and beginning.startswith((b"<", b"\xff\xfe<")) else "text/plain"
