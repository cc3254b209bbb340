"""A centre's record as files: whole or not at all, never another history over the old one."""

import shutil
import sqlite3

import pytest

from truceline.operations.centre import opened
from truceline.operations.export import export
from truceline.record.export import ExportedTree
from truceline.record.note import parse_vkey
from truceline.terms.problem import DamagedError, RefusedError

pytestmark = pytest.mark.slow  # whole programs: `make test` runs them, `make check` does not


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


def exported(centre, out):
    with opened(centre) as open_centre:
        return export(open_centre, out)


def tree(out):
    keys = dict(line.split(" ", 1) for line in (out / "vkeys.txt").read_text().splitlines())
    return ExportedTree(out, logs=[parse_vkey(keys["log"])])


def grow(run, centre, report, number):
    run("add", centre, report(f"There was shelling on 11 November, {number}.\n", f"{number}.txt"))


def test_an_export_verifies_with_nothing_but_its_own_folder(centre, out):
    done = exported(centre, out)

    found = tree(out)
    found.verify()
    assert (found.checkpoint.size, found.checkpoint.root) == (done.size, done.root)
    assert done.added == done.size


def test_an_export_says_what_it_is_and_whose(centre, out):
    exported(centre, out)

    with opened(centre) as open_centre:
        assert open_centre.record.origin in (out / "README.txt").read_text()
    assert {path.name for path in out.iterdir()} == {
        "README.txt",
        "checkpoint",
        "tile",
        "vkeys.txt",
    }


def test_an_export_holds_nothing_of_a_document(run, centre, report, out):
    run("add", centre, report("A word nobody else uses: zanzibarian.\n", "zanzibar.txt"))

    exported(centre, out)

    content = b"".join(path.read_bytes() for path in out.rglob("*") if path.is_file())
    assert b"zanzibar" not in content


def test_a_later_export_is_the_old_one_and_more(run, centre, report, out):
    first = exported(centre, out)
    grow(run, centre, report, 1)

    second = exported(centre, out)

    assert second.size == first.size + second.added > first.size
    tree(out).verify()


def test_what_is_no_export_is_not_touched(centre, out):
    out.mkdir()
    (out / "letter.txt").write_text("dear")

    with pytest.raises(RefusedError, match="not an export"):
        exported(centre, out)

    assert [path.name for path in out.iterdir()] == ["letter.txt"]


def test_an_empty_folder_may_be_filled(centre, out):
    out.mkdir()

    assert exported(centre, out).size > 0


def test_the_export_of_another_record_is_not_overwritten(centre, out):
    exported(centre, out)
    checkpoint = out / "checkpoint"
    checkpoint.write_text("other.example\n" + checkpoint.read_text().split("\n", 1)[1])

    with pytest.raises(RefusedError, match=r"export of other\.example"):
        exported(centre, out)


def test_a_record_that_lost_entries_does_not_cut_its_export(run, centre, report, out, tmp_path):
    shutil.copytree(centre, tmp_path / "backup")
    grow(run, centre, report, 1)
    exported(centre, out)
    before = (out / "checkpoint").read_text()

    with pytest.raises(RefusedError, match="entries that the centre has lost"):
        exported(tmp_path / "backup", out)

    assert (out / "checkpoint").read_text() == before


def test_a_second_history_is_not_written_over_the_first(run, centre, report, out, tmp_path):
    shutil.copytree(centre, tmp_path / "twin")
    grow(run, centre, report, 1)
    exported(centre, out)
    before = (out / "checkpoint").read_text()
    grow(run, tmp_path / "twin", report, 2)
    grow(run, tmp_path / "twin", report, 3)

    with pytest.raises(RefusedError, match="are not those of this record"):
        exported(tmp_path / "twin", out)

    assert (out / "checkpoint").read_text() == before


def test_a_place_that_cannot_be_written_is_a_sentence_and_leaves_nothing(centre, tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(RefusedError, match="could not be made"):
        exported(centre, tmp_path / "file" / "out")


def test_a_record_changed_by_hand_is_not_published(centre, out):
    with opened(centre) as open_centre:
        with sqlite3.connect(centre / "record.db") as db:
            db.execute("DROP TRIGGER entry_never_changes")
            db.execute("UPDATE entry SET leaf = CAST(leaf || x'0a' AS BLOB) WHERE idx = 1")
        db.close()
        with pytest.raises(DamagedError, match="nothing was published"):
            export(open_centre, out)

    assert not out.exists()
    assert not out.with_name(".out.new").exists()
