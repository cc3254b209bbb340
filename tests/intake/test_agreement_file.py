import re
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from truceline.intake.agreement_file import parse
from truceline.terms.agreement import Amends, Holds, Obligation, Procedure, State, Tie
from truceline.terms.claim import Act
from truceline.terms.names import Kind
from truceline.terms.problem import Problem, RefusedError

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples" / "karabakh").glob("statement-*.yaml"))

BRIDGE = """\
truceline: agreement/1
id: bridge-accord
title: Bridge accord
signed: 2030-03-01
in_force: 2030-03-02T00:00+02:00
zone: Europe/Kyiv
parties: [Northland, Southland]
names:
  - party: Northland
  - party: Southland
  - force: Southland border guard
    of: Southland
  - person: Ada Example
    of: Northland
    post: Foreign Minister
  - place: Old Bridge
    also: [Stone Bridge]
renderings:
  - id: text
    language: en
    issuer: both parties
    status: official
clauses:
  - clause: "1"
    title: No firing at the bridge
    obligation: standing-prohibition
    bearers: [Northland, Southland]
    acts: [hostilities]
    places: [Old Bridge]
    wordings:
      - rendering: text
        text: Nobody fires at the bridge.
  - clause: "2"
    title: Southland withdraws
    obligation: achievement
    bearers: [Southland]
    acts: [withdrawal]
    places: [Old Bridge]
    wordings:
      - rendering: text
        text: Southland leaves the bridge before 10 March 2030.
        deadline: {before: 2030-03-10}
"""


def problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(RefusedError) as refused:
        parse(text.encode(), where="accord.yaml")
    return refused.value.problems


def changed(old: str, new: str) -> str:
    assert BRIDGE.count(old) >= 1
    return BRIDGE.replace(old, new, 1)


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_a_small_agreement_is_read_as_it_is_written():
    parsed = parse(BRIDGE.encode(), where="accord.yaml")

    assert parsed.agreement.in_force == datetime(2030, 3, 1, 22, tzinfo=UTC)
    assert [p.clause for p in parsed.agreement.provisions] == ["1", "2"]
    assert parsed.agreement.provision("2").obligation is Obligation.ACHIEVEMENT


def test_the_last_day_before_the_tenth_is_the_ninth():
    deadline = parse(BRIDGE.encode(), where="x").agreement.provision("2").wordings[0].deadline

    assert deadline is not None
    assert deadline.last_day == date(2030, 3, 9)


def test_people_are_among_the_names_but_not_in_the_agreement():
    parsed = parse(BRIDGE.encode(), where="accord.yaml")

    assert "Ada Example" in {named.name for named in parsed.names}
    assert all(named.kind is not Kind.PERSON for named in parsed.agreement.named)
    assert "Ada" not in repr(parsed.agreement)


