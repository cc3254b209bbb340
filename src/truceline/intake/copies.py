"""Which documents repeat another one: copies of one wire count once. It never says who copied."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping

from rensa import RMinHash, RMinHashLSH  # type: ignore[import-untyped]  # no stubs in its wheel

# Decision D10: 128 permutations in 32 bands of 4 rows find pairs from a Jaccard of about 0.4 on.
_PERMUTATIONS, _BANDS, _SEED = 128, 32, 20201109
_WORDS_TOGETHER = 3
_SHARED = 0.5  # of both texts' shingles: the same text, edited
_HELD = 0.8  # of the shorter text's shingles: the shorter stands in the longer
_FEWEST = 20  # shingles; shorter texts agree by chance and count only where they are equal
_ANCHORS = 16  # one shingle in so many also finds a short wire inside a long article
_CROWD = 200  # documents; a shingle in more of them is a stock phrase

_WORD = re.compile(r"\w+")


class Copies:
    """Texts met so far, by document id. The caller leaves page noise out of them."""

    def __init__(self) -> None:
        self._documents: list[str] = []
        self._shingles: list[frozenset[int]] = []
        self._short: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        self._similar = RMinHashLSH(threshold=0.5, num_perm=_PERMUTATIONS, num_bands=_BANDS)
        self._anchors: defaultdict[int, list[int]] = defaultdict(list)
        self._repeats: list[frozenset[int]] = []  # what was answered for each

    def add(self, document: str, text: str) -> tuple[str, ...]:
        """Remember a text; the ids, in the order they came, of earlier ones that it repeats.

        A text that repeats one already named is not named too: the thousandth copy of a wire names
        the wire, and nobody is lost, whichever of them are left out of a question.
        """
        words = tuple(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))
        spans = {
            " ".join(words[at : at + _WORDS_TOGETHER])
            for at in range(len(words) - _WORDS_TOGETHER + 1)
        }
        shingles = frozenset(RMinHash.hash_token_sets([sorted(spans)])[0])
        short = words if len(shingles) < _FEWEST else ()
        repeated: list[int] = []
        for number in self._repeated(shingles, spans, short):
            if self._repeats[number].isdisjoint(repeated):
                repeated.append(number)
        self._remember(document, shingles, spans, short=short)
        self._repeats.append(frozenset(repeated))
        return tuple(self._documents[number] for number in repeated)

    def _repeated(
        self, shingles: frozenset[int], spans: set[str], short: tuple[str, ...]
    ) -> list[int]:
        if short:
            return list(self._short.get(short, ()))
        if not shingles:
            return []
        met = Counter(
            number for anchor in _anchors(shingles) for number in self._anchors.get(anchor, ())
        )
        candidates = {number for number, times in met.items() if times > 1}
        candidates.update(self._similar.query(_signature(spans)))
        return sorted(number for number in candidates if _same(shingles, self._shingles[number]))

    def _remember(
        self, document: str, shingles: frozenset[int], spans: set[str], *, short: tuple[str, ...]
    ) -> None:
        number = len(self._documents)
        self._documents.append(document)
        self._shingles.append(shingles)
        if short:
            self._short[short].append(number)
        if short or not shingles:
            return
        self._similar.insert(number, _signature(spans))
        for anchor in _anchors(shingles):
            holders = self._anchors[anchor]
            if len(holders) < _CROWD:
                holders.append(number)


def copies_of(text: str, among: Mapping[str, str]) -> tuple[str, ...]:
    """Ids of the documents that this text repeats, wholly or in its greater part."""
    copies = Copies()
    for document, other in among.items():
        copies.add(document, other)
    return copies.add("", text)


def _signature(spans: set[str]) -> RMinHash:
    signature = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
    signature.update(sorted(spans))
    return signature


def _anchors(shingles: frozenset[int]) -> list[int]:
    return [shingle for shingle in shingles if shingle % _ANCHORS == 0]


def _same(one: frozenset[int], other: frozenset[int]) -> bool:
    common = len(one & other)
    shorter = min(len(one), len(other))
    return common >= _SHARED * (len(one) + len(other) - common) or common >= _HELD * shorter
