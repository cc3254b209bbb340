"""What falls due and what changed, as the command line tells it."""

import json
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "karabakh"
AMENDMENT = EXAMPLE / "statement-2020-11-15-kalbajar.yaml"

AGDAM = "Published 18 November 2020\n\nArmenian forces withdrew from Agdam on 17 November 2020.\n"


def test_what_falls_due_comes_nearest_first_with_its_days_left(run, centre):
    rows = json.loads(run("due", centre, "--at", "2020-11-12", "--within", "8d", "--json").stdout)

    assert [row["date"] for row in rows] == sorted(row["date"] for row in rows)
    assert {(row["clause"], row["date"], row["days_left"]) for row in rows} == {
        ("6.1", "2020-11-14", 2),
        ("6.1", "2020-11-15", 3),
        ("2", "2020-11-19", 7),
        ("2", "2020-11-20", 8),
    }


def test_the_agenda_is_a_calendar_that_is_the_same_every_time(run, centre):
    once, again = (
        run("due", centre, "--at", "2020-11-12", "--within", "8", "--ics").stdout_bytes
        for _ in range(2)
    )

    assert once == again
    assert once.startswith(b"BEGIN:VCALENDAR\r\n")
    assert once.count(b"BEGIN:VEVENT\r\n") == 4


def test_a_number_of_days_that_is_none_is_said(run, centre):
    refused = run("due", centre, "--within", "soon", code=2)

    assert "write it as 14d" in refused.stderr


def test_what_changed_says_which_claim_changed_it(run, centre, report):
    run("add", centre, report(AGDAM))

    rows = json.loads(
        run("changes", centre, "--from", "2020-11-12", "--to", "2020-11-19", "--json").stdout
    )
    [agdam] = [row for row in rows if row["clause"] == "2"]

    assert (agdam["before"], agdam["after"]) == ("not yet due", "met")
    assert [reason["claims"] for reason in agdam["reasons"] if reason["claims"]] == [["3.1"]]


def test_what_entered_the_record_later_was_not_known_on_either_day(run, centre, report):
    run("add", centre, report(AGDAM))
    days = ("--from", "2020-11-12", "--to", "2020-11-19")

    assert json.loads(run("changes", centre, *days, "--known", "--json").stdout) == []


@pytest.mark.parametrize("command", ["due", "changes"])
def test_an_agenda_for_people_fits_a_terminal(run, centre, command):
    days = ("--from", "2020-11-12", "--to", "2020-11-16")
    asked = days if command == "changes" else ("--at", "2020-11-12")

    assert "Kalbajar passes to Azerbaijan" in run(command, centre, *asked).stdout


def test_days_in_the_wrong_order_are_refused(run, centre):
    run("changes", centre, "--from", "2020-11-19", "--to", "2020-11-12", code=2)


def test_an_export_is_a_folder_anybody_can_check_and_may_be_brought_up_to_date(
    run, centre, report, tmp_path
):
    run("export", centre, tmp_path / "out")
    before = (tmp_path / "out" / "checkpoint").read_text(encoding="utf-8")
    run("add", centre, report(AGDAM))
    run("export", centre, tmp_path / "out")
    after = (tmp_path / "out" / "checkpoint").read_text(encoding="utf-8")

    assert before.splitlines()[1] == "2"
    assert after.splitlines()[1] == "4"


def test_an_export_over_something_else_is_refused(run, centre, tmp_path):
    (tmp_path / "mine.txt").write_text("keep me", encoding="utf-8")

    run("export", centre, tmp_path, code=1)

    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "keep me"


def test_an_amendment_of_no_clause_on_record_is_refused_with_its_line(run, centre, tmp_path):
    text = AMENDMENT.read_text(encoding="utf-8")
    assert "6.1" in text
    wrong = tmp_path / "amendment.yaml"
    wrong.write_text(text.replace("6.1", "66.1"), encoding="utf-8")

    refused = run("sign", centre, wrong, code=1)
    accepted = run("sign", centre, AMENDMENT)

    assert "66.1" in refused.stderr
    assert "amendment.yaml, line " in refused.stderr
    assert "1 amendment signed in" in accepted.stdout


def test_a_day_that_was_moved_is_the_new_day_from_then_on(run, centre):
    run("sign", centre, AMENDMENT)

    before, after = (
        {
            row["date"]
            for row in json.loads(run("due", centre, "--at", day, "--json").stdout)
            if row["clause"] == "6.1"
        }
        for day in ("2020-11-13", "2020-11-16")
    )

    assert before == {"2020-11-14", "2020-11-15"}
    assert after == {"2020-11-25"}


def test_another_file_of_the_same_id_says_that_it_takes_the_place_of_the_earlier(
    run, centre, tmp_path
):
    text = (EXAMPLE / "statement-2020-11-09.yaml").read_text(encoding="utf-8")
    again = tmp_path / "again.yaml"
    again.write_text(text + "\n# Read once more.\n", encoding="utf-8")

    assert "in place of the earlier file" in run("sign", centre, again, code=3).stdout
