"""XML from strangers as a flat run of events. No tree, no entities, nothing fetched.

A document that declares an entity is refused: expansions of entities are how a few bytes become
gigabytes ("billion laughs"). Names of HTML entities, which feeds use undeclared, are characters.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.entities import html5
from xml.parsers import expat

MAX_DEPTH = 500
_CHUNK = 65_536


class UnsafeXmlError(ValueError):
    """It declares entities, or nests without end."""


class BrokenXmlError(ValueError):
    """It is not well-formed; what stood before is good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An element begins or ends, or there is text. Names are "namespace local"."""

    kind: str  # start, end, text
    name: str = ""
    text: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)

    @property
    def local(self) -> str:
        return self.name.rpartition(" ")[2]


def events(document: bytes) -> Iterator[Event]:
    """The document in order.

    Raises:
        UnsafeXmlError: it declares entities, or nests deeper than anything honest.
        BrokenXmlError: not well-formed from here on.
    """
    gathering = _Gathering()
    parser = gathering.parser()
    for at in range(0, len(document) + 1, _CHUNK):
        final = at + _CHUNK > len(document)
        try:
            parser.Parse(document[at : at + _CHUNK], final)
        except expat.ExpatError as error:
            yield from gathering.found
            raise BrokenXmlError(f"line {error.lineno}: {expat.ErrorString(error.code)}") from error
        except UnsafeXmlError:
            raise
        except (LookupError, ValueError) as error:  # of the encoding that it declares
            raise BrokenXmlError("line 1: its encoding is not known") from error
        yield from gathering.found
        gathering.found.clear()


class _Gathering:
    def __init__(self) -> None:
        self.found: list[Event] = []
        self._depth = 0

    def parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = self._entity
        # Undeclared entities are handed to us instead of ending the document; nothing is fetched.
        parser.UseForeignDTD(True)  # noqa: FBT003 the library's own form
        parser.ExternalEntityRefHandler = lambda *_: 1
        parser.SkippedEntityHandler = self._skipped
        return parser

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise UnsafeXmlError(f"its elements nest deeper than {MAX_DEPTH}")
        self.found.append(Event(kind="start", name=name, attributes=attributes))

    def _end(self, name: str) -> None:
        self._depth -= 1
        self.found.append(Event(kind="end", name=name))

    def _text(self, text: str) -> None:
        self.found.append(Event(kind="text", text=text))

    def _entity(self, *_declared: object) -> None:
        raise UnsafeXmlError("it declares entities, which can make a few bytes into gigabytes")

    def _skipped(self, name: str, parameter: bool) -> None:  # noqa: FBT001 called by the library
        if not parameter and f"{name};" in html5:
            self.found.append(Event(kind="text", text=html5[f"{name};"]))