@pytest.mark.parametrize(
    ("old", "new", "code", "marker"),
    [
        ("signed: 2030-03-01", "signed: 2030-02-30", "impossible-date", "2030-02-30"),
        ("{before: 2030-03-10}", "{before: 2030-11-31}", "impossible-date", "2030-11-31"),
        ("bearers: [Southland]", "bearers: [Westland]", "unknown-party", "Westland"),
        ("parties: [Northland, Southland]", "parties: [Northland]", "unknown-party", "parties:"),
        ('clause: "2"', 'clause: "1"', "clause-twice", 'clause: "1"\n    title: Southland'),
        ("acts: [withdrawal]", "acts: [retreat]", "unknown-word", "retreat"),
        ("obligation: achievement", "obligation: achievment", "unknown-word", "achievment"),
        ("- rendering: text", "- rendering: txt", "unknown-rendering", "rendering: txt"),
        ("00:00+02:00", "00:00", "time-without-zone", "in_force"),
        ("00:00+02:00", "00:00+03:00", "zone-mismatch", "in_force"),
        ("zone: Europe/Kyiv", "zone: Europe/Atlantis", "unknown-zone", "Atlantis"),
        ("zone: Europe/Kyiv", "zone: ../../etc/passwd", "unknown-zone", "passwd"),
        ("title: Bridge accord\n", "", "missing-field", "truceline"),
        ("title: Bridge", "titel: Bridge", "unknown-field", "titel"),
        ("title: Bridge", "title: A\ntitle: Bridge", "field-twice", "title: Bridge"),
        ("places: [Old Bridge]", "places: [New Bridge]", "unknown-place", "New Bridge"),
        ("of: Southland", "of: Westland", "unknown-name", "force: Southland border"),
        ("also: [Stone Bridge]", "also: [Northland]", "name-twice", "place: Old"),
        ("also: [Stone Bridge]", "within: Old Bridge", "circle", "place: Old"),
        ("{before: 2030-03-10}", "{after: 2030-03-10}", "unknown-field", "after:"),
        ("{before: 2030-03-10}", "{assumption: none}", "no-deadline", "assumption"),
        ("agreement/1", "agreement/9", "unknown-format", "agreement/9"),
        ("id: bridge-accord", "id: Bridge/../x", "bad-id", "id: Bridge"),
        ("obligation: achievement", "obligation: term", "impossible-clause", 'clause: "2"'),
        ("acts: [withdrawal]", "acts: withdrawal", "not-a-list", "acts: withdrawal"),
        ("bearers: [Southland]", "bearers: []", "nobody-bound", "bearers: []"),
        ("title: Bridge", "title: \u202eBridge", "hidden-characters", "\u202e"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_a_remedy(old, new, code, marker):
    text = changed(old, new)

    found = [problem for problem in problems(text) if problem.code == code]

    assert found, problems(text)
    assert found[0].where == f"accord.yaml, line {line_of(text, marker)}"
    assert found[0].remedy


def test_all_mistakes_are_found_in_one_reading():
    text = (
        changed("2030-03-01\n", "2030-03-32\n")
        .replace("bearers: [Southland]", "bearers: [Westland]")
        .replace("acts: [hostilities]", "acts: [hostility]")
    )

    assert [problem.code for problem in problems(text)] == [
        "impossible-date",
        "unknown-word",
        "unknown-party",
    ]


def test_a_misspelt_act_is_answered_with_the_nearest_word_and_the_whole_list():
    (problem,) = problems(changed("acts: [hostilities]", "acts: [hostility]"))

    assert "Did you mean 'hostilities'?" in problem.remedy
    assert "withdrawal" in problem.remedy


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"\x00\x01\x02", "not-yaml"),
        (b"\xff\xfe\xfa", "not-text"),
        (b"a: &x [1]\nb: *x\n", "alias"),
        (b"a: !!python/object:os.system ls\n", "tag"),
        (b"[" * 100_000, "too-deep"),
        (b"- " * 100_000, "too-deep"),
        (b"{a: " * 50_000, "too-deep"),
        (b"a: [1, 2\nb: 3\n", "not-yaml"),
        (b"just a sentence", "not-fields"),
        (b"- a\n- b\n", "not-fields"),
        (b"a: 1\n---\nb: 2\n", "not-one-document"),
        (b"? [a, b]\n: c\n", "not-a-field"),
        (b"x" * 300_000, "too-large"),
    ],
)
def test_what_is_no_agreement_is_refused_at_once(data, code):
    began = time.perf_counter()

    with pytest.raises(RefusedError) as refused:
        parse(data, where="file.yaml")

    assert refused.value.problems[0].code == code
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize(
    "filling",
    [
        "names:\n" + "  - party: A\n" * 18_000,
        "parties: [" + "B, " * 80_000 + "B]\n",
        "clauses:\n" + "  - {clause: 1, bearers: [X], acts: [y]}\n" * 6_000,
        "names:\n" + "".join(f"  - place: P{n}\n    within: P{n + 1}\n" for n in range(1_900)),
    ],
    ids=["names", "parties", "clauses", "chain"],
)
def test_a_file_filled_to_the_brim_costs_bounded_time(filling):
    began = time.perf_counter()

    with pytest.raises(RefusedError) as refused:
        parse(filling.encode(), where="file.yaml")

    assert len(refused.value.problems) <= 100
    assert time.perf_counter() - began < 20


