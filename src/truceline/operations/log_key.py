"""A log's key as somebody typed it in: not what it signed."""

from collections.abc import Callable

from truceline.record.note import Known
from truceline.terms.problem import Problem, RefusedError, sentence


def given(log_key: str, *, read: Callable[[str], Known]) -> Known:
    """The key, of one of the kinds that `read` reads.

    Raises:
        RefusedError: it is none of them, or mistyped.
    """
    try:
        return read(log_key)
    except ValueError as error:
        raise RefusedError(
            Problem(
                code="no-vkey",
                where="--log-key",
                message=sentence(error),
                remedy="Write the key as it was given: a name, a +, eight digits, a +, base64.",
            )
        ) from error
