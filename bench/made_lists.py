"""Two lists of made-up people, as two sides would write them, and who on one is who on the other.

The conventions by which names are written here are the generator's own: the matcher's tables are
not read, so a mistake in them cannot hide itself.
"""

import random
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from truceline.ledgers.matching.listed import Listed
from truceline.terms.when import When

NAMES = tomllib.loads((Path(__file__).parent / "names.toml").read_text(encoding="utf-8"))
OLDEST, DAYS = date(1955, 1, 1), 48 * 365


def table(pairs):
    return dict(pair.split("=") for pair in pairs.split())


WAYS = {language: [table(way) for way in ways] for language, ways in NAMES.pop("latin").items()}
CYRILLIC = {language: table(way) for language, way in NAMES.pop("cyrillic").items()}
GLIDES = CYRILLIC.pop("glides")
LANGUAGES = tuple(NAMES)


@dataclass(frozen=True, kw_only=True)
class Person:
    language: str
    given: str
    family: str
    father: str
    born: date


def by(way, word):
    """Longest letters first; what the table lacks stays as it is."""
    out, at = [], 0
    low = word.replace("İ", "i").lower()
    while at < len(low):
        pair = low[at : at + 2]
        step = 2 if pair in way else 1
        out.append(way.get(low[at : at + step], low[at : at + step]))
        at += step
    return "".join(out)


def russian(way, word):
    text = by(way, word)
    for pair, letter in GLIDES.items():
        text = text.replace(pair, letter)
    return text


def people(count, *, lot, languages=LANGUAGES):
    return [person(lot, languages[lot.randrange(len(languages))]) for _ in range(count)]


def person(lot, language):
    lists = NAMES[language]
    given, father = common(lot, givens(language)), common(lot, givens(language))
    family = common(lot, families(language, tuple(lists.get("endings", ()))))
    born = OLDEST + timedelta(days=lot.randrange(DAYS))
    return Person(language=language, given=given, family=family, father=father, born=born)


def common(lot, names):
    """Some names are common and most are not."""
    return names[int(len(names) * lot.random() ** 1.6)]


def givens(language):
    text = NAMES[language]["given"]
    return text.splitlines() if language == "arabic" else text.split()


def families(language, endings):
    match language:
        case "arabic":
            return NAMES[language]["family"].splitlines()
        case "armenian":
            return [f"{stem}յան" for stem in NAMES[language]["family"].split() + givens(language)]
        case _:
            stems = NAMES[language]["family"].split()
            return [stem + ending for ending in dict.fromkeys(endings) for stem in stems]


def written(name, language, *, script, lot):
    """One name in one script, by one of its conventions."""
    if language == "arabic":
        own, latin, cyrillic = name.split("=")
        return {
            "own": own,
            "latin": lot.choice(latin.split(",")),
            "cyrillic": lot.choice(cyrillic.split(",")),
        }[script]
    own, _, other = name.partition("/")
    if script == "own":
        return own
    if script == "latin":
        return by(lot.choice(WAYS[language]), own)
    return other or russian(CYRILLIC.get(language, {}), own)


def row(person, *, handle, lot, scripts):
    """A person as one side writes them, with what goes wrong in offices."""
    script = lot.choice(scripts)

    def write(name):
        text = written(name, person.language, script=script, lot=lot)
        return with_typo(lot, text) if lot.random() < 0.06 else text

    given, family, father = (write(name) for name in (person.given, person.family, person.father))
    if lot.random() < 0.04:
        given = given[0] + "."
    parts = [family, given] if lot.random() < 0.4 else [given, family]
    fate = lot.random()
    if fate < 0.25:
        parts.insert(2 if parts[0] == family else 1, patronymic(father, script, person.language))
    name = " ".join(part[:1].upper() + part[1:] for part in parts)
    return Listed(
        handle=handle,
        spellings=(name.upper() if lot.random() < 0.1 else name,),
        father=father if 0.25 <= fate < 0.45 else "",
        born=birth(lot, person.born),
    )


MARKS = {  # what follows the father's name, by language and script
    ("russian", "latin"): "ovich",
    ("russian", "cyrillic"): "ович",
    ("azerbaijani", "own"): " oğlu",
    ("azerbaijani", "cyrillic"): " оглы",
    ("azerbaijani", "latin"): " oglu",
    ("armenian", "own"): "ի",
    ("armenian", "latin"): "i",
}


def patronymic(father, script, language):
    east_slavic = language in {"russian", "ukrainian"}
    if east_slavic:
        language, script = "russian", "latin" if script == "latin" else "cyrillic"
    stem = father.removesuffix("й").removesuffix("ь") if east_slavic else father
    return stem + MARKS.get((language, script), "")


def with_typo(lot, text):
    at = lot.randrange(1, len(text)) if len(text) > 1 else 0
    letter = lot.choice(text)
    return lot.choice(
        [
            text[:at] + text[at + 1 :],
            text[:at] + letter + text[at:],
            text[:at] + letter + text[at + 1 :],
            text[: at - 1] + text[at : at + 1] + text[at - 1 : at] + text[at + 1 :],
        ]
    )


def birth(lot, born):
    fate = lot.random()
    if fate < 0.2:
        return None
    if fate < 0.5:
        return When(value=f"{born.year}")
    if fate < 0.55:
        return When(value=f"{born.year + lot.choice((-1, 1))}")
    if fate < 0.58 and born.day <= 12:
        return When(value=f"{born.year:04}-{born.day:02}-{born.month:02}")
    return When(value=born.isoformat())


@dataclass(frozen=True, kw_only=True)
class Lists:
    left: tuple[Listed, ...]
    right: tuple[Listed, ...]
    truth: frozenset[tuple[str, str]]
    language: dict[str, str]


def two_lists(size, *, seed=1, common_share=0.7, languages=LANGUAGES):
    """`size` rows a side, of which `common_share` are the same people."""
    lot = random.Random(f"{seed}/{size}")  # noqa: S311 the same lists every time
    both = int(size * common_share)
    everyone = people(2 * size - both, lot=lot, languages=languages)
    shared, only_left, only_right = everyone[:both], everyone[both:size], everyone[size:]
    sides = []
    for mark, persons, scripts in (
        ("l", shared + only_left, ("own", "latin", "latin", "cyrillic")),
        ("r", shared + only_right, ("latin", "cyrillic", "cyrillic", "own")),
    ):
        rows = [
            row(each, handle=f"{mark}{n}", lot=lot, scripts=scripts)
            for n, each in enumerate(persons)
        ]
        lot.shuffle(rows)
        sides.append(tuple(rows))
    return Lists(
        left=sides[0],
        right=sides[1],
        truth=frozenset((f"l{n}", f"r{n}") for n in range(both)),
        language={f"l{n}": each.language for n, each in enumerate(shared + only_left)},
    )
