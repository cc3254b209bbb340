"""What must be seen on the five reports. The press texts themselves stay outside the product."""

import importlib.util
import json
import os
from hashlib import sha256
from pathlib import Path

import pytest

from truceline.reading.gold_fields import as_fields

GOLDEN = Path(__file__).parent / "golden"
SCORER = Path(__file__).parents[3] / "shared" / "gold" / "score.py"


@pytest.fixture(scope="session")
def predicted(readings, reports):
    return [
        as_fields(claim, doc=name, quote=quote_of(reports[name], claim))
        for name, reading in readings.items()
        for claim in reading.claims
    ]


@pytest.fixture(scope="session")
def table(predicted, gold_claims):
    spec = importlib.util.spec_from_file_location("score", SCORER)
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    return scorer.score(gold_claims, predicted)


def quote_of(data, claim):
    return data.decode()[claim.quote.start : claim.quote.end]


def of(predicted, doc, words=""):
    return [one for one in predicted if one["doc"].startswith(doc) and words in one["quote"]]


def test_spans_and_acts_are_found_as_well_as_promised(table):
    assert table["act"]["f1"] >= 0.75
    assert table["span"]["f1"] >= 0.85


def test_no_claim_lies_in_page_noise(table):
    assert table["noise"] == 0


def test_every_quote_is_the_text_at_its_place(predicted, reports):
    for one in predicted:
        assert reports[one["doc"]].decode()[one["start"] : one["end"]] == one["quote"]


def test_nothing_comes_from_the_teasers_of_other_stories(predicted):
    words = ("Afghan", "mineral", "Borrell", "Trump")

    assert not [one for one in of(predicted, "000") if any(w in one["quote"] for w in words)]


def test_a_slip_of_the_source_stands_as_written_and_is_a_denied_deployment(predicted):
    (one,) = of(predicted, "000", "no Russian peackeepers")

    assert (one["says"], one["act"], one["denies"]) == ("Russia", "deployment", True)


def test_the_turkish_role_is_affirmed_and_denied(predicted):
    role = [
        one
        for doc in ("000", "001")
        for one in of(predicted, doc)
        if "Turkey" in one["actor"] and one["act"] in {"deployment", "monitoring"}
    ]

    denied = {one["says"] for one in role if one["denies"]}
    affirmed = {one["says"] for one in role if not one["denies"]}

    assert denied == {"Russia", "Dmitry Peskov"}
    assert {"Turkey; Azerbaijan", "Ilham Aliyev"} <= affirmed
    assert {one["via"] for one in role if one["denies"]} == {None, "Interfax"}


def test_the_fighting_of_november_2021_has_its_day(predicted):
    (one,) = [one for one in of(predicted, "003", "fighting") if one["when"] == "2021-11-16"]

    assert (one["act"], one["modality"]) == ("hostilities", "happened")


def test_the_exchange_of_december_2020_happened(predicted):
    (one,) = of(predicted, "003", "detained persons")

    assert (one["act"], one["when"], one["denies"]) == ("detainee-exchange", "2020-12", False)


def test_prisoners_still_held_are_an_exchange_denied(predicted):
    (one,) = of(predicted, "002", "still held by both sides")

    assert (one["act"], one["denies"], one["actor"]) == (
        "detainee-exchange", True, ["Azerbaijan", "Armenia"],
    )  # fmt: skip


def test_what_hinges_on_all_parties_is_a_mandate(predicted):
    (one,) = of(predicted, "004", "hinges on the agreement of all")

    assert (one["act"], one["modality"]) == ("mandate", "required")


def test_warnings_never_happened(predicted):
    warnings = [one for one in predicted if one["act"] == "warning"]

    assert warnings
    assert {one["modality"] for one in warnings} == {"predicted"}


def test_people_of_the_reports_are_named_as_people(readings):
    people = frozenset().union(*(reading.people for reading in readings.values()))

    assert {"Ilham Aliyev", "Dmitry Peskov", "Arastun Orujlu", "Onnik J. Krikorian"} <= people
    assert not {"Russia", "Armenia", "Turkey", "narrator"} & people


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_the_claims_are_those_of_the_golden_file(predicted, number):
    """`TRUCELINE_SNAPSHOTS=write` rewrites the files; the difference is reviewed."""
    lines = [json.dumps(without_text(one), sort_keys=True) for one in of(predicted, number)]
    path = GOLDEN / f"{number}.jsonl"
    if os.environ.get("TRUCELINE_SNAPSHOTS") == "write":
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    assert path.read_text(encoding="utf-8").splitlines() == lines


def without_text(one):
    """The fields, with a digest for the quotation: the text is its publisher's."""
    left_out = {"quote", "note", "rule", "plover", "cameo", "acled"}
    kept = {key: value for key, value in one.items() if key not in left_out}
    return {**kept, "sha256": sha256(one["quote"].encode()).hexdigest()}
