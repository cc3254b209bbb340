from dataclasses import replace
from datetime import date

import msgspec
import pytest

from truceline.ledgers.casualties import page
from truceline.terms.entry import Dated, Sure
from truceline.terms.when import When
from truceline.weighing.held import Held

AS_OF = date(2030, 6, 30)
HIT = {"act": "casualties", "when": "2030-03-01", "place": "Upper Mill", "number": "3 killed"}


@pytest.fixture
def made(words, books):
    """The page of what is told and of what is booked."""

    def made(*told, rows=(), as_of=AS_OF, **rest):
        claims = [words.claim(**({"doc": f"d{n}"} | HIT | each)) for n, each in enumerate(told)]
        held = words.held(*claims, agreements=(words.agreement(),), **rest)
        booked = [
            books.booked(
                "casualties",
                *row[:3],
                **({"account": "killed", "row": n} | (row[3] if row[3:] else {})),
            )
            for n, row in enumerate(rows, start=2)
        ]
        return page(books.on_record(held, *booked), as_of=as_of)

    return made


@pytest.fixture
def tolls(made):
    """What each book of each account comes to."""

    def tolls(*told, **rest):
        return {
            (one.name, stand.book): (stand.low, stand.best, stand.high)
            for one in made(*told, **rest).accounts
            for stand in one.stands
        }

    return tolls


def test_without_anything_there_is_nothing():
    assert page(Held(), as_of=AS_OF).accounts == ()


def test_accounts_of_one_incident_count_the_same_people(tolls):
    found = tolls({}, {"number": "5 killed"}, {"number": "5 killed"})

    assert found == {("killed", "all accounts"): (3, 5, 5)}


def test_copies_of_one_wire_count_once(tolls):
    told = {}, {"number": "5 killed"}, {"number": "5 killed"}

    found = tolls(*told, copies={"d2": ("d1",)})

    assert found == {("killed", "all accounts"): (3, 3, 5)}


def test_the_latest_word_of_one_voice_stands_for_it(tolls):
    speaker = {"says": "Speaker"}

    found = tolls(speaker, speaker | {"number": "5 killed"})

    assert found == {("killed", "Northland"): (5, 5, 5), ("killed", "all accounts"): (5, 5, 5)}


def test_incidents_of_different_days_add_up(tolls):
    found = tolls({}, {"when": "2030-04-01", "number": "2 killed"})

    assert found == {("killed", "all accounts"): (5, 5, 5)}


def test_a_total_over_a_period_is_not_added_to_its_days(tolls):
    found = tolls({}, {"when": "2030-03", "place": "", "number": "at least 10 killed"})

    assert found == {("killed", "all accounts"): (10, 10, None)}


def test_a_total_since_a_day_holds_what_happened_until_it_was_said(tolls):
    found = tolls({}, {"when": "2030-01/..", "place": "", "number": "10 killed"})

    assert found == {("killed", "all accounts"): (10, 10, 10)}


def test_a_number_without_a_time_is_shown_and_counts_nowhere(made):
    (account,) = made({"when": None, "number": "6000 killed"}).accounts

    assert account.stands == ()
    assert [(one.stated.value, one.counts, one.note) for one in account.figures] == [
        (6000, False, "no time is given: nobody can say what else it holds")
    ]


def test_wounded_are_not_killed(tolls):
    assert tolls({}, {"number": "7 injured"}) == {
        ("killed", "all accounts"): (3, 3, 3),
        ("wounded", "all accounts"): (7, 7, 7),
    }


def test_whose_people_were_hit_only_the_target_tells(tolls):
    found = tolls({"by": "Southland"}, {"when": "2030-04-01", "to": "Northland", "by": "Southland"})

    assert found == {
        ("killed", "all accounts"): (6, 6, 6),
        ("killed, Northland", "all accounts"): (3, 3, 3),
        ("killed, by or of Southland", "all accounts"): (3, 3, 3),
    }


def test_a_lot_in_all_does_not_repeat_the_one_side_that_is_told_of(tolls):
    assert tolls({"by": "Southland"}) == {("killed, by or of Southland", "all accounts"): (3, 3, 3)}


def test_numbers_that_name_different_sides_may_be_of_different_people(tolls):
    found = tolls({"by": "Northland"}, {"by": "Southland", "number": "4 killed"})

    assert found[("killed", "all accounts")] == (4, None, 7)


