from dataclasses import replace
from datetime import date

import pytest

from truceline.ledgers.forces import page
from truceline.terms.agreement import Amendment, Amends, Obligation
from truceline.weighing.held import Held

AS_OF = date(2030, 6, 30)
THERE = {"act": "deployment", "by": "Third Force"}


@pytest.fixture
def made(words, books):
    """The page of one ceiling, of what is told and of what is booked."""

    def made(*told, rows=(), limits=("1960 personnel",), amendments=(), as_of=AS_OF, **rest):
        claims = [words.claim(**({"doc": f"d{n}"} | THERE | each)) for n, each in enumerate(told)]
        accord = words.agreement(words.ceiling(*limits, actors=("Third Force",)))
        accord = replace(accord, amendments=amendments, **rest)
        held = words.held(*claims, agreements=(accord,))
        booked = [
            books.booked(
                "forces",
                *row[:3],
                **({"keeper": "Thirdland", "row": n} | (row[3] if row[3:] else {})),
            )
            for n, row in enumerate(rows, start=2)
        ]
        return page(books.on_record(held, *booked), as_of=as_of)

    return made


@pytest.fixture
def account(made):
    """The account that is held against the ceiling."""

    def account(*told, **rest):
        return made(*told, **rest).accounts[0]

    return account


def new_limit(kind, *numbers, agreed=date(2030, 3, 1)):
    return Amendment(
        id=f"{kind.value} of {agreed}",
        provision="accord/3",
        agreed=agreed,
        parties=("Northland", "Southland"),
        amends=kind,
        text="Another number.",
        source="",
        rendering="en",
        ceilings=numbers,
    )


def test_every_ceiling_has_an_account_even_if_nobody_states_a_number(made):
    found = made(limits=("1960 personnel", "90 tanks")).accounts

    assert [(one.clause, one.unit, one.limit) for one in found] == [
        ("accord/3", "personnel", "at most 1,960 personnel"),
        ("accord/3", "tanks", "at most 90 tanks"),
    ]
    assert {one.compares for one in found} == {
        "cannot tell: no source says how many are there (no number)"
    }


@pytest.mark.parametrize(
    ("number", "compares"),
    [
        ("1960 personnel", "within"),
        ("1961 personnel", "above"),
        ("1000 soldiers", "within"),
        ("about 2000 personnel", "cannot tell"),
        ("about 3000 personnel", "above"),
        ("about 1000 personnel", "within"),
        ("at least 1000 personnel", "cannot tell"),
        ("at least 1961 personnel", "above"),
        ("more than 1960 personnel", "above"),
        ("more than 1959 personnel", "cannot tell"),
        ("at most 1960 personnel", "within"),
        ("at most 5000 personnel", "cannot tell"),
    ],
)
@pytest.mark.parametrize("told", [True, False])
def test_above_only_where_the_least_the_number_can_mean_is_above(account, told, number, compares):
    found = (
        account({"number": number})
        if told
        else account(rows=[("stock", number, "2030-03-01", {"of": "Third Force"})])
    )

    assert found.compares.partition(":")[0] == compares
    assert found.compares.partition(": ")[2]


@pytest.mark.parametrize(
    ("number", "compares"),
    [
        ("100 personnel", "within"),
        ("99 personnel", "below"),
        ("about 105 personnel", "cannot tell"),
        ("at most 99 personnel", "below"),
        ("at least 5 personnel", "cannot tell"),
        ("at least 100 personnel", "within"),
    ],
)
def test_below_only_where_the_most_the_number_can_mean_is_below(words, number, compares):
    clause = words.ceiling("100 personnel")
    clause = replace(clause, obligation=Obligation.FLOOR, ceilings=(), floors=clause.ceilings)
    told = words.claim(**THERE, number=number)

    (found,) = page(words.held(told, agreements=(words.agreement(clause),)), as_of=AS_OF).accounts

    assert found.limit == "at least 100 personnel"
    assert found.compares.partition(":")[0] == compares


def test_a_number_is_shown_with_its_bound_and_whoever_states_it(account):
    (figure,) = account(
        {"number": "about 2000 peacekeepers", "says": "Envoy", "when": "2030-03"}
    ).figures

    assert (figure.book, figure.stated.value, figure.stated.bound, figure.says, figure.cites) == (
        "Northland",
        2000,
        "about",
        "Northland",
        ("1.1",),
    )
    assert figure.when.value == "2030-03"


