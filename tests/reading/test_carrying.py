import pytest


def days(reads, text):
    return [c.when.value if c.when else None for c in reads.claims_of(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "On 3 May 2023 Somali forces shelled the Valley. Two villagers were killed.",
            ["2023-05-03", "2023-05-03"],
        ),
        (
            "On 3 May 2023 Somali forces shelled the Valley. They also shelled a farm.",
            ["2023-05-03", "2023-05-03"],
        ),
        (
            (
                "Kenya and Somalia held a meeting in Oslo on 3 May 2023.\n\nIt rained.\n\n"
                "At the meeting in Oslo Kenya and Somalia signed a deal."
            ),
            ["2023-05-03", "2023-05-03"],
        ),
        (
            (
                "Kenya and Somalia held a meeting in Oslo on 3 May 2023.\n\n"
                "The trilateral meeting was short."
            ),
            ["2023-05-03", "2023-05-03"],
        ),
    ],
)
def test_a_day_is_carried_on_where_the_words_point_back(reads, text, expected):
    assert days(reads, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "On 3 May 2023 Somali forces shelled the Valley. Two villagers were killed in Doeville.",
        "On 3 May 2023 Somali forces shelled the Valley. Kenyan forces shelled a farm.",
        "Fighting went on from 2020 to 2022. Two villagers were killed.",
        (
            "Kenya and Somalia held a meeting in Oslo on 3 May 2023. They held a meeting in Oslo "
            "on 9 May 2023. It was cold.\n\nAt the meeting in Oslo Kenya and Somalia signed a deal."
        ),
    ],
)
def test_what_merely_follows_has_no_day_of_it(reads, text):
    assert days(reads, text)[-1] is None
