"""What is thought of once for all claims is what would be thought of each on its own."""

from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.compliance.applies import Reach
from truceline.compliance.evidence import Bearing, gather, placed
from truceline.compliance.hearing import Heard, Hearing, standings
from truceline.compliance.meeting import meeting
from truceline.terms.agreement import (
    Agreement,
    Amendment,
    Amends,
    Obligation,
    Provision,
    Rendering,
    Wording,
)
from truceline.terms.claim import NARRATOR, Act, Actor, Claim, Modality, Quantity, Quote
from truceline.terms.entry import Dated, Ruling, Sure
from truceline.terms.names import Kind, Named
from truceline.terms.when import When
from truceline.weighing.amended import amended
from truceline.weighing.held import Document, Held, Judged
from truceline.weighing.incident import Incident, Standing
from truceline.weighing.span import Span, span

START = date(2030, 3, 1)
ACTS = (Act.HOSTILITIES, Act.ACCESS, Act.DEPLOYMENT)
ACTORS = tuple(
    Actor(name=name) for name in ("Northland", "Southland", "Border guard", "Somebody", "Eastland")
)
PLACES = ("Valley", "Zone", "Village", "Harbour", "Road", "Atlantis")
AGREEMENT = Agreement(
    id="a",
    title="A",
    signed=START,
    in_force=datetime(2030, 3, 1, 12, tzinfo=UTC),
    zone="UTC",
    parties=("Northland", "Southland"),
    named=(
        Named(kind=Kind.PARTY, name="Northland"),
        Named(kind=Kind.PARTY, name="Southland"),
        Named(kind=Kind.STATE, name="Eastland"),
        Named(kind=Kind.FORCE, name="Border guard", of="Southland"),
        Named(kind=Kind.PLACE, name="Valley"),
        Named(kind=Kind.PLACE, name="Zone", within="Valley"),
        Named(kind=Kind.PLACE, name="Village", within="Zone"),
        Named(kind=Kind.PLACE, name="Harbour", within="Southland"),
    ),
    renderings=(Rendering(id="r", language="en", issuer="", status="", source=""),),
    provisions=(
        Provision(
            clause="1",
            title="",
            obligation=Obligation.STANDING_DUTY,
            bearers=("Southland",),
            acts=(Act.ACCESS, Act.DEPLOYMENT),
            adverse=(Act.HOSTILITIES,),
            places=("Zone",),
            ceilings=(Quantity(value=10, unit="personnel"),),
            wordings=(Wording(rendering="r", text=""),),
        ),
    ),
)
COMMON = {
    "provision": "a/1",
    "parties": ("Northland", "Southland"),
    "text": "-",
    "source": "-",
    "rendering": "r",
}
AMENDMENTS = (
    Amendment(
        **COMMON,
        id="s",
        agreed=START,
        amends=Amends.SUSPENSION,
        first=START + timedelta(days=10),
        last=START + timedelta(days=20),
    ),
    Amendment(
        **COMMON,
        id="c",
        agreed=START + timedelta(days=15),
        amends=Amends.CEILING,
        ceilings=(Quantity(value=20, unit="personnel"),),
    ),
)
UNTIL = START + timedelta(days=40)

days = st.integers(-20, 60).map(lambda n: (START + timedelta(days=n)).isoformat())
whens = st.one_of(
    st.none(),
    days.map(lambda day: When(value=day)),
    days.map(lambda day: When(value=f"../{day}")),
    days.map(lambda day: When(value=f"{day}/..")),
    st.sampled_from(["2030-02", "2030-03", "2030-04", "2030"]).map(lambda value: When(value=value)),
)
claims = st.builds(
    Claim,
    quote=st.integers(0, 3).map(lambda n: Quote(document=f"{n:064}", start=0, end=1)),
    act=st.sampled_from(ACTS),
    says=st.sampled_from(((NARRATOR,), (ACTORS[0],), (ACTORS[2], NARRATOR))),
    actors=st.lists(st.sampled_from(ACTORS), max_size=2).map(tuple),
    places=st.lists(st.sampled_from(PLACES), max_size=2, unique=True).map(tuple),
    when=whens,
    modality=st.sampled_from(Modality),
    denies=st.booleans(),
    rule=st.just("law"),
)


