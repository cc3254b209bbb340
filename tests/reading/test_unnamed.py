import pytest

from truceline.terms.claim import NARRATOR
from truceline.terms.names import Kind, Named

RIVALS = {
    "Colombia": (Named(kind=Kind.PARTY, name="Colombia"), Named(kind=Kind.PARTY, name="FARC")),
    "Ukraine": (Named(kind=Kind.PARTY, name="Ukraine"), Named(kind=Kind.PARTY, name="Russia")),
    "Libya": (
        Named(kind=Kind.PARTY, name="Government of National Accord", also=("GNA",)),
        Named(kind=Kind.PARTY, name="Libyan National Army", also=("LNA",)),
    ),
    "Sudan": (
        Named(kind=Kind.PARTY, name="Sudanese Armed Forces", also=("SAF",)),
        Named(kind=Kind.PARTY, name="Rapid Support Forces", also=("RSF",)),
    ),
}


def speakers(reads, text, names=None):
    """(name, side) of whoever puts the last claim forward."""
    claim = reads.claims_of(text, names or reads.rivals)[-1]
    return [(actor.name, actor.of) for actor in claim.says]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The ministry said that troops had withdrawn from the hill.", "the ministry"),
        ("Troops had withdrawn, the commission said.", "the commission"),
        ("Witnesses said that troops had shelled the market.", "witnesses"),
        ("Troops had shelled the market, local residents said.", "local residents"),
        ("“Troops shelled the market,” said a shopkeeper.", "a shopkeeper"),
        ("According to two diplomats, troops had withdrawn.", "two diplomats"),
        ("On Monday a driver said that the road was closed.", "a driver"),
        ("The officer at the airfield said that troops had arrived.", "the officer"),
        ("Hospital officials said that ten people were killed.", "hospital officials"),
        ("On Monday the army announced that troops would leave.", "the army"),
        ("UNSMIL said that the road was reopened.", "UNSMIL"),
    ],
)
def test_a_speaker_without_a_name_is_not_the_narrator(reads, text, name):
    assert speakers(reads, text) == [(name, "")]


def test_an_officer_without_a_name_keeps_his_side(reads):
    text = "Troops left the district, a Somali officer said."

    assert speakers(reads, text) == [("a Somali officer", "Somalia")]


@pytest.mark.parametrize(
    ("first", "again", "name"),
    [
        ("A Kenyan officer said that troops had left.",
         "The officer said that mines had been cleared.", "a Kenyan officer"),
        ("A driver said that the road was closed.",
         "He said that the bridge was shelled.", "a driver"),
        ("Villagers said that the road was closed.",
         "They said that the bridge was shelled.", "villagers"),
    ],
)  # fmt: skip
def test_who_has_no_name_is_known_again_by_what_he_was_called(reads, first, again, name):
    assert speakers(reads, f"{first} {again}")[0][0] == name


@pytest.mark.parametrize(
    ("conflict", "text", "who"),
    [
        (
            "Colombia",
            "Guerrillas fired on a patrol, the ministry of defence in Bogota said.",
            "Colombia",
        ),
        ("Colombia", "Officials in Bogota said the ceasefire was violated.", "Colombia"),
        (
            "Ukraine",
            "Ukraine's general staff said Russian forces shelled the village.",
            "Ukraine",
        ),
        (
            "Ukraine",
            "Russian forces shelled the village, said a spokesman for the Ukrainian army.",
            "Ukraine",
        ),
        (
            "Ukraine",
            (
                "The Russian state commission for prisoners spoke.\n\n"
                "The commission said that 40 prisoners were released."
            ),
            "Russia",
        ),
        (
            "Ukraine",
            (
                "A spokesperson for the Russian president spoke.\n\n"
                "The spokesperson said the mandate had been extended."
            ),
            "Russia",
        ),
        (
            "Ukraine",
            (
                "Russian forces opened fire on Ukrainian positions, the Ukrainian army said. "
                "It added that two soldiers were killed."
            ),
            "Ukraine",
        ),
        (
            "Libya",
            "The LNA shelled the port, the GNA said. It said that two people were killed.",
            "Government of National Accord",
        ),
        (
            "Libya",
            (
                "The Joint Military Commission said that mercenaries had left.\n\n"
                "The commission said that the road was reopened."
            ),
            "Joint Military Commission",
        ),
        ("Sudan", "The RSF said that its fighters took over the airport.", "Rapid Support Forces"),
    ],
)
def test_institutions_speak_for_whom_the_text_gave_them_to(reads, conflict, text, who):
    assert [name for name, _ in speakers(reads, text, RIVALS[conflict])] == [who]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The OSCE heard 12 explosions near the bridge.",
         "Organization for Security and Co-operation in Europe"),
        ("Observers recorded five violations of the ceasefire.", "observers"),
        ("The mission counted 40 explosions.", "the mission"),
    ],
)  # fmt: skip
def test_what_observers_saw_is_what_they_put_forward(reads, text, name):
    assert speakers(reads, text) == [(name, "")]


def test_an_army_that_sees_is_no_report(reads):
    assert speakers(reads, "Kenya saw a clash near the bridge.") == [("narrator", "")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Somalia attacked the post, the ministry said.", "the ministry"),
        ("Kenya said Somali troops fled. The ministry denied this.", "the ministry"),
        ("The mayor, visiting a school, urged Somalia to withdraw its troops.", "narrator"),
        ("The road was opened on Monday, in accordance with the agreement.", "narrator"),
    ],
)
def test_nobody_speaks_for_standing_near(reads, text, name):
    assert speakers(reads, text)[0][0] == name


def test_another_ministry_is_not_the_one_of_before(reads):
    text = "The Kenyan foreign ministry spoke. The defence ministry said that troops withdrew."

    assert speakers(reads, text) == [("the defence ministry", "")]


def test_two_ministries_of_one_sentence_leave_the_ministry_nobodys(reads):
    text = "The Kenyan ministry met the Somali ministry. The ministry said that troops withdrew."

    assert speakers(reads, text) == [("the ministry", "")]


def test_an_embassy_in_a_capital_is_not_that_capitals(reads):
    text = "Norwegian embassy officials in Nairobi said that troops had withdrawn."

    assert speakers(reads, text) == [("Norway", "")]


def test_what_is_not_spoken_has_no_speaker(reads):
    for text in ("The withdrawal shows progress.", "The truce added to the calm as troops left."):
        assert all(claim.says == (NARRATOR,) for claim in reads.claims_of(text))


def test_its_units_are_the_speakers(reads):
    text = "The Kenyan defence ministry confirmed that its last units left the district."

    assert reads.actors(reads.only(reads.claims_of(text))) == ["Kenya"]


def test_its_units_are_nobodys_where_two_powers_may_be_meant(reads):
    text = "Somali troops attacked the post, the Kenyan army said. Its units withdrew."

    assert reads.actors(reads.claims_of(text)[-1]) == []
