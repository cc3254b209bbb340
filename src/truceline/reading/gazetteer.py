"""Names that are known before a text is read: the agreement's own, then the world's."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, lru_cache

from truceline.reading.datafiles import lines, rows
from truceline.reading.romanised import romanised
from truceline.reading.sentences import Token, tokenize
from truceline.reading.wordlists import titles, words
from truceline.terms.claim import Actor
from truceline.terms.names import Kind, Named, Names

_PARTICLE = 3  # letters: so short a word is a particle in some language
_KEPT = 8  # agreements: a folder of reports is read with the names of few
_MOST_ROMANISED = 3  # words of a name that is found in other letters
_ACRONYM = 5  # letters: in so short a name the case of every letter counts


class Form(StrEnum):
    """How a mention names its bearer."""

    NAME = "name"
    ADJECTIVE = "adjective"  # Sudanese
    PEOPLE = "people"  # the Sudanese
    CAPITAL = "capital"  # Khartoum, for the state
    METONYM = "metonym"  # the White House
    AGENCY = "agency"
    POST = "post"  # the prime minister of the state
    GROUP = "group"  # both sides
    PRONOUN = "pronoun"
    LOCALITY = "locality"  # a place nobody told us of: "near Doeville"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One spelling of one name."""

    words: tuple[str, ...]
    kind: Kind
    name: str
    of: str = ""
    form: Form = Form.NAME
    place: str = ""
    cased: bool = True
    upper: bool = False

    @property
    def actor(self) -> Actor:
        return Actor(name=self.name, of=self.of)


Gazetteer = Mapping[str, tuple[Entry, ...]]  # by first word, longest first


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """All names a reading starts with."""

    own: Gazetteer
    world: Gazetteer
    states: Mapping[str, str]  # a country's plain name: the name the agreement gives it
    capitals: Mapping[str, str]  # a state: its first capital
    parties: tuple[str, ...]
    posts: Mapping[tuple[str, str], Actor]  # (state, post): who holds it
    people: tuple[Actor, ...]
    order: tuple[str, ...]  # names of states and parties in the agreement's order
    governments: tuple[str, ...] = ()  # the parties that are states or their governments
    nouns: Mapping[str, tuple[Actor, ...]] = field(default_factory=dict)  # "mission": whose

    watching: frozenset[str] = frozenset()  # bodies that are there to watch: missions, mechanisms

    spelled: Mapping[str, Entry | None] = field(
        default_factory=dict
    )  # by romanised form; None: two

    def near(self, tokens: Sequence[Token], index: int) -> tuple[Entry, int] | None:
        """A name of the agreement in other letters: "Doyevka" for "Doevka"."""
        if not tokens[index].capital:
            return None
        for size in (2, 1):
            ahead = tokens[index : index + size]
            if len(ahead) < size or not all(token.word and token.capital for token in ahead):
                continue
            entry = self.spelled.get(romanised("".join(token.norm for token in ahead)))
            if entry:
                return entry, size
        return None

    def nouns_of(self, name: str) -> tuple[str, ...]:
        """The common nouns in what a force or body of the agreement is called."""
        return tuple(
            noun for noun, whose in self.nouns.items() if any(a.name == name for a in whose)
        )

    def at(self, tokens: Sequence[Token], index: int) -> tuple[Entry, int] | None:
        """The longest name that begins here, and how many tokens it takes."""
        best: tuple[Entry, int] | None = None
        for gazetteer in (self.own, self.world):
            for entry in gazetteer.get(tokens[index].norm, ()):
                size = len(entry.words)
                if (best is None or size > best[1]) and _fits(entry, tokens, index):
                    best = entry, size
        return best


