"""A lost centre made again from a copy that somebody else kept: the same entries, the same root.

Only with the log's key, and only where nobody is known to hold more: a centre that goes on from
less than it once signed signs a second history. The vault is lost; documents are handed in again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from truceline import settings as settings_file
from truceline.operations.centre import KEYS
from truceline.operations.fence import Known as Elsewhere
from truceline.operations.whole import whole
from truceline.record import checkpoint as checkpoints
from truceline.record import keys
from truceline.record.authors import keys_after
from truceline.record.checkpoint import Checkpoint
from truceline.record.copy import Progress, subtree_in
from truceline.record.edge import TILE_WIDTH, Edge, grow
from truceline.record.keyring import NONE, Keyring
from truceline.record.merkle import leaf_hash, range_root
from truceline.record.note import Known, Note, NoteError, Signer, checked, parse, parse_vkey
from truceline.record.published import Published, entries_of, note_of, reading, wrong
from truceline.record.stores import Stores, making, stores_in_making, stores_of
from truceline.record.verify import Verified, VerifyError
from truceline.settings import Settings
from truceline.terms.charter import PEOPLE, Role
from truceline.terms.problem import Problem, RefusedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """A centre that goes on from here."""

    origin: str
    size: int
    root: bytes
    withheld: int  # documents that the record names and that are to be handed in again


def rebuild(
    source: Published,
    folder: Path,
    *,
    keys_folder: Path,
    unlock: keys.Unlock,
    store: str = "",
    known: Sequence[Elsewhere] = (),
    progress: Progress = lambda _done, _total: None,
) -> Rebuilt:
    """Make a centre of an export or a mirror, with `store` in that database; all of it, or nothing.

    Every entry is hashed before anything is signed, and the whole is verified before it is there.

    Raises:
        RefusedError: the copy is not as its checkpoint promises, somebody holds more or another
            history, the log's key is not in the folder, or the place is taken.
    """
    folder = folder.absolute()
    _require_free(folder, store)
    note, said, ring = _looked_through(source, progress)
    _require_newest(source, said, ring=ring, known=known)
    held = [name for name in keys.names(keys_folder) if name in ring.keys]
    settings = _settings(ring, held, store=store)
    log = keys.signer(keys_folder, settings.origin, unlock=unlock)
    if log.vkey != ring.keys[settings.origin].vkey:
        raise _no_log_key(ring.origin)
    keys.open_up(log)
    with making(store), whole(folder) as building:
        (building / KEYS).mkdir(mode=0o700)
        for name in held:
            keys.copy(keys_folder, building / KEYS, name)
        (building / settings_file.FILE_NAME).write_text(
            settings_file.as_toml(settings), encoding="utf-8"
        )
        stores = stores_in_making(building, store)
        stores.create_vault().close()
        _adopt(source, stores, note=note, log=log)
        found = _verified(stores, source, progress)
        if found.root != said.root:
            raise wrong(source.where, "it was another one when it was read again")
    return Rebuilt(
        origin=ring.origin, size=found.size, root=found.root, withheld=len(found.withheld)
    )


def _require_free(folder: Path, store: str) -> None:
    where = str(folder)
    taken = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    if store and not taken:
        where, taken = store, stores_of(folder, store).has_record()
    if taken:
        raise _refused("place-taken", where, "There is something here.", "Choose another.")


def _looked_through(source: Published, progress: Progress) -> tuple[str, Checkpoint, Keyring]:
    """The checkpoint with the log's lines alone, what it says, and the keys after all entries."""
    note = note_of(source)
    with reading(source.where, "checkpoint"):
        said = checkpoints.read(note)
    edge, ring = Edge(), NONE
    for leaves in _bundles(source, said.size):
        with reading(source.where, "the entries about keys"):
            ring = keys_after(enumerate(leaves, edge.size), ring)
        edge, _ = grow(edge, [leaf_hash(leaf) for leaf in leaves])
        progress(edge.size, said.size)
    if not said.size or (edge.root, ring.origin) != (said.root, said.origin):
        raise wrong(source.where, "its entries do not lead to its checkpoint")
    with reading(source.where, "checkpoint"):
        good = checked(parse(note), _logs(ring))
        if good.text != str(said):
            raise NoteError("it has extension lines")
    return str(Note(text=good.text, signatures=good.signatures)), said, ring


