import pytest

from truceline.reading.english import read
from truceline.reading.parsing import installed
from truceline.terms.when import When

needs_parser = pytest.mark.skipif(installed() is None, reason="the trained parser is missing")


def told(reads, text, *, parser):
    claims = read(
        text.encode(),
        media_type="text/plain",
        published=When(value="2023-06-14"),
        names=reads.rivals,
        parser=parser,
    ).claims
    return [(str(c.act), c.when.value if c.when else None) for c in claims]


@needs_parser
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "On Monday Somali forces shelled the Valley, wounding two women.",
            [("hostilities", "2023-06-12")],
        ),
        (
            "Somali forces shelled the Valley on Friday after a ceasefire took effect on Monday.",
            [("hostilities", "2023-06-09")],
        ),
        (
            "Kenya left the post under the agreement that both sides signed on 9 May 2023.",
            [("withdrawal", None)],
        ),
        (
            "The war, which began in March 2021, has killed 400 people.",
            [("casualties", "2021-03/..")],
        ),
        (
            "For the past three weeks engineers have been clearing mines in the Valley.",
            [("demining", "2023-05-24/..")],
        ),
        (
            "On 3 May 2023 a patrol met villagers who had fled from the Valley.",
            [("displacement", None)],
        ),
        (
            "The meeting held on 3 May 2023 between Kenya and Somalia was short.",
            [("meeting", "2023-05-03")],
        ),
    ],
)
def test_with_its_tree_each_act_of_a_sentence_has_its_own_time(reads, text, expected):
    found = told(reads, text, parser=installed())

    assert [one for one in found if one[0] in dict(expected)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On Monday Somali forces shelled the Valley, wounding two women.", "2023-06-12"),
        ("KISMAYO, June 2 (Wire) - Somali forces shelled the Valley on Friday.", "2023-06-09"),
        ("KISMAYO, June 2 (Wire) - Somali forces shelled the Valley.", None),
        ("More Somali forces shelled the Valley than on Monday.", None),
    ],
)
def test_without_a_tree_the_nearest_time_of_its_words_is_taken(reads, text, expected):
    assert told(reads, text, parser=None)[-1][1] == expected


@needs_parser
def test_what_the_tree_gives_to_an_act_does_not_hang_on_the_parties_names(reads):
    text = "{} shelled the Valley on Friday after {} withdrew on Monday."
    one, other = text.format("Kenya", "Somalia"), text.format("Somalia", "Kenya")

    assert told(reads, one, parser=installed()) == told(reads, other, parser=installed())
