"""From the head of a phrase to whom it means: named, pointed to, or only described.

Whom the text gives no name keeps the words the text has for them: "armed men". It looks at one
phrase at a time and does not know what is done.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from truceline.reading.frames import Frame
from truceline.reading.gazetteer import Form
from truceline.reading.grammar import Grammar
from truceline.reading.mention import Mention
from truceline.reading.sentences import Token
from truceline.reading.wordlists import titles
from truceline.terms.claim import Actor
from truceline.terms.names import Kind

_PARTS = ("nmod:poss", "amod", "compound", "nmod", "appos", "flat")
_SOME = frozenset(
    {"dozens", "hundreds", "thousands", "scores", "tens", "part", "majority", "number"}
)
_OWNING = frozenset({"of", "from", "for"})
_LOYAL = frozenset({"loyal", "allied", "affiliated", "aligned", "belonging"})
_GIVING = _OWNING | {"by"}
_POINTERS = {"we": "we", "us": "we", "it": "it", "they": "they", "he": "he", "she": "he", "i": "we"}
_POSSESSIVES = {"our": "we", "its": "it", "their": "they", "his": "he", "her": "he", "my": "we"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """A sentence, its tree, whom it names, and who puts forward what is looked at."""

    tokens: Sequence[Token]
    tree: Grammar
    named: Sequence[Mention]
    frame: Frame | None

    def all_of(self, heads: Iterable[int], *, owning: bool = False) -> tuple[Actor, ...]:
        """Everybody with a name whom the phrases mean that these tokens head, with their lists.

        With `owning`, whatever belongs to somebody means them: an attack on X's hill is on X.
        """
        each = (one for head in heads for one in (head, *self.tree.children(head, "conj")))
        found = (actor for head in each for actor in self._one(head, owning=owning))
        return tuple(dict.fromkeys(found))

    def described(self, heads: Iterable[int]) -> tuple[Actor, ...]:
        """Who is only described: people, groups, forces without a name."""
        each = (one for head in heads for one in (head, *self.tree.children(head, "conj")))
        names = [self._description(head) for head in each if self._is_doer(head)]
        return tuple(Actor(name=name) for name in dict.fromkeys(names))

    def _one(self, head: int, *, owning: bool) -> tuple[Actor, ...]:
        head = self._of_many(head)
        aside = (self._at(part) for part in self.tree.children(head, "appos", "flat"))
        person = next((m for m in aside if m and m.kind is Kind.PERSON), None)
        mention = person or self._held_by(self._at(head))  # "the chair of X, Jane Doe"
        if mention and (actors := self._together(mention)):
            return actors
        norm = self.tokens[head].norm
        if norm in _POINTERS:
            return self._pointed(head, _POINTERS[norm])
        place = mention is not None and mention.kind is Kind.PLACE
        led = norm in _followers() and self._led(head)
        stands = not place and (owning or led or norm in _standing())
        return self._owner(head, _GIVING if owning else _OWNING) if stands else ()

    def _led(self, head: int) -> bool:
        """As in "Doe's fighters", "fighters loyal to Doe"; not "Kenyan fighters"."""
        loyal = any(self.tokens[a].norm in _LOYAL for a in self.tree.children(head, "amod", "acl"))
        return loyal or self.tree.has(head, "nmod:poss")

    def _together(self, mention: Mention) -> tuple[Actor, ...]:
        """Whom the mention means; with "Kenyan and Somali forces" both."""
        if mention.form is not Form.ADJECTIVE:
            return _bearers(mention)
        alike = (m for m in self.named if m.group == mention.group and m.form is Form.ADJECTIVE)
        return tuple(dict.fromkeys(actor for m in alike for actor in _bearers(m)))

    def _held_by(self, mention: Mention | None) -> Mention | None:
        """Who holds the office, where the name comes next: "the envoy of X, Jane Doe, met"."""
        if mention is None or mention.form is not Form.POST:
            return mention
        if [t.text for t in self.tokens[mention.last + 1 : mention.last + 2]] != [","]:
            return mention
        then = (m for m in self.named if m.kind is Kind.PERSON and m.first == mention.last + 2)
        return next(then, mention)

    def _of_many(self, head: int) -> int:
        """As in "four of the rebels", "most of them": those of whom they are."""
        if (
            self.tree.kinds[head] in {"NUM", "DET", "ADJ", "PRON"}
            or self.tokens[head].norm in _SOME
        ):
            return next((p for p in self.tree.children(head, "nmod") if self._owns(p)), head)
        return head

    def _owner(self, head: int, by: frozenset[str]) -> tuple[Actor, ...]:
        """Whom a noun stands for that only belongs to somebody: the troops of X, his men."""
        loyal = (
            a for a in self.tree.children(head, "amod", "acl") if self.tokens[a].norm in _LOYAL
        )
        served = (part for at in loyal for part in self.tree.children(at, "obl"))
        for part in (*served, *self.tree.children(head, *_PARTS)):
            if self.tree.relations[part] == "nmod" and not self._owns(part, by):
                continue
            mention = self._at(part)
            if mention and (actors := _bearers(mention)):
                armed = mention.kind is Kind.FORCE
                return actors if armed else tuple(Actor(name=actor.side) for actor in actors)
            if self.tokens[part].norm in _POSSESSIVES:
                return self._pointed(part, _POSSESSIVES[self.tokens[part].norm])
        return ()

    def _pointed(self, at: int, pronoun: str) -> tuple[Actor, ...]:
        """Inside what is said "we" is who says it; so are "it", "they" and "he" that fit."""
        frame = self.frame
        if frame is None or self.tokens[at].start < frame.start:
            return ()
        one = len(frame.says) == 1
        fits = {"we": True, "they": frame.many or not one, "it": one and not frame.person}
        spoken = pronoun == "we" or frame.cue < 0 or at > frame.cue
        return frame.says if spoken and fits.get(pronoun, one) else ()

    def _at(self, token: int) -> Mention | None:
        return next((m for m in self.named if m.first <= token <= m.last), None)

    def _owns(self, part: int, by: frozenset[str] = _OWNING) -> bool:
        return any(self.tokens[case].norm in by for case in self.tree.children(part, "case"))

    def _is_doer(self, head: int) -> bool:
        """Not "his men": somebody's, whom we could not tell."""
        owned = self.tree.has(head, "nmod:poss")
        return not owned and self.tree.kinds[head] == "NOUN" and self.tokens[head].norm in _doers()

    def _description(self, head: int) -> str:
        first = head
        while first and self._describes(first - 1, head):
            first -= 1
        said = [token.text for token in self.tokens[first : head + 1]]
        if first == 0 and not said[0].isupper():
            said[0] = said[0].lower()  # only a sentence begins with it
        return " ".join(said)

    def _describes(self, at: int, head: int) -> bool:
        within = self.tree.heads[at] == head and self.tree.relations[at] in {"amod", "compound"}
        named = self.tree.kinds[at] == "PROPN" and self._at(at) is None  # it may be a person
        return within and self.tokens[at].word and not named


def _bearers(mention: Mention) -> tuple[Actor, ...]:
    if mention.actors or not mention.state:
        return mention.actors
    return (Actor(name=mention.state),)


@cache
def _doers() -> frozenset[str]:
    return frozenset(_lasts("doers", "callings", "movements", "armies"))


@cache
def _followers() -> frozenset[str]:
    return frozenset(_lasts("followers"))


@cache
def _standing() -> frozenset[str]:
    return frozenset(
        _lasts("offices", "state_nouns", "force_nouns", "institutions", "movements", "members")
    )


def _lasts(*names: str) -> Iterator[str]:
    return (phrase[-1] for same in titles(*names).values() for phrase in same)
