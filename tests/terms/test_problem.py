import pytest

from truceline.terms.problem import Problem, RefusedError

UNREADABLE = Problem(
    code="not-text",
    where="report.bin",
    message="This is not text.",
    remedy="Send a text file.",
)


def test_a_refusal_says_where_what_and_what_to_do():
    error = RefusedError(UNREADABLE)

    assert str(error) == "report.bin: This is not text. Send a text file."


def test_a_refusal_carries_every_problem():
    assert RefusedError(UNREADABLE, UNREADABLE).problems == (UNREADABLE, UNREADABLE)


def test_a_refusal_without_a_problem_cannot_be_made():
    with pytest.raises(ValueError, match="at least one problem"):
        RefusedError()
