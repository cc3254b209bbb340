import math
import operator
import os
import select
import signal
import subprocess
import sys
from functools import partial
from itertools import count, islice

import pytest

from truceline.reading.guards import Guards
from truceline.terms.problem import Problem

ENDLESS = partial(operator.indexOf, range(10**15), -1)
MANY = 100_000


@pytest.fixture(params=[1, 3])
def guards(request):
    with Guards(request.param) as guards:
        yield guards


def codes(outcomes):
    return [one.code if isinstance(one, Problem) else one for one in outcomes]


def test_answers_come_in_the_order_of_the_calls(guards):
    slow_first = [partial(math.factorial, n) for n in (20_000, 3, 2, 1, 0)]

    answers = list(guards.each(slow_first))

    assert answers == [math.factorial(n) for n in (20_000, 3, 2, 1, 0)]


def test_no_calls_give_no_answers(guards):
    assert list(guards.each([])) == []


def test_a_call_that_fails_costs_only_itself(guards):
    calls = [partial(math.sqrt, n) for n in (4, -1, 9)]
    calls[2:2] = [os.abort, partial(os._exit, 0)]

    assert codes(guards.each(calls)) == [
        2.0, "reading-crashed", "reading-crashed", "reading-crashed", 3.0,
    ]  # fmt: skip


def test_a_call_that_takes_too_long_costs_only_itself(guards):
    calls = [partial(math.sqrt, 4), ENDLESS, partial(math.sqrt, 9)]

    assert codes(guards.each(calls, seconds=0.3)) == [2.0, "reading-took-too-long", 3.0]


def test_one_who_never_answers_is_given_up(guards):
    stopped = partial(signal.raise_signal, signal.SIGSTOP)

    assert codes(guards.each([stopped], seconds=0.1)) == ["reading-took-too-long"]


def test_calls_are_taken_only_as_answers_are(guards):
    taken = 0

    def calls():
        nonlocal taken
        for number in count():
            taken += 1
            yield partial(math.sqrt, number)

    answers = list(islice(guards.each(calls()), 40))

    assert answers == [math.sqrt(n) for n in range(40)]
    assert taken <= 40 + 3 * 8


def test_a_slow_call_does_not_let_answers_heap_up():
    def calls():
        nonlocal taken
        yield ENDLESS
        for number in range(MANY):
            taken += 1
            yield partial(math.sqrt, number)

    taken = 0
    with Guards(2) as guards:
        first = next(guards.each(calls(), seconds=0.5))

    assert codes([first]) == ["reading-took-too-long"]
    assert taken < 2 * 8


def test_children_are_kept_and_there_are_as_many_as_asked_for():
    with Guards(2) as guards:
        pids = set(guards.each([os.getpid] * 50))

    assert len(pids) <= 2
    assert os.getpid() not in pids


def test_two_children_work_at_the_same_time(tmp_path):
    """A pipe that one opens to write into waits until another opens it to read."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    with Guards(2) as guards:
        told = list(guards.each([partial(pipe.write_text, "met"), pipe.read_text], seconds=5))

    assert told == [3, "met"]


def test_what_nobody_waits_for_is_ended(guards):
    begun = guards.each([partial(math.sqrt, 4), ENDLESS])
    next(begun)
    begun.close()

    assert list(guards.each([partial(math.sqrt, 9)])) == [3.0]


def test_nobody_at_all_reads_nothing():
    with pytest.raises(ValueError, match="0 children"):
        Guards(0)


def test_a_child_whose_parent_is_gone_ends_by_itself():
    """Killed, the parent closes nothing; the child finishes what it is at, and finds nobody."""
    script = (
        "import os, sys; from functools import partial; from truceline.reading.guard import Guard\n"
        "guard = Guard(); print(guard.run(os.getpid), flush=True)\n"
        "guard.begin(partial(__import__('operator').indexOf, range(10**15), -1), seconds=0.3)\n"
        "os.kill(os.getpid(), 9)"
    )
    parent = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    child = int(parent.stdout)

    assert parent.returncode == -signal.SIGKILL
    assert ended(child, seconds=20)


def ended(pid, *, seconds):
    try:
        child = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        if select.select([child], [], [], seconds)[0]:
            return True
        signal.pidfd_send_signal(child, signal.SIGKILL)
        return False
    finally:
        os.close(child)
