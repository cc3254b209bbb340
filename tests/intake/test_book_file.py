"""A book's file: what enters, what stays in the vault, and what is refused with its place."""

import re

import pytest

from truceline.intake.book_file import book, example, people
from truceline.intake.table import MAX_BYTES, MAX_CELL, MAX_ROWS, MOST_PROBLEMS
from truceline.terms.book import Detail, Ledger, Measure
from truceline.terms.claim import Bound, Quantity
from truceline.terms.names import Kind, Named
from truceline.terms.problem import RefusedError
from truceline.terms.when import When

NAMES = (
    Named(kind=Kind.PARTY, name="Northland", also=("The North",)),
    Named(kind=Kind.PARTY, name="Southland"),
    Named(kind=Kind.STATE, name="Eastland"),
    Named(kind=Kind.FORCE, name="Northland army", of="Northland"),
    Named(kind=Kind.BODY, name="Bridge commission"),
    Named(kind=Kind.PLACE, name="Old Bridge", also=("Stone Bridge",)),
    Named(kind=Kind.PLACE, name="Mill"),
)
HEAD = "account,measure,amount,bound,unit,state,when,of,by,places\n"
LINE = "personnel,stock,38,about,personnel,,2030-03-31,Southland,,Mill\n"


def read(text, ledger=Ledger.FORCES):
    data = text if isinstance(text, bytes) else text.encode()
    return book(data, ledger=ledger, where="book.csv", names=NAMES)


def problems(text, ledger=Ledger.FORCES):
    with pytest.raises(RefusedError) as refused:
        read(text, ledger)
    return refused.value.problems


def test_a_row_is_a_posting_with_all_that_it_says():
    [one] = read(HEAD + LINE).postings

    assert (one.row, one.account, one.measure) == (2, "personnel", Measure.STOCK)
    assert one.amount == Quantity(value=38, unit="personnel", bound=Bound.ABOUT)
    assert (one.when, one.of, one.places) == (When(value="2030-03-31"), "Southland", ("Mill",))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_it_is_one_table_however_a_spreadsheet_saved_it(delimiter, start, ending):
    text = start + (HEAD + LINE).replace(",", delimiter).replace("\n", ending)

    assert read(text) == read(HEAD + LINE)


def test_headings_may_be_written_large_and_stand_in_any_order():
    text = "WHEN;Unit; Account ;Measure;Amount\n2030-03-31;personnel;personnel;Stock;38\n"

    [one] = read(text).postings

    assert (one.account, one.amount.value, one.when.value) == ("personnel", 38, "2030-03-31")


def test_rows_are_counted_as_a_spreadsheet_counts_them():
    text = HEAD + "\n" + LINE + ',,,,,,,,,"\n\n"\n' + LINE

    assert [one.row for one in read(text).postings] == [3, 5]


def test_a_state_needs_no_measure_column():
    [one] = read("account,state,when\nRidge road,closed,2030-03-19\n", Ledger.ACCESS).postings

    assert (one.measure, one.state, one.amount) == (Measure.STATE, "closed", None)


def test_an_amount_that_nobody_knows_stays_unknown():
    [one] = read(HEAD + "killed,in,,,,,2030-03,Southland,,\n", Ledger.CASUALTIES).postings

    assert one.amount is None


def test_a_spelling_of_the_agreement_becomes_the_name_we_write():
    [one] = read(
        HEAD + "road,state,,,,open,2030-03-19,the north,The North,stone bridge; Far Hill\n"
    ).postings

    assert (one.of, one.by, one.places) == ("Northland", "Northland", ("Old Bridge", "Far Hill"))


def test_a_further_column_is_a_detail_and_an_empty_cell_is_none():
    text = "account,state,when,Note,colour\nRidge road,closed,2030-03-19,a barrier,\n"

    [one] = read(text, Ledger.ACCESS).postings

    assert one.details == (Detail(field="note", value="a barrier"),)


@pytest.mark.parametrize(
    "heading",
    ["name", "Name", "full name", "name_hy", "father's name", "Date of birth", "birth-place", "DOB",
     "passport no.", "Имя", "Фамилия", "Անուն", "الاسم", "Soyadı", "Nom de famille", "source"],  # noqa: RUF001
)  # fmt: skip
@pytest.mark.parametrize("ledger", list(Ledger))
def test_a_column_that_tells_of_a_person_never_enters_the_record(heading, ledger):
    text = f"account,state,when,{heading}\nheld,held,2030-03-19,Anna Berg\n"

    found = read(text, ledger)

    assert "Anna" not in repr(found.postings)
    assert found.kept_back[-1] == heading.replace("_", " ").casefold()


