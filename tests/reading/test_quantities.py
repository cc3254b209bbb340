import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.reading.quantities import find
from truceline.reading.timex import tag

SHARED = Path(__file__).parents[2].parent / "shared"


def counts(text, skip=()):
    return [
        f"{c.quantity.bound} {c.quantity.value} {c.quantity.unit}" for c in find(text, skip=skip)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3,450 soldiers", "exact 3450 personnel"),
        ("3\N{NO-BREAK SPACE}450 soldiers", "exact 3450 personnel"),
        ("3.450 soldiers", "exact 3450 personnel"),
        ("1.5 million people fled", "exact 1500000 displaced people"),
        ("twenty-five lorries", "exact 25 vehicles"),
        ("one hundred and twenty tanks", "exact 120 tanks"),
        ("three thousand strong peacekeeping force", "about 3000 personnel"),
        ("a contingent of 3,450", "exact 3450 personnel"),
        ("around 300 Ruritanian peacekeepers", "about 300 personnel"),
        ("nearly 300 houses", "about 300 houses"),
        ("at least 12 civilians", "at least 12 civilians"),
        ("more than 6,000 dead", "more than 6000 killed"),
        ("no more than 3,450 troops", "at most 3450 personnel"),
        ("up to 90 armored personnel carriers", "at most 90 armoured personnel carriers"),
        ("300-plus families", "at least 300 families"),
        ("60 percent of their weapons", "exact 60 percent"),
        ("60% of the stock", "exact 60 percent"),
        ("some 25 per cent of the mines", "about 25 percent"),
        ("handed over 322 weapons", "exact 322 weapons"),
        ("took over 12 positions", "exact 12 positions"),
        ("over 12 positions", "more than 12 positions"),
        ("half a dozen shells", "about 6 shells"),
        ("several dozen people have died", "at least 24 killed"),
        ("tens of thousands of people who have fled", "at least 10000 displaced people"),
        ("thousands of people repeatedly took to the streets", "at least 1000 protesters"),
        ("several Ruritanian soldiers were captured", "at least 3 captured"),
        ("an officer was wounded", "exact 1 wounded"),
        ("killed two villagers", "exact 2 killed"),
        ("bodies of 29 soldiers were handed over", "exact 29 bodies"),
        ("44 prisoners were released", "exact 44 prisoners"),
        ("1,250 hectares of land", "exact 1250 hectares"),
        ("27 observation posts", "exact 27 observation posts"),
        ("380 units of car and special equipment", "exact 380 vehicles and special equipment"),
        ("for at least five years", "at least 5 years"),
        ("14 rounds at three positions", "exact 14 rounds, exact 3 positions"),
        ("two soldiers were killed and five others wounded", "exact 2 killed, exact 5 wounded"),
        ("three soldiers and two civilians were killed", "exact 3 killed, exact 2 killed"),
        ("between 50 and 60 soldiers", "at least 50 personnel, at most 60 personnel"),
        ("50-60 soldiers", "at least 50 personnel, at most 60 personnel"),
        ("2 x T-72 tanks and 3x 82mm mortars", "exact 2 tanks, exact 3 mortars"),
        ("two (2) soldiers", "exact 2 personnel"),
        ("twenty-two BM-21 rockets", "exact 22 rockets"),
        ("four 120-mm mortar rounds", "exact 4 shells"),
        ("2 KIA, WIA x3, MIA: 1", "exact 2 killed, exact 3 wounded, exact 1 missing"),
        ("killed: 3; wounded: 5", "exact 3 killed, exact 5 wounded"),
        ("rounds: 14.", "exact 14 rounds"),
        ("patrols: 12 planned, 11 done", "exact 12 patrols, exact 11 patrols"),
        ("41 violations: 27 by one side and 14 by the other", "41 27 14 violations"),
        ("17 detainees against 18 from the other side", "17 18 prisoners"),
        ("of 25 sites the team visited, it has verified 13.", "25 13 sites"),
        ("four of the rebels were wounded", "exact 4 wounded"),
        ("at least nine who are still held", "at least 9 detained"),
        ("a crowd of about 300", "about 300 people"),
        ("a couple of shells", "at least 2 shells"),
        ("a dozen men", "about 12 personnel"),
        ("half of the villages", "about 50 percent"),
        ("two-thirds of the area", "about 67 percent"),
        ("$5 million and 2,000 euros", "exact 5000000 US dollars, exact 2000 euros"),
        ("300+ men", "at least 300 personnel"),
        ("12,500 m2 and 3 ha", "exact 12500 m2, exact 3 hectares"),
        ("exchanged 23 for 21 prisoners", "23 21 prisoners"),
        ("killing a woman and her two children", "exact 1 killed, exact 2 killed"),
        ("killed a farmer and his son", "exact 1 killed, exact 1 killed"),
        ("another four received wounds", "exact 4 wounded"),
        ("grid 38S MJ 1234 5678, 2 trucks", "exact 2 vehicles"),
        ("two battalions", "exact 2 units of troops"),
    ],
)
def test_a_count_has_its_unit_and_its_bound(text, expected):
    *numbers, unit = expected.split()
    told = [f"exact {n} {unit}" for n in numbers] if numbers[0].isdigit() else expected.split(", ")

    assert counts(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "82mm mortars and a 120 mm mortar",
        "a T-72 tank, Su-25 jets and the S-300",
        "under Article 5 soldiers may leave",
        "resolution 2254",
        "a 25-year-old soldier, aged 43",
        "two rounds of talks",
        "a soldier said so",
        "three countries",
        "the 3rd brigade",
        "the 5+5 commission",
        "Post 14, hill 432, call sign 7",
        "grid 38S MJ 1234 5678, tel. +374 10 506 060",
        "39.8265 N 46.7656 E",
        "no one was hurt",
    ],
)
def test_a_name_a_calibre_or_an_age_is_no_count(text):
    assert counts(text) == []


def test_what_is_to_be_skipped_holds_no_count():
    text = "on 10 May 300 soldiers left"

    assert counts(text, skip=[(3, 9)]) == ["exact 300 personnel"]


def test_the_characters_found_are_those_of_the_text():
    text = "İ: About 300\N{NO-BREAK SPACE}soldiers"

    (found,) = find(text)

    assert text[found.start : found.end] == "About 300\N{NO-BREAK SPACE}soldiers"


@given(st.text(alphabet="0123456789., -dozen soldier killed several and of ", max_size=80))
def test_counts_lie_inside_the_text_in_order(text):
    found = find(text)

    assert all(0 <= c.start < c.end <= len(text) for c in found)
    assert [c.start for c in found] == sorted(c.start for c in found)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the founding reports are not beside us")
def test_the_quantities_of_gold_are_found_in_their_quotes():
    gold = map(json.loads, (SHARED / "gold/claims.jsonl").read_text(encoding="utf-8").splitlines())
    counted = [claim for claim in gold if claim["quantities"]]

    right = [claim for claim in counted if _wanted(claim) <= _found(claim["quote"])]

    print(f"quantities: {len(right)} of {len(counted)} gold claims")  # noqa: T201 pytest -s
    assert len(right) >= 12


def _wanted(claim):
    return {(q["value"], q["unit"], q["bound"]) for q in claim["quantities"]}


def _found(quote):
    dates = [(t.start, t.end) for t in tag(quote, published=None) if t.kind != "duration"]
    return {(c.quantity.value, c.quantity.unit, c.quantity.bound) for c in find(quote, skip=dates)}
