"""Values taken off a YAML tree, with every problem noted by its line. Not what they mean.

A value that cannot be read is noted and a stand-in is returned, so that one reading finds all
problems of a file. Stand-ins go nowhere: `refuse_if_wrong` is called before anything is handed on.
What a file can be used with all the same is a warning: noted too, and never refused.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar

from truceline.intake.lined import Fields, Items, Node, Text, place
from truceline.terms.problem import Problem, RefusedError

Word = TypeVar("Word", bound=StrEnum)

MAX_PROBLEMS = 100  # reading stops here: nobody mends more than that in one go
MAX_ITEMS = 2_000  # in one list
MAX_NUMBER_DIGITS = 12
YEARS = range(1800, 3000)  # anything else is a slip of the pen
# Control characters but line ends, and those that turn the text around them (Unicode UAX 9 s2).
HIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
NO_DAY = date(1970, 1, 1)  # stand-in for a date that could not be read


@dataclass(slots=True)
class Sheet:
    """A file being read, and what was found wrong with it so far."""

    where: str
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def wrong(self, node: Node, code: str, *, message: str, remedy: str) -> None:
        where = place(self.where, node.line)
        problem = Problem(code=code, where=where, message=message, remedy=remedy)
        if problem not in self.problems:
            self.problems.append(problem)
        if len(self.problems) >= MAX_PROBLEMS:
            self.refuse_if_wrong()

    def warn(self, node: Node, code: str, *, message: str, remedy: str) -> None:
        """Of what the file can be used with, and its writer should know."""
        where = place(self.where, node.line)
        problem = Problem(code=code, where=where, message=message, remedy=remedy)
        if problem not in self.warnings and len(self.warnings) < MAX_PROBLEMS:
            self.warnings.append(problem)

    def warned(self) -> tuple[Problem, ...]:
        return tuple(sorted(self.warnings, key=_line_of))

    def refuse_if_wrong(self) -> None:
        if self.problems:
            raise RefusedError(*sorted(self.problems, key=_line_of))

    def fields(self, node: Node, *, required: Iterable[str], optional: Iterable[str]) -> "Row":
        """The named values of a mapping; doubled, unknown and missing ones are noted."""
        if not isinstance(node, Fields):
            known = ", ".join([*required, *optional])
            self.wrong(
                node,
                "not-fields",
                message="Named fields were expected here.",
                remedy=f"Write one 'name: value' a line. Possible names: {known}.",
            )
            return Row(sheet=self, node=node, values={})
        values: dict[str, Node] = {}
        allowed = [*required, *optional]
        for key, value in node.fields:
            if key.text in values:
                self.wrong(
                    key,
                    "field-twice",
                    message=f"'{key.text}' stands here a second time.",
                    remedy="Keep one of them; it is not guessed which.",
                )
            elif key.text not in allowed:
                self.wrong(
                    key,
                    "unknown-field",
                    message=f"'{key.text}' is not a field here.",
                    remedy=hint(key.text, allowed),
                )
            values.setdefault(key.text, value)
        for name in required:
            if name not in values:
                self.wrong(
                    node,
                    "missing-field",
                    message=f"'{name}' is missing.",
                    remedy=f"Add a line '{name}: …' to this part.",
                )
        return Row(sheet=self, node=node, values=values)

    def values_of(self, node: Node) -> dict[str, Node]:
        """The named values of a mapping that has been checked already."""
        return {key.text: value for key, value in node.fields} if isinstance(node, Fields) else {}

    def text(self, node: Node) -> str:
        if isinstance(node, Text) and node.text.strip():
            if HIDDEN.search(node.text):
                self.wrong(
                    node,
                    "hidden-characters",
                    message="It holds characters that cannot be seen and change how it reads.",
                    remedy="Type it again.",
                )
            return " ".join(node.text.split())
        self.wrong(
            node, "not-text", message="A text was expected.", remedy="Write it, or quote it."
        )
        return ""

    def word(self, node: Node, words: type[Word]) -> Word:
        """One word of a closed set."""
        text = self.text(node)
        allowed = [word.value for word in words]
        if text in allowed:
            return words(text)
        if text:
            self.wrong(
                node,
                "unknown-word",
                message=f"'{text}' is not one of the words used here.",
                remedy=hint(text, allowed),
            )
        return next(iter(words))

    def day(self, node: Node) -> date:
        text = self.text(node)
        try:
            day = date.fromisoformat(text)
        except ValueError as error:
            if text:
                self.wrong(
                    node,
                    "impossible-date",
                    message=f"'{text}' is not a day of the calendar: {error}.",
                    remedy="Write year-month-day, such as 2020-11-30.",
                )
            return NO_DAY
        if day.isoformat() != text or day.year not in YEARS:
            self.wrong(
                node,
                "impossible-date",
                message=f"'{text}' is not written as a day.",
                remedy="Write year-month-day, such as 2020-11-30.",
            )
            return NO_DAY
        return day

    def instant(self, node: Node) -> datetime | None:
        """A point in time with its own distance from UTC; None where it could not be read."""
        text = self.text(node)
        try:
            at = datetime.fromisoformat(text) if "T" in text else None
        except ValueError:
            at = None
        if at is not None and at.utcoffset() is not None and at.year in YEARS:
            return at
        if text:
            self.wrong(
                node,
                "time-without-zone" if at else "impossible-time",
                message=f"'{text}' is not a time with its distance from UTC.",
                remedy="Write it such as 2020-11-10T00:00+03:00; no zone is ever assumed.",
            )
        return None

    def number(self, node: Node, *, least: int = 0, most: int = 10**MAX_NUMBER_DIGITS) -> int:
        text = self.text(node).replace("_", "")
        plain = text.isascii() and text.isdigit() and len(text) <= MAX_NUMBER_DIGITS
        if plain and least <= int(text) <= most:
            return int(text)
        if text:
            self.wrong(
                node,
                "not-a-number",
                message=f"'{text}' is not a whole number from {least} to {most}.",
                remedy="Write digits only, without separators.",
            )
        return least


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The fields of one mapping, asked by name; missing ones have been noted already."""

    sheet: Sheet
    node: Node
    values: Mapping[str, Node]

    def get(self, name: str) -> Node | None:
        return self.values.get(name)

    def text(self, name: str) -> str:
        node = self.get(name)
        return self.sheet.text(node) if node else ""

    def day(self, name: str) -> date:
        node = self.get(name)
        return self.sheet.day(node) if node else NO_DAY

    def word(self, name: str, words: type[Word]) -> Word:
        node = self.get(name)
        return self.sheet.word(node, words) if node else next(iter(words))

    def words(self, name: str, words: type[Word]) -> tuple[Word, ...]:
        return tuple(self.sheet.word(node, words) for node in self.items(name))

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(self.sheet.text(node) for node in self.items(name))

    def names(self, field: str, *, among: Sequence[str], what: str) -> tuple[str, ...]:
        """Names that the file itself explains; others are noted."""
        for node in self.items(field):
            name = self.sheet.text(node)
            if name and name not in among:
                self.sheet.wrong(
                    node,
                    f"unknown-{what}",
                    message=f"'{name}' is not under 'names' as a {what}.",
                    remedy=f"Add it there, or correct the name. {hint(name, among)}",
                )
        return self.texts(field)

    def items(self, name: str) -> tuple[Node, ...]:
        node = self.get(name)
        if node is None:
            return ()
        if isinstance(node, Items) and len(node.items) <= MAX_ITEMS:
            return node.items
        if isinstance(node, Items):
            self.sheet.wrong(
                node,
                "list-too-long",
                message=f"'{name}' has {len(node.items)} items; at most {MAX_ITEMS} are read.",
                remedy="Split the agreement into several files.",
            )
            return ()
        self.sheet.wrong(
            node,
            "not-a-list",
            message=f"'{name}' is a list.",
            remedy=f"Write {name}: [one, other], or one '- …' a line.",
        )
        return ()


def hint(text: str, allowed: Iterable[str]) -> str:
    known = list(allowed)
    near = get_close_matches(text[:60], known, n=1)
    meant = f"Did you mean '{near[0]}'? " if near else ""
    return f"{meant}Allowed: {', '.join(known)}."


def _line_of(problem: Problem) -> int:
    return int(problem.where.rpartition(" ")[2])
