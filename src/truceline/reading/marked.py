"""Parts of a page that its own marks call something else than the report. A mark is only a hint.

Marks are class, id and role attributes, and what is hidden. Makers of pages name things as they
like, so an element that holds the page's heading or main part, or nearly all of its text, is never
believed to be something else.
"""

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files

import yaml

_TAGS = frozenset(
    (
        *("div", "section", "ul", "ol", "li", "p", "span", "table", "tr", "td", "dl", "figure"),
        *("details", "center", "fieldset", "a", "h2", "h3", "h4", "article"),
    )
)
_HEADS = frozenset(("h1", "main"))
_ATTRIBUTE = re.compile(
    r"\s(?P<name>class|id|role)\s{0,9}=\s{0,9}(?:\"(?P<one>[^\"]{0,400})\"|'(?P<two>[^']{0,400})'"
    r"|(?P<three>[^\s\"'>]{1,80}))",
    re.IGNORECASE,
)
_HIDDEN = re.compile(
    r"\shidden(?=[\s/>=])|aria-hidden\s{0,3}=\s{0,3}[\"']true|display\s{0,3}:\s{0,3}none",
    re.IGNORECASE,
)
_MOST = 0.8  # of all text: nobody's menu is that long
_MOST_HIDDEN = 0.4  # nor is what a page hides; more of it is shown by a script later
_DEEPEST = 8  # marked elements in marked elements that an unclosed one is looked for under
_LONGEST_TAG = 2_000


@dataclass(slots=True)
class _Open:
    tag: str
    level: int  # of elements of this name around it
    plain: int
    most: float  # of all text that it can be


@dataclass(slots=True)
class Marks:
    """The marked elements of one page, as it is scanned. Linear, whatever is left unclosed."""

    open_now: list[_Open] = field(default_factory=list)
    level: dict[str, int] = field(default_factory=dict)
    heads: list[int] = field(default_factory=list)  # where headings and main parts begin
    found: list[tuple[int, int, float]] = field(default_factory=list)

    def open(self, name: str, tag: str, *, plain: int) -> None:
        if name in _HEADS:
            self.heads.append(plain)
        if name not in _TAGS:
            return
        self.level[name] = self.level.get(name, 0) + 1
        most = _share(tag[:_LONGEST_TAG])
        if most:
            self.open_now.append(_Open(name, self.level[name], plain, most))

    def close(self, name: str, *, plain: int) -> None:
        level = self.level.get(name, 0)
        if not level:
            return
        self.level[name] = level - 1
        for back, begun in enumerate(reversed(self.open_now[-_DEEPEST:]), start=1):
            if begun.tag == name and begun.level >= level:
                del self.open_now[-back:]
                if plain > begun.plain:
                    self.found.append((begun.plain, plain, begun.most))
                return

    def spans(self, *, of: int) -> list[tuple[int, int]]:
        """Those to be believed, of so many characters."""
        heads = sorted(self.heads)
        return [
            (start, end)
            for start, end, most in self.found
            if end - start < most * of
            and not any(start <= head < end for head in heads[:_HEADINGS])
        ]


_HEADINGS = 20  # looked at: a page has one, or very few


def _share(tag: str) -> float:
    """How much of all text this element can be and still be none of the report; 0: no mark."""
    if _names_it(tag):
        return _MOST
    return _MOST_HIDDEN if _HIDDEN.search(tag) else 0.0


def _names_it(tag: str) -> bool:
    for found in _ATTRIBUTE.finditer(tag):
        told = (found["one"] or found["two"] or found["three"] or "").lower()
        if found["name"].lower() == "role":
            if told in _words().roles:
                return True
        elif any(_hints(name) for name in told.split()):
            return True
    return False


@lru_cache(maxsize=4096)
def _hints(name: str) -> bool:
    """Whether a class or id says so, at its beginning or its end."""
    parts = name.replace("_", "-").split("-")
    if parts[0] in _words().layouts and len(parts) > 1:
        parts = parts if parts[-1] in {"footer", "nav", "navigation", "menu"} else [""]
    hints = _words().hints
    return any(
        "-".join(parts[:end]) in hints or "-".join(parts[-end:]) in hints
        for end in range(1, min(len(parts), _LONGEST) + 1)
    )


_LONGEST = 3  # parts of a name


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    hints: frozenset[str]
    layouts: frozenset[str]
    roles: frozenset[str]


@cache
def _words() -> _Words:
    told = yaml.safe_load(files(__package__).joinpath("data/markup.yaml").read_text("utf-8"))
    return _Words(
        hints=frozenset(told["hints"]),
        layouts=frozenset(told["layouts"]),
        roles=frozenset(told["roles"]),
    )
