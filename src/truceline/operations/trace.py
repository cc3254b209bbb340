"""Follow one claim or posting down to the checkpoint, checking each step on the way."""

from dataclasses import dataclass
from hashlib import sha256

from truceline.intake.book_file import book
from truceline.operations.ask import CONTEXT_CHARS, file_name, readable
from truceline.operations.centre import Centre
from truceline.operations.erased import erased
from truceline.operations.hold import hold, opening
from truceline.operations.keyring import contested
from truceline.operations.outward import outward
from truceline.operations.sign import names_of
from truceline.operations.taken_back import took_back
from truceline.publishing.trace import Line, TakenBack, Trace
from truceline.record.checkpoint import open_checkpoint
from truceline.record.merkle import leaf_hash, root_from_inclusion
from truceline.record.note import parse_vkey
from truceline.terms.book import Posted, Posting
from truceline.terms.charter import Contested, Role
from truceline.terms.claim import Quote
from truceline.terms.codec import decode_leaf
from truceline.terms.entry import Read
from truceline.terms.names import Kind
from truceline.terms.problem import DamagedError, Problem, RefusedError


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """Where it stands in a file, and what stands there."""

    document: str  # SHA-256
    quote: str = ""
    before: str = ""
    after: str = ""
    start: int = 0
    end: int = 0
    line: Line | None = None


def trace(centre: Centre, name: str, *, reopen: bool = True) -> Trace:
    """The chain from a claim or posting to the newest checkpoint.

    `reopen`: a document that was taken out of another is taken out of it again and compared.

    Raises:
        RefusedError: nothing of that name.
        DamagedError: the record contradicts itself on the way; `truceline verify` says where.
    """
    try:
        return _followed(centre, name, reopen=reopen)
    except ValueError as error:
        raise DamagedError(f"The way from {name} to the checkpoint breaks off: {error}") from error


def _followed(centre: Centre, name: str, *, reopen: bool) -> Trace:
    # 1. It is the n-th of the entry its name says.
    index, number = _place(name)
    if index is None or index >= centre.record.head().size:
        raise _unknown(name)
    leaf = next(centre.record.leaves(index, index + 1))
    match decode_leaf(leaf).fact:
        case Read() as read if 1 <= number <= len(read.claims):
            found = _words(centre, read.claims[number - 1].quote)
        case Posted() as part if 1 <= number <= len(part.postings):
            found = _row(centre, part, posting=part.postings[number - 1])
        case _:
            raise _unknown(name)

    # 2. The file it stands in has that hash.
    kept = centre.vault.has(found.document)
    matches = (
        sha256(centre.vault.get(found.document)).hexdigest() == found.document if kept else None
    )

    # 3. Whether it was taken back, and whose keys are doubted.
    back = took_back(centre, name)

    # 4. The leaf, its proof and the signed checkpoint agree.
    keys = [parse_vkey(each.vkey) for each in opening(centre).keys if each.role is Role.LOG]
    note = centre.record.checkpoint()
    signed = open_checkpoint(note, keys)
    proof = centre.record.inclusion(index)
    hashed = leaf_hash(leaf)
    return Trace(
        name=name,
        quote=found.quote,
        before=found.before,
        after=found.after,
        line=found.line,
        erased=erased(centre).documents.get(found.document),
        within=outward(centre, found.document, reopen=reopen),
        taken_back=back,
        contested=_contested(centre, name, entry=index, document=found.document, back=back),
        document=file_name(centre, found.document),
        sha256=found.document,
        hash_matches=matches,
        start=found.start,
        end=found.end,
        entry=index,
        leaf_hash=hashed,
        path=proof,
        checkpoint=note,
        included=root_from_inclusion(hashed, index, signed.size, proof) == signed.root,
    )


def _contested(
    centre: Centre, name: str, *, entry: int, document: str, back: TakenBack | None
) -> tuple[Contested, ...]:
    """Of the entry, of its document, of a ruling, and of what took it back."""
    doubted = contested(centre)
    if not doubted:
        return ()
    held, rests = hold(centre), {entry}
    if document in held.documents:
        rests.add(held.documents[document].entry)
    if name in held.rulings:
        rests.add(held.rulings[name].entry)
    if back is not None:
        rests.add(back.entry)
    return tuple(doubted[one] for one in sorted(rests) if one in doubted)


def _words(centre: Centre, quote: Quote) -> _Found:
    text = readable(centre, hold(centre).documents[quote.document])
    start, end = text.to_plain(quote.start, quote.end) if text else (0, 0)
    return _Found(
        document=quote.document,
        quote=text.plain[start:end] if text else "",
        before=text.plain[max(0, start - CONTEXT_CHARS) : start] if text else "",
        after=text.plain[end : end + CONTEXT_CHARS] if text else "",
        start=quote.start,
        end=quote.end,
    )


def _row(centre: Centre, part: Posted, *, posting: Posting) -> _Found:
    """The row is read anew and never shown: what tells of a person stays in the vault."""
    same = None
    if centre.vault.has(part.document):
        data = centre.vault.get(part.document)
        public = tuple(one for one in names_of(centre, hold(centre)) if one.kind is not Kind.PERSON)
        try:
            again = book(data, ledger=part.ledger, where=part.document, names=public)
            same = posting in again.postings
        except RefusedError:
            same = False
    return _Found(
        document=part.document,
        line=Line(ledger=part.ledger, keeper=part.keeper, posting=posting, reads_same=same),
    )


def _place(name: str) -> tuple[int | None, int]:
    entry, _, number = name.partition(".")
    if entry.isdecimal() and number.isdecimal() and len(name) < 40:  # noqa: PLR2004 digits
        return int(entry), int(number)
    return None, 0


def _unknown(name: str) -> RefusedError:
    return RefusedError(
        Problem(
            code="unknown-name",
            where=name,
            message="no claim and no posting of this name is on record.",
            remedy="List the names with: truceline claims CENTRE, or truceline ledger CENTRE NAME",
        )
    )
