import csv
import io
import json

import pytest

from truceline.publishing import csv_export, geojson, shapes


def rows(data):
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def test_the_board_has_the_fields_other_programs_rely_on(accord):
    row = shapes.board(accord.REPORT)[3]

    wanted = {"agreement", "clause", "title", "status", "because", "due", "positions", "citations"}
    assert wanted <= row.keys()
    assert row["status"] == "due soon"
    assert [(due["rendering"], due["date"]) for due in row["due"]] == [
        ("orv", "2031-05-20"),
        ("kel", "2031-05-19"),
    ]


def test_positions_come_in_the_order_of_the_agreement(accord):
    positions = shapes.board(accord.REPORT)[0]["positions"]

    assert [one["party"] for one in positions] == ["Orvania", "Keldmark", "Isle Compact"]
    assert positions[1]["claims"] == ["12.3"]


@pytest.mark.parametrize(
    ("shape", "fields"),
    [
        (shapes.contradictions, "kind about sides"),
        (
            shapes.incidents,
            "id act period place actors standing because claims origins watched contested",
        ),
        (
            shapes.coverage,
            (
                "agreement place first last days watched partly until hours uncounted posts"
                " restrictions sentence contested"
            ),
        ),
        (
            shapes.claims,
            (
                "name document start end quote says via act actor target place when modality"
                " denies quantities rule plover cameo acled source published ruling"
                " erased contested"
            ),
        ),
        (shapes.ledger, "ledger as_of coverage accounts problems"),
    ],
)
def test_a_list_has_exactly_its_documented_fields(shape, fields, accord):
    assert {tuple(row) for row in shape(accord.REPORT)} == {tuple(fields.split())}


def test_a_trace_has_exactly_its_documented_fields(accord):
    row = shapes.trace(accord.trace("12.3"))

    fields = "claim quote start end document sha256 hash_matches within entry leaf_hash"
    assert list(row) == [
        *fields.split(),
        "checkpoint",
        "included",
        "erased",
        "taken_back",
        "contested",
    ]
    assert len(row["leaf_hash"]) == 64


def test_a_trace_of_a_posting_gives_its_row_instead_of_its_words(accord):
    row = shapes.trace(accord.trace("20.1"))

    fields = "posting ledger book account says when row row_matches document sha256 hash_matches"
    rest = "within entry leaf_hash checkpoint included erased taken_back contested"
    assert list(row) == f"{fields} {rest}".split()


def test_every_row_of_the_board_says_how_far_the_record_is_cosigned(accord):
    [cosigned] = {json.dumps(row["cosigned"]) for row in shapes.board(accord.REPORT)}

    assert json.loads(cosigned) == {
        "says": accord.REPORT.seals.told(size=21),
        "by": [
            {"witness": "Keldmark", "entries": 19, "at": "2031-05-14T08:30:00Z"},
            {"witness": "Orvania", "entries": 20, "at": "2031-05-16T12:40:00Z"},
        ],
        "sealed": 19,
    }
    assert {row["cosigned"] for row in rows(csv_export.claims(accord.REPORT))} == {
        accord.REPORT.seals.told(size=21)
    }


def test_every_shape_is_json_and_documented(accord):
    documented = (accord.DOCS / "json.md").read_text()

    for shape in (
        shapes.board,
        shapes.contradictions,
        shapes.coverage,
        shapes.incidents,
        shapes.claims,
    ):
        for row in shape(accord.REPORT):
            assert json.loads(json.dumps(row)) == row
            assert all(f"`{field}`" in documented for field in row)


def test_geojson_places_nothing_it_has_no_coordinates_for(accord):
    collection = json.loads(geojson.incidents(accord.REPORT))

    assert collection["type"] == "FeatureCollection"
    assert [one["id"] for one in collection["features"]] == [one.id for one in accord.INCIDENTS]
    assert {one["geometry"] for one in collection["features"]} == {None}
    assert collection["head"]["root"] == accord.ROOT.hex()


def test_csv_holds_every_claim_and_what_it_was_folded_from(accord):
    table = rows(csv_export.claims(accord.REPORT))

    assert [row["name"] for row in table] == list(accord.CLAIMS)
    assert {(row["entries"], row["root"]) for row in table} == {("21", accord.ROOT.hex())}
    assert table[8]["quantities"] == "at least 120 servicemen"


def test_csv_lines_end_as_rfc_4180_has_them(accord):
    data = csv_export.incidents(accord.REPORT)

    assert data.count(b"\r\n") == data.count(b"\n") == 1 + len(accord.INCIDENTS)


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =HYPERLINK(0)", "\r=1", "\n=1"]
)
def test_no_cell_can_be_taken_for_a_formula(text):
    assert csv_export.inert(text) == f"'{text}"


def test_ordinary_words_stay_as_they_are():
    assert csv_export.inert("fired at 5-6 posts = twice") == "fired at 5-6 posts = twice"


def test_every_incident_carries_its_denominator(accord):
    watched = {row["watched"] for row in rows(csv_export.incidents(accord.REPORT))}

    assert {one.partition(":")[0] for one in watched} == {"Everywhere"}
    assert all("Watched on 4 of 13 days" in one for one in watched)


def test_an_issued_finding_is_given_with_its_five_answers_and_what_they_rest_on(accord):
    [row] = [row for row in shapes.board(accord.REPORT) if row["clause"] == "1"]

    [found] = row["found"]
    assert found["verdict"] == "unresolved"
    assert [one["answer"] for one in found["answers"]] == [
        "yes",
        "yes",
        "unknown",
        "yes",
        "unknown",
    ]
    assert found["answers"][4]["cites"] == ["12.1", "14.1"]


def test_who_kept_others_from_watching_is_told_in_the_order_of_the_agreement(accord):
    [row] = shapes.coverage(accord.REPORT)

    assert [(one["by"], one["how"]) for one in row["restrictions"]] == [
        ("Orvania", "delayed"),
        ("Keldmark", "denied"),
    ]
