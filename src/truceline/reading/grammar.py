"""The tree of a sentence, over the reader's own tokens. It knows no subject matter."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from truceline.reading.parsed import NameKind, Parsed

Place = tuple[int, int]  # characters from, to
ROOT = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedWords:
    """Tokens first..last (inclusive) that the parser takes for one name."""

    first: int
    last: int
    kind: NameKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """What the parser says of each token of one sentence, by the token's number.

    `heads` are tokens, ROOT for the one that hangs on nothing; `relations` and `kinds` are those
    of Universal Dependencies 2 (deprel, UPOS); `factual` is the per cent of `ParsedWord.factual`.
    """

    heads: tuple[int, ...]
    relations: tuple[str, ...]
    kinds: tuple[str, ...]
    factual: tuple[int, ...]
    names: tuple[NamedWords, ...]
    under: tuple[tuple[int, ...], ...]  # what hangs on each token, in order

    def children(self, at: int, *relations: str) -> Iterator[int]:
        """What hangs on a token; with relations, only by these ("obl" holds for "obl:agent")."""
        for child in self.under[at]:
            name = self.relations[child]
            if not relations or name in relations or name.partition(":")[0] in relations:
                yield child

    def has(self, at: int, *relations: str) -> bool:
        """Whether anything hangs on a token by one of these relations."""
        return next(self.children(at, *relations), None) is not None

    def upwards(self, at: int) -> Iterator[int]:
        """What a token hangs on, and that in turn, up to the root."""
        head = self.heads[at]
        while head != ROOT:
            yield head
            head = self.heads[head]

    def beneath(self, at: int) -> tuple[int, ...]:
        """A token and all that hangs on it, directly or not, in order."""
        found, pending = [at], [at]
        while pending:
            below = self.under[pending.pop()]
            found += below
            pending += below
        return tuple(sorted(found))

    def span(self, at: int) -> tuple[int, int]:
        """First and last token (inclusive) of what a token heads; others may stand between."""
        tokens = self.beneath(at)
        return tokens[0], tokens[-1]


def grammar(parsed: Parsed, tokens: Sequence[Place]) -> Grammar:
    """The tree over these tokens; `tokens` are their places in the text `parsed` was made from.

    The parser counts `five|-|year` where the reader counts `five|year`, and `U.S.` once where the
    reader counts four marks. What one token holds is one node; further tokens of one word hang on
    the first by `goeswith`.
    """
    starts = [word.start for word in parsed.words]
    main = [_words_at(parsed, starts, place) for place in tokens]
    holder = _holders(main, len(parsed.words))
    heads, relations = [], []
    for at, words in enumerate(main):
        if not words or holder[words[0]] != at:
            first = holder[words[0]] if words else max(0, at - 1)
            heads.append(first if first != at else ROOT)
            relations.append("goeswith" if words else "dep")
            continue
        top = _top(parsed, words)
        heads.append(_above(parsed, top, holder=holder, own=at))
        relations.append(parsed.words[top].deprel)
    heads = _one_root(heads)
    return Grammar(
        heads=tuple(heads),
        relations=tuple(relations),
        kinds=tuple(parsed.words[words[0]].upos if words else "X" for words in main),
        factual=tuple(parsed.words[words[0]].factual if words else 0 for words in main),
        names=tuple(_names(parsed, tokens)),
        under=_under(heads),
    )


def _words_at(parsed: Parsed, starts: Sequence[int], place: Place) -> list[int]:
    """The words a token shares characters with, the one nearest to the root first."""
    at = max(0, bisect_left(starts, place[0] + 1) - 1)
    found: list[int] = []
    while at < len(parsed.words) and parsed.words[at].start < place[1]:
        if parsed.words[at].end > place[0]:
            found.append(at)
        at += 1
    return sorted(found, key=lambda word: word != _top(parsed, found)) if found else found


def _top(parsed: Parsed, words: Sequence[int]) -> int:
    """The first of these words that hangs on none of the others."""
    return next((w for w in words if parsed.words[w].head - 1 not in words), words[0])


def _holders(main: Sequence[Sequence[int]], words: int) -> list[int]:
    """For each word the first token that shares characters with it; ROOT for none."""
    holder = [ROOT] * words
    for at, found in enumerate(main):
        for word in found:
            if holder[word] == ROOT:
                holder[word] = at
    return holder


def _above(parsed: Parsed, word: int, *, holder: Sequence[int], own: int) -> int:
    """The token of the nearest word above that is another token's."""
    head = parsed.words[word].head
    while head and holder[head - 1] in {ROOT, own}:
        head = parsed.words[head - 1].head
    return holder[head - 1] if head else ROOT


def _one_root(heads: Sequence[int]) -> list[int]:
    """The same heads with one root: what hangs on nothing hangs on the first that does."""
    if not heads:
        return []
    root = next((at for at, head in enumerate(heads) if head == ROOT), 0)
    mended = [root if head == ROOT and at != root else head for at, head in enumerate(heads)]
    mended[root] = ROOT
    sound = {ROOT}
    for start in range(len(mended)):
        path: list[int] = []
        at = start
        while at not in sound and at not in path:
            path.append(at)
            at = mended[at]
        if at not in sound:
            mended[at] = root  # tokens cut across words can hang on each other in a ring
        sound.update(path)
    return mended


def _under(heads: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    under: list[list[int]] = [[] for _ in heads]
    for at, head in enumerate(heads):
        if head != ROOT:
            under[head].append(at)
    return tuple(map(tuple, under))


def _names(parsed: Parsed, tokens: Sequence[Place]) -> Iterator[NamedWords]:
    for name in parsed.names:
        start, end = parsed.words[name.first].start, parsed.words[name.end - 1].end
        held = [at for at, (first, last) in enumerate(tokens) if first < end and last > start]
        if held:
            yield NamedWords(first=held[0], last=held[-1], kind=name.kind)
