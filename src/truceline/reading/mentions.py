"""Who and what a text names, sentence by sentence. It does not say what they do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from truceline.reading.gazetteer import Entry, Form, Known, known
from truceline.reading.people import People
from truceline.reading.sentences import Sentence, Token
from truceline.reading.wordlists import speaking, titles, words
from truceline.terms.claim import Actor
from truceline.terms.names import Kind, Names

_MOST_WORDS_OF_A_NAME = 5
_ESTRANGING = frozenset({"ethnic", "anti", "pro", "former"})  # "pro-Kenyan troops" are not Kenya's
_PRONOUN_REACH = 2  # sentences between a person and the last "he" that is still that person
_LOOK_BACK = 3  # words between a preposition and its name: "in the southern X"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Tokens first..last (inclusive) that name somebody or some place.

    `actors` is empty where they can only be a place, `place` where they can be none. `prep` is the
    preposition they hang on. Mentions of one list ("A, B and C") share a `group`.
    """

    first: int
    last: int
    kind: Kind
    form: Form
    actors: tuple[Actor, ...] = ()
    place: str = ""
    prep: str = ""
    genitive: bool = False
    group: int = -1
    state: str = ""  # whose adjective it is, where it names nobody by itself
    calling: bool = False  # a person who speaks for nobody else


@dataclass(slots=True, kw_only=True)
class _Memory:
    """What the text has named so far. Lives as long as the reading of one text."""

    known: Known
    people: People
    person: Actor | None = None
    place: str = ""
    person_at: int = -9
    callings: set[str]  # people who speak for nobody else
    many: tuple[Actor, ...] = ()
    many_at: int = -9
    lists: dict[int, tuple[str, ...]]  # the last list of so many powers
    sides: dict[int, tuple[str, ...]]  # the last list of so many parties to the agreement


def mentions(sentences: Sequence[Sentence], names: Names) -> tuple[tuple[Mention, ...], ...]:
    """The mentions of every sentence; what earlier sentences named is remembered."""
    at_start = known(names)
    memory = _Memory(
        known=at_start, people=People(at_start.people), lists={}, sides={}, callings=set()
    )
    return tuple(_of(s, number, memory=memory) for number, s in enumerate(sentences))


def _of(sentence: Sentence, number: int, *, memory: _Memory) -> tuple[Mention, ...]:
    tokens, found, at = sentence.tokens, [], 0
    while at < len(tokens):
        mention = _at(tokens, at, memory=memory, number=number)
        if mention is None:
            at += 1
            continue
        if mention.calling:
            memory.callings.update(actor.name for actor in mention.actors)
        elif any(actor.name in memory.callings for actor in mention.actors):
            mention = replace(mention, calling=True)
        found.append(_placed(tokens, mention))
        _remember(mention, number, memory=memory)
        at = mention.last + 1
    return _listed(tokens, found, memory=memory, number=number)


def _at(tokens: Sequence[Token], at: int, *, memory: _Memory, number: int) -> Mention | None:
    token = tokens[at]
    if not token.word:
        return None
    hit = memory.known.at(tokens, at)
    if hit and hit[0].form is Form.AGENCY and _own_title(tokens, at + hit[1]):
        hit = None
    if hit:
        return _named(tokens, at, hit=hit, memory=memory)
    return (
        _titled(tokens, at, memory=memory)
        or _person(tokens, at, memory=memory)
        or _group(tokens, at, memory=memory)
        or _pronoun(token, at, memory=memory, number=number)
        or _area(tokens, at, memory=memory)
        or _locality(tokens, at, memory=memory)
    )


def _named(
    tokens: Sequence[Token], at: int, *, hit: tuple[Entry, int], memory: _Memory
) -> Mention | None:
    entry, size = hit
    last = at + size - 1
    if entry.kind is Kind.FORCE and at > 0 and tokens[at - 1].norm in _ESTRANGING:
        return Mention(first=at, last=last, kind=Kind.STATE, form=Form.ADJECTIVE)
    if entry.form is Form.ADJECTIVE:
        return _adjective(tokens, at, last=last, state=entry.name, memory=memory)
    if entry.form is Form.PEOPLE:
        article = at > 0 and tokens[at - 1].norm == "the"
        actors = (entry.actor,) if article else ()
        return Mention(first=at, last=last, kind=entry.kind, form=entry.form, actors=actors)
    if entry.kind is Kind.PERSON:
        return _mention_person(at, last, memory.people.add(entry.actor))
    if entry.kind in {Kind.STATE, Kind.PARTY} and (
        held := _office_of(tokens, at, last=last, state=entry.name, memory=memory)
    ):
        return held
    local = _phrase(tokens, last + 1, classes=("callings",)) is not None  # "London correspondent"
    return Mention(
        first=at,
        last=last,
        kind=entry.kind,
        form=entry.form,
        actors=() if entry.kind is Kind.PLACE or local else (entry.actor,),
        place=entry.place,
    )


