"""Words that point to what is known already: both sides, she, the region. They name nobody new."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from truceline.reading.gazetteer import Form
from truceline.reading.mention import (
    Memory,
    Mention,
    armies,
    name_end,
    person_mention,
    phrase_end,
    spelled,
)
from truceline.reading.sentences import Token
from truceline.reading.sides import army_of, only_government
from truceline.reading.wordlists import speaking, words
from truceline.terms.claim import Actor
from truceline.terms.names import Kind

_ADJECTIVES = 3  # words from "its" to its noun: "its last two units"
_OWNERS = frozenset({Kind.STATE, Kind.PARTY, Kind.FORCE, Kind.BODY})
_BARE = frozenset({"army", "navy", "military", "police"})  # in logs and headings: "Army left."
_SIZES = {"each": 2, "either": 2, "two": 2, "both": 2, "three": 3, "four": 4}
_PRONOUN_REACH = 2  # sentences between a person and the last "he" that is still that person


def group(tokens: Sequence[Token], at: int, *, memory: Memory) -> Mention | None:
    """As in "both sides", "each side", "the three countries", "the parties"."""
    count, noun = _counted(tokens, at)
    if count is None or not _is_group(tokens, noun, count=count):
        return None
    after = tokens[noun + 1].norm if noun + 1 < len(tokens) else ""
    if after == "of":
        inner = group(tokens, noun + 2, memory=memory) if _counted_tail(tokens, noun + 2) else None
        return replace(inner, first=at) if inner else None
    size = _SIZES.get(count)
    of_all = tokens[noun].norm in {"countries", "nations", "states", "neighbours", "neighbors"}
    actors = _members(size, memory.lists if of_all else memory.sides, memory=memory)
    if not actors:
        return None
    return Mention(first=at, last=noun, kind=Kind.PARTY, form=Form.GROUP, actors=actors)


def _counted(tokens: Sequence[Token], at: int) -> tuple[str | None, int]:
    """How many are said to be of the noun, "" for no number, and where the noun stands."""
    count, noun = tokens[at].norm, at + 1
    if count not in words("group_counts"):
        if count != "the":
            return None, at
        count = ""
    while noun < len(tokens) and tokens[noun].norm in words("group_counts") | {"of", "the"}:
        count, noun = tokens[noun].norm, noun + 1
    adjective = noun + 1 < len(tokens) and tokens[noun].norm not in words("group_nouns")
    return count, noun + adjective


def _is_group(tokens: Sequence[Token], noun: int, *, count: str) -> bool:
    if noun >= len(tokens) or tokens[noun].norm not in words("group_nouns") or tokens[noun].capital:
        return False
    return (tokens[noun].norm in {"side", "party"}) == (count in {"each", "either"})


def _counted_tail(tokens: Sequence[Token], at: int) -> bool:
    """Whether "of" goes on with a number: "leaders of the three countries"."""
    return at < len(tokens) and tokens[at].norm in {"the", *words("group_counts")}


def _members(
    size: int | None, lists: Mapping[int, tuple[str, ...]], *, memory: Memory
) -> tuple[Actor, ...]:
    """The last list of so many powers the text has named; else the agreement's own parties."""
    parties = memory.known.parties
    names = parties if size is None else lists.get(size, ())
    if not names and len(memory.seen) == size:
        names = tuple(party for party in parties if party in memory.seen)
    if not names and len(parties) == size:
        names = parties
    return tuple(Actor(name=name) for name in names)


def pronoun(tokens: Sequence[Token], at: int, *, memory: Memory, number: int) -> Mention | None:
    token = tokens[at]
    said = _speaks(tokens, at + 1)
    if token.norm in words("he"):
        person = _he(memory, number, said=said)
        return replace(person_mention(at, at, person), form=Form.PRONOUN) if person else None
    if token.norm == "it" and said:
        speaker = _it(memory, number)
        if speaker is None:
            return None
        return Mention(first=at, last=at, kind=Kind.STATE, form=Form.PRONOUN, actors=(speaker,))
    if token.norm == "it" and at == 0 and _acts(tokens, 1):
        lead = memory.lead if number - memory.state_at == 1 else None
        actors = (lead,) if lead else ()
        return Mention(first=0, last=0, kind=Kind.STATE, form=Form.PRONOUN, actors=actors)
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


def _acts(tokens: Sequence[Token], at: int) -> bool:
    """Whether somebody does something: "It has withdrawn", not "It is feared", "It was noon"."""
    norms = [token.norm for token in tokens[at : at + 2]]
    helped = norms[:1] and norms[0] in {"has", "had", "will", "also", "did", "does", "then"}
    return bool(helped) and norms[1:] != ["be"]


