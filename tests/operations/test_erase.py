"""Erasing, as people do it: what is gone is gone from every file, and the record still verifies."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.operations.conftest import REPORT, STATEMENT, TOLD

from truceline.cli import main
from truceline.operations.centre import opened
from truceline.operations.erased import erased, finish, names_known
from truceline.operations.hold import hold
from truceline.terms.codec import decode_leaf
from truceline.terms.sealing import Erased

NOW = datetime(2026, 3, 2, 7, 5, tzinfo=UTC)
GROUND = "Decision 12 of the commission."
NAME = "Vladimir Putin"


def plain_in(folder, text):
    """The files in which these words lie, in the encodings a machine is likely to use."""
    wanted = [text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be")]
    wanted.append(json.dumps(text).encode()[1:-1])
    return [
        path.name
        for path in sorted(folder.rglob("*"))
        if path.is_file() and any(one in path.read_bytes() for one in wanted)
    ]


def document_of(centre, at=-1):
    with opened(centre) as here:
        return list(hold(here).documents)[at]


def code_of(centre, name=NAME):
    with opened(centre) as here:
        return next(code for code, known in here.vault.names().items() if known == name)


def erase(run, centre, *what, code=0):
    return run("erase", centre, *what, "--because", GROUND, "--yes", code=code)


def test_no_byte_of_a_document_or_its_file_name_stays_in_any_file(run, filled):
    assert plain_in(filled, TOLD) == ["vault.db"]
    assert plain_in(filled, "guard-at-the-mill") == ["vault.db"]

    erase(run, filled, "--document", document_of(filled))

    assert plain_in(filled, TOLD) == []
    assert plain_in(filled, "lives behind the chapel") == []
    assert plain_in(filled, "guard-at-the-mill") == []


def test_no_byte_of_a_name_stays_but_where_its_document_is(run, filled):
    code = code_of(filled)
    document = document_of(filled)

    result = erase(run, filled, "--person", NAME, code=3)

    assert "still names whose name was erased" in result.output
    assert NAME not in result.output
    with opened(filled) as here:
        assert code not in here.vault.names()
    erase(run, filled, "--document", document)
    with opened(filled) as here:
        file = here.vault.get(next(iter(hold(here).agreement_files.values())))
    assert plain_in(filled, NAME) == (["vault.db"] if NAME.encode() in file else [])


def test_a_name_is_taken_from_the_input_so_that_no_history_keeps_it(filled):
    code = code_of(filled)

    result = CliRunner().invoke(
        main,
        ["erase", str(filled), "--person", "-", "--because", GROUND, "--yes"],
        input=f"{NAME}\n",
        catch_exceptions=False,
    )

    assert result.exit_code == 3, result.output
    assert NAME not in result.output
    with opened(filled) as here:
        assert code in erased(here).people


def test_the_record_still_verifies_and_says_what_was_erased(run, filled):
    document = document_of(filled)
    run("verify", filled)

    erase(run, filled, "--document", document[:10])

    assert "1 document was erased" in run("verify", filled).output
    with opened(filled) as here:
        last = decode_leaf(next(here.record.leaves(here.record.head().size - 1)))
    assert last.fact == Erased(ground=GROUND, documents=(document,))


def test_boards_incidents_and_claims_count_as_before(run, filled):
    def counted():
        board = json.loads(run("board", filled, "--json", "--as-of", "2021-01-01").stdout)
        incidents = json.loads(run("incidents", filled, "--json", "--as-of", "2021-01-01").stdout)
        claims = json.loads(run("claims", filled, "--json", "--as-of", "2021-01-01").stdout)
        for one in claims:
            del one["quote"], one["erased"]
        return [*claims, *incidents, *board]

    before = counted()
    erase(run, filled, "--document", document_of(filled))

    assert len(before) > 2
    assert counted() == before


def test_what_was_erased_is_said_where_it_stood(run, filled):
    code = code_of(filled)
    erase(run, filled, "--document", document_of(filled))
    erase(run, filled, "--person", code, code=3)

    claims = run("claims", filled, "--json").stdout
    one = json.loads(claims)[0]
    text = run("claims", filled).output
    trace = run("trace", filled, one["name"]).output

    assert one["quote"] == ""
    assert one["erased"]["ground"] == GROUND
    assert f"a person (name erased on {one['erased']['at'][:10]}: {GROUND}; {code})" in claims
    assert f"entry {one['erased']['entry']}: {GROUND}" in " ".join(text.split())
    assert f"erased on {one['erased']['at'][:10]}" in trace
    told = "1 document and 1 name were erased"
    assert told in " ".join(text.split())
    assert told in " ".join(run("board", filled).output.split())


def test_nothing_is_shown_between_the_entry_and_the_deletion(filled):
    document, code = document_of(filled), code_of(filled)
    promise(filled, documents=(document,), people=(code,))

    with opened(filled) as here:
        assert here.vault.has(document)
        from truceline.operations.ask import readable  # noqa: PLC0415

        assert readable(here, hold(here).documents[document]) is None
        assert NAME not in names_known(here)[code]


def promise(centre, **what):
    """Put on record that something is erased, and end as a crash ends: nothing else was done."""
    what.setdefault("ground", GROUND)
    program = (
        "import os, sys, json\n"
        "from datetime import datetime, UTC\n"
        "from pathlib import Path\n"
        "from truceline.operations.append import append\n"
        "from truceline.operations.centre import opened\n"
        "from truceline.terms.sealing import Erased\n"
        "told = json.loads(sys.argv[2])\n"
        "then = told.pop('then', '')\n"
        "fact = Erased(**{k: v if k == 'ground' else tuple(v) for k, v in told.items()})\n"
        "with opened(Path(sys.argv[1])) as here:\n"
        "    by = here.signer(here.settings.person)\n"
        "    append(here, [fact], by=by, now=datetime(2026, 3, 2, 7, 5, tzinfo=UTC))\n"
        "    if then:\n"
        "        here.vault.forget(documents=fact.documents, people=fact.people)\n"
        "    os._exit(9)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(centre), json.dumps(what)],
        check=False,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2] / "src")},
    )
    assert done.returncode == 9


@pytest.mark.parametrize("then", ["", "deleted"])
def test_what_a_crash_left_of_an_erasure_is_done_at_the_next_start(run, filled, then):
    document = document_of(filled)
    promise(filled, documents=(document,), then=then)
    assert plain_in(filled, TOLD) != []

    run("keys", filled)

    assert plain_in(filled, TOLD) == []
    with opened(filled) as here:
        assert not here.vault.has(document)
        assert not finish(here)
    assert "1 document was erased" in run("verify", filled).output


def test_a_vault_in_use_is_said_so_and_flushed_at_the_next_start(run, filled, monkeypatch):
    monkeypatch.setattr("truceline.record.database.PATIENCE_S", 0.1)
    document = document_of(filled)
    with opened(filled) as reader, reader.vault._database.reading() as db:  # noqa: SLF001
        db.execute("SELECT count(*) FROM document").fetchone()
        refused = erase(run, filled, "--document", document, code=1)

        assert "its log cannot be emptied" in refused.output

    run("keys", filled)

    assert plain_in(filled, TOLD) == []


def test_a_mail_takes_with_it_what_was_taken_out_of_it(run, centre, report):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "post@example.org", "desk@example.org", "Report"
    mail.set_content("See the file.")
    mail.add_attachment(TOLD.encode(), maintype="text", subtype="plain", filename="inner.txt")
    run("add", centre, report(mail.as_bytes(), "outer.eml"))
    with opened(centre) as here:
        documents = hold(here).documents
        outer = next(name for name, one in documents.items() if not one.within)
        inner = next(
            name for name, one in documents.items() if "inner.txt" in here.vault.name_of(name)
        )

    still = erase(run, centre, "--document", inner, code=3)
    assert f"document {outer[:12]}: What was erased was taken out of this file" in still.output
    erase(run, centre, "--document", outer)

    assert plain_in(centre, "lives behind the chapel") == []
    with opened(centre) as here:
        assert not any(here.vault.has(name) for name in documents)


def test_the_same_file_deposited_again_stays_erased(run, filled, report):
    erase(run, filled, "--document", document_of(filled))

    run("add", filled, report(REPORT, "again.txt"))

    assert plain_in(filled, TOLD) == []


def test_a_copy_made_before_forgets_when_it_is_brought_up_to_date(run, filled, tmp_path):
    copy = tmp_path / "copy"
    run("copy", filled, copy)
    assert plain_in(copy, TOLD) == ["vault.db"]

    erase(run, filled, "--document", document_of(filled))
    run("copy", filled, copy)

    assert plain_in(copy, TOLD) == []


@pytest.mark.parametrize(
    ("what", "said"),
    [
        (("--document", "00000000"), "0 documents on record could be meant"),
        (("--document", ""), "Too many documents"),
        (("--person", "Somebody Unknown"), "The vault knows nobody"),
        (("--person", "person:0000"), "The vault knows nobody"),
        (("--part", "1:source"), "No entry seals such a part"),
        (("--part", "999:source"), "No entry seals such a part"),
        (("--part", "x"), "No entry seals such a part"),
        (("--part", "1" * 5000 + ":x"), "No entry seals such a part"),
    ],
)
def test_what_is_not_there_is_refused_and_never_repeated(run, filled, what, said):
    with opened(filled) as here:
        size = here.record.head().size

    result = erase(run, filled, *what, code=1)

    assert said in result.output
    assert "Somebody Unknown" not in result.output
    with opened(filled) as here:
        assert here.record.head().size == size


@pytest.mark.parametrize("ground", ["", " ", "x" * 501, f"{NAME} asked for it.", "vladimir  putin"])
def test_a_ground_is_one_line_and_names_nobody(run, filled, ground):
    result = run(
        "erase", filled, "--document", document_of(filled), "--because", ground, "--yes", code=1
    )

    assert NAME not in result.output
    assert plain_in(filled, TOLD) == ["vault.db"]


def test_erased_twice_is_said_to_be_erased_before(run, filled):
    document = document_of(filled)
    erase(run, filled, "--document", document)

    assert "erased on record already" in erase(run, filled, "--document", document, code=1).output


def test_a_machine_erases_nothing(run, filled):
    result = run(
        "erase", filled, "--document", document_of(filled), "--because", GROUND, "--yes",
        "--by", "machine", code=1,
    )  # fmt: skip

    assert "only a person's key" in result.output
    assert plain_in(filled, TOLD) == ["vault.db"]


def test_without_a_yes_nothing_is_erased(filled):
    result = CliRunner().invoke(
        main,
        ["erase", str(filled), "--document", document_of(filled), "--because", GROUND],
        input="n\n",
    )

    assert result.exit_code == 1
    assert plain_in(filled, TOLD) == ["vault.db"]


@pytest.mark.parametrize(("a", "b"), [("North", "South"), ("South", "North")])
def test_two_parties_erase_together_and_neither_alone(tmp_path, run, report, a, b):
    centre, south = founded(tmp_path, run, a, b)
    run("add", centre, report(REPORT))
    document = document_of(centre)
    alone = erase(run, centre, "--document", document, "--by", "north/office", code=1)
    assert "takes the offices of 2 parties; 1 signed" in alone.output

    file = tmp_path / "erase.note"
    what = ("--document", document, "--because", GROUND)
    run("erase", centre, *what, "--by", "north/office", "--propose", file)
    shown = run("charter", "show", file).output
    assert "The following is erased for good" in shown
    assert "It bears lines of north/office." in shown
    assert plain_in(centre, TOLD) != []
    told = run("charter", "sign", file, south, "south/office", "--yes").output
    assert f"document {document}" in told
    assert GROUND in told
    run("submit", centre, file)

    assert plain_in(centre, TOLD) == []
    run("verify", centre)


def founded(tmp_path, run, a, b):
    """A record of two parties; the office of one signs at the centre, that of the other at home."""
    agreement = Path(__file__).parents[1] / "situations" / "agreements" / "road-accord.yaml"
    origin, home, away = "jcc.example/record", tmp_path / "home", tmp_path / "away"
    there = {origin: home, "jcc.example/machine": home, "north/office": home, "south/office": away}
    for name, folder in there.items():
        run("key", "new", name, folder, "--open")
        out = tmp_path / f"{name.replace('/', '-')}.request"
        run("key", "request", name, folder, "--record", origin, "--out", out)
    charter = tmp_path / "charter.txt"
    run(
        "charter", "propose", charter, home, "north/office", "--record", origin,
        "--key", f"log={tmp_path / 'jcc.example-record.request'}",
        "--key", f"machine={tmp_path / 'jcc.example-machine.request'}",
        "--key", f"office:{a}={tmp_path / 'north-office.request'}",
        "--key", f"office:{b}={tmp_path / 'south-office.request'}",
        "--quorum", "erasing=2",
    )  # fmt: skip
    run("charter", "sign", charter, away, "south/office", "--yes")
    centre = tmp_path / "joint"
    run("init", centre, "--charter", charter, "--keys", home, "--agreement", agreement)
    return centre, away


@pytest.mark.slow
def test_in_a_database_no_file_of_a_table_holds_what_was_erased(run, report, postgres, tmp_path):
    """Its write-ahead log and its backups are the server's, and nothing is promised of them."""
    centre = tmp_path / "there"
    tables = postgres.folder / "data" / "base"
    run("init", postgres.make(), "--folder", centre, "--agreement", STATEMENT, code=3)
    run("add", centre, report(REPORT, "guard-at-the-mill.txt"), "--published", "2020-11-10")
    run("claims", centre)
    postgres.do("CHECKPOINT")
    assert plain_in(tables, "guard-at-the-mill") != []

    erase(run, centre, "--document", document_of(centre))

    postgres.do("CHECKPOINT")
    assert plain_in(tables, "guard-at-the-mill") == plain_in(tables, TOLD) == []
    assert "1 document was erased" in run("verify", centre).output
    assert GROUND in " ".join(run("claims", centre).output.split())
