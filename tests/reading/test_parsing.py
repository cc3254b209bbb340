"""The parser's parts without the model, and the trees of our own sentences with it."""

from hashlib import sha256
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.reading.naming import likeliest, names
from truceline.reading.parsed import NameKind
from truceline.reading.parsing import load, missing, verify
from truceline.reading.pieces import Vocabulary, plain, shape
from truceline.reading.tree import tree
from truceline.reading.words import words
from truceline.terms.problem import RefusedError

TAGS = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC")
SCORE = st.floats(-1e6, 1e6)


# Our own sentences as the published parser has them: word/UPOS/label:head, and the names.
GOLDEN = [
    (
        "The first unit left the Harat valley on Monday under the supervision of observers.",
        (
            "The/DET/det:3 first/ADJ/amod:3 unit/NOUN/nsubj:4 left/VERB/root:0 "
            "the/DET/det:7 Harat/PROPN/compound:7 valley/PROPN/obj:4 on/ADP/case:9 "
            "Monday/PROPN/obl:4 under/ADP/case:12 the/DET/det:12 supervision/NOUN/obl:4 "
            "of/ADP/case:14 observers/NOUN/nmod:12 ./PUNCT/punct:4"
        ),
        [("Harat valley", "LOC")],
    ),
    (
        "“We will withdraw by 20 November,” the foreign minister, Ilya Maren, said.",
        (
            "“/PUNCT/punct:4 We/PRON/nsubj:4 will/AUX/aux:4 withdraw/VERB/ccomp:17 "
            "by/ADP/case:6 20/NUM/obl:4 November/PROPN/nmod:unmarked:6 ,/PUNCT/punct:4 "
            "”/PUNCT/punct:4 the/DET/det:12 foreign/ADJ/amod:12 minister/NOUN/nsubj:17 "
            ",/PUNCT/punct:14 Ilya/PROPN/appos:12 Maren/PROPN/flat:14 ,/PUNCT/punct:12 "
            "said/VERB/root:0 ./PUNCT/punct:17"
        ),
        [("Ilya Maren", "PER")],
    ),
    (
        (
            "Anna Corven, who leads the UN mission in Orania, told reporters that two thousand "
            "peacekeepers had been deployed."
        ),
        (
            "Anna/PROPN/nsubj:12 Corven/PROPN/flat:1 ,/PUNCT/punct:5 who/PRON/nsubj:5 "
            "leads/VERB/acl:relcl:1 the/DET/det:8 UN/PROPN/compound:8 "
            "mission/NOUN/obj:5 in/ADP/case:10 Orania/PROPN/nmod:8 ,/PUNCT/punct:1 "
            "told/VERB/root:0 reporters/NOUN/iobj:12 that/SCONJ/mark:20 "
            "two/NUM/compound:16 thousand/NUM/nummod:17 peacekeepers/NOUN/nsubj:pass:20 "
            "had/AUX/aux:20 been/AUX/aux:pass:20 deployed/VERB/ccomp:12 "
            "./PUNCT/punct:12"
        ),
        [("Anna Corven", "PER"), ("UN", "ORG"), ("Orania", "LOC")],
    ),
    (
        "The armed forces must not return to the villages until mines are cleared.",
        (
            "The/DET/det:3 armed/ADJ/amod:3 forces/NOUN/nsubj:6 must/AUX/aux:6 "
            "not/PART/advmod:6 return/VERB/root:0 to/ADP/case:9 the/DET/det:9 "
            "villages/NOUN/obl:6 until/SCONJ/mark:13 mines/NOUN/nsubj:pass:13 "
            "are/AUX/aux:pass:13 cleared/VERB/advcl:6 ./PUNCT/punct:6"
        ),
        [],
    ),
]


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


def test_an_altered_file_of_the_parser_is_refused_by_name(tmp_path):
    graph = tmp_path / "reader.onnx"
    graph.write_bytes(b"graph")
    (tmp_path / "SHA256SUMS").write_text(f"{sha256(b'graph').hexdigest()}  reader.onnx\n")
    verify(tmp_path)

    graph.write_bytes(b"Graph")

    with pytest.raises(RefusedError, match=r"reader\.onnx"):
        verify(tmp_path)


def test_a_missing_file_of_the_parser_is_refused_by_name(tmp_path):
    (tmp_path / "SHA256SUMS").write_text(f"{'0' * 64}  vocab.txt\n")

    with pytest.raises(RefusedError, match=r"vocab\.txt"):
        verify(tmp_path)


# ---- with the model ----


@pytest.fixture(scope="module")
def parser():
    if missing():
        pytest.skip(f"the trained parser is not installed: no {', '.join(missing())}")
    return load()


def test_without_the_model_there_is_none_and_what_lacks_is_named():
    assert (load() is None) == bool(missing())


@pytest.mark.parametrize(("text", "words_of", "names_of"), GOLDEN)
def test_trees_and_names_are_the_golden_ones(parser, text, words_of, names_of):
    (parsed,) = parser(text, [(0, len(text))])

    drawn = " ".join(f"{w.text}/{w.upos}/{w.deprel}:{w.head}" for w in parsed.words)
    found = [
        (" ".join(word.text for word in parsed.words[name.first : name.end]), name.kind)
        for name in parsed.names
    ]
    assert (drawn, found) == (words_of, names_of)


def test_what_must_not_be_done_is_not_told_as_done(parser):
    text = "The first unit left on Monday. The other units must not return."

    left, returning = parser(text, [(0, 30), (31, len(text))])

    assert left.words[3].factual > 50 > returning.words[5].factual


def test_a_sentence_gets_the_same_parse_whatever_stands_beside_it(parser):
    text = "The bridge is closed. Both parties agreed on Monday that it will be opened again soon."

    together = parser(text, [(0, 21), (22, len(text))])

    assert parser(text, [(22, len(text))]) == together[1:]


def test_offsets_of_parsed_words_are_those_of_the_text(parser):
    text = "…  “We don’t know,” the observers of the U.N. said — twice."  # noqa: RUF001

    (parsed,) = parser(text, [(3, len(text))])

    assert [text[word.start : word.end] for word in parsed.words] == [
        word.text for word in parsed.words
    ]
    assert parsed.words[0].start == 3


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "?" * 50, "\x00\x01", "да нет", "🙂 🙂"])
def test_what_is_no_english_sentence_is_parsed_all_the_same(parser, text):
    (parsed,) = parser(text, [(0, len(text))])

    assert [word.head for word in parsed.words].count(0) == bool(text.strip())


def test_a_sentence_of_a_thousand_words_is_one_tree(parser):
    text = "and then the convoy returned to the unobserved checkpoint-without-a-name " * 100

    (parsed,) = parser(text, [(0, len(text))])

    heads = [word.head for word in parsed.words]
    assert heads.count(0) == [word.deprel for word in parsed.words].count("root") == 1
    assert all(reaches_the_root(heads, word) for word in range(1, len(heads) + 1))


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
