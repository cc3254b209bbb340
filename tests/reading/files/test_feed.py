import pytest

from truceline.reading.cleaning import headings, noise
from truceline.reading.dating import date_document
from truceline.reading.text import to_text
from truceline.terms.entry import Sure

TOLD = "Two soldiers were killed near Agdam on 16 November 2020."


def dated(part):
    text = to_text(part.data, media_type=part.media_type, where="item")
    flagged = noise(text.plain, chrome=text.chrome, boxes=text.boxes)
    found = date_document(
        text.plain, told=None, noise=flagged, headings=headings(text.plain, flagged)
    )
    return (found.when.value, found.sure)


def test_each_item_is_a_page_with_its_day_of_publication(made, opened):
    found = opened(
        made.rss(
            f"<title>One</title><pubDate>Tue, 17 Nov 2020 01:00:00 +0400</pubDate>"
            f"<description>&lt;p&gt;{TOLD}&lt;/p&gt;</description><link>https://a.example/1</link>",
            f"<title>Two &amp;amp; three</title><description>{TOLD}</description>",
        )
    )

    first, second = found.parts
    assert (first.part, first.name, dated(first)) == (
        "item 1", "https://a.example/1", ("2020-11-17", Sure.TEXT),
    )  # fmt: skip
    assert f"<p>{TOLD}</p>" in first.data.decode()
    assert "Two &amp; three" in second.data.decode()


def test_the_full_text_is_read_and_not_its_summary_too(made, said):
    page = said(
        made.rss(f"<description>Short.</description><content:encoded>{TOLD}</content:encoded>")
    )

    assert TOLD in page
    assert "Short." not in page


def test_when_an_entry_was_updated_is_only_a_guess_at_when_it_was_published(made, opened):
    (part,) = opened(
        made.atom(
            "<title>One</title><updated>2020-11-18T10:00:00+04:00</updated>"
            f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{TOLD}</p></div>'
            "</content>"
        )
    ).parts

    assert dated(part) == ("2020-11-18", Sure.GUESSED)
    assert f"<p>{TOLD}</p>" in part.data.decode()


def test_undeclared_names_of_characters_are_characters(made, said):
    assert "caf\u00e9 at night" in said(
        made.rss("<title>caf&eacute; at&nbsp;night</title>")
    ).replace("\u00a0", " ")


def test_a_feed_that_breaks_off_gives_what_came_before(made, opened):
    whole = made.rss(*(f"<title>Item {n}</title>" for n in range(5)))

    found = opened(whole[: whole.index(b"Item 3")])

    assert len(found.parts) == 3
    assert [each.code for each in found.problems] == ["cut-short"]
    assert "line 1" in found.problems[0].message


BOMB = '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("top", [BOMB, OUTSIDE], ids=["a bomb", "a file of ours"])
def test_a_feed_that_declares_entities_is_not_read(made, codes, top):
    assert codes(made.rss("<title>&c;&a;</title>", top=top)) == ["unsafe-xml"]


def test_elements_without_end_are_refused(made, codes):
    assert codes(made.rss("<title>" + "<b>" * 100_000)) == ["unsafe-xml"]


def test_a_feed_in_another_encoding_is_read_as_it_declares(made, said):
    feed = made.rss("<title>Лачин</title>").decode().replace("utf-8", "windows-1251")

    assert "Лачин" in said(feed.encode("cp1251"))


def test_a_feed_in_an_encoding_that_does_not_exist_is_read_as_what_it_is(made, said, codes):
    feed = made.rss("<title>Лачин</title>").replace(b"utf-8", b"utZ-8")

    assert "Лачин" in said(feed)
    assert codes(feed.replace(b"Wire", b"Wi\0re")) == ["damaged-file"]
