"""Who acts and on whom: what the tree of the sentence tells, held against position.

Either alone is often wrong. A name the tree gives wins, then a name by position, then whom the
text only describes. It invents nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from truceline.reading.acts import Told
from truceline.reading.bearers import Hearing
from truceline.reading.doers import doing
from truceline.reading.frames import Frame
from truceline.reading.grammar import Grammar
from truceline.reading.mention import Mention
from truceline.reading.nearby import AIMED, MUTUAL, Nearby, nearby, unique
from truceline.reading.placing import places_of
from truceline.reading.sentences import Sentence, Token
from truceline.reading.speech import witnessing
from truceline.terms.claim import NARRATOR, Act, Actor

# whoever is their subject does not do it of his own will
_SUFFERED = frozenset({Act.CASUALTIES, Act.DISPLACEMENT, Act.RETURN})
# whoever is moved moves, or suffers and is named where nobody is said to have done it
_OWN_MOVES = frozenset({Act.CASUALTIES, Act.DEPLOYMENT, Act.WITHDRAWAL, Act.RETURN})
# done by saying it: who does it is who puts it forward
_STANCES = frozenset({Act.ACCUSATION, Act.DEMAND, Act.REJECTION, Act.SUPPORT, Act.WARNING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    actors: tuple[Actor, ...]
    targets: tuple[Actor, ...]
    places: tuple[str, ...]
    says: tuple[Actor, ...] = (NARRATOR,)


def roles(
    sentence: Sentence,
    named: Sequence[Mention],
    told: Told,
    *,
    frame: Frame | None,
    order: Sequence[str],
) -> Roles:
    """`order`: the names of states and parties as the agreement lists them."""
    tokens = sentence.tokens
    near = nearby(tokens, named, told, frame=frame)
    if _seen(tokens, told, frame):
        near = replace(near, actors=_without(near.actors, frame))
    actors, targets = near.actors, near.targets
    if sentence.grammar and not near.we:
        hearing = Hearing(tokens=tokens, tree=sentence.grammar, named=named, frame=frame)
        actors, targets = _weighed(hearing, sentence.grammar, told, near=near)
    return Roles(
        actors=actors,
        targets=targets,
        places=places_of(tokens, near.spoken, told, order=order, actors=near.actors),
        says=_voices(frame, told, actors),
    )


def _seen(tokens: Sequence[Token], told: Told, frame: Frame | None) -> bool:
    """Whether the trigger is the seeing itself: who "saw shelling" did not shell."""
    cue = frame.cue if frame else -1
    own = told.match.first <= cue <= told.match.last and tokens[cue].norm in witnessing()
    return own and told.act not in _STANCES


def _without(actors: tuple[Actor, ...], frame: Frame | None) -> tuple[Actor, ...]:
    return tuple(actor for actor in actors if frame is None or actor not in frame.says)


def _voices(frame: Frame | None, told: Told, actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Who puts it forward; a stance without any other voice is its holder's."""
    if frame:
        return frame.says
    mutual = told.act is Act.ACCUSATION and len(actors) > 1  # "traded blame": the text tells of it
    return actors if actors and told.act in _STANCES and not mutual else (NARRATOR,)


def _weighed(
    hearing: Hearing, tree: Grammar, told: Told, *, near: Nearby
) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    done = doing(hearing.tokens, tree, told)
    seen = _seen(hearing.tokens, told, hearing.frame)
    by = () if seen else hearing.all_of(done.by)
    if told.act in MUTUAL and by:
        also = [*done.with_, *(done.to if told.act is Act.MEETING else ())]
        by = unique([*by, *hearing.all_of(also)])
    if told.act is Act.WARNING and near.actors:
        by = ()  # who might do what is warned of stands elsewhere
    if done.passive and told.act in _OWN_MOVES:
        by = by or hearing.all_of(done.to)
    plain = () if seen or told.act in _SUFFERED else hearing.described(done.by)
    actors = by or near.actors or plain
    to = hearing.all_of(done.to, owning=True) if told.act in AIMED else ()
    return actors, tuple(actor for actor in to if actor not in actors) or near.targets
