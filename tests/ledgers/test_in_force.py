from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from truceline.ledgers.limits import why_off
from truceline.ledgers.watched import watched
from truceline.terms.claim import Act
from truceline.weighing.amended import amended


@pytest.fixture
def accord(words):
    """In force from midnight of 1 January in Kyiv, which is still December in UTC."""
    began = datetime(2029, 12, 31, 22, tzinfo=UTC)
    return replace(
        words.agreement(words.ceiling("40 personnel", actors=("Third Force",))),
        in_force=began,
        zone="Europe/Kyiv",
    )


def test_a_limit_holds_from_the_agreements_own_midnight(accord):
    text = amended(accord.provisions[0], (), on=date(2029, 12, 31))

    assert "2030" in why_off(accord, text, as_of=date(2029, 12, 31))
    assert not why_off(accord, text, as_of=date(2030, 1, 1))


def test_days_watched_are_counted_from_the_agreements_own_midnight(accord, words):
    held = words.held(agreements=(accord,))

    said = watched(held, [accord.id], as_of=date(2030, 1, 3), acts=(Act.DEPLOYMENT,))

    assert "3 days" in said
