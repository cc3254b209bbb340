"""Words that point to what is known already: both sides, she, the region. They name nobody new."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from truceline.reading.gazetteer import Form
from truceline.reading.mention import (
    Memory,
    Mention,
    name_end,
    person_mention,
    phrase_end,
    spelled,
)
from truceline.reading.sentences import Token
from truceline.reading.wordlists import speaking, words
from truceline.terms.claim import Actor
from truceline.terms.names import Kind

_PRONOUN_REACH = 2  # sentences between a person and the last "he" that is still that person


def group(tokens: Sequence[Token], at: int, *, memory: Memory) -> Mention | None:
    """As in "both sides", "the three countries", "the parties"."""
    count, noun = tokens[at].norm, at + 1
    if count not in words("group_counts"):
        if count != "the":
            return None
        count = ""
    while noun < len(tokens) and tokens[noun].norm in words("group_counts") | {"of", "the"}:
        count, noun = tokens[noun].norm, noun + 1
    if noun + 1 < len(tokens) and tokens[noun].norm not in words("group_nouns"):
        noun += 1
    if noun >= len(tokens) or tokens[noun].norm not in words("group_nouns") or tokens[noun].capital:
        return None
    after = tokens[noun + 1].norm if noun + 1 < len(tokens) else ""
    if after == "of" and not _counted_tail(tokens, noun + 2):
        return None
    if after == "of":
        inner = group(tokens, noun + 2, memory=memory)
        if inner:
            return replace(inner, first=at)
    size = {"two": 2, "both": 2, "three": 3, "four": 4}.get(count)
    of_all = tokens[noun].norm in {"countries", "nations", "states", "neighbours", "neighbors"}
    actors = _members(size, memory.lists if of_all else memory.sides, memory=memory)
    if not actors:
        return None
    return Mention(first=at, last=noun, kind=Kind.PARTY, form=Form.GROUP, actors=actors)


def _counted_tail(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].norm in {"the", *words("group_counts")}


def _members(
    size: int | None, lists: Mapping[int, tuple[str, ...]], *, memory: Memory
) -> tuple[Actor, ...]:
    """The last list of so many powers the text has named; else the agreement's own parties."""
    parties = memory.known.parties
    names = parties if size is None else lists.get(size, ())
    if not names and len(parties) == size:
        names = parties
    return tuple(Actor(name=name) for name in names)


def pronoun(tokens: Sequence[Token], at: int, *, memory: Memory, number: int) -> Mention | None:
    token = tokens[at]
    near = number - memory.person_at <= _PRONOUN_REACH
    if token.norm in words("he") and memory.person and near:
        return replace(person_mention(at, at, memory.person), form=Form.PRONOUN)
    said = at + 1 < len(tokens) and tokens[at + 1].norm in speaking()
    if token.norm == "it" and said and memory.state and number - memory.state_at <= 1:
        speaker = (Actor(name=memory.state),)
        return Mention(first=at, last=at, kind=Kind.STATE, form=Form.PRONOUN, actors=speaker)
    lately = memory.many and number - memory.many_at <= 1
    if lately and token.norm in words("they") | words("their"):
        return Mention(
            first=at,
            last=at,
            kind=Kind.PARTY,
            form=Form.PRONOUN,
            actors=memory.many,
            genitive=token.norm in words("their"),
        )
    return None


def institution(tokens: Sequence[Token], at: int, *, memory: Memory, number: int) -> Mention | None:
    """As in "the ministry", "its army", "the defence ministry in Doeville", "the spokesman"."""
    if tokens[at].norm not in {"the", "its"}:
        return None
    end = phrase_end(tokens, at + 1, classes=("institutions", "offices"))
    if end is None or (end + 1 < len(tokens) and tokens[end + 1].norm in {"of", "to", "for"}):
        return None
    seat = memory.known.at(tokens, end + 2) if _in(tokens, end + 1) else None
    holder = memory.holders.get(tokens[end].norm)
    if seat and seat[0].form is Form.CAPITAL:
        holder, end = Actor(name=seat[0].name), end + 1 + seat[1]
        memory.holders[tokens[end - 1 - seat[1]].norm] = holder
    elif tokens[at].norm == "its":
        lately = number - memory.state_at <= 1
        holder = Actor(name=memory.state) if memory.state and lately else None
    if holder is None:
        return None
    kind = Kind.PERSON if holder.of else Kind.STATE
    return Mention(first=at, last=end, kind=kind, form=Form.POST, actors=(holder,))


def _in(tokens: Sequence[Token], at: int) -> bool:
    return at + 1 < len(tokens) and tokens[at].norm == "in"


def area(tokens: Sequence[Token], at: int, *, memory: Memory) -> Mention | None:
    """As in "the region", where the text has just named one."""
    if not memory.place or tokens[at].norm not in {"the", "this"}:
        return None
    noun = at + 1
    while noun < len(tokens) and tokens[noun].norm in words("area_fillers"):
        noun += 1
    if noun >= len(tokens) or tokens[noun].norm not in words("area_nouns"):
        return None
    if noun + 1 < len(tokens) and tokens[noun + 1].norm == "of":
        return None
    return Mention(first=at, last=noun, kind=Kind.PLACE, form=Form.PRONOUN, place=memory.place)


def locality(tokens: Sequence[Token], at: int, *, memory: Memory) -> Mention | None:
    """Capitals right after "in" or "near": a place, though nobody told us of it."""
    before = [token.norm for token in tokens[max(0, at - 2) : at]]
    settled = before[-1:] == ["of"] and before[0] in words("settled")
    if not settled and not (before and before[-1] in words("locating")):
        return None
    end = name_end(tokens, at, memory=memory)
    if end is None:
        return None
    place = spelled(tokens, at, end)
    return Mention(first=at, last=end, kind=Kind.PLACE, form=Form.LOCALITY, place=place)
