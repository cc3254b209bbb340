"""Answers kept as files, so that nobody is asked the same twice. May be deleted at any time.

They hold words of documents: whoever erases a document forgets its answers too. What is found here
is checked like any answer that has just come in.
"""

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from truceline.reading.asked.answer import MAX_ANSWER_CHARS, take_apart
from truceline.reading.asked.prompt import FORM, mark

_SHA256 = re.compile(r"[0-9a-f]{64}")
Messages = Sequence[tuple[str, str]]  # who speaks ("system", "user", "assistant"), and what


class Kept:
    """The answers to what was asked about one document."""

    def __init__(self, folder: Path | None, document: str) -> None:
        self._folder = folder / document if folder else None

    def get(self, model: str, messages: Messages) -> str | None:
        """The answer given before; None where there is none that can be read."""
        if self._folder is None:
            return None
        path = self._folder / key(model, messages)
        try:
            if path.stat().st_size > MAX_ANSWER_CHARS * 4:
                return None
            answer = path.read_text(encoding="utf-8")
        except (OSError, ValueError):
            return None
        return answer if take_apart(answer) else None

    def put(self, model: str, messages: Messages, answer: str) -> None:
        """Keep it. A crash leaves the whole answer or none; a full disk only costs asking again."""
        if self._folder is None:
            return
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            number, name = tempfile.mkstemp(dir=self._folder, prefix="new-")
            new = Path(name)
            try:
                with os.fdopen(number, "w", encoding="utf-8") as file:
                    file.write(answer)
                new.replace(self._folder / key(model, messages))
            finally:
                new.unlink(missing_ok=True)


def forget(folder: Path, document: str) -> None:
    """Delete every answer about the document of this SHA-256."""
    if not _SHA256.fullmatch(document):
        raise ValueError(f"{document!r} is no SHA-256")
    shutil.rmtree(folder / document, ignore_errors=True)


def key(model: str, messages: Messages) -> str:
    """SHA-256 of all that decides an answer: form, prompt and schema, model, and what was said."""
    asked = json.dumps([FORM, mark(), model, [list(each) for each in messages]])
    return hashlib.sha256(asked.encode()).hexdigest()
