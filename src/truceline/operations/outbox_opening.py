"""A new outbox: whose record it is for, what is known of it, and how the author's count goes on."""

from collections.abc import Iterator
from pathlib import Path

from truceline.operations.charter import complete, read
from truceline.operations.outbox import Outbox, logs_named
from truceline.operations.outbox_files import refused
from truceline.record import chains
from truceline.record import checkpoint as checkpoints
from truceline.record.authors import Authors
from truceline.record.edge import TILE_WIDTH, Edge, grow
from truceline.record.follow import opening_of
from truceline.record.leaf import TIME_LINE_BYTES
from truceline.record.merkle import leaf_hash
from truceline.record.note import Signer
from truceline.record.published import Published, entries_of, note_of, reading, wrong
from truceline.terms.codec import decode_leaf
from truceline.terms.entry import Signed
from truceline.terms.names import Names


def by_record(
    folder: Path, source: Published, *, key: Signer, keys_folder: Path, log_key: str | None
) -> Outbox:
    """An outbox for a record of which a copy lies there. Its entries are hashed again.

    The author's own count goes on where it ends in that copy.

    Raises:
        RefusedError: not as its checkpoint promises, of another log key, or the place is taken.
    """
    note = note_of(source)
    with reading(source.where, "checkpoint"):
        said = checkpoints.read(note)
    if not said.size:
        raise wrong(source.where, "there is no entry yet, not even the one that opens it")
    edge, mine, first = Edge(), chains.Chain(), b""
    agreements: dict[str, Names] = {}
    for leaves in _bundles(source, said.size):
        first = first or leaves[0]
        edge, _ = grow(edge, [leaf_hash(leaf) for leaf in leaves])
        for leaf in leaves:
            with reading(source.where, "an entry"):
                author, seq, prev, digest = chains.numbered(leaf)
            agreements |= _named_in(source, leaf)
            if author == key.name:
                mine = chains.after(mine, seq, prev=prev, digest=digest)
    if edge.root != said.root:
        raise wrong(source.where, "its entries do not lead to its checkpoint")
    with reading(source.where, "checkpoint"):
        opened = opening_of(first)
        checkpoints.open_checkpoint(note, Authors(opened).logs)
    _require_log(folder, logs_named(opened), log_key)
    return Outbox.make(
        folder,
        first[TIME_LINE_BYTES:].decode(),
        key=key,
        keys_folder=keys_folder,
        seen=note,
        following=mine.following,
        names=tuple(dict.fromkeys(one for named in agreements.values() for one in named)),
    )


def by_charter(
    folder: Path, charter: Path, *, key: Signer, keys_folder: Path, log_key: str | None
) -> Outbox:
    """An outbox for a record of which nothing is here but its charter, signed by all.

    The author is taken to have said nothing yet.

    Raises:
        RefusedError: not such a charter, of another log key, or the place is taken.
    """
    found = read(charter)
    complete(found)
    _require_log(folder, logs_named(found.opened), log_key)
    return Outbox.make(
        folder,
        found.note,
        key=key,
        keys_folder=keys_folder,
        seen="",
        following=(0, ""),
        names=None,
    )


def _bundles(source: Published, size: int) -> Iterator[tuple[bytes, ...]]:
    for n in range(-(-size // TILE_WIDTH)):
        yield entries_of(source, n, count=min(TILE_WIDTH, size - n * TILE_WIDTH))


def _named_in(source: Published, leaf: bytes) -> dict[str, Names]:
    """The names that an agreement in this entry gives, by its id; of one id the last counts."""
    if b'"type":"signed/' not in leaf:  # no text can hold this unescaped
        return {}
    with reading(source.where, "an agreement"):
        match decode_leaf(leaf).fact:
            case Signed(agreement=agreement):
                return {agreement.id: agreement.named}
    return {}


def _require_log(folder: Path, named: tuple[str, ...], given: str | None) -> None:
    if given is not None and given not in named:
        raise refused(
            "other-log-key",
            folder,
            f"The record is signed by another log key than yours: {named[0]}.",
            "Ask by another way which one is right; nothing was made.",
        )
