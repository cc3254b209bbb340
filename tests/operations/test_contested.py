"""What rests on a key that was revoked says so wherever it is shown, in the same words."""

import json
import re
from pathlib import Path

import pytest

from truceline.settings import load

ACCORD = Path(__file__).parents[1] / "situations" / "agreements" / "bridge-accord.yaml"
NAME = "jcc/post-7"
BOOK = "account,state,when\nRidge road,open,2030-03-02/..\n"
SAID = "Southland forces shelled the Old Bridge on 5 March 2030."
DAY = ("--as-of", "2030-05-01")


@pytest.fixture
def doubted(tmp_path, run, report):
    """A centre whose claims stand in a document of a post, whose key was revoked since then."""
    centre, box, keys = tmp_path / "centre", tmp_path / "box", tmp_path / "keys"
    run("init", centre, "--agreement", ACCORD, code=3)  # its renderings set different days
    run("key", "new", NAME, keys, "--open")
    asked = tmp_path / "request.txt"
    run("key", "request", NAME, keys, "--record", load(centre).origin, "--out", asked)
    run("key", "add", centre, asked, "--role", "machine")
    run("outbox", "init", box, "--key", NAME, "--keys", keys, "--record", centre)
    run("outbox", "add", box, report(SAID, "a.txt"), "--source", "Radio")
    run("outbox", "post", box, "access", report(BOOK, "book.csv"), "--keeper", "Northland")
    run("outbox", "send", box, centre)
    run("add", centre, report("Nothing was heard on 6 March 2030.", "b.txt"))
    run(
        "key",
        "revoke",
        centre,
        NAME,
        "--since",
        "2026-01-01",
        "--because",
        "It was lost.",
    )
    return centre


def plain(output):
    return " ".join(re.sub(r"[│┃╎|]", " ", output).split())


def told(entry, revoked=8):
    return (
        f"Entry {entry} is contested since 2026-01-01 00:00 UTC: entry {revoked} revoked its key "
        f"{NAME}. It was lost."
    )


def test_the_trace_of_a_claim_says_that_its_document_is_contested(doubted, run):
    [claim] = json.loads(run("claims", doubted, *DAY, "--json").stdout)
    sentence = told(3)

    shown = run("trace", doubted, claim["name"]).output
    [one] = json.loads(run("trace", doubted, claim["name"], "--json").stdout)["contested"]

    assert f" contested {sentence}" in shown
    assert one["says"] == sentence
    assert (one["entry"], one["key"], one["because"]) == (3, NAME, "It was lost.")
    assert one["since"] == "2026-01-01T00:00:00Z"


def test_the_trace_of_a_posting_says_that_it_is_contested(doubted, run):
    shown = run("trace", doubted, "4.1").output

    assert f" contested {told(4)}" in shown


@pytest.mark.parametrize("part", ["board", "claims"])
def test_lists_on_the_terminal_say_what_is_contested(doubted, run, part):
    sentence = told(3)

    shown = plain(run(part, doubted, *DAY).stdout)

    assert f"contested {sentence}" in shown


@pytest.mark.parametrize("part", ["board", "claims", "incidents"])
def test_lists_for_programs_say_what_is_contested(doubted, run, part):
    rows = json.loads(run(part, doubted, *DAY, "--json").stdout)

    assert [one["says"] for row in rows for one in row["contested"]] == [told(3)]


def test_the_table_of_incidents_says_which_is_contested(doubted, run):
    assert "contested" in run("incidents", doubted, *DAY).stdout


@pytest.mark.parametrize("part", ["board", "claims", "incidents"])
def test_nothing_is_contested_of_what_was_known_before(doubted, run, part):
    at = (*DAY, "--known-at", "2026-01-01")

    assert "contested" not in run(part, doubted, *at).stdout
    assert not any(row["contested"] for row in json.loads(run(part, doubted, *at, "--json").stdout))


def test_what_rests_on_nothing_late_says_nothing(doubted, run):
    for row in json.loads(run("board", doubted, *DAY, "--json").stdout):
        assert bool(row["contested"]) == bool(row["citations"]), row["clause"]
