"""No person's name stands in what cannot be erased."""

import json
import sqlite3

REPORT = (
    "Published 12 November 2020\n\n"
    "Kremlin spokesman Dmitry Peskov said on 11 November 2020 that Russian troops had entered "
    "Nagorno-Karabakh. Political analyst Jane Roe warned that fighting could resume.\n"
)


def test_the_record_holds_code_names_and_the_pages_show_people(run, centre, report):
    run("add", centre, report(REPORT))
    record = b"".join(path.read_bytes() for path in centre.glob("record.db*"))
    says = {row["says"] for row in json.loads(run("claims", centre, "--json").stdout)}

    assert "Dmitry Peskov" in says
    for name in (b"Peskov", b"Roe", b"report.txt"):
        assert name not in record


def test_a_source_that_is_a_person_of_the_agreement_is_refused(run, centre, report):
    refused = run("add", centre, report(REPORT), "--source", "Dmitry Peskov", code=1)

    assert "--source" in refused.stderr
    assert json.loads(run("claims", centre, "--json").stdout) == []


def test_a_file_is_named_on_the_terminal_and_not_on_record(run, centre, report):
    done = run("add", centre, report(b"\x00\x01\x02", "Peskov.bin"), code=3)
    record = b"".join(path.read_bytes() for path in centre.glob("record.db*"))

    assert "Peskov.bin: " in done.stderr
    assert b"Peskov" not in record


def test_a_name_erased_from_the_vault_is_gone_and_the_record_still_verifies(run, centre, report):
    run("add", centre, report(REPORT))
    db = sqlite3.connect(centre / "vault.db")
    [table] = [
        name
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        if name in {"person", "identity", "people"}
    ]
    db.execute(f"DELETE FROM {table}")  # noqa: S608 the name comes from the schema
    db.commit()
    db.close()
    says = {row["says"] for row in json.loads(run("claims", centre, "--json").stdout)}

    assert not any("Peskov" in each for each in says)
    assert any("withheld" in each for each in says)
    run("verify", centre)


def test_a_document_erased_from_the_vault_is_withheld_and_everything_else_goes_on(
    run, centre, report
):
    run("add", centre, report(REPORT))
    [name, *_] = [row["name"] for row in json.loads(run("claims", centre, "--json").stdout)]
    db = sqlite3.connect(centre / "vault.db")
    db.execute("DELETE FROM document WHERE name = 'report.txt'")
    db.commit()
    db.close()
    chain = json.loads(run("trace", centre, name, "--json").stdout)

    assert {row["quote"] for row in json.loads(run("claims", centre, "--json").stdout)} == {""}
    assert chain["included"]
    assert chain["quote"] == chain["document"] == ""
    assert json.loads(run("board", centre, "--json").stdout)
    assert "1 documents are withheld" in run("verify", centre).stdout
    run("add", centre, report("Troops withdrew from Agdam on 20 November 2020.\n", "next.txt"))
