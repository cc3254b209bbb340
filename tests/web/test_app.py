import json
import re
from html.parser import HTMLParser

import pytest

from truceline.publishing import shapes
from truceline.terms.problem import DamagedError
from truceline.web.app import create_app
from truceline.web.guard import without_port

LISTS = [
    *("board", "incidents", "contradictions", "claims", "coverage", "due", "ledger"),
    "left-out",
]


class Ways(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.found = set()
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag in {"a", "link"}:
            self.found.add(dict(attrs)["href"].partition("#")[0])


def test_every_link_from_the_board_on_leads_to_a_page(get):
    seen, waiting = set(), {"/"}
    while waiting:
        path = waiting.pop()
        answer = get(path)
        assert answer.status_code == 200, path
        seen.add(path)
        if answer.headers["content-type"].startswith("text/html"):
            found = {way for way in Ways(answer.text).found if way.startswith("/")}
            waiting |= found - seen

    assert {path for path in seen if path.startswith("/claim/")} == {
        f"/claim/{row['name']}" for row in get("/api/v1/claims").json()
    }


def test_every_answer_forbids_what_a_page_does_not_need(get):
    for path in ("/", "/nowhere", "/static/truceline.css", "/incidents.csv", "/api/v1/board"):
        headers = get(path).headers

        assert headers["content-security-policy"] == (
            "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
            "base-uri 'none'; frame-ancestors 'none'"
        )
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"


def test_an_answer_already_held_is_not_sent_again(get):
    tag = get("/board").headers["etag"]

    again = get("/board", if_none_match=f'W/"other", {tag}')

    assert (again.status_code, again.content) == (304, b"")
    assert get("/board?as-of=2031-05-17", if_none_match=tag).status_code == 200


def test_head_tells_what_get_would(get):
    told = get("/board", method="HEAD")

    assert (told.status_code, told.headers["etag"]) == (200, get("/board").headers["etag"])


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/board", "/api/v1/claims"])
def test_nothing_can_be_changed_here(method, path, get):
    answer = get(path, method=method)

    assert answer.status_code == 405
    assert "truceline --help" in answer.text


@pytest.mark.parametrize(
    "query",
    [
        "as-of=yesterday",
        "as-of=20201112",
        "as-of=2020-W46-4",
        "said-by=2020-02-30",
        "known-at=2020-11-12T18:30:00",
        "at=12.11.2020",
        "status=fine",
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_remedy(query, get):
    answer = get(f"/board?{query}")

    assert answer.status_code == 400
    assert "Write it as" in answer.text or "One of" in answer.text


def test_a_refusal_of_the_api_is_a_problem(get):
    problem = get("/api/v1/board?as-of=soon").json()

    assert problem["code"] == "not-a-date"
    assert problem["where"] == "as-of"
    assert problem["remedy"]


def test_a_refusal_repeats_no_markup(get):
    answer = get("/board?as-of=<script>alert(1)</script>")

    assert "<script" not in answer.text


@pytest.mark.parametrize(
    "path",
    ["/claim/999.1", "/provision/brenmoor/77", "/incidents/x", "/document/00", "/nowhere"],
)
def test_what_is_not_there_is_not_found_and_says_what_to_do(path, get):
    answer = get(path)

    assert answer.status_code == 404
    assert "try without dates" in answer.text


def test_at_sets_the_first_two_clocks_and_links_keep_them(get):
    page = get("/board?at=2031-05-15").text

    assert 'The world at the end of <time datetime="2031-05-15">' in page
    assert 'documents published by <time datetime="2031-05-15">' in page
    assert "/provision/brenmoor/1?as-of=2031-05-15&amp;said-by=2031-05-15" in page


def test_a_day_of_recording_ends_with_that_day(get):
    page = get("/board?known-at=2031-05-15").text

    assert 'datetime="2031-05-15T23:59:59.999000+00:00"' in page


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.nip.io", ""])
def test_another_host_is_not_answered(host, get):
    answer = get("/board", host=host)

    assert answer.status_code == 421
    assert "Brenmoor" not in answer.text


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST:1"])
def test_this_machine_is_answered_by_each_of_its_names(host, get):
    assert get("/board", host=host).status_code == 200


def test_an_ipv6_address_is_not_cut_at_its_colons():
    assert without_port("[::1]") == "[::1]"
    assert without_port("[::1]:8000") == "[::1]"


@pytest.mark.parametrize("name", LISTS)
def test_the_api_gives_what_the_command_line_prints(name, get, accord):
    answer = get(f"/api/v1/{name}")

    assert answer.json() == json.loads(
        json.dumps(getattr(shapes, name.replace("-", "_"))(accord.REPORT))
    )
    assert answer.headers["truceline-shape"] == f"{name}/2"
    assert answer.headers["truceline-root"] == accord.ROOT.hex()


def test_the_api_describes_itself_and_loads_nothing_from_elsewhere(get):
    described = get("/openapi.json").json()

    assert set(described["paths"]) == {f"/api/v1/{name}" for name in LISTS}
    assert get("/docs").status_code == get("/redoc").status_code == 404


def test_a_file_says_in_its_name_what_it_was_folded_from(get):
    headers = get("/incidents.geojson").headers

    assert headers["content-type"] == "application/geo+json"
    assert 'filename="incidents-2031-05-16-entry-21.geojson"' in headers["content-disposition"]


def test_a_ledger_can_be_taken_along_as_a_table_and_its_chart_as_a_picture(get, accord):
    table, page = get("/ledger/forces.csv"), get("/ledger/forces").text
    way = re.search(r'href="(/ledger/forces/\w+\.svg)"', page)[1]
    picture = get(way)

    assert (
        'filename="ledger-forces-2031-05-16-entry-21.csv"' in table.headers["content-disposition"]
    )
    assert table.text.count("\r\n") == 1 + sum(len(a.figures) for a in accord.LEDGERS[0].accounts)
    assert picture.headers["content-type"] == "image/svg+xml"
    assert picture.text.startswith("<svg")
    assert picture.text in page


@pytest.mark.parametrize(
    "path", ["/ledger/harvest", "/ledger/harvest.csv", "/ledger/forces/0.svg", "/posting/1.1"]
)
def test_what_no_book_holds_has_no_address(path, get):
    assert get(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/claims",
        "/documents",
        "/incidents",
        "/contradictions",
        "/due",
        "/due.ics",
        "/ledger",
        "/ledger/forces",
        "/ledger/forces.csv",
        "/record",
        "/incidents.geojson",
        "/zones.geojson",
        "/incidents.csv",
    ],
)
def test_an_empty_record_has_every_page(path, get_empty):
    assert get_empty(path).status_code == 200


def test_a_fault_of_ours_is_a_sentence_and_not_a_traceback(accord, asking):
    class Broken(accord.AccordSource):
        def report(self, _):
            raise ZeroDivisionError("a secret of the house")

    answer = asking(create_app(Broken(), today=lambda: accord.TODAY), quiet=True)("/board")

    assert answer.status_code == 500
    assert "truceline verify" in answer.text
    assert "secret" not in answer.text


def test_damage_is_named_on_the_page_and_is_no_fault_of_the_program(accord, asking):
    class Damaged(accord.AccordSource):
        def report(self, _):
            raise DamagedError("document 5f has changed")

    answer = asking(create_app(Damaged(), today=lambda: accord.TODAY))("/board")

    assert answer.status_code == 500
    assert "document 5f has changed. " in answer.text.replace("</p>", " ")
    assert "truceline verify" in answer.text
