"""A device that is lost leaves many entries to doubt, and one reason: it is said once."""

from datetime import UTC, datetime

import pytest

from truceline.publishing.contested import sentence, sentences
from truceline.terms.charter import Contested

SINCE = datetime(2030, 3, 2, 6, tzinfo=UTC)


def doubted(entry, key="jcc/post-7", because="The device was lost."):
    return Contested(entry=entry, key=key, since=SINCE, revoked=25, because=because)


@pytest.mark.parametrize(
    ("entries", "says"),
    [
        ([4], "Entry 4 is contested since 2030-03-02 06:00 UTC: entry 25 revoked its key"),
        (
            [4, 9],
            "Entries 4 and 9 are contested since 2030-03-02 06:00 UTC: entry 25 revoked their",
        ),
        ([4, 9, 11], "Entries 4, 9 and 11 are contested since"),
        (range(1, 15), "Entries 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 2 more are contested"),
    ],
)
def test_entries_under_one_revocation_are_said_in_one_sentence(entries, says):
    [said] = sentences([doubted(entry) for entry in entries])

    assert said.startswith(says)
    assert said.endswith("key jcc/post-7. The device was lost.")


def test_entries_under_different_revocations_are_said_apart_and_in_their_order():
    three = [doubted(4), doubted(6, key="jcc/post-2", because="Stolen."), doubted(9)]

    assert sentences(three) == (
        *sentences([three[0], three[2]]),
        sentence(three[1]),
    )
    assert sentences([]) == ()
