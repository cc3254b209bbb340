"""Exchange the parties' names on record: every ledger is the same with them exchanged."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.ledgers.pages import pages
from truceline.terms.agreement import Obligation
from truceline.terms.book import Ledger
from truceline.terms.claim import Act, Modality

AS_OF = date(2030, 6, 30)
SIDES = ["Northland", "Southland"]

NUMBERED = {
    Ledger.FORCES: (["", "personnel", "officers"], ["40 personnel", "about 9 personnel", "3 m2"]),
    Ledger.DETAINEES: (["held", "remains"], ["4 people", "7 people"]),
    Ledger.HAZARDS: (["Mill field", "accidents"], ["400 m2", "3 items"]),
    Ledger.RETURNS: (["displaced", "returned"], ["400 people", "9 families", "at least 20 people"]),
    Ledger.WEAPONS: (["howitzers", "tanks"], ["4 pieces", "7 pieces", "2 tanks"]),
    Ledger.CASUALTIES: (["killed", "missing", "eaten"], ["4 people", "2 civilians"]),
}
STATES = {
    Ledger.DETAINEES: (["Harbour list"], ["held", "released"]),
    Ledger.HAZARDS: (["Mill field"], ["suspected", "cleared"]),
    Ledger.ACCESS: (["Ridge road"], ["open", "closed", "restricted"]),
    Ledger.BOUNDARY: (["segment 1"], ["proposed", "agreed", "disputed"]),
    Ledger.MEETINGS: (["session 1", "maps handed over"], ["held", "promised", "kept late"]),
}
WHEN = st.sampled_from(["2030-03-01", "2030-03-02", "2030-03", "2030-04-01/..", "2030"])
PLACES = st.sampled_from(["", "Upper Mill", "Valley", "Upper Mill; Lower Mill"])


@st.composite
def row(draw, booked):
    """One row of one book, on any ledger."""
    numbered = draw(st.booleans())
    kinds = NUMBERED if numbered else STATES
    ledger = draw(st.sampled_from(list(kinds)))
    accounts, values = kinds[ledger]
    value = draw(st.sampled_from(values))
    return booked(
        ledger.value,
        draw(st.sampled_from(["stock", "in", "out"])) if numbered else "state",
        value if numbered else None,
        draw(WHEN),
        state="" if numbered else value,
        account=draw(st.sampled_from(accounts)),
        keeper=draw(st.sampled_from([*SIDES, "Joint Centre"])),
        of=draw(st.sampled_from(["", *SIDES, "Third Force"])),
        by=draw(st.sampled_from(["", *SIDES])),
        place=draw(PLACES),
        row=draw(st.integers(2, 9)),
        **draw(st.sampled_from([{}, {"status": "stored"}, {"sex": "female"}, {"rotation": "yes"}])),
    )


@st.composite
def told(draw, claim):
    """One claim of a number or a state, in a document of its own."""
    return claim(
        act=draw(st.sampled_from(list(Act))).value,
        when=draw(st.none() | WHEN),
        place=draw(PLACES),
        by=draw(st.sampled_from(["", *SIDES, "Third Force"])),
        to=draw(st.sampled_from(["", *SIDES])),
        says=draw(st.sampled_from(["narrator", "Envoy", "General", "Northland; Southland"])),
        modality=draw(st.sampled_from(list(Modality))).value,
        denies=draw(st.booleans()),
        number=draw(
            st.sampled_from(
                [
                    *("", "4 killed", "about 9 wounded", "2 howitzers", "40 personnel"),
                    *("at least 400 displaced people", "3 prisoners", "7 mines", "5 missing"),
                ]
            )
        ),
        doc=f"d{draw(st.integers(0, 8))}",
    )


@pytest.fixture(scope="session")
def accord(words):
    """A ceiling on a third side, and a ban on arms in a province, for both parties alike."""
    ceiling = words.ceiling("1960 personnel", "4 howitzers")
    ban = replace(
        ceiling,
        clause="4",
        obligation=Obligation.STANDING_PROHIBITION,
        bearers=("Northland", "Southland"),
        actors=(),
        places=("Valley",),
        ceilings=(),
    )
    return words.agreement(ceiling, ban)


@given(data=st.data())
def test_exchanging_the_parties_exchanges_them_on_every_page_and_nothing_else(
    words, books, accord, data
):
    claims = data.draw(st.lists(told(words.claim), max_size=8))
    rows = data.draw(st.lists(row(books.booked), max_size=10))
    held = books.on_record(words.held(*claims, agreements=(accord,)), *rows)

    mirrored = pages(books.mirrored(held), as_of=AS_OF)

    for page, expected in zip(mirrored, books.mirrored(pages(held, as_of=AS_OF)), strict=True):
        assert page == expected


@given(data=st.data())
def test_what_begins_after_the_day_changes_no_page(words, books, accord, data):
    rows = data.draw(st.lists(row(books.booked), max_size=10))
    day = date(2030, 3, 1)
    known = [one for one in rows if (one.posting.when.first or date.min) <= day]

    later, before = (
        pages(books.on_record(words.held(agreements=(accord,)), *some), as_of=day)
        for some in ([*known, *(one for one in rows if one not in known)], known)
    )

    assert later == before
