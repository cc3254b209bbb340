import pytest

from truceline.reading.english import read
from truceline.reading.parsing import installed
from truceline.terms.names import Kind, Named
from truceline.terms.when import When

needs_parser = pytest.mark.skipif(installed() is None, reason="the trained parser is missing")


def places(reads, text, *, parser=None, names=None):
    claims = read(
        text.encode(),
        media_type="text/plain",
        published=When(value="2023-06-14"),
        names=names or reads.rivals,
        parser=parser,
    ).claims
    return [list(claim.places) for claim in claims]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Troops shelled the villages of Lindale, Marsh End and Roeford.", 3),
        ("Troops shelled positions south of Lindale and along the Tana River.", 2),
        ("Troops shelled the outskirts of Roeford.", 1),
        ("Fighting went on in the Roeford area.", 1),
        ("Fighting went on between Lindale and Roeford.", 2),
        ("Shells fell near Lindale.", 1),
    ],
)
def test_a_village_no_list_knows_is_kept_as_told(reads, text, expected):
    (found,) = places(reads, text)

    assert len(found) == expected
    assert all(place in text for place in found)


@pytest.mark.parametrize(
    "text",
    [
        "The Front of National Hope shelled the army.",
        "Troops of General Doe fired on the army.",
        "Soldiers fired on the army on Monday.",
        "Troops shelled the area of Third Force.",
    ],
)
def test_what_only_looks_like_a_place_is_none(reads, text):
    assert places(reads, text) == [[]]


@needs_parser
def test_a_participle_is_where_its_clause_is(reads):
    text = "Tanks fired on the edge of the Upper Valley, wounding two people."

    assert places(reads, text, parser=installed())[-1] == ["Upper Valley"]


def test_the_country_is_the_only_one_there_is(reads):
    one = (Named(kind=Kind.PARTY, name="Kenya"), Named(kind=Kind.BODY, name="Front"))

    assert places(reads, "The ceasefire is holding in most of the country.", names=one) == [
        ["Kenya"]
    ]
    assert places(reads, "The ceasefire is holding in most of the country.") == [[]]


def test_places_do_not_hang_on_the_parties_names(reads):
    text = "{} shelled the villages of Lindale and Roeford, south of the post of {}."

    assert places(reads, text.format("Kenya", "Somalia")) == places(
        reads, text.format("Somalia", "Kenya")
    )
