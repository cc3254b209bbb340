"""Each author's own count of its entries, as far as they are on record: what is missing or forked.

It shows and refuses nothing: entries of a post that was cut off may come in any order, and what is
missing today may come tomorrow (design of the record, 6.2).
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from types import MappingProxyType

import msgspec

from truceline.record.stretch import Links
from truceline.terms.codec import b64, split_leaf

MOST = 1000  # gaps or forks of one author that are followed: no key makes us count without end
SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Entries of one author whose numbers follow each other without a gap."""

    first: int
    prev: str  # what the first of them cites
    last: int
    digest: str  # what whoever follows the last of them should cite


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """What one author's entries say of their own order, whatever order they came in."""

    runs: tuple[Run, ...] = ()  # by number, with a gap before each but one that begins at 0
    forks: tuple[int, ...] = ()  # numbers that stand for two texts, or twice, in their order
    lost: int = 0  # entries not followed, because there were too many gaps or forks before them

    @property
    def missing(self) -> tuple[tuple[int, int], ...]:
        """From and to of every gap."""
        after = [0, *(run.last + 1 for run in self.runs[:-1])]
        gaps = zip(after, (run.first for run in self.runs), strict=True) if self.runs else ()
        return tuple((first, next_ - 1) for first, next_ in gaps if first < next_)

    @property
    def good(self) -> bool:
        """Whether every number up to the last stands there once, citing the one before."""
        return not (self.missing or self.forks or self.lost)

    @property
    def following(self) -> tuple[int, str]:
        """The number and citation of the next entry, after the last of all on record."""
        return (self.runs[-1].last + 1, self.runs[-1].digest) if self.runs else (0, "")

    def may_have(self, seq: int) -> bool:
        """False: no entry of this number is on record."""
        if self.lost:
            return True
        at = bisect_right(self.runs, seq, key=_first) - 1
        return at >= 0 and seq <= self.runs[at].last

    def __str__(self) -> str:
        """What is wrong, for people."""
        parts = []
        if self.missing:
            named = [f"{a}" if a == b else f"{a} to {b}" for a, b in self.missing]
            one = len(named) == 1 and " to " not in named[0]
            parts.append(f"number{'' if one else 's'} {_few(named)} missing")
        if self.forks:
            parts.append(f"forked at number{'s' * (len(self.forks) > 1)} {_few(self.forks)}")
        if self.lost:
            parts.append(f"{self.lost} entries not followed after {MOST} gaps or forks")
        return "; ".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chains:
    """The chain of every author."""

    of: Mapping[str, Chain] = field(default_factory=lambda: MappingProxyType({}))


def fold(leaves: Iterable[bytes], onto: Mapping[str, Chain]) -> dict[str, Chain]:
    """The chains after these leaves too; folding a and then b is folding a + b.

    Raises:
        ValueError: a leaf is none.
    """
    chains = dict(onto)
    for leaf in leaves:
        author, seq, prev, digest = numbered(leaf)
        chains[author] = after(chains.get(author, _NONE), seq, prev=prev, digest=digest)
    return chains


def numbered(leaf: bytes) -> tuple[str, int, str, str]:
    """Author, number, citation and own digest of an entry whose form was checked before.

    Raises:
        ValueError: not an entry.
    """
    _, text, signatures = split_leaf(leaf)
    try:
        said = _ORDER.decode(text)
    except msgspec.MsgspecError as error:
        raise ValueError(f"not an entry: {error}") from error
    return signatures.split(" ", 2)[1], said.seq, said.prev, b64(sha256(text.encode()).digest())


def after(chain: Chain, seq: int, *, prev: str, digest: str) -> Chain:
    """The chain with one more entry of its author."""
    runs = chain.runs
    if runs and runs[-1].last == seq - 1 and runs[-1].digest == prev:  # as nearly all do
        last = Run(first=runs[-1].first, prev=runs[-1].prev, last=seq, digest=digest)
        return Chain(runs=(*runs[:-1], last), forks=chain.forks, lost=chain.lost)
    at = bisect_right(runs, seq, key=_first)
    left = runs[at - 1] if at else None
    right = runs[at] if at < len(runs) else None
    if left is not None and seq <= left.last:
        return _forked(chain, seq)
    new, start, stop = Run(first=seq, prev=prev, last=seq, digest=digest), at, at
    if left is not None and left.last == seq - 1:
        if prev != left.digest:
            chain = _forked(chain, seq - 1)
        new, start = replace(new, first=left.first, prev=left.prev), at - 1
    elif not seq and prev:  # the first of all cites none
        chain = _forked(chain, 0)
    if right is not None and right.first == seq + 1:
        if right.prev != digest:
            chain = _forked(chain, seq)
        new, stop = replace(new, last=right.last, digest=right.digest), at + 1
    if stop == start and len(runs) >= MOST:
        return replace(chain, lost=chain.lost + 1)
    return replace(chain, runs=(*runs[:start], new, *runs[stop:]))


def joined(chain: Chain, links: Links) -> Chain:
    """The chain with these entries too, as `after` would have it one by one."""
    for seq, prev, digest in links.entries():
        last = chain.runs[-1] if chain.runs else None
        if last is not None and last.last == seq - 1 and last.digest == prev:
            # So does each of the rest: it cites the one before it.
            run = Run(first=last.first, prev=last.prev, last=links.last, digest=b64(links.digest))
            return replace(chain, runs=(*chain.runs[:-1], run))
        chain = after(chain, seq, prev=prev, digest=digest)
    return chain


def told(chains: Mapping[str, Chain]) -> Iterator[str]:
    """A sentence for every author whose entries are not all here, or are not one chain."""
    for name in sorted(chains):
        if not chains[name].good:
            yield f"{name}: {chains[name]}"


class _Order(msgspec.Struct, frozen=True):
    """Of an entry's JSON, only where it says to stand."""

    seq: int
    prev: str


_NONE = Chain()
_ORDER = msgspec.json.Decoder(_Order)


def _first(run: Run) -> int:
    return run.first


def _forked(chain: Chain, seq: int) -> Chain:
    if seq in chain.forks:
        return chain
    if len(chain.forks) >= MOST:
        return replace(chain, lost=chain.lost + 1)
    return replace(chain, forks=tuple(sorted((*chain.forks, seq))))


def _few(named: Iterable[object]) -> str:
    shown = [str(one) for one in named]
    more = f" and {len(shown) - SHOWN} more" if len(shown) > SHOWN else ""
    return ", ".join(shown[:SHOWN]) + more
