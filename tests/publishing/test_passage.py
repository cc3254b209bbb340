from hypothesis import given
from hypothesis import strategies as st

from truceline.publishing.passage import Dimmed, Marked, Original, around, cut, part, parts
from truceline.terms.entry import NoiseKind


@st.composite
def originals(draw):
    text = draw(st.text(max_size=60))
    spans = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
    marked = draw(st.lists(spans, max_size=5))
    dimmed = draw(st.lists(spans, max_size=3))
    return Original(
        text=text,
        marked=tuple(Marked(start=a, end=b, claim=f"1.{n}") for n, (a, b) in enumerate(marked)),
        dimmed=tuple(Dimmed(start=a, end=b, kind=NoiseKind.CHROME) for a, b in dimmed),
    )


@given(originals())
def test_cutting_changes_no_character(original):
    passage = cut(original, start=0, end=len(original.text))

    assert "".join(piece.text for piece in passage.pieces) == original.text


@given(originals())
def test_a_claim_lies_on_exactly_its_own_characters(original):
    passage = cut(original, start=0, end=len(original.text))

    for mark in original.marked:
        words = "".join(piece.text for piece in passage.pieces if mark.claim in piece.claims)
        assert words == original.text[mark.start : mark.end]


def test_a_passage_holds_the_whole_quote_and_does_not_begin_mid_word():
    text = "word " * 2000
    mark = Marked(start=5000, end=5004, claim="1.1")

    passage = around(Original(text=text, marked=(mark,)), "1.1")

    assert 0 < passage.start <= mark.start
    assert mark.end < passage.end < passage.length
    assert text[passage.start - 1] == " "


def test_the_parts_of_a_long_text_are_the_text():
    original = Original(text="x" * 150_000, marked=())

    read = [part(original, number) for number in range(1, parts(original) + 1)]

    assert "".join(piece.text for one in read for piece in one.pieces) == original.text
    assert part(original, 99).pieces == ()