def test_an_agreement_too_large_for_one_entry_is_refused():
    long = changed("text: Nobody fires at the bridge.", f"text: {'word ' * 13_000}")

    assert [problem.code for problem in problems(long)] == ["agreement-too-large"]


def test_until_is_read_as_by_and_the_reading_is_kept_as_an_assumption():
    text = changed("{before: 2030-03-10}", "{until: 2030-03-10}")

    deadline = parse(text.encode(), where="x").agreement.provision("2").wordings[0].deadline

    assert deadline is not None
    assert deadline.last_day == date(2030, 3, 10)
    assert "until" in deadline.assumption


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_are_read_without_a_problem(path):
    agreement = parse(path.read_bytes(), where=path.name).agreement

    assert agreement.provisions or agreement.amendments


def test_the_statement_of_november_has_its_nine_clauses():
    agreement = parse(EXAMPLES[0].read_bytes(), where="x").agreement

    clauses = {provision.clause.partition(".")[0] for provision in agreement.provisions}
    assert clauses == set("123456789")


def test_every_clause_of_the_statement_but_one_has_a_wording_in_both_official_renderings():
    agreement = parse(EXAMPLES[0].read_bytes(), where="x").agreement

    for provision in agreement.provisions:
        official = [w.rendering for w in provision.wordings[:2]]
        assert official == (["press"] if provision.clause == "2.2" else ["ru-mfa", "am-pm"])


AMENDED = (
    BRIDGE
    + """\
amendments:
  - id: ten-days-more
    provision: "2"
    agreed: 2030-03-05
    parties: [Northland, Southland]
    amends: deadline
    deadlines: [{by: 2030-03-20}]
    rendering: text
    source: Exchange of letters
    text: Southland has ten days more.
"""
)
ONCE_MORE = """\
  - id: a-week-more
    provision: bridge-accord/2
    agreed: 2030-03-05
    parties: [Southland]
    amends: deadline
    deadlines: [{rendering: text, by: 2030-03-17}]
    rendering: text
    source: Exchange of letters
    text: Southland has a week more.
"""


def test_an_amendment_is_named_after_the_clause_of_its_own_file():
    (amendment,) = parse(AMENDED.encode(), where="x").agreement.amendments

    assert amendment.provision == "bridge-accord/2"
    assert amendment.deadlines[0].deadline.day == date(2030, 3, 20)
    assert amendment.amends is Amends.DEADLINE


@pytest.mark.parametrize(
    ("old", "new", "code", "marker"),
    [
        ("agreed: 2030-03-05", "agreed: 2030-02-05", "amended-before-signing", "agreed: 2030-02"),
        ('provision: "2"', 'provision: "7"', "unknown-clause", 'provision: "7"'),
        ("{by: 2030-03-20}", "{by: 2030-02-20}", "deadline-before-force", "{by: 2030-02-20}"),
        ("amends: deadline", "amends: notice", "impossible-amendment", "id: ten-days-more"),
        ("amends: deadline", "amends: dealine", "unknown-word", "amends: dealine"),
        ("rendering: text\n    source", "rendering: txt\n    source", "unknown-rendering", "txt"),
        ("[{by: 2030", "[{rendering: tx, by: 2030", "unknown-rendering", "deadlines:"),
        (
            "deadlines: [{by: 2030-03-20}]\n",
            "from: 2030-03-06\n",
            "impossible-amendment",
            "id: ten",
        ),
        (
            'provision: "2"',
            'provision: "1"\n    until: 2030-03-30',
            "impossible-amendment",
            "id: ten",
        ),
        (
            "parties: [Northland, Southland]\n    amends",
            "parties: [W]\n    amends",
            "unknown-party",
            "[W]",
        ),
        ("text: Southland has ten", "note: Southland has ten", "missing-field", "id: ten-days"),
    ],
)
def test_a_mistake_in_an_amendment_is_named_with_its_line(old, new, code, marker):
    assert AMENDED.count(old) == 1
    text = AMENDED.replace(old, new)

    found = [problem for problem in problems(text) if problem.code == code]

    assert found, problems(text)
    assert found[0].where == f"accord.yaml, line {line_of(text, marker)}"
    assert found[0].remedy


