"""Backups of the vault: what was erased is gone from them too, and a flipped byte is named."""

import re
import secrets
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.operations.conftest import STATEMENT, TOLD
from tests.operations.test_erase import NAME, code_of, document_of, erase, plain_in
from tests.operations.test_sealing import CIRCLE, typed

from truceline.operations.centre import KEYS, opened
from truceline.operations.erased import SUBJECTS
from truceline.record import backup as backups
from truceline.record.backup import What, Writer
from truceline.record.subjects import Subjects

__all__ = ["typed"]
SEALED = "The baker of the lower village."
OTHER = "10 November 2020. A meeting was held at the bridge."


@pytest.fixture
def kept(run, typed, filled, report, tmp_path):
    """A centre with two documents, a name and a sealed part, and a backup of it."""
    run("add", filled, report(OTHER, "other.txt"), "--published", "2020-11-10")
    typed("seal", filled, "--about", "0", "--circle", CIRCLE, "--text", "-", says=SEALED)
    file = tmp_path / "vault.backup"
    run("backup", filled, file)
    return filled, file


def lose(centre):
    """The disk with the vault dies."""
    for path in centre.glob("vault.db*"):
        path.unlink()


def holdings(centre):
    with opened(centre) as here:
        vault = here.vault
        return (
            {digest: (vault.get(digest), vault.name_of(digest)) for digest in vault.digests()},
            dict(vault.names()),
            {one: vault.part(one) for one in vault.parts()},
        )


def test_what_was_lost_comes_back_as_it_was(run, kept):
    centre, file = kept
    before = holdings(centre)
    assert all(before)
    lose(centre)

    told = run("restore", centre, file).output

    assert holdings(centre) == before
    documents, names, parts = map(len, before)
    assert re.sub(r"(\w)s\b", r"\1", told).startswith(
        f"Back: {documents} document, {names} name, {parts} sealed part."
    )
    assert "withheld" not in run("verify", centre).output


def test_no_plain_word_name_or_key_lies_in_a_backup(kept, tmp_path):
    centre, file = kept
    alone = tmp_path / "alone"
    alone.mkdir()
    shutil.copy(file, alone)

    for word in (TOLD, NAME, SEALED, "guard-at-the-mill", "other.txt"):
        assert plain_in(alone, word) == []
    with Subjects.at(centre / KEYS / SUBJECTS) as keys, keys._database.reading() as db:  # noqa: SLF001
        found = [key for (key,) in db.execute("SELECT key FROM subject")]
    assert found
    assert not any(key in file.read_bytes() for key in found)


def test_what_was_erased_since_stays_erased_and_the_rest_is_back(run, kept):
    centre, file = kept
    document, code = document_of(centre, at=0), code_of(centre)
    documents, names, parts = holdings(centre)
    with opened(centre) as here:
        agreement = next(one for one in here.vault.digests() if b"parties" in here.vault.get(one))
    erase(run, centre, "--document", document, code=0)
    erase(run, centre, "--person", code, code=3)
    erase(run, centre, "--document", agreement)
    lose(centre)

    told = run("restore", centre, file).output

    assert "Erased since, and not brought back: 3." in told
    del documents[document], documents[agreement], names[code]
    assert holdings(centre) == (documents, names, parts)
    assert plain_in(centre, TOLD) == plain_in(centre, NAME) == []
    assert "2 documents were erased" in run("verify", centre).output


def test_the_key_of_what_was_erased_is_gone_from_the_key_store(run, kept):
    """So no backup of it can be read by anybody, whatever the record says of it."""
    centre, _ = kept
    document, store = document_of(centre, at=0), centre / KEYS / SUBJECTS
    with Subjects.at(store) as keys:
        key = keys.known([document])[document]
    assert key in store.read_bytes()

    erase(run, centre, "--document", document)

    with Subjects.at(store) as keys:
        assert keys.known([document]) == {}
    left = [path for path in centre.rglob("*") if path.is_file() and key in path.read_bytes()]
    assert left == []


def test_an_old_key_store_put_back_does_not_bring_back_what_was_erased(run, kept, tmp_path):
    centre, file = kept
    document, store = document_of(centre, at=0), centre / KEYS / SUBJECTS
    old = shutil.copy(store, tmp_path / "old.db")
    erase(run, centre, "--document", document)
    shutil.copy(old, store)
    lose(centre)

    told = run("restore", centre, file).output

    assert "Erased since, and not brought back: 1." in told
    with opened(centre) as here, Subjects.at(store) as keys:
        assert not here.vault.has(document)
        assert keys.known([document]) == {}


