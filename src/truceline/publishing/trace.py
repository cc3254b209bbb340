"""The way from a claim or a posting to the signed head of the record, as far as it was checked.

Operations follows the chain and checks each link; here it is only shown.
"""

from dataclasses import dataclass

from truceline.terms.book import Ledger, Posting
from truceline.terms.charter import Contested
from truceline.terms.sealing import Erasure


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A posting in its book. `reads_same`: its row in the kept file still reads to it."""

    ledger: Ledger
    keeper: str
    posting: Posting
    reads_same: bool | None  # None: the file is withheld


@dataclass(frozen=True, slots=True, kw_only=True)
class Outer:
    """A file that the document was taken out of, and whether it is in there still."""

    document: str  # the name it arrived under, "" where the vault has forgotten it
    sha256: str
    part: str  # where in it: "record 17"
    by: str  # what took it out
    hash_matches: bool | None  # the kept bytes hash to it again; None: withheld
    still_there: bool | None  # taken out anew it is the same; None: withheld, or not looked


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """By which entry a claim or posting was taken back, whose key signed that, and why."""

    entry: int
    by: str  # key name
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """Each link of one chain. `included` is the last: leaf, path and signed root agree."""

    name: str  # of the claim or posting
    quote: str  # "" of a posting
    before: str  # the readable text just before and after the quote
    after: str
    document: str  # the name it arrived under, "" where the vault has forgotten it
    sha256: str
    hash_matches: bool | None  # the kept bytes hash to it again; None: withheld
    start: int
    end: int
    entry: int  # index of the entry that holds it
    leaf_hash: bytes  # RFC 6962 s2.1
    path: tuple[bytes, ...]  # audit path, sibling of the leaf first
    checkpoint: str  # the signed note, verbatim
    included: bool
    line: Line | None = None  # of a posting
    erased: Erasure | None = None  # the document, on record
    within: tuple[Outer, ...] = ()  # what the document was taken out of, the nearest first
    taken_back: TakenBack | None = None
    # of the entries it rests on, and of the one that took it back, in their order
    contested: tuple[Contested, ...] = ()