def test_one_number_above_is_not_lost_among_those_within(account):
    found = account({"number": "1000 personnel"}, {"number": "2500 personnel"})

    assert found.compares.startswith("above: the least that claim 2.1 can mean")


def test_what_is_only_agreed_or_planned_is_shown_but_not_compared(account):
    found = account({"number": "2500 personnel", "modality": "planned"})

    assert [(one.stated.value, one.counts, one.note) for one in found.figures] == [
        (2500, False, "planned")
    ]
    assert found.compares.startswith("cannot tell: no source says how many are there (all numbers")


@pytest.mark.parametrize(
    "other",
    [
        {"by": "Northland"},
        {"by": ""},
        {"number": "2500 protesters"},
        {"act": "casualties"},
        {"denies": True},
    ],
)
def test_numbers_of_other_things_are_not_beside_the_ceiling(account, other):
    assert account({"number": "2500 personnel"} | other).figures == ()


def test_what_no_clause_limits_is_shown_by_whose_it_is_and_where(made):
    _, posts = made({"number": "27 observation posts", "act": "monitoring"}).accounts

    assert (posts.unit, posts.limit, posts.compares) == ("observation posts", "", "")
    assert [(one.book, one.best) for one in posts.stands] == [("reports", 27)]


def test_numbers_of_two_places_are_two_accounts(made):
    names = [
        one.name
        for one in made(
            {"number": "12 checkpoints", "place": "Mill"},
            {"number": "3 checkpoints", "place": "Ridge"},
        ).accounts[1:]
    ]

    assert names == ["checkpoints, Mill", "checkpoints, Ridge"]


@pytest.mark.parametrize(
    "other", [{"denies": True}, {"act": "casualties"}, {"number": "27 protesters"}, {"by": ""}]
)
def test_what_is_no_number_of_a_force_makes_no_account(made, other):
    assert len(made({"number": "27 observation posts"} | other).accounts) == 1


def test_a_number_for_the_state_counts_for_its_force(account):
    assert len(account({"number": "1000 personnel", "by": "Thirdland"}).figures) == 1


def test_without_an_agreement_there_is_nothing_to_compare():
    assert page(Held(), as_of=AS_OF).accounts == ()


def test_what_is_told_of_a_later_day_is_not_there_yet(account):
    assert account({"number": "2500 personnel", "when": "2030-07-01"}).figures == ()


def test_the_latest_word_of_a_party_stands_for_it(account):
    found = account(
        {"number": "2500 personnel", "when": "2030-03-01", "says": "Envoy"},
        {"number": "1900 personnel", "when": "2030-05-01", "says": "Speaker"},
    )

    (stand,) = found.stands
    assert (stand.book, stand.low, stand.best, stand.high) == ("Northland", 1900, 1900, 1900)
    assert found.compares.startswith("within")


def test_copies_of_one_wire_tell_one_number(words):
    told = [
        words.claim(**THERE, number="1000 personnel", doc="a"),
        words.claim(**THERE, number="1000 personnel", doc="b"),
        words.claim(**THERE, number="1200 personnel", doc="c"),
    ]
    accord = words.agreement(words.ceiling("1960 personnel"))
    copied, apart = (
        page(words.held(*told, copies=copies, agreements=(accord,)), as_of=AS_OF).accounts[0]
        for copies in ({"b": ("a",)}, {})
    )

    assert (copied.stands[0].best, apart.stands[0].best) == (None, 1000)


def test_what_a_person_found_unfounded_does_not_count(words):
    told = words.claim(**THERE, number="2500 personnel")
    accord = words.agreement(words.ceiling("1960 personnel"))
    held = words.held(told, agreements=(accord,), rulings={"1.1": ("unfounded", 9)})

    (found,) = page(held, as_of=AS_OF).accounts

    assert [(one.counts, one.note) for one in found.figures] == [
        (False, "found unfounded by head-of-mission")
    ]
    assert found.compares.startswith("cannot tell")


def test_those_said_to_have_left_are_not_those_there(account):
    found = account({"act": "withdrawal", "number": "2500 personnel"})

    assert [(one.measure, one.counts, one.note) for one in found.figures] == [
        ("out", False, "said to have left")
    ]


def test_an_amended_ceiling_holds_from_its_day_on(made, books):
    later = (new_limit(Amends.CEILING, books.amount("2600 personnel")),)
    told = {"number": "2500 personnel", "when": "2030-02-01"}

    before, after = (
        made(told, amendments=later, as_of=day).accounts[0].compares.partition(":")[0]
        for day in (date(2030, 2, 28), date(2030, 3, 1))
    )

    assert (before, after) == ("above", "within")


