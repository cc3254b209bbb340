"""Who and what a text names, sentence by sentence. It does not say what they do."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from truceline.reading.gazetteer import Form, known
from truceline.reading.mention import LOOK_BACK, Memory, Mention, phrase_end
from truceline.reading.people import People
from truceline.reading.references import area, group, institution, locality, pronoun, there
from truceline.reading.sentences import Sentence, Token
from truceline.reading.sides import sided
from truceline.reading.standing import leads, speaks
from truceline.reading.strangers import introduced, learn, recognised
from truceline.reading.titled import named, person, titled
from truceline.reading.wordlists import documents, titles, words
from truceline.terms.claim import Actor
from truceline.terms.names import Kind, Names


def mentions(
    sentences: Sequence[Sentence], names: Names, *, issuer: Actor | None = None
) -> tuple[tuple[Mention, ...], ...]:
    """The mentions of every sentence; what earlier sentences named is remembered.

    `issuer` put the text out, as far as its heading tells.
    """
    at_start = known(names)
    memory = Memory(
        known=at_start,
        people=People(at_start.people),
        lists={},
        sides={},
        holders={},
        callings=set(),
        seen=set(),
        places={},
        issuer=issuer,
    )
    if issuer:
        for noun in at_start.nouns_of(issuer.name):
            memory.hold(noun, issuer)
    return tuple(_of(s, number, memory=memory) for number, s in enumerate(sentences))


def _of(sentence: Sentence, number: int, *, memory: Memory) -> tuple[Mention, ...]:
    tokens, at = sentence.tokens, 0
    memory.number = number
    if sentence.paragraph != memory.paragraph:
        memory.paragraph = sentence.paragraph
        memory.places.clear()
    found: list[Mention] = []
    run: list[Mention] = []  # the list the last mention stands in
    while at < len(tokens):
        mention = _at(sentence, at, memory=memory, number=number)
        if mention is None:
            at += 1
            continue
        if mention.calling:
            memory.callings.update(actor.name for actor in mention.actors)
        elif any(actor.name in memory.callings for actor in mention.actors):
            mention = replace(mention, calling=True)
        found.append(_placed(tokens, _with_voice(tokens, mention)))
        _remember(tokens, found[-1], number, memory=memory)
        _hold_for(tokens, found[-1], memory=memory)
        learn(tokens, found[-1], memory=memory)
        run = [*run, found[-1]] if run and _joined(tokens, run[-1], found[-1]) else [found[-1]]
        listed = tuple(dict.fromkeys(actor for one in run for actor in one.actors))
        _remember_list(listed, number, memory=memory)
        at = mention.last + 1
    return _listed(tokens, found)


def _with_voice(tokens: Sequence[Token], mention: Mention) -> Mention:
    """As in "the army's press service": who speaks for it is it."""
    if not mention.actors or mention.kind in {Kind.PERSON, Kind.PLACE}:
        return mention
    if mention.form is Form.AGENCY or tokens[mention.last + 1 : mention.last + 2] == ():
        return mention
    if tokens[mention.last + 1].norm != "'s":
        return mention
    ends = (
        phrase_end(tokens, at, classes=("voices",)) for at in (mention.last + 2, mention.last + 3)
    )
    end = next((end for end in ends if end is not None), None)
    return mention if end is None else replace(mention, last=end)


def _at(sentence: Sentence, at: int, *, memory: Memory, number: int) -> Mention | None:
    tokens, token = sentence.tokens, sentence.tokens[at]
    if not token.word or not (token.capital or _may_begin(token.norm, memory)):
        return None
    hit = memory.known.at(tokens, at) or memory.known.near(tokens, at)
    if hit and hit[0].form is Form.AGENCY and _own_title(tokens, at, after=at + hit[1]):
        hit = None
    if hit:
        return named(tokens, at, hit=hit, memory=memory)
    return (
        introduced(tokens, at, memory=memory)
        or titled(tokens, at, memory=memory)
        or person(tokens, at, memory=memory)
        or sided(tokens, at, memory=memory)
        or institution(tokens, at, memory=memory, number=number)
        or group(tokens, at, memory=memory)
        or pronoun(tokens, at, memory=memory, number=number)
        or there(tokens, at, memory=memory)
        or area(tokens, at, memory=memory)
        or locality(tokens, at, memory=memory)
        or recognised(sentence, at, memory=memory)
    )


def _may_begin(norm: str, memory: Memory) -> bool:
    """Whether a mention can begin with the common word: most can not."""
    return norm in _openings() or norm in memory.known.own or norm in memory.known.world


@cache
def _openings() -> frozenset[str]:
    classes = ("callings", "forms", "offices", "institutions", "armies", "state_nouns", "loyal")
    pointing = words("he") | words("they") | words("their") | words("group_counts")
    phrases = titles(*classes, "movements", "enemies", "watchers")
    plain = words("articles") | words("speaking_for") | {"it", "its", "that", "this", "there"}
    return pointing | plain | frozenset(phrases) | {"other", "opposing", "opposite"}


def _own_title(tokens: Sequence[Token], at: int, *, after: int) -> bool:
    """A short agency name that is really the first word of something longer."""
    if at and tokens[at - 1].norm == "told":
        return False  # "told Reuters Kenyan troops had left"
    return after < len(tokens) and tokens[after].capital and tokens[after].word


def _placed(tokens: Sequence[Token], mention: Mention) -> Mention:
    """The mention with the preposition it hangs on, and as a place where that makes it one."""
    prep, at = _hangs_on(tokens, mention.first)
    if prep in {"of", "for"} and at > 0 and _speaks_for(tokens[at - 1]):
        prep, _ = _hangs_on(tokens, at - 1)  # "the leaders of X" hang where "X" would
    genitive = mention.last + 1 < len(tokens) and tokens[mention.last + 1].norm in {
        "'s",
        "'",
        "\u2019",
    }
    if prep == "from" and mention.first > 1 and tokens[mention.first - 2].norm == "away":
        return replace(mention, prep=prep, place="")
    located = prep in words("inside") and mention.place and mention.kind is not Kind.PLACE
    if located:
        return replace(mention, prep=prep, genitive=genitive, actors=(), kind=Kind.PLACE)
    return replace(mention, prep=prep, genitive=genitive or mention.genitive)


def _hangs_on(tokens: Sequence[Token], first: int) -> tuple[str, int]:
    """The preposition before the name that begins at `first`, and its place; "" for none."""
    back = first - 1
    while back >= 0 and _counts(tokens[back]):
        back -= 1
    for at in range(back, max(-1, back - LOOK_BACK), -1):
        norm = tokens[at].norm
        if norm in words("prepositions") or norm == "reaching":
            said = norm == "to" and at > 0 and tokens[at - 1].norm == "according"
            return "according" if said else norm, at
        if norm in words("times"):
            break  # "on that day Kenya": the day's preposition, not the name's
        modifier = norm in words("determiners") or (
            at < back and tokens[at + 1].norm not in words("determiners")
        )
        adjective = at == back and not tokens[at].capital and not norm.endswith(("ed", "s", "ing"))
        adjective = adjective and norm not in documents()
        if not tokens[at].word or not (modifier or adjective) or norm in words("auxiliaries"):
            break
    return "", -1


def _speaks_for(token: Token) -> bool:
    """Whether a noun stands for whom it belongs to: the leaders of X, a spokesman for X."""
    return not token.capital and token.norm in _standing()


@cache
def _standing() -> frozenset[str]:
    whole = (phrase for same in titles("offices", "state_nouns").values() for phrase in same)
    return frozenset({"office", *(phrase[-1] for phrase in whole)})


def _hold_for(tokens: Sequence[Token], mention: Mention, *, memory: Memory) -> None:
    """Whose spokesman it is in "a spokesman for X"."""
    prep, at = _hangs_on(tokens, mention.first)
    if mention.actors and prep in {"of", "for"} and at > 0 and _speaks_for(tokens[at - 1]):
        memory.hold(tokens[at - 1].norm, mention.actors[0])


def _counts(token: Token) -> bool:
    return token.text[0].isdigit() or token.norm in words("numerals")


def _remember(tokens: Sequence[Token], mention: Mention, number: int, *, memory: Memory) -> None:
    pointing = mention.form is Form.PRONOUN
    if mention.kind is Kind.PERSON and not pointing and not mention.genitive:
        memory.person, memory.person_at = mention.actors[0], number
    elif mention.kind is Kind.PLACE and mention.form is Form.NAME:
        memory.place = mention.place
    elif (
        mention.actors and not mention.prep and memory.state_at != number and leads(tokens, mention)
    ):
        memory.state, memory.state_at = mention.actors[0].side, number
        memory.lead = mention.actors[0]
    powers = [mention.state, *(actor.side for actor in mention.actors)]
    for power in powers:
        if power in memory.known.parties:
            memory.seen.add(power)
            memory.recent = [one for one in memory.recent if one != power] + [power]
    if mention.actors and speaks(tokens, mention):
        if mention.kind is Kind.PERSON:
            memory.speaker, memory.speaker_at = mention.actors[0], number
        else:
            memory.voice, memory.voice_at = mention.actors[0], number
    if mention.kind is Kind.PLACE and mention.form in {Form.NAME, Form.LOCALITY, Form.CAPITAL}:
        memory.places[mention.place] = _called(tokens, mention)
    forces = mention.kind is Kind.FORCE or mention.form is Form.GROUP
    if forces and not pointing:
        memory.many, memory.many_at = mention.actors, number


def _called(tokens: Sequence[Token], mention: Mention) -> str:
    """What a place is called where it is named: the district of X, the X district."""
    around = [*tokens[mention.last + 1 : mention.last + 2]]
    if mention.first > 1 and tokens[mention.first - 1].norm == "of":
        around.append(tokens[mention.first - 2])
    return next((t.norm for t in around if t.norm in words("settled")), "")


def _listed(tokens: Sequence[Token], found: Sequence[Mention]) -> tuple[Mention, ...]:
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
    return tuple(listed)


def _remember_list(actors: Sequence[Actor], number: int, *, memory: Memory) -> None:
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
    if (
        left.kind is Kind.PERSON
        and right.form is Form.POST
        and "and" not in {token.norm for token in between}
    ):
        return False  # "Jane Doe, the envoy of X"
    if between and between[0].text == "," and left.prep and _fronted(tokens, left):
        return False
    if not between:  # "Kenyan-Somali"
        return left.form is Form.ADJECTIVE and right.form is Form.ADJECTIVE
    return len(between) <= LOOK_BACK and all(
        token.norm in words("coordinators") for token in between
    )


def _fronted(tokens: Sequence[Token], mention: Mention) -> bool:
    """Whether the mention closes what stands before the subject: "According to X, Y and Z"."""
    start = next((at for at, token in enumerate(tokens) if token.word), 0)
    opening = tokens[start].norm in words("prepositions") | {"according"}
    return opening and all(token.text != "," for token in tokens[: mention.first])
