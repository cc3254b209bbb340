"""Documents and names: kept exactly, given back exactly, gone when erased."""

import sqlite3
from contextlib import closing
from hashlib import sha256

import pytest

from truceline.record.database import open_to_write
from truceline.record.vault import LAYOUT, DamagedDocumentError, NotInVaultError, Vault
from truceline.terms.problem import RefusedError

UNKNOWN = "0" * 64


@pytest.fixture
def path(tmp_path):
    return tmp_path / "vault.db"


@pytest.fixture
def vault(path):
    with Vault.create(path) as vault:
        yield vault


@pytest.mark.parametrize("data", [b"", b"\0\xff", b"seen at the bridge", bytes(3_000_000)])
def test_a_document_comes_back_byte_for_byte(vault, data):
    digest = vault.put(data, name="report.txt")

    assert digest == sha256(data).hexdigest()
    assert vault.get(digest) == data
    assert vault.has(digest)
    assert vault.name_of(digest) == "report.txt"


def test_the_same_bytes_twice_add_nothing_and_keep_their_first_name(vault, path):
    first = vault.put(b"seen", name="first.txt")

    assert vault.put(b"seen", name="second.txt") == first
    assert vault.name_of(first) == "first.txt"
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT count(*) FROM document").fetchone() == (1,)


def test_a_file_name_that_is_not_text_is_spelled_out(vault):
    digest = vault.put(b"seen", name="report-\udcff.txt")

    assert vault.name_of(digest) == r"report-\udcff.txt"


def test_what_is_not_there_is_said_to_be_missing(vault):
    assert not vault.has(UNKNOWN)
    with pytest.raises(NotInVaultError, match="never here, or erased"):
        vault.get(UNKNOWN)
    with pytest.raises(NotInVaultError, match="never here, or erased"):
        vault.name_of(UNKNOWN)


def test_changed_bytes_are_not_given_out(vault, path):
    digest = vault.put(b"seen", name="report.txt")
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE document SET bytes = ?", (b"sewn",))

    with pytest.raises(DamagedDocumentError, match=digest):
        vault.get(digest)


def test_a_person_has_one_code_name_for_ever(path, vault):
    fresh = iter(["7f3a", "9b21"])

    first = vault.code_for("A. Person", fresh=lambda: next(fresh))
    other = vault.code_for("B. Person", fresh=lambda: next(fresh))

    assert (first, other) == ("person:7f3a", "person:9b21")
    with Vault.open(path) as again:
        assert again.code_for("A. Person", fresh=lambda: "cccc") == first
        assert again.names() == {first: "A. Person", other: "B. Person"}


def test_a_code_name_that_is_taken_is_not_given_twice(vault):
    fresh = iter(["7f3a", "7f3a", "9b21"])
    vault.code_for("A. Person", fresh=lambda: next(fresh))

    assert vault.code_for("B. Person", fresh=lambda: next(fresh)) == "person:9b21"
    with pytest.raises(ValueError, match="not random"):
        vault.code_for("C. Person", fresh=lambda: "7f3a")
    assert len(vault.names()) == 2


def test_names_cannot_be_changed_by_their_reader(vault):
    with pytest.raises(TypeError):
        vault.names()["person:7f3a"] = "somebody else"


def test_a_vault_opened_to_read_takes_nothing(path, vault):
    digest = vault.put(b"seen", name="report.txt")
    vault.close()

    with Vault.open(path, read_only=True) as reading:
        assert reading.get(digest) == b"seen"
        with pytest.raises(RefusedError) as caught:
            reading.put(b"more", name="more.txt")

    assert caught.value.problems[0].code == "cannot-write"


def test_what_is_deleted_is_overwritten(vault, path):
    secret = b"where the witness lives, " * 2_000
    digest = vault.put(secret, name="report.txt")
    vault.close()
    with open_to_write(path, LAYOUT) as opened, opened.writing() as db:
        db.execute("DELETE FROM document WHERE sha256 = ?", (digest,))

    left = b"".join(part.read_bytes() for part in path.parent.iterdir())
    assert b"where the witness lives" not in left


@pytest.mark.parametrize(
    ("pragma", "code"),
    [("user_version = 2", "newer-version"), ("application_id = 0x54524543", "not-ours")],
)
def test_a_vault_we_do_not_understand_is_refused(vault, path, pragma, code):
    vault.close()
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA {pragma}")

    with pytest.raises(RefusedError) as caught:
        Vault.open(path)

    assert caught.value.problems[0].code == code


def test_a_vault_is_never_made_over_another(vault, path):
    digest = vault.put(b"seen", name="report.txt")

    with pytest.raises(RefusedError):
        Vault.create(path)

    assert vault.get(digest) == b"seen"
