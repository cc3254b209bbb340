"""Which part of a page holds its report: by where running text stands, not by what it says.

Every stretch of text stands in some element. The report is the smallest element that most running
text stands in; what stands outside it and below it is other stories, boxes and small print, unless
it speaks of the same things or stands in an element of the same make.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_BOXES = frozenset(("body", "div", "section", "article", "main", "aside", "td", "center", "form"))
_DEEPEST = 80  # elements in elements that are told apart; deeper ones belong to the one there
_LOOK_BACK = 30
_LONGEST_TAG = 2_000
_CLASS = re.compile(r"\sclass\s{0,9}=\s{0,9}(?:\"([^\"]{1,200})\"|'([^']{1,200})')", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Boxes:
    """The elements of a page: for every stretch of plain text the one it stands in."""

    starts: tuple[int, ...] = (0,)  # in plain text, in order
    at: tuple[int, ...] = (0,)  # the box from there on
    parents: tuple[int, ...] = (0,)  # of each box; 0 is the page
    makes: tuple[str, ...] = ("",)  # tag and class of each

    def box(self, plain: int) -> int:
        return self.at[bisect_right(self.starts, plain) - 1]

    def around(self, box: int) -> Sequence[int]:
        """A box and all around it, the page last."""
        chain = [box]
        while chain[-1]:
            chain.append(self.parents[chain[-1]])
        return chain


@dataclass(slots=True)
class Boxing:
    """The boxes of one page, as it is scanned."""

    starts: list[int] = field(default_factory=lambda: [0])
    at: list[int] = field(default_factory=lambda: [0])
    parents: list[int] = field(default_factory=lambda: [0])
    makes: list[str] = field(default_factory=lambda: [""])
    open_now: list[tuple[str, int]] = field(default_factory=list)

    def open(self, name: str, tag: str, *, plain: int) -> None:
        if name not in _BOXES or len(self.open_now) >= _DEEPEST:
            return
        self.parents.append(self.open_now[-1][1] if self.open_now else 0)
        found = _CLASS.search(tag[:_LONGEST_TAG])
        self.makes.append(f"{name} {found[1] or found[2]}" if found else "")
        self.open_now.append((name, len(self.parents) - 1))
        self._note(plain)

    def close(self, name: str, *, plain: int) -> None:
        if name not in _BOXES:
            return
        for back, (tag, _) in enumerate(reversed(self.open_now[-_LOOK_BACK:]), start=1):
            if tag == name:
                del self.open_now[-back:]
                self._note(plain)
                return

    def done(self) -> Boxes:
        return Boxes(
            starts=tuple(self.starts),
            at=tuple(self.at),
            parents=tuple(self.parents),
            makes=tuple(self.makes),
        )

    def _note(self, plain: int) -> None:
        box = self.open_now[-1][1] if self.open_now else 0
        if self.starts[-1] == plain:
            self.at[-1] = box
        else:
            self.starts.append(plain)
            self.at.append(box)


def holder(boxes: Boxes, words: Mapping[int, int], *, share: float) -> int:
    """The smallest box that holds this share of the running words; 0 where only the page does.

    `words`: of running text, by where it begins in plain text.
    """
    held: dict[int, int] = {}
    for start, count in words.items():
        for box in boxes.around(boxes.box(start)):
            held[box] = held.get(box, 0) + count
    enough = [box for box, count in held.items() if count >= share * held.get(0, 0)]
    return max(enough, key=lambda box: (len(boxes.around(box)), -box), default=0)
