"""A YAML file as a tree that remembers its lines. Not all of YAML: text, lists and mappings.

Files come from outside, so time and memory are bounded before anything is built: a size limit, a
depth limit, no anchors and aliases (a few lines of those can mean gigabytes) and no tags.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from truceline.terms.problem import Problem, RefusedError

MAX_BYTES = 262_144
MAX_DEPTH = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    text: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    items: "tuple[Node, ...]"
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    fields: "tuple[tuple[Text, Node], ...]"
    line: int


Node = Text | Items | Fields


def tree(data: bytes, *, where: str) -> Node:
    """Read a file into its tree.

    Raises:
        RefusedError: not text, too large, not YAML, or more of YAML than such a file needs.
    """
    try:
        return _grown(_events(_decoded(data, where=where)), where=where)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _refusal(
            "not-yaml",
            place(where, mark.line + 1 if mark else 1),
            f"The file cannot be read as YAML: {error.problem or error.context}.",
            "Compare the line and the one above it with the example in docs/agreements.md.",
        ) from None
    except yaml.YAMLError as error:
        reason = str(error).partition("\n")[0]
        raise _refusal(
            "not-yaml",
            where,
            f"The file cannot be read as YAML: {reason}.",
            "Save it as plain text.",
        ) from None


def place(where: str, line: int) -> str:
    """Where a problem lies, as people look it up."""
    return f"{where}, line {line}"


def _decoded(data: bytes, *, where: str) -> str:
    if len(data) > MAX_BYTES:
        raise _refusal(
            "too-large",
            where,
            f"The file has {len(data)} bytes; at most {MAX_BYTES} are read.",
            "An agreement is a short text: check that this is the right file.",
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refusal(
            "not-text",
            where,
            f"Byte {error.start} is not UTF-8 text.",
            "Save the file as text in UTF-8.",
        ) from None
    if not text.strip():
        raise _refusal("empty", where, "The file is empty.", "Write the agreement into it.")
    return text


def _events(text: str) -> Iterator[yaml.Event]:
    """Lazily, so that a bomb is refused before the rest of it is looked at."""
    return iter(yaml.parse(text, Loader=yaml.SafeLoader))


@dataclass(slots=True, kw_only=True)
class _Open:
    """A list or mapping whose end has not been met yet."""

    line: int
    mapping: bool
    nodes: list[Node] = field(default_factory=list)

    def closed(self, where: str) -> Node:
        if not self.mapping:
            return Items(items=tuple(self.nodes), line=self.line)
        pairs = zip(self.nodes[::2], self.nodes[1::2], strict=True)
        return Fields(
            fields=tuple((_key(key, where), value) for key, value in pairs), line=self.line
        )


def _grown(events: Iterator[yaml.Event], *, where: str) -> Node:
    stack = [_Open(line=1, mapping=False)]
    for event in events:
        line = event.start_mark.line + 1 if event.start_mark else 1
        _require_plain(event, where=place(where, line))
        match event:
            case yaml.ScalarEvent():
                stack[-1].nodes.append(Text(text=event.value, line=line))
            case yaml.CollectionStartEvent():
                if len(stack) > MAX_DEPTH:
                    raise _refusal(
                        "too-deep",
                        place(where, line),
                        f"Lists or fields lie more than {MAX_DEPTH} deep in each other.",
                        "Compare with the example in docs/agreements.md.",
                    )
                stack.append(_Open(line=line, mapping=isinstance(event, yaml.MappingStartEvent)))
            case yaml.CollectionEndEvent():
                grown = stack.pop().closed(where)
                stack[-1].nodes.append(grown)
            case _:
                pass
    documents = stack[0].nodes
    if len(documents) != 1:
        raise _refusal(
            "not-one-document",
            where,
            f"The file holds {len(documents)} YAML documents; one was expected.",
            "Keep one agreement in one file, without lines of three hyphens between parts.",
        )
    return documents[0]


def _require_plain(event: yaml.Event, *, where: str) -> None:
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise _refusal(
            "alias",
            where,
            "Anchors (&name) and aliases (*name) are not read.",
            "Write the repeated text out; quote a text that begins with & or *.",
        )
    if tag := getattr(event, "tag", None):
        raise _refusal("tag", where, f"Tags ({tag}) are not read.", "Remove it, or quote the text.")


def _key(node: Node, where: str) -> Text:
    if isinstance(node, Text):
        return node
    raise _refusal(
        "not-a-field", place(where, node.line), "A field's name is not a word.", "Name the field."
    )


def _refusal(code: str, where: str, message: str, remedy: str) -> RefusedError:
    return RefusedError(Problem(code=code, where=where, message=message, remedy=remedy))
