"""A record as a folder of files: complete, provable, brought up to date, and no damage unseen."""

from contextlib import closing
from datetime import UTC, datetime

import pytest

from truceline.record import checkpoint as checkpoints
from truceline.record.checkpoint import Checkpoint
from truceline.record.export import ExportedTree, ExportError, drop_outgrown, write_tree
from truceline.record.memory import MemoryRecord
from truceline.record.merkle import leaf_hash, root_from_inclusion
from truceline.record.sqlite import SqliteRecord
from truceline.record.store import ForkedRecordError
from truceline.record.tiles import bundles, hash_tiles

ORIGIN = "centre.example/record"
START = datetime(2026, 3, 2, 7, 5, tzinfo=UTC)


@pytest.fixture
def exported(filled, tmp_path, centre):
    """The folder of a record of so many entries, read back."""

    def exported(count, folder=tmp_path / "out"):
        with closing(SqliteRecord.open(filled(count, batch=100))) as record:
            write_tree(record, folder)
        return ExportedTree(folder, logs=[centre.log.verifier])

    return exported


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("count", [1, 100, 255, 256, 257, 600])
def test_an_export_is_exactly_the_published_files(exported, tmp_path, count):
    exported(count)

    wanted = {"checkpoint", *map(str, hash_tiles(count)), *map(str, bundles(count))}
    assert set(files(tmp_path / "out")) == wanted


@pytest.mark.parametrize("count", [1, 256, 600])
def test_what_was_exported_verifies_and_gives_back_every_entry(exported, filled, count):
    tree = exported(count)
    steps = []

    tree.verify(progress=lambda done, total: steps.append((done, total)))

    with closing(SqliteRecord.open(filled(count, batch=100))) as record:
        assert list(tree.leaves()) == list(record.leaves())
        assert tree.checkpoint.root == record.head().root
        assert list(tree.leaves(200, 300)) == list(record.leaves(200, 300))
    assert steps[-1] == (count, count)


def test_proofs_can_be_made_of_the_files_alone(exported, filled):
    tree = exported(600)

    for index in (0, 255, 256, 511, 512, 599):
        for size in (600, index + 1):
            (leaf,) = tree.leaves(index, index + 1)
            path = tree.inclusion(index, size=size)
            with closing(SqliteRecord.open(filled(600, batch=100))) as record:
                root = record.root_at(size)
            assert root_from_inclusion(leaf_hash(leaf), index, size, path) == root


def test_a_record_of_nothing_can_be_exported(tmp_path, centre):
    record = MemoryRecord(origin=ORIGIN, signer=centre.log)

    write_tree(record, make(tmp_path / "out"))

    tree = ExportedTree(tmp_path / "out", logs=[centre.log.verifier])
    tree.verify()
    assert list(tree.leaves()) == []
    assert set(files(tmp_path / "out")) == {"checkpoint"}


def make(folder):
    folder.mkdir()
    return folder


def test_a_second_export_adds_files_and_changes_none_but_the_checkpoint(exported, tmp_path):
    exported(257)
    before = files(tmp_path / "out")

    exported(600).verify()

    after = files(tmp_path / "out")
    assert {name for name in before if after[name] != before[name]} == {"checkpoint"}


def test_partial_files_go_when_the_full_ones_are_there(exported, tmp_path):
    exported(100)
    tree = exported(600)

    drop_outgrown(tmp_path / "out")

    tree.verify()
    left = set(files(tmp_path / "out"))
    assert left == {"checkpoint", *map(str, hash_tiles(600)), *map(str, bundles(600))}


def test_the_next_export_mends_a_damaged_file(exported, tmp_path):
    exported(600)
    (tmp_path / "out" / "tile/0/000").write_bytes(b"damage")

    exported(600).verify()


def damage(folder, name):
    """The last byte of a file turned by a bit."""
    path = folder / name
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize(
    "name",
    [
        "tile/0/000",
        "tile/0/001",
        "tile/0/002.p/88",
        "tile/1/000.p/2",
    ],
)
def test_a_damaged_tile_is_named(exported, tmp_path, name):
    tree = exported(600)
    damage(tmp_path / "out", name)

    with pytest.raises(ExportError, match=f"^{name}: it does not hold the hashes"):
        tree.verify()


@pytest.mark.parametrize("name", ["tile/entries/000", "tile/entries/002.p/88"])
def test_a_damaged_bundle_does_not_verify(exported, tmp_path, name):
    tree = exported(600)
    damage(tmp_path / "out", name)

    with pytest.raises(ExportError):
        tree.verify()


@pytest.mark.parametrize("name", ["tile/0/001", "tile/1/000.p/2", "tile/entries/001"])
def test_a_missing_file_is_named(exported, tmp_path, name):
    tree = exported(600)
    (tmp_path / "out" / name).unlink()

    with pytest.raises(ExportError, match=f"{name}: it cannot be read"):
        tree.verify()


def test_a_file_without_end_is_not_read_into_memory(exported, tmp_path):
    tree = exported(600)
    with (tmp_path / "out" / "tile/entries/000").open("r+b") as file:
        file.truncate(1 << 40)

    with pytest.raises(ExportError, match="larger than"):
        tree.verify()


@pytest.mark.parametrize(
    "content", [b"", b"\xff", b"text\n", b"x" * 2_000_000], ids=["empty", "bytes", "text", "long"]
)
def test_a_checkpoint_that_is_none_is_named(exported, tmp_path, centre, content):
    exported(1)
    (tmp_path / "out" / "checkpoint").write_bytes(content)

    with pytest.raises(ExportError, match=r"^checkpoint: "):
        ExportedTree(tmp_path / "out", logs=[centre.log.verifier])


def test_a_signed_checkpoint_over_other_entries_is_told(exported, tmp_path, centre):
    exported(300)
    other = Checkpoint(origin=ORIGIN, size=300, root=b"\1" * 32)
    (tmp_path / "out" / "checkpoint").write_text(checkpoints.sign(other, centre.log))

    with pytest.raises(ExportError, match="do not have the root"):
        ExportedTree(tmp_path / "out", logs=[centre.log.verifier]).verify()


def test_a_checkpoint_of_another_key_is_not_believed(exported, tmp_path, centre):
    exported(1)

    with pytest.raises(ExportError, match="no known key"):
        ExportedTree(tmp_path / "out", logs=[centre.desk.verifier])


def test_a_record_that_is_not_what_it_signed_is_not_published(tmp_path, centre):
    """Its checkpoint is the last file, and does not come."""
    record = MemoryRecord(origin=ORIGIN, signer=centre.log)
    record.append(centre.notes(3), onto=record.head(), now=START)
    forged = checkpoints.sign(Checkpoint(origin=ORIGIN, size=3, root=b"\1" * 32), centre.log)

    with pytest.raises(ForkedRecordError, match="nothing was published"):
        write_tree(record, make(tmp_path / "out"), note=forged)

    assert not (tmp_path / "out" / "checkpoint").exists()
