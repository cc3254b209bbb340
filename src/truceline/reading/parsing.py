"""Sentences to trees, names and factuality, by the trained parser where it is installed.

Everything works without it, worse. It knows grammar and decides nothing about claims.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from truceline.reading.grammar import grammar
from truceline.reading.parsed import NameKind, Parsed, ParsedName, ParsedWord
from truceline.reading.sentences import Sentence
from truceline.reading.trained import NOTHING, Trained
from truceline.terms.problem import Problem, RefusedError

__all__ = [
    "MAX_PARSED_TOKENS",
    "NameKind",
    "Parsed",
    "ParsedName",
    "ParsedWord",
    "Parser",
    "installed",
    "load",
    "missing",
    "parse",
    "verify",
]

_MODEL = "truceline_reader_en"
_NEEDED = (_MODEL, "onnxruntime", "numpy")
MAX_PARSED_TOKENS = 100_000  # some 25 seconds; the rest of so long a text is read by rule alone


class Parser(Protocol):
    """The same sentence gets the same parse, whatever stands beside it."""

    @property
    def name(self) -> str:
        """Name, version and hash, as they will stand in the record."""
        ...

    def __call__(
        self,
        text: str,
        spans: Sequence[tuple[int, int]],
        *,
        shown: Mapping[str, str] = NOTHING,
    ) -> tuple[Parsed, ...]:
        """One parse for each of the sentences that stand at these places of the text.

        `shown`: what is read in place of a capitalised word, by its simplest form.
        """
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


@cache
def installed() -> Parser | None:
    """As `load`, once in the life of a process: it takes half a second."""
    return load()


def parse(
    text: str,
    sentences: Sequence[Sentence],
    parser: Parser | None,
    *,
    shown: Mapping[str, str] = NOTHING,
) -> tuple[tuple[Sentence, ...], int]:
    """The sentences with their trees, and how many had to stay without for their number.

    `text` is what the sentences were cut from. Without a parser they stay as they are.
    """
    if parser is None:
        return tuple(sentences), 0
    told: list[Sentence] = []
    room = MAX_PARSED_TOKENS
    left = 0
    for sentence in sentences:
        room -= len(sentence.tokens)
        if room < 0:
            left += 1
            told.append(sentence)
            continue
        (tree,) = parser(text, [(sentence.start, sentence.end)], shown=shown)
        places = [(token.start, token.end) for token in sentence.tokens]
        told.append(replace(sentence, grammar=grammar(tree, places)))
    return tuple(told), left


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