@lru_cache(maxsize=_KEPT)
def known(names: Names) -> Known:
    """The agreement's names over the world's."""
    aliases = {
        alias.casefold(): named.name
        for named in names
        if named.kind in {Kind.PARTY, Kind.STATE}
        for alias in (named.name, *named.also)
    }
    states = {
        name: aliases.get(name.casefold(), aliases.get(also[0].casefold() if also else "", name))
        for name, _, _, _, *rest in (_padded(row) for row in rows("countries.tsv"))
        for also in (_cells(rest[0]),)
    }
    people = tuple(named for named in names if named.kind is Kind.PERSON)
    return Known(
        own=_index(entry for n in names for entry in _own_entries(n, set(states.values()))),
        world=_world(tuple(sorted(states.items()))),
        states=states,
        capitals={states[name]: capital for name, capital in _first_capitals()},
        parties=tuple(named.name for named in names if named.kind is Kind.PARTY),
        posts={
            (named.of, named.post.casefold()): Actor(name=named.name, of=named.of)
            for named in people
            if named.post and named.of
        },
        people=tuple(Actor(name=named.name, of=named.of) for named in people),
        order=tuple(n.name for n in names if n.kind in {Kind.PARTY, Kind.STATE}),
        governments=tuple(n.name for n in names if _governs(n, set(states.values()))),
        nouns=_nouns(names),
        spelled=_spelled(names, set(states.values())),
        watching=frozenset(n.name for n in names if n.kind is Kind.BODY and _watches(n)).union(
            row[0] for row in rows("missions.tsv")
        ),
    )


def _spelled(names: Names, countries: Container[str]) -> Mapping[str, Entry | None]:
    """The agreement's names by form. Two names of one form are told by neither."""
    found: dict[str, Entry | None] = {}
    for named in names:
        for entry in _own_entries(named, countries):
            form = romanised("".join(entry.words))
            before = found.get(form, entry)
            if form and len(entry.words) <= _MOST_ROMANISED and not entry.upper:
                found[form] = entry if before and before.name == entry.name else None
    return found


def _governs(named: Named, countries: Container[str]) -> bool:
    spellings = (spelling for name in (named.name, *named.also) for spelling in name.split())
    known = named.name in countries or "government" in map(str.casefold, spellings)
    return named.kind is Kind.PARTY and known


def _watches(named: Named) -> bool:
    said = {token.norm for name in (named.name, *named.also) for token in tokenize(name)}
    return bool(said & words("watching"))


def _nouns(names: Names) -> Mapping[str, tuple[Actor, ...]]:
    """The common nouns in what forces and bodies of the agreement are called, and whose."""
    found: dict[str, dict[Actor, None]] = {}
    for named in names:
        if named.kind in {Kind.FORCE, Kind.BODY}:
            for noun in sorted(_nouns_of(named)):
                found.setdefault(noun, {})[Actor(name=named.name, of=named.of)] = None
    return {noun: tuple(actors) for noun, actors in found.items()}


def _nouns_of(named: Named) -> frozenset[str]:
    """As "mission" and "force" in "Observer Mission of the Third Force"."""
    said = {token.norm for name in (named.name, *named.also) for token in tokenize(name)}
    return frozenset(said) & _generic()


@cache
def _generic() -> frozenset[str]:
    phrases = titles("bodies", "force_nouns")
    return frozenset(phrase[-1] for same in phrases.values() for phrase in same)


def _own_entries(named: Named, countries: Container[str]) -> Iterable[Entry]:
    place = named.name if named.kind is Kind.PLACE or named.name in countries else ""
    turned = [_turned(name) for name in (named.name, *named.also) if named.kind is Kind.BODY]
    for spelling in (named.name, *named.also, *filter(None, turned)):
        # What its own file writes with a small letter ("Armed formations") texts do as well.
        plain = spelling[:1].islower() or (
            named.kind is not Kind.PERSON and any(map(str.islower, _weighty(spelling)[1:]))
        )
        cased = named.kind not in {Kind.FORCE, Kind.BODY} and not plain
        yield from _entry(
            spelling, kind=named.kind, name=named.name, of=named.of, place=place, cased=cased
        )


def _turned(name: str) -> str:
    """As translators write it: "Commission of Joint Peace", for "Joint Peace Commission"."""
    *rest, noun = name.split()
    known = len(rest) > 1 and noun.casefold() in _generic() and "of" not in rest
    return f"{noun} of {' '.join(rest)}" if known else ""


