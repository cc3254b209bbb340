"""Who watched, who was kept from it, and what that makes of the days."""

import json

import pytest

DAYS = ("--from", "2020-11-10", "--to", "2020-11-12")
DENIED = ("--from", "2020-11-11", "--to", "2020-11-11", "--how", "denied")


def sheet(run, centre, *asked):
    rows = json.loads(run("coverage", centre, "--as-of", "2020-11-12", "--json", *asked).stdout)
    return {row["place"]: row for row in rows}


def board(run, centre, clause):
    rows = json.loads(run("board", centre, "--as-of", "2020-11-12", "--json").stdout)
    return next(row for row in rows if row["clause"] == clause)


def test_days_watched_stand_beside_days_asked_with_posts_and_hours(run, centre):
    run("patrol", centre, *DAYS, "--post", "Post 3", "--hours", "40")

    [everywhere] = [row for place, row in sheet(run, centre).items() if not place]

    assert (everywhere["watched"], everywhere["days"]) == (3, 3)
    assert (everywhere["hours"], everywhere["posts"]) == (40, ["Post 3"])


def test_a_denied_patrol_takes_the_day_from_the_days_watched_and_names_who_denied(run, centre):
    run("patrol", centre, *DAYS, "--post", "Post 3")
    run("hinder", centre, *DENIED, "--place", "Agdam", "--by-whom", "Armenia", "--post", "Post 3")

    row = sheet(run, centre)["Agdam"]

    assert row["watched"] == 2
    assert [(one["by"], one["how"], one["days"]) for one in row["restrictions"]] == [
        ("Armenia", "denied", 1)
    ]
    run("verify", centre)


def test_a_status_that_rested_on_the_watch_is_lost_with_it(run, centre):
    run("patrol", centre, *DAYS)
    kept = board(run, centre, "1")["status"]
    run("hinder", centre, *DENIED)

    assert kept == "kept so far"
    assert board(run, centre, "1")["status"] == "cannot tell"


def test_what_was_not_known_yet_covers_nothing(run, centre):
    run("patrol", centre, *DAYS)

    assert sheet(run, centre, "--known-at", "2001-01-01") == {}


def test_the_terminal_shows_each_place_with_its_days(run, centre):
    run("patrol", centre, *DAYS)

    assert "3 of 3" in run("coverage", centre, "--as-of", "2020-11-12").stdout


@pytest.mark.parametrize(
    ("told", "says"),
    [
        (("--how", "denied", "--place", "Atlantis"), "Atlantis"),
        (("--how", "denied", "--by-whom", "Atlantis"), "Atlantis"),
        (("--how", "denied", "--by", "nobody"), "nobody"),
        (("--how", "denied", "--because", "Told by Nikol Pashinyan."), "post or the office"),
        (("--how", "denied", "--post", "pashinyan's"), "post or the office"),
    ],
)
def test_a_hindrance_that_cannot_be_is_one_sentence(run, centre, told, says):
    refused = run("hinder", centre, *DAYS, *told, code=1)

    assert says in refused.stderr
    assert "Traceback" not in refused.output


def test_a_way_of_hindering_that_is_none_lists_those_there_are(run, centre):
    assert "conditional" in run("hinder", centre, *DAYS, "--how", "annoyed", code=2).stderr


@pytest.mark.parametrize("command", ["patrol", "hinder"])
def test_days_in_the_wrong_order_are_refused(run, centre, command):
    how = ("--how", "denied") if command == "hinder" else ()
    refused = run(command, centre, "--from", "2020-11-12", "--to", "2020-11-10", *how, code=1)

    assert "2020-11-10" in refused.stderr


def test_more_hours_than_the_days_have_are_refused(run, centre):
    assert "do not fit" in run("patrol", centre, *DAYS, "--hours", "73", code=1).stderr
    assert "hours" in run("hinder", centre, *DENIED, "--hours", "-1", code=1).stderr
