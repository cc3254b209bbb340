"""Where an act is said to take place: names of places, and borders between two states."""

from collections.abc import Sequence

from truceline.reading.acts import Told
from truceline.reading.gazetteer import Form
from truceline.reading.mention import Mention
from truceline.reading.sentences import Token
from truceline.reading.wordlists import words
from truceline.terms.claim import Act, Actor
from truceline.terms.names import Kind

_LEFT, _RIGHT = 3, 6  # words around "border" in which its two states are named
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
        moved = told.act in _MOVES and mention.prep in {"to", "from", "into"} and mention.place
        towards = mention.form is Form.LOCALITY and mention.prep in {"to", "from"}
        own = mention.kind is Kind.PLACE and mention.place and not towards
        if own or (moved and mention.form is not Form.METONYM):
            found.append(mention.place)
    return tuple(dict.fromkeys(found))


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
        near = [m for m in named if -_LEFT <= m.first - at <= _RIGHT and m.kind is not Kind.PERSON]
        states = [s for m in near for s in _states(m)]
        if len(dict.fromkeys(states)) == 1:
            states += [actor.side for actor in actors]
        pair = list(dict.fromkeys(states))[:2]
        if len(pair) == 2:  # noqa: PLR2004 a border has two sides
            ranked = sorted(pair, key=lambda s: order.index(s) if s in order else len(order))
            return f"{ranked[0]}-{ranked[1]} border"
    return ""


def _states(mention: Mention) -> list[str]:
    if mention.state:
        return [mention.state]
    if mention.kind in {Kind.STATE, Kind.PARTY}:
        return [actor.name for actor in mention.actors]
    return []
