import math
import operator
import os

from truceline.reading.guard import Guard, bounded
from truceline.terms.problem import Problem


def code(outcome):
    assert isinstance(outcome, Problem), outcome
    return outcome.code


def test_what_a_function_gives_comes_back():
    assert bounded(math.factorial, 20) == math.factorial(20)


def test_a_reading_that_takes_too_long_is_ended():
    endless = bounded(operator.indexOf, range(10**15), -1, seconds=0.5)

    assert code(endless) == "reading-took-too-long"


def test_a_reading_that_ends_the_interpreter_is_a_problem():
    assert code(bounded(os.abort)) == "reading-crashed"


def test_a_reading_that_wants_too_much_memory_is_a_problem():
    assert code(bounded(bytearray, 2**31, memory_mb=512)) == "reading-crashed"


def test_a_reading_that_raises_is_a_problem_that_says_why():
    outcome = bounded(math.sqrt, -1)

    assert code(outcome) == "reading-crashed"
    assert "math domain error" in outcome.message


def test_one_child_reads_many_documents():
    with Guard() as guard:
        assert guard.run(os.getpid) == guard.run(os.getpid) != os.getpid()


def test_after_a_crash_the_next_document_is_read_by_a_fresh_child():
    with Guard() as guard:
        first = guard.run(os.getpid)
        guard.run(os.abort)

        assert guard.run(os.getpid) not in {first, os.getpid()}
