"""Documents from files and folders. What cannot be taken in is a Problem; the rest goes on."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from truceline.intake.arrival import MAX_DOCUMENT_BYTES, Arrival, sniff
from truceline.terms.problem import Problem


def arrivals(paths: Sequence[Path]) -> Iterator[Arrival | Problem]:
    """Every document at these paths, folders expanded in sorted order, hidden files skipped."""
    for path in paths:
        if path.is_dir():
            yield from _in_folder(path)
        else:
            yield _take(path)


def _in_folder(folder: Path) -> Iterator[Arrival | Problem]:
    found = False
    try:
        inside = sorted(folder.iterdir())
    except OSError as error:
        yield _problem("unreadable", folder, f"The folder cannot be opened: {error.strerror}.")
        return
    pending = inside[::-1]
    while pending:
        path = pending.pop()
        if path.name.startswith("."):
            continue
        if path.is_dir() and not path.is_symlink():
            pending += sorted(path.iterdir(), reverse=True)
            continue
        found = True
        yield _take(path)
    if not found:
        yield _problem("no-documents", folder, "The folder holds no documents.")


def _take(path: Path) -> Arrival | Problem:
    try:
        if not path.exists():
            return _problem("not-found", path, "There is no such file.")
        if not path.is_file():
            return _problem("not-a-file", path, "This is neither a file nor a folder.")
        if path.stat().st_size > MAX_DOCUMENT_BYTES:
            return _problem("too-large", path, f"More than {MAX_DOCUMENT_BYTES} bytes.")
        data = path.read_bytes()
    except OSError as error:
        return _problem("unreadable", path, f"It cannot be read: {error.strerror}.")
    if not data:
        return _problem("empty-file", path, "The file is empty.")
    return Arrival(name=str(path), data=data, media_type=sniff(data, path.name))


def _problem(code: str, path: Path, message: str) -> Problem:
    return Problem(code=code, where=str(path), message=message, remedy="Check the path.")