def test_nothing_is_compared_while_the_clause_is_suspended(account):
    paused = Amendment(
        id="pause",
        provision="accord/3",
        agreed=date(2030, 3, 1),
        parties=("Northland", "Southland"),
        amends=Amends.SUSPENSION,
        text="Nothing is owed in June.",
        source="",
        rendering="en",
        first=date(2030, 6, 1),
        last=date(2030, 6, 30),
    )

    found = account({"number": "2500 personnel"}, amendments=(paused,))

    assert found.compares == "cannot tell: suspended from 1 June 2030 to 30 June 2030"
    assert found.limit.endswith("(suspended from 1 June 2030 to 30 June 2030)")


def test_nothing_is_compared_once_the_clause_is_withdrawn(account):
    gone = new_limit(Amends.WITHDRAWN)

    found = account({"number": "2500 personnel"}, amendments=(gone,))

    assert found.compares == "cannot tell: withdrawn on 1 March 2030"


def test_nothing_is_compared_where_amendments_contradict_each_other(account, books):
    two = [
        replace(new_limit(Amends.CEILING, books.amount(number)), id=number)
        for number in ("2000 personnel", "3000 personnel")
    ]

    found = account({"number": "2500 personnel"}, amendments=tuple(two))

    assert found.compares == (
        "cannot tell: amendments contradict each other: 2000 personnel and 3000 personnel"
    )


def test_a_number_of_the_whole_month_is_no_later_than_one_that_goes_on(account):
    found = account(
        {"number": "1000 personnel", "when": "2030-01/..", "says": "Envoy"},
        {"number": "900 personnel", "when": "2030-06", "says": "Envoy"},
        as_of=date(2030, 6, 15),
    )

    assert [(one.low, one.high) for one in found.stands] == [(900, 1000)]


def test_one_voice_without_an_upper_end_leaves_the_reports_without_one(account):
    found = account({"number": "at least 1000 personnel"}, {"number": "900 personnel"})

    assert [(one.low, one.high) for one in found.stands] == [(900, None)]


def test_nothing_is_owed_before_the_agreement_is_in_force(account):
    found = account({"number": "2500 personnel", "when": "2029"}, as_of=date(2029, 12, 31))

    assert found.compares == "cannot tell: not in force before 1 January 2030"


def test_each_book_stands_by_itself_with_the_difference(account):
    found = account(
        {"number": "about 2000 personnel", "when": "2030-06"},
        rows=[
            ("stock", "1900 personnel", "2030-03-01", {"of": "Third Force"}),
            ("in", "60 personnel", "2030-04-01", {"of": "Third Force", "rotation": "first"}),
            ("out", "50 personnel", "2030-04-02", {"of": "Third Force", "rotation": "first"}),
            ("stock", "2100 personnel", "2030-05-01", {"of": "Third Force", "keeper": "Southland"}),
            ("stock", "2000 personnel", "2030-05-01", {"of": "Third Force", "keeper": "Centre"}),
        ],
    )

    assert [(one.book, one.low, one.high) for one in found.stands] == [
        ("Southland", 2100, 2100),
        ("Thirdland", 1910, 1910),
        ("Centre", 2000, 2000),
        ("reports", 1800, 2200),
    ]
    assert found.difference == (
        "Southland has 2,100, Thirdland has 1,910, Centre has 2,000 and reports have 1,800 to "
        "2,200 personnel: 190 to 400 apart."
    )
    assert [one.note for one in found.figures if one.book != "reports"] == [
        "declared",
        "declared, rotation",
        "declared, rotation",
        "alleged",
        "observed",
    ]
    assert found.compares.startswith("above: the least that Southland's book and Centre's book")


def test_a_kept_book_is_not_changed_by_what_its_keeper_says_elsewhere(account):
    found = account(
        {"number": "2500 personnel", "when": "2030-05", "says": "Third Force"},
        rows=[("stock", "1900 personnel", "2030-03-01", {"of": "Third Force"})],
    )

    (stand,) = found.stands
    assert (stand.low, stand.high) == (1900, 1900)
    assert "Its keeper says otherwise elsewhere: 2,500 personnel (claim 1.1)." in stand.because
    assert found.compares.startswith("within")


def test_without_an_agreement_no_name_is_unknown(books):
    row = books.booked("forces", "stock", "5 personnel", "2030-03-01", of="Nowhere")

    found = page(books.on_record(Held(), row), as_of=AS_OF)

    assert (found.problems, [one.of for one in found.accounts]) == ((), ["Nowhere"])


