"""Pages from the invented accord. Golden files: TRUCELINE_SNAPSHOTS=write, then read the diff."""

import os
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from truceline.compliance.finding import Status
from truceline.publishing import html
from truceline.publishing.links import Links
from truceline.publishing.passage import Dimmed, Marked, Original
from truceline.terms.book import Ledger
from truceline.terms.claim import Act

SNAPSHOTS = Path(__file__).parents[1] / "snapshots"
VOID = {"meta", "link", "input", "br", "path", "circle", "rect"}


def original(accord, key):
    sha256 = accord.SHA[key]
    return Original(
        text=accord.TEXTS[key],
        marked=tuple(
            Marked(start=one.quote.start, end=one.quote.end, claim=name)
            for name, one in accord.CLAIMS.items()
            if one.quote.document == sha256
        ),
        dimmed=tuple(
            Dimmed(start=noise.start, end=noise.end, kind=noise.kind)
            for noise in accord.DOCUMENTS[key].noise
        ),
    )


PAGES = {
    "board": lambda seen, _: html.board(seen),
    "provision": lambda seen, _: html.provision(seen, "brenmoor", clause="3"),
    "provision-renderings": lambda seen, _: html.provision(seen, "brenmoor", clause="2.3"),
    "claim": lambda seen, accord: html.claim(
        seen, "12.3", original=original(accord, "wire"), trace=accord.trace("12.3")
    ),
    "claims": lambda seen, _: html.claims(seen),
    "document": lambda seen, accord: html.document(
        seen, accord.SHA["wire"], original=original(accord, "wire")
    ),
    "documents": lambda seen, _: html.documents(seen),
    "incidents": lambda seen, _: html.incidents(seen),
    "incident": lambda seen, _: html.incident(seen, "incident-12.1"),
    "contradictions": lambda seen, _: html.contradictions(seen),
    "clock": lambda seen, _: html.clock(seen),
    "provision-found": lambda seen, _: html.provision(seen, "brenmoor", clause="1"),
    "coverage": lambda seen, _: html.coverage(seen),
    "ledgers": lambda seen, _: html.ledgers(seen),
    "ledger": lambda seen, _: html.ledger(seen, Ledger.FORCES),
    "ledger-states": lambda seen, _: html.ledger(seen, Ledger.ACCESS),
    "ledger-empty": lambda seen, _: html.ledger(seen, Ledger.HAZARDS),
    "posting": lambda seen, accord: html.posting(seen, "20.1", trace=accord.trace("20.1")),
    "record": lambda seen, accord: html.record(seen, accord.CHECKPOINT, keys=accord.KEYS),
}


@pytest.fixture(params=PAGES)
def page(request, seen, accord):
    return PAGES[request.param](seen, accord)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_as_its_golden_file(name, seen, accord):
    golden = SNAPSHOTS / f"page-{name}.html"

    page = PAGES[name](seen, accord)

    if os.environ.get("TRUCELINE_SNAPSHOTS") == "write":
        golden.write_text(page, encoding="utf-8")
    assert page == golden.read_text(encoding="utf-8")


class Outline(HTMLParser):
    """What a screen reader goes by; complains where a tag is left open or an id given twice."""

    def __init__(self, page):
        super().__init__()
        self.open, self.headings, self.ids, self.links, self.columns = [], [], [], [], []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag == "a":
            self.links.append(attributes["href"])
        if tag == "th":
            self.columns.append(attributes.get("scope"))
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag


def test_every_page_has_one_first_heading_and_skips_no_level(page):
    headings = Outline(page).headings

    assert headings.count(1) == 1
    assert headings[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(headings))


def test_no_page_gives_an_id_twice(page):
    ids = Outline(page).ids

    assert len(ids) == len(set(ids))


def test_every_table_heading_says_what_it_heads(page):
    assert set(Outline(page).columns) <= {"col", "row"}


def test_every_link_within_a_page_leads_somewhere(page):
    outline = Outline(page)

    within = {link[1:] for link in outline.links if link.startswith("#")}

    assert within <= set(outline.ids)


def test_every_page_says_what_it_was_folded_from(page, accord):
    assert accord.ROOT.hex() in page
    assert "truceline 0.0.0" in page
    assert "The world at the end of" in page


def test_a_headline_that_looks_like_a_script_stays_a_headline(accord, seen):
    page = html.document(seen, accord.SHA["analysis"], original=original(accord, "analysis"))

    assert "<script" not in page
    assert "&lt;script&gt;alert" in page


