"""Documents out of documents, from the command line to the pages and the record."""

import gzip
import importlib.util
import json
import sqlite3
from pathlib import Path

import pytest

from truceline.intake.arrival import Arrival, sniff
from truceline.operations.unpack import MAX_DEPTH, unpack
from truceline.reading.guard import Guard

_MADE = Path(__file__).parents[1] / "reading/files/made.py"
_SPEC = importlib.util.spec_from_file_location("truceline_made_here", _MADE)
made = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(made)

TOLD = (
    "Armenian troops attacked Azerbaijani positions near Agdam on 16 November 2020. "
    "Two soldiers were killed.\n"
)
ALONE = {
    "report.pdf": made.pdf([TOLD.strip()]),
    "report.docx": made.docx(made.paragraph(TOLD.strip())),
    "report.eml": made.mail(TOLD),
    "report.mbox": made.mailbox(made.mail(TOLD)),
    "report.msg": made.outlook("Report", TOLD),
    "feed.rss": made.rss(f"<title>Report</title><description>{TOLD}</description>"),
    "site.warc": made.warc(
        ("https://a.example/", {"Content-Type": "text/html"}, f"<p>{TOLD}</p>".encode())
    ),
    "report.txt.gz": gzip.compress(TOLD.encode(), mtime=0),
}


def claims(run, centre):
    return json.loads(run("claims", centre, "--json").stdout)


def lines(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


def entries(centre):
    db = sqlite3.connect(centre / "record.db")
    try:
        return db.execute("SELECT count(*) FROM entry").fetchone()[0]
    finally:
        db.close()


@pytest.mark.parametrize("name", ALONE)
def test_a_report_in_any_kind_of_file_is_read_and_its_words_are_found_again(
    run, centre, report, name
):
    run("add", centre, report(ALONE[name], name))

    first = next(row for row in claims(run, centre) if row["act"] == "hostilities")
    chain = json.loads(run("trace", centre, first["name"], "--json").stdout)

    assert first["quote"].startswith("Armenian troops attacked Azerbaijani positions")
    assert (first["when"], first["source"]) == ("2020-11-16", "")
    assert chain["within"]
    assert all(one["hash_matches"] and one["still_there"] for one in chain["within"])
    assert chain["within"][-1]["document"] == name
    assert name in run("trace", centre, first["name"]).stdout
    run("verify", centre)


def test_they_are_read_without_any_centre_too(run, report):
    rows = lines(run("read", *(report(data, name) for name, data in ALONE.items()), "--json"))

    fights = [row["doc"] for row in rows if row["act"] == "hostilities"]
    assert [next(name for name in ALONE if name in doc) for doc in fights] == list(ALONE)


def test_the_same_files_again_add_nothing(run, centre, report):
    run("add", centre, *(report(data, name) for name, data in ALONE.items()))
    size = entries(centre)

    again = run("add", centre, *(report(data, f"2-{name}") for name, data in ALONE.items()))

    assert f"0 documents added, {len(ALONE)} known already" in again.stdout
    assert entries(centre) == size


def test_a_part_that_comes_twice_is_one_document_in_two_places(run, centre, report):
    one = made.mail("See attached.", attached=[("a.txt", "text/plain", TOLD.encode())])
    two = made.mail("See it again.", attached=[("b.txt", "text/plain", TOLD.encode())])

    added = run("add", centre, report(one, "1.eml"), report(two, "2.eml"))

    assert "2 documents added, 3 more taken out of them" in added.stdout
    assert len([row for row in claims(run, centre) if row["act"] == "hostilities"]) == 1


def test_a_part_that_came_by_itself_before_is_known_to_stand_in_the_mail_too(run, centre, report):
    run("add", centre, report(TOLD))
    mail = made.mail("See attached.", attached=[("a.txt", "text/plain", TOLD.encode())])
    run("add", centre, report(mail, "1.eml"))

    chain = json.loads(run("trace", centre, claims(run, centre)[0]["name"], "--json").stdout)

    assert [(one["document"], one["part"]) for one in chain["within"]] == [
        ("1.eml", "attachment 1")
    ]


def test_a_mail_and_what_is_attached_to_it_are_no_two_witnesses(run, centre, report):
    again = "Agdam, 17 November 2020. " + TOLD + "The shelling of the hills went on until noon.\n"
    mail = made.mail(TOLD, attached=[("a.txt", "text/plain", again.encode())])
    run("add", centre, report(mail, "1.eml"))

    incidents = json.loads(run("incidents", centre, "--json").stdout)

    assert {one["standing"] for one in incidents if one["act"] == "hostilities"} == {"alleged"}


def test_what_is_wrong_with_one_part_costs_only_that_part(run, centre, report):
    mail = made.mail(
        TOLD,
        attached=[
            ("locked.pdf", "application/pdf", made.locked_pdf()),
            ("photo.png", "image/png", b"\x89PNG\r\n\x1a\n" + bytes(99)),
        ],
    )

    done = run("add", centre, report(mail, "1.eml"), code=3)

    assert "locked with a password" in done.stderr
    assert "image/png" in done.stderr
    assert claims(run, centre)


def test_what_was_wrong_is_on_record_without_the_names_of_files(run, centre, report):
    run("add", centre, report(made.locked_pdf(), "Private Name.pdf"), code=3)

    db = sqlite3.connect(centre / "record.db")
    (told,) = db.execute("SELECT group_concat(CAST(leaf AS TEXT)) FROM entry").fetchone()
    db.close()

    assert "locked with a password" in told
    assert "Private Name" not in told


def test_files_deeper_than_anything_honest_are_kept_and_not_opened():
    data = TOLD.encode()
    for _ in range(MAX_DEPTH + 3):
        data = gzip.compress(data, mtime=0)

    with Guard() as guard:
        found = list(unpack(guard, Arrival(name="a.gz", data=data, media_type=sniff(data, "a.gz"))))

    assert len(found) == MAX_DEPTH + 1
    assert [each.code for each in found[-1].problems] == ["nested-too-deep"]


def test_a_hundred_mails_in_mails_are_bounded(run, centre, report):
    done = run("add", centre, report(made.nested_mail(100), "deep.eml"), code=3)

    assert "files deep" in done.stderr


def test_a_dated_mail_is_left_out_with_its_archive_and_counts_once(run, centre, report):
    run("add", centre, report(ALONE["report.eml"], "1.eml"))

    board = run("claims", centre, "--said-by", "2020-11-16")

    assert "1 document" in board.stdout + board.stderr


def test_exchanging_the_parties_in_a_mail_exchanges_them_and_nothing_else(run, report):
    def read(text):
        mail = made.mail(text, subject="Report")
        rows = lines(run("read", report(mail, "m.eml"), "--json"))
        return [(row["act"], row["actor"], row["target"], row["start"] > 0) for row in rows]

    there = read("Armenia attacked Georgia near the border on 16 November 2020.\n")
    back = read("Georgia attacked Armenia near the border on 16 November 2020.\n")

    exchanged = {"Armenia": "Georgia", "Georgia": "Armenia"}
    assert back == [
        (act, [exchanged[one] for one in by], [exchanged[one] for one in to], at)
        for act, by, to, at in there
    ]
    assert there
