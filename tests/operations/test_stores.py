"""A centre in a database does what a centre in a folder does, and each can become the other."""

import json
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from truceline.operations import copy as copying
from truceline.operations.centre import opened
from truceline.operations.copy import copy
from truceline.record.sqlite import SqliteRecord
from truceline.terms.problem import RefusedError

pytestmark = pytest.mark.slow  # whole programs: `make test` runs them, `make check` does not

EXAMPLE = Path(__file__).parents[2] / "examples" / "karabakh"
STATEMENTS = sorted(EXAMPLE.glob("statement*.yaml"))
REPORTS = EXAMPLE / "reports"
PASSWORD = "a-secret-word"  # noqa: S105


@pytest.fixture
def database(postgres):
    return postgres.make()


@pytest.fixture
def there(run, database, tmp_path):
    """A centre in a database, with the example's documents."""
    folder = tmp_path / "there"
    run("init", database, "--folder", folder, "--agreement", *STATEMENTS, code=3)
    run("add", folder, REPORTS)
    return folder


@pytest.fixture
def here(run, tmp_path):
    """The same in a folder."""
    folder = tmp_path / "here"
    run("init", folder, "--agreement", *STATEMENTS, code=3)
    run("add", folder, REPORTS)
    return folder


def root(run, folder):
    return run("verify", folder).output.rpartition("Root ")[2]


def test_a_centre_in_a_database_keeps_settings_and_keys_in_its_folder_and_nothing_else(there):
    assert sorted(one.name for one in there.iterdir()) == ["keys", "truceline.toml"]


def test_a_centre_in_a_database_is_mirrored_and_carried_like_one_in_a_folder(run, there, tmp_path):
    mirror, stick = tmp_path / "mirror", tmp_path / "stick"

    run("mirror", there, mirror)
    run("add", there, STATEMENTS[0])
    run("courier", "export", there, stick)
    run("courier", "import", stick, mirror)
    back = run("courier", "import", stick, there).output

    size = re.search("[0-9]+ entries", run("verify", there).output)[0]
    assert f"holds {size}" in back
    assert size in run("verify", "--against", mirror / "record" / "checkpoint", there).output


def test_a_centre_in_a_database_is_named_after_it_where_no_folder_is(
    run, database, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)

    run("init", database, "--agreement", STATEMENTS[0], code=3)

    name = database.partition("?")[0].rpartition("/")[2]
    assert (tmp_path / name / "truceline.toml").is_file()


def test_the_board_of_a_centre_in_a_database_is_that_of_one_in_a_folder(run, here, there):
    def board(folder):
        return run("board", folder, "--at", "2021-12-01", "--json").stdout

    assert json.loads(board(there))
    assert board(there) == board(here)
    assert board(there) == board(there)  # the second comes out of the views


def test_what_people_enter_goes_on_record_in_a_database(run, there):
    name = json.loads(run("claims", there, "--json").stdout)[0]["name"]

    run("rule", there, name, "--verified", "--by", "desk", "--because", "Two posts saw it.")

    assert name in run("trace", there, name).output
    assert "0 documents added, 12 known already" in run("add", there, REPORTS).output
    assert "29 entries" in run("verify", there).output


def test_a_centre_in_a_database_is_exported_and_checked_without_us(run, there, tmp_path):
    run("export", there, tmp_path / "out")

    assert (tmp_path / "out" / "checkpoint").is_file()


def test_there_and_back_again_the_root_is_the_same(run, here, database, tmp_path):
    run("copy", here, database, "--folder", tmp_path / "over")
    back = run("copy", tmp_path / "over", tmp_path / "back").output

    assert root(run, here) == root(run, tmp_path / "over") == root(run, tmp_path / "back")
    assert "28 entries with the same root, 28 of them new" in back
    with (
        closing(SqliteRecord.open(here / "record.db")) as first,
        closing(SqliteRecord.open(tmp_path / "back" / "record.db")) as last,
    ):
        assert list(first.leaves()) == list(last.leaves())
        assert list(first.checkpoints()) == list(last.checkpoints())


