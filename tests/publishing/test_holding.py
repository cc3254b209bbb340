from dataclasses import replace

import msgspec
import pytest

from truceline.publishing import html
from truceline.publishing.links import Links
from truceline.terms.media import MAIL
from truceline.weighing.held import Document, Within

MAIL_SHA256 = "ee" * 32


@pytest.fixture
def mailed(accord):
    """The invented accord, with its bulletin attached to a mail."""
    report = accord.REPORT
    outer = Document(
        sha256=MAIL_SHA256,
        entry=9,
        media_type=MAIL,
        size=900,
        source="",
        published=None,
        reader="mail/1",
    )
    inner = accord.SHA["bulletin"]
    place = (Within(document=MAIL_SHA256, part="attachment 1"),)
    documents = {**report.documents, MAIL_SHA256: outer}
    documents[inner] = msgspec.structs.replace(documents[inner], within=place)
    titles = {**report.titles, MAIL_SHA256: "weekly.eml"}
    return html.view(replace(report, documents=documents, titles=titles), links=Links())


def test_the_page_of_a_mail_lists_what_was_in_it_and_who_took_it_out(mailed, accord):
    page = html.document(mailed, MAIL_SHA256, original=None)

    assert "1 document was taken out of it" in page
    assert f"/document/{accord.SHA['bulletin']}" in page
    assert "mail/1" in page
    assert "withheld" not in page


def test_the_page_of_a_part_says_what_it_is_part_of(mailed, accord):
    page = html.document(mailed, accord.SHA["bulletin"], original=None)

    assert "weekly.eml</a>, attachment 1" in page


def test_the_list_shows_what_belongs_together(mailed):
    page = html.documents(mailed)

    assert "attachment 1 of <a" in page
    assert "1 document</a> in it" in page


def test_a_file_that_nobody_reads_is_not_called_withheld(mailed):
    report = mailed.report
    documents = {
        sha: msgspec.structs.replace(one, within=()) for sha, one in report.documents.items()
    }

    page = html.document(
        html.view(replace(report, documents=documents), links=Links()), MAIL_SHA256, original=None
    )

    assert "Nothing that can be read was taken out of it" in page
