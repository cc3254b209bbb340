import csv
import io
from dataclasses import replace
from datetime import date

from truceline.compliance.finding import Status
from truceline.compliance.scores import Score
from truceline.publishing import scores
from truceline.terms.agreement import Codes

MET = Score(
    agreement="brenmoor",
    clause="2",
    title="Keldmark leaves the pass",
    codes=Codes(pam=("Withdrawal of Troops",), pax=("SsrFf",), specificity=3),
    year=2031,
    nth=1,
    as_of=date(2031, 12, 31),
    least=3,
    most=3,
    status=Status.MET,
    because="Said to be done.",
    citations=("12.3",),
)
OPEN = replace(MET, clause="3", codes=Codes(), status=Status.NOT_MONITORED, least=None, most=None)
DISPUTED = replace(MET, clause="4", status=Status.DISPUTED, least=0, most=3)


def test_a_table_for_researchers_says_what_it_was_folded_from(accord):
    table = scores.as_csv(accord.REPORT, [MET, OPEN]).decode()
    met, left_open = csv.DictReader(io.StringIO(table, newline=""))

    assert (met["pam"], met["specificity"], met["score"]) == ("Withdrawal of Troops", "3", "3")
    assert (met["root"], met["entries"]) == (accord.REPORT.root.hex(), str(accord.REPORT.size))
    assert (left_open["score"], left_open["least"], left_open["specificity"]) == ("", "", "")


def test_every_column_is_documented(accord):
    documented = (accord.DOCS / "scores.md").read_text()

    assert [name for name in scores.COLUMNS if f"`{name}`" not in documented] == []
    assert list(scores.rows([MET])[0]) == list(scores.COLUMNS)


def test_on_a_terminal_a_year_is_a_column_and_what_is_left_open_a_range(capsys):
    scores.show([MET, OPEN, DISPUTED])

    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == ["clause", "specificity", "2031"]
    assert lines[1:4] == [
        ["brenmoor", "2", "3", "3"],
        ["brenmoor", "3", "."],
        ["brenmoor", "4", "3", "0-3"],
    ]


def test_where_nothing_was_in_force_it_says_so(capsys):
    scores.show([])

    assert "nothing to code" in capsys.readouterr().out
