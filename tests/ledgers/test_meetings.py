from datetime import date

import pytest

from truceline.ledgers.meetings import page
from truceline.weighing.held import Held

AS_OF = date(2031, 12, 31)
WITHDRAW = {
    "act": "withdrawal",
    "says": "Envoy",
    "by": "Northland",
    "place": "Upper Mill",
    "when": "../2031-07-01",
    "modality": "planned",
}
JUNE = "2031-06-30"
DONE = {"act": "withdrawal", "by": "Northland", "place": "Upper Mill", "when": "2031-06-30"}
PROMISE = "withdrawal at Upper Mill, by 1 July 2031, promised by Northland"


@pytest.fixture
def told(words, books):
    """The promise is of 1 March; what else is told, of the days given, or of 1 October."""

    def told(*claims, rows=(), days=None, as_of=AS_OF):
        made = [words.claim(**({"doc": f"d{n}"} | each)) for n, each in enumerate(claims)]
        held = words.held(*made, agreements=(words.agreement(),))
        known = dict.fromkeys(held.documents, "2031-10-01") | {"d0": "2031-03-01"} | (days or {})
        return page(books.on_record(books.published(held, known), *rows), as_of=as_of)

    return told


@pytest.fixture
def row(books):
    def row(keeper, account, when, **rest):
        return books.row(keeper, account, when, ledger="meetings", **rest)

    return row


def account(found, name=PROMISE):
    (one,) = [each for each in found.accounts if each.name == name]
    return one


def states(one):
    return {stand.book: stand.state for stand in one.stands}


def test_what_a_side_says_that_it_will_do_is_promised_by_the_last_day_it_gives(told):
    one = account(told(WITHDRAW))

    assert (one.of, one.limit) == ("Northland", "by 1 July 2031")
    assert [(figure.book, figure.state) for figure in one.figures] == [("Northland", "promised")]


@pytest.mark.parametrize(
    ("as_of", "compares"),
    [
        ("2031-06-30", "open: due by 1 July 2031"),
        (
            "2031-07-01",
            "passed in silence: due by 1 July 2031, and no source says whether it was kept",
        ),
    ],
)
def test_a_promise_is_open_until_its_day_and_then_passes_in_silence(told, as_of, compares):
    assert account(told(WITHDRAW, as_of=date.fromisoformat(as_of))).compares == compares


def test_a_promise_without_a_day_stays_open(told):
    (one,) = told(WITHDRAW | {"when": None}).accounts

    assert one.compares == "open: no last day is given"


def test_a_deed_at_the_place_of_a_promise_without_a_day_answers_it(told):
    (one,) = told(WITHDRAW | {"when": None}, DONE).accounts

    assert one.compares == "said done by reports"


def test_no_deed_answers_a_promise_of_neither_place_nor_day(told):
    (one,) = told(WITHDRAW | {"when": None, "place": ""}, DONE).accounts

    assert one.compares == "open: no last day is given"


@pytest.mark.parametrize(
    ("deed", "compares"),
    [
        ({"says": "Envoy"}, "said done in time by Northland"),
        ({"when": "2031-07-01"}, "said done in time by reports"),
        ({"when": "2031-07-02"}, "said done late by reports"),
        ({"says": "General", "denies": True, "when": None}, "said not done by Southland"),
        ({"when": "2031-07"}, "cannot tell: it is said to have been done, which does not tell"),
        ({"when": None}, "cannot tell: it is said to have been done, which does not tell"),
        ({"when": "2031-02-28"}, "passed in silence"),
        ({"place": "Lower Mill"}, "passed in silence"),
        ({"by": "Southland"}, "passed in silence"),
        ({"act": "deployment"}, "passed in silence"),
        ({"denies": True, "when": "2031-06-01"}, "passed in silence"),
    ],
)
def test_only_what_sources_say_of_it_keeps_a_promise_or_does_not(told, deed, compares):
    assert account(told(WITHDRAW, DONE | deed)).compares.startswith(compares)


def test_kept_in_one_sides_account_and_not_in_the_others_is_a_difference(told):
    one = account(
        told(
            WITHDRAW,
            DONE | {"says": "Envoy"},
            DONE | {"says": "General", "denies": True, "when": "2031-07-02"},
        )
    )

    assert one.compares == "said done in time by Northland; said not done by Southland"
    assert one.difference.startswith("Northland: ")


def test_nobody_knows_whether_a_deed_came_after_a_promise_that_has_no_date(words):
    made = [words.claim(**({"doc": f"d{n}"} | each)) for n, each in enumerate((WITHDRAW, DONE))]

    found = page(words.held(*made, agreements=(words.agreement(),)), as_of=AS_OF)

    assert account(found).compares.endswith(
        "which may have been before it was promised: nobody knows when that was"
    )


@pytest.mark.parametrize(
    "claim",
    [
        {"says": "General"},
        {"says": "narrator"},
        {"denies": True},
        {"modality": "demanded"},
        {"modality": "predicted"},
    ],
)
def test_what_others_want_expect_or_tell_of_a_side_is_no_promise_of_it(told, claim):
    assert told(WITHDRAW | claim).accounts == ()


def test_a_promise_made_twice_is_one(told):
    one = account(told(WITHDRAW, WITHDRAW))

    assert len(one.figures) == 2


def test_what_is_promised_after_the_day_is_not_known_on_it(told):
    assert told(WITHDRAW, as_of=date(2031, 2, 28)).accounts == ()


MET = {"act": "meeting", "by": "Northland; Southland", "place": "Free Plain", "when": "2031-05-05"}


