"""Words divided by a line's end, or by what nobody sees, read whole. It changes no character.

A zero-width space, a mark that turns the direction of writing, a control character: whoever looks
at the page does not see them, so they hide no word from the reader either.
"""

import re
from collections.abc import Iterator

Run = tuple[int, int, str]  # start in the original, length there, text

_UNSEEN = (  # Unicode 15: default ignorables, interlinear marks, controls that are no white space
    r"\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    r"\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    r"\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
)
UNSEEN = re.compile(rf"[\u00ad{_UNSEEN}]+")  # U+00AD: where a word may be divided
_DIVIDED = re.compile(
    r"(?<![^\W\d_])(?P<left>[^\W\d_]++)-\r?\n(?=(?P<right>[^\W\d_]+))"
    rf"|\u00ad(?:\r?\n)?|[{_UNSEEN}]+"
)
_COMPOUND = re.compile(r"(?<![^\W\d_])[^\W\d_]++-[^\W\d_]+")


def whole(original: str) -> tuple[Run, ...]:
    """The text in runs, each as it stands there, without what only divides words.

    "agree-", "ment" is one word. A hyphen stays where a capital follows it ("Russian-Turkish") or
    the text elsewhere writes the word with it. Empty where nothing is divided.
    """
    found = list(_DIVIDED.finditer(original))
    if not found:
        return ()
    return tuple(_runs(original, found)) or ((0, 0, ""),)  # nothing else stands there


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
