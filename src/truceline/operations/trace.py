"""Follow one claim down to the checkpoint, checking each step on the way."""

from hashlib import sha256

from truceline.operations.ask import CONTEXT_CHARS, file_name, readable
from truceline.operations.centre import Centre
from truceline.operations.hold import hold, opening
from truceline.publishing.trace import Trace
from truceline.record.checkpoint import open_checkpoint
from truceline.record.merkle import leaf_hash, root_from_inclusion
from truceline.record.note import parse_vkey
from truceline.terms.codec import decode_leaf
from truceline.terms.entry import Read, Role
from truceline.terms.problem import Problem, RefusedError


def trace(centre: Centre, name: str) -> Trace:
    """The chain from a claim to the newest checkpoint.

    Raises:
        RefusedError: no claim of that name.
        ValueError: the record contradicts itself on the way; `truceline verify` says where.
    """
    # 1. The claim is the n-th of the entry its name says.
    index, number = _place(name)
    if index is None or index >= centre.record.head().size:
        raise _unknown(name)
    leaf = next(centre.record.leaves(index, index + 1))
    fact = decode_leaf(leaf).fact
    if not isinstance(fact, Read) or not 1 <= number <= len(fact.claims):
        raise _unknown(name)
    quote = fact.claims[number - 1].quote

    # 2. Its words stand in the document of that hash.
    kept = centre.vault.has(quote.document)
    matches = (
        sha256(centre.vault.get(quote.document)).hexdigest() == quote.document if kept else None
    )
    text = readable(centre, hold(centre).documents[quote.document])
    start, end = text.to_plain(quote.start, quote.end) if text else (0, 0)

    # 3. The leaf, its proof and the signed checkpoint agree.
    keys = [parse_vkey(each.vkey) for each in opening(centre).keys if each.role is Role.LOG]
    note = centre.record.checkpoint()
    signed = open_checkpoint(note, keys)
    proof = centre.record.inclusion(index)
    hashed = leaf_hash(leaf)
    return Trace(
        claim=name,
        quote=text.plain[start:end] if text else "",
        before=text.plain[max(0, start - CONTEXT_CHARS) : start] if text else "",
        after=text.plain[end : end + CONTEXT_CHARS] if text else "",
        document=file_name(centre, quote.document),
        sha256=quote.document,
        hash_matches=matches,
        start=quote.start,
        end=quote.end,
        entry=index,
        leaf_hash=hashed,
        path=proof,
        checkpoint=note,
        included=root_from_inclusion(hashed, index, signed.size, proof) == signed.root,
    )


def _place(name: str) -> tuple[int | None, int]:
    entry, _, number = name.partition(".")
    if entry.isdecimal() and number.isdecimal() and len(name) < 40:  # noqa: PLR2004 digits
        return int(entry), int(number)
    return None, 0


def _unknown(name: str) -> RefusedError:
    return RefusedError(
        Problem(
            code="unknown-claim",
            where=name,
            message="no claim of this name is on record.",
            remedy="List the names with: truceline claims CENTRE",
        )
    )