def _weighty(spelling: str) -> list[str]:
    """The first letters of the words of a name but for its particles: "of", "al"."""
    written = spelling.replace("-", " ").split()
    light = words("prepositions") | words("articles") | words("name_particles") | {"and"}
    return [word[0] for word in written if word.casefold() not in light and len(word) > _PARTICLE]


@cache
def _world(states: tuple[tuple[str, str], ...]) -> Gazetteer:
    renamed = dict(states)
    countries = (_country(row, renamed[row[0]]) for row in rows("countries.tsv"))
    return _index(
        entry
        for found in (countries, (_houses(renamed),), (_organisations(),))
        for entries in found
        for entry in entries
    )


def _country(row: Sequence[str], state: str) -> Iterator[Entry]:
    name, adjectives, peoples, capitals, also = _padded(row)
    own = _cells(adjectives)
    for spelling in (name, *_cells(also)):
        yield from _entry(spelling, kind=Kind.STATE, name=state, place=state)
    for adjective in own:
        yield from _entry(adjective, kind=Kind.STATE, name=state, form=Form.ADJECTIVE)
    for people in _cells(peoples) or [f"{adjective}s" for adjective in own]:
        if people not in own:
            yield from _entry(people, kind=Kind.STATE, name=state, form=Form.PEOPLE)
    for capital in _cells(capitals):
        yield from _entry(capital, kind=Kind.STATE, name=state, form=Form.CAPITAL, place=capital)


def _houses(renamed: Mapping[str, str]) -> Iterator[Entry]:
    seats = dict(_first_capitals())
    for name, state in rows("metonyms.tsv"):
        speaks_for, seat = renamed.get(state, state), seats.get(state, "")
        yield from _entry(name, kind=Kind.STATE, name=speaks_for, form=Form.METONYM, place=seat)


def _organisations() -> Iterator[Entry]:
    for row in (*rows("organisations.tsv"), *rows("missions.tsv")):
        for spelling in (row[0], *_cells(row[1] if len(row) > 1 else "")):
            yield from _entry(spelling, kind=Kind.BODY, name=row[0])
    for agency in lines("agencies.txt"):
        yield from _entry(agency, kind=Kind.BODY, name=agency, form=Form.AGENCY)


def _entry(
    spelling: str,
    *,
    kind: Kind,
    name: str,
    of: str = "",
    form: Form = Form.NAME,
    place: str = "",
    cased: bool = True,
) -> list[Entry]:
    norms = tuple(token.norm for token in tokenize(spelling))
    if not norms:
        return []
    letters = spelling.replace(".", "")
    upper = letters.isupper() and len(letters) <= _ACRONYM
    return [
        Entry(
            words=norms,
            kind=kind,
            name=name,
            of=of,
            form=form,
            place=place,
            cased=cased,
            upper=upper,
        )
    ]


def _index(entries: Iterable[Entry]) -> Gazetteer:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.words[0], []).append(entry)
    return {
        word: tuple(sorted(same, key=lambda entry: -len(entry.words)))
        for word, same in found.items()
    }


def _fits(entry: Entry, tokens: Sequence[Token], index: int) -> bool:
    ahead = tokens[index : index + len(entry.words)]
    if len(ahead) < len(entry.words):
        return False
    if any(token.norm != word for token, word in zip(ahead, entry.words, strict=True)):
        return False
    if entry.upper:
        return all(token.text.isupper() or not token.word for token in ahead)
    return not entry.cased or ahead[0].capital


def _padded(row: Sequence[str]) -> tuple[str, str, str, str, str]:
    cells = [*row, "", "", "", ""]
    return cells[0], cells[1], cells[2], cells[3], cells[4]


def _cells(text: str) -> list[str]:
    return [cell.strip() for cell in text.split(",") if cell.strip()]


def _first_capitals() -> list[tuple[str, str]]:
    padded = (_padded(row) for row in rows("countries.tsv"))
    return [(name, _cells(capitals)[0]) for name, _, _, capitals, _ in padded if capitals]
