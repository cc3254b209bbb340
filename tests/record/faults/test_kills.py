"""Writers are killed as a power cut would; what they had answered for is there afterwards."""

from contextlib import ExitStack

import pytest

from truceline.record.verify import verify

pytestmark = [pytest.mark.faults, pytest.mark.slow]

# Rounds on one record. Each ends with a check of all of it, so one record for all of them would
# cost the square of their number; and an opening after a kill is met young and old alike.
ON_ONE = 25


@pytest.mark.parametrize("writers", [1, 4])
def test_nothing_answered_is_lost_with_writers_that_are_killed(
    writers, fresh, writer, durable, require, chance, times
):
    """R1: kill -9 at any time, alone and beside three others."""
    rounds, acknowledged = times(4, 500), 0

    for begun in range(0, rounds, ON_ONE):
        path, told = fresh(3), {}
        for _ in range(min(ON_ONE, rounds - begun)):
            lines = killed(writer, path, writers=writers, after=chance.randrange(1, 25))
            answered = durable(lines)
            assert told.keys().isdisjoint(answered)  # a size is reached once
            told |= answered
            assert verify(path).size >= max(told)
        require(path, told)
        acknowledged += len(told)

    assert acknowledged > rounds


def killed(writer, path, *, writers, after):
    """What so many writers had answered, killed once the first had answered so often."""
    with ExitStack() as running:
        programs = [running.enter_context(writer(path)) for _ in range(writers)]
        first = programs[0].stdout
        lines = [first.readline() for _ in range(after)]
        for program in programs:
            program.kill()
        for program in programs:
            lines += program.stdout.readlines()
    return lines
