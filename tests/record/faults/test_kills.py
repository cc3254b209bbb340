"""Writers are killed as a power cut would; what they had answered for is there afterwards."""

from contextlib import ExitStack

import pytest

from truceline.record.verify import verify

pytestmark = [pytest.mark.faults, pytest.mark.slow]


@pytest.mark.parametrize("writers", [1, 4])
def test_nothing_answered_is_lost_with_writers_that_are_killed(
    writers, fill, writer, durable, require, chance, times
):
    """R1: kill -9 at any time, alone and beside three others."""
    path, acknowledged = fill(3), {}

    for _ in range(times(4, 500)):
        lines: list[str] = []
        with ExitStack() as running:
            programs = [running.enter_context(writer(path)) for _ in range(writers)]
            first = programs[0].stdout
            lines.extend(first.readline() for _ in range(chance.randrange(1, 25)))
            for program in programs:
                program.kill()
            for program in programs:
                lines += program.stdout.readlines()
        told = durable(lines)
        assert told.keys().isdisjoint(acknowledged)  # a size is reached once
        acknowledged |= told
        assert verify(path).size >= max(acknowledged)

    require(path, acknowledged)
    assert len(acknowledged) > times(4, 500)
