import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.terms.when import When
from truceline.weighing.nearness import Speaks, compare, containment, periods, telling

FOR, AGAINST, CANNOT_SAY = Speaks.FOR, Speaks.AGAINST, Speaks.CANNOT_SAY


@pytest.fixture
def speaks(words):
    """What one comparison says of two claims."""
    places = containment([words.agreement()])

    def speaks(on, one, other):
        compared = compare(words.claim(**one), words.claim(**other), places=places)
        return next(each.speaks for each in compared if each.on == on)

    return speaks


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2030-03-01", "2030-03-01", FOR),
        ("2030-03-01", "2030-03-02", AGAINST),
        ("2030-03-01/2030-03-02", "2030-03-02", FOR),
        ("2030-03-01", None, CANNOT_SAY),
        (None, None, CANNOT_SAY),
        ("2030", "2030-11-16", CANNOT_SAY),
        ("2030-11", "2030-11", CANNOT_SAY),
        ("2030", "2031-11-16", AGAINST),
        ("2030-11/..", "2031-11-16", CANNOT_SAY),
        ("2030-11/..", "2030-10-31", AGAINST),
        ("../2030-11-30", "2030-12-01", AGAINST),
        ("../2030-11-30", "2030-11-30", CANNOT_SAY),
    ],
)
def test_only_two_pinned_periods_speak_for_one_event(speaks, one, other, expected):
    assert speaks("period", {"when": one}, {"when": other}) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Upper Mill", "Upper Mill", FOR),
        ("Upper Mill; Lower Mill", "Lower Mill", FOR),
        ("Upper Mill", "Lower Mill", AGAINST),
        ("Upper Mill", "", CANNOT_SAY),
        ("Upper Mill", "Valley", CANNOT_SAY),
        ("Upper Mill", "Northland", CANNOT_SAY),
        ("Upper Mill", "Southland", AGAINST),
        ("Free Plain", "Upper Mill", AGAINST),
        ("Free Plain", "Southland", CANNOT_SAY),  # the agreement puts it in no state
        ("Nowhere on the map", "Valley", CANNOT_SAY),
        ("Nowhere on the map", "Upper Mill", AGAINST),
        ("Nowhere on the map", "Not there either", AGAINST),
    ],
)
def test_a_place_that_may_hold_the_other_speaks_neither_way(speaks, one, other, expected):
    assert speaks("place", {"place": one}, {"place": other}) is expected


@pytest.mark.parametrize(
    ("act", "one", "other", "expected"),
    [
        ("deployment", "Third Force", "Thirdland", FOR),
        ("deployment", "Thirdland", "Southland", AGAINST),
        ("deployment", "Thirdland", "", CANNOT_SAY),
        ("deployment", "Thirdland", "armed men", CANNOT_SAY),
        ("hostilities", "Northland", "Southland", CANNOT_SAY),
        ("meeting", "Envoy; General", "Southland; Third Force", FOR),
    ],
)
def test_other_doers_make_another_event_unless_the_doer_is_what_accounts_differ_on(
    speaks, act, one, other, expected
):
    assert speaks("actors", {"act": act, "by": one}, {"act": act, "by": other}) is expected


def test_giver_and_taker_of_one_transfer_are_not_two_events(speaks):
    given, taken = (
        {"act": "transfer", "by": "Southland", "to": "Northland"},
        {"act": "transfer", "by": "Northland"},
    )

    assert speaks("actors", given, taken) is FOR


def test_acts_of_two_kinds_are_two_events(speaks):
    assert speaks("act", {"act": "meeting"}, {"act": "agreement"}) is AGAINST


def test_every_comparison_gives_its_reason(words):
    for compared in compare(words.claim(), words.claim(act="access", when="2030")):
        assert compared.because


def test_a_circle_of_places_ends(words):
    circle = [
        type(place)(kind=place.kind, name=place.name, within=around)
        for place, around in zip(
            words.agreement().named[3:5], ("Upper Mill", "Valley"), strict=True
        )
    ]
    places = containment([type("Signed", (), {"named": circle})])

    assert places.within["Valley"] == {"Upper Mill"}


days = st.dates().filter(lambda day: day.year > 999).map(lambda day: When(value=str(day)))


@given(st.one_of(st.none(), days), st.one_of(st.none(), days))
def test_comparing_periods_is_mutual(words, one, other):
    a, b = (telling(words.claim(when=when.value if when else None)) for when in (one, other))

    assert periods(a, b) is periods(b, a)
