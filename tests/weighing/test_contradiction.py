import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.weighing.contradiction import ContradictionKind, contradictions

DAY, NEXT = "2030-03-01", "2030-03-02"
DENIAL, NUMBER = ContradictionKind.DENIAL, ContradictionKind.NUMBER
TIME, ACTOR = ContradictionKind.TIME, ContradictionKind.ACTOR


@pytest.fixture(scope="session")
def between(words):
    """The contradictions among some claims, each in a document of its own unless it says so."""

    def between(*told, **record):
        record.setdefault("agreements", (words.agreement(),))
        claims = [words.claim(**({"doc": f"d{n}"} | each)) for n, each in enumerate(told)]
        return contradictions(words.held(*claims, **record))

    return between


# Denials.

THERE = {"act": "deployment", "by": "Third Force", "says": "Envoy", "modality": "planned"}
NOT_THERE = {"act": "deployment", "by": "Third Force", "says": "General", "denies": True}


def test_an_act_affirmed_and_denied_is_a_contradiction(between):
    (found,) = between(THERE, NOT_THERE)

    assert (found.kind, found.about) == (DENIAL, "presence of Thirdland")
    assert [(side.says, side.claims) for side in found.sides] == [
        ("Northland: affirmed", ("1.1",)),
        ("Southland: denied", ("2.1",)),
    ]


def test_every_sentence_on_one_matter_is_in_one_contradiction(between):
    (found,) = between(THERE, NOT_THERE, THERE, NOT_THERE | {"place": "Valley"})

    assert [side.claims for side in found.sides] == [("1.1", "3.1"), ("2.1", "4.1")]


def test_a_dated_denial_denies_what_is_told_without_a_day(between):
    assert between(THERE, NOT_THERE | {"when": DAY})


def test_being_there_and_watching_there_are_one_matter(between):
    assert between(THERE, NOT_THERE | {"act": "monitoring"})


@pytest.mark.parametrize(
    "other",
    [
        {"act": "withdrawal"},
        {"by": "Southland"},
        {"by": ""},
        {"denies": False},
    ],
)
def test_a_denial_of_another_matter_contradicts_nothing(between, other):
    assert between(THERE, NOT_THERE | other) == ()


@pytest.mark.parametrize(
    "apart",
    [({"when": DAY}, {"when": NEXT}), ({"place": "Upper Mill"}, {"place": "Lower Mill"})],
)
def test_a_denial_for_another_time_or_place_contradicts_nothing(between, apart):
    assert between(THERE | apart[0], NOT_THERE | apart[1]) == ()


@pytest.mark.parametrize("modality", ["demanded", "predicted"])
def test_what_is_wished_or_foreseen_is_not_affirmed(between, modality):
    assert between(THERE | {"modality": modality}, NOT_THERE) == ()


def test_an_undertaking_that_is_not_kept_is_no_contradiction_between_accounts(between):
    assert between(THERE | {"modality": "required"}, NOT_THERE) == ()
    assert between(THERE | {"modality": "required"}, NOT_THERE | {"modality": "planned"})


def test_a_voice_that_denies_what_it_affirms_is_said_to(between):
    (found,) = between(THERE, NOT_THERE | {"says": "Speaker"})

    assert found.sides[1].says == "Northland: denied (also affirmed by Northland)"


def test_that_two_did_not_meet_says_nothing_of_a_third(between):
    met = {"act": "meeting", "by": "Northland; Southland", "when": DAY}

    assert between(met, met | {"by": "Northland; Third Force", "denies": True}) == ()
    assert between(met, met | {"by": "Northland; Southland", "denies": True})


def test_a_matter_of_two_sides_is_shown_once(between):
    fought = {"by": "Northland; Southland", "when": DAY}

    (found,) = between(fought, fought | {"says": "Envoy", "denies": True})

    assert found.about == "hostilities by Northland, Southland"


def test_a_copy_does_not_contradict_a_second_time(between):
    told = (THERE, NOT_THERE | {"doc": "wire"}, NOT_THERE | {"doc": "copy"})

    (found,) = between(*told, copies={"copy": ("wire",)})

    assert found.sides[1].claims == ("2.1",)


# Numbers.

