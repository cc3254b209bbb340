import pytest

from truceline.reading.frames import Manner, innermost
from truceline.terms.claim import AGREEMENT


def spoken(reads, text):
    """(speakers, characters put forward) of every frame."""
    return [
        ("; ".join(actor.name for actor in frame.says), text[frame.start : frame.end])
        for part in reads.parts_of(text)
        for frame in part.frames
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Nairobi said that troops had left.",
        "“The troops have left the hill,” Kenya said.",
        "“The troops have left the hill,” said Kenya.",
        "According to Kenya, troops had left.",
        "The troops had left, the Kenyan army said in a statement.",
        "Kenya, for its part, insisted that troops had left.",
        "Kenya denied that troops had left.",
        "Kenya is adamant that troops had left.",
    ],
)
def test_the_speaker_is_found_wherever_he_stands(reads, text):
    part = reads.parts_of(text)[0]

    frame = innermost(part.frames, text.index("left"))

    assert [actor.name for actor in frame.says] == ["Kenya"]


def test_without_a_speaker_the_narrator_tells(reads):
    assert spoken(reads, "Troops left on Monday.") == []


def test_two_clauses_have_their_own_speakers(reads):
    text = "Kenya says there were no troops but Somalia insists that troops came."
    frames = reads.parts_of(text)[0].frames

    assert [innermost(frames, text.index(w)).says[0].name for w in ("no troops", "came")] == [
        "Kenya",
        "Somalia",
    ]


def test_the_innermost_of_nested_speakers_counts(reads):
    text = "Kenya said that President Jane Mwangi announced that troops would leave."
    frame = innermost(reads.parts_of(text)[0].frames, text.index("leave"))

    assert frame.says[0].name == "Jane Mwangi"


def test_who_lets_the_last_named_speak(reads):
    text = "He met Foreign Minister Omar Warsame, who had spoken of a deployment of troops."
    frame = innermost(reads.parts_of(text)[0].frames, text.index("deployment"))

    assert frame.says[0].name == "Omar Warsame"


def test_a_quotation_goes_on_over_sentences_and_into_the_next_paragraph(reads):
    text = "Omar Warsame spoke: “We came in peace.\n\n“We will leave in peace.” Troops left."
    parts = reads.parts_of("Omar Warsame said this.\n\n“We came in peace. We leave in peace.”")

    assert [p.frames[-1].says[0].name for p in parts[1:]] == ["Omar Warsame"] * 2
    assert reads.parts_of(text)[-1].frames == ()


def test_single_quoted_words_are_no_speech(reads):
    assert spoken(reads, "Troops guard the “joint centre” there.") == []


def test_an_agency_passes_on_what_another_says(reads):
    part = reads.parts_of("Kenya had withdrawn, Omar Warsame told Reuters.")[0]

    assert {frame.via for frame in part.frames} == {"Reuters"}
    assert {frame.says[0].name for frame in part.frames} == {"Omar Warsame"}


def test_an_agency_alone_speaks_for_itself(reads):
    part = reads.parts_of("According to Reuters, troops had withdrawn.")[0]

    assert [(f.says[0].name, f.via) for f in part.frames] == [("Reuters", "")]


@pytest.mark.parametrize("text", ["According to the agreement, troops leave.",
                                  "Under the peace deal, troops leave."])  # fmt: skip
def test_the_agreement_itself_can_speak(reads, text):
    assert reads.parts_of(text)[0].frames[0].says == (AGREEMENT,)


def test_a_byline_is_the_narrator(reads):
    text = "The talks went well, writes Jane Roe, London correspondent."

    assert spoken(reads, text) == []


def test_backshifted_speech_goes_on_after_its_speaker(reads):
    text = "Omar Warsame said troops had come. They would leave soon. It rained."
    parts = reads.parts_of(text)

    assert parts[1].frames[0].manner is Manner.ON
    assert parts[2].frames == ()


def test_a_condition_is_no_speech(reads):
    text = "If Kenya demands a withdrawal, war looms."

    assert spoken(reads, text) == []


def test_analysts_speak_for_nobody(reads):
    part = reads.parts_of("Analyst Jane Roe said troops will leave. Roe said more will come.")

    assert [p.frames[0].calling for p in part] == [True, True]


def test_a_quotation_far_from_any_speaker_is_nobodys(reads):
    text = "Omar Warsame said this.\n\nIt rained.\n\nIt rained on.\n\n“We will come in peace.”"

    assert reads.parts_of(text)[-1].frames == ()


@pytest.mark.parametrize(
    ("text", "name", "via"),
    [
        ("Kenya told TASS that Somali troops had shelled the town.", "Kenya", "TASS"),
        ("Kenya told Reuters Somali troops had shelled the town.", "Kenya", "Reuters"),
        ("Kenya told reporters that Somali troops had shelled the town.", "Kenya", ""),
        ("A senior officer told AFP that Somali troops left.", "a senior officer", "AFP"),
        ("The ministry told the Daily Nation that Somali troops left.", "the ministry", ""),
        ("Two residents told foreign reporters that Somali troops left.", "two residents", ""),
        ("Residents told a news conference that Somali troops left.", "residents", ""),
        ("Somali troops had left, Jane Mwangi told TASS.", "Jane Mwangi", "TASS"),
        ("Somali troops had left, Jane Mwangi told reporters in Lamu.", "Jane Mwangi", ""),
        ("Somali troops had left, officials told the Xinhua agency.", "officials", "Xinhua"),
        ("Somali troops had left, officials said.", "officials", ""),
        ('"Somali troops left," a Kenyan officer told reporters.', "a Kenyan officer", ""),
        ("Jane Mwangi told TASS she believed that Somali troops left.", "Jane Mwangi", "TASS"),
        ("In comments to the BBC, Kenya said that Somali troops left.", "Kenya", "BBC"),
        ("Kenya said in comments to the BBC that Somali troops left.", "Kenya", "BBC"),
        ("In comments to TASS, the ministry said Somali troops left.", "the ministry", "TASS"),
        ("In an interview with TASS Jane Mwangi said Somali troops left.", "Jane Mwangi", "TASS"),
        ("Reporters were told that Somali troops had left.", "narrator", ""),
    ],
)  # fmt: skip
def test_who_is_told_passes_it_on_and_never_speaks(reads, text, name, via):
    claim = reads.only(reads.claims_of(text))

    assert (reads.says(claim), claim.via) == ([name], via)


def test_who_is_told_takes_no_part_and_the_day_of_telling_dates_nothing(reads):
    text = "A Kenyan officer told Reuters on Monday that Somali troops had shelled the town."
    claim = reads.only(reads.claims_of(text))

    assert reads.actors(claim) == ["Somalia"]
    assert claim.targets == ()
    assert claim.when is None
