"""Erase documents, names and sealed parts: by an entry that says so, then from the vault.

It takes the offices that the charter asks for. What was erased is named by hash, code name or
place, never by what it was.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from truceline.operations.centre import Centre
from truceline.operations.erased import commitment, erased, finish
from truceline.operations.hold import look
from truceline.operations.sign import names_of
from truceline.operations.together import append_together, proposed
from truceline.operations.unnamed import require_unnamed
from truceline.terms.codec import shared_out
from truceline.terms.problem import Problem, RefusedError
from truceline.terms.sealing import MAX_GROUND_CHARACTERS, Erased
from truceline.weighing.held import Held

MIN_DIGITS = 8  # of a document's hash, where they fit one document only
MAX_SHARE_BYTES = 40_000  # of one entry; the rest of a leaf's 65,535 is for what stands around it


@dataclass(frozen=True, slots=True, kw_only=True)
class Unwanted:
    """What somebody wants erased, as they name it."""

    documents: Sequence[str] = ()  # SHA-256, or its first digits
    people: Sequence[str] = ()  # code names, or names
    parts: Sequence[str] = ()  # "1042:source"


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What was erased, by which entries, and where the same may still stand."""

    entries: tuple[int, ...]
    facts: tuple[Erased, ...]
    problems: tuple[Problem, ...]


def chosen(centre: Centre, unwanted: Unwanted, *, because: str) -> tuple[Erased, ...]:
    """What would be put on record: a document goes with all that was taken out of it.

    Raises:
        RefusedError: not on record, erased before, or no ground or one that names a person.
    """
    held = look(centre).held
    gone = erased(centre)
    documents = {_document(one, held) for one in unwanted.documents}
    documents |= set(_inside(documents, held))
    people = {_person(centre, one) for one in unwanted.people}
    parts = {_part(centre, one) for one in unwanted.parts}
    ground = _ground(centre, because, held)
    return _facts(
        sorted(documents - gone.documents.keys()),
        sorted(people - gone.people.keys()),
        sorted(parts - gone.parts.keys()),
        ground=ground,
    )


def erase(centre: Centre, facts: Sequence[Erased], *, by: Sequence[str], now: datetime) -> Done:
    """Put it on record and carry it out.

    A crash before the entry is there leaves everything; after it, what the next start erases.

    Raises:
        RefusedError: the charter asks for more offices, or another program is using the vault.
    """
    held = look(centre).held
    still = tuple(_elsewhere(centre, facts, held))
    signers = [centre.signer(name) for name in by]
    last = append_together(centre, facts, signers, where="--by", now=now)
    finish(centre)
    entries = tuple(range(last - len(facts) + 1, last + 1))
    return Done(entries=entries, facts=tuple(facts), problems=still)


def propose(centre: Centre, facts: Sequence[Erased], *, by: Sequence[str], now: datetime) -> str:
    """The same as a note for the other parties to sign; nothing is appended or erased.

    Raises:
        RefusedError: more than one entry holds, or no such key signs.
    """
    if len(facts) != 1:
        raise _refused(
            "too-much",
            "--propose",
            "This is more than one entry holds.",
            "Propose it in several shares.",
        )
    return proposed(centre, facts[0], [centre.signer(name) for name in by], now=now)


def _document(told: str, held: Held) -> str:
    known = {*held.documents, *held.agreement_files.values()}
    known |= {one.document for one in held.postings.values()}
    found = [one for one in known if one.startswith(told.lower())]
    if len(told) < MIN_DIGITS or len(found) != 1:
        raise _refused(
            "unknown-document",
            "--document",
            f"{len(found) if len(told) >= MIN_DIGITS else 'Too many'} documents on record could be "
            "meant.",
            f"Give its SHA-256 or {MIN_DIGITS} or more of its first digits: truceline trace shows "
            "it, and the page of the document.",
        )
    return found[0]


def _inside(documents: Iterable[str], held: Held) -> Iterator[str]:
    """What was taken out of these, and out of that."""
    wanted = set(documents)
    growing = True
    while growing:
        inside = {
            name
            for name, one in held.documents.items()
            if name not in wanted and any(place.document in wanted for place in one.within)
        }
        wanted |= inside
        growing = bool(inside)
        yield from inside