def _adjective(
    tokens: Sequence[Token], at: int, *, last: int, state: str, memory: _Memory
) -> Mention:
    """What stands after "Sudanese": an office, a force, the state itself, or nothing to act."""
    if at > 0 and tokens[at - 1].norm in _ESTRANGING:
        return Mention(first=at, last=last, kind=Kind.STATE, form=Form.ADJECTIVE)
    held = _office_of(tokens, at, last=last, state=state, memory=memory)
    if held:
        return held
    noun = last + 1
    if noun < len(tokens) and tokens[noun].norm in words("lands"):
        return Mention(first=at, last=noun, kind=Kind.PLACE, form=Form.ADJECTIVE, place=state)
    while noun < len(tokens) and noun - last <= _LOOK_BACK and _modifies(tokens[noun], noun, last):
        end = _phrase(tokens, noun, classes=("state_nouns", "force_nouns"))
        if end:
            return Mention(
                first=at,
                last=end,
                kind=Kind.STATE,
                form=Form.ADJECTIVE,
                actors=(Actor(name=state),),
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


def _twin(tokens: Sequence[Token], last: int, *, state: str, memory: _Memory) -> bool:
    """Whether another adjective shares its noun: "Kenyan and Somali troops", "Kenyan-Somali"."""
    at = last + 1
    while at < len(tokens) and tokens[at].norm in words("coordinators"):
        at += 1
    hit = memory.known.at(tokens, at) if at < len(tokens) else None
    return bool(hit and hit[0].form is Form.ADJECTIVE and hit[0].name != state and at <= last + 3)


def _office_of(
    tokens: Sequence[Token], at: int, *, last: int, state: str, memory: _Memory
) -> Mention | None:
    """ "X-ian prime minister", "X's foreign minister John Doe", "Kremlin spokesman Doe"."""
    start = last + 1
    if start < len(tokens) and tokens[start].norm == "'s":
        start += 1
    end = _phrase(tokens, start, classes=("offices",))
    if end is None and start + 1 < len(tokens) and not tokens[start].capital:
        start, end = start + 1, _phrase(tokens, start + 1, classes=("offices",))
    if end is None or (tokens[end].norm.endswith("s") and _plural_office(tokens, end)):
        return None
    post = " ".join(token.norm for token in tokens[start : end + 1])
    name = _name_after(tokens, end + 1, memory=memory)
    if name:
        person = memory.people.find(name_norms(tokens, *name)) or memory.people.add(
            Actor(name=_spelled(tokens, *name), of=state)
        )
        return _mention_person(at, name[1], person)
    holder = memory.known.posts.get((state, post))
    if holder:
        return _mention_person(at, end, holder)
    return Mention(first=at, last=end, kind=Kind.STATE, form=Form.POST, actors=(Actor(name=state),))


def _plural_office(tokens: Sequence[Token], end: int) -> bool:
    return (tokens[end].norm.removesuffix("s"),) in titles("offices").get(
        tokens[end].norm.removesuffix("s"), ()
    )


def _name_after(tokens: Sequence[Token], at: int, *, memory: _Memory) -> tuple[int, int] | None:
    """A name right after an office, or after the country it is held to: "ambassador to X Doe"."""
    if at + 1 < len(tokens) and tokens[at].norm in {"to", "of", "for"}:
        hit = memory.known.at(tokens, at + 1)
        if hit and hit[0].kind is not Kind.PERSON:
            at += 1 + hit[1]
    if at < len(tokens) and tokens[at].text == ",":
        at += 1
    end = _name_end(tokens, at, memory=memory)
    return (at, end) if end is not None else None


def _titled(tokens: Sequence[Token], at: int, *, memory: _Memory) -> Mention | None:
    """ "political analyst Jane Doe", "General Doe", "Prime Minister of X Jane Doe"."""
    calling = _phrase(tokens, at, classes=("callings", "forms"))
    end = calling if calling is not None else _phrase(tokens, at, classes=("offices",))
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
    name_end = _name_end(tokens, name_at, memory=memory)
    if name_end is None:
        post = " ".join(token.norm for token in tokens[at : end + 1])
        holder = memory.known.posts.get((state, post))
        return _mention_person(at, name_at - 1, holder) if holder else None
    person = memory.people.find(name_norms(tokens, name_at, name_end)) or memory.people.add(
        Actor(name=_spelled(tokens, name_at, name_end), of=state)
    )
    return replace(_mention_person(at, name_end, person), calling=calling is not None)


def _person(tokens: Sequence[Token], at: int, *, memory: _Memory) -> Mention | None:
    """A known person again, or capitals that speak or are given a calling."""
    end = _name_end(tokens, at, memory=memory)
    if end is None:
        return None
    found = memory.people.find(name_norms(tokens, at, end))
    if found:
        return _mention_person(at, end, found)
    if end == at or not _introduced(tokens, at, end=end):
        return None
    return replace(
        _mention_person(at, end, memory.people.add(Actor(name=_spelled(tokens, at, end)))),
        calling=True,
    )


def _introduced(tokens: Sequence[Token], at: int, *, end: int) -> bool:
    """ "Jane Doe said", "writes Jane Doe", "Jane Doe, an analyst"."""
    after = end + 1
    if after < len(tokens) and tokens[after].norm in speaking():
        return True
    if at and tokens[at - 1].norm in speaking():
        return True
    if after + 1 >= len(tokens) or tokens[after].text != ",":
        return False
    after += 1
    if tokens[after].norm in {"a", "an", "the"}:
        after += 1
    return any(
        _phrase(tokens, place, classes=("callings", "offices")) is not None
        or tokens[place].norm in {"member", "director"}
        for place in range(after, min(after + 2, len(tokens)))
    )


def _group(tokens: Sequence[Token], at: int, *, memory: _Memory) -> Mention | None:
    """ "both sides", "the three countries", "the parties"."""
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
        inner = _group(tokens, noun + 2, memory=memory)
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
    size: int | None, lists: Mapping[int, tuple[str, ...]], *, memory: _Memory
) -> tuple[Actor, ...]:
    """The last list of so many powers the text has named; else the agreement's own parties."""
    parties = memory.known.parties
    names = parties if size is None else lists.get(size, ())
    if not names and len(parties) == size:
        names = parties
    return tuple(Actor(name=name) for name in names)


