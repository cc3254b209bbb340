"""The likeliest row of tags to names. It knows no words."""

from collections.abc import Iterator, Sequence
from math import inf

from truceline.reading.parsed import NameKind, ParsedName


def names(
    rows: Sequence[Sequence[float]], tags: Sequence[str], *, after: int = 0
) -> Iterator[ParsedName]:
    """The names among words whose tags score so; `after` words stand before these."""
    row = likeliest(rows, tags)
    at = 0
    while at < len(row):
        first, at = at, at + 1
        if row[first] == "O":
            continue
        while at < len(row) and row[at][0] == "I":
            at += 1
        yield ParsedName(first=after + first, end=after + at, kind=NameKind(row[first][2:]))


def likeliest(rows: Sequence[Sequence[float]], tags: Sequence[str]) -> list[str]:
    """The best row of BIO tags in which nothing is continued that was not begun (Viterbi)."""
    if not rows:
        return []
    begins = [tags.index("B" + tag[1:]) if tag[0] == "I" else -1 for tag in tags]
    total = [-inf if begun >= 0 else score for score, begun in zip(rows[0], begins, strict=True)]
    steps: list[list[int]] = []
    for row in rows[1:]:
        best = max(range(len(tags)), key=total.__getitem__)
        came = [
            best if begun < 0 else max(begun, tag, key=total.__getitem__)
            for tag, begun in enumerate(begins)
        ]
        total = [score + total[before] for score, before in zip(row, came, strict=True)]
        steps.append(came)
    at = max(range(len(tags)), key=total.__getitem__)
    path = [at]
    for came in reversed(steps):
        at = came[at]
        path.append(at)
    return [tags[tag] for tag in reversed(path)]
