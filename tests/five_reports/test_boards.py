"""What must be seen on the five founding reports."""

import json
import shutil
import sqlite3
import subprocess
import sys

import pytest
from click.testing import CliRunner

from truceline.cli import main

STATEMENT = "karabakh-2020-11-09"
COMMITMENTS = "sochi-2021-11-26"


def clause(board, number, agreement=STATEMENT):
    [row] = [row for row in board if (row["agreement"], row["clause"]) == (agreement, number)]
    return row


def titled(board, word):
    [row] = [row for row in board if row["title"].startswith(word)]
    return row


def test_on_12_november_2020_kalbajar_is_due_soon_and_the_renderings_disagree(ask):
    kalbajar = titled(ask("board", "--at", "2020-11-12"), "Kalbajar")

    assert kalbajar["status"] == "due soon"
    assert {due["date"] for due in kalbajar["due"]} == {"2020-11-14", "2020-11-15"}
    assert "disagree" in json.dumps(kalbajar)


@pytest.mark.parametrize("district", ["Agdam", "Lachin"])
def test_on_12_november_2020_the_later_districts_are_not_yet_due(ask, district):
    assert titled(ask("board", "--at", "2020-11-12"), district)["status"] == "not yet due"


def test_on_12_november_2020_nobody_was_watching_the_ceasefire(ask):
    ceasefire = clause(ask("board", "--at", "2020-11-12"), "1")

    assert ceasefire["status"] == "not monitored"


def test_the_notice_window_of_the_mandate_closes_on_10_may_2025(ask):
    dates = {
        due["date"]
        for row in ask("board", "--at", "2020-11-12")
        if row["clause"].startswith("4")
        for due in row["due"]
    }

    assert "2025-05-10" in dates


def test_a_breach_of_the_ceasefire_is_alleged_after_16_november_2021(ask):
    ceasefire = clause(ask("board", "--at", "2021-12-01"), "1")
    when = {row["name"]: row["when"] for row in ask("claims")}

    assert ceasefire["status"] == "breach alleged"
    assert "2021-11-16" in {when[name] for name in ceasefire["citations"]}


def test_the_exchange_is_disputed_or_partly_met(ask):
    exchange = clause(ask("board", "--at", "2021-12-01"), "8")
    quotes = {row["name"]: row["quote"] for row in ask("claims")}
    cited = " ".join(quotes[name] for name in exchange["citations"])

    assert exchange["status"] in {"disputed", "partly met"}
    assert "began in December 2020" in cited
    assert "still held" in cited


@pytest.mark.parametrize(
    ("day", "status"), [("2021-12-01", "not yet due"), ("2021-12-28", "due soon")]
)
def test_the_delimitation_mechanisms_fall_due_at_the_end_of_2021(ask, day, status):
    board = ask("board", "--at", day)
    [mechanisms] = [
        row
        for row in board
        if row["agreement"] == COMMITMENTS and "2021-12-31" in {due["date"] for due in row["due"]}
    ]

    assert mechanisms["status"] == status


def test_the_turkish_role_is_affirmed_and_denied_with_every_sentence(ask):
    quotes = {row["name"]: row["quote"] for row in ask("claims")}
    denials = [
        one for one in ask("contradictions") if one["kind"] == "denial" and "Turkey" in one["about"]
    ]
    sides = [side for one in denials for side in one["sides"]]
    words = " ".join(quotes[name] for side in sides for name in side["claims"])

    assert any("denie" in side["says"] and "Russia" in side["says"] for side in sides)
    assert any("affirm" in side["says"] and "Azerbaijan" in side["says"] for side in sides)
    assert "was not agreed" in words
    assert "should not participate" in words
    assert "insist that Turkish military personnel" in words
    assert "who had spoken of a deployment of Turkish peacekeepers" in words


def test_about_two_thousand_and_1960_do_not_contradict(ask):
    assert not [
        one
        for one in ask("contradictions")
        if one["kind"] == "number" and "personnel" in json.dumps(one)
    ]


def test_a_source_that_puts_the_mandate_otherwise_stands_beside_clause_4(ask):
    quotes = {row["name"]: row["quote"] for row in ask("claims")}
    differing = [
        quotes[each["claim"]]
        for row in ask("board")
        if row["clause"].startswith("4") and row["agreement"] == STATEMENT
        for each in row["differs"]
    ]

    assert any("hinges on the agreement of all involved parties" in one for one in differing)


def test_the_slip_of_a_source_stands_as_written(ask):
    [slip] = [row for row in ask("claims") if "peackeepers" in row["quote"]]

    assert "no Russian peackeepers" in slip["quote"]
    assert slip["denies"]


def test_nothing_is_read_from_teasers_of_other_stories(perused):
    words = " ".join(claim["quote"] for claim in perused["000_739ff7c518569aa8.txt"])

    assert perused["000_739ff7c518569aa8.txt"]
    for foreign in ("Afghan", "minerals", "Borrell", "Ukraine"):
        assert foreign not in words


def test_every_quote_is_cut_from_the_original(perused, reports):
    for name, claims in perused.items():
        text = (reports / name).read_bytes().decode("utf-8")
        for claim in claims:
            assert text[claim["start"] : claim["end"]] == claim["quote"]


def test_the_banner_of_a_page_does_not_date_its_report(reports, example, tmp_path):
    runner = CliRunner()
    folder = tmp_path / "undated"

    runner.invoke(
        main, ["init", str(folder), "--agreement", str(example / "statement-2020-11-09.yaml")]
    )
    runner.invoke(main, ["add", str(folder), str(reports / "002_f0b4da0ac9dd122e.txt")])
    rows = json.loads(runner.invoke(main, ["claims", str(folder), "--json"]).stdout)

    assert rows
    assert not any((row["published"] or "").startswith("2023") for row in rows)


def test_a_claim_is_traced_to_the_checkpoint(ask, centre):
    [claim] = [row for row in ask("claims") if "began in December 2020" in row["quote"]]
    result = CliRunner().invoke(main, ["trace", str(centre), claim["name"], "--json"])
    chain = json.loads(result.stdout)

    assert chain["included"] is True
    assert chain["quote"] == claim["quote"]
    assert set(chain) >= {"document", "sha256", "entry", "leaf_hash", "checkpoint", "start", "end"}


def test_verify_passes_and_names_the_entry_whose_byte_was_changed(centre, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(centre, copy)
    verify = [sys.executable, "-m", "truceline.cli", "verify", str(copy)]
    before = subprocess.run(verify, capture_output=True, text=True, check=False)
    with sqlite3.connect(copy / "record.db") as db:
        db.execute("DROP TRIGGER IF EXISTS entry_never_changes")
        (leaf,) = db.execute("SELECT leaf FROM entry WHERE idx = 5").fetchone()
        changed = leaf[:200] + bytes([leaf[200] ^ 1]) + leaf[201:]
        db.execute("UPDATE entry SET leaf = ? WHERE idx = 5", (changed,))
    db.close()
    after = subprocess.run(verify, capture_output=True, text=True, check=False)

    assert before.returncode == 0, before.stderr
    assert after.returncode == 1
    assert "entry 5" in after.stderr