def _pronoun(token: Token, at: int, *, memory: _Memory, number: int) -> Mention | None:
    near = number - memory.person_at <= _PRONOUN_REACH
    if token.norm in words("he") and memory.person and near:
        return replace(_mention_person(at, at, memory.person), form=Form.PRONOUN)
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


def _area(tokens: Sequence[Token], at: int, *, memory: _Memory) -> Mention | None:
    """ "the region", where the text has just named one."""
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


def _locality(tokens: Sequence[Token], at: int, *, memory: _Memory) -> Mention | None:
    """Capitals right after "in" or "near": a place, though nobody told us of it."""
    before = [token.norm for token in tokens[max(0, at - 2) : at]]
    settled = before[-1:] == ["of"] and before[0] in words("settled")
    if not settled and not (before and before[-1] in words("locating")):
        return None
    end = _name_end(tokens, at, memory=memory)
    if end is None:
        return None
    place = _spelled(tokens, at, end)
    return Mention(first=at, last=end, kind=Kind.PLACE, form=Form.LOCALITY, place=place)


def _mention_person(first: int, last: int, person: Actor) -> Mention:
    return Mention(first=first, last=last, kind=Kind.PERSON, form=Form.NAME, actors=(person,))


def _name_end(tokens: Sequence[Token], at: int, *, memory: _Memory) -> int | None:
    """The last token of the run of capitals that begins here, initials and particles included."""
    end, index = None, at
    while index < len(tokens) and index - at < _MOST_WORDS_OF_A_NAME:
        token = tokens[index]
        if token.word and token.capital and token.norm not in words("not_names"):
            hit = memory.known.at(tokens, index)
            if hit and hit[0].kind is not Kind.PERSON:
                break
            end = index
        elif not (
            index > at
            and (
                (token.text == "." and len(tokens[index - 1].text) == 1)
                or token.norm in words("name_particles")
            )
        ):
            break
        index += 1
    return end


def name_norms(tokens: Sequence[Token], first: int, last: int) -> tuple[str, ...]:
    return tuple(t.norm for t in tokens[first : last + 1] if t.word and len(t.text) > 1) or (
        tokens[last].norm,
    )


def _spelled(tokens: Sequence[Token], first: int, last: int) -> str:
    """The name as the text writes it, on one line."""
    parts = [tokens[first].text]
    for before, token in zip(tokens[first:last], tokens[first + 1 : last + 1], strict=True):
        gap = token.start - before.end
        joint = "" if not gap else "-" if gap == 1 and not token.text == "." else " "
        parts.append((" " if joint == "-" else joint) + token.text)
    return "".join(parts)


def _phrase(tokens: Sequence[Token], at: int, *, classes: tuple[str, ...]) -> int | None:
    """Where the longest phrase of these classes that begins here ends."""
    if not 0 <= at < len(tokens):
        return None
    for phrase in titles(*classes).get(tokens[at].norm, ()):
        ahead = tokens[at : at + len(phrase)]
        if tuple(token.norm for token in ahead) == phrase:
            return at + len(phrase) - 1
    return None


