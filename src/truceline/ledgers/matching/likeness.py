"""How much two rows about people speak for or against their being one person, field by field.

Weights are tenths of a bit, as in the model of Fellegi and Sunter (1969): what agrees counts by how
rare it is, what differs counts against, and what one side does not say counts nothing.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2

from rapidfuzz.distance import OSA

from truceline.ledgers.matching.birth import Days, births
from truceline.ledgers.matching.spelling import Word

AGREES = 92  # of a hundred: sounds so alike are one name
DIFFERS = 60  # of a hundred: sounds no more alike are two
BROAD = 96  # the most that sounds can agree by conventions that confuse letters
BONES = 88  # and by their consonants alone
ABJAD = 94  # and where one script writes no more than consonants
AGAINST = 60  # tenths of a bit against, where a name differs
INITIAL_FOR, INITIAL_AGAINST = 25, 45
FATHER_AGAINST, LEFT_OVER_AGAINST = 45, 20
RARITY = (15, 130)  # the least and the most that an agreeing name can weigh
ASSUMED_ROWS, ASSUMED_SEEN = 200, 0.4  # a short list does not show how common a name is
LEAST_BONES = 2
BONES_DIFFER = 50  # of a hundred
TENTHS = 10
MOST_REMEMBERED = 2_000_000  # pairs of words
GRADES = ("of the names sound the same", "sound alike", "initials fit", "differ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rarity:
    """How rare each name is among all rows of both lists, by its consonants."""

    seen: Mapping[str, int]
    rows: int

    def of(self, one: Word, other: Word) -> int:
        """The weight of an agreement: the commoner spelling's, so that a slip is not rare."""
        seen = max(self.seen.get(one.bones[0], 0), self.seen.get(other.bones[0], 0))
        bits = log2((self.rows + ASSUMED_ROWS) / (seen + ASSUMED_SEEN))
        return min(max(round(TENTHS * bits), RARITY[0]), RARITY[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """A name as the scale knows it: words by their numbers."""

    words: tuple[int, ...]
    fathers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighable:
    """A row as the scale takes it."""

    names: tuple[Numbers, ...]
    fathers: tuple[int, ...]
    born: Days | None
    most: int  # that its names can ever weigh


class Scale:
    """Weighs names of two lists against each other; what was weighed once is remembered."""

    def __init__(self, words: Iterable[Word], *, rarity: Rarity) -> None:
        """All words of both lists. Their numbers follow from what they are, not from the lists."""
        self._words = sorted(set(words), key=lambda word: (word.sounds, word.initial, word.vowels))
        self._numbers = {word: number for number, word in enumerate(self._words)}
        self._rarity = rarity
        self.chance = round(TENTHS * log2(max(rarity.rows, 1)))  # one row of so many is the same
        self._weighed: dict[tuple[int, int], int] = {}

    def numbers(self, words: Iterable[Word]) -> tuple[int, ...]:
        return tuple(self._numbers[word] for word in words)

    def weighable(
        self, names: Sequence[Sequence[Word]], *, fathers: Sequence[Word], born: Days | None
    ) -> Weighable:
        theirs = self.numbers(fathers)
        return Weighable(
            names=tuple(Numbers(words=self.numbers(words), fathers=theirs) for words in names),
            fathers=theirs,
            born=born,
            most=max(map(self._most, names)),
        )

    def _most(self, words: Sequence[Word]) -> int:
        """No other can agree with this name by more."""
        return sum(max(INITIAL_FOR, self._rarity.of(word, word)) for word in words)

    def weigh(self, one: Weighable, other: Weighable, *, least: int) -> int:
        """What speaks for one person, less what chance would bring."""
        born = births(one.born, other.born).weight
        weight = born - self.chance
        most = min(one.most, other.most)
        if one.fathers and other.fathers:
            weight += self.fathers(one.fathers, other.fathers)
        elif one.fathers or other.fathers:
            most += RARITY[1]
        if born < 0 and weight + most < least:
            return weight  # whatever the names
        return weight + max(self.names(a, b) for a in one.names for b in other.names)

    def nothing_against(self, one: Weighable, other: Weighable) -> bool:
        """Whether no field of theirs differs, however little they say."""
        return (
            births(one.born, other.born).weight >= 0
            and self.fathers(one.fathers, other.fathers) >= 0
            and any(
                all(weight > 0 for weight, _, _ in self.beside(a.words, b.words))
                for a in one.names
                for b in other.names
            )
        )

    def because(self, one: Weighable, other: Weighable) -> tuple[str, ...]:
        """Which fields agree, differ or are silent, in words that name nobody."""
        a, b = max(
            ((a, b) for a in one.names for b in other.names),
            key=lambda both: (self.names(*both), sorted(each.words for each in both)),
        )
        grades = Counter(
            self._grade(first, second) for _, first, second in self.beside(a.words, b.words)
        )
        born = births(one.born, other.born).because
        return (
            *(f"{grades[grade]} {grade}" for grade in GRADES if grades[grade]),
            born or "year of birth: not said on both lists",
            self._of_fathers(one.fathers, other.fathers),
        )

    def _grade(self, one: int, other: int) -> str:
        first, second = self._words[one], self._words[other]
        if first.initial or second.initial:
            return GRADES[2] if first.begins & second.begins else GRADES[3]
        likeness = alike(first, second)
        return GRADES[0 if likeness == 100 else 1 if likeness > DIFFERS else 3]  # noqa: PLR2004

    def _of_fathers(self, first: Sequence[int], second: Sequence[int]) -> str:
        if not first or not second:
            return "father: not said on both lists"
        agree = self.fathers(first, second) > 0
        return "father agrees" if agree else "father differs"

    def names(self, first: Numbers, second: Numbers) -> int:
        """The words of two names, each beside at most one of the other: order tells nothing."""
        weigh = self.words
        if len(first.words) == 2 == len(second.words):  # noqa: PLR2004 most names: the better way
            (a, b), (c, d) = first.words, second.words
            return max(weigh(a, c) + weigh(b, d), weigh(a, d) + weigh(b, c))
        beside = self.beside(first.words, second.words)
        return sum(weight for weight, _, _ in beside) + self._left_over(first, second, beside)

    def _left_over(
        self, first: Numbers, second: Numbers, beside: Sequence[tuple[int, int, int]]
    ) -> int:
        """Many lists write the father's name as a further word; the other may name the father."""
        longer, fathers, which = (first, second.fathers, 1)
        if len(second.words) > len(first.words):
            longer, fathers, which = (second, first.fathers, 2)
        if longer.fathers or not fathers:
            return 0
        over = list(longer.words)
        for each in beside:
            over.remove(each[which])
        weights = [self.words(a, b) for a in over for b in fathers]
        return max(*weights, -LEFT_OVER_AGAINST) if weights else 0

    def beside(self, first: Sequence[int], second: Sequence[int]) -> list[tuple[int, int, int]]:
        """Each word's partner, the best agreement first. A word without one is silence."""
        every = sorted(
            (-self.words(a, b), min(a, b), max(a, b), at, to)
            for at, a in enumerate(first)
            for to, b in enumerate(second)
        )
        out, free, taken = [], set(range(len(first))), set(range(len(second)))
        for weight, _, _, at, to in every:
            if at in free and to in taken:
                free.remove(at)
                taken.remove(to)
                out.append((-weight, first[at], second[to]))
        return out

    def fathers(self, first: Iterable[int], second: Iterable[int]) -> int:
        """The best agreement of what each says of the father; nothing where one is silent."""
        weights = [self.words(a, b) for a in first for b in second]
        return max(*weights, -FATHER_AGAINST) if weights else 0

    def words(self, one: int, other: int) -> int:
        key = (one, other) if one < other else (other, one)
        weight = self._weighed.get(key)
        if weight is None:
            weight = self._words_anew(self._words[one], self._words[other])
            if len(self._weighed) < MOST_REMEMBERED:
                self._weighed[key] = weight
        return weight

    def _words_anew(self, one: Word, other: Word) -> int:
        if one.initial or other.initial:
            return INITIAL_FOR if one.begins & other.begins else -INITIAL_AGAINST
        agree = min(max(alike(one, other) - DIFFERS, 0), AGREES - DIFFERS)
        if not agree:
            return -AGAINST
        against = AGREES - DIFFERS - agree
        return (self._rarity.of(one, other) * agree - AGAINST * against) // (AGREES - DIFFERS)


def alike(one: Word, other: Word) -> int:
    """How alike two words sound, out of a hundred; the same whichever comes first."""
    if one.sounds == other.sounds:
        return 100 if one.vowels == other.vowels else ABJAD
    bones = _most(one.bones, other.bones)
    if bones < BONES_DIFFER:
        return 0
    if one.vowels != other.vowels:
        return bones * ABJAD // 100
    exact = _most(one.sounds, other.sounds)
    if not one.vowels:
        return max(exact, bones * ABJAD // 100)
    tell = min(len(one.bones[0]), len(other.bones[0])) >= LEAST_BONES
    broad = _most(one.broad, other.broad) * BROAD // 100
    return max(exact, broad, bones * BONES // 100 if tell else 0)


def _most(first: Sequence[str], second: Sequence[str]) -> int:
    return max(round(100 * OSA.normalized_similarity(a, b)) for a in first for b in second)
