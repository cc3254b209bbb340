"""From a book's file to the pages: one command in, every figure out again with its row."""

import csv
import io
import json
import re
import shutil
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from truceline.cli import main
from truceline.operations.centre import opened
from truceline.operations.hold import hold
from truceline.operations.post import people_in
from truceline.terms.book import Detail, Ledger

ACCORD = Path(__file__).parents[1] / "situations" / "agreements" / "bridge-accord.yaml"
NORTH = (
    "account,state,when,by\n"
    "Ridge road,open,2030-03-02/..,\n"
    "Ridge road,closed,2030-03-19,Southland\n"
)
SOUTH = "account,state,when,by\nRidge road,open,2030-03-02/..,\n"
LIST = (
    "account,state,when,of,category,name,father,born\n"
    ",held,2030-03-05,Northland,civilian,Anna Berg,Olaf,1999\n"
    ",held,2030-03-05,Northland,civilian,Nils Holm,,\n"
)


@pytest.fixture(scope="session")
def _bridge(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bridge") / "centre"
    result = CliRunner().invoke(main, ["init", str(folder), "--agreement", str(ACCORD)])
    assert result.exit_code == 3, result.output  # its two renderings set different days
    return folder


@pytest.fixture
def bridge(_bridge, tmp_path):
    return shutil.copytree(_bridge, tmp_path / "bridge")


@pytest.fixture
def book(report):
    def written(text, name="book.csv"):
        return report(text, name)

    return written


def entries(run, centre):
    return run("verify", centre).stdout.split()[0]


def access(run, centre, *more):
    [page] = json.loads(
        run("ledger", centre, "access", "--as-of", "2030-05-01", "--json", *more).stdout
    )
    return {one["name"]: one for one in page["accounts"]}


def test_a_book_is_on_record_and_shown_beside_the_others_with_the_difference(run, bridge, book):
    said = run("post", bridge, "access", book(NORTH), "--keeper", "Northland").stdout
    run("post", bridge, "access", book(SOUTH, "south.csv"), "--keeper", "southland")

    road = access(run, bridge)["Ridge road"]

    assert said == "Northland's book of access: 2 rows on record.\n"
    assert {one["book"]: one["state"] for one in road["stands"]} == {
        "Northland": "closed",
        "Southland": "open",
    }
    assert road["difference"]
    run("verify", bridge)


def test_the_same_file_again_is_known_already(run, bridge, book):
    run("post", bridge, "access", book(NORTH), "--keeper", "Northland")
    before = entries(run, bridge)

    again = run("post", bridge, "access", book(NORTH, "copy.csv"), "--keeper", "Northland").stdout

    assert "On record already" in again
    assert entries(run, bridge) == before


def test_a_file_with_one_wrong_row_leaves_the_record_as_it_was(run, bridge, book):
    before = entries(run, bridge)
    wrong = NORTH + "Ridge road,closed,19.03.2030,\n"

    refused = run("post", bridge, "access", book(wrong), "--keeper", "Northland", code=1)

    assert "book.csv, row 4, column when" in refused.stderr
    assert entries(run, bridge) == before


def test_a_keeper_no_agreement_names_is_refused_with_those_it_names(run, bridge, book):
    refused = run("post", bridge, "access", book(NORTH), "--keeper", "Westland", code=1)

    assert "Bridge commission" in refused.stderr
    assert "Traceback" not in refused.output


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (("access",), 2, "--keeper"),
        (("harvest", "book.csv", "--keeper", "Northland"), 2, "harvest"),
        (("access", "nowhere.csv", "--keeper", "Northland"), 1, "cannot be read"),
        (("access", "book.csv", "--keeper", "Northland", "--by", "nobody"), 1, "nobody"),
    ],
)
def test_what_cannot_be_entered_is_one_sentence(run, bridge, book, monkeypatch, args, code, says):
    monkeypatch.chdir(book(NORTH).parent)

    refused = run("post", bridge, *args, code=code)

    assert says in refused.stderr
    assert "Traceback" not in refused.output