def _speaks(tokens: Sequence[Token], at: int) -> bool:
    while at < len(tokens) and tokens[at].norm in words("speech_adverbs"):
        at += 1
    return at < len(tokens) and tokens[at].norm in speaking()


def _he(memory: Memory, number: int, *, said: bool) -> Actor | None:
    """Who spoke last, where "he" speaks; else who was named last."""
    if said and memory.speaker and number - memory.speaker_at <= _PRONOUN_REACH:
        return memory.speaker
    return memory.person if number - memory.person_at <= _PRONOUN_REACH else None


def _it(memory: Memory, number: int) -> Actor | None:
    """Who spoke in the sentence before; else the power it told of."""
    if memory.voice and number - memory.voice_at <= 1:
        return memory.voice
    return Actor(name=memory.state) if memory.state and number - memory.state_at <= 1 else None


def institution(tokens: Sequence[Token], at: int, *, memory: Memory, number: int) -> Mention | None:
    """As in "the ministry", "its last units", "officials in Doeville", "the spokesman"."""
    seated = _seated(tokens, at, memory=memory)
    if seated:
        return seated
    if tokens[at].norm == "its":
        return _its(tokens, at, memory=memory, number=number)
    bare = _stands_alone(tokens, at)
    if tokens[at].norm != "the" and not bare:
        return None
    noun = at if bare else at + 1
    whole = not bare and noun < len(tokens) and memory.known.at(tokens, noun)
    classes = ("institutions", "offices", "armies")  # unless it is "the Commission of X", a name
    end = None if whole else phrase_end(tokens, noun, classes=classes)
    office = phrase_end(tokens, noun, classes=("offices",)) == end
    ties = {"of", "to", "for"} if office else {"of"}  # "the envoy to X"; not "the army to leave"
    if end is None or (end + 1 < len(tokens) and tokens[end + 1].norm in ties):
        return _of_known(tokens, at, end, memory=memory)
    holder = memory.holder(_post(tokens, noun, end)) or _agreed(tokens, noun, end, memory=memory)
    if holder is None:
        return None
    kind = Kind.PERSON if holder.of and office else Kind.STATE
    kind = Kind.FORCE if tokens[end].norm in armies() else kind
    return Mention(first=at, last=end, kind=kind, form=Form.POST, actors=(holder,))


def _agreed(tokens: Sequence[Token], first: int, last: int, *, memory: Memory) -> Actor | None:
    """Who can be meant when the text has named nobody so: who put it out, or the only such one."""
    noun = tokens[last].norm
    whose = memory.known.nouns.get(noun, ())
    if memory.issuer in whose:
        return memory.issuer
    posts = {a for (_, post), a in memory.known.posts.items() if post == _post(tokens, first, last)}
    if len(posts) == 1:
        return posts.pop()
    government = only_government(memory)
    if government and noun in armies():
        return army_of(government, noun, memory=memory)
    if government and {noun, tokens[first].norm} & words("governing"):
        return Actor(name=government)
    return whose[0] if len(whose) == 1 and whose[0].of in {"", government} else None


def _of_known(
    tokens: Sequence[Token], at: int, end: int | None, *, memory: Memory
) -> Mention | None:
    """As in "the Ministry of Defence of X", "the army of X"."""
    if end is None:
        return None
    start = end + 2 + (tokens[end + 2 : end + 3] != () and tokens[end + 2].norm == "the")
    hit = memory.known.at(tokens, start) if start < len(tokens) else None
    if tokens[end + 1].norm != "of" or hit is None or hit[0].kind not in _OWNERS:
        return None
    owner = hit[0].actor
    memory.hold(_post(tokens, end, end), owner)
    last = start + hit[1] - 1
    return Mention(first=at, last=last, kind=Kind.STATE, form=Form.POST, actors=(owner,))


def _stands_alone(tokens: Sequence[Token], at: int) -> bool:
    """An institution without an article: "Army has left" in a log, "Ministry of Defence said"."""
    before = tokens[at - 1].text[0] if at else ""
    if before.isalpha() or tokens[at].norm == "the":
        return False
    after = tokens[at + 1].norm if at + 1 < len(tokens) else ""
    ministry = tokens[at].capital and "ministry" in {tokens[at].norm, after}
    helped = after in words("auxiliaries") | speaking() | {"command", "post", "patrol"}
    return ministry or (tokens[at].norm in _BARE and helped)


