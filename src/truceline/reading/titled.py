"""Names as they stand, with their titles and nations. What only points back is elsewhere."""

from collections.abc import Sequence
from dataclasses import replace

from truceline.reading.gazetteer import Entry, Form
from truceline.reading.mention import (
    LOOK_BACK,
    Memory,
    Mention,
    name_end,
    name_norms,
    person_mention,
    phrase_end,
    spelled,
)
from truceline.reading.sentences import Token
from truceline.reading.wordlists import documents, speaking, titles, words
from truceline.terms.claim import Actor
from truceline.terms.names import Kind

ESTRANGING = frozenset({"ethnic", "anti", "pro", "former"})  # "pro-Kenyan troops" are not Kenya's


def named(
    tokens: Sequence[Token], at: int, *, hit: tuple[Entry, int], memory: Memory
) -> Mention | None:
    entry, size = hit
    last = at + size - 1
    if entry.kind is Kind.FORCE and at > 0 and tokens[at - 1].norm in ESTRANGING:
        return Mention(first=at, last=last, kind=Kind.STATE, form=Form.ADJECTIVE)
    if entry.form is Form.ADJECTIVE:
        return _adjective(tokens, at, last=last, state=entry.name, memory=memory)
    if entry.kind is Kind.PERSON:
        return _of_person(tokens, at, last=last, person=entry.actor, memory=memory)
    if entry.kind in {Kind.STATE, Kind.PARTY, Kind.BODY} and (
        held := _office_of(tokens, at, last=last, state=entry.name, memory=memory)
        or _own(tokens, at, last=last, owner=entry.actor, memory=memory)
    ):
        return held
    if entry.kind in {Kind.FORCE, Kind.BODY}:
        own = (tokens[last].norm,) if tokens[last].norm in titles("bodies") else ()
        for noun in memory.known.nouns_of(entry.name) or own:
            memory.hold(noun, entry.actor)
    return Mention(
        first=at,
        last=last,
        kind=entry.kind,
        form=entry.form,
        actors=(entry.actor,) if _acts(tokens, at, last, entry) else (),
        place=entry.place,
    )


def _of_person(
    tokens: Sequence[Token], at: int, *, last: int, person: Actor, memory: Memory
) -> Mention:
    """The person, or in "Doe's office", "Doe's troops" whom he stands for."""
    bearer = memory.people.add(person)
    side = Actor(name=bearer.of)
    own = _own(tokens, at, last=last, owner=side, memory=memory) if bearer.of else None
    return own or person_mention(at, last, bearer)


def _acts(tokens: Sequence[Token], at: int, last: int, entry: Entry) -> bool:
    """Whether it can act: not a place, "London correspondent" or "the Geneva agreement"."""
    if entry.form is Form.PEOPLE:
        return at > 0 and tokens[at - 1].norm == "the"
    after = tokens[last + 1].norm if last + 1 < len(tokens) else ""
    paper = entry.form is Form.CAPITAL and after.removesuffix("s") in documents()
    local = phrase_end(tokens, last + 1, classes=("callings",)) is not None
    return entry.kind is not Kind.PLACE and not paper and not local


def _own(
    tokens: Sequence[Token], at: int, *, last: int, owner: Actor, memory: Memory
) -> Mention | None:
    """As in "X's delegation", "X's own armed forces"."""
    if last + 1 >= len(tokens) or tokens[last + 1].norm != "'s":
        return None
    for noun in range(last + 2, min(last + 2 + LOOK_BACK, len(tokens))):
        end = phrase_end(tokens, noun, classes=("state_nouns", "force_nouns", "seats", "followers"))
        if end is not None and not _adjectival(tokens, end):
            memory.hold(_words(tokens, noun, end), owner)
            return Mention(
                first=at, last=end, kind=Kind.STATE, form=Form.ADJECTIVE, actors=(owner,)
            )
        if not _modifies(tokens[noun], noun, last + 1):
            return None
    return None


