from dataclasses import replace
from datetime import date

import pytest

from truceline.ledgers.access import page
from truceline.ledgers.tracking.states import CONTRADICTORY
from truceline.ledgers.tracking.tells import state_told
from truceline.terms.agreement import Obligation, Provision, Wording
from truceline.terms.claim import Act
from truceline.terms.entry import Hindered, Hindrance, Patrolled
from truceline.weighing.held import Held

AS_OF = date(2031, 12, 31)


def keep_open(place="Valley", clause="6.3"):
    return Provision(
        clause=clause,
        title="The corridor stays open",
        obligation=Obligation.KEEP_OPEN,
        bearers=("Southland",),
        acts=(Act.ACCESS,),
        places=(place,),
        wordings=(Wording(rendering="en", text="The corridor stays open."),),
    )


@pytest.fixture
def told(words, books):
    """A page of what is told of a corridor in the Valley that is to be kept open."""

    def told(*claims, rows=(), days=None, as_of=AS_OF, **more):
        made = [
            replace(
                words.claim(
                    **(
                        {"act": "access", "doc": f"d{n}", "place": "Valley"}
                        | {key: value for key, value in each.items() if key != "told"}
                    )
                ),
                rule=f"access:{each.get('told', 'corridor closed')}",
            )
            for n, each in enumerate(claims)
        ]
        held = words.held(*made, agreements=(words.agreement(keep_open()),), **more)
        return page(books.on_record(books.published(held, days or {}), *rows), as_of=as_of)

    return told


def states(account):
    return {stand.book: (stand.state, stand.since) for stand in account.stands}


def route(found, name="Valley"):
    (one,) = [account for account in found.accounts if account.name == name]
    return one


def the_corridor(books):
    """Opened by the accord; two years on, one side's book has it closed and the other's open."""
    return (
        books.row("Northland", "Valley", "2030-11-10", state="open"),
        books.row("Northland", "Valley", "2032-12-12", state="closed", by="Southland"),
        books.row("Southland", "Valley", "2030-11-10", state="open"),
        books.row("Southland", "Valley", "2032-12-14", state="open"),
    )


def test_a_corridor_closed_in_one_sides_account_and_open_in_the_others_is_a_difference(told, books):
    account = route(told(rows=the_corridor(books), as_of=date(2033, 1, 31)))

    assert states(account) == {
        "Northland": ("closed", date(2032, 12, 12)),
        "Southland": ("open", date(2030, 11, 10)),
    }
    assert account.difference == (
        "Northland: closed on 12 December 2032 by Southland; nothing further after 12 December "
        "2032; Southland: open on 10 November 2030; nothing further after 14 December 2032."
    )


def test_before_it_was_closed_in_anybodys_account_the_books_agreed(told, books):
    account = route(told(rows=the_corridor(books), as_of=date(2032, 12, 11)))

    assert {state for state, _ in states(account).values()} == {"open"}
    assert account.difference == ""


def test_a_difference_is_the_same_told_in_reports_by_each_sides_speakers(told):
    found = told(
        {"says": "Envoy", "told": "corridor open", "when": "2030-11-10"},
        {"says": "General", "told": "corridor open", "when": "2030-11-10"},
        {"says": "Envoy", "told": "corridor blocked", "when": "2032-12-12/.."},
        {"says": "General", "told": "corridor open", "modality": "ongoing"},
        days={"d2": "2032-12-20", "d3": "2032-12-21"},
        as_of=date(2033, 1, 31),
    )

    assert route(found).difference == (
        "Northland: closed since 12 December 2032; nothing further after 20 December 2032; "
        "Southland: open on 10 November 2030; nothing further after 21 December 2032."
    )


def test_a_side_that_fell_silent_before_is_not_made_to_differ(told, books):
    rows = the_corridor(books)[:3]

    account = route(told(rows=rows, as_of=date(2033, 1, 31)))

    assert account.difference.startswith("Whether the books differ cannot be told")
    assert (
        "Southland: open on 10 November 2030; nothing further after 10 November 2030"
        in account.difference
    )


def test_a_book_that_goes_on_and_closes_nothing_still_has_it_open(told, books):
    rows = (
        *the_corridor(books)[:3],
        books.row("Southland", "Free Plain", "2033-01-02", state="open"),
    )

    account = route(told(rows=rows, as_of=date(2033, 1, 31)))

    assert account.difference.startswith("Northland: ")


def test_a_denial_by_the_other_side_differs_without_saying_how_it_is(told):
    account = route(
        told(
            {"says": "Envoy", "when": "2031-05-01"},
            {"says": "General", "when": "2031-05-01", "denies": True},
        )
    )

    assert states(account)["Southland"][0] == "not closed"
    assert account.difference.startswith("Northland: ")