def test_parties_that_tell_of_different_people_do_not_differ(made):
    own = (
        {"by": "Northland", "says": "Speaker"},
        {
            "by": "Southland",
            "says": "General",
            "number": "9 killed",
        },
    )
    same = own[0], own[1] | {"by": "Northland"}

    assert [one.difference for one in made(*own).accounts] == ["", "", ""]
    assert made(*same).accounts[0].difference.startswith("Northland has 3, Southland has 9")


def test_the_sides_of_one_incident_are_parts_of_its_whole(tolls):
    found = tolls(
        {"to": "Northland", "number": "3 killed"},
        {"to": "Southland", "number": "4 killed"},
        {"number": "7 killed"},
    )

    assert found[("killed", "all accounts")] == (7, 7, 7)


def test_a_denial_that_names_nobody_leaves_room_for_nobody(made):
    found = made({"says": "Speaker"}, {"says": "General", "denies": True, "number": ""})

    (account,) = found.accounts
    assert [(one.book, one.low, one.high) for one in account.stands] == [
        ("Northland", 3, 3),
        ("all accounts", 0, 3),
    ]
    assert [(one.book, one.counts, one.note) for one in account.figures] == [
        ("Northland", True, ""),
        ("Southland", False, "denied"),
    ]
    assert "Of 1 event somebody says that it was nobody." in account.stands[1].because


def test_a_denial_of_having_done_it_changes_no_number(tolls):
    denial = {"says": "General", "by": "Southland", "denies": True, "number": ""}

    assert tolls({"by": "Southland"}, denial)[("killed", "all accounts")] == (3, 3, 3)


def test_what_was_found_unfounded_does_not_count(made):
    (account,) = made({}, rulings={"1.1": ("unfounded", 9)}).accounts

    assert (account.stands, [one.counts for one in account.figures]) == ((), [False])


def test_of_several_targets_nobody_knows_whose_people_they_were(tolls):
    assert tolls({"to": "Northland; Southland"}) == {("killed", "all accounts"): (3, 3, 3)}


def test_a_verified_denial_leaves_nobody_counted(made):
    denial = {"says": "General", "denies": True, "number": ""}

    (account,) = made({"says": "Speaker"}, denial, rulings={"2.1": ("verified", 9)}).accounts

    assert (account.stands, account.figures[0].note) == ((), "found unfounded")


def test_who_takes_its_own_word_back_lowers_nothing_for_others(tolls):
    found = tolls({"says": "Speaker"}, {"says": "Speaker", "denies": True, "number": ""})

    assert found[("killed", "all accounts")] == (3, 3, 3)


def test_a_total_holds_nothing_that_happened_after_it_was_said(words):
    total = words.claim(
        **(HIT | {"when": "2030-01/..", "place": "", "number": "10 killed"}), doc="a"
    )
    held = words.held(total, words.claim(**HIT, doc="b"), agreements=(words.agreement(),))
    said = Dated(when=When(value="2030-02-01"), sure=Sure.TOLD, because="")
    documents = held.documents | {"a": msgspec.structs.replace(held.documents["a"], published=said)}

    (account,) = page(replace(held, documents=documents), as_of=AS_OF).accounts

    assert [(one.low, one.high) for one in account.stands] == [(13, 13)]


def test_a_total_of_a_province_holds_its_villages(tolls):
    found = tolls({}, {"when": "2030-03", "place": "Valley", "number": "10 killed"})

    assert found == {("killed", "all accounts"): (10, 10, 10)}


def test_who_keeps_a_book_stands_there_once(made):
    found = made(
        {"to": "Northland", "says": "Speaker"},
        rows=[("stock", "9 people", "2030-03-01", {"of": "Northland"})],
    )

    assert [(one.book, one.low) for one in found.accounts[1].stands] == [
        ("Northland", 9),
        ("all accounts", 3),
    ]


def test_parts_raise_the_least_of_an_open_whole(tolls):
    found = tolls(
        rows=[
            ("stock", "at least 3 people", "2030-03-01", {"of": "Northland"}),
            ("stock", "4 civilians", "2030-03-01", {"of": "Northland"}),
        ]
    )

    assert found[("killed, Northland", "Northland")] == (4, None, None)


def test_a_forecast_counts_nobody(made):
    (account,) = made({"modality": "predicted"}).accounts

    assert [(one.counts, one.note) for one in account.figures] == [(False, "foretold")]


def test_what_is_told_of_a_later_day_has_not_happened(made):
    assert made({"when": "2030-07-01"}).accounts == ()


