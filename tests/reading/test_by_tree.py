"""Acts by the tree of a sentence: each predicate may tell one. Invented places throughout."""

import pytest

from truceline.reading.parsing import parse
from truceline.reading.predicates import predicates
from truceline.reading.sentences import sentences


def told(by_tree, text):
    return [
        (claim.act.value, text[claim.quote.start : claim.quote.end])
        for claim in by_tree.claims_of(text, names=())
    ]


def acts(by_tree, text):
    return [act for act, _ in told(by_tree, text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Rebels shelled Strelsau and abducted two farmers.",
         [("hostilities", "Rebels shelled Strelsau"),
          ("detainee-exchange", "abducted two farmers.")]),
        ("The army pulled out of Zenda, wounding four villagers on its way.",
         [("withdrawal", "The army pulled out of Zenda"),
          ("casualties", "wounding four villagers on its way.")]),
        ("Engineers reopened the bridge, which had been closed since May.",
         [("access", "Engineers reopened the bridge, which had been closed since May.")]),
        ("The truce, signed in Strelsau on 4 May, entered into force at noon.",
         [("ceasefire", "The truce, signed in Strelsau on 4 May, entered into force at noon."),
          ("agreement", "signed in Strelsau on 4 May")]),
        ("Two drones crossed the river, but the delegations met in Zenda.",
         [("hostilities", "Two drones crossed the river"),
          ("meeting", "the delegations met in Zenda.")]),
    ],
)  # fmt: skip
def test_each_predicate_tells_its_own_act(by_tree, text, found):
    assert told(by_tree, text) == found


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Ruritania demanded that the militia leave Zenda.", "withdrawal"),
        ("Ruritania accused the militia of shelling Zenda.", "hostilities"),
        ("Both sides agreed to exchange their prisoners.", "detainee-exchange"),
        ("The mission saw that soldiers were looting houses.", "hostilities"),
    ],
)
def test_a_stance_gives_way_to_the_deed_it_is_about(by_tree, text, act):
    assert acts(by_tree, text) == [act]


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Ruritania warned that rebels might shell Zenda.", "warning"),
        ("The minister welcomed the truce that ended the fighting.", "support"),
    ],
)
def test_a_warning_and_a_welcome_keep_what_they_are_about(by_tree, text, act):
    assert acts(by_tree, text) == [act]


@pytest.mark.parametrize(
    "text",
    [
        "The report describes the day of the withdrawal.",
        "By deploying more slowly, the force saved fuel.",
        "Withdrawal.",
        "The Redeployment Committee has nine members.",
        "A spokesman for the Demining Centre was born in Zenda.",
        "The Withdrawal Office hired two clerks.",
        "The mayor sang after the withdrawal of the troops.",
        "The die was cast in Zenda.",
    ],
)
def test_what_is_only_spoken_of_is_not_told(by_tree, text):
    assert acts(by_tree, text) == []


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("A wave of attacks hit the valley.", "hostilities"),
        ("The exchange of prisoners began on Monday.", "detainee-exchange"),
        ("The engineers are engaged in mine clearance.", "demining"),
        ("The patrol came under fire.", "hostilities"),
        ("Clashes took place near Zenda.", "hostilities"),
        ("There were no casualties.", "casualties"),
        ("1120: two tanks parked 200 m north of the line.", "deployment"),
        ("Zenda was shelled by the militia.", "hostilities"),
    ],
)
def test_nouns_idioms_passives_and_fragments_tell_acts(by_tree, text, act):
    assert acts(by_tree, text) == [act]


def test_the_same_act_in_one_breath_is_one_telling(by_tree):
    text = "One soldier was killed and two were wounded."

    assert told(by_tree, text) == [("casualties", text)]


def test_the_same_act_at_another_place_is_told_again(by_tree):
    text = "Gunmen fired on Zenda, and near Strelsau they shelled a farm."

    assert acts(by_tree, text) == ["hostilities", "hostilities"]


def test_what_hangs_on_an_if_is_no_telling_of_its_own(by_tree):
    text = "The army will withdraw if the rebels release the hostages."

    assert told(by_tree, text) == [("withdrawal", text)]


def test_a_range_is_not_cut_at_its_dash(by_tree):
    text = "The team heard three explosions 2\u20134 km north of Zenda."
    (sentence,), _ = parse(text, sentences(text), by_tree.parser)

    assert told(by_tree, text) == [("hostilities", text)]
    assert len(predicates(sentence.tokens, sentence.grammar)) == 1


def test_a_word_that_is_no_verb_here_is_no_trigger(by_tree):
    assert acts(by_tree, "The march of time is slow.") == []
    assert acts(by_tree, "Residents march through Zenda.") == ["protest"]


def test_names_change_places_and_nothing_else_does(by_tree):
    text = "{} demanded that {} withdraw from the hill, but {} shelled it and {} protested."
    one = by_tree.claims_of(text.format("Kenya", "Somalia", "Somalia", "Kenya"))
    other = by_tree.claims_of(text.format("Somalia", "Kenya", "Kenya", "Somalia"))
    swapped = {"Kenya": "Somalia", "Somalia": "Kenya"}

    def plain(claims, names):
        return [
            (c.act, c.modality, c.denies, c.rule, [names.get(a.name, a.name) for a in c.actors])
            for c in claims
        ]

    assert plain(one, {}) == plain(other, swapped)
    assert one
