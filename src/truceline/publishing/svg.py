"""Drawing as text: elements of SVG 1.1, everything in them escaped. It knows nothing of ledgers."""

from html import escape
from unicodedata import category, east_asian_width

LETTER = 6.4  # average width of a letter at the size charts are written in


def element(name: str, *inside: str, **attributes: object) -> str:
    """One element around what is markup already. `stroke_width` is stroke-width, `class_` class."""
    told = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_plain(str(value)))}"'
        for key, value in attributes.items()
        if value not in (None, "")
    )
    return f"<{name}{told}>{''.join(inside)}</{name}>" if inside else f"<{name}{told}/>"


def written(text: str) -> str:
    """A text as what stands inside an element."""
    return escape(_plain(text))


def cut(text: str, *, room: float) -> str:
    """As much of a text as fits so many units; letters of East Asian scripts take two places."""
    left = room
    for at, letter in enumerate(text):
        left -= LETTER * (2 if east_asian_width(letter) in "WF" else 1)
        if left < 0:
            return text[: max(at - 1, 1)].rstrip() + "…"
    return text


def number(value: float) -> str:
    """A coordinate: a tenth of a unit is less than anybody sees."""
    return f"{value:.1f}".removesuffix(".0")


def _plain(text: str) -> str:
    """XML 1.0 knows no control characters and no halves of surrogate pairs."""
    return "".join("\ufffd" if category(each) in {"Cc", "Cs", "Cn"} else each for each in text)
