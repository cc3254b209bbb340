from datetime import UTC, date, datetime

import pytest

from truceline.compliance.applies import bound, in_place, in_time
from truceline.compliance.sentences import stretch
from truceline.terms.agreement import Agreement, Obligation, Provision, Rendering, Wording
from truceline.terms.claim import NARRATOR, Act, Actor, Claim, Modality, Quote
from truceline.terms.issued import Answer
from truceline.terms.names import Kind, Named
from truceline.terms.when import When
from truceline.weighing.span import Span, span

NAMED = (
    Named(kind=Kind.PARTY, name="Northland"),
    Named(kind=Kind.PARTY, name="Southland"),
    Named(kind=Kind.STATE, name="Eastland"),
    Named(kind=Kind.FORCE, name="Border guard", of="Southland"),
    Named(kind=Kind.PLACE, name="Valley"),
    Named(kind=Kind.PLACE, name="Zone", within="Valley"),
    Named(kind=Kind.PLACE, name="Village", within="Zone"),
    Named(kind=Kind.PLACE, name="Mill", within="Village"),
    Named(kind=Kind.PLACE, name="Harbour", within="Southland"),
    Named(kind=Kind.PLACE, name="Road"),
)
AGREEMENT = Agreement(
    id="a",
    title="A",
    signed=date(2030, 3, 1),
    in_force=datetime(2030, 3, 1, 22, tzinfo=UTC),  # midnight in Kyiv, 2 March
    zone="Europe/Kyiv",
    parties=("Northland", "Southland"),
    named=NAMED,
    renderings=(Rendering(id="r", language="en", issuer="", status="", source=""),),
    provisions=(),
)


def provision(**fields) -> Provision:
    return Provision(
        **{
            "clause": "1",
            "title": "",
            "obligation": Obligation.STANDING_PROHIBITION,
            "bearers": ("Southland",),
            "acts": (Act.HOSTILITIES,),
            "wordings": (Wording(rendering="r", text=""),),
            **fields,
        }
    )


def claim(**fields) -> Claim:
    return Claim(
        **{
            "quote": Quote(document="0" * 64, start=0, end=1),
            "act": Act.HOSTILITIES,
            "says": (NARRATOR,),
            "rule": "by hand",
            **fields,
        }
    )


@pytest.mark.parametrize(
    ("places", "answer"),
    [
        (("Zone",), Answer.YES),
        (("Mill",), Answer.YES),
        (("Valley",), Answer.UNKNOWN),
        (("Road",), Answer.UNKNOWN),
        (("Atlantis",), Answer.UNKNOWN),
        (("Harbour",), Answer.NO),
        ((), Answer.UNKNOWN),
        (("Harbour", "Mill"), Answer.YES),
        (("Harbour", "Road"), Answer.UNKNOWN),
    ],
)
def test_a_place_is_inside_outside_or_open(places, answer):
    assert in_place(provision(places=("Zone",)), AGREEMENT, places=places).answer is answer


@pytest.mark.parametrize(
    ("actors", "answer"),
    [
        ((Actor(name="Southland"),), Answer.YES),
        ((Actor(name="Border guard"),), Answer.YES),
        ((Actor(name="person:1", of="Southland"),), Answer.YES),
        ((Actor(name="Northland"),), Answer.NO),
        ((Actor(name="Eastland"),), Answer.NO),
        ((Actor(name="unknown gunmen"),), Answer.UNKNOWN),
        ((), Answer.UNKNOWN),
        ((Actor(name="Northland"), Actor(name="Southland")), Answer.YES),
    ],
)
def test_an_actor_is_bound_not_bound_or_open(actors, answer):
    assert bound(provision(), AGREEMENT, actors=actors).answer is answer


def test_a_state_named_for_its_force_is_neither_bound_nor_free():
    only_guard = provision(actors=("Border guard",))

    assert bound(only_guard, AGREEMENT, actors=(Actor(name="Southland"),)).answer is Answer.UNKNOWN


@pytest.mark.parametrize(
    ("first", "last", "answer"),
    [
        ("2030-03-02", "2030-03-02", Answer.YES),
        ("2030-03-01", "2030-03-01", Answer.NO),
        ("2030-03-01", "2030-03-02", Answer.UNKNOWN),
        ("2030-03-10", "2030-03-10", Answer.YES),
        ("2030-03-11", "2030-03-11", Answer.NO),
        ("2030-03-10", "2030-03-11", Answer.UNKNOWN),
    ],
)
def test_time_counts_from_entry_into_force_to_the_day_asked_about(first, last, answer):
    days = Span(first=date.fromisoformat(first), last=date.fromisoformat(last))

    assert in_time(AGREEMENT, days, until=date(2030, 3, 10)).answer is answer


def test_a_day_of_entry_into_force_at_noon_is_neither_before_nor_after():
    noon = Agreement(
        **{
            **{name: getattr(AGREEMENT, name) for name in AGREEMENT.__slots__},
            "in_force": datetime(2030, 3, 2, 10, tzinfo=UTC),
        }
    )
    that_day = Span(first=date(2030, 3, 2), last=date(2030, 3, 2))

    assert in_time(noon, that_day, until=date(2030, 3, 10)).answer is Answer.UNKNOWN


@pytest.mark.parametrize(
    ("when", "modality", "published", "expected"),
    [
        (None, Modality.HAPPENED, "2030-03-05", (None, "2030-03-05", False)),
        (None, Modality.ONGOING, "2030-03-05", ("2030-03-05", "2030-03-05", False)),
        ("2030-03", Modality.HAPPENED, "2030-03-05", ("2030-03-01", "2030-03-05", False)),
        ("2030-03-04", Modality.HAPPENED, None, ("2030-03-04", "2030-03-04", False)),
        ("2030-01/..", Modality.ONGOING, "2030-03-05", ("2030-01-01", "2030-03-05", True)),
        ("2030-03-09", Modality.HAPPENED, "2030-03-05", ("2030-03-09", "2030-03-09", False)),
        ("2030-03-04", Modality.PLANNED, "2030-03-05", (None, None, False)),
        (None, Modality.HAPPENED, None, (None, None, False)),
    ],
)
def test_the_days_of_a_claim_end_with_the_day_it_was_published(when, modality, published, expected):
    told = claim(when=When(value=when) if when else None, modality=modality)

    days = span(told, When(value=published) if published else None)

    first, last, throughout = expected
    assert days == Span(
        first=first and date.fromisoformat(first),
        last=last and date.fromisoformat(last),
        throughout=throughout,
    )


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ("2020-11-16", "on 16 November 2020"),
        ("2020-12", "in December 2020"),
        ("2025", "in 2025"),
        ("2020-11/..", "since November 2020"),
        ("../2020-11-30", "by 30 November 2020"),
        ("2020-09/2020-11-09", "between September 2020 and 9 November 2020"),
    ],
)
def test_a_sentence_is_never_more_precise_than_the_source(when, words):
    assert stretch(When(value=when)) == words