def test_amendments_of_one_day_that_contradict_each_other_are_refused():
    text = AMENDED + ONCE_MORE

    (problem,) = problems(text)

    assert problem.code == "contradictory-amendments"
    assert problem.where == f"accord.yaml, line {line_of(text, 'id: a-week-more')}"
    assert "leave out" in problem.remedy


def test_an_amendment_of_another_day_contradicts_nothing():
    text = AMENDED + ONCE_MORE.replace("agreed: 2030-03-05", "agreed: 2030-03-06")

    assert len(parse(text.encode(), where="x").agreement.amendments) == 2


def test_an_amendment_that_another_file_contradicts_is_a_warning_with_its_line():
    only = AMENDED.partition("clauses:")[0].replace("bridge-accord", "letters")
    text = only + "amendments:\n" + ONCE_MORE
    later = text.replace("id: letters", "id: other-letters")
    first = parse(BRIDGE.encode(), where="x").agreement
    known = [first, parse(text.encode(), where="x", beside=[first]).agreement]

    (warning,) = parse(later.encode(), where="accord.yaml", beside=known).warnings

    assert warning.code == "contradictory-amendments"
    assert warning.where == f"accord.yaml, line {line_of(later, '- id: a-week')}"
    assert "the board leaves out both" in warning.message


def test_two_amendments_with_one_id_are_refused():
    text = AMENDED + ONCE_MORE.replace("a-week-more", "ten-days-more").replace("03-05", "03-06")

    assert [problem.code for problem in problems(text)] == ["amendment-twice"]


def test_notice_is_given_of_a_term_only():
    text = AMENDED.replace("amends: deadline", "amends: notice").replace(
        "    deadlines: [{by: 2030-03-20}]\n", ""
    )

    assert [problem.code for problem in problems(text)] == ["unfit-amendment"]


def test_a_file_may_hold_nothing_but_amendments_of_agreements_on_record():
    accord = parse(BRIDGE.encode(), where="x").agreement
    head, _, _ = BRIDGE.partition("clauses:")
    later = head.replace("id: bridge-accord", "id: letters") + AMENDED.partition("amendments:\n")[2]
    later = later.replace("  - id: ten", "amendments:\n  - id: ten").replace(
        'provision: "2"', "provision: bridge-accord/2"
    )

    known = parse(later.encode(), where="x", beside=[accord]).agreement
    with pytest.raises(RefusedError) as refused:
        parse(later.encode(), where="x", beside=[])

    assert known.provisions == ()
    assert [one.provision for one in known.amendments] == ["bridge-accord/2"]
    assert [problem.code for problem in refused.value.problems] == ["unknown-agreement"]


def test_more_amendments_than_are_compared_are_refused():
    rows = "".join(ONCE_MORE.replace("a-week-more", f"n{n}") for n in range(201))

    assert "list-too-long" in {problem.code for problem in problems(AMENDED + rows)}


@pytest.mark.parametrize(
    ("deadline", "last_day", "assumption"),
    [
        ("{within: 30 days}", "2030-04-01", "counted from the entry into force, 2030-03-02"),
        ("{within: 1 day, of: signing}", "2030-03-02", "counted from the signing, 2030-03-01"),
        ("{within: 2 weeks, of: 2030-03-10}", "2030-03-24", "counted from the day, 2030-03-10"),
        ("{within: 3 years}", "2033-03-02", "which is day 0"),
        ("{within: 1 month, of: 2032-01-31}", "2032-02-29", ""),
        ("{end_of: 2030-04}", "2030-04-30", ""),
        ("{end_of: 2030}", "2030-12-31", ""),
    ],
)
def test_a_counted_day_is_worked_out_and_how_is_stored(deadline, last_day, assumption):
    text = changed("{before: 2030-03-10}", deadline)

    found = parse(text.encode(), where="x").agreement.provision("2").wordings[0].deadline

    assert found is not None
    assert found.last_day == date.fromisoformat(last_day)
    assert assumption in found.assumption


