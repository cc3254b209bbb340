import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.reading.guard import MAX_DOCUMENT_BYTES
from truceline.reading.text import Text, decode, fold, to_text
from truceline.terms.problem import Problem

PAGE = b"""<!DOCTYPE html><html><head><title>Post &amp; Times</title><style>p{}</style></head><body>
<header><p>Friday, May 3, 2024</p></header><nav><a href="/">Home</a></nav>
<article><header><h1>Two posts</h1></header>
<p>He said &ldquo;no&rdquo; to
 <b>two</b> men.</p><div>Next<br>line</div><script>var x = "<p>no</p>";</script></article>
<aside>More <i>stories</i></aside></body></html>"""


def read(document, media_type="text/html"):
    text = to_text(document, media_type=media_type, where="page")
    assert isinstance(text, Text), text
    return text


def code(document, media_type="text/plain"):
    problem = to_text(document, media_type=media_type, where="file")
    assert isinstance(problem, Problem)
    assert problem.where == "file"
    assert problem.remedy
    return problem.code


def test_plain_text_is_its_own_original():
    text = read("A “quote”\r\nof 2\N{NO-BREAK SPACE}000".encode(), "text/plain")

    assert text.plain == text.original
    assert text.folded == 'A "quote" \nof 2 000'
    assert text.to_original(2, 9) == (2, 9)


def test_markup_becomes_lines_and_entities_become_characters():
    text = read(PAGE)

    assert "He said “no” to two men.\n\nNext\nline" in text.plain
    assert "var x" not in text.plain
    assert text.title == "Post & Times"


def test_menus_and_asides_are_marked_but_not_a_storys_own_header():
    text = read(PAGE)

    marked = [text.plain[start:end].strip() for start, end in text.chrome]

    assert marked == ["Friday, May 3, 2024", "Home", "More stories"]


@pytest.mark.parametrize(
    ("words", "source"),
    [("“no”", "&ldquo;no&rdquo;"), ("to two", "to\n <b>two"), ("two", "two"), ("Next", "Next")],
)
def test_a_stretch_of_plain_text_is_found_in_the_source(words, source):
    text = read(PAGE)
    at = text.plain.index(words)

    start, end = text.to_original(at, at + len(words))

    assert text.original[start:end] == source
    assert text.to_plain(start, end) == (at, at + len(words))


def test_a_stretch_outside_the_text_is_refused():
    with pytest.raises(ValueError, match="no stretch"):
        read(b"words", "text/plain").to_original(2, 9)


@given(st.lists(st.sampled_from(["<p>", "</p>", "word", " ", "\n", "&amp;", "<", "<b>", "&", "é"])))
def test_every_stretch_maps_into_the_original_in_order(parts):
    text = to_text("".join(parts).encode(), media_type="text/html", where="page")
    if isinstance(text, Problem):
        return

    places = [text.to_original(at, at + 1) for at in range(len(text.plain))]

    assert places == sorted(places)
    for at, (start, end) in enumerate(places):
        if end - start == 1 and not text.plain[at].isspace():
            assert text.original[start:end] == text.plain[at]


@given(st.text())
def test_folding_keeps_the_length(text):
    assert len(fold(text)) == len(text)


def test_hard_wrapped_lines_are_unfolded_and_headlines_are_not():
    wrapped = (
        "Title of the report\n\n"
        "The first convoy reached the village on Monday and the second\n"
        "one on Tuesday, while the army said that it had seen neither\n"
        "of the two.\n"
        "- a list\n- of two"
    )

    folded = fold(wrapped)

    assert "second one on Tuesday, while the army said that it had seen neither of" in folded
    assert folded.count("\n") == 4


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("né".encode(), "né"),
        (b"\xef\xbb\xbf" + "né".encode(), "né"),
        ("né".encode("utf-16"), "né"),
        (b"\xfe\xff" + "né".encode("utf-16-be"), "né"),
        ("The “cease-fire” held at the café".encode("cp1252"), "The “cease-fire” held at the café"),
    ],
)
def test_encodings_that_are_certain_or_plausible_are_decoded(document, expected):
    assert decode(document) == expected


def test_a_page_is_decoded_as_it_declares():
    page = '<meta charset="windows-1251"><p>Лачин</p>'.encode("cp1251")

    assert read(page).plain.strip() == "Лачин"


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (b"", "empty-file"),
        (b" \n ", "empty-file"),
        (b"%PDF-1.7 ...", "not-text"),
        (b"PK\x03\x04....", "not-text"),
        (b"ab\x00cd", "not-text"),
        (bytes(range(1, 32)) * 9, "not-text"),
        ("Лачинский коридор".encode("cp1251"), "unknown-encoding"),
        ("Лачин".encode() + b"\xff", "unknown-encoding"),
        (b"\xff\xfea", "unknown-encoding"),
        (b"x" * (MAX_DOCUMENT_BYTES + 1), "too-large"),
        (b"a b " * 600_000, "too-much-text"),
    ],
)
def test_what_is_no_readable_text_is_a_problem(document, expected):
    assert code(document) == expected


def test_a_page_without_text_is_a_problem():
    assert code(b"<html><script>let a = 1</script></html>", "text/html") == "no-text"


BOMBS = {
    "nested tags": "<div>" * 200_000 + "end",
    "nested menus": "<nav>" * 100_000 + "end" + "</nav>" * 100_000,
    "unclosed comments": "<p>a</p>" + "<!--" * 100_000,
    "signs": "<" * 100_000,
    "unclosed quotes": "<p>a</p>" + "<a b='" * 100_000,
    "ampersands": "&" * 100_000,
    "unclosed titles": "<p>a</p>" + "<title>" * 100_000,
    "scripts that never end": "<p>a</p>" + "<script>" * 100_000,
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_bomb_costs_no_more_than_its_length(bomb):
    """Without recursion; that it grows no faster than its length is measured in bench/."""
    assert read(bomb.encode()).plain
