"""What an author says around a fact: for which record, after what, about what, when in the world.

It names and cites; it proves nothing. Whether a citation holds is for whoever has the record.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from types import MappingProxyType

from truceline.terms.utc import require_utc

MAX_NAMED = 100  # entities, citations, files or sealed parts of one entry
MAX_NAME_CHARACTERS = 200

Bound = date | datetime | None  # a day is all of that day; None: not known, or still open
Cited = tuple[int, str]  # an entry and the base64 of its leaf hash

_SHA256 = re.compile("[0-9a-f]{64}")
_PART = re.compile("[a-z0-9_]{1,64}")
_CONTROL = re.compile("[\x00-\x1f\x7f]")
_KEY_NAME = re.compile("[^+\\s\x00-\x1f\ud800-\udfff]+")  # c2sp.org/signed-note


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A file that belongs to an entry. Its bytes are elsewhere; here is what they must hash to."""

    sha256: str  # hex
    size: int
    media: str  # media type
    sealed: str = ""  # the sealed part that the file is of; "" where it is of none

    def __post_init__(self) -> None:
        if not _SHA256.fullmatch(self.sha256) or self.size < 0:
            raise ValueError("a file has a SHA-256, in hex, and a size")
        _require_line(self.media, "media type")


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What stands around the fact of an entry; only the first five are always there."""

    log: str  # origin of the record it was written for
    seq: int  # the author key's own counter, from 0
    prev: str  # base64 SHA-256 of the author's previous note text, "" for the first
    after: tuple[int, str]  # size and base64 root of the latest checkpoint the author had seen
    made: datetime  # the author's clock: a claim
    valid: tuple[Bound, Bound] | None = None  # from and to, in the world
    about: tuple[str, ...] = ()  # entities, by names such as agreement:bridge-accord
    amends: tuple[Cited, ...] = ()  # entries corrected, withdrawn or answered, in their order
    sealed: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    files: tuple[Attached, ...] = ()
    author: str = ""  # key name; where several sign, so that nobody puts another first

    def __post_init__(self) -> None:
        require_utc(self.made)
        if self.valid is not None:
            _require_period(*self.valid)
        if self.author and not _KEY_NAME.fullmatch(self.author):
            raise ValueError(f"{self.author[:80]!r} names no key, and no author by it")
        if self.about or self.amends or self.sealed or self.files:
            self._require_members()

    def _require_members(self) -> None:
        for name, members in (
            ("about", self.about),
            ("amends", self.amends),
            ("sealed", self.sealed),
            ("files", self.files),
        ):
            _require_few(name, members)
        for entity in self.about:
            _require_line(entity, "entity")
        _require_cited(self.amends)
        for part, commitment in self.sealed.items():
            if not _PART.fullmatch(part):
                raise ValueError(f"{part[:80]!r} names no sealed part: a to z, 0 to 9 and _ do")
            _require_hash(commitment, f"sealed {part}")
        for file in self.files:
            if file.sealed and file.sealed not in self.sealed:
                raise ValueError(f"a file is of the part {file.sealed!r}, which is not sealed here")


def _require_period(first: Bound, last: Bound) -> None:
    if first is None and last is None:
        raise ValueError("a time in the world has a beginning or an end")
    for bound in (first, last):
        if isinstance(bound, datetime):
            require_utc(bound)
    if first is None or last is None:
        return
    if isinstance(first, datetime) == isinstance(last, datetime):
        wrong = first > last
    else:  # a day is some place's day: it may begin before the same day does in UTC
        wrong = _day(first) - _day(last) > timedelta(days=1)
    if wrong:
        raise ValueError(f"what was so from {first} was not so until {last}")


def _day(bound: date | datetime) -> date:
    return bound.date() if isinstance(bound, datetime) else bound


def _require_few(name: str, members: Collection[object]) -> None:
    if len(members) > MAX_NAMED:
        raise ValueError(f"{len(members)} in {name}; an entry holds {MAX_NAMED}")
    plain = [repr(member) for member in members]
    if len(set(plain)) != len(plain):
        raise ValueError(f"the same twice in {name}")


def _require_line(text: str, what: str) -> None:
    if not 0 < len(text) <= MAX_NAME_CHARACTERS or _CONTROL.search(text):
        raise ValueError(f"{text[:80]!r} is no {what}: it is one short line")


def _require_cited(amends: tuple[Cited, ...]) -> None:
    entries = [entry for entry, _ in amends]
    if entries != sorted(set(entries)) or min(entries, default=0) < 0:
        raise ValueError("the entries it amends are not in their order")
    for entry, leaf in amends:
        _require_hash(leaf, f"the citation of entry {entry}")


def _require_hash(text: str, what: str) -> None:
    try:
        data = b64decode(text, validate=True)
    except ValueError as error:
        raise ValueError(f"{what}: {text[:80]!r} is not base64") from error
    if len(data) != sha256().digest_size or b64encode(data).decode() != text:
        raise ValueError(f"{what}: a hash has 32 bytes in base64, spelled in its one way")
