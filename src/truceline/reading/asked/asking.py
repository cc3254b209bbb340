"""A window asked about until it is answered, mended once, or given up. What comes is checked."""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Protocol

from truceline.reading.asked.answer import Answer, take_apart
from truceline.reading.asked.endpoint import Endpoint
from truceline.reading.asked.failure import Failure, Why
from truceline.reading.asked.grounding import Grounded
from truceline.reading.asked.kept import Kept, Messages
from truceline.reading.asked.prompt import again, instructions
from truceline.reading.asked.windows import Window, page

_MOST_REASONS = 20  # told to the model; more are of one kind
_NO_FORM = "it is not one JSON object of the schema"

Check = Callable[[Answer], tuple[list[Grounded], list[str]]]


class Line(Protocol):
    """Who is asked."""

    def ask(self, messages: Messages) -> str | Failure: ...
    def pause(self, seconds: float) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What came of one window."""

    grounded: tuple[Grounded, ...] = ()
    dropped: int = 0  # claims that were not grounded, nor when asked again
    failure: Failure | None = None  # why the window was not read


@dataclass(slots=True, kw_only=True)
class Asking:
    """All that is asked about one document: it counts the questions and the time."""

    endpoint: Endpoint
    line: Line
    kept: Kept
    began: float = field(default_factory=monotonic)
    asked: int = 0

    def about(self, window: Window, *, check: Check) -> Heard:
        """The claims of a window. What was wrong in its answer is asked for once more."""
        messages = [("system", instructions()), ("user", page(window))]
        first = self._answer(messages)
        if isinstance(first, Failure):
            if first.final:
                return Heard(failure=first)
            return self._mended(messages, answer="", good=[], wrong=[first.told], check=check)
        told = take_apart(first)
        if told is None:
            return self._mended(messages, answer=first, good=[], wrong=[_NO_FORM], check=check)
        good, wrong = check(told)
        if not wrong:
            return Heard(grounded=tuple(good))
        return self._mended(messages, answer=first, good=good, wrong=wrong, check=check)

    def _mended(
        self,
        messages: Messages,
        *,
        answer: str,
        good: list[Grounded],
        wrong: list[str],
        check: Check,
    ) -> Heard:
        readable = take_apart(answer) is not None
        turn = [*messages, *([("assistant", answer)] if readable else [])]
        second = self._answer([*turn, ("user", again(wrong[:_MOST_REASONS]))])
        told = None if isinstance(second, Failure) else take_apart(second)
        if told is None and not readable:
            failure = second if isinstance(second, Failure) else None
            return Heard(failure=failure or Failure(why=Why.UNUSABLE, told=_NO_FORM))
        if told is None:
            final = isinstance(second, Failure) and second.final
            return Heard(
                grounded=tuple(good),
                dropped=len(wrong),
                failure=second if isinstance(second, Failure) and final else None,
            )
        more, still = check(told)
        dropped = max(len(still), len(wrong) - len(more)) if readable else len(still)
        return Heard(grounded=(*good, *more), dropped=dropped)

    def _answer(self, messages: Messages) -> str | Failure:
        """What was answered before, or is now, after as many tries as the endpoint is worth."""
        known = self.kept.get(self.endpoint.model, messages)
        if known is not None:
            return known
        outcome: str | Failure = Failure(why=Why.SLOW, told="nothing was asked")
        for number in range(self.endpoint.tries):
            over = self._over()
            if over:
                return over
            self.asked += 1
            outcome = self.line.ask(messages)
            if isinstance(outcome, str):
                if take_apart(outcome) is not None:
                    self.kept.put(self.endpoint.model, messages, outcome)
                return outcome
            if not self._patient(outcome, number):
                return outcome
        return outcome

    def _patient(self, failure: Failure, number: int) -> bool:
        """Waits, where that may help and is not too long."""
        pause = max(failure.wait_s, self.endpoint.pause_s * 2**number)
        late = failure.why is Why.SLOW and number > 0  # a server that hangs twice hangs
        last = number + 1 >= self.endpoint.tries
        if last or late or not failure.again or pause > self.endpoint.longest_pause_s:
            return False
        self.line.pause(pause)
        return True

    def _over(self) -> Failure | None:
        if self.asked >= self.endpoint.most_questions:
            told = f"{self.asked} questions about one document are as many as are asked"
            return Failure(why=Why.BUSY, told=told)
        if monotonic() - self.began > self.endpoint.document_s:
            told = f"{self.endpoint.document_s:g} seconds were not enough for this document"
            return Failure(why=Why.SLOW, told=told)
        return None