def test_a_post_is_counted_by_itself_and_is_not_the_whole(made):
    whole, *posts = made(
        rows=[
            ("stock", "1200 personnel", "2030-03-01", {"of": "Third Force", "place": "Upper Mill"}),
            ("stock", "900 personnel", "2030-03-01", {"of": "Third Force", "place": "Lower Mill"}),
        ]
    ).accounts

    assert [(one.name, one.stands[0].low) for one in posts] == [
        ("personnel, Upper Mill", 1200),
        ("personnel, Lower Mill", 900),
    ]
    assert [(one.low, one.best, one.high) for one in whole.stands] == [(2100, None, None)]
    assert whole.compares.startswith("above")


def test_a_post_within_a_zone_that_is_counted_too_counts_once(made):
    whole, *_ = made(
        rows=[
            ("stock", "1200 personnel", "2030-03-01", {"of": "Third Force", "place": "Valley"}),
            ("stock", "900 personnel", "2030-03-01", {"of": "Third Force", "place": "Upper Mill"}),
        ]
    ).accounts

    assert [one.low for one in whole.stands] == [1200]


def test_a_post_outside_the_places_of_the_clause_is_not_under_it(words, books):
    clause = replace(words.ceiling("1960 personnel"), places=("Valley",))
    rows = [
        books.booked("forces", "stock", "9 personnel", "2030-03-01", keeper="Thirdland", place=name)
        for name in ("Upper Mill", "Free Plain")
    ]
    held = books.on_record(words.held(agreements=(words.agreement(clause),)), *rows)

    assert [(one.name, one.clause) for one in page(held, as_of=AS_OF).accounts] == [
        ("personnel", "accord/3"),
        ("personnel, Upper Mill", "accord/3"),
        ("personnel, Free Plain", ""),
    ]


def test_a_category_of_its_own_is_held_against_no_clause(made):
    limited, officers = made(
        rows=[
            ("stock", "200 personnel", "2030-03-01", {"of": "Third Force", "account": "officers"})
        ]
    ).accounts

    assert (limited.stands, officers.name, officers.clause) == ((), "officers", "")


def test_the_force_of_another_side_is_not_under_the_ceiling(made):
    limited, other = made(
        rows=[("stock", "5000 personnel", "2030-03-01", {"keeper": "Northland"})]
    ).accounts

    assert (limited.stands, other.of, other.limit) == ((), "Northland", "")


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("stock", "5 hectares", "2030-03-01"), "unit-does-not-fit"),
        (("stock", "5 tanks", "2030-03-01", {"account": "personnel"}), "unit-does-not-fit"),
        (("stock", None, "2030-03-01", {"account": "guards"}), "unit-does-not-fit"),
        (("state", None, "2030-03-01", {"state": "open"}), "state-among-amounts"),
    ],
)
def test_a_row_that_counts_nothing_of_a_force_is_a_problem_and_the_rest_is_shown(made, row, code):
    found = made(rows=[row, ("stock", "5 personnel", "2030-03-01")])

    (problem,) = found.problems
    assert (problem.code, problem.where) == (
        code,
        "Thirdland's book of forces, row 2 (posting 1000.1)",
    )
    assert problem.remedy
    assert [one.low for one in found.accounts[0].stands] == [5]


def test_more_leaving_than_can_be_there_is_a_problem(made):
    found = made(
        rows=[("stock", "5 personnel", "2030-03-01"), ("out", "6 personnel", "2030-03-02")]
    )

    assert [one.code for one in found.problems] == ["negative-stock"]
    assert [one.counts for one in found.accounts[0].figures] == [True, False]


def test_the_page_says_who_watched(made):
    assert made().coverage.startswith("Nobody is on record as watching")


def test_the_course_has_a_stretch_for_every_change_of_a_book(account):
    found = account(
        {"number": "about 2000 personnel", "when": "2030-03"},
        rows=[
            ("stock", "5 personnel", "2030-03-01"),
            ("in", "6 personnel", "2030-03-05"),
        ],
    )

    assert [
        (one.book, one.first.isoformat(), one.last and one.last.isoformat(), one.low, one.high)
        for one in found.course
    ] == [
        ("Thirdland", "2030-03-01", "2030-03-04", 5, 5),
        ("Thirdland", "2030-03-05", None, 11, 11),
        ("reports", "2030-03-01", "2030-03-31", 1800, 2200),
    ]
