"""Everything on record, folded once: what every thinking room asks.

A claim's name is its place in the record: "1042.3" is the third claim of entry 1042.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

import msgspec

from truceline.terms.agreement import Agreement
from truceline.terms.book import Ledger, Posted, Posting
from truceline.terms.claim import Claim
from truceline.terms.entry import (
    Dated,
    Deposited,
    Hindered,
    Noise,
    Patrolled,
    Read,
    Retracted,
    Ruled,
    Ruling,
    Signed,
    Sure,
    Told,
)
from truceline.terms.issued import Issued
from truceline.terms.problem import Problem
from truceline.terms.question import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """A document that another one was taken out of, and where it stands there."""

    document: str  # SHA-256 of the mail, archive or page
    part: str  # "record 17"


class Document(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What is known of one deposited document.

    A Struct, which costs a tenth of a dataclass: a long record holds a million of them.
    """

    sha256: str
    entry: int  # index of its deposit
    media_type: str
    size: int
    source: str
    published: Dated | None
    copy_of: tuple[str, ...] = ()
    noise: tuple[Noise, ...] = ()
    problems: tuple[Problem, ...] = ()
    reader: str = ""  # "" until it has been read
    within: tuple[Within, ...] = ()  # every place it was taken out of; empty: it came by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A person's ruling on one claim; the latest stands."""

    ruling: Ruling
    reason: str
    by: str
    entry: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """One line of somebody's book, and where its file is."""

    ledger: Ledger
    keeper: str
    document: str  # SHA-256 of the file
    posting: Posting


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A finding that a person issued, and with which key."""

    issued: Issued
    by: str
    entry: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The state of the record after some prefix of its entries."""

    size: int = 0
    agreements: Mapping[str, Agreement] = field(default_factory=lambda: MappingProxyType({}))
    agreement_files: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    agreement_entries: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    documents: Mapping[str, Document] = field(default_factory=lambda: MappingProxyType({}))
    # In the record's order, as all of it is.
    claims: Mapping[str, Claim] = field(default_factory=lambda: MappingProxyType({}))
    rulings: Mapping[str, Judged] = field(default_factory=lambda: MappingProxyType({}))
    patrols: tuple[Patrolled, ...] = ()
    hindrances: tuple[Hindered, ...] = ()
    hindered_at: tuple[int, ...] = ()  # the entry of each hindrance
    postings: Mapping[str, Booked] = field(default_factory=lambda: MappingProxyType({}))
    issued: tuple[Finding, ...] = ()  # as they were issued; of one provision and period, the latest


NONE = Held()


def fold(entries: Iterable[tuple[int, Told]], onto: Held = NONE) -> Held:
    """Fold numbered entries onto what an earlier fold returned.

    fold(a + b) == fold(b, onto=fold(a)), which is what makes caching safe.
    """
    growing = _Growing(onto)
    growing.take(entries)
    return growing.held()


class _Growing:
    """What one fold has gathered so far. Nothing outside of `fold` sees it change."""

    def __init__(self, onto: Held) -> None:
        self.size = onto.size
        self.agreements, self.files = dict(onto.agreements), dict(onto.agreement_files)
        self.entries = dict(onto.agreement_entries)
        self.documents, self.claims = dict(onto.documents), dict(onto.claims)
        self.rulings, self.postings = dict(onto.rulings), dict(onto.postings)
        self.patrols, self.hindrances = list(onto.patrols), list(onto.hindrances)
        self.hindered_at = list(onto.hindered_at)
        self.issued = list(onto.issued)

    def take(self, entries: Iterable[tuple[int, Told]]) -> None:
        index, documents = self.size - 1, self.documents
        for index, entry in entries:
            match entry.fact:
                case Deposited(document=sha256) as deposit:
                    known = documents.get(sha256)
                    documents[sha256] = (
                        _deposited(index, deposit) if known is None else _again(known, deposit)
                    )
                case Read() as read:
                    self._read(index, read)
                case Posted() as posted:
                    self.postings |= _booked(index, posted)
                case Retracted(claim=gone):
                    self.claims.pop(gone, None)
                    self.postings.pop(gone, None)
                case _:
                    self._decided(index, entry)
        self.size = index + 1

    def _decided(self, index: int, entry: Told) -> None:
        """What people laid down, rather than what arrived."""
        match entry.fact:
            case Signed(agreement=agreement, document=document):
                self.agreements[agreement.id] = agreement
                self.files[agreement.id] = document
                self.entries[agreement.id] = index
            case Ruled() as ruled:
                judged = Judged(ruling=ruled.ruling, reason=ruled.reason, by=entry.by, entry=index)
                self.rulings |= dict.fromkeys(ruled.claims, judged)
            case Issued() as finding:
                self.issued.append(Finding(issued=finding, by=entry.by, entry=index))
            case Patrolled() as patrol:
                self.patrols.append(patrol)
            case Hindered() as hindrance:
                self.hindrances.append(hindrance)
                self.hindered_at.append(index)
            case _:
                pass

    def _read(self, index: int, read: Read) -> None:
        self.claims |= {f"{index}.{n}": claim for n, claim in enumerate(read.claims, start=1)}
        if read.document in self.documents:
            self.documents[read.document] = _read(self.documents[read.document], read)

    def held(self) -> Held:
        return Held(
            size=self.size,
            agreements=MappingProxyType(self.agreements),
            agreement_files=MappingProxyType(self.files),
            agreement_entries=MappingProxyType(self.entries),
            documents=MappingProxyType(self.documents),
            claims=MappingProxyType(self.claims),
            rulings=MappingProxyType(self.rulings),
            patrols=tuple(self.patrols),
            hindrances=tuple(self.hindrances),
            hindered_at=tuple(self.hindered_at),
            postings=MappingProxyType(self.postings),
            issued=tuple(self.issued),
        )


