"""A bar on stderr for a command that prints as it goes. It never mixes with what is printed."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")


class Bar:
    """Where stderr is no terminal there is nothing to see, and nothing is counted for it."""

    def __init__(self, what: str) -> None:
        self.seen = sys.stderr.isatty()
        if not self.seen:
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
        from rich.progress import TimeRemainingColumn as Remaining

        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            Remaining(),
            console=Console(stderr=True),
            transient=True,
            redirect_stdout=False,  # what is printed goes where it was sent, not to this terminal
            redirect_stderr=False,
        )
        self._task = self._bar.add_task(what, total=None)

    def over(self, each: Iterable[T], *, total: int | None) -> Iterator[T]:
        """The same things, counted as the caller is done with them."""
        if not self.seen:
            yield from each
            return
        self._bar.update(self._task, total=total)
        try:
            self._bar.start()
            for one in each:
                yield one
                self._bar.advance(self._task)
        finally:
            self._bar.stop()

    @contextmanager
    def aside(self, *, printing: bool) -> Iterator[None]:
        """Off the terminal while something is printed there, and back below it."""
        hidden = self.seen and printing
        if hidden:
            self._bar.stop()
        yield
        if hidden:
            self._bar.start()