@pytest.mark.parametrize("heading", ["remarks", "unit number", "home village", "colour of hair"])
@pytest.mark.parametrize("ledger", [Ledger.DETAINEES, Ledger.CASUALTIES])
def test_where_a_row_may_be_one_person_an_unknown_column_stays_in_the_vault(heading, ledger):
    text = f"account,state,when,category,{heading}\nheld,held,2030-03-19,civilian,lost a leg\n"

    found = read(text, ledger)

    assert found.kept_back[-1] == heading
    assert found.postings[0].details == (Detail(field="category", value="civilian"),)


def test_what_stays_is_read_back_by_row():
    text = (
        "account,state,when,name,born,category\n"
        "held,held,2030,Anna Berg,1999,civilian\n"
        "held,held,2030,,,\n"
    )

    told = people(text.encode(), ledger=Ledger.DETAINEES, where="book.csv")

    assert told[2] == (Detail(field="name", value="Anna Berg"), Detail(field="born", value="1999"))
    assert told[3] == ()


def test_a_name_repeated_in_another_column_is_refused():
    [one] = problems(
        "account,state,when,name\nANNA BERG case,killed,2030,Anna Berg\n", Ledger.CASUALTIES
    )

    assert (one.code, one.where) == ("names-a-person", "book.csv, row 2, column account")
    assert "Berg" not in one.message + one.remedy


