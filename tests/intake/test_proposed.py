"""A clause that is only proposed enters no record; taking its mark off changes nothing else."""

import pytest

from truceline.intake.agreement_file import parse
from truceline.intake.proposed import accepted
from truceline.terms.problem import RefusedError

FILE = b"""\
# as drafted
truceline: agreement/1
id: accord
title: Accord
signed: 2030-03-01
in_force: 2030-03-02T00:00+00:00
zone: UTC
parties: [Northland, Southland]   # two
names:
  - party: Northland
  - party: Southland
renderings:
  - {id: north, language: en, issuer: Northland, status: official}
clauses:
  - clause: "1"
    proposed: true   # read me
    title: Southland leaves
    obligation: achievement
    bearers: [Southland]  # 3-9 "Southland"
    acts: [withdrawal]
    wordings: [{rendering: north, text: It leaves.}]
  - clause: "2"
    title: Northland leaves
    obligation: achievement
    bearers: [Northland]
    acts: [withdrawal]
    proposed: true
    wordings: [{rendering: north, text: It leaves.}]
  - clause: "3"
    title: They meet
    obligation: achievement
    bearers: [Northland]
    acts: [meeting]
    wordings: [{rendering: north, text: They meet.}]
"""


def refused_by(function, *arguments, **named):
    with pytest.raises(RefusedError) as refused:
        function(*arguments, **named)
    return refused.value.problems


def test_a_clause_still_proposed_is_refused_with_its_line_and_what_to_do():
    problems = refused_by(parse, FILE, where="accord.yaml")

    assert [(problem.code, problem.where) for problem in problems] == [
        ("still-proposed", "accord.yaml, line 16"),
        ("still-proposed", "accord.yaml, line 27"),
    ]
    assert "truceline accept accord.yaml 1" in problems[0].remedy


def test_only_the_line_of_the_named_clause_is_taken_off():
    found = accepted(FILE, ["2"], where="accord.yaml")

    assert found.data == FILE.replace(b"    proposed: true\n", b"")
    assert found.clauses == ("2",)


def test_all_marks_are_taken_off_and_the_file_is_taken():
    found = accepted(FILE, None, where="accord.yaml")

    assert found.clauses == ("1", "2")
    assert found.data == FILE.replace(b"    proposed: true   # read me\n", b"").replace(
        b"    proposed: true\n", b""
    )
    assert len(parse(found.data, where="accord.yaml").agreement.provisions) == 3


def test_windows_line_ends_and_a_mark_of_byte_order_stay():
    data = b"\xef\xbb\xbf" + FILE.replace(b"\n", b"\r\n")

    found = accepted(data, ["1"], where="accord.yaml")

    assert found.data == data.replace(b"    proposed: true   # read me\r\n", b"")


def test_line_ends_that_only_yaml_counts_do_not_move_the_line():
    data = FILE.replace(b"# as drafted", "# as\u2028# drafted\x85# here".encode())

    found = accepted(data, ["1"], where="accord.yaml")

    assert found.data == data.replace(b"    proposed: true   # read me\n", b"")


def test_a_clause_accepted_before_is_said_and_changes_nothing():
    found = accepted(FILE, ["3"], where="accord.yaml")

    assert (found.data, found.clauses, found.before) == (FILE, (), ("3",))


def test_an_unknown_clause_is_refused():
    problems = refused_by(accepted, FILE, ["1", "9"], where="accord.yaml")

    assert [problem.code for problem in problems] == ["unknown-clause"]


@pytest.mark.parametrize(
    "mark",
    [b"  - proposed: true\n    clause: '4'\n", b"  - {clause: '4', proposed: true}\n"],
)
def test_a_mark_that_shares_its_line_is_left_to_the_person(mark):
    problems = refused_by(accepted, FILE + mark, ["4"], where="accord.yaml")

    assert [problem.code for problem in problems] == ["mark-not-alone"]
    assert problems[0].where.startswith("accord.yaml, line ")


@pytest.mark.parametrize("data", [b"", b"just words", b"clauses: [1, 2]", b"- a\n- b\n"])
def test_what_is_no_agreement_has_no_clause_to_accept(data):
    refused_by(accepted, data, ["1"], where="accord.yaml")
