"""The board alone, without the documents behind it: drawn once, then brought back from views.db.

A board is kept under the code that drew it, the head it was drawn from and the question it answers.
Views may be copied and deleted freely, so people stand in them under their code names; the names
are put in when it is brought back, and are gone from it once the vault has forgotten them.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from zlib import crc32

import truceline
from truceline.compliance.doubtful import NO_DOUBT, doubtful
from truceline.compliance.finding import Finding
from truceline.compliance.leftout import left_out
from truceline.compliance.register import board
from truceline.operations.centre import Centre
from truceline.operations.cosigned import seals
from truceline.operations.doubted_watches import doubted_watches
from truceline.operations.erased import erased, names_known
from truceline.operations.hold import hold, recorded
from truceline.operations.keyring import contested
from truceline.operations.seal import shown
from truceline.operations.taken_back import silenced, taken_back
from truceline.operations.uncollected import uncollected
from truceline.publishing.report import Report
from truceline.record.cache import Kept
from truceline.terms.agreement import Agreement
from truceline.terms.codec import dump, load
from truceline.terms.problem import Problem
from truceline.terms.question import Question
from truceline.weighing.held import Held, heard
from truceline.weighing.incident import incidents

SLOTS = 8  # boards kept at most; another question may take an older one's place
_ROOMS = ("terms", "weighing", "ledgers", "compliance")  # whose code an answer comes out of
_CODE_NAME = re.compile(rb"person:[0-9a-f]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A board as it is kept."""

    question: Question
    agreements: Mapping[str, Agreement]
    findings: tuple[Finding, ...]
    recorded: datetime
    left_out: int
    problems: tuple[Problem, ...]


def draw(centre: Centre, question: Question) -> Report:
    """The answer to one question without claims, incidents and documents."""
    head = centre.record.head()
    size = head.size if question.known_at is None else centre.record.known_size(question.known_at)
    root = head.root if size == head.size else centre.record.root_at(size)
    drawn = _kept(centre, question, size=size, root=root)
    if drawn is None:
        drawn = _drawn(centre, question, size=size)
        kept = Kept(size=size, root=root, state=dump(drawn))
        centre.views.keep(_slot(question), kept, version=code_version())
        drawn = load(named(centre, kept.state), Drawn)
    doubted = contested(centre, stop=size)
    back = taken_back(centre, size=size) if doubted else {}
    watched = doubted_watches(centre, doubted, size=size)
    return Report(
        question=question,
        origin=centre.record.origin,
        size=size,
        root=root,
        version=truceline.__version__,
        agreements=drawn.agreements,
        documents={},
        titles={},
        claims={},
        incidents=(),
        contradictions=(),
        findings=drawn.findings,
        recorded=drawn.recorded,
        left_out=drawn.left_out,
        problems=(*drawn.problems, *silenced(back, doubted)),
        contested=doubted,
        rests=_rests(hold(centre, stop=size), drawn.findings) if doubted else {},
        doubtful=(
            doubtful(hold(centre, stop=size), watched, question=question) if watched else NO_DOUBT
        ),
        erased=erased(centre),
        seals=seals(centre),
    )


@cache
def code_version() -> str:
    """The version, and the very files that draw and count: a developer's are of no version yet."""
    home = Path(truceline.__file__).parent
    digest = sha256()
    for path in sorted(path for room in _ROOMS for path in (home / room).rglob("*.*")):
        if path.suffix in {".py", ".toml", ".yaml"}:
            seen = path.stat()
            digest.update(f"{path.relative_to(home)} {seen.st_size} {seen.st_mtime_ns}\n".encode())
    return f"{truceline.__version__}+{digest.hexdigest()[:16]}"


def _drawn(centre: Centre, question: Question, *, size: int) -> Drawn:
    with uncollected():
        everything = hold(centre, stop=size)
        held = heard(everything, question)
        return Drawn(
            question=question,
            agreements=held.agreements,
            findings=board(held, incidents(held), question=question),
            recorded=recorded(centre, size=size),
            left_out=len(everything.documents) - len(held.documents),
            problems=left_out(held, as_of=question.as_of),
        )


def _rests(held: Held, findings: Iterable[Finding]) -> dict[str, tuple[int, ...]]:
    """The entries of the documents and rulings of all claims that are cited."""
    found = {}
    for name in {name for one in findings for name in one.citations}:
        claim, ruling = held.claims.get(name), held.rulings.get(name)
        document = held.documents.get(claim.quote.document) if claim else None
        found[name] = tuple(one.entry for one in (document, ruling) if one is not None)
    return found


def _kept(centre: Centre, question: Question, *, size: int, root: bytes) -> Drawn | None:
    """The board kept for this very question, code and record; anything else is none."""
    kept = centre.views.newest(_slot(question), version=code_version())
    if kept is None or (kept.size, kept.root) != (size, root):
        return None
    try:
        drawn = load(named(centre, kept.state), Drawn)
    except ValueError:
        return None
    return drawn if drawn.question == question else None


def named(centre: Centre, state: bytes) -> bytes:
    """What is kept, with the names of people that the vault still knows."""
    if b"person:" not in state:
        return state
    names = names_known(centre)
    return _CODE_NAME.sub(lambda code: dump(shown(code[0].decode(), names))[1:-1], state)


def _slot(question: Question) -> str:
    return f"board {crc32(dump(question)) % SLOTS}"
