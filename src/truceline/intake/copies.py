"""Which documents repeat another one: copies of one wire count once. It never says who copied."""

from collections.abc import Mapping


class Copies:
    """Texts met so far, by document id."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}

    def add(self, document: str, text: str) -> tuple[str, ...]:
        """Remember a text; the ids, in the order they came, of earlier ones that it repeats."""
        found = tuple(name for name, other in self._texts.items() if other == text)
        self._texts[document] = text
        return found


def copies_of(text: str, among: Mapping[str, str]) -> tuple[str, ...]:
    """Ids of the documents that this text repeats, wholly or in its greater part."""
    copies = Copies()
    for document, other in among.items():
        copies.add(document, other)
    return copies.add("", text)
