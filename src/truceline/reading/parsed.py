"""What the parser says of a sentence: its words as a tree, and the names in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class NameKind(StrEnum):
    PERSON = "PER"
    PLACE = "LOC"
    ORGANISATION = "ORG"
    NATIONALITY = "OTH"  # and what else UNER's first release marks so: languages, faiths


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedWord:
    """A word in its tree. `head` counts the words of the sentence from 1; 0 is the root."""

    start: int
    end: int
    text: str
    upos: str
    xpos: str
    head: int
    deprel: str
    factual: int  # per cent that the writer tells it as happened; means something for predicates


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedName:
    """A name from word `first` up to, not with, word `end`, counted from 0."""

    first: int
    end: int
    kind: NameKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """One sentence. If it has words, one hangs on the root and every other, in the end, on it."""

    start: int
    end: int
    words: tuple[ParsedWord, ...]
    names: tuple[ParsedName, ...] = ()

    def children(self, head: int) -> Iterator[int]:
        """The words, counted from 1, that hang on this one."""
        return (number for number, word in enumerate(self.words, start=1) if word.head == head)
