import pytest

from truceline.terms.claim import Modality

DAY = "2023-06-14"


def days(reads, text, published="2023-06-16"):
    return [c.when.value if c.when else None for c in reads.claims_of(text, published=published)]


def test_the_date_of_a_bulletin_is_the_day_of_an_hour_told_in_it(reads):
    text = "Daily report, 14 June 2023\n\nAt 06:30 Somali forces shelled the Valley from the east."

    assert days(reads, text) == [DAY]


def test_without_a_heading_an_hour_alone_has_no_day(reads):
    assert days(reads, "At 06:30 Somali forces shelled the Valley from the east.") == [None]


def test_an_hour_later_than_the_report_was_closed_is_of_the_evening_before(reads):
    text = (
        "Note based on information received as of 19:30 on 14 June 2023\n\n"
        "At 21:10 Somali forces shelled the Valley. Kenyan forces shelled a farm at 16:00."
    )

    assert days(reads, text) == ["2023-06-13", DAY]


def test_a_page_s_banner_dates_no_hour(reads):
    text = (
        "Home | News | Sport\nUpdated 14 June 2023\n\n"
        "At 06:30 Somali forces shelled the Valley from the east, officers on the road said."
    )

    assert days(reads, text) == [None]


LOG = """RADIO LOG, 14 JUNE 2023

0610 Base: good morning.
0825 Team One: Somali forces shelled the Valley.
2340 Team Two: Kenyan forces shelled the Valley.
0015 Team Two: Kenyan forces shelled the Valley again.
"""


def test_the_lines_of_a_log_are_of_its_day_and_past_midnight_of_the_next(reads):
    assert days(reads, LOG) == [DAY, DAY, "2023-06-15"]


def test_a_log_without_a_date_is_of_the_day_it_was_sent_on(reads):
    assert days(reads, LOG.partition("\n")[2])[0] == "2023-06-16"


def test_a_date_heading_within_a_report_dates_what_follows_it(reads):
    text = LOG + "\n15 JUNE 2023\n\n0700 Team One: Somali forces shelled the Valley.\n"

    assert days(reads, text)[-1] == "2023-06-15"


def test_a_title_further_down_dates_nothing(reads):
    text = (
        "Daily report, 14 June 2023\n\n"
        "Kenyan forces shelled a farm near the river, the men of the patrol said at noon.\n\n"
        "Annex: statement of 3 May 2023\n\n"
        "At 06:30 Somali forces shelled the Valley from the east."
    )

    assert days(reads, text)[-1] == DAY


def test_this_week_is_the_week_the_report_covers(reads):
    text = "Weekly summary, 5 to 11 June 2023\n\nSomali forces shelled the Valley twice this week."

    assert days(reads, text) == ["2023-06-05/2023-06-11"]


@pytest.mark.parametrize("heading", ["Report on the plan of 14 July 2023", "Deal of 14 June 2023"])
def test_a_day_to_come_or_in_a_plain_title_is_not_the_report_s(reads, heading):
    text = f"{heading}\n\nAt 06:30 Somali forces shelled the Valley from the east."

    assert days(reads, text) == [None]


def test_a_group_of_day_and_hour_dates_its_message(reads):
    (claim,) = reads.claims_of("140630ZJUN23 Somali forces shelled the Valley.", published=None)

    assert claim.when.value == DAY
    assert claim.modality is Modality.HAPPENED