def test_a_denial_without_a_date_is_of_the_day_on_which_it_was_published(told):
    account = route(told({"says": "General", "denies": True}, days={"d0": "2031-05-01"}))

    assert states(account) == {"Southland": ("not closed", date(2031, 5, 1))}


def test_a_deed_without_a_date_is_shown_and_not_counted(told):
    account = route(told({"says": "General"}, days={"d0": "2031-05-01"}))

    assert [(one.counts, one.note) for one in account.figures] == [(False, "at a time not given")]


def test_who_denies_having_done_it_says_nothing_of_whether_it_is_closed(told):
    account = route(
        told({"says": "General", "by": "Southland", "when": "2031-05-01", "denies": True})
    )

    (figure,) = account.figures
    assert (figure.counts, figure.note) == (
        False,
        "denies who did it, and does not say how it is; by Southland",
    )
    assert account.stands == ()


@pytest.mark.parametrize(
    ("words_of_it", "state"),
    [
        ("corridor closed", "closed"),
        ("blockade", "closed"),
        ("reopened corridor", "open"),
        ("lifted blockade", "open"),
        ("set checkpoint", "restricted"),
        ("turned back at", "restricted"),
        ("blocked from entering", "restricted"),
        ("unblocked bridge", "open"),
        ("safe passage", ""),
        ("checkpoint", ""),
        ("allowed passage", ""),
    ],
)
def test_a_trigger_tells_the_state_it_names_and_no_other(words, words_of_it, state):
    claim = replace(words.claim("access"), rule=f"access:{words_of_it}")

    assert state_told(claim, "access") == state


def test_a_trigger_that_names_no_state_is_shown_and_not_counted(told):
    account = route(told({"told": "safe passage", "when": "2031-05-01"}))

    assert [(one.counts, one.note) for one in account.figures] == [
        (False, "does not tell whether it was opened or closed")
    ]
    assert account.stands == ()


def test_what_is_only_planned_opens_nothing(told):
    account = route(told({"told": "opened corridor", "when": "2031-05-01", "modality": "planned"}))

    assert [(one.counts, one.note) for one in account.figures] == [
        (False, "planned, not said to be so")
    ]


def test_a_copy_of_a_report_is_shown_and_does_not_count_again(told):
    found = told({"when": "2031-05-01"}, {"when": "2031-05-01"}, copies={"d1": ("d0",)})

    assert [one.note for one in route(found).figures] == ["", "copies claim 1.1"]


def test_a_claim_that_a_person_found_unfounded_does_not_count(told):
    found = told({"when": "2031-05-01"}, rulings={"1.1": ("unfounded", 9)})

    assert route(found).stands == ()
    assert route(found).figures[0].note == "found unfounded by head-of-mission"


def test_a_crossing_on_the_route_is_shown_and_does_not_close_all_of_it(told):
    account = route(told({"place": "Upper Mill", "when": "2031-05-01"}))

    assert [(one.counts, one.note) for one in account.figures] == [(False, "of Upper Mill only")]


def test_who_is_said_to_have_done_it_can_be_what_the_books_differ_on(told, books):
    account = route(
        told(
            rows=(
                books.row("Northland", "Valley", "2031-05-01", state="closed", by="Southland"),
                books.row("Southland", "Valley", "2031-05-01", state="closed", by="Northland"),
            )
        )
    )

    assert account.difference == (
        "On who did it. Northland: closed by Southland; Southland: closed by Northland."
    )


def test_what_the_text_and_a_party_say_on_one_day_is_not_one_book(told):
    account = route(
        told(
            {"when": "2031-05-01"},
            {"when": "2031-05-01", "told": "corridor open", "says": "General"},
        )
    )

    assert {book: state for book, (state, _) in states(account).items()} == {
        "Southland": "open",
        "reports": "closed",
    }


def test_two_words_of_one_book_on_one_day_are_contradictory(told, books):
    account = route(
        told(
            rows=(
                books.row("Northland", "Valley", "2031-05-01", state="closed"),
                books.row("Northland", "Valley", "2031-05-01", state="open"),
            )
        )
    )

    assert [stand.state for stand in account.stands] == [CONTRADICTORY]


def test_a_route_of_the_agreement_is_shown_even_if_nobody_speaks_of_it(told):
    account = route(told())

    assert (account.clause, account.limit) == ("accord/6.3", "to be kept open")
    assert (account.stands, account.difference) == ((), "")


