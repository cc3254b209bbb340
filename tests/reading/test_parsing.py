"""The parser's parts without the model, and the trees of our own sentences with it."""

from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.reading.naming import likeliest, names
from truceline.reading.parsed import NameKind
from truceline.reading.parsing import load, missing
from truceline.reading.pieces import Vocabulary, plain, shape
from truceline.reading.tree import tree
from truceline.reading.words import words

TAGS = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC")
SCORE = st.floats(-1e6, 1e6)


def tables(least, most):
    """Scores of each word for each head, the root first."""
    return st.integers(least, most).flatmap(
        lambda n: st.lists(st.lists(SCORE, min_size=n + 1, max_size=n + 1), min_size=n, max_size=n)
    )


@given(tables(1, 12))
def test_every_word_hangs_on_the_one_root_in_the_end(scores):
    heads = tree(scores)

    assert heads.count(0) == 1
    assert all(reaches_the_root(heads, word) for word in range(1, len(heads) + 1))


@given(tables(1, 5))
def test_no_other_tree_with_one_root_scores_more(scores):
    found = tree(scores)

    best = max(worth(scores, heads) for heads in all_trees(len(scores)))

    assert worth(scores, found) == pytest.approx(best, rel=1e-9, abs=1e-3)


def test_a_long_ring_of_rings_is_opened_without_recursion():
    count = 150
    scores = [[-50.0] * (count + 1) for _ in range(count)]
    for word in range(count):
        scores[word][(word ^ 1) + 1] = 5.0
        scores[word][(word + 2) % count + 1] = 4.0

    heads = tree(scores)

    assert heads.count(0) == 1


def test_a_sentence_without_words_has_no_heads():
    assert tree([]) == ()


@pytest.mark.parametrize("scores", [[[0.0]], [[0.0, float("nan")]], [[0.0, 0.0, 0.0]]])
def test_a_table_that_is_none_is_refused(scores):
    with pytest.raises(ValueError, match="expected"):
        tree(scores)


@given(st.lists(st.lists(SCORE, min_size=5, max_size=5), max_size=8))
def test_no_name_is_continued_that_was_not_begun(rows):
    row = likeliest(rows, TAGS)

    assert len(row) == len(rows)
    assert all(before[1:] == tag[1:] for before, tag in pairwise(["O", *row]) if tag[0] == "I")


def test_a_name_goes_on_for_as_long_as_its_kind_does():
    rows = [[9.0 if tag == wanted else 0.0 for tag in TAGS] for wanted in TAGS]

    found = [(name.first, name.end, name.kind) for name in names(rows, TAGS, after=10)]

    assert found == [(11, 13, NameKind.PERSON), (13, 15, NameKind.PLACE)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It doesn't hold.", "It does n't hold ."),
        ("The envoy’s convoy", "The envoy ’s convoy"),  # noqa: RUF001 - as it is printed
        ("They cannot and won't.", "They can not and wo n't ."),
        ("a five-year term", "a five - year term"),
        ("non-combatants re-entered", "non-combatants re-entered"),
        ("at 11:30 p.m. on 5/12/2021", "at 11:30 p.m. on 5/12/2021"),
        ("Gen. J. Doe of the U.S. Army", "Gen. J. Doe of the U.S. Army"),
        ("No. 7, and no. That was all", "No. 7 , and no . That was all"),
        ("three 82mm rounds, 1,000 men", "three 82 mm rounds , 1,000 men"),
        ('He said: "Withdraw!"', 'He said : " Withdraw ! "'),
        ("and so on...", "and so on ..."),
        ("(see https://example.org/a,b).", "( see https://example.org/a,b ) ."),
        ("and/or $5 or 10%", "and / or $ 5 or 10 %"),
    ],
)
def test_words_are_cut_as_the_treebank_cuts_them(text, expected):
    assert " ".join(word.text for word in words(text)) == expected


@given(st.text(max_size=400))
def test_words_are_the_letters_of_the_text_in_order_and_leave_only_space(text):
    found = words(text)

    assert all(text[word.start : word.end] == word.text and word.text for word in found)
    assert all(before.end <= word.start for before, word in pairwise(found))
    left = [*text]
    for word in found:
        left[word.start : word.end] = " " * (word.end - word.start)
    assert not "".join(left).strip()


def test_the_words_of_a_part_stand_where_they_stand_in_the_whole():
    text = "Before. They've left."

    found = words(text, 8, end=len(text))

    assert [(word.start, word.text) for word in found] == [
        (8, "They"),
        (12, "'ve"),
        (16, "left"),
        (20, "."),
    ]


def test_a_word_is_cut_into_the_longest_pieces_there_are():
    vocabulary = Vocabulary(["[UNK]", "[CLS]", "[SEP]", "cease", "##fire", "##f", "-", "e"])

    assert vocabulary.cut("Ceasefire") == (3, 4)
    assert vocabulary.cut("Çease-cx") == (3, 6, 0)
    assert vocabulary.cut("\u200b") == (0,)


def test_quotes_and_accents_do_not_change_a_word():
    assert plain("\u201c") == '"'
    assert plain("Şuşa") == "susa"
    assert [shape(word) for word in ("12", "...", "un", "A", "UN", "Aram", "McKay", "iOS")] == [
        *range(1, 9)
    ]


# ---- with the model ----


@pytest.fixture(scope="module")
def parser():
    if missing():
        pytest.skip(f"the trained parser is not installed: no {', '.join(missing())}")
    return load()


def test_without_the_model_there_is_none_and_what_lacks_is_named():
    assert (load() is None) == bool(missing())


def reaches_the_root(heads, word):
    for _ in range(len(heads) + 1):
        if not word:
            return True
        word = heads[word - 1]
    return False


def worth(scores, heads):
    return sum(row[head] for row, head in zip(scores, heads, strict=True))


def all_trees(count):
    for heads in product(range(count + 1), repeat=count):
        if heads.count(0) == 1 and all(
            reaches_the_root(heads, word) for word in range(1, count + 1)
        ):
            yield heads
