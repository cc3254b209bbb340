import pytest

LINES = (
    "The mission heard twelve explosions north of the village on 4 May 2030, and two sol-",
    "diers were seen on the bridge. The Russian-",
    "Turkish centre was told at noon that nobody had been hurt there, and it wrote this down",
)
NEXT = "in its log. Nothing more was heard that day, and the patrol went home at six."


def test_lines_of_a_paragraph_are_joined_and_divided_words_keep_their_line_end(made, said):
    text = said(made.pdf([LINES, (NEXT.capitalize(),)]))

    first, second = text.strip().split("\n\n")

    assert first.startswith("The mission heard twelve explosions")
    assert "two sol-\ndiers were seen on the bridge. The Russian-\nTurkish centre" in first
    assert second == NEXT.capitalize()


def test_pages_end_in_form_feeds(made, said):
    assert said(made.pdf(["One."], ["Two."])).split("\f") == ["One.\n\n", "Two.\n"]


def test_a_sentence_that_a_page_end_cuts_stands_whole_on_its_first_page(made, said):
    text = said(made.pdf([LINES], [(NEXT,), ("A heading",)], heads="Daily 12/2030", numbered=True))

    first, second = text.split("\f")

    assert "wrote this down in its log. Nothing more" in first
    assert NEXT not in second
    assert "A heading" in second


@pytest.mark.parametrize(
    ("make", "code", "says"),
    [
        (lambda made: made.locked_pdf(), "encrypted", "password"),
        (lambda made: made.pdf([], []), "no-text-layer", "OCR"),
        (lambda made: made.pdf(["Words."])[:200], "damaged-file", "PDF"),
        (lambda _: b"%PDF-1.7\n" + bytes(range(256)) * 9, "damaged-file", "PDF"),
    ],
    ids=["under a password", "scanned", "cut after its head", "only its first bytes"],
)
def test_a_pdf_without_text_says_why_and_what_to_do(made, opened, make, code, says):
    found = opened(make(made))

    assert found.parts == ()
    assert [each.code for each in found.problems] == [code]
    assert says in found.problems[0].message + found.problems[0].remedy


def test_a_pdf_cut_in_its_tables_is_read_as_far_as_it_opens(made, opened):
    whole = made.pdf(["Two soldiers were killed near Agdam."])

    found = opened(whole[:-10])

    assert b"Two soldiers" in found.parts[0].data
    assert [each.code for each in found.problems] == ["cut-short"]


def test_a_page_that_is_a_picture_is_named(made, opened):
    (problem,) = opened(made.pdf(["Words."], [])).problems

    assert problem.code == "pages-without-text"
    assert "2" in problem.message


def test_the_cutter_is_named_with_the_version_of_its_library(made, opened):
    assert opened(made.pdf(["Words."])).by.startswith("pdf/1 on pypdfium2/")
