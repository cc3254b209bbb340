from dataclasses import replace
from datetime import date

import pytest

from truceline.ledgers.weapons import page
from truceline.terms.agreement import Obligation
from truceline.terms.claim import Quantity
from truceline.weighing.held import Held

AS_OF = date(2030, 6, 30)
SITE = {"account": "howitzers", "calibre": "122 mm", "place": "Upper Mill", "of": "Northland"}
SIGHTED = {
    "act": "deployment",
    "by": "Northland",
    "place": "Upper Mill",
    "when": "2030-03-01",
    "number": "2 howitzers",
}


@pytest.fixture
def made(words, books):
    """The page of what is told and of what is booked, under a clause that bans arms in Valley."""

    def made(*told, rows=(), as_of=AS_OF, ban="Valley"):
        claims = [words.claim(**({"doc": f"d{n}"} | SIGHTED | each)) for n, each in enumerate(told)]
        clause = replace(
            words.ceiling(),
            obligation=Obligation.STANDING_PROHIBITION,
            title="No heavy arms in the valley",
            bearers=("Northland", "Southland"),
            actors=(),
            places=(ban,),
        )
        accord = words.agreement(clause)
        booked = [
            books.booked("weapons", *row[:3], **({"row": n} | SITE | (row[3] if row[3:] else {})))
            for n, row in enumerate(rows, start=2)
        ]
        return page(
            books.on_record(words.held(*claims, agreements=(accord,)), *booked), as_of=as_of
        )

    return made


def test_without_anything_there_is_nothing():
    assert page(Held(), as_of=AS_OF).accounts == ()


def test_types_calibres_sides_and_sites_are_counted_by_themselves(made):
    found = made(
        rows=[
            ("stock", "12 howitzers", "2030-01-01"),
            ("stock", "6 howitzers", "2030-01-01", {"calibre": "152 mm"}),
            ("stock", "4 howitzers", "2030-01-01", {"of": "Southland", "keeper": "Southland"}),
            ("stock", "3 howitzers", "2030-01-01", {"place": "Lower Mill"}),
            ("stock", "2 tanks", "2030-01-01", {"account": "tanks"}),
        ]
    )

    assert [(one.name, one.stands[0].low) for one in found.accounts] == [
        ("howitzers, 122 mm, Northland, Upper Mill, declared", 12),
        ("howitzers, 122 mm, Northland, Lower Mill, declared", 3),
        ("howitzers, 122 mm, Southland, Upper Mill, declared", 4),
        ("howitzers, 152 mm, Northland, Upper Mill, declared", 6),
        ("tanks, 122 mm, Northland, Upper Mill, declared", 2),
    ]


def test_a_party_declares_its_own_and_others_have_seen_it(made):
    found = made(
        rows=[
            ("stock", "12 pieces", "2030-01-01"),
            ("stock", "11 pieces", "2030-02-01", {"keeper": "Mission"}),
            ("stock", "9 pieces", "2030-02-01", {"keeper": "Southland"}),
        ],
        ban="Free Plain",
    )

    assert [(one.name.split(", ")[-1], [s.book for s in one.stands]) for one in found.accounts] == [
        ("declared", ["Northland"]),
        ("seen", ["Southland", "Mission"]),
    ]
    assert found.accounts[1].difference == (
        "Southland has 9 and Mission has 11 howitzers: 2 apart."
    )


@pytest.mark.parametrize(
    ("stored", "missing", "compares"),
    [
        ("12 pieces", None, "within: as many are stored as are declared and not missing"),
        ("11 pieces", "1 pieces", "within: as many are stored as are declared and not missing"),
        ("10 pieces", "1 pieces", "below: Mission has 10 stored where 11 should be"),
        ("13 pieces", None, "above: Mission has 13 stored where 12 should be"),
        ("about 12 pieces", None, "cannot tell: the numbers leave room"),
        ("at least 5 pieces", None, "cannot tell: the numbers leave room"),
    ],
)
def test_stored_is_held_against_declared_less_missing(made, stored, missing, compares):
    seen = {"keeper": "Mission", "status": "stored"}
    gone = [("stock", missing, "2030-02-01", seen | {"status": "missing"})] if missing else []

    found = made(
        rows=[("stock", "12 pieces", "2030-01-01"), ("stock", stored, "2030-02-01", seen), *gone]
    )

    account = next(one for one in found.accounts if one.name.endswith("stored"))
    assert account.compares == compares
    assert account.limit == f"declared 12{', less 1 missing' if missing else ''}"


