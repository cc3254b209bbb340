"""A person's name reduced to sounds, whatever script it is written in. It compares nothing.

The letters and the rules about them are data (data/letters.toml). Nothing here knows a name.
"""

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice, product, zip_longest
from unicodedata import category, normalize

MOST_LETTERS = 30  # of a word; the rest tells nobody apart
MOST_WORDS = 8  # of a name
MOST_READINGS = 4  # of a word whose letters can be read more ways than one
LEAST_STEM = 3  # sounds that must be left before an ending or after an article
LEAST_NAMES = 2  # beside a patronymic
INITIAL_LETTERS = 2  # Yu.
SCRIPTS = ("latin", "cyrillic", "armenian", "georgian", "arabic")


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word of a name: the ways its letters can be read, from exact to coarse."""

    sounds: tuple[str, ...]  # "grigor1": sounds, the ending as one digit
    broad: tuple[str, ...]  # sounds that conventions confuse under one letter
    bones: tuple[str, ...]  # the consonants of that
    begins: frozenset[str]  # its first letters, coarsely; vowels are one
    initial: bool  # a letter that stands for a word
    vowels: bool  # its script writes them


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelled:
    """A name as words in no order, and what it says of the father."""

    words: tuple[Word, ...] = ()
    fathers: tuple[Word, ...] = ()


def spell(name: str) -> Spelled:
    """The words of a name. Particles are left out; a patronymic is taken as the father's name."""
    rules = _rules()
    words: list[_Piece] = []
    fathers: list[_Piece] = []
    pieces = _joined(list(islice(_pieces(name), MOST_WORDS)))
    child_of = False
    for piece, after in zip_longest(pieces, pieces[1:]):
        if piece.sounds in rules.child_of:
            child_of = True
        elif piece.sounds in rules.dropped or piece.sounds in rules.child:
            continue
        elif child_of or (after and after.sounds in rules.child):
            fathers.append(piece)
            child_of = False
        else:
            words.append(piece)
    named = [piece for piece in words if not _stems(piece)]
    if LEAST_NAMES <= len(named) < len(words):  # else it is a family's name
        fathers += [_Piece(text=p.text, readings=_stems(p)) for p in words if _stems(p)]
        words = named
    return Spelled(words=_apart(map(_word, words)), fathers=_apart(map(_word, fathers)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """One word as written, and every way to read it."""

    text: str
    readings: tuple[str, ...]

    @property
    def sounds(self) -> str:
        return self.readings[0]


def _word(piece: _Piece) -> Word:
    bare = piece.text.rstrip(".")
    sounds = _distinct(_with_ending(reading) for reading in piece.readings)
    broad = _distinct(form for each in sounds for form in _broad(each))
    return Word(
        sounds=sounds,
        broad=broad,
        bones=_distinct("".join(c for c in form if not c.islower()) for form in broad),
        begins=frozenset("a" if form[:1].islower() else form[:1] for form in broad),
        initial=len(bare) == 1 or (bare != piece.text and len(bare) <= INITIAL_LETTERS),
        vowels=not any(c in _tables()["arabic"] for c in bare),
    )


def _pieces(name: str) -> Iterator[_Piece]:
    """Words as written; apostrophes and the like belong to them, hyphens part them."""
    text = normalize("NFC", normalize("NFKC", name[: MOST_LETTERS * MOST_WORDS]).casefold())
    spaced = "".join(" " if _parts(c) else c for c in text.replace(".", ". "))
    for piece in spaced.split():
        kept = "".join(c for c in piece if c == "." or category(c)[0] in "LM")[:MOST_LETTERS]
        if kept.strip("."):
            yield _Piece(text=kept, readings=_readings(kept.strip(".")))


def _parts(character: str) -> bool:
    return category(character) in {"Pd", "Zs", "Zl", "Zp"} or character in "_/,;()"


def _joined(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Abd al-Rahman as one word, as Abdulrahman is."""
    out: list[_Piece] = []
    held: _Piece | None = None
    for piece in pieces:
        if held is None and piece.sounds in _rules().joined:
            held = piece
        elif held is None:
            out.append(piece)
        elif piece.sounds not in _rules().dropped:
            text = (held.text + piece.text)[:MOST_LETTERS]
            out.append(_Piece(text=text, readings=_readings(text.rstrip("."))))
            held = None
    return [*out, held] if held else out


def _stems(piece: _Piece) -> tuple[str, ...]:
    """The father's name within a patronymic; none if it is none."""
    return _distinct(
        reading.removesuffix(ending)
        for reading in piece.readings
        for ending in _rules().patronymic
        if reading.endswith(ending) and len(reading) >= len(ending) + LEAST_STEM
    )


def _readings(text: str) -> tuple[str, ...]:
    """Every way to read the letters, a letter being read one way all through the word."""
    parts = list(_letters(text))
    choices = tuple(dict.fromkeys(part for part in parts if len(part) > 1))
    picks = islice(product(*choices), MOST_READINGS)
    chosen = (dict(zip(choices, picked, strict=True)) for picked in picks)
    return _distinct(
        _without_doubles("".join(pick.get(part) or part[0] for part in parts)) for pick in chosen
    )


def _letters(text: str) -> Iterator[tuple[str, ...]]:
    """The sounds of each letter or group of letters, the longest group first."""
    table, longest = _table(), _longest()
    at = 0
    while at < len(text):
        for length in range(min(longest, len(text) - at), 0, -1):
            piece = text[at : at + length]
            sounds = (table.get("^" + piece) if at == 0 else None) or table.get(piece)
            if sounds is not None:
                at += length
                yield sounds
                break
        else:
            base = normalize("NFD", text[at])[0]
            yield table.get(base, (base,) if base.isalpha() else ("",))
            at += 1


def _without_doubles(sounds: str) -> str:
    return "".join(c for at, c in enumerate(sounds) if at == 0 or c != sounds[at - 1])


def _with_ending(sounds: str) -> str:
    for ending, digit in _rules().endings:
        if sounds.endswith(ending) and len(sounds) >= len(ending) + LEAST_STEM:
            return sounds.removesuffix(ending) + digit
    return sounds


def _broad(sounds: str) -> tuple[str, ...]:
    """An h is lost in one convention and written as g or kh in another: both."""
    alike = _rules().alike
    form = _without_doubles("".join(alike.get(c, c) for c in sounds))
    return (form.replace("H", ""), form.replace("H", "K")) if "H" in form else (form,)


def _apart(words: Iterable[Word]) -> tuple[Word, ...]:
    """In one order, whatever the order in the list: family or given name first."""
    return tuple(sorted(words, key=lambda each: (each.initial, each.sounds)))


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rules:
    alike: dict[str, str]
    endings: tuple[tuple[str, str], ...]
    dropped: frozenset[str]
    child_of: frozenset[str]
    child: frozenset[str]
    joined: frozenset[str]
    patronymic: tuple[str, ...]


@cache
def _tables() -> dict[str, dict[str, str]]:
    data = files("truceline.ledgers") / "data" / "letters.toml"
    return tomllib.loads(data.read_text(encoding="utf-8"))


@cache
def _table() -> dict[str, tuple[str, ...]]:
    return {
        letter: tuple(sounds.split("/"))
        for script in SCRIPTS
        for letter, sounds in _tables()[script].items()
    }


@cache
def _longest() -> int:
    return max(len(letters.removeprefix("^")) for letters in _table())


@cache
def _rules() -> _Rules:
    tables = _tables()
    words = tables["words"]
    return _Rules(
        alike={sound: one for one, sounds in tables["alike"].items() for sound in sounds},
        endings=tuple(sorted(tables["endings"].items(), key=lambda each: -len(each[0]))),
        dropped=frozenset(words["dropped"]),
        child_of=frozenset(words["child_of"]),
        child=frozenset(words["child"]),
        joined=frozenset(words["joined"]),
        patronymic=tuple(words["patronymic"]),
    )