def test_people_are_named_in_a_copy_as_they_are_in_the_centre(run, here, tmp_path):
    run("copy", here, tmp_path / "copy")

    for asked in (["board", "--at", "2021-12-01"], ["claims"]):
        command, *rest = asked
        assert run(command, tmp_path / "copy", *rest).output == run(command, here, *rest).output


def test_a_copy_has_no_keys_and_adds_nothing_until_it_gets_them(run, here, tmp_path):
    said = run("copy", here, tmp_path / "copy").output
    refused = run("add", tmp_path / "copy", REPORTS, code=1).output

    shutil.move(here / "keys", tmp_path / "copy")
    (tmp_path / "new.txt").write_text("Northland forces shelled Upper Mill on 3 December 2021.")
    run("add", tmp_path / "copy", tmp_path / "new.txt")

    assert f"mv {here / 'keys'} {tmp_path / 'copy'}" in said
    assert "no such key" in refused
    assert run("verify", tmp_path / "copy").exit_code == 0
    assert "lost, or keys have moved" in run("copy", here, tmp_path / "copy", code=1).output


def test_a_copy_is_brought_up_to_date(run, here, tmp_path):
    run("copy", here, tmp_path / "copy")
    (tmp_path / "new.txt").write_text("Shelling was reported near Upper Mill on 3 December 2021.")
    run("add", here, tmp_path / "new.txt")

    said = run("copy", here, tmp_path / "copy").output

    assert root(run, here) == root(run, tmp_path / "copy")
    assert "28 of them new" not in said
    assert "0 of them new" in run("copy", here, tmp_path / "copy").output


@pytest.mark.parametrize("kind", ["folder", "database"])
def test_a_copy_that_was_cut_off_goes_on_where_it_was(
    run, here, tmp_path, request, kind, monkeypatch
):
    monkeypatch.setattr(copying, "BATCH_ENTRIES", 4)
    store = request.getfixturevalue("database") if kind == "database" else ""
    sizes = []
    for stop in (4, 12):
        with pytest.raises(KeyboardInterrupt):
            copy(here, tmp_path / "copy", store=store, progress=Copying(stop))
        sizes.append(run("verify", tmp_path / "copy").output.partition(" entries")[0])
    done = copy(here, tmp_path / "copy", store=store)

    assert [int(size) for size in sizes] == sorted({int(size) for size in sizes})
    assert done.added == 28 - int(sizes[-1])
    assert root(run, here) == root(run, tmp_path / "copy")


class Copying:
    """Stops the copying, and lets the checking before it pass."""

    def __init__(self, stop):
        self.stop, self.checked = stop, False

    def __call__(self, done, total):
        if self.checked and self.stop <= done < total:
            raise KeyboardInterrupt
        self.checked = self.checked or done == total == 28


def test_over_another_history_nothing_is_copied(run, here, database, tmp_path):
    other = tmp_path / "other"
    run("init", other, "--agreement", STATEMENTS[0], code=3)
    run("copy", other, database, "--folder", tmp_path / "over")
    before = root(run, tmp_path / "over")

    for target in ([database, "--folder", tmp_path / "elsewhere"], [other]):
        assert "This is a copy of" in run("copy", here, *target, code=1).output

    assert root(run, tmp_path / "over") == before
    assert not (tmp_path / "elsewhere").exists()


def test_over_a_fork_of_the_same_record_nothing_is_copied(run, here, tmp_path):
    run("copy", here, tmp_path / "fork")
    shutil.copytree(here / "keys", tmp_path / "fork" / "keys")
    (tmp_path / "one.txt").write_text("Shelling was reported near Upper Mill on 3 December 2021.")
    (tmp_path / "two.txt").write_text("Shelling was reported near Lower Mill on 4 December 2021.")
    run("add", here, tmp_path / "one.txt")
    run("add", tmp_path / "fork", tmp_path / "two.txt")

    assert "one of them was changed" in run("copy", here, tmp_path / "fork", code=1).output


