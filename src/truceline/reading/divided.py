"""Words divided at the end of a line, read whole. It leaves out hyphens and changes nothing."""

import re
from collections.abc import Iterator

Run = tuple[int, int, str]  # start in the original, length there, text

SOFT_HYPHEN = "\u00ad"  # Unicode: where a word may be divided; shown only where it is
_DIVIDED = re.compile(
    r"(?P<left>[^\W\d_]+)-\r?\n(?=(?P<right>[^\W\d_]+))|\u00ad(?:\r?\n)?", re.UNICODE
)
_COMPOUND = re.compile(r"[^\W\d_]+-[^\W\d_]+")


def whole(original: str) -> tuple[Run, ...]:
    """The text in runs, each as it stands there, without what only divides words.

    "agree-", "ment" is one word. A hyphen stays where a capital follows it ("Russian-Turkish") or
    the text elsewhere writes the word with it. Empty where nothing is divided.
    """
    found = list(_DIVIDED.finditer(original))
    if not found:
        return ()
    return tuple(_runs(original, found))


def _runs(original: str, found: list[re.Match[str]]) -> Iterator[Run]:
    compounds = {word.lower() for word in _COMPOUND.findall(original)}
    at = 0
    for match in found:
        end = match.start() if match["left"] is None else match.end("left")
        if match["left"] is not None and _keeps_hyphen(match, compounds):
            end += 1
        if end > at:
            yield at, end - at, original[at:end]
        at = match.end()
    if at < len(original):
        yield at, len(original) - at, original[at:]


def _keeps_hyphen(match: re.Match[str], compounds: set[str]) -> bool:
    left, right = match["left"], match["right"]
    return right[0].isupper() or f"{left}-{right}".lower() in compounds