def test_every_number_of_the_board_leads_to_as_many_sentences(accord, seen):
    for finding in accord.FINDINGS:
        page = html.provision(seen, finding.agreement, clause=finding.clause)
        evidence = page.partition('id="evidence"')[2].partition("</section>")[0]

        assert evidence.count("<blockquote") == len(finding.citations)


def test_positions_stand_in_the_order_of_the_agreement(seen):
    page = html.provision(seen, "brenmoor", clause="1")

    assert page.index("<h3>Orvania</h3>") < page.index("<h3>Keldmark</h3>")


def test_renderings_that_disagree_are_said_to(seen):
    page = html.provision(seen, "brenmoor", clause="2.3")

    assert "renderings disagree" in page
    assert "last day <time" in page


def test_the_sentence_is_marked_inside_its_document(accord, seen):
    page = html.claim(seen, "12.3", original=original(accord, "wire"))

    assert (
        '<mark class="focus">The General Staff of Keldmark denied that its units had opened fire'
        "</mark>, and said that the accord" in page
    )


def test_page_noise_is_shown_dimmed_and_labelled(accord, seen):
    page = html.document(seen, accord.SHA["wire"], original=original(accord, "wire"))

    assert '<span class="label">page noise: teaser</span><span class="noise">READ ALSO' in page


def test_the_words_of_a_document_survive_their_marks(accord, seen):
    page = html.document(seen, accord.SHA["wire"], original=original(accord, "wire"))
    text = page.partition('<div class="text" dir="auto">')[2].partition("</div>")[0]

    bare = re.sub(r'<a class="ref".*?</a>|<span class="label">.*?</span>|<[^>]*>', "", text)

    assert bare == accord.TEXTS["wire"].replace('"', "&#34;")


def test_a_withheld_document_still_has_its_claim_page(seen, accord):
    page = html.claim(seen, "12.3", original=None)

    assert accord.SHA["wire"] in page


def test_every_link_keeps_the_question(accord):
    asked = Links(as_of="2031-05-16", said_by="2031-05-15")
    page = html.board(html.view(accord.REPORT, links=asked))

    left_out = asked.of_any_date().to("documents")  # this one asks another question on purpose
    ways = [way for way in Outline(page).links if way.startswith("/") and way != left_out]

    assert ways
    assert all("as-of=2031-05-16&said-by=2031-05-15" in way for way in ways)


def test_a_board_of_one_status_shows_only_that(seen):
    page = html.board(seen, only=Status.OVERDUE)

    assert page.count('<tr id="brenmoor-') == 1


def test_claims_of_one_act_are_counted_as_the_list_of_all_counts_them(seen):
    everything, few = html.claims(seen), html.claims(seen, act=Act.WITHDRAWAL)

    assert "withdrawal <b>2</b>" in everything
    assert few.count('<th scope="row">') == 2


@pytest.mark.parametrize("make", [html.board, html.claims, html.documents, html.incidents])
def test_a_page_with_nothing_on_it_says_what_to_do(make, accord):
    empty = html.view(accord.EMPTY, links=Links())

    page = make(empty)

    assert 'class="empty"' in page
    assert "<code>truceline " in page


def test_what_is_not_on_record_has_no_page(seen):
    for make in (
        lambda: html.claim(seen, "999.1", original=None),
        lambda: html.provision(seen, "brenmoor", clause="77"),
        lambda: html.provision(seen, "elsewhere", clause="1"),
        lambda: html.incident(seen, "incident-999.1"),
        lambda: html.document(seen, "00" * 32, original=None),
        lambda: html.posting(seen, "999.1"),
        lambda: html.chart_of(seen, Ledger.HAZARDS, account="0"),
    ):
        with pytest.raises(html.NotShownError):
            make()


def test_documents_are_listed_a_page_at_a_time_and_copies_in_few_words(seen, accord):
    [first, *_] = seen.report.documents.values()
    many = {
        f"{n:064x}": msgspec.structs.replace(
            first, sha256=f"{n:064x}", copy_of=tuple(f"{m:064x}" for m in range(n))
        )
        for n in range(250)
    }
    report = replace(accord.REPORT, documents=many, claims={}, incidents=(), contradictions=())
    full = html.view(report, links=Links())

    pages = [html.documents(full, page=page) for page in (1, 2, 3)]

    assert [page.count('<th scope="row">') for page in pages] == [100, 100, 50]
    assert "Page 2 of 3" in pages[1]
    assert "and 246 more" in pages[2]
    assert max(map(len, pages)) < 200_000
