"""The people a text speaks of, known again by surname or near spelling. It links no strangers."""

from collections.abc import Iterable

from rapidfuzz.distance import OSA

from truceline.reading.sentences import tokenize
from truceline.terms.claim import Actor

_SHORTEST = 5  # letters: shorter names differ by one letter and are other people
_LONG = 8  # letters: from here on two letters may differ
_KEPT = 200  # strangers: beyond these a text is a list, and the oldest are forgotten


class People:
    """Who has been named so far in one text. Lives as long as the reading of that text."""

    def __init__(self, people: Iterable[Actor]) -> None:
        self._by_word: dict[str, Actor] = {}
        self._words: list[str] = []
        self._spellings: dict[str, Actor | None] = {}
        for actor in people:
            self.add(actor)

    def add(self, actor: Actor) -> Actor:
        """Takes the person in, under the full name and the surname; the first bearer keeps it."""
        words = name_words(actor.name)
        if not words:
            return actor
        for word in {" ".join(words), words[-1]}:
            if word not in self._by_word:
                self._by_word[word] = actor
                self._words.append(word)
        if len(self._words) > 2 * _KEPT:
            del self._by_word[self._words.pop(0)]
        self._spellings.clear()
        return actor

    def find(self, words: tuple[str, ...]) -> Actor | None:
        """The person these words name: exactly, by surname, or by a near spelling of one."""
        joined = " ".join(words)
        return self._by_word.get(joined) or self._by_word.get(words[-1]) or self._near(words[-1])

    def _near(self, word: str) -> Actor | None:
        if len(word) < _SHORTEST:
            return None
        if word not in self._spellings:
            limit = 2 if len(word) >= _LONG else 1
            self._spellings[word] = next(
                (
                    self._by_word[other]
                    for other in self._words
                    if " " not in other and near(word, other, limit=limit)
                ),
                None,
            )
        return self._spellings[word]


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name without initials and marks."""
    return tuple(t.norm for t in tokenize(name) if t.word and len(t.norm) > 1 and t.norm != "'s")


def near(left: str, right: str, *, limit: int) -> bool:
    """Whether two spellings may be of one name: few letters differ, the first does not.

    A name that only goes on where the other ends is another person's (-ov, -ova).
    """
    if left[0] != right[0] or abs(len(left) - len(right)) > limit:
        return False
    if left.startswith(right) or right.startswith(left):
        return False
    # Edits, counting two exchanged neighbours as one (optimal string alignment).
    return OSA.distance(left, right, score_cutoff=limit) <= limit