def _adjectival(tokens: Sequence[Token], end: int) -> bool:
    """Whether "state" only tells what kind of thing comes: "X's state news agency"."""
    if tokens[end].norm != "state" or end + 1 == len(tokens):
        return False
    after = tokens[end + 1]
    return after.word and not after.capital and after.norm not in speaking()


def _adjective(
    tokens: Sequence[Token], at: int, *, last: int, state: str, memory: Memory
) -> Mention:
    """What stands after "Sudanese": an office, a force, the state itself, or nothing to act."""
    if at > 0 and tokens[at - 1].norm in ESTRANGING:
        return Mention(first=at, last=last, kind=Kind.STATE, form=Form.ADJECTIVE)
    held = _office_of(tokens, at, last=last, state=state, memory=memory)
    if held:
        return held
    noun = last + 1
    if noun < len(tokens) and tokens[noun].norm in words("lands"):
        return Mention(first=at, last=noun, kind=Kind.PLACE, form=Form.ADJECTIVE, place=state)
    while noun < len(tokens) and noun - last <= LOOK_BACK and _modifies(tokens[noun], noun, last):
        end = phrase_end(tokens, noun, classes=("state_nouns", "force_nouns"))
        if end:
            actor = Actor(name=state)
            memory.hold(_words(tokens, noun, end), actor)
            return Mention(
                first=at, last=end, kind=Kind.STATE, form=Form.ADJECTIVE, actors=(actor,)
            )
        noun += 1
    if noun > last + 1 and tokens[last + 1].norm == "capital":
        place = memory.known.capitals.get(state, "")
        return Mention(first=at, last=last + 1, kind=Kind.PLACE, form=Form.CAPITAL, place=place)
    twin = _twin(tokens, last, state=state, memory=memory)
    article = at > 0 and tokens[at - 1].norm == "the"
    alone = last + 1 >= len(tokens) or tokens[last + 1].norm in words("auxiliaries")
    actors = (Actor(name=state),) if twin or (article and alone) else ()
    return Mention(
        first=at, last=last, kind=Kind.STATE, form=Form.ADJECTIVE, actors=actors, state=state
    )


def _modifies(token: Token, at: int, last: int) -> bool:
    """Whether a word between the adjective and its noun lets the search go on."""
    if not token.word or token.norm in words("coordinators") | words("prepositions"):
        return False
    return not token.capital or at == last + 1


def _twin(tokens: Sequence[Token], last: int, *, state: str, memory: Memory) -> bool:
    """Whether another adjective shares its noun: "Kenyan and Somali troops", "Kenyan-Somali"."""
    at = last + 1
    while at < len(tokens) and tokens[at].norm in words("coordinators"):
        at += 1
    hit = memory.known.at(tokens, at) if at < len(tokens) else None
    return bool(hit and hit[0].form is Form.ADJECTIVE and hit[0].name != state and at <= last + 3)


def _office_of(
    tokens: Sequence[Token], at: int, *, last: int, state: str, memory: Memory
) -> Mention | None:
    """As in "X-ian prime minister", "X's foreign minister John Doe", "Kremlin spokesman Doe"."""
    start = last + 1
    if start < len(tokens) and tokens[start].norm == "'s":
        start += 1
    end = phrase_end(tokens, start, classes=("offices",))
    if end is None and start + 1 < len(tokens) and not tokens[start].capital:
        start, end = start + 1, phrase_end(tokens, start + 1, classes=("offices",))
    if end is None or (tokens[end].norm.endswith("s") and _plural_office(tokens, end)):
        return None
    post = _words(tokens, start, end)
    name = _name_after(tokens, end + 1, memory=memory)
    if name:
        bearer = memory.people.find(name_norms(tokens, *name)) or memory.people.add(
            Actor(name=spelled(tokens, *name), of=state)
        )
        memory.hold(post, bearer)
        return person_mention(at, name[1], bearer)
    holder = memory.known.posts.get((state, post))
    memory.hold(post, holder or Actor(name=state))
    if holder:
        return person_mention(at, end, holder)
    return Mention(first=at, last=end, kind=Kind.STATE, form=Form.POST, actors=(Actor(name=state),))