@pytest.mark.parametrize(
    ("row", "where", "code"),
    [
        ("a,stock,1,,p,,,,,", "column when", "missing"),
        ("a,stock,1,,p,,31.03.2030,,,", "column when", "not-a-date"),
        ("a,stock,1,,p,,2030-13,,,", "column when", "not-a-date"),
        ("a,stock,1,,p,,2030-05/2030-03,,,", "column when", "not-a-date"),
        ("a,,1,,p,,2030,,,", "column measure", "missing"),
        ("a,many,1,,p,,2030,,,", "column measure", "unknown-measure"),
        ("a,stock,1,,p,open,2030,,,", "column state", "state-or-number"),
        ("a,state,,,,,2030,,,", "column state", "state-or-number"),
        ("a,state,3,,p,open,2030,,,", "column amount", "state-or-number"),
        ('a,stock,"1,960",,p,,2030,,,', "column amount", "not-a-number"),
        ("a,stock,-3,,p,,2030,,,", "column amount", "not-a-number"),
        ("a,stock,2.5,,p,,2030,,,", "column amount", "not-a-number"),
        ("a,stock,١٢,,p,,2030,,,", "column amount", "not-a-number"),
        ("a,stock,9007199254740992,,p,,2030,,,", "column amount", "not-a-number"),
        ("a,stock,about 40,,p,,2030,,,", "column amount", "not-a-number"),
        ("a,stock,4,,,,2030,,,", "column unit", "missing"),
        ("a,stock,4,roughly,p,,2030,,,", "column bound", "unknown-bound"),
        ("a,stock,,about,p,,2030,,,", "column bound", "bound-alone"),
        ("a,stock,4,,p,,2030,Westland,,", "column of", "unknown-name"),
        ("a,stock,4,,p,,2030,Mill,,", "column of", "unknown-name"),
        ("a,stock,4,,p,,2030,,,,,x", "row 2", "no-heading"),
        ("a\u202eb,stock,4,,p,,2030,,,", "column account", "hidden-characters"),
        ("a\x1b[2J,stock,4,,p,,2030,,,", "column account", "hidden-characters"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_row_names_its_row_and_column(row, where, code):
    [one] = problems(HEAD + row + "\n")

    assert one.code == code
    assert one.where.startswith("book.csv, row 2")
    assert one.where.endswith(where)
    assert one.message.endswith(".")
    assert one.remedy.endswith(".")


def test_only_a_ledger_with_limits_has_rows_of_the_whole():
    row = HEAD + ",stock,4,,people,,2030,,,\n"

    assert read(row, Ledger.FORCES).postings[0].account == ""
    assert problems(row, Ledger.RETURNS)[0].where == "book.csv, row 2, column account"


def test_everything_wrong_is_told_at_once_and_nothing_of_the_file_is_taken():
    text = HEAD + LINE + "a,stock,x,,p,,2030,,,\n" + LINE + ",in,3,,p,,soon,,,\n"
    found = problems(text, Ledger.RETURNS)

    assert [re.findall(r"row (\d+), column (\w+)", one.where) for one in found] == [
        [("3", "amount")],
        [("5", "account")],
        [("5", "when")],
    ]


def test_a_book_of_mistakes_is_told_a_hundred_of_them_and_how_many_more():
    found = problems(HEAD + "a,stock,x,,p,,2030,,,\n" * 1_000)

    assert len(found) == MOST_PROBLEMS + 1
    assert "900 further problems" in found[-1].message


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
        (b"PK\x03\x04 a workbook", "a-spreadsheet"),
        (b"\xd0\xcf\x11\xe0 an older workbook", "a-spreadsheet"),
        ("account,when\nÄ,2030".encode("cp1252"), "not-text"),
        ("account,when,state\na,2030,b\n".encode("utf-16"), "not-text"),
        (b"account,when,state\n", "no-rows"),
        (b"\n" + HEAD.encode() + LINE.encode(), "no-headings"),
        (b"one column\nof words\n", "missing-column"),
        (b"account,when\na,2030\n", "missing-column"),
        (b"account,when,state,state\na,2030,b,c\n", "column-twice"),
        (b'account,when,state\n"a,2030,b\n', "not-a-table"),
        (b'account,when,state\na"b"c,"x"y,z\n', "not-a-table"),
        (b"account,when,state," + b"x," * 100 + b"\n", "too-wide"),
        (HEAD.encode() + b"a" * (MAX_CELL + 1) + b",stock,1,,p,,2030,,,\n", "too-long"),
        (HEAD.encode() + b'"' + b"a" * 200_000 + b'"', "not-a-table"),
        (b"a" * (MAX_BYTES + 1), "too-large"),
        (b"account,when,state\n" + b"a,2030,b\n" * (MAX_ROWS + 1), "too-many-rows"),
        (b"account,when,state\n\x00,2030,b\n", "hidden-characters"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_book_is_refused_in_a_sentence(data, code):
    found = problems(data)

    assert code in {one.code for one in found}
    assert all(one.message and one.remedy and len(one.message) < 400 for one in found)


def test_a_row_always_fits_an_entry():
    wide = ",".join(f"c{n}" for n in range(50))
    found = problems(
        f"account,state,when,{wide}\na,b,2030,{','.join(['y' * 100] * 50)}\n", Ledger.ACCESS
    )

    assert {one.code for one in found} == {"too-long"}


@pytest.mark.parametrize("ledger", list(Ledger))
def test_the_example_of_each_ledger_is_a_book(ledger):
    names = (
        *NAMES,
        Named(kind=Kind.FORCE, name="Eastland monitors", of="Eastland"),
        *(Named(kind=Kind.PLACE, name=name) for name in ("Harbour", "Bridge zone", "Ridge road")),
    )

    found = book(example(ledger).encode(), ledger=ledger, where="example.csv", names=names)

    assert len(found.postings) >= 2
    assert "stays" not in repr(found.postings)


LIST = "account,state,when,of,list,surname,forename,father,place of birth,circumstances,places\n"


def a_list(*rows):
    return LIST + "".join(f"{row}\n" for row in rows)


def test_a_column_a_list_does_not_read_stays_in_the_vault():
    found = read(
        a_list("Ada Example,held,2030-03-05,Northland,1,Example,Ada,,,,"), Ledger.DETAINEES
    )

    assert [one.account for one in found.postings] == [""]
    assert "account" in found.kept_back


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        (2, "EXAMPLE was taken at the mill"),  # the surname alone, in the person's own row
        (2, "a son of Otto"),  # the father's name
        (3, "taken with Ada Example"),  # somebody else's row
        (3, "taken with Example, Ada"),
        (3, "taken with Ada Maria Example"),
    ],
)
def test_a_cell_that_names_anyone_of_the_list_is_refused(row, cell):
    told = {2: "", 3: ""} | {row: f'"{cell}"'}

    [one] = problems(
        a_list(
            f",held,2030-03-05,Northland,1,Example,Ada,Otto,,{told[2]},",
            f",held,2030-03-05,Northland,2,Other,Bertha,Karl,,{told[3]},",
        ),
        Ledger.DETAINEES,
    )

    assert one.code == "names-a-person"
    assert one.where == f"book.csv, row {row}, column circumstances"


def test_a_word_that_is_also_somebodys_name_elsewhere_is_no_name():
    found = read(
        a_list(
            ",held,2030-03-05,Northland,1,Mill,Ada,unknown,Mill,status unknown,Mill",
            ",held,2030-03-05,Northland,2,Other,Bertha,Karl,Old Mill,taken at the mill,Mill",
        ),
        Ledger.DETAINEES,
    )

    assert [one.places for one in found.postings] == [("Mill",), ("Mill",)]
