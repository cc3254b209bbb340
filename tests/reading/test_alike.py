"""Whichever party a sentence is about, the parser reads the same words."""

import pytest

from truceline.reading.alike import stand_ins
from truceline.reading.parsing import installed, missing, parse
from truceline.reading.sentences import sentences

needs_parser = pytest.mark.skipif(bool(missing()), reason=f"not installed: {missing()}")


def tree(text, names):
    ((sentence,), _) = parse(text, sentences(text), installed(), shown=stand_ins(names))
    grammar = sentence.grammar
    return grammar.heads, grammar.relations, grammar.kinds, grammar.factual


def test_the_words_of_both_parties_are_shown_alike(reads):
    shown = stand_ins(reads.rivals)

    assert shown["kenya"] == shown["somalia"]
    assert shown["kenyan"] == shown["somali"]
    assert shown["nairobi"] == shown["mogadishu"]
    assert shown["mwangi"] == shown["warsame"]
    assert "norway" not in shown


@needs_parser
def test_exchanging_the_parties_leaves_the_tree_as_it_was(reads):
    one = "Nairobi said that Kenyan troops had met Omar Warsame before Somalia shelled the Valley."
    other = "Mogadishu said that Somali troops had met Jane Mwangi before Kenya shelled the Valley."

    assert tree(one, reads.rivals) == tree(other, reads.rivals)


@needs_parser
def test_what_stands_in_the_text_is_told_letter_for_letter(reads):
    text = "Kenya said that the Somali troops had left."

    (parsed,) = installed()(text, [(0, len(text))], shown=stand_ins(reads.rivals))

    assert " ".join(word.text for word in parsed.words) == text.replace(".", " .")


@needs_parser
def test_words_in_small_letters_are_shown_as_they_stand(reads):
    text = "The kenya and the somali were left by the mwangi."

    assert tree(text, reads.rivals) == tree(text, ())