def heard(held: Held, question: Question) -> Held:
    """What is left of `held` when documents published after `said_by` are ignored.

    An undated document is ignored too: nobody can say that it was published in time. A finding of
    which every claim was told only later goes with them. `known_at` is answered by folding a
    shorter prefix, not here.
    """
    if question.said_by is None:
        return held
    documents = {
        sha256: document
        for sha256, document in held.documents.items()
        if published_by(document, question.said_by)
    }
    documents |= _around(held.documents, documents)
    claims = {
        name: claim for name, claim in held.claims.items() if claim.quote.document in documents
    }
    gone = held.claims.keys() - claims.keys()
    issued = tuple(
        one
        for one in held.issued
        if gone.isdisjoint(one.issued.claims) or any(name in claims for name in one.issued.claims)
    )
    return replace(
        held,
        documents=MappingProxyType(documents),
        claims=MappingProxyType(claims),
        issued=issued,
    )


def _around(every: Mapping[str, Document], kept: Mapping[str, Document]) -> Mapping[str, Document]:
    """The mails and archives that what is kept was taken out of: they say nothing by themselves."""
    found: dict[str, Document] = {}
    pending = [place.document for one in kept.values() for place in one.within]
    while pending:
        sha256 = pending.pop()
        if sha256 in every and sha256 not in kept and sha256 not in found:
            found[sha256] = every[sha256]
            pending += (place.document for place in every[sha256].within)
    return found


def published_by(document: Document, day: date) -> bool:
    """Whether the document was certainly published by the end of that day."""
    last = document.published.when.last if document.published else None
    return last is not None and last <= day


def order(name: str) -> tuple[int, int]:
    """Sorts claim names by their place in the record: 9.2 before 10.1."""
    entry, _, number = name.partition(".")
    return int(entry), int(number)


def _booked(index: int, posted: Posted) -> dict[str, Booked]:
    return {
        f"{index}.{n}": Booked(
            ledger=posted.ledger,
            keeper=posted.keeper,
            document=posted.document,
            posting=posting,
        )
        for n, posting in enumerate(posted.postings, start=1)
    }


def _deposited(index: int, deposit: Deposited) -> Document:
    told = deposit.published
    return Document(
        sha256=deposit.document,
        entry=index,
        media_type=deposit.media_type,
        size=deposit.size,
        source=deposit.source,
        published=Dated(when=told, sure=Sure.TOLD, because="said at deposit") if told else None,
        within=_within(deposit) if deposit.within else (),
    )


def _again(document: Document, deposit: Deposited) -> Document:
    """The same bytes stand in one more place; all else stays as deposited first."""
    more = tuple(one for one in _within(deposit) if one not in document.within)
    return msgspec.structs.replace(document, within=document.within + more) if more else document


def _within(deposit: Deposited) -> tuple[Within, ...]:
    return (Within(document=deposit.within, part=deposit.part),) if deposit.within else ()


def _read(document: Document, read: Read) -> Document:
    if read.part > 1:
        return msgspec.structs.replace(
            document,
            noise=document.noise + read.noise,
            copy_of=document.copy_of + read.copy_of,
            problems=document.problems + read.problems,
        )
    return msgspec.structs.replace(
        document,
        reader=read.reader,
        published=read.published or document.published,
        noise=read.noise,
        copy_of=read.copy_of,
        problems=document.problems + read.problems,
    )
