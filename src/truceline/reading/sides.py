"""Common nouns for a party to the agreement: the rebels, government troops, the other side.

They name a party only where the agreement or the text leaves no choice; else nobody.
"""

from collections.abc import Sequence
from functools import cache

from truceline.reading.gazetteer import Form
from truceline.reading.mention import Memory, Mention, armies, phrase_end
from truceline.reading.sentences import Token
from truceline.reading.wordlists import titles, words
from truceline.terms.claim import Actor
from truceline.terms.names import Kind


def sided(tokens: Sequence[Token], at: int, *, memory: Memory) -> Mention | None:
    """Who is meant by the common noun that begins here, with or without "the"."""
    first = at + (tokens[at].norm in words("articles"))
    if first >= len(tokens) or (tokens[first].capital and first):
        return None
    if tokens[first].norm not in _openings():
        return None
    return (
        _voice(tokens, at, first, memory=memory)
        or _loyal(tokens, at, first, memory=memory)
        or _moving(tokens, at, first, memory=memory)
        or _opposed(tokens, at, first, memory=memory)
        or _watching(tokens, at, first, memory=memory)
    )


@cache
def _openings() -> frozenset[str]:
    """The first words of all that can be meant here: most words are none."""
    phrases = titles("loyal", "armies", "movements", "enemies", "watchers")
    return words("speaking_for") | {"other", "opposing", "opposite"} | frozenset(phrases)


def _voice(tokens: Sequence[Token], at: int, first: int, *, memory: Memory) -> Mention | None:
    """As in "a military spokesman", "the rebel commander", "a defence ministry official"."""
    noun = first
    while noun < len(tokens) and tokens[noun].norm in words("speaking_for"):
        noun += 1
    moved = phrase_end(tokens, noun, classes=("movements",)) if noun == first else None
    noun = noun if moved is None else moved + 1
    last = phrase_end(tokens, noun, classes=("voices",)) if noun > first else None
    if last is None or (last + 1 < len(tokens) and tokens[last + 1].norm in {"of", "for", "in"}):
        return None
    of = tokens[noun - 1].norm
    if first == at and moved is None and of not in {"government", "army", "ministry", "police"}:
        return None  # "military commanders": anybody's
    movement, government = only_movement(memory), only_government(memory)
    holder = None if moved is not None else memory.holder(of)
    if moved is not None and movement:
        holder = Actor(name=movement)
    elif moved is None and holder is None and government:
        armed = of in armies() | {"navy"}
        holder = army_of(government, of, memory=memory) if armed else Actor(name=government)
    return _mention(at, last, holder, Kind.STATE) if holder else None


def _loyal(tokens: Sequence[Token], at: int, first: int, *, memory: Memory) -> Mention | None:
    """As in "government troops", "federal soldiers", "an army convoy"."""
    loyal = phrase_end(tokens, first, classes=("loyal", "armies"))
    ranks = ("force_nouns", "doers", "held")
    last = phrase_end(tokens, loyal + 1, classes=ranks) if loyal is not None else None
    government = only_government(memory)
    if last is None or loyal is None or tokens[loyal].norm == "military":
        return None
    noun = tokens[loyal].norm if tokens[loyal].norm in armies() else tokens[last].norm
    holder = memory.holder(noun) if tokens[loyal].norm in armies() else None
    if holder is None and government:
        holder = army_of(government, noun, memory=memory)
    return _mention(at, last, holder, Kind.FORCE) if holder else None


def _moving(tokens: Sequence[Token], at: int, first: int, *, memory: Memory) -> Mention | None:
    """As in "the rebels", "separatist fighters"; not "a rebel", who is one of many."""
    last = phrase_end(tokens, first, classes=("movements",))
    movement = only_movement(memory)
    if last is None or not movement:
        return None
    armed = phrase_end(tokens, last + 1, classes=("force_nouns", "doers", "held"))
    if armed is None and tokens[at].norm != "the" and not tokens[last].norm.endswith("s"):
        return None
    return _mention(at, last if armed is None else armed, Actor(name=movement), Kind.PARTY)


def _opposed(tokens: Sequence[Token], at: int, first: int, *, memory: Memory) -> Mention | None:
    """As in "the other side", "the enemy": the one that was named and does not speak."""
    other = tokens[first].norm in {"other", "opposing", "opposite"} and first + 1 < len(tokens)
    the = tokens[at].norm == "the"
    if other and the and tokens[first + 1].norm in {"side", "party"}:
        last: int | None = first + 1
    else:
        last = phrase_end(tokens, first, classes=("enemies",)) if the else None
    side = memory.opponent() if last is not None else ""
    if last is None or not side:
        return None
    return _mention(at, last, Actor(name=side), Kind.PARTY)


def _watching(tokens: Sequence[Token], at: int, first: int, *, memory: Memory) -> Mention | None:
    """As in "the team", "peacekeepers" in what a monitoring body puts out: its own."""
    issuer = memory.issuer
    if issuer is None or issuer.name not in memory.known.watching:
        return None
    last = phrase_end(tokens, first, classes=("watchers",))
    bare = tokens[at].norm != "the"
    if last is None or (bare and not (_opens(tokens, at) and tokens[last].norm.endswith("s"))):
        return None
    if tokens[last + 1 : last + 2] and tokens[last + 1].norm == "of":
        return None
    return _mention(at, last, issuer, Kind.BODY)


def _opens(tokens: Sequence[Token], at: int) -> bool:
    return at == 0 or not tokens[at - 1].word


def _mention(first: int, last: int, actor: Actor, kind: Kind) -> Mention:
    return Mention(first=first, last=last, kind=kind, form=Form.POST, actors=(actor,))


def only_government(memory: Memory) -> str:
    governments = memory.known.governments
    return governments[0] if len(governments) == 1 else ""


def only_movement(memory: Memory) -> str:
    known = memory.known
    others = [party for party in known.parties if party not in known.governments]
    return others[0] if len(others) == 1 and known.governments else ""


def army_of(party: str, noun: str, *, memory: Memory) -> Actor:
    """The one force of the party that goes by the noun, or by another for an army; else itself."""
    forces = [actor for actor in memory.known.nouns.get(noun, ()) if actor.of == party]
    if not forces and noun in armies():
        named = {a: None for key in sorted(armies()) for a in memory.known.nouns.get(key, ())}
        forces = [actor for actor in named if actor.of == party]
    return forces[0] if len(forces) == 1 else Actor(name=party)
