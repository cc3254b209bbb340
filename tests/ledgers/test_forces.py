import pytest

from truceline.ledgers.forces import forces
from truceline.weighing.held import Held

THERE = {"act": "deployment", "by": "Third Force"}


@pytest.fixture
def rows(words):
    def rows(*told, limits=("1960 personnel",), actors=("Third Force",)):
        claims = [words.claim(**({"doc": f"d{n}"} | THERE | each)) for n, each in enumerate(told)]
        accord = words.agreement(words.ceiling(*limits, actors=actors))
        return forces(words.held(*claims, agreements=(accord,)))

    return rows


def test_every_ceiling_has_a_row_even_if_nobody_states_a_number(rows):
    found = rows(limits=("1960 personnel", "90 tanks"))

    assert [(row.clause, row.unit, row.at_most) for row in found] == [
        ("3", "personnel", 1960),
        ("3", "tanks", 90),
    ]
    assert {row.compares.partition(":")[0] for row in found} == {"cannot tell"}


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
def test_above_only_where_the_least_the_number_can_mean_is_above(rows, number, compares):
    (row,) = rows({"number": number})

    assert row.compares.partition(":")[0] == compares
    assert row.compares.partition(": ")[2]


def test_a_number_is_shown_with_its_bound_and_whoever_states_it(rows):
    (row,) = rows({"number": "about 2000 peacekeepers", "says": "Envoy", "when": "2030-03"})

    (stated,) = row.stated
    assert (stated.claim, stated.value, stated.bound, stated.says) == (
        "1.1",
        2000,
        "about",
        "Northland",
    )
    assert stated.when.value == "2030-03"


def test_one_number_above_is_not_lost_among_those_within(rows):
    (row,) = rows({"number": "1000 personnel"}, {"number": "2500 personnel"})

    assert row.compares.startswith("above: the least that claim 2.1 can mean")


def test_what_is_only_agreed_or_planned_is_shown_but_not_compared(rows):
    (row,) = rows({"number": "2500 personnel", "modality": "planned"})

    assert [stated.value for stated in row.stated] == [2500]
    assert row.compares.startswith("cannot tell: no source says how many are there")


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
def test_numbers_of_other_things_are_not_beside_the_ceiling(rows, other):
    (row,) = rows({"number": "2500 personnel"} | other)

    assert row.stated == ()


def test_a_number_for_the_state_counts_for_its_force(rows):
    (row,) = rows({"number": "1000 personnel", "by": "Thirdland"})

    assert len(row.stated) == 1


def test_without_an_agreement_there_is_nothing_to_compare():
    assert forces(Held()) == ()
