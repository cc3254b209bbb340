"""A machine proposes five answers; only a person's key makes them a finding."""

import json

import pytest

CLASH = "Published 17 November 2020\n\nArmenian troops attacked Agdam on 16 November 2020.\n"
DAYS = ("--from", "2020-11-16", "--to", "2020-11-16")
CRITERIA = ("in force", "in scope", "actor bound", "act covered", "evidence met")
ANSWERS = tuple(part for one in CRITERIA for part in ("--answer", f"{one}=yes: Checked."))


@pytest.fixture
def claim(run, centre, report):
    run("add", centre, report(CLASH))
    [row] = [
        row
        for row in json.loads(run("claims", centre, "--json").stdout)
        if row["act"] == "hostilities"
    ]
    return row["name"]


@pytest.fixture
def clause(run, centre):
    """The clause on firing, as the command names it."""
    rows = json.loads(run("board", centre, "--as-of", "2020-12-01", "--json").stdout)
    [row] = [row for row in rows if row["clause"] == "1"]
    return f"{row['agreement']}/1"


def ceasefire(run, centre, *asked):
    rows = json.loads(run("board", centre, "--as-of", "2020-12-01", "--json", *asked).stdout)
    [row] = [row for row in rows if row["clause"] == "1"]
    return row


def test_without_a_key_it_only_proposes_and_says_so(run, centre, claim, clause):
    size = len(json.loads(run("claims", centre, "--json").stdout))
    told = json.loads(run("find", centre, clause, "--claim", claim, *DAYS, "--json").stdout)
    shown = run("find", centre, clause, "--claim", claim, *DAYS).stdout

    assert told["proposed"] is True
    assert [one["criterion"] for one in told["answers"]] == list(CRITERIA)
    assert "no finding until a person issues one" in shown
    assert ceasefire(run, centre)["status"] == "breach alleged"
    assert len(json.loads(run("claims", centre, "--json").stdout)) == size


def test_a_persons_finding_of_a_violation_makes_it_a_breach_found(run, centre, claim, clause):
    given = ("--because", "The post heard it.", "--attribute-to", "Armenia", "--by", "desk")
    run("find", centre, clause, "--claim", claim, *DAYS, *ANSWERS, *given)

    row = ceasefire(run, centre)

    assert row["status"] == "breach found"
    assert "attributed to Armenia" in row["because"]
    run("verify", centre)


def test_a_machines_key_never_finds(run, centre, claim, clause):
    given = ("--because", "Computed.", "--by", "machine")
    refused = run("find", centre, clause, "--claim", claim, *DAYS, *ANSWERS, *given, code=1)

    assert "only a person's key rules" in refused.stderr
    assert ceasefire(run, centre)["status"] == "breach alleged"


def test_an_answer_that_is_not_given_is_taken_over_only_where_it_is_said(
    run, centre, claim, clause
):
    told = ("--claim", claim, *DAYS, *ANSWERS[:2], "--because", "Looked at.", "--by", "desk")
    refused = run("find", centre, clause, *told, code=1)
    run("find", centre, clause, *told, "--as-proposed")

    assert "not answered: in scope, actor bound, act covered, evidence met" in refused.stderr
    assert "left it unresolved" in ceasefire(run, centre)["because"]


def test_a_later_finding_on_the_same_claim_takes_the_place_of_the_first(run, centre, claim, clause):
    told = ("--claim", claim, *DAYS, "--because", "Looked at.", "--by", "desk")
    run("find", centre, clause, *told, *ANSWERS)
    no = [part.replace("covered=yes", "covered=no") for part in ANSWERS]
    run("find", centre, clause, *told, *no)

    row = ceasefire(run, centre)

    assert row["status"] == "not monitored"
    assert "found no violation" in row["because"]


def test_what_was_not_yet_found_when_known_is_still_alleged(run, centre, claim, clause):
    told = ("--claim", claim, *DAYS, *ANSWERS, "--because", "Looked at.", "--by", "desk")
    run("find", centre, clause, *told)

    past = json.loads(
        run("board", centre, "--as-of", "2020-12-01", "--known-at", "2001-01-01", "--json").stdout
    )

    assert past == []


@pytest.mark.parametrize(
    ("instead", "says"),
    [
        ({"clause": "atlantis/1"}, "signed by then"),
        ({"clause_no": "99"}, "no such clause"),
        ({"claim": "999.1"}, "999.1"),
        ({"days": ("--from", "2020-11-17", "--to", "2020-11-16")}, "days that have been"),
        ({"days": ("--from", "2020-11-16", "--to", "9999-11-16")}, "days that have been"),
        ({"because": "Told by Nikol Pashinyan."}, "post or the office"),
        ({"because": " "}, "reason"),
        ({"more": ("--answer", "in scope=yes: Told by Pashinyan.")}, "post or the office"),
        ({"more": ("--answer", "in scope=yes:")}, "reason"),
        ({"more": ("--attribute-to", "Atlantis")}, "no party"),
        ({"more": ("--attribute-to", "Armenia", "--answer", "in scope=no: Far.")}, "no violation"),
        ({"by": "nobody"}, "nobody"),
    ],
)
def test_a_finding_that_cannot_be_is_one_sentence(run, centre, claim, clause, instead, says):
    named = instead.get("clause") or clause.replace("/1", f"/{instead.get('clause_no', '1')}")
    refused = run(
        *("find", centre, named, "--claim", instead.get("claim", claim)),
        *instead.get("days", DAYS),
        *ANSWERS,
        *instead.get("more", ()),
        *("--because", instead.get("because", "Looked at.")),
        *("--by", instead.get("by", "desk")),
        code=1,
    )

    assert says in refused.stderr
    assert "Traceback" not in refused.output


@pytest.mark.parametrize(
    "told",
    [
        ("--answer", "in scope"),
        ("--answer", "in space=yes: x"),
        ("--answer", "in scope=perhaps: x"),
    ],
)
def test_an_answer_to_another_question_is_wrong_use(run, centre, claim, clause, told):
    given = ("--because", "x", "--by", "desk")
    refused = run("find", centre, clause, "--claim", claim, *DAYS, *told, *given, code=2)

    assert "in force" in refused.stderr


def test_a_reason_without_a_key_is_wrong_use(run, centre, claim, clause):
    told = ("--claim", claim, *DAYS, "--because", "x")

    assert "sign it with --by" in run("find", centre, clause, *told, code=2).stderr


def test_a_provision_is_named_by_its_agreement_and_clause(run, centre, claim):
    assert "6.1" in run("find", centre, "accord", "--claim", claim, *DAYS, code=2).stderr


def test_a_person_in_an_answer_that_was_taken_over_stands_on_record_under_a_code_name(
    run, centre, report, clause
):
    run(
        "add",
        centre,
        report(
            "Published 17 November 2020\n\n"
            "Nikol Pashinyan said that Nikol Pashinyan visited Yerevan on 16 November 2020.\n"
            "Nikol Pashinyan attacked Agdam on 16 November 2020.\n",
            name="people.txt",
        ),
    )
    claims = json.loads(run("claims", centre, "--json").stdout)
    [name] = [row["name"] for row in claims if row["act"] == "hostilities"]
    told = ("--claim", name, *DAYS, "--because", "Looked at.", "--as-proposed", "--by", "desk")
    run("find", centre, clause, *told)

    assert b"Pashinyan" not in (centre / "record.db").read_bytes()
    [found] = ceasefire(run, centre)["found"]
    assert [one["because"].startswith("Taken over as proposed") for one in found["answers"]] == [
        True
    ] * 5
