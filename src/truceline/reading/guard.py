"""One document never costs more than itself: limits, and a child process that reads under them.

It bounds time and memory of our own functions. It is no sandbox against hostile code.
"""

import pickle
import resource
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, ParamSpec, Self, TypeVar

from truceline.terms.problem import Problem

MAX_DOCUMENT_BYTES = 32 * 1024 * 1024
MAX_PLAIN_CHARS = 2_000_000  # a book of 700 pages; read well within the time below
READING_SECONDS = 60.0  # of the processor: how busy the machine is decides nothing
READING_MEMORY_MB = 2048  # of addresses; a child with the parser needs 300, 160 of them memory
PATIENCE = 4.0  # so many times as long may it take by the clock
_GOING = 1.0  # seconds from a child's hanging up to its end

P = ParamSpec("P")
R = TypeVar("R")


class Guard:
    """A child process that is kept for many documents and replaced when one of them ends it."""

    def __init__(self, *, memory_mb: int = READING_MEMORY_MB) -> None:
        self._memory_mb = memory_mb
        self._child: subprocess.Popen[bytes] | None = None
        self._line: Connection | None = None
        self._seconds = READING_SECONDS

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def line(self) -> Connection:
        """Where the child's answer arrives, for those who wait for several."""
        if self._line is None:
            raise ValueError("no child: nothing was asked of it")
        return self._line

    def run(
        self,
        function: Callable[P, R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R | Problem:
        """As `bounded`, with the usual time."""
        return self.within(READING_SECONDS, function, *args, **kwargs)

    def within(
        self,
        seconds: float,
        function: Callable[P, R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R | Problem:
        """What the function gives in the child, or a Problem if it took too long or crashed."""
        self.begin(partial(function, *args, **kwargs), seconds=seconds)
        answer: R | Problem = self.answer(seconds * PATIENCE)
        return answer

    def begin(self, call: Callable[[], object], *, seconds: float = READING_SECONDS) -> None:
        """Give the child a call; `answer` is asked for next, and nothing else."""
        line = self._ready()
        self._seconds = seconds
        with suppress(ConnectionError):  # it has just ended; `answer` says so
            line.send((call, seconds))

    def answer(self, patience: float = READING_SECONDS * PATIENCE) -> Any:  # noqa: ANN401 what the call gives
        """What came of the call, as `within`; waits so many seconds for it."""
        try:
            if not self.line.poll(patience):
                self.close()
                return _too_long(self._seconds)
            worked, answer = self.line.recv()
        except (EOFError, ConnectionError):
            return self._ended()
        if not worked:
            self.close()  # after a failure the child may be half broken; the next one is fresh
            return _crashed(answer)
        return answer

    def close(self) -> None:
        """End the child, by its own id."""
        if self._line is not None:
            self._line.close()
        if self._child is not None:
            self._child.kill()
            self._child.wait()
        self._line = self._child = None

    def _ended(self) -> Problem:
        """Why a child is gone: its time was up, or something in the document ended it."""
        child = self._child
        with suppress(subprocess.TimeoutExpired):  # it hung up; its end is not far
            if child is not None and child.wait(_GOING) == -signal.SIGPROF:
                self.close()
                return _too_long(self._seconds)
        self.close()
        return _crashed("the reading process ended")

    def _ready(self) -> Connection:
        if self._line is not None and self._child is not None and self._child.poll() is None:
            return self._line
        self.close()
        ours, theirs = socket.socketpair()
        with theirs:
            number = theirs.fileno()
            self._child = subprocess.Popen(  # noqa: S603 our own interpreter and module
                [sys.executable, "-m", "truceline.reading.guard", str(number)],
                pass_fds=(number,),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,  # what a document makes it print is nobody's output
                stderr=subprocess.DEVNULL,
            )
        self._line = Connection(ours.detach())
        self._line.send((sys.path, self._memory_mb))
        return self._line


def bounded(
    function: Callable[..., R],
    *args: object,
    seconds: float = READING_SECONDS,
    memory_mb: int = READING_MEMORY_MB,
) -> R | Problem:
    """One call in a child process of its own. For many calls keep one Guard."""
    with Guard(memory_mb=memory_mb) as guard:
        return guard.within(seconds, function, *args)


def serve(line: Connection) -> None:
    """The child's side: answer calls until the parent hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    path, memory_mb = line.recv()
    sys.path[:] = path
    _limit(memory_mb)
    while True:
        try:
            call, seconds = line.recv()
        except (EOFError, ConnectionError):
            return
        # The child ends itself by SIGPROF: even where the parent is gone it does not run for ever.
        signal.setitimer(signal.ITIMER_PROF, seconds)
        told = _answer(call)
        signal.setitimer(signal.ITIMER_PROF, 0)
        line.send_bytes(told)


def _answer(call: Callable[[], object]) -> bytes:
    try:
        return pickle.dumps((True, call()))
    except Exception as error:  # noqa: BLE001 whatever a document does becomes its Problem
        return pickle.dumps((False, f"{type(error).__name__}: {error}"[:500]))


def _limit(memory_mb: int) -> None:
    wanted = memory_mb * 1024 * 1024
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _too_long(seconds: float) -> Problem:
    return Problem(
        code="reading-took-too-long",
        where="document",
        message=f"Reading it took more than {seconds:g} seconds and was ended.",
        remedy="Send it in parts, or look whether it is a report at all.",
    )


def _crashed(what: object) -> Problem:
    return Problem(
        code="reading-crashed",
        where="document",
        message=f"Reading it failed: {what}.",
        remedy="The document is kept; please report this with its SHA-256.",
    )


if __name__ == "__main__":
    serve(Connection(int(sys.argv[1])))
