"""Things that go wrong with what people send us. They are values, not exceptions."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong with one document, said so that a monitor can act on it."""

    code: str  # "not-text"
    where: str  # "report.bin" or "statement.yaml, line 22"
    message: str  # what was found, and what was expected
    remedy: str  # what the sender can do about it


class DamagedError(Exception):
    """What was kept is not what was promised. `truceline verify` names the first wrong thing."""


def sentence(error: Exception) -> str:
    """What an exception says, ended as a sentence is."""
    if isinstance(error, UnicodeDecodeError):
        return "It is not text."
    return f"{str(error).rstrip('.')}."


class RefusedError(Exception):
    """An order cannot be carried out; nothing was written. Carries the problems, never empty."""

    def __init__(self, *problems: Problem) -> None:
        if not problems:
            raise ValueError("a refusal needs at least one problem")
        self.problems = problems
        super().__init__("; ".join(f"{p.where}: {p.message} {p.remedy}" for p in problems))
