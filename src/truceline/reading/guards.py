"""Several guarded children side by side. It orders answers and knows nothing of what is asked."""

import os
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Self, TypeVar

from truceline.reading.guard import PATIENCE, READING_MEMORY_MB, READING_SECONDS, Guard
from truceline.terms.problem import Problem

R = TypeVar("R")

_AHEAD = 8  # calls per child begun before the oldest is answered: one slow document stops nobody


def cores() -> int:
    """How many children can work at once: the cores this process may use."""
    return len(os.sched_getaffinity(0))


class Guards:
    """So many children, each kept for many calls and replaced when one of them ends it.

    What waits is bounded: a call is taken from those given only when a child is free for it, and
    not while too many answers wait for an older one. A hundred thousand calls take no more memory
    than a hundred.
    """

    def __init__(self, jobs: int, *, memory_mb: int = READING_MEMORY_MB) -> None:
        if jobs < 1:
            raise ValueError(f"{jobs} children read nothing")
        self._guards = tuple(Guard(memory_mb=memory_mb) for _ in range(jobs))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End every child, whatever it is at."""
        for guard in self._guards:
            guard.close()

    def each(
        self, calls: Iterable[Callable[[], R] | Problem], *, seconds: float = READING_SECONDS
    ) -> Iterator[R | Problem]:
        """What each call gives, in the order of the calls; a Problem for one that failed.

        A Problem among the calls is its own answer. While the caller is busy with an answer the
        children work on.
        """
        source = enumerate(calls)
        busy: dict[Connection, tuple[int, Guard]] = {}
        answers: dict[int, R | Problem] = {}
        try:
            for due in count():
                self._give_out(source, busy, answers, seconds=seconds)
                while due not in answers:
                    if not busy:
                        return
                    answers.update(_gathered(busy, patience=seconds * PATIENCE))
                    self._give_out(source, busy, answers, seconds=seconds)
                yield answers.pop(due)
        finally:
            for _, guard in busy.values():
                guard.close()  # nobody waits for it any more

    def _give_out(
        self,
        source: Iterator[tuple[int, Callable[[], R] | Problem]],
        busy: dict[Connection, tuple[int, Guard]],
        answers: dict[int, R | Problem],
        *,
        seconds: float,
    ) -> None:
        """Calls for those who are free, as long as not too many answers wait."""
        at_work = {id(guard) for _, guard in busy.values()}
        free = [guard for guard in self._guards if id(guard) not in at_work]
        while free and len(answers) + len(busy) < _AHEAD * len(self._guards):
            number, call = next(source, (-1, None))
            if call is None:
                return
            if isinstance(call, Problem):
                answers[number] = call
                continue
            guard = free.pop(0)
            guard.begin(call, seconds=seconds)
            busy[guard.line] = number, guard


def _gathered(
    busy: dict[Connection, tuple[int, Guard]], *, patience: float
) -> Iterator[tuple[int, R | Problem]]:
    """The answers of those who have one; of all, late as they are, if nobody has for so long."""
    for line in wait(list(busy), patience) or list(busy):
        if isinstance(line, Connection):
            number, guard = busy.pop(line)
            yield number, guard.answer(0)