def held(told):
    documents = {
        f"{n:064}": Document(
            sha256=f"{n:064}",
            entry=n,
            media_type="text/plain",
            size=1,
            source="",
            published=dated(START + timedelta(days=n * 12)) if n else None,
        )
        for n in range(4)
    }
    rulings = {
        name: Judged(ruling=ruling, reason="-", by="desk", entry=99)
        for name, ruling in (("3.1", Ruling.UNFOUNDED), ("4.1", Ruling.VERIFIED))
    }
    return Held(
        agreements=MappingProxyType({"a": AGREEMENT}),
        documents=MappingProxyType(documents),
        claims=MappingProxyType(told),
        rulings=MappingProxyType(rulings),
    )


def dated(day):
    return Dated(when=When(value=day.isoformat()), sure=Sure.TOLD, because="law")


def incidents(told):
    every = tuple(Standing)
    return [
        Incident(
            id=f"incident-{name}",
            act=claim.act,
            when=claim.when,
            places=claim.places,
            actors=claim.actors,
            standing=every[int(name.partition(".")[0]) % len(every)],
            because="-",
            claims=(name,),
            origins=1,
        )
        for name, claim in told.items()
    ]


def bearings(told, *, places=("Zone",)):
    known = held(told)
    hearing = Hearing(AGREEMENT, known, standings=standings(incidents(told)))
    text = amended(AGREEMENT.provisions[0], AMENDMENTS, on=UNTIL)
    found = gather(text, hearing, until=UNTIL)
    if places == text.provision.places:
        return found
    elsewhere = Reach(
        provision=Provision(**fields(text.provision) | {"places": places}), named=hearing.names
    )
    return placed(found, elsewhere)


def fields(provision):
    return {name: getattr(provision, name) for name in provision.__slots__}


def seen(found):
    return [
        (
            one.name,
            one.sides,
            one.doers,
            one.span,
            one.is_fact,
            one.is_verified,
            one.is_disputed,
            one.allowed,
            one.suspended,
            answers(one.applies),
        )
        for one in found
    ]


def answers(applies):
    said = (applies.time, applies.place, applies.actor, applies.act)
    flags = (applies.linked, applies.alleges, applies.fulfils, applies.place_named)
    return [(one.answer, one.reason) for one in said], flags


@pytest.mark.parametrize("places", [("Zone",), ("Village",), ()])
@given(told=st.lists(claims, max_size=8))
def test_a_claim_among_others_bears_on_a_provision_as_it_would_alone(told, places):
    named = {f"{n}.1": claim for n, claim in enumerate(told, start=1)}

    together = seen(bearings(named, places=places))

    alone = [
        one for name, claim in named.items() for one in seen(bearings({name: claim}, places=places))
    ]
    assert together == alone


@given(told=st.lists(claims, max_size=8))
def test_a_claim_is_heard_on_the_days_it_tells_of_in_the_order_of_the_record(told):
    known = held({f"{n}.1": claim for n, claim in enumerate(told, start=1)})

    hearing = Hearing(AGREEMENT, known, standings={})

    heard = sorted(
        (one for of_act in hearing.of(ACTS) for one in of_act.heard), key=lambda one: one.turn
    )
    assert [one.name for one in heard] == list(known.claims)
    for one in heard:
        published = known.documents[one.claim.quote.document].published
        assert one.span == span(one.claim, published.when if published else None)
        assert one.done_by == one.span.done_by


def a_bearing(span, places):
    claim = Claim(
        quote=Quote(document="0" * 64, start=0, end=1),
        act=Act.ACCESS,
        says=(NARRATOR,),
        places=places,
        rule="law",
    )
    heard = Heard(0, "1.1", claim, None, True, span, span.done_by, None, None)  # noqa: FBT003
    return Bearing(heard, None, None, is_fact=True)


ends = st.one_of(st.none(), st.integers(0, 6).map(lambda n: START + timedelta(days=n)))
spans = (
    st.tuples(ends, ends)
    .filter(lambda pair: None in pair or pair[0] <= pair[1])
    .map(lambda pair: Span(first=pair[0], last=pair[1]))
)
told = st.builds(
    a_bearing, spans, st.lists(st.sampled_from("abc"), max_size=2, unique=True).map(tuple)
)


def meets(one, other):
    """Not another time, not another place; written out for two."""
    if other.span.last and one.span.first and other.span.last < one.span.first:
        return False
    if other.span.first and one.span.last and other.span.first > one.span.last:
        return False
    mine, theirs = set(one.claim.places), set(other.claim.places)
    return not mine or not theirs or bool(mine & theirs)


@given(one=told, contrary=st.lists(told, max_size=6))
def test_a_claim_meets_those_to_the_contrary_that_it_would_meet_one_by_one(one, contrary):
    assert meeting(contrary)(one) == any(meets(one, other) for other in contrary)
