"""Common nouns for parties, names in other letters, and groups nobody told us of."""

import pytest

from truceline.reading.mentions import mentions
from truceline.reading.romanised import romanised
from truceline.reading.sentences import sentences
from truceline.terms.claim import Actor
from truceline.terms.names import Kind, Named

MISSION = Named(kind=Kind.BODY, name="Truce Monitoring Mission", also=("TMM",))
ARMY = Named(kind=Kind.FORCE, name="Marovan Army", of="Marova")
NAVY = Named(kind=Kind.FORCE, name="Marovan Navy", of="Marova")
REVOLT = (
    Named(kind=Kind.PARTY, name="Marova", also=("Government of Marova",)),
    Named(kind=Kind.PARTY, name="Hill Front"),
    ARMY,
    NAVY,
    MISSION,
)
THREE = (*REVOLT, Named(kind=Kind.PARTY, name="Valley Front"))
RIVALS = (
    Named(kind=Kind.PARTY, name="Kenya"),
    Named(kind=Kind.PARTY, name="Somalia"),
    Named(kind=Kind.PLACE, name="Doevka", also=("Doyevka",)),
)


def named(text, names=REVOLT, issuer=None):
    found = mentions(sentences(text), names, issuer=issuer)
    return [actor.name for sentence in found for m in sentence for actor in m.actors]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("The rebels left.", ["Hill Front"]),
        ("Separatist fighters left.", ["Hill Front"]),
        ("A rebel left.", []),
        ("Government troops left.", ["Marovan Army"]),
        ("An army convoy left.", ["Marovan Army"]),
        ("The navy left.", ["Marovan Navy"]),
        ("Navy has left.", ["Marovan Navy"]),
        ("The military left.", ["Marovan Army"]),
        ("A military spokesman left.", ["Marovan Army"]),
        ("Military commanders left.", []),
        ("The rebel commander left.", ["Hill Front"]),
        ("The mission left.", ["Truce Monitoring Mission"]),
        ("Marova said the other side left.", ["Marova", "Hill Front"]),
        ("The Hill Front said the enemy left.", ["Hill Front", "Marova"]),
    ],
)
def test_a_common_noun_is_a_party_where_only_one_can_be_meant(text, who):
    assert named(text) == who


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The rebels left.", THREE),
        ("The rebels left.", RIVALS),
        ("Government troops left.", RIVALS),
        ("The army left.", RIVALS),
        ("The other side left.", REVOLT),
        ("The mission left.", RIVALS),
    ],
)
def test_where_two_can_be_meant_or_none_it_is_nobody(text, names):
    assert named(text, names) == []


def test_of_two_on_the_other_side_the_one_named_last_is_meant():
    assert named("The Valley Front came. Marova said the enemy left.", THREE)[-1] == "Valley Front"
    assert named("Marova said the enemy left.", THREE) == ["Marova"]


def test_the_army_named_last_is_the_army():
    assert named("Kenyan troops left. The military said so.", RIVALS) == ["Kenya", "Kenya"]


@pytest.mark.parametrize("text", ["The team left.", "Peacekeepers left.", "The mission left."])
def test_a_missions_own_people_are_the_mission_in_what_it_puts_out(text):
    assert named(text, issuer=Actor(name=MISSION.name)) == [MISSION.name]


def test_elsewhere_they_are_anybodys():
    assert named("The team left.") == []


def test_it_at_the_beginning_is_who_led_the_sentence_before():
    assert named("The Hill Front left. It has kept a post.") == ["Hill Front", "Hill Front"]
    assert named("The Hill Front left. It was noon.") == ["Hill Front"]


def test_his_party_stands_for_the_leaders_fighters():
    names = (*REVOLT, Named(kind=Kind.PERSON, name="Omar Roe", of="Hill Front"))

    assert named("Omar Roe's forces left.", names) == ["Hill Front"]


def test_a_city_before_a_paper_signs_nothing():
    assert named("The Nairobi agreement holds.", RIVALS) == []


# Groups nobody told us of


def test_a_group_is_known_by_its_letters_once_it_was_introduced_with_them():
    text = "The Popular Front for Doeland (PFD) left. The PFD said so."

    assert named(text, RIVALS) == ["Popular Front for Doeland"] * 2


def test_letters_that_are_not_its_own_introduce_nobody():
    assert named("The Doeland Times (PFD) left. The PFD said so.", RIVALS) == []


def test_letters_after_a_known_name_are_its_own():
    assert named("The Hill Front (HFX) left. HFX left.") == ["Hill Front"] * 2


def test_translators_may_turn_a_bodys_name():
    assert named("The Mission of Truce Monitoring left.") == ["Truce Monitoring Mission"]


# Other letters


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Muhammed", "Mohamed"),
        ("Zakharov", "Zaharoff"),
        ("Doyeva", "Doiyeva"),
        ("Kocharyan", "Kocharian"),
        ("Aghdere", "Agdere"),
        ("Wasyliv", "Vasyliv"),
        ("Qasimov", "Kasimov"),
        ("Al-Durayhi", "Durayhi"),
        ("Hudaydah", "Hodeida"),
    ],
)
def test_spellings_of_one_name_have_one_form(one, other):
    assert romanised(one) == romanised(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ivanov", "Ivanova"),
        ("Martuni", "Martakert"),
        ("Karimov", "Kerimli"),
        ("Hadrut", "Hadrat"),
        ("Salimov", "Selimova"),
        ("Northern", "Northend"),
    ],
)
def test_two_names_keep_two_forms(one, other):
    assert romanised(one) != romanised(other)


def test_a_short_name_has_no_form():
    assert romanised("Roe") == romanised("Kyiv") == ""


def test_a_place_of_the_agreement_is_found_in_other_letters():
    found = mentions(sentences("Troops left Doiyevka."), RIVALS)

    assert [m.place for m in found[0]] == ["Doevka"]


def test_two_names_of_one_form_are_told_by_neither():
    names = (
        Named(kind=Kind.PLACE, name="Karimov"),
        Named(kind=Kind.PLACE, name="Qarimov"),
    )

    found = mentions(sentences("Troops left Karymov."), names)

    assert [m.place for m in found[0] if m.place] == []
