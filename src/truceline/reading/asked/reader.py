"""The reader that asks a language model, and stores nothing of its answers that it cannot find."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, cast

from truceline.reading.asked import wrong
from truceline.reading.asked.answer import Answer
from truceline.reading.asked.asking import Asking, Heard, Line
from truceline.reading.asked.endpoint import Endpoint
from truceline.reading.asked.failure import Failure, Why
from truceline.reading.asked.grounding import Grounded, ground
from truceline.reading.asked.kept import Kept
from truceline.reading.asked.paper import Paper, paper_of
from truceline.reading.asked.prompt import mark
from truceline.reading.asked.windows import Window, unshown
from truceline.reading.guard import PATIENCE, READING_SECONDS
from truceline.reading.readers import read, reader_for
from truceline.reading.reading import Reading
from truceline.terms.names import Names
from truceline.terms.problem import Problem
from truceline.terms.when import When

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from truceline.reading.asked import wire

READER = "language-model/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedReader:
    """Reads like any other reader. It can be sent to a child process: it holds no key."""

    endpoint: Endpoint

    @property
    def name(self) -> str:
        """As it stands in the record: which model, and what it was told."""
        return f"{READER} {self.endpoint.model} prompt sha256:{mark()}"

    @property
    def seconds(self) -> float:
        """Of computing, for the guard: waiting takes none, and by the clock it allows more."""
        waiting = self.endpoint.document_s + 2 * self.endpoint.patience_s
        return READING_SECONDS + waiting / PATIENCE

    def __call__(
        self, document: bytes, *, media_type: str, published: When | None, names: Names
    ) -> Reading:
        rules = reader_for(media_type)
        if rules is None:
            return read(document, media_type=media_type, published=published, names=names)
        paper = paper_of(
            document, media_type=media_type, published=published, names=names, rules=rules
        )
        if isinstance(paper, Problem):
            return Reading(reader=self.name, claims=(), problems=(paper,))
        line = _line(self.endpoint) if paper.windows else None
        if isinstance(line, Failure):
            return self._reading(paper, (), problems=(wrong.unasked(line, len(paper.sentences)),))
        heard = self._heard(paper, line) if line else ()
        return self._reading(paper, heard, problems=_problems(paper, heard))

    def _heard(self, paper: Paper, line: "AbstractContextManager[Line]") -> tuple[Heard, ...]:
        """What came of each window, up to the first after which there is no sense in asking."""
        found: list[Heard] = []
        with line as open_line:
            kept = Kept(self.endpoint.cache, paper.document)
            asking = Asking(endpoint=self.endpoint, line=open_line, kept=kept)
            for window in paper.windows:
                check = partial(_check, paper=paper, window=window, rule=self._rule)
                found.append(asking.about(window, check=check))
                failure = found[-1].failure
                if failure and failure.final:
                    break
        return tuple(found)

    @property
    def _rule(self) -> str:
        """Who was asked, as one word that stands in no text: rules are searched for words."""
        model = "".join(c if c.isalnum() or c in ".:" else "_" for c in self.endpoint.model)
        return f"[asked:{model}:{mark()}]"

    def _reading(
        self, paper: Paper, heard: Iterable[Heard], *, problems: tuple[Problem, ...]
    ) -> Reading:
        grounded = _once(each for one in heard for each in one.grounded)
        claims = sorted(
            (each.claim for each in grounded), key=lambda c: (c.quote.start, c.quote.end, c.act)
        )
        return Reading(
            reader=self.name,
            claims=tuple(claims),
            published=paper.by_rule.published,
            noise=paper.by_rule.noise,
            people=frozenset().union(*(each.persons for each in grounded)),
            problems=(*_of_languages(paper), *problems),
        )


def _check(
    answer: Answer, *, paper: Paper, window: Window, rule: str
) -> tuple[list[Grounded], list[str]]:
    """The claims of an answer that are grounded, and what is wrong with the others."""
    checked = [ground(said, paper, window=window, rule=rule) for said in answer.said]
    good = [each for each in checked if isinstance(each, Grounded)]
    return good, [*answer.wrong, *(each for each in checked if isinstance(each, str))]


def _once(grounded: Iterable[Grounded]) -> tuple[Grounded, ...]:
    """Each act that one speaker puts forward in the same words, once."""
    found: dict[object, Grounded] = {}
    for each in grounded:
        claim = each.claim
        found.setdefault((claim.quote, claim.act, claim.says), each)
    return tuple(found.values())


def _of_languages(paper: Paper) -> Iterator[Problem]:
    """What the rules say of text that is not English: it was not sent either."""
    return (one for one in paper.by_rule.problems if one.code.startswith("other-language"))


def _problems(paper: Paper, heard: Sequence[Heard]) -> tuple[Problem, ...]:
    failures = [one.failure for one in heard if one.failure]
    unread = sum(
        len(window)
        for number, window in enumerate(paper.windows)
        if number >= len(heard) or heard[number].failure
    )
    final = next((failure for failure in failures if failure.final), None)
    left_out = sum(each.left_out for one in heard for each in one.grounded)
    return tuple(
        problem
        for problem in (
            wrong.unasked(final, unread) if final else None,
            wrong.unusable(failures[0], unread) if failures and not final else None,
            wrong.ungrounded(sum(one.dropped for one in heard)),
            wrong.left_out(left_out),
            wrong.unshown(unshown(paper.sentences)),
        )
        if problem
    )


def _line(endpoint: Endpoint) -> "AbstractContextManager[Line] | Failure":
    """A line to the endpoint. Its module is imported here, late: it imports much."""
    try:
        found = cast("type[wire.Wire]", import_module("truceline.reading.asked.wire").Wire)
    except ImportError:
        return Failure(why=Why.MISSING, told="the packages that ask it are not installed")
    lacking = import_module("truceline.reading.asked.wire").key_problem(endpoint)
    return Failure(why=Why.KEY, told=lacking) if lacking else found(endpoint)
