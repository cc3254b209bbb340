"""A draft becomes a file that init takes once a person has completed and accepted it."""

import json
import re
from pathlib import Path

import pytest

from truceline.intake.agreement_file import parse
from truceline.intake.lined import tree
from truceline.intake.proposed import accepted
from truceline.operations.draft_text import propose
from truceline.publishing.draft_file import draft_file
from truceline.publishing.draft_json import draft_json
from truceline.terms.problem import RefusedError

HERE = Path(__file__).parents[1] / "reading" / "agreements"
TEXTS = sorted(HERE.glob("*/*.txt"))
OPENING = "Accord between Northland and Southland, signed at Elm on 1 March 2030\n"
# What may be wrong with a draft as it stands: what is not told, and what nobody has accepted.
UNFINISHED = {"still-proposed", "not-text", "not-a-list", "not-fields", "impossible-clause"} | {
    "unknown-word", "not-a-number", "impossible-date", "impossible-time", "nobody-bound",
}  # fmt: skip


def draft_of(path):
    return propose(path.read_bytes(), "text/plain", path.name)


def completed(text, first_party):
    """As a person would: every field that is not told gets a value."""
    text = text.replace("names:\n", "names:\n  - party: Mediators\n", 1)
    text = text.replace("parties: [", "parties: [Mediators, ", 1)
    values = {
        "title": "Accord",
        "signed": "2001-01-01",
        "in_force": "2001-01-01T00:00+00:00",
        "zone": "UTC",
        "issuer": "Mediator",
        "status": "informal",
        "bearers": f"[{first_party}]",
        "acts": "[]",
        "start": "2040-01-01",
        "notice_months": "6",
        "procedure": "{within_days: 3}",
        "parties": "[Mediators]",
    }
    return re.sub(
        r"^( *)(\w+):  # not told.*$",
        lambda found: f"{found[1]}{found[2]}: {values[found[2]]}",
        text,
        flags=re.MULTILINE,
    )


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_a_draft_is_refused_for_what_is_open_and_nothing_else(path):
    with pytest.raises(RefusedError) as refused:
        parse(draft_file(draft_of(path)).encode(), where="draft.yaml")

    assert {problem.code for problem in refused.value.problems} <= UNFINISHED
    assert "still-proposed" in {problem.code for problem in refused.value.problems}


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_a_completed_and_accepted_draft_says_what_was_proposed(path):
    drafted = draft_of(path)
    first = f'"{drafted.parties[0].name}"' if drafted.parties else "Mediators"
    finished = completed(draft_file(drafted), first)
    done = accepted(finished.encode(), None, where="draft.yaml")

    agreement = parse(done.data, where="draft.yaml").agreement

    assert [one.clause for one in agreement.provisions] == [one.clause for one in drafted.proposals]
    for held, told in zip(agreement.provisions, drafted.proposals, strict=True):
        assert held.obligation is told.obligation
        assert held.bearers == told.bearers or not told.bearers
        assert held.acts == told.acts
        assert len(held.steps) == len(told.steps)
        assert [tie.clause for tie in held.ties] == [tie.clause for tie in told.ties]
        assert bool(held.wordings[0].deadline) == bool(told.due)


def test_each_field_stands_beside_its_words():
    text = f"{OPENING}\n1. Southland shall withdraw by 15 May 2030.\n2. The sides shall meet.\n"
    drafted = propose(text.encode(), "text/plain", "text.txt")

    lines = draft_file(drafted).splitlines()

    bearers = next(line for line in lines if line.startswith("    bearers:"))
    start, end, words = re.search(r'# (\d+)-(\d+) "(.*)"', bearers).groups()
    assert drafted.text[int(start) : int(end)] == words == "Southland"


def test_the_longest_draft_is_a_file_that_is_read():
    clause = f"1. Southland shall withdraw from Elm by 15 May 2030 {'and Oak ' * 60}.\n"
    drafted = propose(f"{OPENING}\n{clause * 700}".encode(), "text/plain", "text.txt")

    done = accepted(draft_file(drafted).encode(), None, where="draft.yaml")

    assert len(done.clauses) >= 200


def test_what_made_no_clause_is_listed_in_the_file():
    text = f"{OPENING}\n1. Northland shall glorble the fnord.\n2. The sides shall meet.\n"

    written = draft_file(propose(text.encode(), "text/plain", "text.txt"))

    assert '#   not-understood, 1: 74-108 "Northland shall glorble the fnord."' in written


def test_strange_letters_and_quotes_are_read_back_as_they_were():
    said = 'Southland\u200b shall withdraw its "heavy" weapons: all \\ of them \U000e0001 # now'
    text = f"{OPENING}\n1. {said}.\n2. Northland shall glorble \ue001 the fnord.\n"
    drafted = propose(text.encode(), "text/plain", "text.txt")

    written = draft_file(drafted)

    tree(written.encode(), where="draft.yaml")
    assert all(letter.isprintable() or letter == "\n" for letter in written)


def test_the_json_gives_each_field_with_its_span():
    text = f"{OPENING}\n1. Southland shall withdraw within ten days.\n2. The sides shall meet.\n"
    drafted = propose(text.encode(), "text/plain", "text.txt")

    told = json.loads(json.dumps(draft_json(drafted)))

    first = told["proposals"][0]
    assert first["proposed"] is True
    assert first["deadline"] == {"within": "10 days", "of": "in-force"}
    assert all(text[each["start"] : each["end"]] == each["text"] for each in first["rests_on"])