def test_into_a_folder_with_something_else_nothing_is_copied(run, here, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("Dear")

    run("copy", here, tmp_path / "mine", code=1)
    run("copy", here, here, code=1)

    assert [one.name for one in (tmp_path / "mine").iterdir()] == ["letter.txt"]


def test_a_damaged_record_is_not_copied(run, here, tmp_path):
    with closing(sqlite3.connect(here / "record.db")) as db, db:
        db.execute("DROP TRIGGER entry_never_changes")
        db.execute("UPDATE entry SET leaf = CAST(replace(leaf, 'a', 'b') AS BLOB) WHERE idx = 5")

    said = run("copy", here, tmp_path / "copy", code=1).output

    assert "entry 5" in said


def test_a_password_in_an_address_is_neither_kept_nor_shown(run, here, tmp_path):
    url = f"postgresql://me:{PASSWORD}@127.0.0.1:1/centre"

    said = [
        run("init", url, "--folder", tmp_path / "new", "--agreement", STATEMENTS[0], code=1),
        run("copy", here, url, "--folder", tmp_path / "new", code=1),
        run("board", url, code=1),
        run("verify", url, code=1),
    ]

    assert all(PASSWORD not in one.output for one in said)
    assert all(".pgpass" in one.output for one in said[:2])
    assert not (tmp_path / "new").exists()


def test_a_database_that_is_away_leaves_nothing_behind(run, here, tmp_path):
    url = "postgresql://127.0.0.1:1/centre"
    pytest.importorskip("psycopg")

    for command in (["init", url, "--agreement", STATEMENTS[0]], ["copy", here, url]):
        said = run(*command, "--folder", tmp_path / "new", code=1).output
        assert "cannot be reached" in said

    assert not (tmp_path / "new").exists()


def test_a_place_that_is_taken_leaves_the_database_empty(run, database, tmp_path):
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "letter.txt").write_text("Dear")

    run("init", database, "--folder", tmp_path / "new", "--agreement", STATEMENTS[0], code=1)
    run("init", database, "--folder", tmp_path / "other", "--agreement", STATEMENTS[0], code=3)


def test_a_second_centre_is_not_made_in_a_database(run, there, tmp_path):
    told = (there / "truceline.toml").read_text()
    url = told.partition('store = "')[2].partition('"')[0]

    said = run(
        "init", url, "--folder", tmp_path / "second", "--agreement", STATEMENTS[0], code=1
    ).output

    assert "never overwritten" in said
    assert not (tmp_path / "second").exists()
    assert run("verify", there).exit_code == 0


def test_a_folder_option_without_a_database_is_a_slip(run, tmp_path):
    run("init", tmp_path / "a", "--folder", tmp_path, "--agreement", STATEMENTS[0], code=2)


def test_views_that_were_dropped_are_folded_again(run, there, postgres):
    told = (there / "truceline.toml").read_text()
    name = told.partition('store = "postgresql:///')[2].partition("?")[0]
    before = run("board", there, "--at", "2021-12-01").output

    postgres.do("DROP SCHEMA views CASCADE", name)

    assert run("board", there, "--at", "2021-12-01").output == before


def test_without_what_reaches_a_database_it_is_said_what_to_install(tmp_path):
    script = "import sys; sys.modules['psycopg'] = None; from truceline.cli import main; main()"
    asked = ["init", "postgresql://host/centre", "--agreement", str(STATEMENTS[0])]

    said = subprocess.run(
        [sys.executable, "-c", script, *asked],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert said.returncode == 1
    assert "truceline[postgres]" in said.stderr
    assert "Traceback" not in said.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_open_centre_goes_on_when_its_server_comes_back(there, postgres):
    with opened(there) as centre:
        head = centre.record.head()
        postgres.stop(signal.SIGQUIT)
        with pytest.raises(RefusedError):
            centre.record.head()
        postgres.start()

        assert centre.record.head() == head
        assert len(centre.vault.digests()) > 10