def _seated(tokens: Sequence[Token], at: int, *, memory: Memory) -> Mention | None:
    """As in "the defence ministry in X", "officials in X", X being a capital."""
    first = at + (tokens[at].norm in {"the", "a", "an"})
    end = phrase_end(tokens, first, classes=("institutions", "state_nouns"))
    if end is None or end + 2 >= len(tokens) or tokens[end + 1].norm != "in":
        return None
    seat = memory.known.at(tokens, end + 2)
    named = seat and (seat[0].form is Form.CAPITAL or seat[0].kind in {Kind.STATE, Kind.PARTY})
    if seat is None or not named or _modified(tokens, at):
        return None
    holder = Actor(name=seat[0].name)
    memory.hold(_post(tokens, first, end), holder)
    return Mention(
        first=at, last=end + 1 + seat[1], kind=Kind.STATE, form=Form.POST, actors=(holder,)
    )


def _modified(tokens: Sequence[Token], at: int) -> bool:
    """Whether a noun or name stands before, whose the office is: "embassy officials in X"."""
    before = tokens[at - 1] if at else None
    if before is None or not before.word:
        return False
    loose = ("ranks", "determiners", "breakers", "coordinators", "prepositions")
    free = before.norm == "that" or before.norm in speaking()
    return not free and not any(before.norm in words(name) for name in loose)


def _its(tokens: Sequence[Token], at: int, *, memory: Memory, number: int) -> Mention | None:
    """As in "its army", "that its last units left": the speaker's, or who was told of before."""
    classes = ("institutions", "offices", "force_nouns")
    noun = at + 1
    while noun <= at + _ADJECTIVES and noun < len(tokens) and tokens[noun].word:
        end = phrase_end(tokens, noun, classes=classes)
        if end is not None:
            break
        noun += 1
    else:
        return None
    if end is None or not memory.state or number - memory.state_at > 1:
        return None
    leads = (
        at == 0
        or not tokens[at - 1].word
        or tokens[at - 1].norm in {"that", "and"} | words("breakers") | speaking()
    )
    other = memory.voice_at == number - 1 and memory.voice and memory.voice.side != memory.state
    if not leads or (other and memory.state_at < number):
        return None
    armed = memory.lead is not None and memory.lead.side == memory.state
    owner = memory.lead if armed and memory.lead else Actor(name=memory.state)
    return Mention(first=at, last=end, kind=Kind.STATE, form=Form.POST, actors=(owner,))


def _post(tokens: Sequence[Token], first: int, last: int) -> str:
    return " ".join(token.norm for token in tokens[first : last + 1])


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
    """Capitals after "in" or before "district": a place, though nobody told us of it."""
    if not tokens[at].capital:
        return None
    before = [token.norm for token in tokens[max(0, at - 2) : at]]
    settled = before[-1:] == ["of"] and before[0] in words("settled")
    end = name_end(tokens, at, memory=memory)
    if end is None:
        return None
    called = end + 1 < len(tokens) and tokens[end + 1].norm in words("settled")
    if not settled and not called and not (before and before[-1] in words("locating")):
        return None
    place = spelled(tokens, at, end)
    return Mention(first=at, last=end, kind=Kind.PLACE, form=Form.LOCALITY, place=place)


def there(tokens: Sequence[Token], at: int, *, memory: Memory) -> Mention | None:
    """As in "the district", "there": the one place of the paragraph that can be meant."""
    kind = ""
    if tokens[at].norm in {"the", "that", "this"} and at + 1 < len(tokens):
        kind = tokens[at + 1].norm
    elif tokens[at].norm != "there" or not _adverb(tokens, at):
        return None
    if kind and (kind not in words("settled") or _goes_on(tokens, at + 2)):
        return None
    place = memory.only_place(kind)
    if not place:
        return None
    last = at + bool(kind)
    return Mention(first=at, last=last, kind=Kind.PLACE, form=Form.PRONOUN, place=place)


def _adverb(tokens: Sequence[Token], at: int) -> bool:
    """Not the "there" of "there were"."""
    after = tokens[at + 1].norm if at + 1 < len(tokens) else ""
    return at > 0 and tokens[at - 1].word and after not in words("auxiliaries")


def _goes_on(tokens: Sequence[Token], at: int) -> bool:
    """Whether the noun is another's or part of a longer one: "the town of X", "the town hall"."""
    if at >= len(tokens):
        return False
    return (
        tokens[at].norm in {"of", "'s"}
        or tokens[at].capital
        or tokens[at].norm in words("town_words")
    )
