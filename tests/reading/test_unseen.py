"""What nobody sees hides no word, and quotes stand where they stand in the original."""

import unicodedata

import pytest

from truceline.reading.english import read
from truceline.reading.text import to_text

SAID = "Kenyan troops shelled the town of Liboi on Monday, and 12 people were killed."
UNSEEN = {
    "zero-width space": "\u200b",
    "zero-width joiner": "\u200d",
    "word joiner": "\u2060",
    "byte order mark": "\ufeff",
    "soft hyphen": "\u00ad",
    "right-to-left override": "\u202e",
    "isolate": "\u2067",
    "variation selector": "\ufe0f",
    "tag": "\U000e0041",
    "bell": "\x07",
    "escape": "\x1b",
    "delete": "\x7f",
}


def laced(text, mark):
    """With the mark inside every word of more than three letters."""
    return " ".join(w[:2] + mark + w[2:] if len(w) > 3 else w for w in text.split(" "))


def claims(reads, text, media_type="text/plain"):
    return read(text.encode(), media_type=media_type, published=None, names=reads.rivals).claims


def told(claim):
    return claim.act, claim.actors, claim.places, claim.quantities


@pytest.mark.parametrize("mark", UNSEEN.values(), ids=UNSEEN)
def test_what_nobody_sees_hides_no_word(reads, mark):
    # So much of it that a control character does not make the bytes no text at all.
    plenty = "\n\n" + "It rained all day on the hills behind the town. " * 40
    text = laced(SAID, mark)

    found = claims(reads, text + plenty)

    assert list(map(told, found)) == list(map(told, claims(reads, SAID + plenty)))
    assert found
    for claim in found:
        quote = text[claim.quote.start : claim.quote.end]
        assert quote.replace(mark, "") in SAID


@pytest.mark.parametrize("mark", ["\u200b", "&#8203;", "&shy;", "&zwnj;", "\u202e"])
def test_nor_in_a_page(reads, mark):
    page = f"<html><body><h1>Title</h1><p>{laced(SAID, mark)}</p></body></html>"

    (claim, *_) = claims(reads, page, media_type="text/html")

    assert told(claim) == told(claims(reads, SAID)[0])
    quote = page[claim.quote.start : claim.quote.end]
    assert quote.replace(mark, "") in SAID


def test_nothing_is_lost_of_what_can_be_seen():
    marks = [mark for mark in UNSEEN.values() if mark > "\x7f"]  # many controls are no text at all
    text = "".join(f"a{mark}{n}" for n, mark in enumerate(marks)) + "\r\n\tb\u00a0c\x0b\x85"

    plain = to_text(text.encode() * 30, media_type="text/plain", where="x").plain

    expected = text
    for mark in marks:
        expected = expected.replace(mark, "")
    assert plain == expected * 30


def test_a_text_of_nothing_to_be_seen_is_no_text():
    outcome = to_text(("\u200b\u202e" * 100).encode(), media_type="text/plain", where="x")

    assert outcome.code == "no-text"


def test_accents_written_after_their_letter_are_part_of_the_word(reads):
    """Unicode NFD, as file systems and PDFs give it."""
    composed = "Kenyan troops shelled the town of Hodeidáh on Monday, José Ñáñez said."
    apart = unicodedata.normalize("NFD", composed)

    assert len(apart) > len(composed)
    (one,), (other,) = claims(reads, composed), claims(reads, apart)
    assert (one.act, len(one.places), len(one.says)) == (
        other.act,
        len(other.places),
        len(other.says),
    )
    assert unicodedata.normalize("NFC", other.places[0]) == one.places[0]


def test_letters_of_another_script_that_look_alike_hide_no_word(reads):
    alike = SAID.replace("e", "\u0435").replace("o", "\u043e").replace("K", "\u041a")

    assert [one.act for one in claims(reads, alike)] == [one.act for one in claims(reads, SAID)]
    assert claims(reads, alike)[0].actors == claims(reads, SAID)[0].actors


def test_a_right_to_left_mark_does_not_turn_a_number_round(reads):
    text = "Kenyan troops killed \u202e12\u202c people and shelled \u2067Liboi\u2069 on Monday."

    (claim, *_) = claims(reads, text)

    assert [quantity.value for quantity in claim.quantities] == [12]
