"""What was erased on record, and carrying it out in the vault. Nothing is decided or appended here.

The entry comes first and the bytes go after: what a crash leaves is a promise on record, which the
next start keeps, and never bytes that vanished without a word. Words and names are shown by what
the record says, so they are not shown in between either.
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from truceline import __version__
from truceline.operations.centre import KEYS, Centre
from truceline.operations.half_sealed import left
from truceline.reading.asked.kept import forget as forget_answers
from truceline.record.cache import Kept
from truceline.record.subjects import Subjects
from truceline.terms.codec import decode, decode_leaf, dump, load, split_leaf
from truceline.terms.problem import Problem, RefusedError
from truceline.terms.sealing import Erased, Erasure, Erasures, place_of

FOLD = "erased/1"
SUBJECTS = "subjects.db"  # among the keys: of backups
_MARK = b'"type":"erased/'  # no text can hold it unescaped


def erased(centre: Centre) -> Erasures:
    """Everything that was ever erased, by what it was; of one thing the first time counts."""
    head = centre.record.head()
    found, start = _kept(centre, size=head.size)
    documents, people, parts = dict(found.documents), dict(found.people), dict(found.parts)
    for index, leaf in enumerate(centre.record.leaves(start, head.size), start):
        if _MARK not in leaf:
            continue
        entry = decode_leaf(leaf)
        if isinstance(entry.fact, Erased):
            one = Erasure(entry=index, at=entry.at, ground=entry.fact.ground)
            documents = dict.fromkeys(entry.fact.documents, one) | documents
            people = dict.fromkeys(entry.fact.people, one) | people
            parts = dict.fromkeys(entry.fact.parts, one) | parts
    whole = Erasures(
        documents=MappingProxyType(documents),
        people=MappingProxyType(people),
        parts=MappingProxyType(parts),
    )
    if head.size > start:
        centre.views.keep(
            FOLD, Kept(size=head.size, root=head.root, state=dump(whole)), version=__version__
        )
    return whole


def names_known(centre: Centre) -> Mapping[str, str]:
    """Who is behind each code name; of those who were erased, that they were, and why."""
    gone = erased(centre).people
    names = dict(centre.vault.names())
    for code, one in gone.items():
        names[code] = f"a person (name erased on {one.at:%Y-%m-%d}: {one.ground}; {code})"
    return MappingProxyType(names)


def commitment(centre: Centre, part: str) -> str:
    """The commitment to a sealed part, such as 1042:source; "" where no entry makes one."""
    place = place_of(part)
    if place is None or place[0] >= centre.record.head().size:
        return ""
    leaf = next(centre.record.leaves(place[0], place[0] + 1))
    _, text, _ = split_leaf(leaf)
    return decode(text)[1].sealed.get(place[1], "")


def finish(centre: Centre) -> bool:
    """Delete from the vault what is erased on record, or half sealed, and still there; if any was.

    Raises:
        RefusedError: another program is using the files, or they cannot be written. What is left is
            done at the next start.
    """
    gone = erased(centre)
    vault = centre.vault
    if gone.any:
        commitments = [commitment(centre, each) for each in gone.parts]
        _forget_beside(centre, gone.documents, (*gone.people, *commitments))
        names = vault.names().keys() & gone.people.keys() if gone.people else set()
        documents = [one for one in gone.documents if vault.has(one)]
        kept = frozenset(vault.parts()) if commitments else frozenset()
        parts = [one for one in commitments if one in kept]
        if documents or names or parts:
            vault.forget(documents=documents, people=sorted(names), parts=parts)
    with left(centre) as unnamed:
        if unnamed:
            _forget_beside(centre, (), unnamed)
            vault.forget(parts=unnamed)
    if not vault.forgetting():
        return False
    # Views are made from the record and hold no more than it does; none is kept all the same.
    centre.views.clear()
    vault.flush()
    return True


def _forget_beside(centre: Centre, documents: Collection[str], others: Collection[str]) -> None:
    """The keys of backups, and what a language model answered about these documents."""
    store = centre.folder / KEYS / SUBJECTS
    if store.exists():
        with Subjects.at(store) as keys:
            known = keys.known((*documents, *others))
            if known:
                keys.forget(known)
    told = centre.settings.language_model
    if told and told.answers:
        for document in documents:
            if (centre.folder / told.answers / document).exists():
                forget_answers(centre.folder / told.answers, document)


def unfinished(centre: Centre) -> tuple[Problem, ...]:
    """Finish what a crash or another program left; what still cannot be done is said."""
    try:
        finish(centre)
    except RefusedError as refused:
        return tuple(
            Problem(
                code="not-erased-yet",
                where=centre.folder.name,
                message=f"What was to be erased still lies in the vault: {problem.message}",
                remedy=problem.remedy,
            )
            for problem in refused.problems
        )
    return ()


def _kept(centre: Centre, *, size: int) -> tuple[Erasures, int]:
    kept = centre.views.newest(FOLD, version=__version__)
    if kept is None or kept.size > size or centre.record.root_at(kept.size) != kept.root:
        return Erasures(), 0
    try:
        return load(kept.state, Erasures), kept.size
    except ValueError:
        return Erasures(), 0
