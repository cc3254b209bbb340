"""What one question weighs, incidents, contradictions and the board: once, then from views.db.

Weighing is most of what an answer over a long record costs. It is kept as a board is (draw.py):
under the code that weighed it, the head and the question, with people under their code names.
"""

from dataclasses import dataclass
from zlib import crc32

from truceline.compliance.finding import Finding
from truceline.compliance.register import board
from truceline.operations.centre import Centre
from truceline.operations.draw import code_version, named
from truceline.operations.uncollected import uncollected
from truceline.record.cache import Kept
from truceline.terms.codec import dump, load
from truceline.terms.question import Question
from truceline.weighing.contradiction import Contradiction, contradictions
from truceline.weighing.held import Held, heard
from truceline.weighing.incident import Incident, incidents

SLOTS = 4  # kept at most; another question may take an older one's place


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What was weighed, as it is kept."""

    question: Question
    incidents: tuple[Incident, ...]
    contradictions: tuple[Contradiction, ...]
    findings: tuple[Finding, ...]


def weigh(centre: Centre, question: Question, held: Held, *, root: bytes) -> Weighed:
    """`held`: all that is on record under that root, people still under their code names."""
    weighed = _kept(centre, question, size=held.size, root=root)
    if weighed is not None:
        return weighed
    state = dump(_weighed(held, question))
    centre.views.keep(
        _slot(question), Kept(size=held.size, root=root, state=state), version=code_version()
    )
    return load(named(centre, state), Weighed)


def _weighed(held: Held, question: Question) -> Weighed:
    with uncollected():
        counted = heard(held, question)
        found = incidents(counted)
        return Weighed(
            question=question,
            incidents=found,
            contradictions=contradictions(counted),
            findings=board(counted, found, question=question),
        )


def _kept(centre: Centre, question: Question, *, size: int, root: bytes) -> Weighed | None:
    """What is kept for this very question, code and record; anything else is none."""
    kept = centre.views.newest(_slot(question), version=code_version())
    if kept is None or (kept.size, kept.root) != (size, root):
        return None
    try:
        weighed = load(named(centre, kept.state), Weighed)
    except ValueError:
        return None
    return weighed if weighed.question == question else None


def _slot(question: Question) -> str:
    return f"weighed {crc32(dump(question)) % SLOTS}"
