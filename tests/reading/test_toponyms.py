import zipfile
from importlib.resources import files

import pytest

from truceline.reading.calls import read_flat
from truceline.reading.toponyms import Ground, candidates, ground
from truceline.terms.names import Kind, Named
from truceline.terms.when import When


def names(*states):
    return tuple(Named(kind=Kind.PARTY, name=state) for state in states)


def test_every_place_a_name_may_mean_is_kept_the_agreement_s_country_first():
    found = candidates("Leer", ground(names("South Sudan")))

    assert [one.country for one in found][:2] == ["SS", "DE"]
    assert [one.near for one in found][:2] == [True, False]


def test_the_order_of_candidates_turns_with_the_agreement():
    assert candidates("Leer", ground(names("Germany")))[0].country == "DE"


def test_a_village_is_looked_for_in_the_agreement_s_countries_only():
    village = "Svitlodarsk"

    assert candidates(village, ground(names("Ukraine")))
    assert not candidates(village, ground(names("Colombia")))


@pytest.mark.parametrize("name", ["Vienna", "vienna", "VIENNA"])
def test_accents_and_capitals_do_not_matter(name):
    assert any(one.country == "AT" for one in candidates(name, Ground()))


def test_a_name_nobody_has_has_no_candidates():
    assert candidates("Doeville upon Nowhere", Ground()) == ()
    assert candidates("", Ground()) == ()


def test_a_place_is_never_a_point_without_a_radius():
    assert all(one.at.within_m >= 2_000 for one in candidates("Springfield", Ground()))


def test_the_file_credits_its_source():
    with zipfile.ZipFile(str(files("truceline.reading") / "data/places.zip")) as archive:
        credit = archive.read("CREDIT.txt").decode()

    assert "GeoNames" in credit
    assert "Creative Commons Attribution 4.0" in credit


def test_the_command_line_gives_out_candidates_time_and_sectors_and_the_claim_keeps_the_name():
    agreed = (*names("South Sudan"), Named(kind=Kind.BODY, name="Mission"))
    text = "On Monday the Mission heard 12 explosions 2-4 km ENE from Leer."

    rows, problems = read_flat(
        text.encode(),
        name="day.txt",
        media_type="text/plain",
        published=When(value="2019-05-15"),
        names=agreed,
    )

    (row,) = rows
    assert not problems
    assert row["place"] == ["Leer"]
    assert [one["country"] for one in row["candidates"]][:2] == ["SS", "DE"]
    assert row["time"] == [
        {
            "text": "Monday",
            "type": "DATE",
            "value": "2019-05-13",
            "mod": "",
            "anchor": "2019-05-15",
        }
    ]
    assert row["sectors"] == [
        {
            "observer": "Leer",
            "range_from_m": 2000,
            "range_to_m": 4000,
            "bearing_from_deg": 56,
            "bearing_to_deg": 79,
        }
    ]


def test_a_place_of_the_agreement_needs_no_candidates():
    agreed = (*names("South Sudan"), Named(kind=Kind.PLACE, name="Leer"))

    rows, _ = read_flat(
        b"Troops shelled Leer on 9 May 2019, and there was fighting in Leer.",
        name="day.txt",
        media_type="text/plain",
        published=None,
        names=agreed,
    )

    assert [row["candidates"] for row in rows] == [[] for _ in rows]
    assert rows
