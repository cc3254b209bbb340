"""The whole record checked from outside, entry by entry. It trusts no stored hash, mends nothing.

What it cannot see by itself is a record cut short together with its checkpoints: only a checkpoint
kept elsewhere shows that (`against`).
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from truceline.record import chains
from truceline.record import checkpoint as checkpoints
from truceline.record.audit import Audit
from truceline.record.authors import Authors, entry_in
from truceline.record.commitments import Commitments
from truceline.record.database import open_to_read
from truceline.record.derived import Derived
from truceline.record.edge import TILE_WIDTH, Edge, Tile, grow
from truceline.record.leaf import later_time
from truceline.record.merkle import HASH_BYTES, leaf_hash
from truceline.record.sqlite import LAYOUT
from truceline.record.store import Holdings
from truceline.record.stored import SqliteStored, Stored
from truceline.record.vault import Vault
from truceline.record.wrong import VerifyError, blob, naming
from truceline.terms.charter import Opened
from truceline.terms.codec import MAX_LEAF_BYTES, b64
from truceline.terms.entry import Deposited, Signed
from truceline.terms.sealing import Erased

__all__ = ["PLAINLY", "How", "Progress", "Verified", "VerifyError", "verify"]

# No text can hold these unescaped.
_ABOUT_DOCUMENTS = (b'"type":"deposited/', b'"type":"signed/', b'"type":"erased/')

Progress = Callable[[int, int], None]  # entries checked, entries in all


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """What a record is held against, and with what effort.

    `against` are checkpoints kept elsewhere: the record must still contain what they commit to.
    `audited` is that of an earlier audit, kept where the record's keeper cannot reach it: what it
    commits to must be there too, and the signatures under it are not checked again. With several
    `jobs` signatures are checked on as many cores.
    """

    against: tuple[str, ...] = ()
    audited: str = ""
    jobs: int = 1


PLAINLY = How()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What was checked, and found to be as promised."""

    size: int
    root: bytes
    checkpoints: int
    signatures: int  # of authors, under entries
    withheld: tuple[str, ...]  # documents the record names and the vault does not hold
    checkpoint: str  # the newest, which covers them all
    erased: int = 0  # documents that an entry says were erased, and that are not there
    audited: int = 0  # entries whose signatures an earlier audit answers for
    disorder: tuple[str, ...] = ()  # authors some of whose entries are missing, or who forked

    def __str__(self) -> str:
        withheld = f"; {len(self.withheld)} documents are withheld" if self.withheld else ""
        if self.erased:
            many = "1 document was" if self.erased == 1 else f"{self.erased} documents were"
            withheld = f"; {many} erased{withheld}"
        before = f"; the first {self.audited} were audited before" if self.audited else ""
        return (
            f"{self.size} entries, {self.signatures} signatures and {self.checkpoints} checkpoints "
            f"are as promised{before}{withheld}. Root {b64(self.root)}."
            + "".join(f"\n{one}." for one in self.disorder)
        )


def verify(
    path: Path,
    *,
    vault: Path | None = None,
    how: How = PLAINLY,
    progress: Progress = lambda _done, _total: None,
) -> Verified:
    """Check everything in a record that means something, in one pass and flat memory.

    With a vault, the documents that entries name are hashed again; missing ones are withheld.

    Raises:
        VerifyError: something is wrong, or cannot be read.
    """
    with naming("the record"), ExitStack() as stack:
        database = stack.enter_context(closing(open_to_read(path, LAYOUT)))
        stored = SqliteStored(stack.enter_context(database.reading()))
        documents = None
        if vault is not None and vault.exists():
            with naming("the vault"):
                documents = stack.enter_context(Vault.open(vault, read_only=True))
        asks = vault is not None
        return walk(stored, documents, asks_vault=asks, how=how, progress=progress)


def walk(
    stored: Stored,
    vault: Holdings | None,
    *,
    asks_vault: bool,
    how: How = PLAINLY,
    progress: Progress,
) -> Verified:
    """Check the rows of any store. A vault that is gone withholds documents, and breaks no promise.

    Raises:
        VerifyError: something is wrong.
    """
    kept = (*how.against, how.audited) if how.audited else how.against
    found = _Walk(stored, vault, asks_vault=asks_vault, against=kept)
    before = checkpoints.read(how.audited).size if how.audited else 0
    with Audit(
        found.authors, hash_of=found.hash_of, size=found.size, jobs=how.jobs, audited=before
    ) as audit:
        return found.run(audit, progress)


