"""Silence counts only where somebody was watching."""

import json

import pytest


def ceasefire(run, centre):
    rows = json.loads(run("board", centre, "--as-of", "2020-11-12", "--json").stdout)
    [row] = [row for row in rows if row["clause"] == "1"]
    return row["status"]


def test_a_watch_over_the_whole_period_makes_silence_count(run, centre):
    before = ceasefire(run, centre)
    run("patrol", centre, "--from", "2020-11-10", "--to", "2020-11-12")

    assert before == "not monitored"
    assert ceasefire(run, centre) == "kept so far"
    run("verify", centre)


@pytest.mark.parametrize(
    "watched",
    [
        ("--from", "2020-11-10", "--to", "2020-11-11"),
        ("--from", "2020-11-10", "--to", "2020-11-12", "--place", "Agdam"),
        ("--from", "2020-11-10", "--to", "2020-11-12", "--act", "demining"),
    ],
    ids=["a day short", "one place", "another act"],
)
def test_a_watch_over_a_part_does_not(run, centre, watched):
    run("patrol", centre, *watched)

    assert ceasefire(run, centre) in {"not monitored", "cannot tell"}


@pytest.mark.parametrize(
    ("watched", "says"),
    [
        (("--from", "2020-11-12", "--to", "2020-11-10"), "ended on 2020-11-10"),
        (("--from", "2020-11-10", "--to", "9999-01-01"), "not in the future"),
        (("--from", "2020-11-10", "--to", "2020-11-12", "--place", "Atlantis"), "Atlantis"),
        (("--from", "2020-11-10", "--to", "2020-11-12", "--by", "nobody"), "nobody"),
    ],
)
def test_a_watch_that_cannot_be_is_one_sentence(run, centre, watched, says):
    refused = run("patrol", centre, *watched, code=1)

    assert says in refused.stderr
    assert "Traceback" not in refused.output


def test_an_act_that_is_none_lists_those_there_are(run, centre):
    days = ("--from", "2020-11-10", "--to", "2020-11-12")

    assert "hostilities" in run("patrol", centre, *days, "--act", "war", code=2).stderr
