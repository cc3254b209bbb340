"""What a file with two checkpoints of one record proves, to somebody who has only its log key."""

from pathlib import Path

from truceline.record.cosignature import parse_key
from truceline.record.pair import MAX_PAIR_BYTES, check, parse
from truceline.terms.problem import Problem, RefusedError, sentence


def judge(file: Path, *, log_key: str) -> str:
    """The sentence that is proven.

    Raises:
        RefusedError: nothing is proven by it.
    """
    try:
        known = parse_key(log_key)
    except ValueError as error:
        raise RefusedError(
            Problem(
                code="no-vkey",
                where="--log-key",
                message=sentence(error),
                remedy="Write the key as it was given: a name, a +, eight digits, a +, base64.",
            )
        ) from error
    try:
        with file.open("rb") as content:
            text = content.read(MAX_PAIR_BYTES + 1).decode()
        return str(check(parse(text), logs=[known]))
    except ValueError as error:  # PairError, NoteError, and what is not text
        raise RefusedError(
            Problem(
                code="not-proven",
                where=file.name,
                message=f"This proves nothing. {_why(error)}",
                remedy="Check the log key, and that the file is as the mirror wrote it.",
            )
        ) from error


def _why(error: ValueError) -> str:
    told = sentence(error)
    return f"{told[0].upper()}{told[1:]}"