LOSSES = {"act": "casualties", "when": DAY, "place": "Upper Mill"}
FORCE = {"act": "deployment", "by": "Third Force", "place": "Valley"}


def test_numbers_of_one_thing_that_cannot_both_be_right_contradict(between):
    (found,) = between(
        LOSSES | {"number": "more than 6000 dead", "says": "Envoy"},
        LOSSES | {"number": "2000 killed", "says": "General"},
    )

    assert (found.kind, found.about) == (NUMBER, "casualties: number of killed, Upper Mill")
    assert [side.says for side in found.sides] == [
        "Northland: more than 6,000 killed",
        "Southland: 2,000 killed",
    ]


def test_two_thousand_strong_around_2000_and_1960_do_not_contradict(between):
    numbers = ("about 2000 personnel", "about 2000 soldiers", "1960 servicemen")

    assert between(*(FORCE | {"number": number} for number in numbers)) == ()


def test_half_as_many_contradict_about_two_thousand(between):
    numbers = ("about 2000 personnel", "1000 servicemen")

    assert len(between(*(FORCE | {"number": number} for number in numbers))) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"when": NEXT},
        {"when": "2030"},
        {"when": None},
        {"place": "Lower Mill"},
        {"place": ""},
        {"by": "Northland"},
        {"act": "hostilities"},
        {"number": "2000 wounded"},
        {"modality": "planned"},
        {"modality": "predicted"},
        {"denies": True},
    ],
)
def test_numbers_of_other_things_do_not_contradict(between, other):
    many = LOSSES | {"number": "more than 6000 killed", "says": "Envoy"}
    few = LOSSES | {"number": "2000 killed", "says": "General"}

    assert NUMBER not in {one.kind for one in between(many, few | other)}


def test_a_stock_told_without_a_day_is_compared_with_one_told_with_it(between):
    many = FORCE | {"number": "5000 personnel"}

    assert between(many, FORCE | {"number": "1000 personnel", "when": DAY})


def test_two_numbers_of_one_voice_in_one_text_are_parts_not_a_contradiction(between):
    numbers = ("5000 personnel", "1000 personnel")

    assert between(*(FORCE | {"number": number, "doc": "a"} for number in numbers)) == ()


def test_two_voices_in_one_text_contradict_each_other(between):
    many = FORCE | {"number": "5000 personnel", "says": "Envoy", "doc": "a"}

    assert between(many, many | {"number": "1000 personnel", "says": "General"})


def test_a_copy_with_another_publisher_does_not_contradict_its_wire(between):
    told = [FORCE | {"number": "5000 personnel", "doc": doc} for doc in ("wire", "copy")]
    other = FORCE | {"number": "1000 personnel"}

    (found,) = between(*told, other, copies={"copy": ("wire",)})

    assert [side.claims for side in found.sides] == [("1.1",), ("3.1",)]


# Times.

HANDED = {"act": "transfer", "place": "Upper Mill", "by": "Southland"}


def test_one_handover_told_of_two_days_is_a_contradiction(between):
    (found,) = between(HANDED | {"when": DAY}, HANDED | {"when": NEXT})

    assert (found.kind, found.about) == (TIME, "when: transfer, Upper Mill")
    assert [side.says for side in found.sides] == [f"narrator: on {DAY}", f"narrator: on {NEXT}"]


@pytest.mark.parametrize(
    "other",
    [
        {"when": "2030-03"},
        {"when": "2030-05-01"},
        {"when": NEXT, "place": "Lower Mill"},
        {"when": NEXT, "act": "hostilities"},
        {"when": NEXT, "denies": True},
        {"when": NEXT, "modality": "planned"},
        {"when": NEXT, "doc": "d0"},
    ],
)
def test_another_handover_or_the_same_text_is_none(between, other):
    assert TIME not in {one.kind for one in between(HANDED | {"when": DAY}, HANDED | other)}


def test_a_speaker_contradicts_the_text_that_quotes_him(between):
    told = [
        HANDED | {"when": DAY, "doc": "a"},
        HANDED | {"when": NEXT, "doc": "a", "says": "Envoy"},
    ]

    assert len(between(*told)) == 1


def test_handovers_somewhere_in_a_province_may_be_two(between):
    told = [HANDED | {"place": "Valley", "when": when} for when in (DAY, NEXT)]

    assert between(*told) == ()


