"""Pages, files and terminal of the ledgers: every figure leads back, no difference is hidden."""

import csv
import io
import json
import re
from dataclasses import fields, is_dataclass, replace
from enum import Enum

import pytest

from truceline.ledgers.ledger import Account, Figure, Page
from truceline.publishing import csv_export, html, ledger_terminal, shapes
from truceline.publishing.ledger_choice import chosen, drawing
from truceline.publishing.ledger_page import ABOUT, MOST_ACCOUNTS, MOST_FIGURES, TITLES, overview
from truceline.publishing.links import Links
from truceline.terms.book import Ledger, Measure
from truceline.terms.problem import RefusedError


def with_page(accord, page):
    ledgers = tuple(page if one.ledger is page.ledger else one for one in accord.REPORT.ledgers)
    return replace(accord.REPORT, ledgers=ledgers)


def shown(report, ledger, **more):
    return html.ledger(html.view(report, links=Links()), ledger, **more)


def rows(data):
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def test_every_figure_of_a_page_leads_to_its_sentence_or_its_posting(accord):
    page = shown(accord.REPORT, Ledger.FORCES)

    for figure in (*accord.OBSERVERS.figures, *accord.VEHICLES.figures):
        for name in figure.cites:
            kind = "posting" if name in accord.POSTINGS else "claim"
            assert f'href="/{kind}/{name}"' in page


def test_a_difference_is_loud_in_the_overview_on_its_page_and_at_its_clause(accord, seen):
    for page in (
        html.ledgers(seen),
        shown(accord.REPORT, Ledger.FORCES),
        html.provision(seen, "brenmoor", clause="3"),
    ):
        assert accord.OBSERVERS.difference in page
        assert 'class="loud"' in page


def test_books_of_which_nobody_can_tell_are_not_said_to_differ(accord):
    unsure = replace(
        accord.HARN_ROAD, difference="Whether they are at odds cannot be told.", compares=""
    )
    page = Page(ledger=Ledger.ACCESS, as_of=accord.TODAY, accounts=(unsure,))

    text = shown(with_page(accord, page), Ledger.ACCESS)

    assert "books may differ" in text
    assert "books differ" not in text


def test_what_was_left_out_is_named_with_its_reason_and_its_remedy(accord):
    page = shown(accord.REPORT, Ledger.ACCESS)

    assert "posting 20.5" in page
    assert "so this line is left out" in page
    assert "Ask Keldmark which day was meant" in page


def test_a_figure_that_does_not_count_says_why(accord):
    page = shown(accord.REPORT, Ledger.FORCES)

    assert re.search(r"<b>no</b> <span[^>]*>planned: a rotation that is to come", page)


@pytest.mark.parametrize("ledger", list(Ledger))
def test_an_empty_ledger_is_no_nought_and_says_how_to_fill_it(ledger, accord):
    page = shown(accord.EMPTY, ledger)

    assert "That is not a count of nought" in page
    assert f"truceline post CENTRE {ledger} FILE.csv" in page


def test_every_ledger_has_its_title_and_its_sentence():
    assert set(TITLES) == set(ABOUT) == set(Ledger)


def test_the_overview_shows_all_ledgers_and_those_with_something_first(accord):
    found = [row.page.ledger for row in overview(accord.REPORT)]

    assert set(found) == set(Ledger)
    assert found[:3] == [Ledger.FORCES, Ledger.ACCESS, Ledger.CASUALTIES]


def test_the_account_whose_books_differ_stands_for_its_ledger(accord):
    page = Page(
        ledger=Ledger.FORCES, as_of=accord.TODAY, accounts=(accord.VEHICLES, accord.OBSERVERS)
    )

    [row] = [r for r in overview(with_page(accord, page)) if r.page.ledger is Ledger.FORCES]

    assert row.notable == accord.OBSERVERS


def test_many_accounts_come_a_page_at_a_time_and_every_link_finds_its_page(accord):
    many = tuple(
        Account(name=f"area {n}", difference="They differ." if n == 90 else "")
        for n in range(2 * MOST_ACCOUNTS + 20)
    )
    report = with_page(accord, Page(ledger=Ledger.HAZARDS, as_of=accord.TODAY, accounts=many))

    first, third = (shown(report, Ledger.HAZARDS, page=number) for number in (1, 3))

    assert "Page 1 of 3" in first
    [way] = re.findall(r'href="(/ledger/hazards\?page=3)#(a-\w+)">area 90<', first)
    assert f'id="{way[1]}"' in third
    assert "area 90" in third


def test_an_account_of_thousands_of_figures_shows_the_latest_and_its_file_shows_all(accord):
    figures = tuple(
        Figure(book="Orvania", measure=Measure.IN, state="", cites=(f"20.{n}",))
        for n in range(5 * MOST_FIGURES)
    )
    account = Account(name="returned", unit="people", figures=figures)
    report = with_page(accord, Page(ledger=Ledger.RETURNS, as_of=accord.TODAY, accounts=(account,)))

    page = shown(report, Ledger.RETURNS)

    assert page.count("claim 20.") == MOST_FIGURES
    assert "claim 20.999" in page
    assert len(rows(csv_export.figures(chosen(report, Ledger.RETURNS)))) == 5 * MOST_FIGURES