def test_a_book_larger_than_an_entry_is_cut_and_whole_again_in_order(run, bridge, book):
    lines = [f"post {n},stock,{n},people,2030-03-{1 + n % 28:02}" for n in range(2_000)]
    text = "\n".join(["account,measure,amount,unit,when", *lines]) + "\n"

    run("post", bridge, "returns", book(text), "--keeper", "Northland")

    with opened(bridge) as centre:
        held = hold(centre)
    assert len({name.partition(".")[0] for name in held.postings}) > 2
    assert [one.posting.row for one in held.postings.values()] == list(range(2, 2_002))
    run("verify", bridge)


def test_names_on_a_list_are_in_the_vault_and_nowhere_else(run, bridge, book):
    said = run("post", bridge, "detainees", book(LIST, "our list.csv"), "--keeper", "Northland")
    run("ledger", bridge)  # so that every cache has been written

    assert "Only in the vault, not on record: name, father, born." in said.stdout
    for file in bridge.rglob("*"):
        if file.is_file() and not file.name.startswith("vault.db"):
            data = file.read_bytes()
            assert b"Berg" not in data, file
            assert b"our list" not in data, file
    with opened(bridge) as centre:
        told = people_in(centre, hold(centre))
    [document] = {document for document, _ in told}
    assert told[document, 2] == (
        Detail(field="name", value="Anna Berg"),
        Detail(field="father", value="Olaf"),
        Detail(field="born", value="1999"),
    )
    assert told[document, 3] == (Detail(field="name", value="Nils Holm"),)


def test_a_list_whose_file_was_erased_names_nobody_and_still_counts(run, bridge, book):
    run("post", bridge, "detainees", book(LIST), "--keeper", "Northland")
    with sqlite3.connect(bridge / "vault.db") as vault:
        vault.execute("DELETE FROM document WHERE name = 'book.csv'")

    with opened(bridge) as centre:
        held = hold(centre)
        assert people_in(centre, held) == {}
    assert len([one for one in held.postings.values() if one.ledger is Ledger.DETAINEES]) == 2
    run("ledger", bridge, "detainees")
    run("verify", bridge)


def test_what_was_counted_is_brought_back_and_counted_anew_once_a_list_was_erased(
    run, bridge, book
):
    run("post", bridge, "detainees", book(LIST), "--keeper", "Northland")
    asked = ("ledger", bridge, "detainees", "--as-of", "2030-05-01", "--json")
    first = run(*asked).stdout
    with sqlite3.connect(bridge / "views.db") as views:  # so that what is kept can be told
        views.execute(
            "UPDATE fold SET state = CAST(replace(CAST(state AS TEXT), 'people', 'mules') AS BLOB)"
            " WHERE name LIKE 'ledgers %'"
        )

    again = run(*asked).stdout
    with sqlite3.connect(bridge / "vault.db") as vault:
        vault.execute("DELETE FROM document")
    anew = run(*asked).stdout

    assert ("people" in first, "mules" in first) == (True, False)
    assert "mules" in again
    assert "mules" not in anew


def test_a_person_who_speaks_of_numbers_is_in_no_cache(run, tmp_path, report):
    text = ACCORD.read_text(encoding="utf-8")
    person = "names:\n  - person: Karin Lund\n    of: Eastland\n    post: Prime Minister\n"
    agreement = tmp_path / "named.yaml"
    agreement.write_text(text.replace("names:\n", person, 1), encoding="utf-8")
    centre = tmp_path / "named"
    run("init", centre, "--agreement", agreement, code=3)
    said = (
        "Prime Minister Karin Lund said on Monday that Eastland had deployed 45 soldiers at "
        "Old Bridge."
    )
    run("add", centre, report(said), "--published", "2030-03-12")

    told = run("ledger", centre, "--as-of", "2030-05-01", "--csv").stdout

    for file in centre.glob("views.db*"):
        assert b"Lund" not in file.read_bytes()
    assert "exact,45,45,45" in told


