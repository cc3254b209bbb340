"""Books, and what is taken back, said into an outbox. The record may have gone on meanwhile.

Whose names a book holds is known here as far as the copy of the record told; people of whom the
agreements speak are looked for by the centre, as everywhere.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from truceline.operations.outbox import Outbox, Stage
from truceline.operations.outbox_files import refused
from truceline.operations.post import understood
from truceline.record import proof
from truceline.record.merkle import leaf_hash
from truceline.record.note import Signer, parse
from truceline.terms.book import Ledger, Posted
from truceline.terms.codec import b64, decode
from truceline.terms.entry import Fact, Retracted
from truceline.terms.envelope import Cited

_NAME = re.compile(r"(0|[1-9][0-9]{0,15})\.([1-9][0-9]{0,7})")


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidBook:
    """What came of a book."""

    keeper: str
    rows: int
    numbers: tuple[int, ...]  # none: it waits or is recorded already
    kept_back: tuple[str, ...]  # headings of columns that no note holds


def add_book(
    outbox: Outbox, path: Path, *, ledger: Ledger, keeper: str, by: Signer, now: datetime
) -> LaidBook:
    """Sign what a book's file says, and keep the file until it is handed in.

    Bytes first, notes second. After a crash between two notes the same again adds the others.

    Raises:
        RefusedError: with every problem of the file, an unknown keeper, or another key.
    """
    found = understood(path, ledger=ledger, keeper=keeper, names=outbox.names)
    document = outbox.documents.keep(found.data, name=path.name)
    facts = found.facts(document=document)
    there = {part for part in _parts(outbox) if part.document == document}
    new = [one for one in facts if one not in there]
    numbers = outbox.add(new, by=by, now=now) if new else ()
    return LaidBook(
        keeper=found.keeper,
        rows=len(found.book.postings),
        numbers=numbers,
        kept_back=found.book.kept_back,
    )


def take_back(
    outbox: Outbox, names: Sequence[str], *, because: str, by: Signer, now: datetime
) -> tuple[int, ...]:
    """Sign that claims or postings were taken back by their source.

    A whole entry may be named where it is one of this outbox, with its receipt. Whether the others
    are on record is said by the centre.

    Raises:
        RefusedError: not such a name, no reason, or another key.
    """
    if not because.strip():
        raise refused(
            "no-reason",
            outbox.folder,
            "Taking something back needs its reason.",
            "Say in a sentence who took it back, and how that is known.",
        )
    mine = _recorded(outbox)
    meant = dict.fromkeys(one for name in names for one in _meant(outbox, name, mine))

    def amended(fact: Fact) -> tuple[Cited, ...]:
        if not isinstance(fact, Retracted):
            return ()
        entry = fact.claim.partition(".")[0]
        return ((int(entry), b64(leaf_hash(mine[entry][1]))),) if entry in mine else ()

    facts = [Retracted(claim=one, reason=because.strip()) for one in meant]
    return outbox.add(facts, by=by, now=now, amended=amended)


def _parts(outbox: Outbox) -> Iterator[Posted]:
    """The parts of books that were signed here and not refused."""
    for seq, note in outbox.notes():
        fact, _ = decode(parse(note.decode()).text)
        if isinstance(fact, Posted) and not outbox.is_refused(seq):
            yield fact


def _recorded(outbox: Outbox) -> Mapping[str, tuple[Fact, bytes]]:
    """What this outbox has a good receipt of: by entry, the fact and its leaf."""
    notes = dict(outbox.notes())
    found = {}
    for one in outbox.standings():
        receipt = outbox.receipt_of(one.seq)
        if one.stage is Stage.RECORDED and one.entry is not None and receipt is not None:
            fact, _ = decode(parse(notes[one.seq].decode()).text)
            found[str(one.entry)] = fact, proof.parse(receipt).extra or b""
    return found


def _meant(outbox: Outbox, name: str, mine: Mapping[str, tuple[Fact, bytes]]) -> list[str]:
    if _NAME.fullmatch(name):
        return [name]
    fact, _ = mine.get(name, (None, b""))
    if isinstance(fact, Posted):
        return [f"{name}.{n}" for n in range(1, len(fact.postings) + 1)]
    raise refused(
        "unknown-name",
        outbox.folder,
        f"{name[:80]} is no claim or posting that is known here.",
        "Name each by its entry and its place in it, such as 1042.3.",
    )
