"""Who acts and on whom, by position around the trigger. It knows no grammar."""

from collections.abc import Sequence
from dataclasses import dataclass

from truceline.reading.acts import Told
from truceline.reading.frames import Frame
from truceline.reading.gazetteer import Form
from truceline.reading.mention import Mention
from truceline.reading.placing import beside_border
from truceline.reading.sentences import Token
from truceline.reading.wordlists import words
from truceline.terms.claim import Act, Actor

_NEAR = 5  # words between a noun and the "of" that says whose it is
_BESIDE = 3  # words between an owner and what is his: "X's sudden withdrawal"
MUTUAL = frozenset(
    {
        Act.MEETING,
        Act.AGREEMENT,
        Act.CEASEFIRE,
        Act.DETAINEE_EXCHANGE,
        Act.DELIMITATION,
        Act.HOSTILITIES,
    }
)
_DONE_TO = frozenset({Act.CONTROL, Act.HOSTILITIES, Act.ACCESS, Act.TRANSFER, Act.ACCUSATION})
AIMED = frozenset(
    {
        Act.ACCESS,
        Act.ACCUSATION,
        Act.AID,
        Act.DEMAND,
        Act.HOSTILITIES,
        Act.REJECTION,
        Act.SUPPORT,
        Act.TRANSFER,
        Act.WARNING,
    }
)
BORDER_ACTS = frozenset({Act.ACCESS, Act.AGREEMENT, Act.DELIMITATION})  # its states do them
_PARTICIPLE = ("ed", "en", "wn", "ld", "ght", "st", "t")
_BY_SAYING = frozenset(
    {Act.DEMAND, Act.REJECTION, Act.SUPPORT, Act.ACCUSATION, Act.WARNING, Act.AGREEMENT}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearby:
    """Who stands where one who acts, or one on whom it is done, would stand."""

    actors: tuple[Actor, ...]
    targets: tuple[Actor, ...]
    we: bool  # the speaker says "we"
    spoken: tuple[Mention, ...]  # the mentions in what is said, the speaker left out


def nearby(
    tokens: Sequence[Token], named: Sequence[Mention], told: Told, *, frame: Frame | None
) -> Nearby:
    inside = [m for m in named if told.first <= m.first <= told.last and m.form is not Form.AGENCY]
    spoken = _content(tokens, inside, told, frame)
    acting = [m for m in spoken if told.act in BORDER_ACTS or not beside_border(tokens, m, spoken)]
    actors = _actors(tokens, acting, told)
    if told.act is Act.WARNING:
        actors = _feared(tokens, inside, told)
    we = frame is not None and _we(tokens, spoken, told)
    if frame and we:
        actors = unique([*frame.says, *(actors if told.act in MUTUAL else ())])
    if not actors and frame and told.act in _BY_SAYING:
        sided = told.act is not Act.WARNING or not frame.calling
        actors = frame.says if sided else ()
    targets = _targets(acting, told, actors)
    return Nearby(actors=actors, targets=targets, we=we, spoken=tuple(spoken))


def _content(
    tokens: Sequence[Token], inside: Sequence[Mention], told: Told, frame: Frame | None
) -> list[Mention]:
    """Without the speaker and where he spoke, where the act stands inside what is said."""
    if frame is None or tokens[told.match.first].start <= frame.start:
        return list(inside)
    first = max(frame.cue, told.first) if frame.cue >= 0 else told.match.first
    spoken = range(first, told.match.first)
    start = next((tokens[at].end for at in spoken if tokens[at].norm == "that"), frame.start)
    return [m for m in inside if start <= tokens[m.first].start < frame.end]


def _actors(tokens: Sequence[Token], named: Sequence[Mention], told: Told) -> tuple[Actor, ...]:
    subject = _subject(named, told)
    passive = _passive(tokens, told)
    agent = _agent(tokens, named, told, passive=passive or not subject)
    if agent:
        return agent
    owner = _owner(tokens, named, told)
    if passive and told.act in _DONE_TO:
        subject = ()
    first, second = (owner, subject) if _nominal(tokens, told) else (subject, owner)
    actors = first or second
    if told.act is Act.MEETING and not passive:
        actors = unique([*actors, *_met(named, told)])
    if told.act in MUTUAL:
        actors = unique(
            [*actors, *(a for m in named if m.prep in {"with", "between"} for a in _bearers(m))]
        )
    return actors


def _feared(tokens: Sequence[Token], named: Sequence[Mention], told: Told) -> tuple[Actor, ...]:
    """Who might do what is warned of: "that X could resort"."""
    for mention in named:
        after = tokens[mention.last + 1 : mention.last + 2]
        if mention.last >= told.first and after and after[0].norm in words("may"):
            return _list(named, mention)
    return ()


def _agent(
    tokens: Sequence[Token], named: Sequence[Mention], told: Told, *, passive: bool
) -> tuple[Actor, ...]:
    """As in "by X" after the trigger, or inside its idiom."""
    for mention in named:
        right = passive or tokens[min(told.match.last + 1, told.last)].norm == "by"
        if right and mention.prep == "by" and mention.first > told.match.first and mention.actors:
            return _list(named, mention)
        under = told.act is Act.CONTROL and mention.prep == "of"
        if under and mention.first > told.match.last and mention.first - told.match.last <= _NEAR:
            return _list(named, mention)
    return ()


def _met(named: Sequence[Mention], told: Told) -> tuple[Actor, ...]:
    """The object of the verb: "X met Y"."""
    after = next((m for m in named if m.first > told.match.last), None)
    if after is None or after.prep or after.first - told.match.last > 2:  # noqa: PLR2004 an article
        return ()
    return _list(named, after)


def _owner(tokens: Sequence[Token], named: Sequence[Mention], told: Told) -> tuple[Actor, ...]:
    """Whose the noun is: of X, between X and Y, X's, X-ian."""
    for mention in named:
        near = told.match.first < mention.first <= told.match.last + _NEAR
        if near and mention.prep in {"of", "between"} and mention.actors:
            return _list(named, mention)
    for mention in named:
        near = mention.last <= told.match.last and told.match.first - mention.last <= _BESIDE
        between = tokens[mention.last + 1 : told.match.first]
        if any(token.norm in words("prepositions") for token in between):
            continue
        if near and (mention.genitive or mention.form is Form.ADJECTIVE) and _bearers(mention):
            return _list(named, mention)
    return ()


def _subject(named: Sequence[Mention], told: Told) -> tuple[Actor, ...]:
    """The first mention before the trigger that hangs on nothing."""
    before = [m for m in named if m.first <= told.match.first and m.actors and not m.genitive]
    free = [m for m in before if not m.prep or m.prep in {"as", "that", "since", "after"}]
    return _list(named, free[0]) if free else ()


def _nominal(tokens: Sequence[Token], told: Told) -> bool:
    at = told.match.first
    before = tokens[at - 1].norm if at else "the"
    adjective = (
        at > 0 and tokens[at - 1].word and before not in words("auxiliaries") and before != "to"
    )
    noun = before in words("determiners") | words("prepositions") | {"'s"}
    ends = tokens[at].norm.endswith(("ment", "al", "tion", "ence", "s", "ing", "change", "talks"))
    return noun or (adjective and ends and not tokens[at].norm.endswith("ed"))


def _passive(tokens: Sequence[Token], told: Told) -> bool:
    """A participle of the trigger after a form of be, adverbs between them or not."""
    for at in range(told.match.first, told.match.last + 1):
        back = at - 1
        while back > told.first and tokens[back].norm.endswith("ly"):
            back -= 1
        if back >= told.first and tokens[back].norm in words("being"):
            return tokens[at].norm.endswith(_PARTICIPLE)
    return False


def _targets(named: Sequence[Mention], told: Told, actors: Sequence[Actor]) -> tuple[Actor, ...]:
    if told.act not in AIMED:
        return ()
    taken = {actor.name for actor in actors}
    for mention in named:
        if mention.first <= told.match.first or mention.prep in {"by", "of", "in", "between"}:
            continue
        targets = tuple(a for a in _list(named, mention) if a.name not in taken)
        if targets:
            return targets
    return ()


def _list(named: Sequence[Mention], mention: Mention) -> tuple[Actor, ...]:
    """Everybody in the list the mention stands in, or the one it speaks for."""
    return unique(a for m in named if m.group == mention.group for a in _bearers(m))


def _bearers(mention: Mention) -> tuple[Actor, ...]:
    if mention.actors or not mention.state:
        return mention.actors
    return (Actor(name=mention.state),)


def unique(actors: object) -> tuple[Actor, ...]:
    return tuple(dict.fromkeys(actors))  # type: ignore[call-overload]


def _we(tokens: Sequence[Token], named: Sequence[Mention], told: Told) -> bool:
    """Whether "we" is the subject: nobody is named between it and the trigger."""
    last = max((m.last for m in named if m.last < told.match.first), default=told.first - 1)
    return any(token.norm in words("we") for token in tokens[last + 1 : told.match.first])
