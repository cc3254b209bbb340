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


ACLED = {
    "Government regains territory", "Non-state actor overtakes territory", "Armed clash",
    "Excessive force against protesters", "Protest with intervention", "Peaceful protest",
    "Violent demonstration", "Mob violence", "Chemical weapon", "Air/drone strike", "Suicide bomb",
    "Shelling/artillery/missile attack", "Remote explosive/landmine/IED", "Grenade",
    "Sexual violence", "Attack", "Abduction/forced disappearance", "Agreement", "Arrests",
    "Change to group/activity", "Disrupted weapons use", "Headquarters or base established",
    "Looting/property destruction", "Non-violent transfer of territory", "Other",
}  # fmt: skip


def sources(table):
    for name, value in table.items():
        if isinstance(value, dict):
            yield from sources(value)
        elif name not in {"plover", "cameo", "acled"}:
            yield from value


def test_every_act_has_triggers_and_codings():
    codings = lexicon().codings

    assert {table.partition(".")[0] for table in codings} == set(Act)
    assert {coding.plover.split("/")[0] for coding in codings.values()} <= PLOVER
    assert all(1 <= int(coding.cameo[:2]) <= 20 for coding in codings.values())


def test_what_acled_counts_has_a_sub_event_type_of_its_codebook():
    codings = lexicon().codings

    assert {coding.acled for coding in codings.values()} - {""} <= ACLED
    assert all(codings[table].acled for table in codings if table.startswith("hostilities"))


def test_a_kind_of_an_act_has_its_own_codes_where_it_gives_them():
    codings = lexicon().codings

    assert codings["hostilities.air"].acled == "Air/drone strike"
    assert codings["hostilities.air"].plover == "ASSAULT/heavy-weapons"
    assert codings["protest.hunger"].acled == codings["protest"].acled


def test_every_class_a_pattern_names_exists():
    patterns = [
        source for name, table in TABLES.items() if name != "classes" for source in sources(table)
    ]
    named = {
        part[1:].partition(".")[0]
        for pattern in patterns
        for element in pattern.split()
        for part in element.split("|")
        if part.startswith("@")
    }

    assert named == set(TABLES["classes"])


def test_no_pattern_ends_in_a_gap_or_stands_twice():
    for name, table in TABLES.items():
        if name == "classes":
            continue
        for key, value in [(name, table), *((f"{name}.{k}", v) for k, v in table.items())]:
            if not isinstance(value, dict):
                continue
            own = [s for k, v in value.items() if isinstance(v, list) for s in v]
            assert len(own) == len(set(own)), (key, [s for s in own if own.count(s) > 1])
            assert not [source for source in own if source.split()[-1].startswith("~")]


def test_no_pattern_names_a_country_a_person_or_a_place():
    words = {
        word
        for name, table in TABLES.items()
        if name != "classes"
        for source in sources(table)
        for word in source.split()
    } | {word for listed in TABLES["classes"].values() for word in listed}

    assert not {word for word in words if word != word.lower()}


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
