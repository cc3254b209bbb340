"""What a file holds: documents taken out of it, each with its place. It opens none by itself."""

from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from typing import Protocol, cast

from truceline.terms.media import (
    DOCX,
    FEED,
    GZIP,
    MAIL,
    MAILBOX,
    OUTLOOK,
    PAGE,
    PDF,
    WARC,
    bare,
)
from truceline.terms.problem import Problem

MAX_PARTS = 2_000  # documents taken out of one file, however deep they lie
MAX_UNPACKED_BYTES = 256 * 1024 * 1024  # together
MAX_PART_BYTES = 32 * 1024 * 1024  # one of them: what a document by itself may have
CONTENT = "content"  # the one part of a file that only packs another
WHERE = "document"  # the record names no file; operations does

_CUTTERS = {  # loaded only when such a file arrives
    PDF: "pdf",
    DOCX: "docx",
    MAIL: "mail",
    OUTLOOK: "outlook",
    MAILBOX: "mailbox",
    FEED: "feed",
    WARC: "archive",
    GZIP: "packed",
    PAGE: "articles",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A document inside another one."""

    part: str  # where it stands there: "record 17"
    data: bytes
    media_type: str = ""  # "": its own first bytes tell
    name: str = ""  # a file name or an address, for people; the vault keeps it, the record never


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What was taken out of one file, by which cutter of which version."""

    by: str
    parts: tuple[Part, ...] = ()
    problems: tuple[Problem, ...] = ()


class _Cutter(Protocol):
    """A module that takes documents out of one kind of file."""

    def cut(self, document: bytes, *, media_type: str) -> Contents | None: ...


def holds(media_type: str) -> bool:
    """Whether documents may have to be taken out of such a file before anything is read."""
    return bare(media_type) in _CUTTERS


def contents(document: bytes, *, media_type: str) -> Contents | None:
    """The documents in this one; None where it is itself what is read."""
    name = _CUTTERS.get(bare(media_type))
    if name is None:
        return None
    module = import_module(f"truceline.reading.files.{name}")
    return cast("_Cutter", module).cut(document, media_type=media_type)


def on(cutter: str, library: str) -> str:
    """The name of a cutter that stands on a library: both can change what is taken out."""
    return f"{cutter} on {library}/{version(library)}"


def failed(by: str, *problems: Problem) -> Contents:
    return Contents(by=by, problems=problems)


def problem(code: str, message: str, remedy: str) -> Problem:
    return Problem(code=code, where=WHERE, message=message, remedy=remedy)


def damaged(by: str, kind: str, why: object = "") -> Contents:
    """A file that is not what its first bytes promise."""
    because = f": {why}" if str(why) else ""
    return failed(
        by,
        problem(
            "damaged-file",
            f"It cannot be opened as {kind}{because}.",
            "It is kept as it came. Ask for it again, or send its text as .txt or .html.",
        ),
    )


def too_many(by: str, parts: tuple[Part, ...], found: int) -> Contents:
    """More than is taken out of one file: the first ones, and a problem that says so."""
    many = problem(
        "too-many-parts",
        f"It holds {found} documents; the first {len(parts)} were taken out.",
        "The rest stays inside it. Send them as files of their own.",
    )
    return Contents(by=by, parts=parts, problems=(many,))


def legible(text: str) -> str:
    """Without the characters that no text has: they would make the whole look like no text."""
    return text.translate(_ILLEGIBLE)


_ILLEGIBLE = dict.fromkeys(
    (*range(9), 11, *range(14, 32), 127, 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)), " "
)