def test_a_posting_shows_its_file_and_row_and_what_rests_on_it(accord, seen):
    page = html.posting(seen, "20.1")

    assert "orvania-may.csv" in page
    assert "2, the headings being row 1" in page
    assert accord.BOOKS[accord.ORVANIA] in page
    assert "at least 640 observers" in page
    assert 'href="/ledger/forces#a-' in page


def test_a_posting_whose_file_was_erased_says_so(seen):
    assert "the vault no longer holds it" in html.posting(seen, "20.3")


def test_a_question_by_date_of_publication_says_what_that_means_for_books(accord):
    asked = replace(accord.REPORT, question=replace(accord.REPORT.question, said_by=accord.TODAY))

    assert "whenever they were entered" in shown(asked, Ledger.FORCES)
    assert "whenever they were entered" not in shown(accord.REPORT, Ledger.FORCES)


def test_the_file_has_one_row_for_each_figure_and_what_was_asked(accord):
    table = rows(csv_export.figures(accord.REPORT))

    accounts = [one for page in accord.LEDGERS for one in page.accounts]
    assert len(table) == sum(len(one.figures) for one in accounts)
    about = {(row["as_of"], row["root"], row["entries"]) for row in table}
    assert about == {("2031-05-16", accord.ROOT.hex(), "21")}
    first = table[0]
    assert (first["account"], first["book"], first["bound"], first["stated"]) == (
        *("observers", "reports", "about", "600"),
    )
    assert (first["low"], first["high"], first["cites"]) == ("540", "660", "12.4")


def test_an_open_end_is_an_empty_cell_and_never_a_number(accord):
    [row] = [r for r in rows(csv_export.figures(accord.REPORT)) if r["cites"] == "20.1"]

    assert (row["bound"], row["low"], row["high"]) == ("at least", "640", "")


def test_a_state_has_a_word_and_no_number(accord):
    [row] = [r for r in rows(csv_export.figures(accord.REPORT)) if r["cites"] == "20.2"]

    assert (row["measure"], row["state"], row["stated"], row["low"]) == ("state", "closed", "", "")


def test_every_field_of_a_ledger_in_json_is_documented(accord):
    documented = (
        (accord.DOCS / "json.md").read_text().partition("## ledger")[2].partition("\n## ")[0]
    )

    def names(value):
        match value:
            case dict():
                return set(value).union(*map(names, value.values()))
            case list():
                return set().union(*map(names, value))
            case _:
                return set()

    told = shapes.ledger(accord.REPORT)

    assert json.loads(json.dumps(told)) == told
    assert {name for name in names(told) if f"`{name}`" not in documented} == set()


def test_one_account_is_found_by_its_name_and_by_its_key(accord):
    by_name = chosen(accord.REPORT, account="Harn ROAD")
    found = shapes.ledger(by_name)[0]["accounts"][0]

    assert chosen(accord.REPORT, account=found["key"]) == by_name
    assert drawing(by_name).startswith("<svg")


def test_an_account_that_is_none_lists_those_there_are(accord):
    with pytest.raises(RefusedError, match="observers"):
        chosen(accord.REPORT, Ledger.FORCES, account="submarines")


def test_a_chart_is_of_one_account(accord):
    with pytest.raises(RefusedError, match="--account"):
        drawing(chosen(accord.REPORT, Ledger.FORCES))


def test_an_account_without_a_course_has_no_chart(accord):
    with pytest.raises(RefusedError, match="nothing to draw"):
        drawing(chosen(accord.REPORT, Ledger.CASUALTIES))


def test_the_terminal_says_what_the_pages_say(accord, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")

    ledger_terminal.print_ledgers(accord.REPORT, whole=True)
    text = " ".join(capsys.readouterr().out.split())

    for told in (
        "books differ: Orvania counts at least 640",
        "at most 600 observers",
        "its own sums do not agree",
        "Ask Keldmark which day was meant",
        "which is not nought",
        "20.1",
    ):
        assert told in text


def test_exchanging_the_parties_exchanges_them_on_every_page_and_changes_nothing_else(accord):
    names = {accord.ORVANIA: accord.KELDMARK, accord.KELDMARK: accord.ORVANIA}

    def exchanged(value):
        match value:
            case Enum():
                return value
            case str():
                return re.sub("|".join(names), lambda match: names[match[0]], value)
            case tuple():
                return tuple(map(exchanged, value))
            case _ if is_dataclass(value) and not isinstance(value, type):
                told = {one.name: exchanged(getattr(value, one.name)) for one in fields(value)}
                return replace(value, **told)
            case _:
                return value

    def without_keys(page):
        return re.sub(r"\b(a-|t-|d-|s-|/)?[0-9a-f]{12}\b", "key", page)

    mirrored = replace(
        accord.REPORT,
        ledgers=exchanged(accord.REPORT.ledgers),
        postings={name: exchanged(one) for name, one in accord.REPORT.postings.items()},
        claims={},
        seals=exchanged(accord.REPORT.seals),
    )
    plain = replace(accord.REPORT, claims={})

    for ledger in Ledger:
        page, other = shown(plain, ledger), shown(mirrored, ledger)
        assert without_keys(exchanged(other)) == without_keys(page)
    told = []
    for report, change in ((plain, str), (mirrored, exchanged)):
        view = html.view(report, links=Links())
        pages = [html.ledgers(view), *(html.posting(view, name) for name in accord.POSTINGS)]
        told.append([without_keys(change(page)) for page in pages])
    assert told[0] == told[1]
