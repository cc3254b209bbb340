"""The rule of a claim, and the codes of event data that follow from it."""

from dataclasses import replace

import pytest

from truceline.reading.coding import codes_of


@pytest.mark.parametrize(
    ("text", "acled", "plover"),
    [
        ("Rebels shelled the town.", "Shelling/artillery/missile attack", "ASSAULT/heavy-weapons"),
        ("An airstrike hit the village.", "Air/drone strike", "ASSAULT/heavy-weapons"),
        ("A landmine exploded near the well.", "Remote explosive/landmine/IED",
         "ASSAULT/explosives"),
        ("Gunmen opened fire on the post.", "Armed clash", "ASSAULT/firearms"),
        ("Gunmen kidnapped two drivers.", "Abduction/forced disappearance", "ASSAULT/abduct"),
        ("Soldiers looted houses in the valley.", "Looting/property destruction", "COERCE/seize"),
        ("Police arrested four men.", "Arrests", "COERCE/arrest"),
        ("Women marched through the town.", "Peaceful protest", "PROTEST/demo"),
    ],
)  # fmt: skip
def test_a_kind_of_an_act_is_told_by_its_codes(reads, text, acled, plover):
    codes = codes_of(reads.only(reads.claims_of(text, names=())))

    assert (codes.acled, codes.plover) == (acled, plover)


def with_rule(reads, rule):
    return replace(reads.only(reads.claims_of("Rebels shelled the town.", names=())), rule=rule)


def test_an_older_rule_has_the_codes_of_its_act(reads):
    claim = with_rule(reads, "hostilities:opened fire")

    assert codes_of(claim).plover == "ASSAULT"


def test_a_table_of_another_act_is_not_believed(reads):
    claim = with_rule(reads, "hostilities:shelled [protest.riot:words]")

    assert codes_of(claim).plover == "ASSAULT"
