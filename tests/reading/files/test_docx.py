from truceline.reading.text import Text, to_text
from truceline.terms.media import UTF8_PAGE


def plain(page):
    text = to_text(page.encode(), media_type=UTF8_PAGE, where="page")
    assert isinstance(text, Text)
    return text


def test_paragraphs_headings_and_cells_become_lines(made, said):
    p = made.paragraph
    body = (
        p("Daily report", "Heading1") + p("Two soldiers were killed &amp; one was hurt.")
        + f"<w:tbl><w:tr><w:tc>{p('Agdam')}</w:tc><w:tc>{p('12')}</w:tc></w:tr></w:tbl>"
    )  # fmt: skip

    words = " ".join(plain(said(made.docx(body))).plain.split())

    assert words == "Daily report Two soldiers were killed & one was hurt. Agdam 12"


def test_running_heads_and_feet_are_marked_as_chrome(made, said):
    more = {
        "word/header1.xml": made.document(made.paragraph("Mission, daily"), "hdr"),
        "word/footer1.xml": made.document(made.paragraph("Page 3"), "ftr"),
    }

    text = plain(said(made.docx(made.paragraph("The report."), more=more)))

    assert [text.plain[a:b].strip() for a, b in text.chrome] == ["Mission, daily", "Page 3"]


def test_what_was_deleted_in_tracked_changes_is_not_said(made, said):
    body = (
        "<w:p><w:ins><w:r><w:t>They left</w:t></w:r></w:ins><w:del><w:r><w:delText>They stayed"
        "</w:delText></w:r></w:del><w:r><w:instrText>DATE</w:instrText></w:r></w:p>"
    )

    assert plain(said(made.docx(body))).plain.strip() == "They left"


def test_the_package_says_where_its_text_is(made, said):
    assert "The report." in said(
        made.docx(made.paragraph("The report."), main="word/document2.xml")
    )


def test_a_spreadsheet_under_another_name_is_no_word_file(made, opened):
    sheet = made.package({"xl/workbook.xml": "<workbook/>"})

    assert opened(sheet, "report.docx") is None  # nobody reads it: the reader says so


def test_a_declared_entity_is_refused_before_it_grows(made, codes):
    bomb = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    text = made.document(made.paragraph("&b;")).replace("?>", f"?>{bomb}", 1)

    assert codes(made.package({"word/document.xml": text})) == ["too-large"]


def test_no_more_is_unpacked_than_a_document_may_have(made, codes):
    bomb = made.package({"word/document.xml": b" " * (33 * 1024 * 1024)})

    assert len(bomb) < 100_000
    assert codes(bomb) == ["too-large"]


def test_many_parts_together_may_not_have_more_either(made, codes):
    feet = {f"word/footer{n}.xml": b" " * (9 * 1024 * 1024) for n in range(4)}

    assert codes(made.docx(made.paragraph("They left."), more=feet)) == ["too-large"]


def test_text_that_breaks_off_is_read_as_far_as_it_goes(made, opened):
    text = made.document(made.paragraph("They left.") + made.paragraph("They came."))

    found = opened(made.package({"word/document.xml": text[: text.index("They came")]}))

    assert b"They left." in found.parts[0].data
    assert [each.code for each in found.problems] == ["cut-short"]


def test_a_package_cut_short_is_damaged(made, codes):
    whole = made.docx(made.paragraph("They left."))

    assert codes(whole[: len(whole) // 2]) == ["damaged-file"]
