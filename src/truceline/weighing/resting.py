"""Which entries each part of what is held rests on, so that one part need not be all of it.

A part of Held is the fold of the entries of its kinds; one value in it is the fold of those of them
that are about its key. Nothing is read here.
"""

from collections.abc import Mapping
from types import MappingProxyType

from truceline.terms.book import Posted
from truceline.terms.entry import (
    Deposited,
    Fact,
    Hindered,
    Patrolled,
    Read,
    Retracted,
    Ruled,
    Signed,
)
from truceline.terms.issued import Issued

KINDS: Mapping[str, tuple[type[Fact], ...]] = MappingProxyType(
    {
        "agreements": (Signed,),
        "agreement_files": (Signed,),
        "agreement_entries": (Signed,),
        "documents": (Deposited, Read),
        "claims": (Read, Retracted),
        "rulings": (Ruled,),
        "patrols": (Patrolled,),
        "hindrances": (Hindered,),
        "hindered_at": (Hindered,),
        "postings": (Posted, Retracted),
        "issued": (Issued,),
    }
)
BY_KEY = ("documents", "claims", "rulings", "postings")  # long ones, of which one is asked for


def keys_of(fact: Fact) -> tuple[str, ...]:
    """The documents, claims and postings that a fact is about, where its place does not tell."""
    if isinstance(fact, _OF_DOCUMENTS):
        return (fact.document,)
    if isinstance(fact, Retracted):
        return (fact.claim,)
    return fact.claims if isinstance(fact, Ruled) else ()


def place_of(key: str) -> int | None:
    """The entry in which a claim or posting of this name stands: 1042 of "1042.3"."""
    entry, _, number = key.partition(".")
    told = len(key) < _LONG and entry.isdecimal() and number.isdecimal()
    return int(entry) if told else None


_OF_DOCUMENTS = (Deposited, Read)
_LONG = 40  # no name in a record is: it would have more entries than there are
