"""Texts, names and passages as a draft's YAML writes them. It knows no field."""

import json
import re

_SHOWN = 70  # characters of the words beside a field
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 -]*[A-Za-z0-9]")
_NOT_TEXT = frozenset({"yes", "no", "on", "off", "true", "false", "null"})  # YAML 1.1
_LAST_OF_FOUR_DIGITS = 0xFFFF


def quoted(text: str) -> str:
    """A text in quotes, which every YAML reader reads back as it was."""
    written = json.dumps(text, ensure_ascii=False)
    return "".join(letter if letter.isprintable() else _escaped(letter) for letter in written)


def named(text: str) -> str:
    """A name, in quotes where YAML would take it for something else."""
    is_plain = _PLAIN.fullmatch(text) and text.lower() not in _NOT_TEXT
    return text if is_plain else quoted(text)


def listed(names: "tuple[str, ...] | list[str]") -> str:
    return f"[{', '.join(map(named, names))}]"


def passage(text: str, start: int, end: int, *, most: int = _SHOWN) -> str:
    """The words of a stretch in one line."""
    said = visible(" ".join(text[start:end].split()))
    return said if len(said) <= most else f"{said[:most].rpartition(' ')[0]} …"


def words(text: str, start: int, end: int) -> str:
    """Where something stands, and what: '12-24 "both parties"'."""
    return f'{start}-{end} "{passage(text, start, end)}"'


def visible(text: str) -> str:
    """What a comment can hold: no line ends, nothing that YAML does not print."""
    return "".join(letter if letter.isprintable() else "·" for letter in text)


def _escaped(letter: str) -> str:
    code = ord(letter)
    return f"\\u{code:04x}" if code <= _LAST_OF_FOUR_DIGITS else f"\\U{code:08x}"
