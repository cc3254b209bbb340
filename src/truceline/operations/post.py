"""Enter somebody's book: its file into the vault, its postings into the record; all or nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from truceline.intake.book_file import Book, book, people
from truceline.intake.table import MAX_BYTES
from truceline.operations.append import settle
from truceline.operations.centre import Centre
from truceline.operations.hold import look
from truceline.operations.seal import require_nobody_named
from truceline.operations.sign import names_of
from truceline.terms.book import Detail, Ledger, Posted, Posting
from truceline.terms.codec import MAX_LEAF_BYTES, shared_out
from truceline.terms.names import Kind, Named, Names
from truceline.terms.problem import Problem, RefusedError
from truceline.weighing.held import Held

# What a leaf needs around the postings: time, envelope, signatures, the book's own fields.
ROOM_BYTES = MAX_LEAF_BYTES - 5_535
KEEPERS = frozenset({Kind.PARTY, Kind.STATE, Kind.FORCE, Kind.BODY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What came of entering a book."""

    keeper: str
    rows: int
    entries: int  # 0: this very file is on record as this book already
    kept_back: tuple[str, ...]  # headings of columns that stay in the vault


def post(
    centre: Centre, path: Path, *, ledger: Ledger, keeper: str, by: str, now: datetime
) -> Done:
    """Put a book on record; the same file of the same keeper again adds nothing.

    A crash between vault and record leaves a file in the vault that no entry names: harmless.

    Raises:
        RefusedError: with every problem of the file, an unknown keeper or key, or a person named.
    """
    seen = look(centre)
    signer = centre.signer(by)
    found = understood(path, ledger=ledger, keeper=keeper, names=names_of(centre, seen.held))
    facts = found.facts(document=centre.vault.put(found.data, name=path.name))
    new: list[Posted] = []

    def not_yet(held: Held) -> list[Posted]:
        new[:] = [] if _is_known(held, facts[0]) else facts
        return new

    settle(centre, not_yet, seen=seen, by=signer, now=now)
    return Done(
        keeper=found.keeper,
        rows=len(found.book.postings),
        entries=len(new),
        kept_back=found.book.kept_back,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A book's file that was read, and whose book it is. Nothing of it is on record yet."""

    ledger: Ledger
    keeper: str
    data: bytes
    book: Book

    def facts(self, *, document: str) -> list[Posted]:
        """What is to be signed: as many parts as fit into leaves. `document` is the file's hash."""
        shares = shared_out(self.book.postings, room=ROOM_BYTES)
        return [
            Posted(
                ledger=self.ledger,
                keeper=self.keeper,
                document=document,
                part=part,
                parts=len(shares),
                postings=share,
            )
            for part, share in enumerate(shares, start=1)
        ]


def understood(path: Path, *, ledger: Ledger, keeper: str, names: Names) -> Understood:
    """Read a book's file as `names` have it: the agreements' public ones, or all.

    Raises:
        RefusedError: with every problem of the file, an unknown keeper, or a person named.
    """
    public = tuple(one for one in names if one.kind is not Kind.PERSON)
    owner = _keeper(keeper, public)
    data = _bytes(path)
    found = book(data, ledger=ledger, where=path.name, names=public)
    _require_nobody(found, path.name, names=names)
    return Understood(ledger=ledger, keeper=owner, data=data, book=found)


def people_in(centre: Centre, held: Held) -> Mapping[tuple[str, int], tuple[Detail, ...]]:
    """What the vault still holds of the people in lists of detainees: by document and row.

    A file that was erased leaves its rows without names: they are counted and not compared.
    """
    return {
        (document, row): told
        for document in lists_in(centre, held)
        for row, told in people(
            centre.vault.get(document), ledger=Ledger.DETAINEES, where=document
        ).items()
    }


def lists_in(centre: Centre, held: Held) -> tuple[str, ...]:
    """The files of lists of detainees that the vault still holds."""
    documents = {one.document for one in held.postings.values() if one.ledger is Ledger.DETAINEES}
    return tuple(one for one in sorted(documents) if centre.vault.has(one))


def file_names(centre: Centre, held: Held) -> Mapping[str, str]:
    """The name each book's file arrived under; "" where the vault has forgotten it."""
    documents = {one.document for one in held.postings.values()}
    return {
        document: centre.vault.name_of(document) if centre.vault.has(document) else ""
        for document in sorted(documents)
    }


def _keeper(name: str, names: Iterable[Named]) -> str:
    keepers = [one for one in names if one.kind in KEEPERS]
    for one in keepers:
        if name.casefold() in {spelling.casefold() for spelling in (one.name, *one.also)}:
            return one.name
    known = ", ".join(dict.fromkeys(one.name for one in keepers)) or "none is named"
    raise RefusedError(
        Problem(
            code="unknown-keeper",
            where=name,
            message="no agreement on record names this party or body, so nobody could tell whose "
            "book it is.",
            remedy=f"Use one of: {known}; or name it in the agreement's file.",
        )
    )


def _is_known(held: Held, fact: Posted) -> bool:
    wanted = (fact.ledger, fact.keeper, fact.document)
    return any((one.ledger, one.keeper, one.document) == wanted for one in held.postings.values())


def _require_nobody(found: Book, where: str, *, names: Iterable[Named]) -> None:
    """Looked for in all rows at once; row by row only where somebody is named."""
    told = list(names)
    try:
        everything = {text for one in found.postings for text in texts_of(one)}
        require_nobody_named("\n".join(sorted(everything)), where, names=told)
    except RefusedError:
        for one in found.postings:
            require_nobody_named("\n".join(texts_of(one)), f"{where}, row {one.row}", names=told)
        raise


def texts_of(one: Posting) -> list[str]:
    """Every text of a posting that a hand has typed."""
    fields = [text for detail in one.details for text in (detail.field, detail.value)]
    return [one.account, one.state, one.of, one.by, *one.places, *fields]


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise RefusedError(
            Problem(
                code="unreadable",
                where=str(path),
                message=f"the book cannot be read: {error.strerror}.",
                remedy="Check the path and the permissions.",
            )
        ) from error
