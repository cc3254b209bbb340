"""Two lists of people: who on one is who on the other. The names are made up."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truceline.ledgers.matching.blocking import MOST_WORK, worth_comparing
from truceline.ledgers.matching.listed import Listed, rows
from truceline.ledgers.matching.match import MOST_ROWS, Band, match
from truceline.ledgers.matching.settling import Edge, settled
from truceline.ledgers.matching.spelling import spell
from truceline.terms.problem import RefusedError
from truceline.terms.when import When

SAME_NAME = [
    ("Armenian letters and English", "Հովհաննես Գրիգորյան", "Hovhannes Grigorian"),
    ("Armenian letters and Russian", "Հակոբ Պետրոսյան", "Акоп Петросян"),
    ("eastern and western Armenian", "Hakob Petrosyan", "Hagop Bedrosian"),
    ("classical and reformed spelling", "Յակոբ Պետրոսեան", "Հակոբ Պետրոսյան"),
    ("Azerbaijani and Russian", "Məmməd Hüseynov", "Мамед Гусейнов"),
    ("Azerbaijani and a passport", "Xəlil Cəfərzadə", "Xelil Ceferzade"),
    ("Azerbaijani and English", "Vüqar Qasımov", "Vugar Gasimov"),  # noqa: RUF001
    ("Russian and ISO 9", "Щербаков Юрий", "Ŝerbakov Ûrij"),
    ("Russian and French", "Щербаков Юрий", "Iouri Chtcherbakov"),
    ("Russian and scholarly", "Журавлёв Сергей", "Sergej Žuravlëv"),
    ("Ukrainian and Russian", "Сергій Ткаченко", "Сергей Ткаченко"),
    ("Georgian and Russian", "ლევან სულაშვილი", "Леван Сулашвили"),
    ("Arabic and English", "محمد المصري", "Mohammed al-Masri"),
    ("Arabic and Russian", "خالد الخطيب", "Халид аль-Хатиб"),
    ("two English spellings of Arabic", "Yousef El Khateeb", "Yusuf al-Khatib"),
    ("composed and decomposed letters", "Çingiz Şahinov", "C\u0327ingiz S\u0327ahinov"),
    ("odd spaces and capitals", "IVANOV\u00a0\u2009 PETR", "Petr Ivanov"),
    ("a woman's ending", "Ivanova Olga", "Ольга Иванова"),
    ("a name in two words or one", "Abd al-Rahman Tamimi", "عبدالرحمن التميمي"),
]
CROWD = [
    "Vahan Sargsyan", "Karen Abovyan", "Elchin Rustamov", "Ramiz Guliyev", "Oleh Bondarenko",
    "Denis Kozlov", "Tariq Haddad", "Nabil Kanaan", "Zurab Lomidze", "Merab Nozadze",
]  # fmt: skip


def people(*names, prefix="l", **said):
    return [
        Listed(handle=f"{prefix}{n}", spellings=(name,), **said) for n, name in enumerate(names)
    ]


def bands(matching):
    return {(pair.left, pair.right): pair.band for pair in matching.pairs}


def matches(matching):
    return {(p.left[0], p.right[0]) for p in matching.pairs if p.band is Band.MATCH}


@pytest.mark.parametrize(("case", "one", "other"), SAME_NAME, ids=[case for case, *_ in SAME_NAME])
def test_a_name_is_known_again_in_other_letters(case, one, other):
    left = people(one, *CROWD)
    right = people(other, *CROWD[::-1], prefix="r")

    assert ("l0", "r0") in matches(match(left, right)), case


def test_two_names_that_differ_are_no_pair():
    matching = match(people("Vahan Sargsyan"), people("Vahan Gevorgyan", prefix="r"))

    assert matching.pairs == ()
    assert (matching.left_only, matching.right_only) == (("l0",), ("r0",))


def test_the_order_of_family_and_given_name_tells_nothing():
    assert spell("Sargsyan Vahan") == spell("Vahan SARGSYAN")


def test_a_patronymic_is_taken_as_the_fathers_name_and_a_surname_like_one_is_not():
    assert spell("Ivanov Sergej Petrovič").fathers == spell("Petr").words
    assert spell("Əli Vəli oğlu Həsənov").fathers == spell("Vəli").words
    assert spell("Dragan Petrović").fathers == ()


def test_a_missing_year_of_birth_is_no_mismatch_and_another_year_is():
    left = people("Vahan Sargsyan", born=When(value="1980"))
    silent = people("Ваган Саргсян", prefix="r")
    other = [replace(silent[0], born=When(value="1991"))]

    assert matches(match(left, silent)) == {("l0", "r0")}
    assert matches(match(left, other)) == set()


def test_an_initial_fits_its_name_and_no_other():
    fits = match(people("V. Sargsyan", born=When(value="1980-03-04")),
                 people("Ваган Саргсян", prefix="r", born=When(value="1980-03-04")))  # fmt: skip
    other = match(people("V. Sargsyan"), people("Tigran Sargsyan", prefix="r"))

    assert [pair.band for pair in fits.pairs] == [Band.MATCH]
    assert Band.MATCH not in bands(other).values()


def test_two_who_cannot_be_told_apart_are_possible_on_both_lists_and_never_guessed():
    left = people("Vahan Sargsyan", "Vahan Sargsyan", *CROWD[1:])
    right = people("Ваган Саргсян", *CROWD[:0:-1], prefix="r")

    found = bands(match(left, right))

    assert found[(("l0", "l1"), ("r0",))] is Band.POSSIBLE
    assert Band.MATCH not in {band for (one, _), band in found.items() if "l0" in one}


def test_a_rival_that_comes_near_leaves_both_to_a_person():
    left = people("Vahan Sargsyan", born=When(value="1980"))
    right = [
        Listed(handle="r0", spellings=("Вахан Саргсян",), born=When(value="1980")),
        Listed(handle="r1", spellings=("Vahan Sarkissian",), born=When(value="1980")),
    ]

    assert set(bands(match(left, right)).values()) == {Band.POSSIBLE}


def test_a_father_or_a_day_of_birth_tells_namesakes_apart():
    left = [
        Listed(handle="l0", spellings=("Vahan Sargsyan",), father="Tigran"),
        Listed(handle="l1", spellings=("Vahan Sargsyan",), born=When(value="1980-03-04")),
    ]
    right = [
        Listed(handle="r0", spellings=("Ваган Саргсян",), father="Тигран"),
        Listed(handle="r1", spellings=("Ваган Саргсян",), born=When(value="1980-03-04")),
    ]

    assert matches(match(left, right)) == {("l0", "r0"), ("l1", "r1")}


def test_any_of_several_spellings_is_enough():
    left = [Listed(handle="l0", spellings=("The Baker", "Ваган Саргсян"))]

    assert matches(match(left, people("Vahan Sargsyan", prefix="r"))) == {("l0", "r0")}


def test_erased_names_are_counted_and_are_not_called_absent():
    left = [Listed(handle="l0", spellings=()), Listed(handle="l1", spellings=(" . ",))]

    matching = match(left, people("Vahan Sargsyan", prefix="r"))

    assert matching.left_cannot_tell == ("l0", "l1")
    assert matching.left_only == ()
    assert [problem.code for problem in matching.problems] == ["cannot-tell-who"]


def test_what_speaks_for_a_pair_is_said_without_a_name():
    matching = match(people("Vahan Sargsyan", born=When(value="1980")),
                     people("Ваган Саргсян", prefix="r", born=When(value="1980")))  # fmt: skip

    (pair,) = matching.pairs
    said = " ".join(pair.because)
    assert "born the same year" in said
    assert "father: not said on both lists" in said
    assert not any(name in said.lower() for name in ("vahan", "sargsyan", "ваган", "саргсян"))


@pytest.mark.parametrize("at", range(6))
def test_the_order_of_the_lists_changes_nothing(at):
    left = people(*(one for _, one, _ in SAME_NAME), "Vahan Sargsyan", "Vahan Sargsyan")
    right = people(*(other for _, _, other in SAME_NAME), "Ваган Саргсян", prefix="r")
    order = next(p for n, p in enumerate(permutations(range(3))) if n == at)
    thirds = [left[n::3] for n in order]

    assert match([one for third in thirds for one in third], right[::-1]) == match(left, right)


def test_lists_exchanged_give_the_same_pairs_exchanged():
    left = people(*(one for _, one, _ in SAME_NAME), "Vahan Sargsyan", "Vahan Sargsyan", "X Y")
    right = people(*(other for _, _, other in SAME_NAME), "Ваган Саргсян", prefix="r")

    one, other = match(left, right), match(right, left)

    assert {(p.left, p.right, p.band, p.weight) for p in one.pairs} == {
        (p.right, p.left, p.band, p.weight) for p in other.pairs
    }
    assert (one.left_only, one.right_only) == (other.right_only, other.left_only)


def test_a_list_of_one_name_many_times_is_told_and_not_guessed():
    left = people(*["Vahan Sargsyan"] * 20_000)
    right = people(*["Ваган Саргсян"] * 20_000, prefix="r")

    matching = match(left, right)

    assert matches(matching) == set()
    assert matching.left_only == ()
    assert matching.right_only == ()


def test_a_name_that_many_bear_speaks_less_for_a_pair_than_a_rare_one():
    crowd = people(*(f"Vahan {name}" for name in ("Sargsyan", "Abovyan", "Kanaan", "Haddad")))
    left = [*crowd, Listed(handle="x", spellings=("Tariq Lomidze",))]
    right = [replace(one, handle=f"r{one.handle}") for one in left]

    weight = {pair.left: pair.weight for pair in match(left, right).pairs}

    assert weight[("x",)] > weight[("l0",)]


def test_the_work_is_bounded_however_alike_the_names_are():
    slips = [f"Vahan Sarg{a}{b}{c}an" for a in "aeiou" for b in "bdgklmnr" for c in "aeiou"]
    left = rows(people(*slips, born=When(value="1980")))
    many = [replace(row, handles=(f"{n}",)) for n in range(20) for row in left]

    worth = worth_comparing(many, many)

    assert len(many) > 3_000
    assert sum(map(len, worth.near.values())) * 4 <= MOST_WORK * 2 * len(many)


def test_a_list_that_is_too_long_or_names_one_twice_is_refused():
    with pytest.raises(RefusedError, match=f"at most {MOST_ROWS}"):
        match(people(*["Vahan Sargsyan"] * (MOST_ROWS + 1)), [])
    with pytest.raises(RefusedError, match="stand twice"):
        match(people("Vahan Sargsyan") * 2, [])


@settings(max_examples=200)
@given(st.text(max_size=60))
def test_any_text_whatever_is_spelled_and_is_like_itself(text):
    spelled = spell(text)

    assert spelled == spell(text)
    assert len(spelled.words) + len(spelled.fathers) <= 8


@settings(max_examples=200)
@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 60)), max_size=20),
    st.randoms(use_true_random=False),
)
def test_which_pairs_are_certain_depends_on_no_order_and_on_no_side(rows, lot):
    edges = list({(a, b): Edge(left=a, right=b, weight=w) for a, b, w in rows}.values())
    shuffled = list(edges)
    lot.shuffle(shuffled)
    mirrored = [Edge(left=e.right, right=e.left, weight=e.weight) for e in edges]

    found = settled(edges, least=20, margin=10, may_match=lambda _: True)

    assert found == settled(shuffled, least=20, margin=10, may_match=lambda _: True)
    assert {(e.left, e.right) for e in found} == {
        (e.right, e.left) for e in settled(mirrored, least=20, margin=10, may_match=lambda _: True)
    }
    assert len({e.left for e in found}) == len({e.right for e in found}) == len(found)