def test_the_owners_own_declaration_goes_before_what_others_say_it_declared(made):
    found = made(
        rows=[
            ("stock", "12 pieces", "2030-01-01"),
            ("stock", "9 pieces", "2030-01-01", {"keeper": "Southland", "status": "declared"}),
            ("stock", "12 pieces", "2030-02-01", {"keeper": "Mission", "status": "stored"}),
        ]
    )

    assert found.accounts[1].compares.startswith("within")


def test_no_clause_forbids_anything_before_it_is_in_force(made):
    (account,) = made({"when": "2029-12-01"}, as_of=date(2029, 12, 31)).accounts

    assert (account.clause, account.compares) == ("", "")


def test_without_a_declaration_nothing_is_held_against_it(made):
    (account,) = made(rows=[("stock", "5 pieces", "2030-02-01", {"status": "stored"})]).accounts

    assert (account.limit, account.compares) == ("", "")


def test_what_is_taken_out_is_no_longer_stored(made):
    found = made(
        rows=[
            ("stock", "12 pieces", "2030-02-01", {"status": "stored"}),
            ("out", "2 pieces", "2030-02-03", {"status": "stored"}),
        ]
    )

    assert [(one.low, one.high) for one in found.accounts[0].stands] == [(10, 10)]


def test_a_sighting_where_none_may_be_is_said_and_judged_by_nobody(made):
    (account,) = made({}).accounts

    assert account.name == "howitzers, Northland, Upper Mill, seen"
    assert (account.clause, account.limit) == (
        "accord/3",
        "none there: No heavy arms in the valley",
    )
    assert account.limits == (Quantity(value=0, unit="howitzers", bound="at most"),)
    assert account.compares == "above: none may be there, and it is said by reports 2"
    assert "violation" not in repr(account)


@pytest.mark.parametrize(
    "other",
    [{"place": "Free Plain"}, {"by": "Third Force"}, {"place": ""}],
)
def test_a_sighting_elsewhere_or_of_others_is_under_no_clause(made, other):
    (account,) = made(other).accounts

    assert (account.clause, account.compares) == ("", "")


def test_a_denied_sighting_is_shown_and_counts_nothing(made):
    (account,) = made({"denies": True}).accounts

    assert ([one.note for one in account.figures], account.stands) == (["denied"], ())


def test_people_are_no_weapons(made):
    assert made({"number": "40 personnel"}).accounts == ()


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("stock", "3 hectares", "2030-03-01"), "unit-does-not-fit"),
        (("stock", "3 tanks", "2030-03-01"), "unit-does-not-fit"),
        (("stock", "3 pieces", "2030-03-01", {"status": "polished"}), "unknown-status"),
        (("stock", "3 pieces", "2030-03-01", {"of": "Nowhere"}), "unknown-party"),
        (("state", None, "2030-03-01", {"state": "locked"}), "state-among-amounts"),
        (("out", "9 pieces", "2030-03-03"), "negative-stock"),
    ],
)
def test_a_row_that_does_not_fit_is_a_problem_and_the_rest_is_shown(made, row, code):
    found = made(rows=[row, ("stock", "5 pieces", "2030-03-02")])

    assert [one.code for one in found.problems] == [code]
    assert 5 in [one.low for account in found.accounts for one in account.stands]


def test_the_page_says_who_watched(made):
    assert made().coverage.startswith("Nobody is on record as watching")
