"""What our own facts carry around them: their files, their time in the world, what they amend.

It looks and cites; it decides nothing. Facts of others may carry more than ours do.
"""

from collections.abc import Iterable
from dataclasses import replace

from truceline.operations.centre import Centre
from truceline.record.merkle import leaf_hash
from truceline.terms.codec import b64
from truceline.terms.entry import Deposited, Fact, Hindered, Patrolled, Retracted, Ruled, Signed
from truceline.terms.envelope import MAX_NAMED, Attached, Bound, Cited, Envelope
from truceline.terms.issued import Issued
from truceline.weighing.held import Held

UNKNOWN = "application/octet-stream"  # bytes of which nobody said what they are (RFC 2046 4.5.1)


def enclosed(envelope: Envelope, fact: Fact, *, centre: Centre, held: Held) -> Envelope:
    """The envelope with what the fact itself says of files and days, and whom it follows."""
    cited = tuple(_cited(centre, _amended(fact, held)))
    return replace(about_itself(envelope, fact), amends=cited)


def about_itself(envelope: Envelope, fact: Fact) -> Envelope:
    """The same of a fact that amends nothing: who signs it need not know the record."""
    return replace(envelope, valid=_valid(fact), files=_files(fact))


def _valid(fact: Fact) -> tuple[Bound, Bound] | None:
    """Days stay days: whoever watched from the 2nd to the 4th named no hour."""
    match fact:
        case Patrolled(first=first, last=last) | Hindered(first=first, last=last):
            return first, last
        case Issued(first=first, last=last):
            return first, last
        case _:
            return None


def _files(fact: Fact) -> tuple[Attached, ...]:
    match fact:
        case Deposited() as deposit:
            return (
                Attached(
                    sha256=deposit.document, size=deposit.size, media=deposit.media_type or UNKNOWN
                ),
            )
        case _:
            return ()


def _amended(fact: Fact, held: Held) -> set[int]:
    match fact:
        case Retracted(claim=name):
            return {int(name.partition(".")[0])}
        case Ruled(claims=claims):
            return {held.rulings[name].entry for name in claims if name in held.rulings}
        case Issued() as finding:
            wanted = _period(finding)
            return {one.entry for one in held.issued if _period(one.issued) == wanted}
        case Signed(agreement=agreement):
            changed = {one.provision.partition("/")[0] for one in agreement.amendments}
            entries = held.agreement_entries
            return {entries[one] for one in {agreement.id, *changed} if one in entries}
        case _:
            return set()


def _period(issued: Issued) -> tuple[object, ...]:
    return issued.agreement, issued.clause, issued.first, issued.last


def _cited(centre: Centre, entries: Iterable[int]) -> Iterable[Cited]:
    """The newest of them; an entry has room for so many."""
    for entry in sorted(entries)[-MAX_NAMED:]:
        leaf = next(centre.record.leaves(entry, entry + 1))
        yield entry, b64(leaf_hash(leaf))