@pytest.mark.parametrize(
    ("deadline", "code"),
    [
        ("{within: soon}", "no-deadline"),
        ("{within: 30 days, of: dawn}", "impossible-date"),
        ("{within: 30 days, by: 2030-03-10}", "no-deadline"),
        ("{end_of: 2030-13}", "impossible-date"),
        ("{end_of: spring}", "impossible-date"),
        ("{before: 2030-03-02}", "deadline-before-force"),
        ("{within: 9999 years}", None),
    ],
)
def test_a_counted_day_that_cannot_be_is_refused(deadline, code):
    text = changed("{before: 2030-03-10}", deadline)

    if code is None:
        found = parse(text.encode(), where="x").agreement.provision("2").wordings[0].deadline
        assert found is not None
        assert found.last_day == date.max
    else:
        assert [problem.code for problem in problems(text)] == [code]


STEPS = """\
  - clause: "3"
    title: Southland leaves in steps
    obligation: schedule
    bearers: [Southland]
    acts: [withdrawal]
    wordings:
      - {rendering: text, text: In two steps.}
    steps:
      - {step: "1", within: 8 days, places: [Old Bridge]}
      - {step: "2", by: 2030-04-10, amount: {value: 50, unit: percent}}
  - clause: "4"
    title: They meet
    obligation: procedure
    bearers: [Northland, Southland]
    acts: [meeting]
    procedure: {within_days: 5, after: [hostilities]}
    ties: [{only_if: "2", is: begun}, {not_before: "3"}]
    wordings:
      - {rendering: text, text: Within five days.}
  - clause: "5"
    title: At least ten guards
    obligation: floor
    bearers: [Southland]
    acts: [deployment]
    floors: [{value: 10, unit: personnel}]
    wordings:
      - {rendering: text, text: Ten guards.}
    ties: [{alongside: "4"}]
"""
IN_STEPS = BRIDGE + STEPS


def test_steps_procedures_floors_and_ties_are_read_as_they_are_written():
    agreement = parse(IN_STEPS.encode(), where="x").agreement

    steps = agreement.provision("3").steps
    assert [step.deadline.last_day for step in steps] == [date(2030, 3, 10), date(2030, 4, 10)]
    assert agreement.provision("4").procedure == Procedure(within_days=5, after=(Act.HOSTILITIES,))
    assert agreement.provision("4").ties == (
        Tie(holds=Holds.ONLY_IF, clause="2", state=State.BEGUN),
        Tie(holds=Holds.NOT_BEFORE, clause="3"),
    )
    assert agreement.provision("5").floors[0].value == 10


@pytest.mark.parametrize(
    ("old", "new", "code", "marker"),
    [
        (", places: [Old Bridge]}", "}", "impossible-clause", 'clause: "3"'),
        ("within: 8 days, places", "places", "no-deadline", '- {step: "1"'),
        ('{step: "2", by', "{by", "missing-field", "- {by: 2030-04"),
        ('step: "2"', 'step: "1"', "impossible-clause", 'clause: "3"'),
        (
            "places: [Old Bridge]}\n      - {step",
            "places: [Ridge]}\n      - {step",
            "unknown-place",
            "[Ridge]",
        ),
        ("by: 2030-04-10", "by: 2030-02-10", "deadline-before-force", "by: 2030-02-10"),
        ("within_days: 5", "within_days: 0", "not-a-number", "within_days: 0"),
        ("after: [hostilities]", "after: [firing]", "unknown-word", "[firing]"),
        ("obligation: procedure", "obligation: achievement", "impossible-clause", 'clause: "4"'),
        ("obligation: schedule", "obligation: achievement", "impossible-clause", 'clause: "3"'),
        ("    floors: [{value: 10, unit: personnel}]\n", "", "impossible-clause", 'clause: "5"'),
        ('only_if: "2"', 'only_if: "9"', "unknown-clause", 'only_if: "9"'),
        ('not_before: "3"', 'not_before: "4"', "circular-condition", "ties: [{only_if"),
        ('not_before: "3"', 'not_before: "5"', "circular-condition", "ties: [{only_if"),
        ('{not_before: "3"}', '{not_before: "3", is: done}', "not-a-tie", "ties: [{only_if"),
        ('{not_before: "3"}', '{not_before: "3", alongside: "2"}', "not-a-tie", "ties: [{only"),
        ("is: begun", "is: started", "unknown-word", "is: started"),
    ],
)
def test_a_mistake_in_steps_and_ties_is_named_with_its_line(old, new, code, marker):
    assert IN_STEPS.count(old) == 1
    text = IN_STEPS.replace(old, new)

    found = [problem for problem in problems(text) if problem.code == code]

    assert found, problems(text)
    assert found[0].where == f"accord.yaml, line {line_of(text, marker)}"
    assert found[0].remedy


