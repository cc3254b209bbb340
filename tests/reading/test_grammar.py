"""The tree over the reader's own tokens: what the parser counts otherwise still hangs together."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.reading.grammar import ROOT, grammar
from truceline.reading.parsed import NameKind, Parsed, ParsedName, ParsedWord
from truceline.reading.parsing import installed, missing, parse
from truceline.reading.sentences import sentences

needs_parser = pytest.mark.skipif(bool(missing()), reason=f"not installed: {missing()}")


def parsed(*words, names=()):
    """Words as (text, start, head, relation)."""
    return Parsed(
        start=0,
        end=words[-1][1] + len(words[-1][0]),
        words=tuple(
            ParsedWord(
                start=start,
                end=start + len(text),
                text=text,
                upos="NOUN",
                xpos="NN",
                head=head,
                deprel=relation,
                factual=50,
            )
            for text, start, head, relation in words
        ),
        names=names,
    )


def trees():
    """A random tree over words of one to three letters without space, as heads."""
    return st.integers(1, 9).flatmap(
        lambda n: st.tuples(
            st.lists(st.integers(1, 3), min_size=n, max_size=n),
            st.integers(1, n),
            st.lists(st.integers(0, 1000), min_size=n, max_size=n),
        )
    )


def test_a_hyphen_the_reader_does_not_count_passes_on_what_hangs_on_it():
    five_year = parsed(
        ("five", 0, 3, "nummod"), ("-", 4, 1, "punct"), ("year", 5, 4, "compound"),
        ("term", 10, 0, "root"),
    )  # fmt: skip

    tree = grammar(five_year, [(0, 4), (5, 9), (10, 14)])

    assert tree.heads == (1, 2, ROOT)
    assert tree.relations == ("nummod", "compound", "root")


def test_one_word_of_four_tokens_hangs_on_its_first():
    us_envoy = parsed(("U.S.", 0, 2, "compound"), ("envoy", 5, 0, "root"))

    tree = grammar(us_envoy, [(0, 1), (1, 2), (2, 3), (3, 4), (5, 10)])

    assert tree.heads == (4, 0, 0, 0, ROOT)
    assert tree.relations[1:4] == ("goeswith",) * 3


def test_a_name_is_told_in_tokens():
    word = parsed(
        ("Al-Doe", 0, 2, "nsubj"), ("left", 7, 0, "root"),
        names=(ParsedName(first=0, end=1, kind=NameKind.PERSON),),
    )  # fmt: skip

    (name,) = grammar(word, [(0, 2), (3, 6), (7, 11)]).names

    assert (name.first, name.last, name.kind) == (0, 1, NameKind.PERSON)


@given(trees(), st.data())
def test_whatever_the_tokens_there_is_one_root_and_everything_hangs_on_it(tree, data):
    lengths, root, picks = tree
    order = [root, *(n for n in range(1, len(lengths) + 1) if n != root)]
    heads = {root: 0}
    for place, word in enumerate(order[1:], start=1):
        heads[word] = order[picks[word - 1] % place]
    at, words = 0, []
    for number, length in enumerate(lengths, start=1):
        words.append(("x" * length, at, heads[number], "dep" if heads[number] else "root"))
        at += length + picks[number - 1] % 2
    cuts = sorted(data.draw(st.sets(st.integers(0, at), min_size=2)))
    places = list(pairwise(cuts))

    told = grammar(parsed(*words), places)

    assert told.heads.count(ROOT) == 1
    top = told.heads.index(ROOT)
    assert told.beneath(top) == tuple(range(len(places)))


def test_tokens_that_cut_across_words_never_hang_on_each_other_in_a_ring():
    ring = parsed(("ab", 0, 3, "dep"), ("cd", 2, 0, "root"), ("ef", 5, 2, "dep"))

    told = grammar(ring, [(0, 1), (1, 4), (5, 7)])

    assert told.beneath(told.heads.index(ROOT)) == (0, 1, 2)


@needs_parser
def test_children_are_asked_for_by_relation_with_or_without_its_subtype():
    text = "The villages were shelled by rebels."
    ((sentence,), _) = parse(text, sentences(text), installed())

    tree = sentence.grammar
    shelled = tree.heads.index(ROOT)

    assert sentence.tokens[shelled].text == "shelled"
    (agent,) = tree.children(shelled, "obl")
    (subject,) = tree.children(shelled, "nsubj:pass")
    assert [sentence.tokens[at].text for at in (agent, subject)] == ["rebels", "villages"]
    assert list(tree.upwards(agent)) == [shelled]


@needs_parser
def test_a_text_past_the_limit_keeps_its_sentences_without_trees(monkeypatch):
    monkeypatch.setattr("truceline.reading.parsing.MAX_PARSED_TOKENS", 12)
    text = "The first unit left. The second unit left. The third unit left."

    told, left = parse(text, sentences(text), installed())

    assert [bool(sentence.grammar) for sentence in told] == [True, True, False]
    assert left == 1


def test_without_a_parser_sentences_stay_as_they_are():
    told_in = sentences("The unit left.")

    assert parse("The unit left.", told_in, None) == (told_in, 0)
