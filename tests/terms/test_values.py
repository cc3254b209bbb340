"""What cannot be is not built (each with the sentence that says why)."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from truceline.terms.agreement import ByWord, Deadline, Obligation, Provision, Term, Wording
from truceline.terms.claim import NARRATOR, Act, Actor, Claim, Modality, Quantity, Quote
from truceline.terms.entry import Entry, Retracted
from truceline.terms.question import Question

QUOTE = Quote(document="ab" * 32, start=0, end=1)
GONE = Retracted(claim="3.1", reason="Withdrawn by the agency.")
WORDING = Wording(rendering="en", text="It ends.")


def test_a_claim_nobody_makes_is_refused():
    with pytest.raises(ValueError, match="somebody"):
        Claim(quote=QUOTE, act=Act.CONTROL, says=(), rule="r")


@pytest.mark.parametrize(("start", "end"), [(3, 3), (3, 2), (-1, 2)])
def test_a_quote_without_characters_is_refused(start, end):
    with pytest.raises(ValueError, match="no characters"):
        Quote(document="ab" * 32, start=start, end=end)


def test_a_negative_count_is_refused():
    with pytest.raises(ValueError, match="never negative"):
        Quantity(value=-1, unit="killed")


@pytest.mark.parametrize(
    "at",
    [
        datetime(2020, 11, 9, tzinfo=UTC).replace(tzinfo=None),
        datetime(2020, 11, 9, tzinfo=timezone(timedelta(hours=4))),
    ],
)
def test_a_time_that_is_not_utc_is_refused(at):
    with pytest.raises(ValueError, match="not in UTC"):
        Entry(at=at, by="post-7", fact=GONE)
    with pytest.raises(ValueError, match="not in UTC"):
        Question(as_of=date(2020, 11, 9), known_at=at)


def test_a_time_in_utc_is_kept():
    at = datetime(2020, 11, 9, tzinfo=UTC)

    assert Entry(at=at, by="post-7", fact=GONE).at == at


@pytest.mark.parametrize(
    ("modality", "could"),
    [
        (Modality.HAPPENED, True),
        (Modality.ONGOING, True),
        (Modality.PLANNED, False),
        (Modality.REQUIRED, False),
        (Modality.DEMANDED, False),
        (Modality.PREDICTED, False),
    ],
)
def test_only_what_is_told_as_fact_could_have_happened(modality, could):
    claim = Claim(quote=QUOTE, act=Act.CONTROL, says=(NARRATOR,), modality=modality, rule="r")

    assert claim.could_have_happened is could


def test_a_person_speaks_for_the_side_they_are_of():
    assert Actor(name="person:7f3a", of="Northland").side == "Northland"
    assert Actor(name="Northland").side == "Northland"


@pytest.mark.parametrize(
    ("word", "last"), [(ByWord.BY, 20), (ByWord.UNTIL, 20), (ByWord.BEFORE, 19)]
)
def test_only_before_leaves_the_day_itself_out(word, last):
    assert Deadline(word=word, day=date(2020, 11, 20)).last_day == date(2020, 11, last)


def test_a_provision_without_wording_is_refused():
    with pytest.raises(ValueError, match="no wording"):
        _provision(wordings=())


def test_only_a_term_obligation_has_a_term():
    term = Term(start=date(2020, 11, 10), years=5, notice_months=6)

    with pytest.raises(ValueError, match="others have none"):
        _provision(term=term)
    with pytest.raises(ValueError, match="others have none"):
        _provision(obligation=Obligation.TERM)


@pytest.mark.parametrize(("years", "notice"), [(0, 6), (5, -1)])
def test_a_term_of_no_years_or_negative_notice_is_refused(years, notice):
    with pytest.raises(ValueError, match="at least one year"):
        Term(start=date(2020, 11, 10), years=years, notice_months=notice)


def _provision(**parts):
    plain = {
        "clause": "1",
        "title": "It ends",
        "obligation": Obligation.STANDING_PROHIBITION,
        "bearers": ("Northland",),
        "acts": (Act.HOSTILITIES,),
        "wordings": (WORDING,),
    }
    return Provision(**(plain | parts))
