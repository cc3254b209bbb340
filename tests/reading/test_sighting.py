import pytest

from truceline.reading.mentions import mentions
from truceline.reading.sentences import sentences
from truceline.reading.sighting import sectors
from truceline.terms.names import Kind, Named

NAMES = (Named(kind=Kind.PLACE, name="Zenda"), Named(kind=Kind.PLACE, name="Strelsau"))


def seen(text):
    (sentence,) = sentences(text)
    (named,) = mentions((sentence,), NAMES)
    return [
        (one.observer, one.range_m, one.bearing_deg)
        for one in sectors(text, sentence.tokens, named, span=(0, len(text)))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("From Zenda they heard blasts 2-4 km ENE", ("Zenda", (2000, 4000), (56, 79))),
        ("blasts 3 km N", ("", (3000, 3000), (338, 22))),
        ("blasts 1.5 km south-west of Zenda", ("Zenda", (1500, 1500), (202, 248))),
        ("blasts 800 m to the north of Strelsau", ("Strelsau", (800, 800), (338, 22))),
        ("blasts 5 km on a bearing 070-080 degrees", ("", (5000, 5000), (70, 80))),
        ("In Zenda: blasts 2 km south of Strelsau", ("Strelsau", (2000, 2000), (158, 202))),
    ],
)
def test_a_direction_and_a_distance_are_a_sector_around_the_observer(text, expected):
    assert seen(text) == [expected]


@pytest.mark.parametrize(
    "text", ["12 explosions in the north", "82 mm mortars", "3 km of road", "5 km from Zenda"]
)
def test_without_both_there_is_none(text):
    assert seen(text) == []
