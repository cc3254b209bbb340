import pytest

from truceline.weighing.passage import Passage, passage


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("access:corridor closed", "closed"),
        ("access:blocked road", "closed"),
        ("access:road open", "open"),
        ("access:road unblocked", "open"),
        ("access:lift blockade", "open"),
        ("access:restrict movement", "restricted"),
        ("access:denied access [access.refused:tree:0a]", "closed"),
        ("access:patrol turned [access.refused:words]", "closed"),
        ("access:patrol obstructed [access.refused:words]", "restricted"),
    ],
)
def test_the_words_by_which_it_was_found_tell_how_the_way_is(words, rule, told):
    assert passage(words.claim("access", rule=rule)) is Passage(told)


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("access:road open", "closed"),
        ("access:road closed", "open"),
        ("access:lift siege", "closed"),
        ("access:denied access", "closed"),
        ("access:denied access [access.refused:tree:0a]", "open"),
    ],
)
def test_a_denial_tells_the_contrary_and_a_refusal_is_one_already(words, rule, told):
    assert passage(words.claim("access", rule=rule, denies=True)) is Passage(told)


@pytest.mark.parametrize(
    "rule",
    ["access:checkpoint installed", "access:humanitarian access", "access:open closed", "test"],
)
def test_nobody_guesses_where_the_words_do_not_tell(words, rule):
    assert passage(words.claim("access", rule=rule)) is None


def test_another_act_tells_nothing_of_a_way(words):
    assert passage(words.claim("meeting", rule="meeting:open")) is None
