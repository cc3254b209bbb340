"""Bytes of documents that the record names and the vault lacks, handed in by their hash.

Only what an entry names is taken: whoever may not add entries cannot fill the vault either.
"""

from collections.abc import Mapping
from hashlib import sha256

from truceline.operations.centre import Centre
from truceline.operations.erased import erased
from truceline.operations.hold import hold
from truceline.terms.problem import Problem, RefusedError

MAX_NAME = 255  # of a file


def missing(centre: Centre) -> frozenset[str]:
    """SHA-256 of everything that the record names, was not erased, and is not in the vault."""
    gone = erased(centre).documents
    return frozenset(one for one in _named(centre) if one not in gone and not centre.vault.has(one))


def hand_in(centre: Centre, data: bytes, *, name: str) -> bool:
    """Keep these bytes if the record names their hash; False: they are here already.

    Raises:
        RefusedError: no entry names them, they are of another size than it says, or were erased.
    """
    digest = sha256(data).hexdigest()
    if centre.vault.has(digest):
        return False
    named = _named(centre)
    if digest not in named:
        raise _refused(
            "not-named", name, "No entry names it: bytes follow their entry.", "Send the entry."
        )
    if digest in erased(centre).documents:
        raise _refused(
            "was-erased", name, "It was erased on record and is not taken again.", "Leave it out."
        )
    size = named[digest]
    if size is not None and size != len(data):
        raise _refused(
            "other-size",
            name,
            f"It has {len(data)} bytes; its entry says {size}.",
            "Have its depositor say it again.",
        )
    centre.vault.put(data, name=name.rpartition("/")[2][:MAX_NAME] or digest)
    return True


def _named(centre: Centre) -> Mapping[str, int | None]:
    """What the record names, with the size it says."""
    held = hold(centre)
    found: dict[str, int | None] = dict.fromkeys(held.agreement_files.values())
    found |= dict.fromkeys(one.document for one in held.postings.values())
    return found | {name: one.size for name, one in held.documents.items()}


def _refused(code: str, where: str, message: str, remedy: str) -> RefusedError:
    return RefusedError(Problem(code=code, where=where, message=message, remedy=remedy))
