"""The text of a Word file (DOCX) as a page of HTML: paragraphs, headings, tables, heads and feet.

Deleted text of tracked changes, comments and field codes are not what the file says; they stay in
it. Nothing outside the file is fetched, and no more is unpacked than a document may have.
"""

import lzma
import struct
import zlib
from html import escape
from io import BytesIO
from posixpath import normpath
from zipfile import BadZipFile, ZipFile

from truceline.reading.files.contents import (
    MAX_PART_BYTES,
    Contents,
    Part,
    damaged,
    failed,
    legible,
    problem,
)
from truceline.reading.files.safe_xml import BrokenXmlError, Event, UnsafeXmlError, events
from truceline.terms.media import UTF8_PAGE
from truceline.terms.problem import Problem

BY = "docx/1"
MAX_FILES = 10_000  # in the archive

_WORD = (  # ECMA-376, transitional and strict
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main ",
    "http://purl.oclc.org/ooxml/wordprocessingml/main ",
)
_UNSAID = frozenset(("del", "moveFrom", "instrText", "delText", "Fallback", "rPr", "sectPr"))
_HEADINGS = ("heading", "title", "subtitle")
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")


# What zipfile raises on bytes that only look like an archive, encrypted members among them.
_BROKEN = (
    *(BadZipFile, zlib.error, lzma.LZMAError, EOFError, KeyError, OSError),
    *(NotImplementedError, RuntimeError, ValueError, struct.error, IndexError),
)


class _TooLargeError(ValueError):
    """Unpacked it would have more than a document may have."""


def cut(document: bytes, *, media_type: str) -> Contents:  # noqa: ARG001 one shape for all cutters
    """The text as one page, or why there is none."""
    try:
        with ZipFile(BytesIO(document)) as archive:
            return _page(_Archive(archive))
    except _TooLargeError:
        return failed(BY, _bomb(f"Unpacked it has more than {MAX_PART_BYTES // 2**20} MiB."))
    except UnsafeXmlError as error:
        return failed(BY, _bomb(f"Its XML is not safe to read: {error}."))
    except _BROKEN:  # not with the library's words: they can quote the file
        return damaged(BY, "a Word file")


def _page(archive: "_Archive") -> Contents:
    main = _main(archive)
    problems: list[Problem] = []
    body = _text(archive, main, problems)
    heads = [_text(archive, name, problems) for name in archive.beside(main, "header")]
    feet = [_text(archive, name, problems) for name in archive.beside(main, "footer")]
    notes = [_text(archive, name, problems) for name in _NOTES if name in archive.names]
    if not any(text.strip() for text in (body, *notes)):
        return failed(BY, *problems, _no_text())
    page = "".join(
        (
            *(f"<header>\n{text}</header>\n" for text in dict.fromkeys(heads) if text),
            f"<main>\n{body}{''.join(notes)}</main>\n",
            *(f"<footer>\n{text}</footer>\n" for text in dict.fromkeys(feet) if text),
        )
    )
    part = Part(part="text", data=page.encode(), media_type=UTF8_PAGE)
    return Contents(by=BY, parts=(part,), problems=tuple(problems))


class _Archive:
    """The files of a package, none unpacked beyond what a document may have in all."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self._room = MAX_PART_BYTES
        if len(archive.namelist()) > MAX_FILES:
            raise ValueError(f"it holds more than {MAX_FILES} files")
        self.names = frozenset(archive.namelist())

    def read(self, name: str) -> bytes:
        with self._archive.open(name) as file:
            data = file.read(self._room + 1)
        if len(data) > self._room:
            raise _TooLargeError
        self._room -= len(data)
        return data

    def beside(self, main: str, kind: str) -> list[str]:
        """Running heads or feet: header1.xml, header2.xml beside the main part."""
        start = f"{main.rpartition('/')[0]}/{kind}"
        return sorted(name for name in self.names if name.startswith(start) and "rels" not in name)


def _main(archive: _Archive) -> str:
    """The part with the text: the package says which (ECMA-376 part 2, relationships)."""
    if "_rels/.rels" in archive.names:
        for event in events(archive.read("_rels/.rels")):
            told = event.attributes
            if event.kind == "start" and told.get("Type", "").endswith("/officeDocument"):
                return normpath(told.get("Target", "").lstrip("/"))
    return "word/document.xml"


def _text(archive: _Archive, name: str, problems: list[Problem]) -> str:
    """One part as HTML; where its XML breaks off, what came before."""
    writing = _Writing()
    try:
        for event in events(archive.read(name)):
            writing.take(event)
    except BrokenXmlError as error:
        problems.append(
            problem(
                "cut-short",
                f"Its text breaks off ({error}); what came before is read.",
                "Ask for the file again.",
            )
        )
    return writing.done()


class _Writing:
    """HTML as the events of a part make it: no styles, no pictures, nothing invented."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._unsaid = 0  # how deep inside what the file does not say
        self._tag = "p"
        self._runs: list[str] = []
        self._told = False  # inside w:t, the only element whose text is text

    def take(self, event: Event) -> None:
        if event.kind == "text":
            if self._told and not self._unsaid:
                self._runs.append(escape(legible(event.text), quote=False))
            return
        name = event.local
        if name in _UNSAID:
            self._unsaid += 1 if event.kind == "start" else -1
        elif self._unsaid or not event.name.startswith(_WORD):
            return
        elif event.kind == "start":
            self._start(name, event)
        else:
            self._end(name)

    def done(self) -> str:
        self._paragraph()
        return "".join(self._out)

    def _start(self, name: str, event: Event) -> None:
        match name:
            case "t":
                self._told = True
            case "p":
                self._paragraph()
            case "pStyle" if _attribute(event, "val").lower().startswith(_HEADINGS):
                self._tag = "h2"
            case "numPr":
                self._tag = "li"
            case "tab" | "ptab":
                self._runs.append(" ")
            case "noBreakHyphen":
                self._runs.append("\u2011")
            case "br" | "cr" if _attribute(event, "type") not in {"page", "column"}:
                self._runs.append("<br>")
            case "tbl" | "tr" | "tc":
                self._paragraph()
                self._out.append(f"<{_TABLE[name]}>")
            case _:
                pass

    def _end(self, name: str) -> None:
        match name:
            case "t":
                self._told = False
            case "p":
                self._paragraph()
            case "tbl" | "tr" | "tc":
                self._paragraph()
                self._out.append(f"</{_TABLE[name]}>\n")
            case _:
                pass

    def _paragraph(self) -> None:
        text = "".join(self._runs)
        if text.strip():
            self._out.append(f"<{self._tag}>{text}</{self._tag}>\n")
        self._runs.clear()
        self._tag = "p"


_TABLE = {"tbl": "table", "tr": "tr", "tc": "td"}


def _attribute(event: Event, name: str) -> str:
    told = event.attributes.items()
    return next((value for key, value in told if key.rpartition(" ")[2] == name), "")


def _bomb(message: str) -> Problem:
    return problem(
        "too-large",
        message,
        "It is kept as it came and was not read. Look at who sent it; send its text as .txt.",
    )


def _no_text() -> Problem:
    return problem(
        "no-text",
        "The Word file holds no text, perhaps only pictures.",
        "Send its text, or have the pictures' text recognised (OCR) and add that.",
    )
