# ruff: noqa: RUF001 - confusable characters are what this is about
"""Laws that hold for any text, made up or mangled: places hold, order holds, twice is the same."""

import html
import os
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truceline.reading import english
from truceline.reading.cleaning import headings, noise
from truceline.reading.dating import date_document
from truceline.reading.languages import foreign
from truceline.reading.parsing import installed
from truceline.reading.quantities import find
from truceline.reading.quotations import quotations
from truceline.reading.readers import report_text
from truceline.reading.sentences import sentences, tokenize
from truceline.reading.text import Text, fold, to_text
from truceline.reading.timex import tag
from truceline.terms.names import Kind, Named
from truceline.terms.when import When

FIELD = Path(__file__).parent / "field" / "development"
EXAMPLES = int(os.environ.get("TRUCELINE_EXAMPLES", "25"))  # more of them find more
WIDE = {chr(code) for code in range(0xFF01, 0xFF5F)}  # ASCII in full width, folded to ASCII
DAY = date(2023, 6, 14)
NAMES = (
    Named(kind=Kind.PARTY, name="Kenya"),
    Named(kind=Kind.PARTY, name="Somalia"),
    Named(kind=Kind.PERSON, name="Jane Mwangi", of="Kenya", post="President"),
)

PARAGRAPHS = [
    paragraph
    for path in sorted(FIELD.glob("*.txt"))
    for paragraph in path.read_text(encoding="utf-8").split("\n\n")
    if paragraph.strip()
]
SHARDS = [
    "“", "”", '"', "'", "‘", "’", "(", ")", "[", "«", "»", "…", "...", ".", "!", "?", ",", ";", ":",
    "-", "–", "—", "\n", "\n\n", "\r\n", "\r", "\t", "\f", "\v", "\x85", "\u2028", "\u00a0", " ",
    "\u200b", "\u200f", "\u202e", "\u2066", "\ufeff", "\u00ad", "\u0301", "\ufe0f", "\x07", "\x1c",
    "İ", "ı", "ß", "ﬁ", "Ⅳ", "½", "²", "٣", "１２", "𝐀", "😀", "人", "слово", "كلمة", "שלום",
    "12", "1,000", "1.5", "0", "00", "31 February 2023", "99 May", "May", "Monday", "2023", "9999",
    "0000", "13:70", "24:00", "0615 hrs", "last year", "three days ago", "the end of the month",
    "between", "and", "since", "until", "by", "from", "to", "at least", "dozens of", "tens of",
    "hundred", "thousand", "million", "twenty", "one", "half", "per cent", "killed", "wounded",
    "82mm", "km", "2-4", "NNE", "prisoners", "General", "President of", "the", "both sides", "they",
    "he", "we", "it", "said", "said that", "according to", "denied", "accused", "if", "will", "not",
    "Kenya", "Somalia", "Mwangi", "Jane Mwangi", "shelled", "withdrew from", "handed over", "Liboi",
    "U.S.", "J.", "Gen.", "Read more", "Advertisement", "By John Doe", "Published:", "http://a.b/c",
]  # fmt: skip

shards = st.lists(st.sampled_from(SHARDS), max_size=40).map(" ".join)
tight = st.lists(st.sampled_from(SHARDS), max_size=40).map("".join)
letters = st.text(st.characters(exclude_categories=("Cs",)), max_size=200)


@st.composite
def mangled(draw):
    """Field texts cut anywhere, joined in any order, with shards driven in."""
    text = "\n\n".join(draw(st.lists(st.sampled_from(PARAGRAPHS), min_size=1, max_size=4)))
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(text)))
        match draw(st.sampled_from(["shard", "cut", "swap", "again", "case"])):
            case "shard":
                text = text[:at] + draw(st.sampled_from(SHARDS)) + text[at:]
            case "cut":
                text = text[:at] + text[at + draw(st.integers(0, 30)) :]
            case "swap":
                text = text[at:] + text[:at]
            case "again":
                text += text[at : at + 200]
            case "case":
                text = text[:at] + text[at:].upper()
    return text


texts = st.one_of(shards, tight, letters, mangled())
law = settings(max_examples=EXAMPLES, deadline=None, derandomize=True)


def in_order(spans, *, within):
    """Each inside the text and not empty, none over another."""
    assert all(0 <= start < end <= within for start, end in spans), spans
    assert all(one[1] <= other[0] for one, other in pairwise(spans)), spans


@law
@given(texts)
def test_the_cleaner_flags_stretches_in_order(text):
    flagged = noise(text)

    in_order([(one.start, one.end) for one in flagged], within=len(text))
    in_order(headings(text, flagged), within=len(text))
    assert flagged == noise(text)


@law
@given(texts)
def test_folding_keeps_every_character_in_its_place(text):
    folded = fold(text)

    assert len(folded) == len(text)
    for before, after in zip(text, folded, strict=True):
        assert before == after or not before.isalnum() or before in WIDE


