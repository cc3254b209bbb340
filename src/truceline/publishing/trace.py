"""The way from a claim to the signed head of the record, as far as it was checked.

Operations follows the chain and checks each link; here it is only shown.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """Each link of one chain. `included` is the last: leaf, path and signed root agree."""

    claim: str
    quote: str
    before: str  # the readable text just before and after the quote
    after: str
    document: str  # the name it arrived under, "" where the vault has forgotten it
    sha256: str
    hash_matches: bool | None  # the kept bytes hash to it again; None: withheld
    start: int
    end: int
    entry: int  # index of the entry that holds the claim
    leaf_hash: bytes  # RFC 6962 s2.1
    path: tuple[bytes, ...]  # audit path, sibling of the leaf first
    checkpoint: str  # the signed note, verbatim
    included: bool