def _own_title(tokens: Sequence[Token], after: int) -> bool:
    """A short agency name that is really the first word of something longer."""
    return after < len(tokens) and tokens[after].capital and tokens[after].word


def _placed(tokens: Sequence[Token], mention: Mention) -> Mention:
    """The mention with the preposition it hangs on, and as a place where that makes it one."""
    prep, back = "", mention.first - 1
    while back >= 0 and _counts(tokens[back]):
        back -= 1
    for at in range(back, max(-1, back - _LOOK_BACK), -1):
        norm = tokens[at].norm
        if norm in words("prepositions") or norm == "reaching":
            said = norm == "to" and at > 0 and tokens[at - 1].norm == "according"
            prep = "according" if said else norm
            break
        modifier = norm in words("determiners") or (
            at < back and tokens[at + 1].norm not in words("determiners")
        )
        adjective = at == back and not tokens[at].capital and not norm.endswith(("ed", "s", "ing"))
        if not tokens[at].word or not (modifier or adjective) or norm in words("auxiliaries"):
            break
    genitive = mention.last + 1 < len(tokens) and tokens[mention.last + 1].norm in {"'s", "'", "’"}
    if prep == "from" and mention.first > 1 and tokens[mention.first - 2].norm == "away":
        return replace(mention, prep=prep, place="")
    located = prep in words("inside") and mention.place and mention.kind is not Kind.PLACE
    if located:
        return replace(mention, prep=prep, genitive=genitive, actors=(), kind=Kind.PLACE)
    return replace(mention, prep=prep, genitive=genitive or mention.genitive)


def _counts(token: Token) -> bool:
    return token.text[0].isdigit() or token.norm in words("numerals")


def _remember(mention: Mention, number: int, *, memory: _Memory) -> None:
    if mention.kind is Kind.PERSON and mention.form is not Form.PRONOUN and not mention.genitive:
        memory.person, memory.person_at = mention.actors[0], number
    elif mention.kind is Kind.PLACE and mention.form is Form.NAME:
        memory.place = mention.place
    forces = mention.kind is Kind.FORCE or mention.form is Form.GROUP
    if forces and mention.form is not Form.PRONOUN:
        memory.many, memory.many_at = mention.actors, number


def _listed(
    tokens: Sequence[Token], found: Sequence[Mention], *, memory: _Memory, number: int
) -> tuple[Mention, ...]:
    """Mentions joined by commas and "and" get one group and one preposition."""
    listed: list[Mention] = []
    group = 0
    for mention in found:
        before = listed[-1] if listed else None
        joined = before is not None and _joined(tokens, before, mention)
        if before is None or not joined:
            group += 1
            listed.append(replace(mention, group=group))
            continue
        twin = replace(mention, group=group)
        if not twin.prep or twin.prep == "as":
            twin = replace(twin, prep=before.prep)
            if before.kind is Kind.PLACE and twin.kind is Kind.STATE and twin.place:
                twin = replace(twin, kind=Kind.PLACE, actors=())
        listed.append(twin)
    for number_of in range(1, group + 1):
        actors = tuple(dict.fromkeys(a for m in listed if m.group == number_of for a in m.actors))
        _remember_list(actors, number, memory=memory)
    return tuple(listed)


def _remember_list(actors: Sequence[Actor], number: int, *, memory: _Memory) -> None:
    powers = tuple(dict.fromkeys(a.side for a in actors))
    if len(powers) < 2:  # noqa: PLR2004 a list has two members at least
        return
    memory.lists[len(powers)] = powers
    if memory.known.parties and not all(power in memory.known.parties for power in powers):
        return
    memory.sides[len(powers)] = powers
    memory.many, memory.many_at = tuple(Actor(name=power) for power in powers), number


def _joined(tokens: Sequence[Token], left: Mention, right: Mention) -> bool:
    between = tokens[left.last + 1 : right.first]
    same = Kind.PLACE in {left.kind, right.kind}
    if same and left.kind is not right.kind and not (left.place and right.place):
        return False
    if between and between[0].text == "," and left.prep and _fronted(tokens, left):
        return False
    if not between:  # "Kenyan-Somali"
        return left.form is Form.ADJECTIVE and right.form is Form.ADJECTIVE
    return len(between) <= _LOOK_BACK and all(
        token.norm in words("coordinators") for token in between
    )


def _fronted(tokens: Sequence[Token], mention: Mention) -> bool:
    """Whether the mention closes what stands before the subject: "According to X, Y and Z"."""
    start = next((at for at, token in enumerate(tokens) if token.word), 0)
    opening = tokens[start].norm in words("prepositions") | {"according"}
    return opening and all(token.text != "," for token in tokens[: mention.first])