class _Walk:
    """One pass over the entries, checking what is stored beside them on the way."""

    def __init__(
        self, stored: Stored, vault: Holdings | None, *, asks_vault: bool, against: Sequence[str]
    ) -> None:
        self._rows = stored
        self._vault = vault
        self._asks_vault = asks_vault
        self._withheld: dict[str, None] = {}
        self._erased: set[str] = set()
        self.authors = _authors(stored)
        self._commitments = Commitments(stored, self.authors, against=against)
        self.size = self._commitments.size
        self._derived = Derived(stored, self.size)
        self._edge = Edge()
        self._pending: list[bytes] = []  # leaf hashes not yet in the edge
        self._high: list[Tile] = []  # recomputed tiles above level 0: 1/256 of the hashes
        self._stored = b""  # what the database has as the leaf hashes of this tile
        self._last_time = b""

    def run(self, audit: Audit, progress: Progress) -> Verified:
        """Straight through: the entries with their checkpoints, then what is derived from them."""
        self._require_covered()
        self._check_roots(0)
        try:
            self._walk(audit, progress)
        except VerifyError:
            audit.finish()  # an entry before that may be wrong in what it says: it comes first
            raise
        audit.finish()
        self._commitments.require_all_checked()
        self._derived.require(self._edge, high=self._high, said=self.authors.said)
        progress(self.size, self.size)
        return Verified(
            size=self._edge.size,
            root=self._edge.root,
            checkpoints=self._commitments.checked,
            signatures=audit.signatures,
            withheld=tuple(one for one in self._withheld if one not in self._erased),
            erased=sum(one in self._erased for one in self._withheld),
            checkpoint=self._commitments.newest,
            audited=audit.audited,
            disorder=tuple(chains.told(audit.chains)),
        )

    def _walk(self, audit: Audit, progress: Progress) -> None:
        for index, leaf in self._entries():
            if index % TILE_WIDTH == 0:
                progress(index, self.size)
                self._grow()
                self._stored = self._derived.leaf_hashes(index // TILE_WIDTH)
            self._check_hash(index, leaf)
            with naming(f"entry {index}"):
                self._last_time = later_time(leaf, last=self._last_time)
            audit.take(leaf)
            if self._asks_vault:
                with naming(f"entry {index}"):
                    self._check_document(leaf)
            self._check_roots(index + 1)

    def _entries(self) -> Iterator[tuple[int, bytes]]:
        """Every entry up to the newest checkpoint, in order and without a gap."""
        expected = 0
        for index, leaf in self._rows.entries():
            if index != expected:
                raise self._missing(expected)
            if not isinstance(leaf, bytes) or len(leaf) > MAX_LEAF_BYTES:
                raise VerifyError(f"entry {index}: not a leaf of at most {MAX_LEAF_BYTES} bytes")
            yield index, leaf
            expected += 1
        if expected != self.size:
            raise self._missing(expected)

    def _missing(self, index: int) -> VerifyError:
        return VerifyError(
            f"entry {index} is missing: the newest checkpoint covers {self.size} entries"
        )

    def _require_covered(self) -> None:
        row = self._rows.first_from(self.size)
        if row is not None:
            raise VerifyError(
                f"entry {row[0]}: no checkpoint covers it; the newest covers {self.size}"
            )

    def _check_hash(self, index: int, leaf: bytes) -> None:
        hashed, place = leaf_hash(leaf), index % TILE_WIDTH
        if hashed != self._stored[place * HASH_BYTES : (place + 1) * HASH_BYTES]:
            raise self._blame(index)
        self._pending.append(hashed)

    def _blame(self, index: int) -> VerifyError:
        """Entry and stored hash differ: the next checkpoint tells which of the two has changed."""
        fixed = self._commitments.after(index)
        rest = self._rows.leaves(index, fixed.size)
        edge, _ = grow(self._edge, [*self._pending, *(leaf_hash(blob(leaf)) for (leaf,) in rest)])
        commits = f"what the checkpoint of {fixed.size} entries commits to"
        if (edge.size, edge.root) != (fixed.size, fixed.root):
            return VerifyError(f"entry {index}: the leaf does not hash to {commits}")
        holder = self._derived.holder_of(index)
        return VerifyError(f"{holder}: the hash stored for entry {index} is not {commits}")

    def hash_of(self, index: int) -> bytes:
        """Of an entry that was checked before: the rows are all of one moment."""
        row = next(iter(self._rows.leaves(index, index + 1)), None)
        return leaf_hash(blob(None if row is None else row[0]))

    def _check_document(self, leaf: bytes) -> None:
        """What an entry says of a document. Whether it may say it is for the audit."""
        if not any(mark in leaf for mark in _ABOUT_DOCUMENTS):
            return
        _, fact, _ = entry_in(leaf)
        if isinstance(fact, Erased):
            self._erased |= set(fact.documents)
        if not isinstance(fact, Deposited | Signed):
            return
        if self._vault is None or not self._vault.has(fact.document):
            self._withheld[fact.document] = None
            return
        size = len(self._vault.get(fact.document))
        if isinstance(fact, Deposited) and size != fact.size:
            raise ValueError(f"its document has {size} bytes, not the {fact.size} it says")

    def _check_roots(self, size: int) -> None:
        for name, fixed in self._commitments.at(size):
            self._grow()
            if fixed.root != self._edge.root:
                raise VerifyError(
                    f"{name}: it commits to root {b64(fixed.root)}, "
                    f"but the entries have {b64(self._edge.root)}"
                )

    def _grow(self) -> None:
        self._edge, tiles = grow(self._edge, self._pending)
        self._high += (tile for tile in tiles if tile.level)
        self._pending.clear()


def _authors(stored: Stored) -> Authors:
    row = next(iter(stored.leaves(0, 1)), None)
    if row is None:
        raise VerifyError("entry 0 is missing: a record begins with the entry that opens it")
    with naming("entry 0"):
        _, fact, _ = entry_in(blob(row[0]))
        match fact:
            case Opened():
                return Authors(fact)
            case _:
                raise ValueError("it does not open a record")
