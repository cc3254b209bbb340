"""Where an act is said to take place: names of places, and borders between two states."""

from collections.abc import Sequence

from truceline.reading.acts import Told
from truceline.reading.choosing import near
from truceline.reading.gazetteer import Form, Known
from truceline.reading.grammar import Grammar
from truceline.reading.mention import Mention
from truceline.reading.sentences import Sentence, Token
from truceline.reading.wordlists import words
from truceline.terms.claim import Act, Actor
from truceline.terms.names import Kind

_BESIDE = 2  # words between an adjective and "border": another adjective
_NEAR, _FAR = 4, 8  # words after "border" in which its first and its last state begin
_MOVES = frozenset(
    {Act.DEPLOYMENT, Act.AID, Act.RETURN, Act.DISPLACEMENT, Act.WITHDRAWAL, Act.MEETING}
)


def places_of(
    tokens: Sequence[Token],
    named: Sequence[Mention],
    told: Told,
    *,
    order: Sequence[str],
    actors: Sequence[Actor],
) -> tuple[str, ...]:
    border = _border(tokens, named, told, order=order, actors=actors)
    found = [border] if border else []
    for mention in named:
        if told.act is Act.WITHDRAWAL and _stayed(tokens, told, mention):
            continue
        moved = told.act in _MOVES and mention.prep in {"to", "from", "into"} and mention.place
        towards = mention.form is Form.LOCALITY and mention.prep in {"to", "from"}
        own = mention.kind is Kind.PLACE and mention.place and not towards
        if own or (moved and mention.form is not Form.METONYM):
            found.append(mention.place)
    return tuple(dict.fromkeys(found))


def shared_places(sentence: Sentence, named: Sequence[Mention], told: Told) -> tuple[str, ...]:
    """Where the clause says that it goes on from: "fired on the edge of X, wounding two"."""
    tree = sentence.grammar
    if tree is None:
        return ()
    found = []
    for mention in named:
        if mention.kind is not Kind.PLACE or not mention.place:
            continue
        head = _head(tree, mention)
        where = {sentence.tokens[at].norm for at in tree.children(head, "case")}
        if where & _WHERE and near(sentence, head, first=told.match.first, last=told.match.last):
            found.append(mention.place)
    return tuple(dict.fromkeys(found))


def _head(tree: Grammar, mention: Mention) -> int:
    """The word of a name that the others hang on."""
    span = range(mention.first, mention.last + 1)
    return next((at for at in span if tree.heads[at] not in span), mention.first)


def the_country(tokens: Sequence[Token], known: Known, *, first: int, last: int) -> tuple[str, ...]:
    """The country, or its capital, where only one is spoken of: "in most of the country"."""
    states = [name for name in known.order if name in known.capitals]
    if len(states) != 1:
        return ()
    for at in range(max(1, first), last + 1):
        led = tokens[at - 1].norm == "the" and at > 1 and tokens[at - 2].norm in _WHERE
        if led and tokens[at].norm == "country":
            return (states[0],)
        if led and tokens[at].norm == "capital":
            return (known.capitals[states[0]],)
    return ()


_WHERE = frozenset(
    {"in", "at", "into", "near", "on", "over", "across", "along", "around", "inside", "within"}
    | {"throughout", "outside", "from", "of", "between", "off", "beyond", "through"}
)


def _stayed(tokens: Sequence[Token], told: Told, mention: Mention) -> bool:
    """As in "left the villages but stayed on the hill": whoever stays there has not left it."""
    between = tokens[told.match.last + 1 : mention.first]
    return any(token.norm in words("stays") for token in between)


def beside_border(tokens: Sequence[Token], mention: Mention, named: Sequence[Mention]) -> bool:
    """Whether a state only tells which border it is: "on the border between X and Y"."""
    if mention.prep not in {"between", "of", "with"}:
        return False
    first = min(m.first for m in named if m.group == mention.group)
    before = tokens[max(0, first - _BESIDE - 1) : first]
    return any(token.norm in words("border_nouns") for token in before)


def _border(
    tokens: Sequence[Token],
    named: Sequence[Mention],
    told: Told,
    *,
    order: Sequence[str],
    actors: Sequence[Actor],
) -> str:
    """As in "the X-Y border", "the border of X and Y", "X's border with Y" by one name."""
    for at in range(told.first, told.last + 1):
        if tokens[at].norm not in words("border_nouns"):
            continue
        states = [s for m in named if _borders(m, at) for s in _states(m)]
        if len(dict.fromkeys(states)) == 1:
            states += [actor.side for actor in actors]
        pair = list(dict.fromkeys(states))
        if len(pair) == 2:  # noqa: PLR2004 a border has two sides
            ranked = sorted(pair, key=lambda s: order.index(s) if s in order else len(order))
            return f"{ranked[0]}-{ranked[1]} border"
    return ""


def _borders(mention: Mention, at: int) -> bool:
    """Whether the mention tells whose border this is: right before it, or of, between, with."""
    if mention.kind is Kind.PERSON:
        return False
    ahead = _BESIDE if mention.form is Form.ADJECTIVE else 1 + mention.genitive
    if 0 < at - mention.last <= ahead:
        return True
    reach = _NEAR if mention.prep == "with" else _FAR
    return 0 < mention.first - at <= reach and mention.prep in {"of", "between", "with"}


def _states(mention: Mention) -> list[str]:
    if mention.state:
        return [mention.state]
    return [actor.side for actor in mention.actors]
