"""Two programs at one centre, interleaved at the moment before each append."""

from datetime import UTC, datetime
from secrets import token_hex

import pytest

from truceline.intake.arrival import Arrival
from truceline.operations.centre import opened
from truceline.operations.check import check
from truceline.operations.deposit import deposit
from truceline.operations.read import read_new
from truceline.terms.codec import decode_leaf
from truceline.terms.entry import Deposited, Read

pytestmark = pytest.mark.slow  # whole programs: `make test` runs them, `make check` does not

NOW = datetime(2090, 12, 1, 9, tzinfo=UTC)  # after the centre was made; record time never runs back


def arrival(number):
    text = f"Southern forces withdrew from village {number} on {number} November 2020.\n"
    return Arrival(name=f"{number}.txt", data=text.encode(), media_type="text/plain")


def put(centre, *numbers, clock=lambda: NOW):
    return deposit(centre, map(arrival, numbers), published=None, source="", clock=clock)


def read(centre, clock=lambda: NOW):
    return read_new(centre, clock=clock, chance=token_hex, progress=lambda *_: None)


def first_doing(act):
    """A clock on whose first reading somebody else acts."""
    pending = [act]

    def clock():
        if pending:
            pending.pop()()
        return NOW

    return clock


def facts(centre, kind):
    entries = (decode_leaf(leaf).fact for leaf in centre.record.leaves())
    return [fact.document for fact in entries if isinstance(fact, kind)]


@pytest.fixture
def two(centre):
    with opened(centre) as mine, opened(centre) as theirs:
        yield mine, theirs


def test_what_another_deposited_meanwhile_is_known_and_the_rest_is_added(two):
    mine, theirs = two

    done = put(mine, 1, 2, clock=first_doing(lambda: put(theirs, 2, 3)))

    assert (len(done.added), len(done.known)) == (1, 1)
    documents = facts(mine, Deposited)
    assert len(documents) == len(set(documents)) == 3


def test_what_another_read_meanwhile_is_not_read_again(two, centre):
    mine, theirs = two
    put(mine, 1, 2, 3)

    read(mine, first_doing(lambda: read(theirs)))

    assert sorted(facts(mine, Read)) == sorted(facts(mine, Deposited))
    assert check(centre, progress=lambda *_: None).good


def test_what_another_deposited_meanwhile_is_left_for_its_own_reading(two):
    mine, theirs = two
    put(mine, 1)

    read(mine, first_doing(lambda: put(theirs, 2)))
    read(theirs)

    assert sorted(facts(mine, Read)) == sorted(facts(mine, Deposited))


def test_reading_again_adds_nothing(two):
    mine, _ = two
    put(mine, 1, 2)
    read(mine)
    size = mine.record.head().size

    read(mine)

    assert mine.record.head().size == size


def test_each_reading_is_recorded_when_it_was_made(two):
    mine, _ = two
    put(mine, 1, 2)
    minutes = iter(range(1, 10))

    read(mine, lambda: NOW.replace(minute=next(minutes)))

    entries = [decode_leaf(leaf) for leaf in mine.record.leaves()]
    assert [entry.at.minute for entry in entries if isinstance(entry.fact, Read)] == [1, 2]