@pytest.mark.parametrize(
    ("obligation", "acts", "is_route"),
    [
        (Obligation.KEEP_OPEN, (Act.MONITORING,), True),
        (Obligation.STANDING_DUTY, (Act.ACCESS,), True),
        (Obligation.STANDING_DUTY, (Act.MONITORING,), False),
        (Obligation.PERMIT, (Act.ACCESS,), False),
    ],
)
def test_places_that_are_kept_open_or_opened_are_routes_and_others_are_not(
    words, obligation, acts, is_route
):
    provision = replace(keep_open(), obligation=obligation, acts=acts)

    found = page(words.held(agreements=(words.agreement(provision),)), as_of=AS_OF)

    assert [one.name for one in found.accounts] == (["Valley"] if is_route else [])


def test_a_route_that_only_a_book_has_is_an_account_too(told, books):
    found = told(rows=(books.row("Northland", "Old Bridge", "2031-05-01", state="restricted"),))

    assert states(route(found, "Old Bridge")) == {"Northland": ("restricted", date(2031, 5, 1))}


def test_a_word_for_a_state_that_nobody_knows_is_a_problem_and_the_rest_is_shown(told, books):
    found = told(
        rows=(
            books.row("Northland", "Valley", "2031-05-01", state="open"),
            books.row("Northland", "Valley", "2031-06-01", state="porous"),
        )
    )

    (problem,) = found.problems
    assert problem.code == "unknown-state"
    assert "Northland's book of access, row 2" in problem.where
    assert states(route(found)) == {"Northland": ("open", date(2031, 5, 1))}


def test_a_number_in_a_book_of_access_is_a_problem(told, books):
    found = told(rows=(books.row("Northland", "Valley", "2031-05-01", amount="40 trucks"),))

    assert [problem.code for problem in found.problems] == ["measure-does-not-fit"]


def test_claims_that_name_no_route_are_named_once(told):
    found = told({"place": ""}, {"place": "Free Plain"})

    assert [(one.code, one.where) for one in found.problems] == [
        ("no-route-named", "claims 1.1 and 2.1")
    ]


HINDERED = Hindered(
    places=("Valley",),
    how=Hindrance.DENIED,
    first=date(2031, 5, 1),
    last=date(2031, 5, 1),
    by="Southland",
    post="Team Site 2",
)
WATCHED = Patrolled(
    places=("Valley",), acts=(Act.ACCESS,), first=date(2031, 4, 1), last=date(2031, 4, 30)
)


def test_who_kept_watchers_away_is_counted_beside_the_watches(words):
    held = replace(
        words.held(agreements=(words.agreement(),)),
        patrols=(WATCHED, WATCHED),
        hindrances=(
            HINDERED,
            replace(HINDERED, how=Hindrance.DELAYED, hours=3),
            replace(HINDERED, by=""),
        ),
    )

    by_southland, by_nobody = page(held, as_of=AS_OF).accounts

    assert (by_southland.of, by_southland.stands[0].best) == ("Southland", 2)
    assert by_southland.stands[0].because == "1 denied and 1 delayed, beside 2 watches on record"
    assert by_southland.figures[1].note == "at Valley; Team Site 2; 3 hours"
    assert by_nobody.name == "kept from watching, by nobody named"


def test_who_kept_watchers_away_rests_on_the_entries_that_say_so(words):
    held = replace(
        words.held(agreements=(words.agreement(),)), hindrances=(HINDERED,), hindered_at=(34,)
    )

    [account] = page(held, as_of=AS_OF).accounts

    assert [account.stands[0].cites, account.figures[0].cites] == [("34",), ("34",)]


def test_how_much_the_route_was_watched_stands_beside_it(words):
    held = replace(words.held(agreements=(words.agreement(keep_open()),)), patrols=(WATCHED,))

    assert page(held, as_of=AS_OF).coverage.startswith("Watched on 30 of 730 days")


def test_nobody_is_kept_from_watching_before_the_day(words):
    held = replace(words.held(agreements=(words.agreement(),)), hindrances=(HINDERED,))

    assert page(held, as_of=date(2031, 4, 30)).accounts == ()
    assert len(page(held, as_of=date(2031, 5, 1)).accounts) == 1


def test_exchanging_the_parties_exchanges_them_on_the_page_and_changes_nothing_else(words, books):
    claims = [
        replace(
            words.claim("access", "2031-05-01", "Valley", says=says, by=by), rule=f"access:{told}"
        )
        for says, by, told in (
            ("Envoy", "General", "corridor closed"),
            ("General", "", "corridor open"),
            ("narrator", "", "set checkpoint"),
        )
    ]
    held = words.held(*claims, agreements=(words.agreement(keep_open()),))
    held = replace(books.on_record(held, *the_corridor(books)), hindrances=(HINDERED,))
    as_of = date(2033, 1, 31)

    mirror = page(books.mirrored(held), as_of=as_of)

    assert books.mirrored(mirror) == page(held, as_of=as_of)


def test_without_anything_on_record_the_page_is_empty():
    assert page(Held(), as_of=AS_OF).accounts == ()
