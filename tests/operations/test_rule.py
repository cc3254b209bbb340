import json

import pytest

CLASH = "Published 17 November 2020\n\nArmenian troops attacked Agdam on 16 November 2020.\n"


@pytest.fixture
def claim(run, centre, report):
    run("add", centre, report(CLASH))
    [row] = [
        row
        for row in json.loads(run("claims", centre, "--json").stdout)
        if row["act"] == "hostilities"
    ]
    return row["name"]


def standing(run, centre):
    [incident] = [
        row
        for row in json.loads(run("incidents", centre, "--json").stdout)
        if row["act"] == "hostilities"
    ]
    return incident["standing"]


def test_a_person_rules_and_the_incident_is_folded_again(run, centre, claim):
    before = standing(run, centre)
    run("rule", centre, claim, "--verified", "--because", "Seen on site.", "--by", "desk")

    assert before == "alleged"
    assert standing(run, centre) == "verified"
    run("verify", centre)


@pytest.mark.parametrize("name", ["Nikol Pashinyan", "pashinyan"])
def test_a_reason_that_names_a_person_of_the_agreement_is_refused(run, centre, claim, name):
    refused = run(
        "rule", centre, claim, "--verified", "--because", f"Told by {name}.", "--by", "desk", code=1
    )

    assert "post or the office" in refused.stderr
    assert standing(run, centre) == "alleged"


def test_what_was_not_yet_ruled_when_known_is_still_alleged(run, centre, claim):
    run("rule", centre, claim, "--unfounded", "--because", "An exercise.", "--by", "desk")

    past = json.loads(run("incidents", centre, "--known-at", "2001-01-01", "--json").stdout)

    assert past == []
    assert standing(run, centre) == "unfounded"


def test_a_machine_key_never_rules(run, centre, claim):
    refused = run(
        "rule", centre, claim, "--verified", "--because", "Computed.", "--by", "machine", code=1
    )

    assert "only a person's key rules" in refused.stderr
    assert standing(run, centre) == "alleged"


def test_a_ruling_on_an_unknown_claim_is_refused(run, centre, claim):
    refused = run(
        "rule", centre, claim, "999.1", "--verified", "--because", "x", "--by", "desk", code=1
    )

    assert "999.1" in refused.stderr


def test_an_unknown_key_is_one_sentence(run, centre, claim):
    refused = run("rule", centre, claim, "--verified", "--because", "x", "--by", "nobody", code=1)

    assert "nobody" in refused.stderr
    assert "Traceback" not in refused.output
