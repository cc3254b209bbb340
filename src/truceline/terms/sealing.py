"""What is kept apart, to be opened to some or forgotten for all. Never the thing itself.

On record stand hashes, code names and the names of parts; what they stand for is in the vault.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from truceline.terms.utc import require_utc

MAX_GROUND_CHARACTERS = 500
MAX_CIRCLE_CHARACTERS = 200

_DOCUMENT = re.compile("[0-9a-f]{64}")
_PERSON = re.compile("person:[0-9a-f]{1,64}")
_PART = re.compile("(?:0|[1-9][0-9]{0,15}):[a-z0-9_]{1,64}")


def place_of(part: str) -> tuple[int, str] | None:
    """The entry and the name that a part such as 1042:source is named by; None where it is none."""
    if not _PART.fullmatch(part):
        return None
    entry, _, name = part.partition(":")
    return int(entry), name


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """Parts were sealed: the envelope commits to them, the vault keeps them."""

    about: str  # the entry, claim or document they belong to: "1042.3"
    circle: str  # whom they are meant for: a post, an office, a body; never a person

    def __post_init__(self) -> None:
        _require_line(self.about, "what it is about", MAX_CIRCLE_CHARACTERS)
        _require_line(self.circle, "a circle", MAX_CIRCLE_CHARACTERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedTo:
    """A sealed part was opened to a circle: that it was, not what it says."""

    part: str  # "1042:source"
    circle: str

    def __post_init__(self) -> None:
        _require_all((self.part,), _PART, "sealed part, such as 1042:source")
        _require_line(self.circle, "a circle", MAX_CIRCLE_CHARACTERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """Documents, names and sealed parts are forgotten, on this ground. Their proofs stand."""

    ground: str
    documents: tuple[str, ...] = ()  # SHA-256, hex
    people: tuple[str, ...] = ()  # code names
    parts: tuple[str, ...] = ()  # "1042:source"

    def __post_init__(self) -> None:
        _require_line(self.ground, "a ground", MAX_GROUND_CHARACTERS)
        _require_all(self.documents, _DOCUMENT, "document: 64 hexadecimal digits")
        _require_all(self.people, _PERSON, "code name of a person")
        _require_all(self.parts, _PART, "sealed part, such as 1042:source")
        if not (self.documents or self.people or self.parts):
            raise ValueError("nothing is erased by it")


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """Which entry says that something was erased, when, and on what ground."""

    entry: int
    at: datetime
    ground: str

    def __post_init__(self) -> None:
        require_utc(self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasures:
    """All that was ever erased on record."""

    documents: Mapping[str, Erasure] = field(default_factory=lambda: MappingProxyType({}))
    people: Mapping[str, Erasure] = field(default_factory=lambda: MappingProxyType({}))
    parts: Mapping[str, Erasure] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def any(self) -> bool:
        return bool(self.documents or self.people or self.parts)


def _require_line(text: str, what: str, most: int) -> None:
    """What is wrong is not repeated: it may be what must not stand anywhere."""
    if not 0 < len(text) <= most or not text.isprintable() or text != text.strip():
        raise ValueError(f"{what} is one line of at most {most} characters")


def _require_all(members: Collection[str], form: re.Pattern[str], what: str) -> None:
    if not all(form.fullmatch(one) for one in members):
        raise ValueError(f"one of them is no {what}")
    if list(members) != sorted(set(members)):
        raise ValueError("what is erased stands in its order, each once")
