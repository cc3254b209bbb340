"""Documents out of documents: mails with attachments, archives, feeds. Nothing is recorded here.

Each file is opened apart, in a guarded child: one that crashes or goes on without end costs the
documents in itself, and no others.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import PurePath

from truceline.intake.arrival import Arrival, sniff
from truceline.reading.files.contents import (
    CONTENT,
    MAX_PARTS,
    MAX_UNPACKED_BYTES,
    Contents,
    Part,
    contents,
    holds,
    problem,
)
from truceline.reading.guard import Guard
from truceline.terms.media import HOLDING, MAIL, READ, bare
from truceline.terms.problem import Problem

MAX_DEPTH = 5  # a mail in a mail in an archive; nobody honest goes deeper


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpacked:
    """One document: as it arrived, or as it was taken out of another."""

    arrival: Arrival
    sha256: str
    within: str = ""  # SHA-256 of what it was taken out of
    part: str = ""
    by: str = ""  # what took others out of it; "" where it is itself what is read
    problems: tuple[Problem, ...] = ()  # of that


def unpack(guard: Guard, arrival: Arrival) -> Iterator[Unpacked]:
    """What arrived, then every document in it, in the order in which they stand there."""
    yield from _Unpacking(guard).open(_named(arrival))


def documents(guard: Guard, arrivals: Iterable[Arrival | Problem]) -> Iterator[Arrival | Problem]:
    """Only what is read, under names that say where it stood; and what went wrong on the way."""
    for arrival in arrivals:
        if isinstance(arrival, Problem):
            yield arrival
            continue
        names: dict[str, str] = {}
        for one in unpack(guard, arrival):
            name = f"{names[one.within]}: {one.part}" if one.within else arrival.name
            names[one.sha256] = name
            yield from (replace(each, where=name) for each in one.problems)
            if not one.by:
                yield replace(one.arrival, name=name)


class _Unpacking:
    """One arrival, with what all its parts together may still cost."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._parts = MAX_PARTS
        self._bytes = MAX_UNPACKED_BYTES

    def open(self, one: Unpacked, depth: int = 0) -> Iterator[Unpacked]:
        found = self._contents(one.arrival, depth)
        if found is None:
            yield one
            return
        parts, problems = self._taken(found, one.arrival.name, top=depth == 0)
        yield replace(one, by=found.by, problems=(*found.problems, *problems))
        for part, arrival in parts:
            inner = replace(_named(arrival), within=one.sha256, part=part)
            if inner.sha256 != one.sha256:
                yield from self.open(inner, depth + 1)

    def _contents(self, arrival: Arrival, depth: int) -> Contents | None:
        if not holds(arrival.media_type):
            return None
        if depth >= MAX_DEPTH and bare(arrival.media_type) in HOLDING:
            return Contents(by="none", problems=(_too_deep(),))
        found = self._guard.run(contents, arrival.data, media_type=arrival.media_type)
        if isinstance(found, Problem):
            # Not with which words: what a crash says may quote the document, and a person in it.
            kept = replace(found, message=_CRASHED) if found.code == "reading-crashed" else found
            return Contents(by="none", problems=(kept,))
        return found

    def _taken(
        self, found: Contents, outer: str, *, top: bool
    ) -> tuple[list[tuple[str, Arrival]], list[Problem]]:
        """The parts that somebody can read, within what all of them may cost."""
        taken: list[tuple[str, Arrival]] = []
        unread = Counter[str]()
        beyond = 0
        for part in found.parts:
            arrival = _arrival(part, outer)
            if bare(arrival.media_type) not in READ | HOLDING:
                unread[arrival.media_type] += 1
            elif self._parts < 1 or len(part.data) > self._bytes:
                beyond += 1
            else:
                self._parts -= 1
                self._bytes -= len(part.data)
                taken.append((part.part, arrival))
        problems = [_unread(unread)] if unread else []
        if beyond:
            problems.append(_beyond(beyond, top=top))
        return taken, problems


def _arrival(part: Part, outer: str) -> Arrival:
    file = PurePath(outer).name
    unpacked = part.part == CONTENT and file.lower().endswith(".gz")
    name = part.name or (file[: -len(".gz")] if unpacked else f"{file}: {part.part}")
    sniffed = sniff(part.data, name)
    # What was declared only says more about a text; of a file its first bytes tell.
    told = part.media_type and (sniffed in READ or bare(part.media_type) == MAIL)
    return Arrival(name=name, data=part.data, media_type=part.media_type if told else sniffed)


def _named(arrival: Arrival) -> Unpacked:
    return Unpacked(arrival=arrival, sha256=sha256(arrival.data).hexdigest())


_CRASHED = "Opening it failed."


def _unread(kinds: Counter[str]) -> Problem:
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())[:10])
    return problem(
        "not-taken-out",
        f"Parts of kinds that are not read stay inside it: {told}.",
        "They are kept with it. If one is a report, save its text as .txt or .html and add that.",
    )


def _beyond(count: int, *, top: bool) -> Problem:
    what = "of it" if top else "of the file that it is in"
    return problem(
        "too-many-parts",
        f"{count} documents in it were not taken out: {MAX_PARTS} documents {what}, or "
        f"{MAX_UNPACKED_BYTES // 2**20} MiB together, were taken out before them.",
        "They stay inside it. Send them as files of their own.",
    )


def _too_deep() -> Problem:
    return problem(
        "nested-too-deep",
        f"It lies {MAX_DEPTH} files deep, and was not opened.",
        "It is kept as it came. Save what is meant from it and add that.",
    )
