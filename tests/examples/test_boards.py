"""Each example through its months: what its board says."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from truceline.cli import main

EXAMPLES = Path(__file__).parents[2] / "examples"


def run(*args):
    result = CliRunner().invoke(main, [str(arg) for arg in args], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture(scope="module")
def board(tmp_path_factory):
    made = {}

    def of(name, day):
        if name not in made:
            made[name] = tmp_path_factory.mktemp("example") / name
            run("demo", "--example", name, "--no-serve", "--centre", made[name])
        found = json.loads(run("board", made[name], "--at", day, "--json"))
        return {one["clause"]: one for one in found}

    return of


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2016-12-20", {"2": "not yet due", "3": "not yet due", "6": "met"}),
        ("2016-12-27", {"2": "due soon"}),
        ("2017-01-06", {"2": "overdue", "3": "not yet due"}),
        ("2017-03-10", {"2": "met late", "3": "disputed", "5": "disputed"}),
        ("2017-06-01", {"3": "disputed", "4": "not yet due"}),
        ("2017-06-15", {"3": "due soon", "5": "disputed"}),
        ("2017-06-30", {"3": "met", "4": "not yet due"}),
        ("2017-08-20", {"2": "met late", "3": "met", "4": "met late", "1": "not monitored"}),
    ],
)
def test_a_schedule_counted_from_d_day(board, day, expected):
    found = board("colombia", day)

    assert {clause: found[clause]["status"] for clause in expected} == expected


def test_every_step_has_its_own_day_counted_from_d_day(board):
    due = board("colombia", "2016-12-20")["3"]["due"]

    assert [one["date"] for one in due] == ["2017-03-01", "2017-03-31", "2017-04-30"]


def test_the_day_before_another_was_agreed_has_the_old_days_and_that_day_the_new(board):
    before, after = (board("colombia", day)["4"]["due"] for day in ("2017-05-28", "2017-05-29"))

    assert [one["date"] for one in before] == ["2017-05-30"]
    assert [one["date"] for one in after] == ["2017-08-01"]


def test_a_side_that_had_denied_a_share_and_then_affirms_it_disputes_no_more(board):
    disputed, settled = (
        board("colombia", day)["3"]["because"] for day in ("2017-03-10", "2017-06-30")
    )

    assert "said by Government of Colombia not to be" in disputed
    assert "At an earlier time, said by Government of Colombia not to be done." in settled


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2024-11-28", {"1": "not monitored", "8": "not yet due", "9": "cannot tell"}),
        ("2024-12-04", {"2.1": "breach alleged", "2.2": "breach alleged", "9": "cannot tell"}),
        ("2024-12-13", {"8": "not yet due", "9": "met", "12": "not yet due"}),
        ("2025-01-20", {"8": "due soon", "12": "due soon"}),
        ("2025-01-28", {"8": "not yet due", "12": "not yet due"}),
        ("2025-02-20", {"8": "partly met", "12": "partly met", "11": "breach alleged"}),
    ],
)
def test_a_withdrawal_in_step_with_a_deployment(board, day, expected):
    found = board("lebanon", day)

    assert {clause: found[clause]["status"] for clause in expected} == expected


def test_a_town_that_was_left_is_a_part_of_the_south(board):
    assert "to be done in part: Khiam." in board("lebanon", "2025-01-20")["12"]["because"]


def test_a_day_moved_on_the_last_day_itself_is_not_missed(board):
    moved = board("lebanon", "2025-01-28")["12"]

    assert [one["date"] for one in moved["due"]] == ["2025-02-18"]
    assert "a day that was moved is not a day that was missed" in moved["because"]


def test_each_side_is_accused_by_the_other(board):
    found = board("lebanon", "2024-12-04")
    says = {
        clause: {one["party"]: one["says"] for one in found[clause]["positions"]}
        for clause in ("2.1", "2.2")
    }

    assert says["2.1"]["Israel"].startswith("accuses Hezbollah")
    assert says["2.2"]["Lebanon"] != "nothing on record"
