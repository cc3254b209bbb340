import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.terms.claim import Bound, Quantity
from truceline.weighing.amount import counted, possible, unit

stated = st.builds(
    Quantity, value=st.integers(0, 10_000), unit=st.just("killed"), bound=st.sampled_from(Bound)
)


@given(stated, stated)
def test_that_two_numbers_agree_is_mutual(one, other):
    assert possible(one).meets(possible(other)) == possible(other).meets(possible(one))


@given(stated)
def test_a_number_agrees_with_itself(one):
    assert possible(one).meets(possible(one))


@pytest.mark.parametrize(
    ("bound", "value", "agrees"),
    [
        (Bound.EXACT, 1960, True),
        (Bound.ABOUT, 2000, True),
        (Bound.ABOUT, 2177, True),
        (Bound.ABOUT, 2178, False),
        (Bound.ABOUT, 1782, True),
        (Bound.ABOUT, 1781, False),
        (Bound.AT_LEAST, 1960, True),
        (Bound.AT_LEAST, 1961, False),
        (Bound.MORE_THAN, 1959, True),
        (Bound.MORE_THAN, 1960, False),
        (Bound.AT_MOST, 1960, True),
        (Bound.AT_MOST, 1959, False),
        (Bound.EXACT, 1961, False),
    ],
)
def test_what_agrees_with_1960_exactly(bound, value, agrees):
    exact = Quantity(value=1960, unit="personnel")

    assert possible(Quantity(value=value, unit="x", bound=bound)).meets(possible(exact)) is agrees


@pytest.mark.parametrize("word", ["servicemen", "Soldiers", " troops ", "peacekeepers"])
def test_words_for_one_unit_are_one(word):
    assert unit(word) == "personnel"


def test_an_unknown_unit_is_only_itself():
    assert unit("observation posts") != unit("posts")


def test_a_unit_counted_twice_in_one_claim_is_left_out():
    soldiers, civilians, tanks = (
        Quantity(value=3, unit="dead"),
        Quantity(value=4, unit="killed"),
        Quantity(value=5, unit="tanks"),
    )

    assert counted((soldiers, civilians, tanks)) == {"tanks": tanks}
