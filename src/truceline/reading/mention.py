"""One mention, the memory of those before it, and how names are cut. It looks for none."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from truceline.reading.gazetteer import Form, Known
from truceline.reading.people import People
from truceline.reading.sentences import Token
from truceline.reading.wordlists import titles, words
from truceline.terms.claim import Actor
from truceline.terms.names import Kind

_MOST_WORDS_OF_A_NAME = 5
LOOK_BACK = 3  # words between a preposition and its name: "in the southern X"


ARMY = "army"  # under which the text's last army, military, troops are kept as well


@cache
def armies() -> frozenset[str]:
    """The nouns that may stand for one another: the army, the military, the troops."""
    return frozenset(phrase[-1] for same in titles("armies").values() for phrase in same)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Tokens first..last (inclusive) that name somebody or some place.

    `actors` is empty where they can only be a place, `place` where they can be none. `prep` is the
    preposition they hang on. Mentions of one list ("A, B and C") share a `group`.
    """

    first: int
    last: int
    kind: Kind
    form: Form
    actors: tuple[Actor, ...] = ()
    place: str = ""
    prep: str = ""
    genitive: bool = False
    group: int = -1
    state: str = ""  # whose adjective it is, where it names nobody by itself
    calling: bool = False  # a person who speaks for nobody else


@dataclass(slots=True, kw_only=True)
class Memory:
    """What the text has named so far. Lives as long as the reading of one text."""

    known: Known
    people: People
    person: Actor | None = None
    place: str = ""
    person_at: int = -9
    state: str = ""
    state_at: int = -9
    lead: Actor | None = None  # the same as the text has it: the force, not its state
    holders: dict[str, tuple[Actor | None, int]]  # "ministry": whose was last named, and where
    seen: set[str]  # parties to the agreement the text has named
    callings: set[str]  # people who speak for nobody else
    many: tuple[Actor, ...] = ()
    many_at: int = -9
    lists: dict[int, tuple[str, ...]]  # the last list of so many powers
    sides: dict[int, tuple[str, ...]]  # the last list of so many parties to the agreement
    number: int = -1  # the sentence being read
    voice: Actor | None = None  # who spoke last: a state or a body
    voice_at: int = -9
    speaker: Actor | None = None  # who spoke last: a person
    speaker_at: int = -9
    paragraph: int = -1
    letters: dict[str, Actor] = field(default_factory=dict)  # "(PFD)" after a name: whose
    issuer: Actor | None = None  # who put the document out
    recent: list[str] = field(default_factory=list)  # parties, the last named last
    places: dict[str, str]  # places of this paragraph: what they are called there ("town") or ""

    def only_place(self, kind: str) -> str:
        """The one place of the paragraph so called; the only place where none was so called."""
        found = [place for place, called in self.places.items() if kind and called == kind]
        if not found and (kind in words("towns") or not kind) and len(self.places) == 1:
            found = [place for place, called in self.places.items() if not (kind and called)]
        return found[0] if len(found) == 1 else ""

    def opponent(self) -> str:
        """The party on the other side from who speaks; of two, the one the text named last."""
        own = self._own_side()
        others = [party for party in self.known.parties if party != own]
        if not own or len(others) == len(self.known.parties):
            return ""
        named = [party for party in self.recent if party in others]
        return others[0] if len(others) == 1 else named[-1] if named else ""

    def _own_side(self) -> str:
        """Whose voice it is: who leads this sentence or speaks in it, or who put the text out."""
        for actor, at in ((self.voice, self.voice_at), (self.speaker, self.speaker_at)):
            if actor and at == self.number:
                return actor.side
        if self.state_at == self.number:
            return self.state
        return self.issuer.side if self.issuer else ""

    def hold(self, post: str, actor: Actor) -> None:
        """Keeps whose office it is. Two holders in one sentence, and it is nobody's again."""
        last = post.rsplit(" ", 1)[-1]
        for key in {post, last, *({ARMY} if last in armies() else ())}:
            before = self.holders.get(key)
            twice = before and before[1] == self.number and before[0] != actor
            self.holders[key] = (None if twice else actor), self.number

    def holder(self, post: str) -> Actor | None:
        """Whose office, ministry or army was last named by these very words."""
        if post in self.holders:
            return self.holders[post][0]
        return self.holders[ARMY][0] if post in armies() and ARMY in self.holders else None


def person_mention(first: int, last: int, person: Actor) -> Mention:
    return Mention(first=first, last=last, kind=Kind.PERSON, form=Form.NAME, actors=(person,))


def name_end(tokens: Sequence[Token], at: int, *, memory: Memory) -> int | None:
    """The last token of the run of capitals that begins here, initials and particles included."""
    if at >= len(tokens) or not tokens[at].capital:
        return None
    end, index = None, at
    while index < len(tokens) and index - at < _MOST_WORDS_OF_A_NAME:
        token = tokens[index]
        if token.word and token.capital and token.norm not in words("not_names"):
            hit = memory.known.at(tokens, index)
            if hit and hit[0].kind is not Kind.PERSON:
                break
            end = index
        elif not (
            index > at
            and (
                (token.text == "." and len(tokens[index - 1].text) == 1)
                or token.norm in words("name_particles")
            )
        ):
            break
        index += 1
    return end


def name_norms(tokens: Sequence[Token], first: int, last: int) -> tuple[str, ...]:
    return tuple(t.norm for t in tokens[first : last + 1] if t.word and len(t.text) > 1) or (
        tokens[last].norm,
    )


def spelled(tokens: Sequence[Token], first: int, last: int) -> str:
    """The name as the text writes it, on one line."""
    parts = [tokens[first].text]
    for before, token in zip(tokens[first:last], tokens[first + 1 : last + 1], strict=True):
        gap = token.start - before.end
        joint = "" if not gap else "-" if gap == 1 and token.text != "." else " "
        parts.append((" " if joint == "-" else joint) + token.text)
    return "".join(parts)


def phrase_end(tokens: Sequence[Token], at: int, *, classes: tuple[str, ...]) -> int | None:
    """Where the longest phrase of these classes that begins here ends."""
    if not 0 <= at < len(tokens):
        return None
    for phrase in titles(*classes).get(tokens[at].norm, ()):
        ahead = tokens[at : at + len(phrase)]
        if tuple(token.norm for token in ahead) == phrase:
            return at + len(phrase) - 1
    return None
