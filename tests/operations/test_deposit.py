import json
import os
import sqlite3
import subprocess

import pytest

CLASH = (
    "Source: Wire A\nPublished 17 November 2020\n\n"
    "Armenian troops attacked Azerbaijani positions near Agdam on 16 November 2020. "
    "Two soldiers were killed.\n"
)


def entries(centre):
    db = sqlite3.connect(centre / "record.db")
    try:
        return db.execute("SELECT count(*) FROM entry").fetchone()[0]
    finally:
        db.close()


def test_the_same_bytes_twice_are_no_error_and_add_nothing(run, centre, report):
    first = report(CLASH)
    run("add", centre, first)
    size = entries(centre)

    again = run("add", centre, first, report(CLASH, "another-name.txt"))

    assert "0 documents added, 2 known already" in again.stdout
    assert entries(centre) == size


def test_a_published_date_given_by_hand_is_the_date(run, centre, report):
    run("add", centre, report(CLASH), "--published", "2020-11-19", "--source", "Wire Z")
    rows = json.loads(run("claims", centre, "--json").stdout)

    assert rows
    assert {row["published"] for row in rows} == {"2020-11-19"}
    assert {row["source"] for row in rows} == {"Wire Z"}


def test_who_dates_a_known_document_is_told_that_its_first_date_stays(run, centre, report):
    path = report(CLASH)
    run("add", centre, path)

    again = run("add", centre, path, "--published", "2020-11-19")

    assert "deposited first" in again.stderr
    rows = json.loads(run("claims", centre, "--json").stdout)
    assert "2020-11-19" not in {row["published"] for row in rows}


def bad_inputs():
    yield "an empty file", b"", "empty"
    yield "a binary file", b"%PDF-1.7\n\x00\x01\x02\x00binary", "text"
    yield "a picture", b"\x89PNG\r\n\x1a\n" + bytes(200), "text"
    yield "too much text", b"The parties met. " * 3_000_000, "at most 32 MiB"


@pytest.mark.parametrize(
    ("data", "says"), [pytest.param(*rest, id=name) for name, *rest in bad_inputs()]
)
def test_what_cannot_be_read_is_named_and_the_rest_of_the_batch_goes_on(
    run, centre, report, data, says
):
    bad, good = report(data, "a-bad.txt"), report(CLASH, "b-good.txt")

    done = run("add", centre, bad, good, code=3)

    assert says in done.stderr
    assert "Traceback" not in done.output
    assert json.loads(run("claims", centre, "--json").stdout)
    run("verify", centre)


def test_text_in_another_encoding_is_read(run, centre, report):
    run("add", centre, report(CLASH.encode("utf-16")))

    assert json.loads(run("claims", centre, "--json").stdout)


def test_a_page_of_nested_tags_is_bounded(run, centre, report):
    bomb = "<div>" * 200_000 + "<p>Troops withdrew from Agdam on 20 November 2020.</p>"

    run("add", centre, report(bomb, "bomb.html"))

    assert json.loads(run("claims", centre, "--json").stdout)


def test_a_centre_among_the_documents_keeps_its_keys_to_itself(run, centre, report):
    report(CLASH)

    done = run("add", centre, centre.parent, code=3)

    assert "1 document added" in done.stdout
    assert "This is a centre" in done.stderr
    assert b"PRIVATE KEY" not in (centre / "vault.db").read_bytes()


@pytest.mark.parametrize("name", ["nothing-here.txt", "empty-folder"])
def test_a_path_without_documents_is_a_problem(run, centre, tmp_path, name):
    (tmp_path / "empty-folder").mkdir()

    done = run("add", centre, tmp_path / name, code=3)

    assert name in done.stderr
    assert "Traceback" not in done.output


def test_a_centre_made_by_a_newer_version_is_not_touched(run, centre, report):
    settings = centre / "truceline.toml"
    settings.write_text(settings.read_text().replace("format = 1", "format = 2"))

    refused = run("add", centre, report(CLASH), code=1)

    assert "Update Truceline" in refused.stderr


def test_a_record_made_by_a_newer_version_is_not_touched(run, centre, report):
    db = sqlite3.connect(centre / "record.db")
    db.execute("PRAGMA user_version = 99")
    db.close()

    refused = run("add", centre, report(CLASH), code=1)

    assert "Update Truceline" in refused.stderr


def test_a_folder_that_is_no_centre_says_how_to_make_one(run, tmp_path):
    refused = run("board", tmp_path, code=1)

    assert "truceline init" in refused.stderr


def test_a_read_only_centre_refuses_in_one_sentence(run, centre, report):
    if os.geteuid() == 0:
        # Root may write everywhere, so here the disk itself refuses: a mount that is read-only.
        mount = subprocess.run(
            ["mount", "--bind", "-o", "ro", str(centre), str(centre)],
            capture_output=True,
            check=False,
        )
        if mount.returncode:
            pytest.skip("this root may not mount, so nothing here is read-only for it")
        subprocess.run(["mount", "-o", "remount,ro,bind", str(centre)], check=True)
    else:
        for each in [centre, *centre.rglob("*")]:
            each.chmod(0o555 if each.is_dir() else 0o444)
    try:
        refused = run("add", centre, report(CLASH), code=1)
    finally:
        if os.geteuid() == 0:
            subprocess.run(["umount", str(centre)], check=True)

    assert "Traceback" not in refused.output
    assert "read-only" in refused.stderr or "written" in refused.stderr


def test_a_damaged_record_is_one_sentence_and_says_how_to_look(run, centre):
    (centre / "views.db").unlink(missing_ok=True)
    db = sqlite3.connect(centre / "record.db")
    db.execute("DROP TRIGGER entry_never_changes")
    db.execute("UPDATE entry SET leaf = CAST('nothing' AS BLOB) WHERE idx = 1")
    db.commit()
    db.close()

    refused = run("board", centre, code=1)

    assert "truceline verify" in refused.stderr
    assert "Traceback" not in refused.output
