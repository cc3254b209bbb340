"""The ledgers of one question: counted once, then brought back from views.db.

Comparing long lists takes seconds. What was counted is kept under the code that counted it, the
head, the question, and the files of lists that the vault still held: once one is erased, it is
counted anew. Views may be copied, so people stand in them under their code names.
"""

from dataclasses import dataclass
from zlib import crc32

from truceline.ledgers.ledger import Page
from truceline.ledgers.pages import pages
from truceline.operations.centre import Centre
from truceline.operations.draw import code_version, named
from truceline.operations.hold import hold
from truceline.operations.post import people_in
from truceline.record.cache import Kept
from truceline.terms.codec import dump, load
from truceline.terms.question import Question
from truceline.weighing.held import heard

SLOTS = 4  # counts kept at most; another question may take an older one's place


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The ledgers as they are kept."""

    question: Question
    lists: tuple[str, ...]  # files of lists of people that could be read
    pages: tuple[Page, ...]


def count(
    centre: Centre, question: Question, *, size: int, root: bytes, lists: tuple[str, ...]
) -> tuple[Page, ...]:
    """Every ledger from so many entries; `lists`: the files of lists that the vault holds now."""
    kept = _kept(centre, question, size=size, root=root)
    if kept is not None and kept.lists == lists:
        return kept.pages
    held = heard(hold(centre, stop=size), question)
    counted = pages(held, as_of=question.as_of, people=people_in(centre, held))
    state = dump(Counted(question=question, lists=lists, pages=counted))
    fresh = Kept(size=size, root=root, state=state)
    centre.views.keep(_slot(question), fresh, version=code_version())
    return load(named(centre, state), Counted).pages


def _kept(centre: Centre, question: Question, *, size: int, root: bytes) -> Counted | None:
    """What is kept for this very question, code and record; anything else is none."""
    kept = centre.views.newest(_slot(question), version=code_version())
    if kept is None or (kept.size, kept.root) != (size, root):
        return None
    try:
        counted = load(named(centre, kept.state), Counted)
    except ValueError:
        return None
    return counted if counted.question == question else None


def _slot(question: Question) -> str:
    return f"ledgers {crc32(dump(question)) % SLOTS}"