def _words(tokens: Sequence[Token], first: int, last: int) -> str:
    return " ".join(token.norm for token in tokens[first : last + 1])


def _plural_office(tokens: Sequence[Token], end: int) -> bool:
    return (tokens[end].norm.removesuffix("s"),) in titles("offices").get(
        tokens[end].norm.removesuffix("s"), ()
    )


def _name_after(tokens: Sequence[Token], at: int, *, memory: Memory) -> tuple[int, int] | None:
    """A name right after an office, or after the country it is held to: "ambassador to X Doe"."""
    if at + 1 < len(tokens) and tokens[at].norm in {"to", "of", "for"}:
        hit = memory.known.at(tokens, at + 1)
        if hit and hit[0].kind is not Kind.PERSON:
            at += 1 + hit[1]
    if at < len(tokens) and tokens[at].text == ",":
        at += 1
    end = name_end(tokens, at, memory=memory)
    return (at, end) if end is not None else None


def titled(tokens: Sequence[Token], at: int, *, memory: Memory) -> Mention | None:
    """As in "political analyst Jane Doe", "General Doe", "Prime Minister of X Jane Doe"."""
    calling = phrase_end(tokens, at, classes=("callings", "forms"))
    end = calling if calling is not None else phrase_end(tokens, at, classes=("offices",))
    if end is None:
        return None
    name_at, state = end + 1, ""
    if name_at + 1 < len(tokens) and tokens[name_at].norm in {"of", "to", "for"}:
        hit = memory.known.at(tokens, name_at + 1)
        if hit is None or hit[0].kind is Kind.PERSON:
            return None
        state = hit[0].name if tokens[name_at].norm == "of" else ""
        name_at += 1 + hit[1]
        if name_at < len(tokens) and tokens[name_at].norm == "and":
            return None
    last = name_end(tokens, name_at, memory=memory)
    if last is None:
        post = " ".join(token.norm for token in tokens[at : end + 1])
        holder = memory.known.posts.get((state, post))
        return person_mention(at, name_at - 1, holder) if holder else None
    bearer = memory.people.find(name_norms(tokens, name_at, last)) or memory.people.add(
        Actor(name=spelled(tokens, name_at, last), of=state)
    )
    return replace(person_mention(at, last, bearer), calling=calling is not None)


def person(tokens: Sequence[Token], at: int, *, memory: Memory) -> Mention | None:
    """A known person again, or capitals that speak or are given a calling."""
    end = name_end(tokens, at, memory=memory)
    if end is None:
        return None
    found = memory.people.find(name_norms(tokens, at, end))
    if found:
        return _of_person(tokens, at, last=end, person=found, memory=memory)
    if end == at or not _introduced(tokens, at, end=end):
        return None
    if tokens[end].norm in titles("bodies"):
        body = Actor(name=spelled(tokens, at, end))
        memory.hold(tokens[end].norm, body)
        return Mention(first=at, last=end, kind=Kind.BODY, form=Form.NAME, actors=(body,))
    return replace(
        person_mention(at, end, memory.people.add(Actor(name=spelled(tokens, at, end)))),
        calling=True,
    )


def _introduced(tokens: Sequence[Token], at: int, *, end: int) -> bool:
    """As in "Jane Doe said", "writes Jane Doe", "Jane Doe, an analyst"."""
    after = end + 1
    if after < len(tokens) and tokens[after].norm in speaking():
        return True
    if at and tokens[at - 1].norm in speaking():
        return True
    if after + 1 >= len(tokens) or tokens[after].text != ",":
        return False
    after += 1
    if tokens[after].norm in speaking() and tokens[at - 1].text == ",":
        return True  # "the head of the district, Jane Doe, said"
    if tokens[after].norm in {"a", "an", "the"}:
        after += 1
    return any(
        phrase_end(tokens, place, classes=("callings", "offices")) is not None
        or tokens[place].norm in {"member", "director"}
        for place in range(after, min(after + 2, len(tokens)))
    )