@law
@given(texts, st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), max_size=3))
def test_sentences_stand_in_order_and_outside_of_what_is_skipped(text, skip):
    skip = [(start, min(end, len(text))) for start, end in skip if start < min(end, len(text))]
    found = sentences(text, skip=skip)

    in_order([(one.start, one.end) for one in found], within=len(text))
    assert [one.paragraph for one in found] == sorted(one.paragraph for one in found)
    for one in found:
        assert (one.tokens[0].start, one.tokens[-1].end) == (one.start, one.end)
        in_order([(token.start, token.end) for token in one.tokens], within=len(text))
        assert all(text[token.start : token.end] == token.text for token in one.tokens)
        for start, end in skip:
            assert not any(token.start < end and start < token.end for token in one.tokens)


@law
@given(texts)
def test_sentences_leave_no_word_out(text):
    told = [token for one in sentences(text) for token in one.tokens]

    assert told == list(tokenize(text))
    left = set(range(len(text))) - {at for token in told for at in range(token.start, token.end)}
    assert not [text[at] for at in left if text[at].isalnum()]


@law
@given(texts)
def test_times_are_the_words_that_stand_there(text):
    folded = fold(text)
    found = tag(folded, published=DAY)

    in_order([(one.start, one.end) for one in found], within=len(text))
    assert all(folded[one.start : one.end] == one.text for one in found)
    assert found == tag(folded, published=DAY)
    assert all(one.when is None or one.when.first or one.when.last for one in found)


@law
@given(texts)
def test_counts_stand_in_order_and_are_never_negative(text):
    found = find(fold(text))

    # "some 40 killed and wounded" is two counts of the same words.
    in_order(sorted({(one.start, one.end) for one in found}), within=len(text))
    assert [one.start for one in found] == sorted(one.start for one in found)
    assert all(one.quantity.value >= 0 for one in found)


@law
@given(texts)
def test_a_document_is_dated_or_not_and_twice_alike(text):
    assert date_document(text, told=None, noise=()) == date_document(text, told=None, noise=())


@law
@given(texts)
def test_quotations_stand_in_their_text(text):
    for one in quotations(text, sentences(text)):
        assert 0 <= one.start < one.end <= len(text)


@law
@given(texts)
def test_what_is_left_out_for_its_language_are_whole_stretches_in_order(text):
    in_order([(one.start, one.end) for one in foreign(fold(text))], within=len(text))


# Whole documents

KINDS = ("text/plain", "text/html")


def in_a_page(text):
    """Half of it escaped as it should be, half of it as it came."""
    half = len(text) // 2
    body = html.escape(text[:half]).replace("\n\n", "</p>\n<p>")
    return f"<html><head><title>t</title></head><body><p>{body}<div>{text[half:]}"


@pytest.mark.parametrize("kind", KINDS)
@law
@given(text=texts)
def test_every_character_read_stands_in_the_original(kind, text):
    document = in_a_page(text) if kind == "text/html" else text
    outcome = to_text(document.encode(), media_type=kind, where="x")
    if not isinstance(outcome, Text):
        return

    for piece in outcome.pieces:
        if piece.plain_length == piece.original_length:
            there = outcome.original[piece.original : piece.original + piece.original_length]
            here = outcome.plain[piece.plain : piece.plain + piece.plain_length]
            assert [*map(shown, there)] == [*map(shown, here)]
    assert len(outcome.folded) == len(outcome.plain)
    for start in range(0, len(outcome.plain), 7):
        first, last = outcome.to_original(start, start + 1)
        assert 0 <= first < last <= len(outcome.original)


def shown(character):
    """White space of one kind stands for white space of another."""
    return " " if character.isspace() else character


@pytest.mark.parametrize("means", ["parser", "rules"])
@pytest.mark.parametrize("kind", KINDS)
@law
@given(text=texts)
def test_whatever_is_read_every_claim_stands_in_the_original(kind, means, text):
    parser = installed() if means == "parser" else None
    document = (in_a_page(text) if kind == "text/html" else text).encode()

    def once():
        return english.read(
            document,
            media_type=kind,
            published=When(value=DAY.isoformat()),
            names=NAMES,
            parser=parser,
        )

    reading = once()

    assert reading == once()
    outcome = to_text(document, media_type=kind, where="x")
    if not isinstance(outcome, Text):
        assert reading.problems
        assert not reading.claims
        return
    for claim in reading.claims:
        assert 0 <= claim.quote.start < claim.quote.end <= len(outcome.original)
        assert outcome.original[claim.quote.start : claim.quote.end].strip()
    in_order(sorted((one.start, one.end) for one in reading.noise), within=len(outcome.original))
    report_text(document, media_type=kind)


@law
@given(st.binary(max_size=300) | texts.map(lambda text: text.encode("utf-16")))
def test_any_bytes_are_read_or_refused(data):
    for kind in KINDS:
        reading = english.read(data, media_type=kind, published=None, names=NAMES)
        assert reading.claims or reading.problems or reading.reader
