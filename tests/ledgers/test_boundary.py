from dataclasses import replace
from datetime import date

import pytest

from truceline.ledgers.boundary import page
from truceline.terms.agreement import Obligation, Provision, Wording
from truceline.terms.claim import Act
from truceline.terms.names import Kind, Named
from truceline.weighing.held import Held

AS_OF = date(2032, 12, 31)


@pytest.fixture
def accord(words):
    """Two parties and a guarantor sign; the two of them undertake the delimitation."""
    provision = Provision(
        clause="7",
        title="The border is delimited",
        obligation=Obligation.STANDING_DUTY,
        bearers=("Northland", "Southland"),
        acts=(Act.DELIMITATION,),
        wordings=(Wording(rendering="en", text="The border is delimited."),),
    )
    plain = words.agreement(provision)
    return replace(
        plain,
        parties=(*plain.parties, "Thirdland"),
        named=(
            *plain.named,
            Named(kind=Kind.PARTY, name="Thirdland"),
            Named(kind=Kind.BODY, name="Border Commission"),
            Named(kind=Kind.BODY, name="Relief Agency"),
        ),
    )


@pytest.fixture
def told(words, books, accord):
    def told(*rows, claims=(), as_of=AS_OF):
        made = [
            replace(
                words.claim(**({"act": "delimitation", "doc": f"d{n}"} | each)),
                rule=f"delimitation:{rule}",
            )
            for n, (rule, each) in enumerate(claims)
        ]
        return page(books.on_record(words.held(*made, agreements=(accord,)), *rows), as_of=as_of)

    return told


@pytest.fixture
def row(books):
    def row(keeper, account, when, **rest):
        return books.row(keeper, account, when, ledger="boundary", **rest)

    return row


@pytest.fixture
def two_years(row):
    """Proposed by one, agreed by both, demarcated by both; elsewhere one side disputes."""
    return (
        row("Northland", "Mill to Ford", "2031-03-01", state="proposed"),
        row("Northland", "Mill to Ford", "2031-09-19", state="agreed"),
        row("Southland", "Mill to Ford", "2031-09-19", state="agreed"),
        row("Northland", "Mill to Ford", "2032-04-23", state="demarcated"),
        row("Southland", "Mill to Ford", "2032-05-16", state="demarcated"),
        row("Northland", "Ford to Peak", "2032-05-01", state="agreed"),
        row("Southland", "Ford to Peak", "2032-05-02", state="disputed"),
    )


def account(found, name):
    (one,) = [each for each in found.accounts if each.name == name]
    return one


def states(one):
    return {stand.book: stand.state for stand in one.stands}


@pytest.mark.parametrize(
    ("as_of", "compares"),
    [
        ("2031-03-01", "not agreed: no party's book says so"),
        ("2031-09-19", "agreed: the books of Northland and Southland say so"),
        ("2032-04-30", "agreed: the books of Northland and Southland say so"),
        ("2032-12-31", "agreed: the books of Northland and Southland say so"),
    ],
)
def test_a_segment_is_agreed_once_both_books_say_so(told, two_years, as_of, compares):
    one = account(told(*two_years, as_of=date.fromisoformat(as_of)), "Mill to Ford")

    assert one.compares == compares
    assert one.limit == "agreed only where the books of Northland and Southland say so"


def test_a_segment_that_one_side_disputes_is_a_difference_and_not_agreed(told, two_years):
    one = account(told(*two_years), "Ford to Peak")

    assert states(one) == {"Northland": "agreed", "Southland": "disputed"}
    assert one.difference.startswith("Northland: ")
    assert one.compares == (
        "not agreed by all: Northland says so; Southland: disputed on 2 May 2032"
    )


def test_a_segment_that_one_side_says_nothing_of_is_not_agreed(told, row):
    one = account(told(row("Northland", "Gap", "2032-01-01", state="agreed")), "Gap")

    assert one.compares == "not agreed by all: Northland says so; Southland says nothing of it"
    assert one.difference == ""


def test_a_book_may_name_who_has_to_agree(told, row):
    one = account(
        told(row("Northland", "Gap", "2032-01-01", state="agreed", between="Northland; Thirdland")),
        "Gap",
    )

    assert one.compares == "not agreed by all: Northland says so; Thirdland says nothing of it"


def test_what_is_demarcated_and_was_never_agreed_is_a_problem_and_shown(told, row):
    found = told(row("Northland", "Gap", "2032-01-01", state="demarcated"))

    (problem,) = found.problems
    assert problem.code == "demarcated-not-agreed"
    assert "nothing of Southland says" in problem.message
    assert states(account(found, "Gap")) == {"Northland": "demarcated"}


def test_what_both_agreed_and_one_has_demarcated_is_no_problem(told, two_years):
    assert told(*two_years, as_of=date(2032, 4, 30)).problems == ()