def test_a_meeting_is_named_by_who_met_where_and_when(told):
    (one,) = told(MET, MET | {"says": "Envoy"}).accounts

    assert one.name == "meeting of Northland and Southland, Free Plain, on 5 May 2031"
    assert states(one) == {"Northland": "held", "reports": "held"}
    assert one.compares.startswith("corroborated: 2 claims in 2 documents")


def test_a_meeting_that_one_side_denies_is_a_difference(told):
    (one,) = told(MET | {"says": "Envoy"}, MET | {"says": "General", "denies": True}).accounts

    assert states(one) == {"Northland": "held", "Southland": "not held"}
    assert one.difference.startswith("Northland: ")
    assert one.compares.startswith("disputed")


def test_a_meeting_lasts_no_longer_than_it_is_told_of(told):
    (one,) = told(MET).accounts

    assert one.stands[0].since is None
    assert [(mark.first, mark.last) for mark in one.course] == [(date(2031, 5, 5),) * 2]


def test_two_meetings_of_one_side_on_two_days_are_two(told):
    assert len(told(MET, MET | {"when": "2031-06-06"}).accounts) == 2


def test_a_meeting_announced_for_a_day_is_kept_only_by_a_meeting_on_it(told):
    announced = MET | {"modality": "planned", "when": "2031-05-05"}
    name = "meeting at Free Plain, on 5 May 2031, promised by Northland and Southland"

    assert account(told(announced, MET), name).compares == "said done in time by reports"
    assert account(told(announced, MET | {"when": "2031-05-04"}), name).compares.startswith(
        "passed in silence"
    )


def test_a_year_of_a_book_of_promises_and_meetings(told, row):
    rows = (
        row("Northland", "Spring talks", "2031-03-01", state="planned"),
        row(
            "Northland",
            "Spring talks",
            "2031-04-02",
            state="held",
            place="Free Plain",
            who="Northland; Southland",
        ),
        row("Southland", "Spring talks", "2031-04-02", state="held"),
        row(
            "Northland", "Hotline", "2031-04-02", state="promised", of="Southland", due="2031-06-30"
        ),
        row("Northland", "Hotline", "2031-07-01", state="broken"),
        row("Southland", "Hotline", "2031-06-29", state="kept"),
        row("Southland", "Maps", "2031-04-02", state="promised", due="2031-09-30"),
    )

    found = told(rows=rows)

    talks = account(found, "Spring talks of Northland and Southland")
    assert states(talks) == {"Northland": "held", "Southland": "held"}
    hotline = account(found, "Hotline")
    assert (hotline.of, hotline.limit) == ("Southland", "by 30 June 2031")
    assert hotline.compares == "said not kept by Northland; said kept by Southland"
    assert hotline.difference.startswith("Northland: ")
    maps = account(found, "Maps")
    assert maps.of == "Southland"
    assert maps.compares.startswith("passed in silence")
    assert found.problems == ()


def test_what_one_side_did_keeps_no_promise_of_the_other(told, row):
    rows = [
        row(side, "Maps", "2031-04-02", state="promised", due="2031-09-30")
        for side in ("Northland", "Southland")
    ]

    found = told(rows=(*rows, row("Southland", "Maps", "2031-09-01", state="kept")))

    maps = {one.of: one.compares for one in found.accounts if one.name == "Maps"}
    assert maps["Southland"] == "said kept by Southland"
    assert maps["Northland"].startswith("passed in silence")


def test_last_days_that_books_set_differently_are_both_shown_and_the_later_waited_for(told, row):
    rows = [
        row(keeper, "Maps", "2031-04-02", state="promised", of="Northland", due=due)
        for keeper, due in (("Northland", "2032-02-01"), ("Southland", "2031-09-30"))
    ]

    limits = {account(told(rows=each), "Maps").limit for each in (rows, rows[::-1])}

    assert limits == {
        "by 30 September 2031 (Southland) or by 1 February 2032 (Northland): the books differ"
    }
    assert account(told(rows=rows), "Maps").compares.startswith("open")


def test_what_a_book_calls_broken_stands_as_it_was_written_and_is_no_conclusion(told, row):
    one = account(
        told(rows=(row("Northland", "Hotline", "2031-07-01", state="broken"),)), "Hotline"
    )

    assert [figure.state for figure in one.figures] == ["broken"]
    assert "broken" not in one.compares
    assert states(one) == {"Northland": "said not kept"}


@pytest.mark.parametrize(
    ("further", "code"),
    [
        ({"state": "forgotten"}, "unknown-state"),
        ({"amount": "3 meetings"}, "measure-does-not-fit"),
        ({"state": "promised", "due": "in spring"}, "not-a-day"),
    ],
)
def test_what_a_book_says_otherwise_is_a_problem(told, row, further, code):
    found = told(rows=(row("Northland", "Hotline", "2031-04-02", **further),))

    assert [problem.code for problem in found.problems] == [code]


def test_exchanging_the_parties_exchanges_them_on_the_page_and_changes_nothing_else(
    words, books, row
):
    claims = [
        words.claim(**({"doc": f"d{n}"} | each))
        for n, each in enumerate((WITHDRAW, DONE | {"says": "General", "denies": True}, MET))
    ]
    held = words.held(*claims, agreements=(words.agreement(),))
    held = books.published(held, {"d0": "2031-03-01", "d1": "2031-10-01"})
    held = books.on_record(
        held,
        row("Northland", "Hotline", "2031-04-02", state="promised", of="Southland"),
        row("Southland", "Talks", "2031-04-02", state="held", who="Southland; Northland"),
    )

    mirror = page(books.mirrored(held), as_of=AS_OF)

    assert books.mirrored(mirror) == page(held, as_of=AS_OF)


def test_without_anything_on_record_the_page_is_empty():
    assert page(Held(), as_of=AS_OF).accounts == ()
