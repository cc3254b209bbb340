"""Sentences from many conflicts, none of which the reader knows by name."""

import pytest

from truceline.terms.claim import Act, Modality
from truceline.terms.names import Kind, Named

SUDAN = (
    Named(kind=Kind.PARTY, name="Sudanese Armed Forces", also=("SAF",)),
    Named(kind=Kind.PARTY, name="Rapid Support Forces", also=("RSF",)),
    Named(kind=Kind.PLACE, name="El Fasher"),
)
THREE = tuple(Named(kind=Kind.PARTY, name=name) for name in ("Kenya", "Somalia", "Norway"))


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Shells hit the road on Monday.", Act.HOSTILITIES),
        ("The RSF returned fire.", Act.HOSTILITIES),
        ("The RSF fired six mortar rounds at a hospital.", Act.HOSTILITIES),
        ("Gunmen burned houses in the village.", Act.HOSTILITIES),
        ("A truce between the two movements took hold.", Act.CEASEFIRE),
        ("Both governments traded blame.", Act.ACCUSATION),
        ("A patrol was turned back at the bridge.", Act.ACCESS),
        ("Ninety families took refuge in a school.", Act.DISPLACEMENT),
        ("The coalition intercepted two drones.", Act.HOSTILITIES),
        ("The city was taken over by the RSF.", Act.CONTROL),
        ("Government troops took over the base.", Act.CONTROL),
        ("The airport came under the control of the RSF.", Act.CONTROL),
        ("Zuwara was transferred on 20 November.", Act.TRANSFER),
        ("The town of Liboi was handed over to Kenya.", Act.TRANSFER),
        ("Prisoners were transferred to Sanaa.", Act.DETAINEE_EXCHANGE),
        ("Each side is to release all prisoners.", Act.DETAINEE_EXCHANGE),
        ("Ukraine has not handed over its maps of minefields.", Act.DEMINING),
        ("The observers can remain only if all parties agree.", Act.MANDATE),
    ],
)
def test_the_act_is_found(reads, text, act):
    assert reads.only(reads.claims_of(text, SUDAN)).act is act


@pytest.mark.parametrize(
    "text",
    [
        "Clause 8 had not been met.",
        "The conditions were met.",
        "Colombia met its obligations.",
        "Colombia met all three conditions.",
        "They belong to a peacekeeping force.",
        "The troops hold maps of minefields.",
        "The withdrawal deadline passed.",
        "The deployment schedule is public.",
    ],
)
def test_no_act_is_found_where_none_is_told(reads, text):
    assert reads.claims_of(text, SUDAN) == ()


def test_a_list_of_terms_is_cut_only_between_its_terms(reads):
    text = (
        "The text provides for an exchange of prisoners, other detained persons and the bodies "
        "of the dead, and for displaced people to return."
    )

    quotes = [text[c.quote.start : c.quote.end] for c in reads.claims_of(text)]

    assert quotes[0].endswith("bodies of the dead")
    assert [c.act for c in reads.claims_of(text)] == [Act.DETAINEE_EXCHANGE, Act.RETURN]


def test_what_only_all_parties_can_allow_is_laid_down(reads):
    claim = reads.only(reads.claims_of("The force can remain only if all parties agree."))

    assert (claim.modality, claim.when) == (Modality.REQUIRED, None)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Troops entered the Garissa district. They left the district.", ("Garissa",)),
        ("Shells hit the town of Liboi. Three people were killed in the town.", ("Liboi",)),
        ("Shells hit the port near Liboi. Protests took place there.", ("Liboi",)),
        ("They entered El Fasher. The RSF shelled the city.", ("El Fasher",)),
        ("They came from Liboi to the town of Wajir. The RSF shelled the town.", ("Wajir",)),
        ("They entered Liboi and Wajir. The RSF shelled the town.", ()),
        ("They entered Liboi.\n\nThe RSF shelled the town.", ()),
        ("They entered Liboi. The RSF shelled the airport.", ()),
        ("They entered Liboi. There were clashes on Monday.", ()),
        ("They entered Liboi. The RSF attacked the town hall.", ()),
        ("They entered the village of Liboi. The RSF shelled the city.", ()),
    ],
)
def test_the_town_is_the_one_place_that_can_be_meant(reads, text, places):
    assert reads.claims_of(text, SUDAN)[-1].places == places


def test_the_states_of_a_border_did_not_fight_on_it(reads):
    claim = reads.only(
        reads.claims_of("Fighting broke out on the border between Kenya and Somalia.")
    )

    assert (claim.actors, claim.places) == ((), ("Kenya-Somalia border",))


def test_both_sides_are_the_two_parties_the_text_has_named(reads):
    text = "Kenyan forces fired on Somali positions. Both sides suffered losses."

    assert reads.actors(reads.claims_of(text, THREE)[-1]) == ["Kenya", "Somalia"]


def test_both_sides_of_three_are_nobody(reads):
    text = "Kenyan forces fired on Somali posts and Norwegian camps. Both sides suffered losses."

    assert reads.actors(reads.claims_of(text, THREE)[-1]) == []


def test_both_sides_can_speak(reads):
    text = "Kenyan forces fired on Somali positions. The shelling lasted an hour, both sides agree."

    assert reads.says(reads.claims_of(text, THREE)[-1]) == ["Kenya", "Somalia"]


def test_years_are_counted_and_days_are_not(reads):
    text = "The mandate was extended on 3 May 2023 for at least five years."
    (quantity,) = reads.only(reads.claims_of(text)).quantities

    assert (quantity.value, quantity.unit) == (5, "years")


def test_how_long_it_lasted_is_no_number_of_it(reads):
    text = "In five hours of shelling two people were killed."

    assert [q.unit for q in reads.only(reads.claims_of(text)).quantities] == ["killed"]


def test_speakers_are_not_counted(reads):
    text = "The troops have left the hill, two officers said."

    assert reads.only(reads.claims_of(text)).quantities == ()