# Actors.

SHELLED = {"when": DAY, "place": "Upper Mill"}


def test_one_event_laid_at_different_doors_is_a_contradiction(between):
    (found,) = between(
        SHELLED | {"by": "Northland", "says": "General"},
        SHELLED | {"by": "Southland", "says": "Envoy"},
    )

    assert (found.kind, found.about) == (ACTOR, "whose doing: hostilities, Upper Mill")
    assert [side.says for side in found.sides] == [
        "Southland: by Northland",
        "Northland: by Southland",
    ]


@pytest.mark.parametrize(
    "other",
    [
        {"when": NEXT},
        {"when": "2030-03"},
        {"place": "Lower Mill"},
        {"place": "Valley"},
        {"by": ""},
        {"by": "Northland; Southland"},
        {"says": "General"},
    ],
)
def test_another_event_or_the_same_voice_is_none(between, other):
    told = SHELLED | {"by": "Northland", "says": "General"}

    assert between(told, SHELLED | {"by": "Southland", "says": "Envoy"} | other) == ()


# Laws.

told = st.fixed_dictionaries(
    {
        "act": st.sampled_from(["hostilities", "deployment", "transfer", "meeting"]),
        "when": st.sampled_from([None, DAY, NEXT, "2030"]),
        "place": st.sampled_from(["", "Upper Mill", "Lower Mill", "Valley"]),
        "by": st.sampled_from(["", "Northland", "Southland", "Northland; Southland"]),
        "says": st.sampled_from(["narrator", "Envoy", "General", "Northland; Southland"]),
        "denies": st.booleans(),
        "modality": st.sampled_from(["happened", "planned", "required"]),
        "number": st.sampled_from(["", "about 20 personnel", "50 personnel"]),
        "doc": st.sampled_from("abc"),
    }
)
records = st.lists(told, max_size=10)


@given(told=records)
def test_exchanging_the_rivals_exchanges_them_in_every_contradiction(words, told):
    claims = tuple(words.claim(**each) for each in told)
    agreement = words.agreement()

    found = contradictions(words.held(*claims, agreements=(agreement,)))
    exchanged = words.held(*words.mirrored(claims), agreements=(words.mirrored(agreement),))

    assert contradictions(exchanged) == words.mirrored(found)


def accounts(held):
    """What contradicts what, without claim names and order."""
    return sorted(
        (
            one.kind,
            sorted(sorted(repr(held.claims[name]) for name in side.claims) for side in one.sides),
        )
        for one in contradictions(held)
    )


@given(told=records, data=st.data())
def test_the_order_of_arrival_changes_no_contradiction(words, told, data):
    record = {"agreements": (words.agreement(),)}
    claims = [words.claim(start=n, **each) for n, each in enumerate(told)]
    shuffled = data.draw(st.permutations(claims))

    assert accounts(words.held(*claims, **record)) == accounts(words.held(*shuffled, **record))


@given(told=records)
def test_every_contradiction_has_two_accounts_and_a_claim_in_each(words, told):
    for found in contradictions(words.held(*(words.claim(**each) for each in told))):
        assert len(found.sides) > 1
        assert all(side.claims for side in found.sides)


# The five reports.


def _role_of(party, held):
    return next(one for one in contradictions(held) if one.about == f"presence of {party}")


def test_the_turkish_role_is_one_contradiction_with_every_sentence(gold):
    affirmed, denied = _role_of("Turkey", gold).sides

    assert (affirmed.says, denied.says) == ("Turkey, Azerbaijan: affirmed", "Russia: denied")
    assert affirmed.claims == ("1.6", "1.9", "2.6")
    assert denied.claims == ("2.3", "2.4", "2.7")
    assert gold.claims["2.4"].via == "Interfax"


def test_the_slip_of_report_000_stands_as_written(gold):
    affirmed, denied = _role_of("Russia", gold).sides

    assert denied.claims == ("1.5",)
    assert "1.1" in affirmed.claims


def test_no_number_of_the_five_reports_contradicts_another(gold):
    assert NUMBER not in {one.kind for one in contradictions(gold)}


def test_nothing_else_in_the_five_reports_is_a_contradiction(gold):
    assert len(contradictions(gold)) == 2
