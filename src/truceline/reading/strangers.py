"""Names that nobody told us of: introduced with their letters, or names to the parser.

They come after every name that is known. It finds no places.
"""

from collections.abc import Sequence
from functools import cache

from truceline.reading.gazetteer import Form
from truceline.reading.mention import Memory, Mention, name_norms, person_mention, spelled
from truceline.reading.parsed import NameKind
from truceline.reading.sentences import Sentence, Token
from truceline.reading.standing import speaks
from truceline.reading.wordlists import titles, words
from truceline.terms.claim import Actor
from truceline.terms.names import Kind

_GIVEN = frozenset({NameKind.PERSON, NameKind.ORGANISATION})
_LETTERS = range(2, 9)  # of an acronym
_LONGEST = 10  # words of a name that is introduced


def introduced(tokens: Sequence[Token], at: int, *, memory: Memory) -> Mention | None:
    """As in "the Popular Front for Doeland (PFD)"; afterwards as "the PFD"."""
    if not tokens[at].capital:
        return None
    if at and tokens[at - 1].text == "(" and _in_brackets(tokens, at - 1):
        return None  # it was named just before
    if tokens[at].text in memory.letters:
        actor = memory.letters[tokens[at].text]
        return Mention(first=at, last=at, kind=Kind.BODY, form=Form.NAME, actors=(actor,))
    if tokens[at].norm in words("not_names"):
        return None
    end = at
    while end - at < _LONGEST and end < len(tokens) and _in_name(tokens[end]):
        end += 1
    letters = _in_brackets(tokens, end)
    initials = "".join(token.text[0] for token in tokens[at:end] if token.capital)
    if not letters or letters.replace(".", "") != initials:
        return None
    actor = Actor(name=spelled(tokens, at, end - 1))
    memory.letters[letters] = actor
    return Mention(first=at, last=end - 1, kind=Kind.BODY, form=Form.NAME, actors=(actor,))


def learn(tokens: Sequence[Token], mention: Mention, *, memory: Memory) -> None:
    """The letters that stand in brackets after a name."""
    letters = _in_brackets(tokens, mention.last + 1)
    group = mention.kind in {Kind.BODY, Kind.FORCE, Kind.PARTY} or mention.form is Form.POST
    if letters and group and len(mention.actors) == 1:
        memory.letters[letters] = mention.actors[0]


def _in_name(token: Token) -> bool:
    return token.word and (token.capital or token.norm in _small())


@cache
def _small() -> frozenset[str]:
    return words("prepositions") | words("articles") | words("name_particles") | {"and"}


def _in_brackets(tokens: Sequence[Token], at: int) -> str:
    ahead = [token.text for token in tokens[at : at + 3]]
    if len(ahead) < 3 or ahead[0] != "(" or ahead[2] != ")":  # noqa: PLR2004 brackets and a word
        return ""
    return ahead[1] if ahead[1].isupper() and len(ahead[1]) in _LETTERS else ""


def recognised(sentence: Sentence, at: int, *, memory: Memory) -> Mention | None:
    """A person or a group by the parser's word, where the words themselves bear it out."""
    names = sentence.grammar.names if sentence.grammar else ()
    name = next((n for n in names if n.first == at and n.kind in _GIVEN), None)
    if name is None or not sentence.tokens[at].capital or not sentence.tokens[name.last].word:
        return None
    tokens, last = sentence.tokens, name.last
    if tokens[at].norm in words("not_names"):
        return None
    if any(memory.known.at(tokens, inside) for inside in range(at + 1, last + 1)):
        return None  # a known name is nearer the truth
    if name.kind is NameKind.PERSON:
        return _person(tokens, at, last, memory=memory)
    letters = tokens[at].text.isupper() and len(tokens[at].text) > min(_LETTERS)
    if tokens[last].norm not in titles("bodies") and not (last == at and letters):
        return None
    actor = Actor(name=spelled(tokens, at, last))
    memory.hold(tokens[last].norm, actor)
    return Mention(first=at, last=last, kind=Kind.BODY, form=Form.NAME, actors=(actor,))


def _person(tokens: Sequence[Token], at: int, last: int, *, memory: Memory) -> Mention | None:
    found = memory.people.find(name_norms(tokens, at, last))
    mention = person_mention(at, last, found or Actor(name=spelled(tokens, at, last)))
    if found is None and last == at and not speaks(tokens, mention):
        return None  # one word may be anything
    memory.people.add(mention.actors[0])
    return mention
