"""People held, claimed, let go: list against list. The names are made up and stay out of pages."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truceline.ledgers.detainees import page
from truceline.terms.agreement import Obligation, Provision, Wording
from truceline.terms.book import Detail
from truceline.terms.claim import Act
from truceline.weighing.held import Held

AS_OF = date(2030, 6, 30)
ARAM, VAGIF, PETRO = ("Արամ Սարգսյան", "1980"), ("Vaqif Əliyev", "1975"), ("Петро Бондаренко", "")
SAME = {
    ARAM: ("Арам Саргсян", "1980"),
    VAGIF: ("Вагиф Алиев", "1975"),
    PETRO: ("Petro Bondarenko", ""),
}
OF_SOUTH = "people of Southland held by Northland"


@pytest.fixture
def accord(words):
    return words.agreement(
        Provision(
            clause="8",
            title="All for all",
            obligation=Obligation.EXCHANGE,
            bearers=("Northland", "Southland"),
            acts=(Act.DETAINEE_EXCHANGE,),
            wordings=(Wording(rendering="en", text="All are exchanged for all."),),
        )
    )


@pytest.fixture
def made(words, books, accord):
    """The page of rows, each with the person in it; `told` are claims of reports."""

    def made(*rows, told=(), copies=None, as_of=AS_OF, erased=False, mirror=False):
        posted, people = [], {}
        for n, (keeper, state, who, when, *rest) in enumerate(rows, start=2):
            more = rest[0] if rest else {}
            side = "Northland" if keeper == "Southland" else "Southland"
            claims = state in {"claimed", "missing", "returned", "received"}
            given = {"of": keeper if claims else side, "by": side if claims else ""} | more
            row = books.row(keeper, "list", when, ledger="detainees", state=state, row=n, **given)
            posted.append(row)
            if who and not erased:
                name, born = who
                people[row.document, n] = (
                    Detail(field="Name", value=name),
                    Detail(field="Born", value=born),
                )
        claims = [words.claim(**({"doc": f"d{n}"} | each)) for n, each in enumerate(told)]
        held = words.held(*claims, agreements=(accord,), copies=copies)
        held = books.on_record(held, *posted)
        if mirror:
            held, people = (
                books.mirrored(held),
                {(books.mirrored(doc), n): who for (doc, n), who in people.items()},
            )
        return page(held, as_of=as_of, people=people)

    return made


def stands(found, name):
    (account,) = [one for one in found.accounts if one.name == name]
    return {one.book: (one.low, one.high) for one in account.stands}


def statuses(found, of=OF_SOUTH):
    return {
        one.name.removesuffix(f": {of}"): {stand.book: stand.best for stand in one.stands}
        for one in found.accounts
        if one.name.endswith(f": {of}")
    }


def account(found, name=OF_SOUTH):
    (one,) = [each for each in found.accounts if each.name == name]
    return one


def codes(found):
    return [problem.code for problem in found.problems]


def test_without_lists_there_is_nothing():
    assert page(Held(), as_of=AS_OF).accounts == ()


def test_who_stands_on_both_lists_is_acknowledged_by_both_whatever_the_letters(made):
    found = made(
        ("Northland", "held", ARAM, "2030-03-01"),
        ("Southland", "claimed", SAME[ARAM], "2030-03-02"),
    )

    assert statuses(found) == {"acknowledged by both": {"Northland": 1, "Southland": 1}}
    assert account(found).difference == ""


def test_who_stands_on_one_list_only_is_shown_on_it(made):
    found = made(
        ("Northland", "held", ARAM, "2030-03-01"), ("Southland", "claimed", VAGIF, "2030-03-02")
    )

    assert statuses(found) == {"claimed only": {"Southland": 1}, "held only": {"Northland": 1}}


def test_where_one_side_has_no_list_nobody_is_called_absent(made):
    found = made(("Northland", "held", ARAM, "2030-03-01"))

    assert statuses(found) == {"no list to compare with": {"Northland": 1}}
    assert account(found).compares.startswith("cannot tell")


def test_a_prisoner_of_war_to_one_and_a_civilian_to_the_other_has_a_disputed_status(made):
    found = made(
        ("Northland", "held", ARAM, "2030-03-01", {"category": "prisoner of war"}),
        ("Southland", "claimed", SAME[ARAM], "2030-03-02", {"category": "civilian"}),
        ("Northland", "held", VAGIF, "2030-03-01", {"category": "civilian"}),
        ("Southland", "missing", SAME[VAGIF], "2030-03-02", {"category": "missing"}),
    )

    assert statuses(found) == {
        "acknowledged by both": {"Northland": 1, "Southland": 1},
        "disputed status": {"Northland": 1, "Southland": 1},
    }


@pytest.mark.parametrize(
    ("claimant", "status"),
    [
        (("claimed", "2030-04-01"), "released according to the holder only"),
        (("claimed", "2030-06-01"), "contradictory"),
        (("returned", "2030-05-03"), "released according to both"),
    ],
)
def test_a_release_is_told_as_far_as_both_say_so(made, claimant, status):
    found = made(
        ("Northland", "held", ARAM, "2030-03-01"),
        ("Northland", "released", ARAM, "2030-05-02"),
        ("Southland", "claimed", SAME[ARAM], "2030-03-02", {"list": "7"}),
        ("Southland", claimant[0], SAME[ARAM], claimant[1], {"list": "7"}),
    )

    assert list(statuses(found)) == [status]
    assert stands(found, OF_SOUTH)["Northland"] == (0, 0)


def test_who_came_back_and_is_held_by_a_later_list_is_contradictory(made):
    rows = [
        ("Northland", "held", ARAM, "2030-03-01"),
        ("Southland", "claimed", SAME[ARAM], "2030-03-02"),
        ("Southland", "returned", SAME[ARAM], "2030-05-01"),
    ]
    later = ("Northland", "held", ARAM, "2030-06-01", {"doc": "a later list"})

    assert list(statuses(made(*rows))) == ["back according to the claimant only"]
    assert list(statuses(made(*rows, later))) == ["contradictory"]


def test_remains_that_both_say_were_returned_are_told_as_such(made):
    found = made(
        ("Northland", "remains", ARAM, "2030-03-01"),
        ("Northland", "repatriated", ARAM, "2030-05-02"),
        ("Southland", "missing", SAME[ARAM], "2030-03-02"),
        ("Southland", "received", SAME[ARAM], "2030-05-03"),
    )

    assert list(statuses(found)) == ["remains returned according to both"]


def test_namesakes_are_possible_and_never_guessed(made):
    found = made(
        ("Northland", "held", ARAM, "2030-03-01"),
        ("Northland", "held", ARAM, "2030-03-01"),
        ("Southland", "claimed", SAME[ARAM], "2030-03-02"),
    )

    assert statuses(found) == {"possible": {"Northland": 2, "Southland": 1}}


def test_one_person_on_two_lists_of_one_keeper_counts_once(made):
    found = made(
        ("Northland", "held", ARAM, "2030-03-01", {"doc": "march"}),
        ("Northland", "held", ARAM, "2030-04-01", {"doc": "april"}),
    )

    assert stands(found, OF_SOUTH) == {"Northland": (1, 1)}


def test_a_release_of_somebody_never_held_is_a_problem_and_counts_nowhere(made):
    found = made(
        ("Northland", "held", ARAM, "2030-03-01"), ("Northland", "released", VAGIF, "2030-05-01")
    )

    assert codes(found) == ["released-never-held"]
    assert stands(found, OF_SOUTH) == {"Northland": (1, 1)}
    assert account(found).stands[0].balances is False


def test_a_release_before_anybody_was_held_is_a_problem(made):
    found = made(
        ("Northland", "held", ARAM, "2030-03-01", {"list": "4"}),
        ("Northland", "released", ARAM, "2030-02-01", {"list": "4"}),
    )

    assert codes(found) == ["released-never-held"]
    assert stands(found, OF_SOUTH) == {"Northland": (1, 1)}


def test_with_names_erased_people_are_counted_and_not_compared(made):
    found = made(
        ("Northland", "held", ARAM, "2030-03-01"),
        ("Northland", "held", VAGIF, "2030-03-01"),
        ("Northland", "released", VAGIF, "2030-05-01"),
        ("Southland", "claimed", SAME[ARAM], "2030-03-02"),
        erased=True,
    )

    assert stands(found, OF_SOUTH) == {"Northland": (1, 2), "Southland": (1, 1)}
    assert statuses(found) == {"cannot be compared": {"Northland": 2, "Southland": 1}}
    assert codes(found) == ["cannot-tell-who", "cannot-be-compared"]


def test_a_number_on_the_list_joins_rows_whose_names_are_erased(made):
    found = made(
        ("Northland", "held", ARAM, "2030-03-01", {"list": "4"}),
        ("Northland", "released", ARAM, "2030-05-01", {"list": "4"}),
        erased=True,
    )

    assert stands(found, OF_SOUTH) == {"Northland": (0, 0)}


def test_all_for_all_is_open_while_anybody_is_held_or_claimed(made):
    held = ("Northland", "held", ARAM, "2030-03-01")
    claimed = ("Southland", "claimed", SAME[ARAM], "2030-03-02")
    missed = ("Southland", "claimed", VAGIF, "2030-03-02")
    gone = ("Northland", "released", ARAM, "2030-05-01")
    back = ("Southland", "returned", SAME[ARAM], "2030-05-01")

    still = account(made(held, claimed, missed))
    over = account(made(held, claimed, gone, back))

    assert (still.clause, still.limit) == ("accord/8", "all for all")
    assert still.compares == "open: 1 still held or claimed on both lists and 1 on one list only"
    assert over.compares == "nobody on either list is still held or claimed"


def test_the_page_is_as_of_its_day(made):
    rows = (
        ("Northland", "held", ARAM, "2030-03-01"),
        ("Northland", "released", ARAM, "2030-05"),
    )

    days = [date(2030, 2, 1), date(2030, 4, 1), date(2030, 5, 10), date(2030, 6, 1)]
    found = [made(*rows, as_of=day) for day in days]

    assert found[0].accounts == ()
    assert [stands(one, OF_SOUTH)["Northland"] for one in found[1:]] == [(1, 1), (0, 1), (0, 0)]


def test_a_word_that_is_no_state_and_a_row_that_says_not_whose_are_problems(made):
    found = made(
        ("Northland", "sleeping", ARAM, "2030-03-01"),
        ("Northland", "held", VAGIF, "2030-03-01", {"of": ""}),
    )

    assert codes(found) == ["unknown-state", "whose-people"]
    assert stands(found, "people held by Northland") == {"Northland": (1, 1)}


def test_what_reports_tell_stands_beside_the_lists_and_copies_count_once(made):
    told = {"act": "detainee-exchange", "when": "2030-05-01", "number": "12 prisoners"}

    found = made(
        ("Northland", "held", ARAM, "2030-03-01"), told=(told, told), copies={"d1": ("d0",)}
    )

    assert stands(found, "exchanged prisoners") == {"all accounts": (12, 12)}
    assert stands(found, OF_SOUTH) == {"Northland": (1, 1)}


def test_numbers_of_a_book_are_an_account_of_their_own(books, words):
    held = books.on_record(
        words.held(),
        books.row("Northland", "held", "2030-03-31", ledger="detainees", amount="12 people"),
        books.row("Northland", "held", "2030-05-31", ledger="detainees", amount="14 people",
                  measure="out"),
    )  # fmt: skip

    found = page(held, as_of=AS_OF)

    assert stands(found, "held, in numbers") == {"Northland": (12, 12)}
    assert codes(found) == ["negative-stock"]


def test_each_account_shows_the_rows_of_its_own_holder_and_side(made):
    found = made(
        ("Northland", "held", ARAM, "2030-03-01"),
        ("Southland", "held", VAGIF, "2030-03-01"),
        ("Southland", "claimed", SAME[ARAM], "2030-03-02"),
    )

    of_north = account(found, "people of Northland held by Southland")
    assert [one.book for one in account(found).figures] == ["Northland", "Southland"]
    assert [one.book for one in of_north.figures] == ["Southland"]


def test_a_side_that_holds_its_own_is_not_compared_with_its_own_claims(made):
    found = made(
        ("Southland", "held", ARAM, "2030-03-01", {"of": "Southland"}),
        ("Southland", "claimed", SAME[ARAM], "2030-03-02"),
    )

    assert statuses(found) == {"no list to compare with": {"Southland": 1}}


def test_no_page_names_anybody(made):
    found = made(
        ("Northland", "held", ARAM, "2030-03-01"),
        ("Northland", "released", PETRO, "2030-05-01"),
        ("Southland", "claimed", SAME[ARAM], "2030-03-02"),
        ("Southland", "claimed", VAGIF, "2030-03-02"),
    )

    said = repr(found).casefold()
    names = [word for who in (*SAME, *SAME.values()) for word in who[0].casefold().split()]
    assert [name for name in names if name in said] == []


def test_the_parties_exchanged_are_exchanged_and_nothing_else(made, books):
    rows = (
        ("Northland", "held", ARAM, "2030-03-01"),
        ("Southland", "claimed", SAME[ARAM], "2030-03-02"),
        ("Southland", "held", VAGIF, "2030-03-02", {"category": "civilian"}),
        ("Northland", "missing", SAME[VAGIF], "2030-03-02", {"category": "soldier"}),
        ("Northland", "released", PETRO, "2030-05-01"),
    )

    one, other = made(*rows), made(*rows, mirror=True)

    assert in_any_order(other) == in_any_order(books.mirrored(one))


def in_any_order(found):
    """Which party's accounts and problems come first follows the agreement, not their names."""
    return Counter(map(repr, found.accounts)), Counter(map(repr, found.problems))


EVENTS = st.lists(
    st.tuples(st.sampled_from(("held", "released")), st.integers(0, 3), st.integers(1, 28)),
    max_size=12,
)


@settings(max_examples=150)
@given(events=EVENTS)
def test_held_is_listed_less_released_or_the_difference_is_shown(books, events):
    rows = [
        books.row("Northland", "list", f"2030-03-{day:02}", ledger="detainees", state=state,
                  row=n, of="Southland", list=f"{who}")
        for n, (state, who, day) in enumerate(events)
    ]  # fmt: skip
    course = {who: [] for _, who, _ in events}
    for state, who, _ in sorted(events, key=lambda event: event[2]):
        course[who].append(state)
    held = sum(states[-1] == "held" for states in course.values())
    wrong = any(states[0] == "released" for states in course.values())

    found = page(books.on_record(Held(), *rows), as_of=AS_OF)

    for one in account_or_none(found):
        assert (one.low, one.high) == (held, held)
        assert one.balances is not wrong
        assert ("on no list of Northland" in one.because) is wrong
    assert (codes(found) != []) is wrong


def account_or_none(found):
    return [stand for one in found.accounts if one.name == OF_SOUTH for stand in one.stands]
