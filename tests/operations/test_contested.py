"""What rests on a key that was revoked says so wherever it is shown, in the same words."""

import asyncio
import json
import re
import sqlite3
from datetime import date
from html import unescape
from pathlib import Path

import httpx
import pytest

from truceline.operations.centre import opened
from truceline.settings import load
from truceline.web.app import create_app
from truceline.web.centre import CentreSource

ACCORD = Path(__file__).parents[1] / "situations" / "agreements" / "bridge-accord.yaml"
NAME = "jcc/post-7"
BOOK = "account,state,when\nRidge road,open,2020-03-02/..\n"
SAID = "Southland forces shelled the Old Bridge on 5 March 2020."
DAY = ("--as-of", "2020-05-01")


@pytest.fixture
def doubted(tmp_path, run, report):
    """A centre whose claims stand in a document of a post, whose key was revoked since then."""
    centre, box, keys = tmp_path / "centre", tmp_path / "box", tmp_path / "keys"
    accord = tmp_path / "accord.yaml"
    accord.write_text(ACCORD.read_text().replace("2030", "2020"))  # patrols have been, then
    run("init", centre, "--agreement", accord, code=3)  # its renderings set different days
    run("key", "new", NAME, keys, "--open")
    asked = tmp_path / "request.txt"
    run("key", "request", NAME, keys, "--record", load(centre).origin, "--out", asked)
    run("key", "add", centre, asked, "--role", "machine")
    run("outbox", "init", box, "--key", NAME, "--keys", keys, "--record", centre)
    run("outbox", "add", box, report(SAID, "a.txt"), "--source", "Radio")
    run("outbox", "post", box, "access", report(BOOK, "book.csv"), "--keeper", "Northland")
    run("outbox", "send", box, centre)
    run("add", centre, report("Nothing was heard on 6 March 2020.", "b.txt"))
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


def pages_of(here, *addresses):
    """What an open centre answers at these addresses, asked in this very thread."""
    app = create_app(CentreSource(here), today=lambda: date(2020, 5, 1))

    async def answers():
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return [await client.get(address) for address in addresses]

    return asyncio.run(answers())


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


def test_the_ledger_says_which_account_rests_on_a_contested_book(doubted, run):
    listed = json.loads(run("ledger", doubted, "access", *DAY, "--json").stdout)
    with opened(doubted) as here:
        pages = [unescape(one.text) for one in pages_of(here, "/ledger/access", "/ledger")]

    said = {one["name"]: one["contested"] for page in listed for one in page["accounts"]}
    assert [one["says"] for one in said["Ridge road"]] == [told(4)]
    assert told(4) in plain(run("ledger", doubted, "access", *DAY).stdout)
    assert told(4) in plain(run("ledger", doubted, *DAY).stdout)
    assert all(told(4) in page for page in pages)


def test_no_account_is_contested_of_what_was_known_before(doubted, run):
    at = (*DAY, "--known-at", "2026-01-01")

    assert "contested" not in run("ledger", doubted, "access", *at).stdout


@pytest.fixture
def watched(doubted, tmp_path, run):
    """The same centre, a patrol and a hindrance that the post handed in after all."""
    box, days = tmp_path / "box", ("--from", "2020-03-03", "--to", "2020-03-04")
    run("outbox", "patrol", box, *days, "--place", "Old Bridge", "--act", "withdrawal")
    denied = ("--place", "Bridge zone", "--how", "denied", "--by-whom", "Southland")
    run("outbox", "hinder", box, *days, *denied)
    run("outbox", "send", box, doubted)
    return doubted


def test_coverage_says_which_places_rest_on_a_contested_patrol(watched, run):
    rows = json.loads(run("coverage", watched, *DAY, "--json").stdout)
    shown = plain(run("coverage", watched, *DAY).stdout)
    with opened(watched) as here:
        listed, page = pages_of(here, "/api/v1/coverage", "/coverage")

    says = {row["place"]: [one["says"] for one in row["contested"]] for row in rows}
    assert listed.json() == rows
    # Whoever is turned away from the zone is turned away from the bridge in it.
    assert says["Old Bridge"] == says[""] == [told(9), told(10)]
    assert says["Bridge zone"] == [told(9), told(10)]
    assert says.get("Harbour", []) == says.get("Ridge road", []) == []
    for entry in (9, 10):
        assert told(entry) in shown
        assert told(entry) in unescape(page.text)


def test_the_board_says_which_watching_rests_on_a_contested_patrol(watched, run):
    rows = json.loads(run("board", watched, *DAY, "--json").stdout)
    says = {row["clause"]: [one["says"] for one in row["contested"]] for row in rows}

    # The patrol looked for withdrawals, which clause 1 is not about.
    assert told(10) in says["1"]
    assert told(9) not in says["1"]
    assert says["2"][-2:] == [told(9), told(10)]
    with opened(watched) as here:
        [page] = pages_of(here, "/board?as-of=2020-05-01")
    together = "9 and 10 are contested since 2026-01-01 00:00 UTC: entry 8 revoked their key"
    assert together in plain(run("board", watched, *DAY).stdout)
    assert together in unescape(page.text)