def test_lengths_are_compared_in_one_unit_and_shown_in_their_own(told, row):
    found = told(
        row("Northland", "Gap", "2032-01-01", amount="12 km"),
        row("Southland", "Gap", "2032-01-01", amount="12700 m"),
    )

    one = account(found, "Gap: length")
    assert [figure.stated.unit for figure in one.figures] == ["km", "m"]
    assert "700 apart" in one.difference


@pytest.mark.parametrize(
    "further", [{"amount": "3 ha"}, {"amount": "3 posts"}, {"amount": "3 km", "measure": "in"}]
)
def test_what_is_no_length_is_a_problem(told, row, further):
    found = told(row("Northland", "Gap", "2032-01-01", **further))

    assert [problem.code for problem in found.problems] == ["unit-does-not-fit"]


def test_a_word_for_a_state_that_nobody_knows_is_a_problem(told, row):
    found = told(
        row("Northland", "Gap", "2032-01-01", state="blurred"),
        row("Northland", "session", "2032-01-01", state="blurred", by="Border Commission"),
    )

    assert [problem.code for problem in found.problems] == ["unknown-state", "unknown-state"]


def test_a_claim_that_tells_of_demarcation_stands_in_its_speakers_book(told):
    claim = {"place": "Upper Mill", "when": "2032-05-16"}

    found = told(
        claims=[
            ("demarcated", claim | {"says": "Envoy"}),
            ("demarcated", claim | {"says": "General", "denies": True}),
        ]
    )

    one = account(found, "Upper Mill")
    assert states(one) == {"Northland": "demarcated", "Southland": "not demarcated"}
    assert one.difference.startswith("Northland: ")


def test_a_claim_of_delimitation_without_a_state_makes_no_segment(told):
    found = told(claims=[("delimitation", {"place": "Upper Mill", "when": "2032-05-16"})])

    assert found.accounts == ()


def test_a_claim_of_demarcation_nowhere_is_a_problem(told):
    found = told(claims=[("demarcated", {"when": "2032-05-16"})])

    assert [(problem.code, problem.where) for problem in found.problems] == [
        ("no-segment-named", "claim 1.1")
    ]


def test_what_is_to_be_demarcated_is_not(told):
    one = account(
        told(
            claims=[("demarcated", {"place": "Upper Mill", "when": "2032", "modality": "planned"})]
        ),
        "Upper Mill",
    )

    assert one.stands == ()
    assert one.figures[0].note == "planned, not said to be so"


def test_sessions_of_a_commission_are_listed_and_those_of_one_day_count_once(told, row):
    met = {"by": "Border Commission", "when": "2032-01-30"}

    found = told(
        row("Border Commission", "session", "2032-03-07", state="held", by="Border Commission"),
        row(
            "Border Commission", "session", "2032-06-01", state="postponed", by="Border Commission"
        ),
        claims=[
            ("border commission", met),
            ("held meeting", met | {"act": "meeting"}),
            ("held meeting", met | {"act": "meeting", "when": "2032-04"}),
            ("border commission", met | {"when": "2032-05-05", "modality": "planned"}),
        ],
    )

    one = account(found, "sessions of Border Commission")
    assert {stand.book: (stand.low, stand.because) for stand in one.stands} == {
        "Border Commission": (1, "at least 1 held: 7 March 2032"),
        "reports": (2, "at least 2 held: 30 January 2032, April 2032"),
    }
    assert len(one.figures) == 6


def test_of_many_sessions_the_latest_are_named_and_the_others_counted(told, row):
    body = "Border Commission"
    rows = [row(body, "session", f"2031-{n:02}-05", state="held", by=body) for n in range(1, 13)]

    (year,) = account(told(*rows), f"sessions of {body}").stands
    more = row(body, "session", "2032-01-05", state="held", by=body)
    (longer,) = account(told(*rows, more), f"sessions of {body}").stands

    assert year.because.startswith("at least 12 held: 5 January 2031, ")
    assert longer.because.startswith("at least 13 held: 1 before, 5 February 2031, ")


def test_meetings_of_others_are_no_sessions(told):
    found = told(claims=[("met", {"act": "meeting", "by": "Relief Agency", "when": "2032-01-30"})])

    assert found.accounts == ()


def test_exchanging_the_parties_exchanges_them_on_the_page_and_changes_nothing_else(
    words, books, accord, two_years, row
):
    claim = words.claim("delimitation", "2032-05-16", "Upper Mill", says="Envoy", by="Northland")
    held = books.on_record(
        words.held(replace(claim, rule="delimitation:demarcated"), agreements=(accord,)),
        *two_years,
        row("Northland", "Gap", "2032-01-01", amount="12 km"),
        row("Southland", "Gap", "2032-01-01", state="agreed", between="Southland; Northland"),
    )

    mirror = page(books.mirrored(held), as_of=AS_OF)

    assert books.mirrored(mirror) == page(held, as_of=AS_OF)


def test_without_anything_on_record_the_page_is_empty():
    assert page(Held(), as_of=AS_OF).accounts == ()