def test_a_person_the_agreement_names_is_found_in_a_row(run, tmp_path, book):
    text = ACCORD.read_text(encoding="utf-8")
    person = "names:\n  - person: Karin Lund\n    of: Northland\n    post: Prime Minister\n"
    agreement = tmp_path / "named.yaml"
    agreement.write_text(text.replace("names:\n", person, 1), encoding="utf-8")
    centre = tmp_path / "named"
    run("init", centre, "--agreement", agreement, code=3)
    rows = NORTH.replace("by\n", "note\n", 1).replace("Southland", "ordered by karin lund")

    refused = run("post", centre, "access", book(rows), "--keeper", "Northland", code=1)

    assert "book.csv, row 3" in refused.stderr
    assert entries(run, centre) == "2"


def test_a_posting_taken_back_counts_no_more_and_stays_on_record(run, bridge, book):
    run("post", bridge, "access", book(NORTH), "--keeper", "Northland")
    before = access(run, bridge)["Ridge road"]["stands"][0]["state"]

    run("retract", bridge, "2.2", "--because", "Northland withdrew the line", "--by", "desk")

    assert (before, access(run, bridge)["Ridge road"]["stands"][0]["state"]) == ("closed", "open")
    run("verify", bridge)


def test_a_whole_entry_can_be_taken_back_and_the_file_entered_anew(run, bridge, book):
    run("post", bridge, "access", book(NORTH), "--keeper", "Northland")

    said = run("retract", bridge, "2", "--because", "sent by mistake", "--by", "desk").stdout
    gone = (
        access(run, bridge)["Ridge road"]["stands"] if "Ridge road" in access(run, bridge) else []
    )
    run("post", bridge, "access", book(NORTH), "--keeper", "Northland")

    assert said.startswith("2 ")
    assert gone == []
    assert access(run, bridge)["Ridge road"]["stands"]


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("9.9", "--because", "it", "--by", "desk"), "9.9"),
        (("2.1", "--because", " ", "--by", "desk"), "reason"),
        (("2.1", "--because", "it", "--by", "machine"), "person's key"),
    ],
)
def test_what_cannot_be_taken_back_is_one_sentence(run, bridge, book, args, says):
    run("post", bridge, "access", book(NORTH), "--keeper", "Northland")

    refused = run("retract", bridge, *args, code=1)

    assert says in refused.stderr
    assert "Traceback" not in refused.output


@pytest.mark.parametrize("ledger", list(Ledger))
def test_every_ledger_has_a_file_to_begin_with(run, ledger):
    printed = run("post", "--template", ledger).stdout

    table = list(csv.DictReader(io.StringIO(printed)))

    assert len(table) >= 2
    assert {"account", "when"} <= set(table[0])


@pytest.mark.parametrize("ledger", list(Ledger))
def test_a_file_to_begin_with_fills_its_ledger_and_leaves_nothing_out(run, bridge, book, ledger):
    printed = run("post", "--template", ledger).stdout
    run("post", bridge, ledger, book(printed), "--keeper", "Northland")

    [page] = json.loads(run("ledger", bridge, ledger, "--as-of", "2030-12-31", "--json").stdout)

    rows = printed.count("\n") - 1
    cited = {name for one in page["accounts"] for each in one["figures"] for name in each["cites"]}
    assert page["problems"] == []
    assert cited >= {f"2.{n}" for n in range(1, rows + 1)}


def test_a_ledger_is_printed_as_a_table_a_picture_and_values(run, bridge, book):
    run("post", bridge, "access", book(NORTH), "--keeper", "Northland")
    asked = ("ledger", bridge, "access", "--as-of", "2030-05-01", "--account", "Ridge road")

    table = list(csv.DictReader(io.StringIO(run(*asked, "--csv").stdout)))
    picture = run(*asked, "--svg").stdout

    assert [row["state"] for row in table] == ["open", "closed"]
    assert {row["as_of"] for row in table} == {"2030-05-01"}
    assert picture.startswith("<svg")
    assert run(*asked, "--svg", "--csv", code=2).stderr


