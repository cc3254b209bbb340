"""The whole record checked from outside, entry by entry. It trusts no stored hash, mends nothing.

What it cannot see by itself is a record cut short together with its checkpoints: only a checkpoint
kept elsewhere shows that (`against`).
"""

from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from truceline.record import chains
from truceline.record import checkpoint as checkpoints
from truceline.record.audit import Audit
from truceline.record.audited import Audited, loaded
from truceline.record.database import open_to_read
from truceline.record.named import Documents
from truceline.record.sqlite import LAYOUT
from truceline.record.store import Holdings
from truceline.record.stored import SqliteStored, Stored
from truceline.record.vault import Vault
from truceline.record.walk import Progress, Walk
from truceline.record.wrong import VerifyError, naming
from truceline.terms.codec import b64

__all__ = ["PLAINLY", "How", "Progress", "Verified", "VerifyError", "verify"]


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """What a record is held against, and with what effort.

    `against` are checkpoints kept elsewhere: the record must still contain what they commit to.
    `audited` is that of an earlier audit, kept where the record's keeper cannot reach it: what it
    commits to must be there too, and the signatures under it are not checked again. `state` is
    what that audit knew when it ended (audited.dumped): with it those entries are only hashed.
    With several `jobs` signatures are checked on as many cores.
    """

    against: tuple[str, ...] = ()
    audited: str = ""
    state: bytes = b""
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
    state: Audited  # to be kept with the checkpoint, for the next audit
    anew: str = ""  # why the audited entries were read again; "" where they were not

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
            + (f"\nThe audited entries were read again: {self.anew}." if self.anew else "")
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
        return check(stored, documents, asks_vault=asks, how=how, progress=progress)


def check(
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
    walk = Walk(stored, Documents(vault) if asks_vault else None, against=kept)
    before, state, anew = _audited(how)
    with Audit(
        walk.authors,
        hash_of=walk.hash_of,
        size=walk.size,
        jobs=how.jobs,
        audited=before,
        state=state,
    ) as audit:
        walk.run(audit, progress)
    return _verified(walk, audit, anew=anew)


def _audited(how: How) -> tuple[int, Audited | None, str]:
    """How many entries were audited before, what was known after them, or why that is not known."""
    if not how.audited:
        return 0, None, ""
    checkpoint = checkpoints.read(how.audited)
    try:
        return checkpoint.size, loaded(how.state, checkpoint), ""
    except ValueError as error:
        return checkpoint.size, None, str(error)


def _verified(walk: Walk, audit: Audit, *, anew: str) -> Verified:
    edge, documents, authors = walk.edge, walk.documents, walk.authors
    return Verified(
        size=edge.size,
        root=edge.root,
        checkpoints=walk.commitments.checked,
        signatures=audit.signatures,
        withheld=documents.withheld if documents else (),
        erased=documents.erased if documents else 0,
        checkpoint=walk.commitments.newest,
        audited=audit.audited,
        disorder=tuple(chains.told(audit.chains)),
        state=Audited(
            size=edge.size,
            root=edge.root,
            ring=authors.ring,
            said=authors.said,
            chains=audit.chains,
        ),
        anew=anew,
    )
