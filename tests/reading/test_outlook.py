"""How an act stands in its tree. Invented places; every sentence tells one act."""

import pytest

from truceline.terms.claim import Modality
from truceline.weighing.incident import incidents


def outlook(by_tree, text):
    claim = by_tree.only(text, names=())
    return claim.modality, claim.denies


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("The militia left Zenda.", Modality.HAPPENED),
        ("The militia began to leave Zenda.", Modality.HAPPENED),
        ("Of the planned force of 900, half has deployed.", Modality.HAPPENED),
        ("The militia is leaving Zenda.", Modality.ONGOING),
        ("Engineers have been removing mines.", Modality.ONGOING),
        ("Residents said soldiers were still looting shops.", Modality.ONGOING),
        ("The clearing of mines continued.", Modality.ONGOING),
        ("The militia will leave Zenda.", Modality.PLANNED),
        ("The militia plans to leave Zenda.", Modality.PLANNED),
        ("The commander promised to release the prisoners.", Modality.PLANNED),
        ("A meeting of the committee is planned for Monday.", Modality.PLANNED),
        ("There is a schedule for the withdrawal of troops.", Modality.PLANNED),
        ("The militia must leave Zenda.", Modality.REQUIRED),
        ("The units are to return to their barracks.", Modality.REQUIRED),
        ("Both sides agreed to exchange prisoners.", Modality.REQUIRED),
        ("Ruritania called for the withdrawal of the militia.", Modality.DEMANDED),
        ("Ruritania urged the militia to release the hostages.", Modality.DEMANDED),
        ("The militia could leave Zenda.", Modality.PREDICTED),
        ("Peacekeepers are expected to arrive in Zenda.", Modality.PREDICTED),
        ("Our units will shell Zenda if the truce is broken.", Modality.PREDICTED),
    ],
)
def test_what_governs_an_act_says_how_it_stands(by_tree, text, modality):
    assert outlook(by_tree, text)[0] is modality


@pytest.mark.parametrize(
    "text",
    [
        "The militia has not left Zenda.",
        "The militia failed to leave Zenda.",
        "Nobody was killed.",
        "No prisoners were released.",
        "The withdrawal has not started.",
        "The mission saw no sign that the militia was leaving Zenda.",
        "The militia denied shelling Zenda.",
        "The men were unhurt.",
    ],
)
def test_what_is_turned_into_its_opposite_is_denied(by_tree, text):
    assert outlook(by_tree, text)[1]


@pytest.mark.parametrize(
    "text",
    [
        "The militia left Zenda.",
        "The patrol was denied access to Zenda.",
        "The militia did not fail to leave Zenda.",
    ],
)
def test_what_is_turned_twice_or_not_at_all_is_not_denied(by_tree, text):
    assert not outlook(by_tree, text)[1]


def test_a_not_is_shared_behind_or_and_not_behind_and(by_tree):
    _, one = by_tree.claims_of("The army did not leave Zenda and shelled a farm.", names=())
    _, other = by_tree.claims_of("The army did not leave Zenda or shell a farm.", names=())

    assert (one.denies, other.denies) == (False, True)


@pytest.mark.parametrize(
    "text",
    [
        "If rebels shell Zenda on 3 March 2030, the road closes.",
        "Rebels could shell Zenda on 3 March 2030.",
        "Analysts warned that rebels might shell Zenda on 3 March 2030.",
        "Our units will shell Zenda on 3 March 2030 if the truce is broken.",
        "The rebels threatened to shell Zenda on 3 March 2030.",
        "Unless the talks resume, rebels will shell Zenda on 3 March 2030.",
        "The rebels plan to shell Zenda on 3 March 2030.",
        "The rebels are expected to shell Zenda on 3 March 2030.",
    ],
)
@pytest.mark.parametrize("with_parser", [True, False], ids=["tree", "words"])
def test_a_conditional_or_predicted_act_never_becomes_an_incident(
    by_tree, reads, words, text, with_parser
):
    claims = (by_tree if with_parser else reads).claims_of(text, names=(), published="2030-03-01")

    assert incidents(words.held(*claims, agreements=(words.agreement(),))) == ()


def test_the_same_act_told_as_happened_is_an_incident(by_tree, words):
    text = "Rebels shelled Zenda on 3 March 2030."
    claims = by_tree.claims_of(text, names=(), published="2030-03-04")

    assert len(incidents(words.held(*claims, agreements=(words.agreement(),)))) == 1