def test_a_day_before_the_book_speaks_knows_nothing_of_it(run, bridge, book):
    run("post", bridge, "access", book(NORTH), "--keeper", "Northland")
    asked = ("ledger", bridge, "access", "--as-of", "2030-03-10", "--account", "Ridge road")

    table = list(csv.DictReader(io.StringIO(run(*asked, "--csv").stdout)))

    assert [row["state"] for row in table] == ["open"]


def test_exchanging_the_parties_exchanges_them_in_every_ledger_and_changes_nothing_else(
    run, tmp_path, book
):
    names = {"North": "South", "South": "North", "north": "south", "south": "north"}

    def exchanged(text):
        return re.sub("[Nn]orth|[Ss]outh", lambda match: names[match[0]], text)

    answers = []
    for change in (str, exchanged):
        folder = tmp_path / change.__name__
        folder.mkdir()
        agreement = folder / "accord.yaml"
        agreement.write_text(change(ACCORD.read_text(encoding="utf-8")), encoding="utf-8")
        run("init", folder / "centre", "--agreement", agreement, code=3)
        for keeper, text in (("Northland", NORTH), ("Southland", SOUTH)):
            file = book(change(text), f"{change(keeper)}.csv")
            run("post", folder / "centre", "access", file, "--keeper", change(keeper))
        asked = run("ledger", folder / "centre", "--as-of", "2030-05-01", "--json").stdout
        answers.append(json.loads(change(asked)))

    assert without(answers[0], "key") == without(answers[1], "key")


def without(value, name):
    match value:
        case dict():
            return {key: without(one, name) for key, one in value.items() if key != name}
        case list():
            return [without(one, name) for one in value]
        case _:
            return value


def first_name(run, centre, ledger):
    [page] = json.loads(run("ledger", centre, ledger, "--as-of", "2030-05-01", "--json").stdout)
    return next(one["cites"][0] for each in page["accounts"] for one in each["figures"])


def test_a_posting_is_followed_to_its_row_its_file_and_the_checkpoint(run, bridge, book):
    run("post", bridge, "access", book(NORTH), "--keeper", "Northland")
    name = first_name(run, bridge, "access")

    chain = json.loads(run("trace", bridge, name, "--json").stdout)

    assert {each: chain[each] for each in ("book", "document", "row", "says")} == {
        "book": "Northland",
        "document": "book.csv",
        "row": 2,
        "says": "open",
    }
    assert (chain["hash_matches"], chain["row_matches"], chain["included"]) == (True, True, True)


def test_following_a_posting_names_no_person_of_its_row(run, bridge, book):
    run("post", bridge, "detainees", book(LIST), "--keeper", "Southland")
    name = first_name(run, bridge, "detainees")

    said = run("trace", bridge, name).stdout + run("trace", bridge, name, "--json").stdout

    assert "row 2" in said
    assert not {"Anna", "Berg", "Olaf"} & set(re.findall(r"\w+", said))


def test_a_posting_whose_file_was_erased_is_still_proven(run, bridge, book):
    run("post", bridge, "access", book(NORTH), "--keeper", "Northland")
    name = first_name(run, bridge, "access")
    with sqlite3.connect(bridge / "vault.db") as vault:
        vault.execute("DELETE FROM document")

    chain = json.loads(run("trace", bridge, name, "--json").stdout)

    assert (chain["hash_matches"], chain["row_matches"], chain["included"]) == (None, None, True)


def test_a_name_beyond_the_rows_of_an_entry_leads_nowhere(run, bridge, book):
    run("post", bridge, "access", book(NORTH), "--keeper", "Northland")
    entry = first_name(run, bridge, "access").partition(".")[0]

    said = run("trace", bridge, f"{entry}.9", code=1).stderr

    assert "no claim and no posting of this name" in said
