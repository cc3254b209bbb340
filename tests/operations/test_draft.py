"""`truceline draft` and `truceline accept`, from a pasted text to a centre."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from truceline.cli import main

TEXT = """\
Accord between Northland and Southland, signed at Elm on 1 March 2030

1. Southland shall withdraw its troops from Elm by 15 May 2030.
2. The parties shall protect civilians.
"""


@pytest.fixture
def text(tmp_path):
    path = tmp_path / "accord.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def run(*arguments):
    return CliRunner().invoke(main, [str(each) for each in arguments])


def test_a_draft_is_printed_and_what_is_not_told_is_listed(text):
    told = run("draft", text)

    assert told.exit_code == 3
    assert "proposed: true" in told.stdout
    assert "accord.txt, line 4: Clause 2, acts" in told.stderr


def test_a_draft_as_json_is_one_object(text):
    told = json.loads(run("draft", text, "--json").stdout)

    assert [one["clause"] for one in told["proposals"]] == ["1", "2"]
    assert {problem["code"] for problem in told["problems"]} == {"not-told"}


def test_a_draft_never_takes_the_place_of_a_file(text, tmp_path):
    out = tmp_path / "accord.yaml"
    out.write_text("mine", encoding="utf-8")

    told = run("draft", text, "--out", out)

    assert told.exit_code == 1
    assert out.read_text(encoding="utf-8") == "mine"


def test_parties_may_be_named_by_the_person(tmp_path):
    path = tmp_path / "points.txt"
    path.write_text("1. The North shall withdraw.\n2. Both sides shall meet.\n", encoding="utf-8")

    told = json.loads(
        run("draft", path, "--party", "Northland=North", "--party", "Southland", "--json").stdout
    )

    assert [one["bearers"] for one in told["proposals"]] == [
        ["Northland"],
        ["Northland", "Southland"],
    ]


@pytest.mark.parametrize(
    ("data", "code"), [(b"", "empty"), (b"%PDF-1.7", "PDF"), (b"\x00\x01\x02", "no text")]
)
def test_what_is_no_text_is_refused(tmp_path, data, code):
    path = tmp_path / "accord.txt"
    path.write_bytes(data)

    told = run("draft", path)

    assert told.exit_code == 1
    assert code in told.stderr


def test_a_text_that_is_not_there_is_refused(tmp_path):
    assert run("draft", tmp_path / "none.txt").exit_code == 1


def test_from_a_pasted_text_to_a_centre(text, tmp_path):
    file, centre = tmp_path / "accord.yaml", tmp_path / "centre"
    run("draft", text, "--out", file)
    draft = file.read_text(encoding="utf-8")
    file.write_text(completed(draft), encoding="utf-8")

    refused = run("init", centre, "--agreement", file)
    one = run("accept", file, "1")
    still = run("init", centre, "--agreement", file)
    rest = run("accept", file, "--all")
    taken = run("init", centre, "--agreement", file)

    assert refused.exit_code == still.exit_code == 1
    assert "Clause 1 is only proposed" in refused.stderr
    assert "Clause 1 is only proposed" not in still.stderr
    assert "Clause 2 is only proposed" in still.stderr
    assert (one.exit_code, rest.exit_code, taken.exit_code) == (0, 0, 0)
    assert "2 provisions signed in" in taken.stdout


def completed(draft):
    for old, new in (
        ("in_force:  #", "in_force: 2030-03-02T00:00+00:00  #"),
        ("zone:  #", "zone: UTC  #"),
        ("issuer:  #", "issuer: Northland  #"),
        ("status:  #", "status: informal  #"),
        ("acts:  #", "acts: [casualties]  #"),
    ):
        draft = draft.replace(old, new)
    return draft


def test_accepting_keeps_the_rights_of_the_file_and_leaves_nothing_beside_it(text, tmp_path):
    file = tmp_path / "accord.yaml"
    run("draft", text, "--out", file)
    file.chmod(0o640)

    run("accept", file, "1")

    assert file.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["accord.txt", "accord.yaml"]


def test_accepting_through_a_link_keeps_the_link(text, tmp_path):
    file, link = tmp_path / "accord.yaml", tmp_path / "link.yaml"
    run("draft", text, "--out", file)
    link.symlink_to(file)

    run("accept", link, "--all")

    assert link.is_symlink()
    assert "proposed: true\n" not in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("arguments", [(), ("1", "--all")])
def test_accept_is_told_which_clauses(text, tmp_path, arguments):
    file = tmp_path / "accord.yaml"
    run("draft", text, "--out", file)

    assert run("accept", file, *arguments).exit_code == 2


def test_an_unknown_clause_changes_nothing(text, tmp_path):
    file = tmp_path / "accord.yaml"
    run("draft", text, "--out", file)
    before = file.read_bytes()

    told = run("accept", file, "1", "9")

    assert told.exit_code == 1
    assert file.read_bytes() == before


def test_a_text_in_a_page_is_read_as_its_text(tmp_path):
    path = Path(tmp_path / "accord.html")
    path.write_text(f"<html><body><pre>{TEXT}</pre></body></html>", encoding="utf-8")

    told = json.loads(run("draft", path, "--json").stdout)

    assert told["proposals"][0]["bearers"] == ["Southland"]
