import pytest

from truceline.terms.claim import Modality


def days(reads, text, published="2023-06-14"):
    return [c.when.value if c.when else None for c in reads.claims_of(text, published=published)]


@pytest.mark.parametrize(
    "text",
    [
        "Kenya withdrew its troops after the November war.",
        "Kenya withdrew its troops, as the statement of 9 November required.",
        "Kenya withdrew its troops under the 9 November ceasefire.",
        "Kenya withdrew its troops under a deal signed on 10 May 2023.",
        "It was the first attack since the ceasefire of November 2022.",
        "Guerrillas attacked the post, the first attack since the truce of 2016.",
        "Colombia praised the accords of 24 August and 24 November 2016.",
    ],
)
def test_the_date_of_a_paper_or_a_war_dates_nothing_else(reads, text):
    assert days(reads, text) == [None]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("On 9 November war broke out.", "2022-11-09"),
        ("On 10 May 2023 ceasefire violations went on.", "2023-05-10"),
        ("Kenya and Somalia signed the deal on 10 May 2023.", "2023-05-10"),
        ("The attack of 3 May 2023 left two dead.", "2023-05-03"),
    ],
)
def test_a_date_beside_a_war_or_a_paper_may_still_date_the_act(reads, text, day):
    assert days(reads, text) == [day]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Kenya said on Monday that Somali troops had shelled the town.", None),
        ("The army on Tuesday denied that it had shelled the town.", None),
        ("Somali troops shelled the town on Sunday, Kenya said on Monday.", "2023-06-11"),
        ("Kenya said on Monday that troops shelled the town on Sunday.", "2023-06-11"),
        ("On Monday the army announced that troops would leave on Friday.", "2023-06-16"),
        ("On Monday Kenya condemned the attack.", None),
        ("On Monday Kenya accused Somalia of lying.", "2023-06-12"),
    ],
)
def test_the_day_of_saying_is_not_the_day_of_doing(reads, text, day):
    assert days(reads, text) == [day]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Kenya agreed to wait until 9 June.", "../2023-06-09"),
        ("Kenya agreed to wait until 30 June.", "../2023-06-30"),
        ("The army was to withdraw by 10 June.", "../2023-06-10"),
        ("The mandate would be extended until July 1.", "../2023-07-01"),
        ("The ceasefire will be extended until June 30.", "../2023-06-30"),
        ("The army will withdraw by 10 June.", "../2024-06-10"),
    ],
)
def test_what_was_planned_may_be_past_and_what_will_be_is_not(reads, text, day):
    assert days(reads, text) == [day]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Clashes erupted on 3 May 2023. The clash left two soldiers dead.", "2023-05-03"),
        ("Fighting broke out on 3 May 2023. It was the worst clash of the year.", "2023-05-03"),
        ("Clashes erupted on 3 May 2023. Kenya withdrew that day.", "2023-05-03"),
        ("The date was 3 May 2023. On that day Kenya withdrew its troops.", "2023-05-03"),
        ("Clashes erupted in May 2023. Kenya withdrew that day.", None),
        ("Clashes erupted on 3 May 2023. Clashes erupted again.", None),
        ("Clashes erupted on 3 May 2023. The withdrawal of troops began.", None),
        ("Clashes erupted on 3 May 2023. It rained. The clash left two dead.", None),
        ("Clashes erupted on 3 May 2023.\n\nThe clash left two dead.", None),
        ("Clashes will erupt on 3 July 2023. The clash left two dead.", None),
    ],
)
def test_a_day_is_taken_over_only_where_the_text_goes_on_with_it(reads, text, told):
    assert days(reads, text)[-1] == told


def test_a_truce_that_will_be_extended_has_not_been(reads):
    claim = reads.only(reads.claims_of("The ceasefire will be extended until June 30."))

    assert claim.modality is Modality.PLANNED


@pytest.mark.parametrize(
    "text",
    [
        "Kenyan troops entered the town for the first time since 1991.",
        "Kenyan troops entered the town, for the first time since the union fell in 1991.",
        "Kenyan troops entered the town for the first time since the fall of the union in 1991.",
        "Kenyan troops have shelled the town in the worst attack since 2016.",
        "The town has been shelled in its heaviest attack since May 2020.",
        "It was the most violent attack since 3 May 2020.",
        "It was the worst attack that the town had seen since 2016.",
        "Not since 1991 had Kenya deployed troops in the town.",
        "Kenya deployed more troops than at any time since 1991.",
        "Since the collapse of the union in 1991, Kenya and Somalia have exchanged prisoners.",
        "Clashes have continued since the U.S. election in May 2021.",
        "Three soldiers were killed in the deadliest clash since a truce was signed in 2020.",
    ],
)
def test_a_day_since_which_something_is_unmatched_dates_nothing(reads, text):
    assert set(days(reads, text)) == {None}
    assert set(days(reads, text, published=None)) == {None}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Kenyan troops have been shelling the town since 3 May 2023.", "2023-05-03/.."),
        ("At least 12 troops have been killed since 3 May 2023.", "2023-05-03/.."),
        ("Most troops have been withdrawn since 3 May 2023.", "2023-05-03/.."),
        ("The first troops have been withdrawn since 3 May 2023.", "2023-05-03/.."),
        ("Since the union fell in 1991, Kenya shelled the town on 3 May 2023.", "2023-05-03"),
        ("On 3 May 2023 Kenya shelled the town for the first time since 1991.", "2023-05-03"),
        ("The worst clash since the union fell in 1991 erupted on 3 May 2023.", "2023-05-03"),
        ("Kenya withdrew its troops for the first time in 2023.", "2023"),
        ("Since then Kenya shelled the town on 3 May 2023.", "2023-05-03"),
    ],
)
def test_a_day_since_which_something_lasts_still_dates_it(reads, text, day):
    assert days(reads, text) == [day]


def test_what_still_lasts_has_lasted_since_the_older_event(reads):
    text = "The town has been under the control of Kenya since the war ended in 1994."
    claim = reads.only(reads.claims_of(text))

    assert claim.modality is Modality.ONGOING
    assert claim.when.value == "1994/.."


def test_the_older_day_gives_way_to_the_day_without_a_year(reads):
    text = (
        "The Kenyan army entered the Upper Valley on Wednesday 14 June, for the first time since"
        " the collapse of the union in 1991."
    )

    assert days(reads, text) == ["2023-06-14"]
    assert days(reads, text, published=None) == [None]