def test_both_books_stand_beside_the_reports_with_the_difference(made):
    found = made(
        {"to": "Northland"},
        rows=[
            ("in", "4 people", "2030-03-01", {"of": "Northland"}),
            ("in", "1 people", "2030-03-02", {"of": "Northland", "keeper": "Southland"}),
        ],
    )

    account = found.accounts[1]
    assert account.name == "killed, Northland"
    assert [(one.book, one.low) for one in account.stands] == [
        ("Northland", 4),
        ("Southland", 1),
        ("all accounts", 3),
    ]
    assert account.difference == (
        "Northland has at least 4, Southland has at least 1 and all accounts have 3 killed: "
        "at least 1 apart."
    )


def test_a_book_of_totals_and_days_counts_nobody_twice(tolls):
    found = tolls(
        rows=[
            ("stock", "10 people", "2030-01-01", {"of": "Northland"}),
            ("in", "6 people", "2030-03", {"of": "Northland"}),
            ("in", "4 people", "2030-03-01", {"of": "Northland", "place": "Upper Mill"}),
        ]
    )

    assert found[("killed, Northland", "Northland")] == (16, 16, 16)


def test_civilians_women_and_children_stand_apart_as_parts(tolls):
    found = tolls(
        rows=[
            ("stock", "10 people", "2030-03-01", {"of": "Northland"}),
            ("stock", "4 civilians", "2030-03-01", {"of": "Northland"}),
            (
                "stock",
                "1 people",
                "2030-03-01",
                {"of": "Northland", "status": "civilian", "sex": "F"},
            ),
            ("stock", "2 people", "2030-03-01", {"of": "Northland", "age": "minor"}),
        ]
    )

    assert found == {
        ("killed", "Northland"): (10, None, None),
        ("killed, Northland", "Northland"): (10, 10, 10),
        ("killed, civilians, Northland", "Northland"): (4, 4, 4),
        ("killed, civilians, female, Northland", "Northland"): (1, 1, 1),
        ("killed, children, Northland", "Northland"): (2, 2, 2),
    }


def test_a_whole_that_its_parts_exceed_does_not_balance(made):
    found = made(
        rows=[
            ("stock", "3 people", "2030-03-01", {"of": "Northland"}),
            ("stock", "4 civilians", "2030-03-01", {"of": "Northland"}),
        ]
    )

    stand = found.accounts[1].stands[0]
    assert (stand.low, stand.balances) == (3, False)
    assert "The parts of it come to at least 4, the whole to 3." in stand.because


def test_sides_come_in_the_order_of_the_agreement(made):
    found = made({"to": "Southland"}, {"to": "Northland", "when": "2030-04-01"})

    assert [one.name for one in found.accounts] == [
        "killed",
        "killed, Northland",
        "killed, Southland",
    ]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("in", "3 people", "2030-03-01", {"account": "eaten"}), "unknown-account"),
        (("in", "3 hectares", "2030-03-01"), "unit-does-not-fit"),
        (("in", "3 people", "2030-03-01", {"of": "Nowhere"}), "unknown-party"),
        (("state", None, "2030-03-01", {"state": "dead"}), "state-among-amounts"),
    ],
)
def test_a_row_that_does_not_fit_is_a_problem_and_the_rest_is_shown(made, row, code):
    found = made(rows=[row, ("in", "5 people", "2030-03-02", {"of": "Northland"})])

    (problem,) = found.problems
    assert (problem.code, problem.where) == (
        code,
        "Northland's book of casualties, row 2 (posting 1000.1)",
    )
    assert "killed, Northland" in {one.name for one in found.accounts}


def test_the_course_of_reports_adds_up_event_by_event(made):
    (account,) = made({}, {"when": "2030-04-01", "number": "2 killed"}).accounts

    assert [(one.first.isoformat(), one.low) for one in account.course] == [
        ("2030-03-01", 3),
        ("2030-04-01", 5),
    ]


def test_an_account_that_is_said_by_several_sides_is_in_the_book_of_each(made):
    (account,) = made({"says": "Speaker; General"}).accounts

    assert [one.book for one in account.figures] == ["Northland", "Southland"]


def test_the_page_says_who_watched(made):
    assert made().coverage.startswith("Nobody is on record as watching")


def test_the_record_only_grows_what_is_counted_of_its_own_day(words):
    claims = [words.claim(**HIT, doc="a"), words.claim(**(HIT | {"when": "2030-05-01"}), doc="b")]
    held = words.held(*claims, agreements=(words.agreement(),))
    known = replace(held, claims={"1.1": held.claims["1.1"]})

    assert page(held, as_of=date(2030, 4, 1)) == page(known, as_of=date(2030, 4, 1))
