"""What a file with two checkpoints of one record proves, to somebody who has only its log key."""

from pathlib import Path

from truceline.operations import log_key as log_keys
from truceline.record.cosignature import parse_key
from truceline.record.pair import MAX_PAIR_BYTES, check, parse
from truceline.terms.problem import Problem, RefusedError, sentence


def judge(file: Path, *, log_key: str) -> str:
    """The sentence that is proven.

    Raises:
        RefusedError: nothing is proven by it.
    """
    known = log_keys.given(log_key, read=parse_key)
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