def test_the_watching_beside_an_incident_says_that_it_is_contested(watched, run):
    [row] = json.loads(run("incidents", watched, *DAY, "--json").stdout)

    assert told(10) in [one["says"] for one in row["contested"]]


def test_no_watching_is_contested_of_what_was_known_before(watched, run):
    at = (*DAY, "--known-at", "2026-01-01")

    assert "contested" not in run("coverage", watched, *at).stdout


BACK = "The source corrected it."
TAKER = "jcc/post-9"


@pytest.fixture
def silenced(doubted, tmp_path, run):
    """The same centre, a claim and a posting that a key took back which was revoked since."""
    [claim] = json.loads(run("claims", doubted, *DAY, "--json").stdout)
    box, keys, asked = tmp_path / "taker", tmp_path / "keys", tmp_path / "taker.txt"
    run("key", "new", TAKER, keys, "--open")
    run("key", "request", TAKER, keys, "--record", load(doubted).origin, "--out", asked)
    run("key", "add", doubted, asked, "--role", "person")
    run("outbox", "init", box, "--key", TAKER, "--keys", keys, "--record", doubted)
    for name in (claim["name"], "4.1"):
        run("outbox", "retract", box, name, "--because", BACK)
    run("outbox", "send", box, doubted)
    because = ("--because", "It was stolen.")
    run("key", "revoke", doubted, TAKER, "--since", "2026-01-01", *because)
    return doubted, claim["name"]


def doubt(entry):
    return (
        f"Entry {entry} is contested since 2026-01-01 00:00 UTC: entry 12 revoked its key {TAKER}. "
        "It was stolen."
    )


def test_the_trace_says_what_took_a_claim_or_posting_back_and_that_it_is_contested(silenced, run):
    centre, claim = silenced

    for name, entry in ((claim, 10), ("4.1", 11)):
        shown = run("trace", centre, name).output
        chain = json.loads(run("trace", centre, name, "--json").stdout)

        assert f"taken back by entry {entry}, key {TAKER}: {BACK}" in shown
        assert f"contested {doubt(entry)}" in shown
        assert chain["taken_back"] == {"entry": entry, "key": TAKER, "because": BACK}
        assert doubt(entry) in [one["says"] for one in chain["contested"]]


def test_what_was_not_taken_back_is_not_said_to_be(doubted, run):
    assert "taken back" not in run("trace", doubted, "4.1").output
    assert json.loads(run("trace", doubted, "4.1", "--json").stdout)["taken_back"] is None


def test_the_board_names_what_a_contested_entry_took_back(silenced, run):
    centre, claim = silenced

    board = plain(run("board", centre, *DAY).stdout)
    beside = run("board", centre, *DAY, "--json").stderr

    for name, entry in ((claim, 10), ("4.1", 11)):
        says = f"{name}: It was taken back by entry {entry}: {BACK} {doubt(entry)}"
        assert says in board
        assert says in plain(beside)
    before = run("board", centre, *DAY, "--known-at", "2026-01-01").stdout
    assert "taken back" not in before


def test_the_pages_and_the_list_for_programs_name_it_too(silenced):
    centre, claim = silenced
    pages = (f"/claim/{claim}", "/posting/4.1", "/board")
    with opened(centre) as here:
        listed, unsaid, *shown = pages_of(
            here, "/api/v1/left-out", f"/claim/{claim}?said-by=2001-01-01", *pages
        )
    of_claim, of_posting, board = (unescape(one.text) for one in shown)

    assert [one["where"] for one in listed.json() if one["code"] == "taken-back-contested"] == [
        claim,
        "4.1",
    ]
    for page, entry in ((of_claim, 10), (of_posting, 11)):
        assert f"<dd>entry {entry}</dd>" in page
        assert BACK in page
        assert doubt(entry) in page
        assert doubt(entry) in board
    assert unsaid.status_code == 404


def test_what_was_taken_back_is_refused_by_saying_so(silenced, run, report):
    centre, claim = silenced
    by = ("--because", "Seen on site.", "--by", "desk")
    says = f"it was taken back by entry 10: {BACK}"

    assert says in run("rule", centre, claim, "--verified", *by, code=1).stderr
    sealed = ("--about", claim, "--part", "source", "--circle", "jcc", "--file", report("A.", "s"))
    assert says in run("seal", centre, *sealed, code=1).stderr
    [first, *_] = json.loads(run("board", centre, *DAY, "--json").stdout)
    of = (f"{first['agreement']}/{first['clause']}", "--claim", claim)
    days = ("--from", "2020-03-01", "--to", "2020-03-31")
    assert says in run("find", centre, *of, *days, code=1).stderr


def test_the_trace_of_what_cannot_be_read_says_so_and_what_to_run(doubted, run):
    with sqlite3.connect(doubted / "record.db") as record:
        for (name,) in record.execute("SELECT name FROM sqlite_master WHERE type='trigger'"):
            record.execute(f"DROP TRIGGER {name}")
        record.execute(
            "UPDATE entry SET leaf = CAST(replace(leaf, '{', '[') AS BLOB) WHERE idx = 4"
        )
    record.close()

    told = run("trace", doubted, "4.1", code=1).stderr

    assert "Run: truceline verify CENTRE" in told
