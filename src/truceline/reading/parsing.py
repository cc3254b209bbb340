"""Sentences to trees, names and factuality, by the trained parser where it is installed.

Everything works without it, worse. It knows grammar and decides nothing about claims.
"""

import hashlib
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from truceline.reading.parsed import NameKind, Parsed, ParsedName, ParsedWord
from truceline.reading.trained import Trained
from truceline.terms.problem import Problem, RefusedError

__all__ = ["NameKind", "Parsed", "ParsedName", "ParsedWord", "Parser", "load", "missing", "verify"]

_MODEL = "truceline_reader_en"
_NEEDED = (_MODEL, "onnxruntime", "numpy")


class Parser(Protocol):
    """The same sentence gets the same parse, whatever stands beside it."""

    @property
    def name(self) -> str:
        """Name, version and hash, as they will stand in the record."""
        ...

    def __call__(self, text: str, spans: Sequence[tuple[int, int]]) -> tuple[Parsed, ...]:
        """One parse for each of the sentences that stand at these places of the text."""
        ...


def load() -> Parser | None:
    """The installed parser, or none; `missing` then says what it lacks.

    Raises: RefusedError if its files are not the ones that were published.
    """
    if missing():
        return None
    folder = Path(import_module(_MODEL).folder())
    verify(folder)
    return Trained(folder)


def missing() -> tuple[str, ...]:
    """The packages the trained parser needs that are not installed."""
    return tuple(name.replace("_", "-") for name in _NEEDED if find_spec(name) is None)


def verify(folder: Path) -> None:
    """Raises: RefusedError if a file is not the one whose SHA-256 stands in SHA256SUMS."""
    for line in (folder / "SHA256SUMS").read_text(encoding="ascii").splitlines():
        expected, name = line.split()
        path = folder / name
        got = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "nothing"
        if got != expected:
            raise RefusedError(
                Problem(
                    code="model-altered",
                    where=name,
                    message=f"A file of the parser has SHA-256 {got}, expected {expected}.",
                    remedy="Install truceline-reader-en again.",
                )
            )
