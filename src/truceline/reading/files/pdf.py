"""The text of a PDF in reading order, with its page ends. It recognises no pictures of text.

pypdfium2 gives characters with their baselines; what is a paragraph follows from where lines
stand. Paragraphs are parted by an empty line, pages by a form feed. A word that the page divides
keeps its hyphen and line end; whoever reads the text joins it and keeps both places.
"""

import re
from collections.abc import Iterator, Sequence
from ctypes import byref, c_double
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2
import pypdfium2.raw

from truceline.reading.files.contents import (
    Contents,
    Part,
    damaged,
    failed,
    legible,
    on,
    problem,
)
from truceline.reading.guard import MAX_PLAIN_CHARS
from truceline.reading.paging import running
from truceline.terms.media import PLAIN
from truceline.terms.problem import Problem

BY = on("pdf/1", "pypdfium2")
MAX_PAGES = 5_000

_HYPHEN = "\ufffe"  # pdfium: a hyphen at which the page divides a word, its line end left out
_WIDER_GAP = 1.3  # times the usual distance of lines: a new paragraph
_DOUBLE = 1.5  # times the size of type: lines this far apart need not be one paragraph
_OTHER_SIZE = 0.15  # of the size of type: a heading begins or ends
_INDENT = 0.8  # times the size of type: a first line
_SHORT = 0.8  # of the widest line: a last line
_PASSWORD = 4  # FPDF_ERR_PASSWORD


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    text: str
    left: float
    right: float
    baseline: float
    size: float


def cut(document: bytes, *, media_type: str) -> Contents:  # noqa: ARG001 one shape for all cutters
    """The text as one document, or why there is none."""
    try:
        opened = pypdfium2.PdfDocument(document)
    except pypdfium2.PdfiumError as error:
        return _closed(error)
    try:
        return _text(opened, document)
    finally:
        opened.close()


def _closed(error: pypdfium2.PdfiumError) -> Contents:
    if getattr(error, "err_code", None) != _PASSWORD:
        return damaged(BY, "PDF", "it is damaged or cut short")
    return failed(
        BY,
        problem(
            "encrypted",
            "The PDF is locked with a password; none of its text can be read.",
            "It is kept as it came. Save it without the password and add that too.",
        ),
    )


def _text(opened: "pypdfium2.PdfDocument", document: bytes) -> Contents:
    pages: list[list[str]] = []
    blank: list[int] = []
    broken: list[int] = []
    problems: list[Problem] = []
    room, total = MAX_PLAIN_CHARS, len(opened)
    for number in range(1, total + 1):
        try:
            lines = list(_lines(opened[number - 1]))
        except pypdfium2.PdfiumError:
            broken.append(number)
            continue
        page = _paragraphs(lines)
        room -= sum(len(block) + 2 for block in page) + 1
        if room < 0 or number > MAX_PAGES:
            problems.append(_too_long(number, total))
            break
        pages.append(page)
        if not page:
            blank.append(number)
    if len(blank) == len(pages):
        return failed(BY, _scanned(total))
    problems += _left_out(blank, broken) + _unfinished(document)
    text = "\n\n\f".join(_flowing(pages)) + "\n"
    part = Part(part="text", data=text.encode(), media_type=PLAIN)
    return Contents(by=BY, parts=(part,), problems=tuple(problems))


def _lines(page: "pypdfium2.PdfPage") -> Iterator[_Line]:
    """The lines as pdfium orders them, each with where it stands."""
    text = page.get_textpage()
    try:
        api, raw = pypdfium2.raw, text.raw
        count = text.count_chars()
        codes = [api.FPDFText_GetUnicode(raw, at) for at in range(min(count, MAX_PLAIN_CHARS))]
        start = 0
        for at in range(len(codes) + 1):
            if at < len(codes) and codes[at] not in {10, 13}:
                continue
            if any(code > 32 for code in codes[start:at]):  # noqa: PLR2004 more than white space
                yield _line(raw, codes, start, at)
            start = at + 1
    finally:
        text.close()
        page.close()


def _line(raw: object, codes: Sequence[int], start: int, end: int) -> _Line:
    first = next(at for at in range(start, end) if codes[at] > 32)  # noqa: PLR2004
    last = next(at for at in range(end - 1, start - 1, -1) if codes[at] > 32)  # noqa: PLR2004
    left, baseline = _origin(raw, first)
    right, _ = _origin(raw, last)
    characters = "".join(_HYPHEN if code in {2, 0xFFFE} else chr(code) for code in codes[start:end])
    return _Line(
        text=legible(_pairs(characters).replace(_HYPHEN, "-\n")).strip(),
        left=left,
        right=right,
        baseline=baseline,
        size=float(pypdfium2.raw.FPDFText_GetFontSize(raw, first)) or 1.0,
    )


