"""Rounds to the witnesses while pages are served: at the start, every so often, at once if urgent.

A witness that hangs is waited for alone: it holds up no other witness, and no page.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Thread
from time import monotonic

from truceline.operations.centre import Centre, opened
from truceline.operations.cosigned import policy_of, tidy
from truceline.operations.rounds import MOST_AT_ONCE, PATIENCE_S, Answered, Asking
from truceline.terms.codec import decode_leaf
from truceline.terms.entry import Fact, Signed
from truceline.terms.issued import Issued
from truceline.terms.problem import DamagedError, RefusedError
from truceline.terms.sealing import Erased

LOOK_S = 1.0  # how often the record is looked at: other programs append to it as well
AT_ONCE: tuple[type[Fact], ...] = (Signed, Issued, Erased)  # an agreement, a finding, an erasure

Told = Callable[[str], None]


@contextmanager
def every(
    folder: Path, seconds: float, *, told: Told, patience_s: float = PATIENCE_S
) -> Iterator[None]:
    """Rounds in the background, the first at once. What goes wrong is told and stops nothing."""
    over = Event()
    vigil = Vigil(seconds, told=told, patience_s=patience_s)
    thread = Thread(target=vigil.keep, args=(folder, over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(timeout=LOOK_S)  # it may be waiting for a witness; nobody needs what it holds


class Vigil:
    """Who is being asked, who is to be asked again, and what was told of each the last time."""

    def __init__(self, seconds: float, *, told: Told, patience_s: float) -> None:
        self._seconds = seconds
        self._told = told
        self._patience_s = patience_s
        self._asked: dict[str, Thread] = {}
        self._answers: SimpleQueue[Answered] = SimpleQueue()
        self._again: set[str] = set()
        self._said: dict[str, str] = {}  # the same trouble is told once, and when it is over

    def keep(self, folder: Path, over: Event) -> None:
        while not over.is_set():
            try:
                with opened(folder) as centre:
                    self._stay(centre, over)
            except RefusedError as refused:
                first = refused.problems[0]
                self._tell("rounds", f"{first.message} {first.remedy}")
            except (DamagedError, OSError) as error:
                self._tell("rounds", str(error))
            over.wait(min(self._seconds, self._patience_s))

    def _stay(self, centre: Centre, over: Event) -> None:
        due, seen = 0.0, centre.record.head().size
        while not over.is_set():
            size = centre.record.head().size
            if monotonic() >= due or _cannot_wait(centre, seen, size):
                self._again |= self._named(centre)
                due = monotonic() + self._seconds
            seen = size
            self._hear(centre)
            self._ask(centre)
            over.wait(LOOK_S)

    def _named(self, centre: Centre) -> set[str]:
        policy = policy_of(centre)
        named = set() if policy is None else set(policy.urls)
        self._tell("rounds", "" if named else "No policy names a witness with an address to ask.")
        return named

    def _ask(self, centre: Centre) -> None:
        """Whoever is to be asked, and is not still being asked."""
        busy = {name for name, thread in self._asked.items() if thread.is_alive()}
        free = sorted(self._again - busy)[: MOST_AT_ONCE - len(busy)]
        if not free:
            return
        asking = Asking(centre, patience_s=self._patience_s)
        self._again -= set(free)
        for name in free:
            if name in asking.urls:
                ask = Thread(target=self._answered, args=(asking, name), daemon=True)
                self._asked[name] = ask
                ask.start()

    def _answered(self, asking: Asking, name: str) -> None:
        self._answers.put(asking.ask(name))

    def _hear(self, centre: Centre) -> None:
        heard = False
        while not self._answers.empty():
            answer = self._answers.get()
            was_wrong, heard = bool(self._said.get(answer.witness)), True
            self._tell(answer.witness, answer.problem)
            if was_wrong and not answer.problem:
                self._told(f"{answer.witness}: it cosigns again, at {answer.size}.")
        if heard:
            tidy(centre)

    def _tell(self, who: str, problem: str) -> None:
        if problem and self._said.get(who) != problem:
            self._told(f"{who}: {problem}")
        self._said[who] = problem


def _cannot_wait(centre: Centre, seen: int, size: int) -> bool:
    leaves = centre.record.leaves(seen, size)
    return any(isinstance(decode_leaf(leaf).fact, AT_ONCE) for leaf in leaves)
