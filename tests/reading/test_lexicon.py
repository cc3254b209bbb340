import tomllib
from importlib.resources import files

import pytest

from truceline.reading.inflection import forms
from truceline.reading.lexicon import lexicon
from truceline.reading.patterns import Strength
from truceline.reading.sentences import tokenize
from truceline.terms.claim import Act

TABLES = tomllib.loads(
    (files("truceline.reading") / "data" / "triggers.toml").read_text(encoding="utf-8")
)
PLOVER = {
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE",
    "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
}  # fmt: skip


def acts(text):
    return {match.act for match in lexicon().find(tokenize(text))}


def test_every_act_has_triggers_and_both_codings():
    codings = lexicon().codings

    assert set(codings) == set(Act)
    assert {coding.plover.split("/")[0] for coding in codings.values()} <= PLOVER
    assert all(1 <= int(coding.cameo[:2]) <= 20 for coding in codings.values())


def test_every_class_a_pattern_names_exists():
    patterns = [
        pattern
        for name, table in TABLES.items()
        if name != "classes"
        for value in table.values()
        for listed in (value.values() if isinstance(value, dict) else [value])
        if not isinstance(listed, str)
        for pattern in listed
    ]
    named = {
        part[1:]
        for pattern in patterns
        for element in pattern.split()
        for part in element.split("|")
        if part.startswith("@")
    }

    assert named == set(TABLES["classes"])


def test_no_pattern_names_a_country_a_person_or_a_place():
    text = (files("truceline.reading") / "data" / "triggers.toml").read_text(encoding="utf-8")
    words = {
        word for line in text.splitlines() if not line.startswith("#") for word in line.split()
    }

    assert not {word for word in words if word.strip('"[],@~|').istitle()}


@pytest.mark.parametrize(
    ("base", "form"),
    [("withdraw", "withdrew"), ("deploy", "deploying"), ("flee", "fled"), ("occupy", "occupied"),
     ("release", "releasing"), ("clash", "clashes"), ("violate", "violated")],
)  # fmt: skip
def test_a_trigger_is_known_in_all_its_forms(base, form):
    assert form in forms(base)


@pytest.mark.parametrize("word", ["witdrawal", "withdrawwal", "withdrawla", "withdraawl"])
def test_one_slip_of_the_pen_is_forgiven(word):
    assert acts(f"the {word} of troops") == {Act.WITHDRAWAL}


@pytest.mark.parametrize("word", ["comments", "attaching", "swelling", "withdrwaall"])
def test_another_word_is_not_taken_for_a_slip(word):
    assert acts(f"the {word} of it") == set()


def test_a_pattern_never_reaches_across_a_comma():
    assert Act.DEPLOYMENT not in acts("They sent a letter, soldiers read it")


def test_a_never_pattern_takes_its_words_out_of_the_search():
    assert Act.DELIMITATION not in acts("along the demarcation line")


def test_ties_between_words_do_not_depend_on_their_order_in_memory():
    first = [match.words for match in lexicon().find(tokenize("troops entered the town"))]
    lexicon.cache_clear()

    assert [m.words for m in lexicon().find(tokenize("troops entered the town"))] == first


def test_strengths_are_ordered():
    assert Strength.NEVER < Strength.WEAK < Strength.PLAIN < Strength.STRONG