def _person(centre: Centre, told: str) -> str:
    """A code name, or whose name it is. Names are never repeated in what is printed."""
    known = {**dict.fromkeys(erased(centre).people, ""), **centre.vault.names()}
    if told in known:
        return told
    found = [code for code, name in known.items() if name == told]
    if not found:
        raise _refused(
            "unknown-person",
            "--person",
            "The vault knows nobody by this name or code name.",
            "Write the name as it is shown, letter for letter, or its code name.",
        )
    return found[0]


def _part(centre: Centre, told: str) -> str:
    if not commitment(centre, told):
        raise _refused(
            "unknown-part",
            "--part",
            "No entry seals such a part.",
            "Name it by its entry and its name there: 1042:source.",
        )
    return told


def _ground(centre: Centre, because: str, held: Held) -> str:
    """One line that names nobody the agreements or the vault know. It is not repeated here."""
    ground = " ".join(because.split())
    if not ground or len(ground) > MAX_GROUND_CHARACTERS or not ground.isprintable():
        raise _refused(
            "no-ground",
            "--because",
            "An erasure needs its ground.",
            f"Say in a line of at most {MAX_GROUND_CHARACTERS} characters by what right it is "
            "erased; name no person.",
        )
    require_unnamed(centre, ground, "--because", held=held)
    return ground


def _facts(
    documents: Sequence[str], people: Sequence[str], parts: Sequence[str], *, ground: str
) -> tuple[Erased, ...]:
    """As many entries as it fills."""
    wanted = [*(("d", one) for one in documents), *(("n", one) for one in people)]
    wanted += (("p", one) for one in parts)
    if not wanted:
        raise _refused(
            "erased-before",
            "what is to be erased",
            "All of it is erased on record already.",
            "There is nothing left to do.",
        )
    return tuple(
        Erased(
            ground=ground,
            documents=tuple(one for kind, one in share if kind == "d"),
            people=tuple(one for kind, one in share if kind == "n"),
            parts=tuple(one for kind, one in share if kind == "p"),
        )
        for share in shared_out(wanted, room=MAX_SHARE_BYTES)
    )


def _elsewhere(centre: Centre, facts: Sequence[Erased], held: Held) -> Iterator[Problem]:
    """Where the same words or names still stand afterwards: whoever erases should know."""
    documents = {one for fact in facts for one in fact.documents}
    people = {one for fact in facts for one in fact.people}
    left = {
        name: one
        for name, one in held.documents.items()
        if name not in documents and centre.vault.has(name)
    }
    around = {
        place.document
        for name in documents & held.documents.keys()
        for place in held.documents[name].within
    }
    for outer in sorted(around & left.keys()):
        yield _still(outer, "What was erased was taken out of this file, which still holds it.")
    for name, one in left.items():
        if documents & set(one.copy_of):
            yield _still(name, "This document repeats what was erased.")
    copied = {
        one for name in documents & held.documents.keys() for one in held.documents[name].copy_of
    }
    for name in sorted(copied & left.keys()):
        yield _still(name, "What was erased repeats this document.")
    naming = {
        claim.quote.document
        for claim in held.claims.values()
        for actor in (*claim.says, *claim.actors, *claim.targets)
        if actor.name in people
    }
    for name in sorted(naming & left.keys()):
        yield _still(name, "This document still names whose name was erased.")
    if people:
        yield from (
            _still(file, "The file of an agreement may still name whose name was erased.")
            for file in sorted(set(held.agreement_files.values()) - documents)
            if centre.vault.has(file) and _names_any(centre, people, held)
        )


def _names_any(centre: Centre, people: Iterable[str], held: Held) -> bool:
    known = centre.vault.names()
    names = {known[code] for code in people if code in known}
    return any({named.name, *named.also} & names for named in names_of(centre, held))


def _still(document: str, message: str) -> Problem:
    return Problem(
        code="still-elsewhere",
        where=f"document {document[:12]}",
        message=message,
        remedy=f"To erase it as well: truceline erase CENTRE --document {document[:12]}",
    )


def _refused(code: str, where: str, message: str, remedy: str) -> RefusedError:
    return RefusedError(
        Problem(code=code, where=where, message=message, remedy=f"{remedy} Nothing was erased.")
    )
