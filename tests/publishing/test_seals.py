"""What stands at the foot about cosignatures is a sentence, whatever it is about."""

import pytest

from truceline.publishing.seals import Seals

BY = Seals(by=(("North", 7, None), ("South", 5, None)), witnesses=2)


@pytest.mark.parametrize(
    ("size", "says"),
    [
        (0, "Cosigned by North at 7, by South at 5."),
        (1, "Cosigned by North at 7, by South at 5; the one entry shown here by North, South."),
        (6, "Cosigned by North at 7, by South at 5; the 6 entries shown here by North."),
        (7, "Cosigned by North at 7, by South at 5."),
        (8, "Cosigned by North at 7, by South at 5; the last entry by nobody yet."),
        (9, "Cosigned by North at 7, by South at 5; the last 2 entries by nobody yet."),
    ],
)
def test_it_says_who_has_cosigned_what_is_shown_and_nothing_of_no_entries(size, says):
    assert BY.sentence(size=size) == says