def test_every_clause_of_a_circle_is_named():
    text = IN_STEPS.replace('not_before: "3"', 'not_before: "5"')

    found = [problem for problem in problems(text) if problem.code == "circular-condition"]

    assert len(found) == 2
    assert all("4" in problem.message and "5" in problem.message for problem in found)


def test_a_clause_that_waits_for_itself_is_told_so():
    text = IN_STEPS.replace('not_before: "3"', 'not_before: "4"')

    [found] = [problem for problem in problems(text) if problem.code == "circular-condition"]

    assert found.message == "Clause 4 waits for itself, so it could never be owed."


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("personnel}]", "personnel}, {value: 20, unit: personnel}]", "limit-twice"),
        (
            "personnel}]",
            "personnel}]\n    ceilings: [{value: 9, unit: personnel}]",
            "floor-above-ceiling",
        ),
        ("value: 50, unit: percent", "value: 101, unit: percent", "more-than-all"),
    ],
)
def test_numbers_of_a_clause_that_cannot_all_be_meant_are_refused(old, new, code):
    assert IN_STEPS.count(old) == 1

    assert code in {problem.code for problem in problems(IN_STEPS.replace(old, new))}


def test_a_long_chain_of_ties_is_read_and_a_long_circle_refused_in_bounded_time():
    clause = STEPS.partition('  - clause: "5"')[2].partition("    ties")[0]
    rows = [
        f'  - clause: "{n}"{clause}    ties: [{{alongside: "{n + 1}"}}]\n' for n in range(10, 700)
    ]
    chain = BRIDGE.partition("  - clause")[0] + "".join(rows)
    last = f'  - clause: "700"{clause}'
    began = time.perf_counter()

    assert [problem.code for problem in problems(chain + last)] == ["agreement-too-large"]
    assert "circular-condition" in {
        problem.code for problem in problems(chain + f'{last}    ties: [{{alongside: "10"}}]\n')
    }
    assert time.perf_counter() - began < 20


def test_the_further_examples_in_the_documentation_are_read_without_a_problem():
    page = (ROOT / "docs" / "agreements.md").read_text()
    first, wordings, signed, zones, clauses, later = re.findall(
        r"```yaml\n(.*?)```", page, flags=re.DOTALL
    )
    names = "  - place: Mill\n  - place: Ridge\n  - place: Hill\n\nrenderings:"
    guard = "    wordings:\n      - {rendering: north, text: At most forty guards"
    guard += " stand at the bridge.}\n"
    assert guard in first

    whole = first.replace(guard, wordings).replace("\nrenderings:", names, 1) + clauses.partition(
        "clauses:\n"
    )[2].replace('clause: "3"', 'clause: "8"').replace('only_if: "1"', 'only_if: "2"')
    parsed = parse((whole + later + signed + zones).encode(), where="agreements.md")
    agreement = parsed.agreement

    assert len(agreement.provisions) == 7
    assert [one.id for one in agreement.amendments] == ["ten-days-more"]
    assert [len(one.points) for one in agreement.zones] == [4, 1, 1]
    assert agreement.guarantors == ("Eastland",)
    assert {one.code for one in parsed.warnings} == {"official-renderings-conflict"}


def test_the_example_in_the_documentation_is_read_without_a_problem():
    page = (ROOT / "docs" / "agreements.md").read_text()
    (example,) = re.findall(r"```yaml\n(truceline:.*?)```", page, flags=re.DOTALL)

    assert parse(example.encode(), where="agreements.md").agreement.provisions
