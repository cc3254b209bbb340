"""Documents from files and folders. What cannot be taken in is a Problem; the rest goes on."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from truceline import settings
from truceline.intake.arrival import (
    ARCHIVES,
    MAX_ARCHIVE_BYTES,
    MAX_DOCUMENT_BYTES,
    Arrival,
    sniff,
)
from truceline.terms.problem import Problem

_REMEDIES = {
    "not-found": "Check the path.",
    "unreadable": "Check who may read it.",
    "not-a-file": "Give files or folders; links to folders are not followed.",
    "a-centre": "Keep reports in a folder of their own.",
    "no-documents": "Give a folder with reports, mails or archives; hidden files are skipped.",
    "empty-file": "Send the document with its text.",
    "too-large": "Send it in parts.",
}


def arrivals(paths: Sequence[Path]) -> Iterator[Arrival | Problem]:
    """Every document at these paths, folders expanded in sorted order, hidden files skipped."""
    return (_take(found) if isinstance(found, Path) else found for found in files(paths))


def files(paths: Sequence[Path]) -> Iterator[Path | Problem]:
    """As `arrivals`, with nothing taken in yet: how many there are can be counted."""
    for path in paths:
        try:
            folder = path.is_dir()
        except OSError as error:
            yield _unreadable(path, error)
            continue
        yield from _in_folder(path) if folder else [path]


def _in_folder(folder: Path) -> Iterator[Path | Problem]:
    found = False
    pending = [folder]
    while pending:
        path = pending.pop()
        try:
            opens = path.is_dir() and (path == folder or not path.is_symlink())
            inside = sorted(path.iterdir(), reverse=True) if opens else []
        except OSError as error:
            yield _unreadable(path, error)
            continue
        if any(one.name == settings.FILE_NAME for one in inside):
            # Its private keys are text: taken in, they would stand among the documents.
            found = True
            yield _problem("a-centre", path, "This is a centre; nothing in it was taken in.")
            continue
        pending += [one for one in inside if not one.name.startswith(".")]
        if not opens:
            found = True
            yield path
    if not found:
        yield _problem("no-documents", folder, "The folder holds no documents.")


def _take(path: Path) -> Arrival | Problem:
    try:
        if not path.exists():
            return _problem("not-found", path, "There is no such file, or its link leads nowhere.")
        if not path.is_file():
            return _problem("not-a-file", path, "This is neither a file nor a folder of files.")
        with path.open("rb") as file:
            data = file.read(MAX_DOCUMENT_BYTES + 1)
            media_type = sniff(data, path.name)
            limit = MAX_ARCHIVE_BYTES if media_type in ARCHIVES else MAX_DOCUMENT_BYTES
            data += file.read(limit + 1 - len(data))
    except OSError as error:
        return _unreadable(path, error)
    if len(data) > limit:
        return _problem(
            "too-large",
            path,
            f"It has at most {limit // 2**20} MiB as {media_type}; this has more.",
        )
    if not data:
        return _problem("empty-file", path, "The file is empty.")
    return Arrival(name=str(path), data=data, media_type=media_type)


def _unreadable(path: Path, error: OSError) -> Problem:
    return _problem("unreadable", path, f"It cannot be read: {error.strerror}.")


def _problem(code: str, path: Path, message: str) -> Problem:
    return Problem(code=code, where=str(path), message=message, remedy=_REMEDIES[code])
