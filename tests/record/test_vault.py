"""Documents and names: kept exactly, given back exactly, gone when erased."""

import sqlite3
from contextlib import closing

import pytest

from truceline.record.database import open_to_write
from truceline.record.store import NotInVaultError
from truceline.record.vault import LAYOUT, DamagedDocumentError, Vault
from truceline.terms.problem import RefusedError

UNKNOWN = "0" * 64


@pytest.fixture
def path(tmp_path):
    return tmp_path / "vault.db"


@pytest.fixture
def vault(path):
    with Vault.create(path) as vault:
        yield vault


def test_changed_bytes_are_not_given_out(vault, path):
    digest = vault.put(b"seen", name="report.txt")
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE document SET bytes = ?", (b"sewn",))

    with pytest.raises(DamagedDocumentError, match=digest):
        vault.get(digest)


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
    [("user_version = 3", "newer-version"), ("application_id = 0x54524543", "not-ours")],
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


def test_what_was_forgotten_and_flushed_lies_in_no_file(vault, path):
    """While it is still open, and whoever else has it open: nothing waits for the last to close."""
    gone = b"where the witness lives, " * 2_000
    digest = vault.put(gone, name="the-witness.txt")
    code = vault.code_for("Wanda Witness", fresh=lambda: "7f3a")
    vault.keep_part("c1", salt=b"salt of the witness".ljust(32), payload=gone)
    with Vault.open(path) as other:
        assert other.has(digest)

        vault.forget(documents=[digest], people=[code], parts=["c1"])
        vault.flush()

        left = b"".join(part.read_bytes() for part in path.parent.iterdir())
    for word in (b"witness lives", b"the-witness", b"Wanda", b"salt of the witness"):
        assert word not in left


def test_an_upgrade_that_was_killed_leaves_the_first_layout_whole(vault, path):
    digest = vault.put(b"seen", name="report.txt")
    vault.close()
    with closing(sqlite3.connect(path)) as db:
        db.executescript("DROP TABLE forgetting; PRAGMA user_version = 1;")

    with pytest.raises(RefusedError):  # its table is there already: the second statement fails
        Vault.open(path)

    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (1,)
        assert db.execute("SELECT sha256 FROM document").fetchone() == (digest,)
        assert (
            db.execute("SELECT 1 FROM sqlite_master WHERE name = 'forgetting'").fetchone() is None
        )


def test_an_older_vault_that_nobody_may_write_to_is_read_all_the_same(vault, path):
    digest = vault.put(b"seen", name="report.txt")
    vault.close()
    with closing(sqlite3.connect(path)) as db:
        db.executescript("DROP TABLE sealed; DROP TABLE forgetting; PRAGMA user_version = 1;")

    with Vault.open(path, read_only=True) as reading:
        assert reading.get(digest) == b"seen"
        assert reading.parts() == ()
        assert not reading.forgetting()
        with pytest.raises(NotInVaultError):
            reading.part("c1")