def _require_newest(
    source: Published, said: Checkpoint, *, ring: Keyring, known: Sequence[Elsewhere]
) -> None:
    """Nobody who was asked holds more, or another history."""
    for one in known:
        with reading(one.holder, "checkpoint"):
            other = checkpoints.open_checkpoint(one.note, _logs(ring))
            if other.origin != said.origin:
                raise NoteError(f"it is about {other.origin}, not {said.origin}")
        if other.size > said.size:
            raise _refused(
                "behind",
                one.holder,
                f"{other.size} entries were signed; {source.where} holds {said.size}. Whoever went "
                "on from there would sign a second history.",
                "Rebuild from a copy that holds them all; nothing was made.",
            )
        subtree = subtree_in(source, size=said.size)
        if range_root(0, other.size, subtree=subtree) != other.root:
            raise _refused(
                "two-histories",
                one.holder,
                f"It and {source.where} are two histories, both signed by this log.",
                "Keep both, and show them to the other parties; nothing was made.",
            )


def _settings(ring: Keyring, held: Sequence[str], *, store: str) -> Settings:
    stands = [name for name in held if ring.keys[name].stands]
    people = [name for name in stands if ring.keys[name].role in PEOPLE]
    machines = [name for name in stands if ring.keys[name].role is Role.MACHINE]
    if ring.origin not in held or ring.keys[ring.origin].role is not Role.LOG:
        raise _no_log_key(ring.origin)
    if not people:
        raise _refused(
            "no-key",
            "--keys",
            "No key of a person or an office that stands in this record is there.",
            "Without one nobody could add a key for the new machine; nothing was made.",
        )
    # Where the machine's key is lost, a person's signs deposits until another one is added.
    machine = (machines or people)[0]
    return Settings(origin=ring.origin, machine=machine, person=people[0], store=store)


def _adopt(source: Published, stores: Stores, *, note: str, log: Signer) -> None:
    """Bundle by bundle, each under a checkpoint: what was signed before contains every one."""
    said = checkpoints.read(note)
    edge = Edge()
    nothing = Checkpoint(origin=said.origin, size=0, root=edge.root)
    record = stores.record_to_adopt(first=checkpoints.sign(nothing, log))
    try:
        for leaves in _bundles(source, said.size):
            head = record.head()
            edge, _ = grow(edge, [leaf_hash(leaf) for leaf in leaves])
            here = Checkpoint(origin=said.origin, size=edge.size, root=edge.root)
            if edge.size == said.size and edge.root != said.root:
                raise wrong(source.where, "it was another one when it was read again")
            signed = note if edge.size == said.size else checkpoints.sign(here, log)
            record.adopt(list(leaves), [signed], onto=head)
    finally:
        record.close()


def _verified(stores: Stores, source: Published, progress: Progress) -> Verified:
    try:
        return stores.verify(progress=progress)
    except VerifyError as error:
        raise wrong(source.where, str(error)) from error


def _bundles(source: Published, size: int) -> Iterator[tuple[bytes, ...]]:
    for n in range(-(-size // TILE_WIDTH)):
        yield entries_of(source, n, count=min(TILE_WIDTH, size - n * TILE_WIDTH))


def _logs(ring: Keyring) -> tuple[Known, ...]:
    return tuple(parse_vkey(ring.keys[name].vkey) for name in ring.named(Role.LOG))


def _no_log_key(origin: str) -> RefusedError:
    return _refused(
        "no-log-key",
        "--keys",
        f"The key of the log {origin} is not there, so nothing could be added to what was made.",
        "To read, verify, export and serve to others the copy will do as it is: keep it. Without "
        "the log's key the parties open a new record.",
    )


def _refused(code: str, where: str, message: str, remedy: str) -> RefusedError:
    return RefusedError(Problem(code=code, where=where, message=message, remedy=remedy))