def _origin(raw: object, at: int) -> tuple[float, float]:
    x, y = c_double(), c_double()
    pypdfium2.raw.FPDFText_GetCharOrigin(raw, at, byref(x), byref(y))
    return x.value, y.value


def _pairs(text: str) -> str:
    """UTF-16 halves that belong together, as the character they are."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _paragraphs(lines: Sequence[_Line]) -> list[str]:
    """Lines joined where only the margin parts them."""
    gaps = sorted(
        above.baseline - below.baseline
        for above, below in pairwise(lines)
        if 0 < above.baseline - below.baseline < 4 * above.size
    )
    leading = gaps[len(gaps) // 4] if gaps else 0.0  # most gaps of a page part no paragraphs
    widest = max((line.right for line in lines), default=0.0)
    found: list[list[str]] = []
    for at, line in enumerate(lines):
        before = lines[at - 1] if at else None
        if before is None or _parts(before, line, leading=leading, widest=widest):
            found.append([line.text])
        else:
            found[-1].append(line.text)
    return [" ".join(texts).replace("-\n ", "-\n") for texts in found]


def _parts(above: _Line, below: _Line, *, leading: float, widest: float) -> bool:
    """Whether a paragraph ends between these two lines."""
    fall = above.baseline - below.baseline
    if abs(above.size - below.size) > _OTHER_SIZE * above.size:
        return True
    if fall <= 0 or fall > _WIDER_GAP * max(leading, above.size):
        # Further up is the next column: its text goes on, unless a sentence ended.
        return fall > 0 or above.text.endswith((".", "!", "?", ":")) or not _goes_on(below.text)
    if below.left - above.left > _INDENT * below.size:
        return True
    ended = above.text.rstrip("\"')\u201d\u2019").endswith((".", "!", "?", ":"))
    short = above.right < _SHORT * widest
    # Where all gaps are wide, either every line is a paragraph or the page is double-spaced.
    wide = fall > _DOUBLE * above.size and not _goes_on(below.text)
    return (short and ended) or (wide and (short or ended))


def _flowing(pages: Sequence[Sequence[str]]) -> list[str]:
    """A sentence that a page end cuts in two stands whole on the page on which it begins."""
    blocks = [list(page) for page in pages]
    edges = running(blocks)
    own = [[at for at in range(len(p)) if at not in e] for p, e in zip(blocks, edges, strict=True)]
    for page, (here, there) in enumerate(pairwise(own)):
        if not here or not there:
            continue
        last, first = blocks[page][here[-1]], blocks[page + 1][there[0]]
        if len(last) > _RUNNING_TEXT and not _ENDED.search(last) and _goes_on(first):
            glue = "" if last.endswith("-\n") else " "
            blocks[page][here[-1]] = f"{last}{glue}{first}"
            blocks[page + 1][there[0]] = ""
    return ["\n\n".join(block for block in page if block) for page in blocks]


_RUNNING_TEXT = 60  # characters: shorter blocks are headings and cells
_ENDED = re.compile(r"[.!?:\"'\u201d\u2019)]\Z")


def _goes_on(text: str) -> bool:
    return text[:1].islower()


def _scanned(pages: int) -> Problem:
    return problem(
        "no-text-layer",
        f"None of its {pages} pages holds text; they are pictures, as a scanner makes them.",
        "It is kept as it came. Have its text recognised (OCR), check it, and add that too.",
    )


def _left_out(blank: Sequence[int], broken: Sequence[int]) -> list[Problem]:
    found = []
    if blank:
        found.append(
            problem(
                "pages-without-text",
                f"Pages without text, perhaps pictures of it: {_numbers(blank)}.",
                "Look at them; what they say is not read.",
            )
        )
    if broken:
        found.append(
            problem(
                "pages-damaged",
                f"Pages that cannot be opened: {_numbers(broken)}.",
                "Ask for the file again; the other pages are read.",
            )
        )
    return found


def _unfinished(document: bytes) -> list[Problem]:
    if b"%%EOF" in document[-2048:]:  # ISO 32000-1 7.5.5, with some room for what others append
        return []
    return [
        problem(
            "cut-short",
            "The file does not end as a PDF does, so pages may be missing.",
            "Ask for the whole file; what could be opened is read.",
        )
    ]


def _too_long(number: int, total: int) -> Problem:
    return problem(
        "too-much-text",
        f"The text is read up to page {number - 1} of {total}: {MAX_PLAIN_CHARS} characters "
        f"or {MAX_PAGES} pages.",
        "Send the rest in parts.",
    )


def _numbers(pages: Sequence[int]) -> str:
    shown = ", ".join(str(page) for page in pages[:20])
    return f"{shown} and {len(pages) - 20} more" if len(pages) > 20 else shown  # noqa: PLR2004
