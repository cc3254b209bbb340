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
from multiprocessing.connection import Connection
from types import TracebackType
from typing import ParamSpec, Self, TypeVar, cast

from truceline.terms.problem import Problem

MAX_DOCUMENT_BYTES = 32 * 1024 * 1024
MAX_PLAIN_CHARS = 2_000_000  # a book of 700 pages; read well within the time below
READING_SECONDS = 60.0
READING_MEMORY_MB = 2048

P = ParamSpec("P")
R = TypeVar("R")


class Guard:
    """A child process that is kept for many documents and replaced when one of them ends it."""

    def __init__(self, *, memory_mb: int = READING_MEMORY_MB) -> None:
        self._memory_mb = memory_mb
        self._child: subprocess.Popen[bytes] | None = None
        self._line: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

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
        line = self._ready()
        try:
            line.send((function, args, kwargs))
            if not line.poll(seconds):
                self.close()
                return _too_long(seconds)
            worked, answer = line.recv()
        except (EOFError, ConnectionError):
            self.close()
            return _crashed("the reading process ended")
        if worked:
            return cast("R", answer)
        self.close()  # after a failure the child may be half broken; the next one is fresh
        return _crashed(answer)

    def close(self) -> None:
        """End the child, by its own id."""
        if self._line is not None:
            self._line.close()
        if self._child is not None:
            self._child.kill()
            self._child.wait()
        self._line = self._child = None

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
            function, args, kwargs = line.recv()
        except EOFError:
            return
        line.send(_answer(function, args, kwargs))


def _answer(
    function: Callable[..., object], args: tuple[object, ...], kwargs: dict[str, object]
) -> tuple[bool, object]:
    try:
        answer = function(*args, **kwargs)
        pickle.dumps(answer)
    except Exception as error:  # noqa: BLE001 whatever a document does becomes its Problem
        return False, f"{type(error).__name__}: {error}"[:500]
    return True, answer


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