def test_without_the_keys_nothing_can_be_restored_and_nothing_is_written(run, kept):
    centre, file = kept
    (centre / KEYS / SUBJECTS).unlink()
    lose(centre)

    assert "The keys of this backup are not here" in run("restore", centre, file, code=1).output
    assert not (centre / "vault.db").exists()


def test_another_key_store_is_told_from_this_one(run, kept, tmp_path):
    centre, file = kept
    (centre / KEYS / SUBJECTS).unlink()
    run("backup", centre, tmp_path / "second.backup")

    assert "The keys of this backup are not here" in run("restore", centre, file, code=1).output


def test_a_backup_of_another_centre_is_refused(run, kept, tmp_path):
    _, file = kept
    run("init", tmp_path / "other", "--agreement", STATEMENT, code=3)

    assert "This is a backup of" in run("restore", tmp_path / "other", file, code=1).output


def test_restored_twice_adds_nothing(run, kept):
    centre, file = kept

    assert "Back: 0 documents, 0 names, 0 sealed parts." in run("restore", centre, file).output


@pytest.mark.parametrize("at", [0, 30, 80, 200, 2_000, -40, -3])
def test_a_flipped_byte_is_named_and_nothing_is_written(run, kept, at):
    centre, file = kept
    data = bytearray(file.read_bytes())
    data[at] ^= 1
    file.write_bytes(data)
    lose(centre)

    told = run("restore", centre, file, code=1).output

    assert file.name in told
    assert TOLD not in told
    assert not (centre / "vault.db").exists()


@pytest.mark.parametrize("left", [0, 1, 20, 100, 1_000, -1, -70])
def test_a_backup_that_was_cut_off_is_refused(run, kept, left):
    centre, file = kept
    file.write_bytes(file.read_bytes()[:left])

    assert "Nothing was written" in run("restore", centre, file, code=1).output


def test_something_after_the_end_is_refused(run, kept):
    centre, file = kept
    file.write_bytes(file.read_bytes() + b"\0")

    assert "Nothing was written" in run("restore", centre, file, code=1).output


def test_an_older_backup_of_the_same_name_is_never_written_over(run, kept):
    centre, file = kept
    before = file.read_bytes()

    assert "There is something here already" in run("backup", centre, file, code=1).output
    assert file.read_bytes() == before


def test_a_post_with_the_key_store_of_its_own_copy_gets_nothing_of_the_centre(run, kept, tmp_path):
    centre, file = kept
    copy = tmp_path / "copy"
    run("copy", centre, copy)

    assert not (copy / KEYS).exists()
    assert "The keys of this backup are not here" in run("restore", copy, file, code=1).output


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A backup of three subjects, its line, and the key of the whole."""
    path, whole, key = tmp_path_factory.mktemp("small") / "small", b"w" * 32, b"k" * 32
    line = backups.first_line("centre.example/record", mark="0" * 16)
    with path.open("wb") as file:
        writer = Writer(file, line, whole=whole, fresh=secrets.token_bytes)
        writer.add(What.DOCUMENT, "a" * 64, b"one", key=key)
        writer.add(What.NAME, "person:7f3a", b"two", key=key)
        writer.add(What.PART, "c1", b"", key=key)
        writer.end()
    return path, line, whole, key


def test_frames_open_to_what_was_put_in_and_with_no_other_key(small):
    path, line, whole, key = small

    with path.open("rb") as file:
        found = list(backups.frames(file, line, whole=whole))

    assert [backups.opened(one, line, key=key) for one in found] == [b"one", b"two", b""]
    with pytest.raises(ValueError, match="cannot be opened with its key"):
        backups.opened(found[0], line, key=b"x" * 32)


@given(at=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_no_flipped_bit_after_the_line_passes(small, tmp_path_factory, at, bit):
    path, line, whole, _ = small
    data = bytearray(path.read_bytes())
    data[len(line) + at % (len(data) - len(line))] ^= 1 << bit
    changed = Path(tmp_path_factory.getbasetemp()) / "changed"
    changed.write_bytes(data)

    with changed.open("rb") as file, pytest.raises(ValueError, match=r"bytes? \d+"):
        list(backups.frames(file, line, whole=whole))


def test_two_frames_that_change_places_are_named(small, tmp_path):
    path, line, whole, _ = small
    with path.open("rb") as file:
        one, two, _ = backups.frames(file, line, whole=whole)
    data = path.read_bytes()
    turned = tmp_path / "turned"
    turned.write_bytes(
        data[: one.start] + data[two.start : two.end] + data[one.start : one.end] + data[two.end :]
    )

    with turned.open("rb") as file, pytest.raises(ValueError, match="stood in another place"):
        list(backups.frames(file, line, whole=whole))
