"""Speakers whom a text gives no name: the ministry, a Kenyan officer, witnesses. It finds no verb.

They stay unnamed: a speaker nobody can place is never taken for the text's own voice.
"""

from collections.abc import Sequence
from functools import cache

from truceline.reading.gazetteer import Form
from truceline.reading.mention import Mention
from truceline.reading.sentences import Token
from truceline.reading.wordlists import speaking, titles, words
from truceline.terms.claim import Actor
from truceline.terms.names import Kind

_ARTICLES = frozenset({"the", "a", "an"})
_LONGEST = 6  # words of who speaks: "two senior officials of the ministry" is cut at "of"
_SPEAKERS = ("institutions", "offices", "callings", "state_nouns", "force_nouns", "sources")


def before(tokens: Sequence[Token], named: Sequence[Mention], verb: int) -> Mention | None:
    """Who stands before the verb as its subject."""
    start = _clause(tokens, verb)
    first = _opening(tokens, start, verb)
    return _mention(tokens, named, first, verb) if first is not None else None


def after(tokens: Sequence[Token], named: Sequence[Mention], start: int) -> Mention | None:
    """Who stands after "said" or "according to"."""
    return _mention(tokens, named, start, len(tokens))


def known_speaker(tokens: Sequence[Token], source: Mention) -> bool:
    """Whether the noun is of those who speak by trade or office."""
    head = tokens[source.last]
    called = tokens[source.first].capital and tokens[source.first].norm in words("callsigns")
    return (
        called
        or head.capital
        or head.norm in _speakers()
        or head.norm in words("he") | words("they")
    )


def by_trade(token: Token) -> bool:
    """Whether a common noun names somebody who speaks: officials, residents."""
    return not token.capital and token.norm in _speakers()


@cache
def _speakers() -> frozenset[str]:
    return _last_words(*_SPEAKERS)


@cache
def _private() -> frozenset[str]:
    """Those who speak for nobody but themselves."""
    return _last_words("callings", "sources") - _last_words("institutions", "offices")


def _last_words(*names: str) -> frozenset[str]:
    return frozenset(phrase[-1] for same in titles(*names).values() for phrase in same)


def _clause(tokens: Sequence[Token], verb: int) -> int:
    start = verb
    while start and tokens[start - 1].word:
        norm = tokens[start - 1].norm
        noun = start > 1 and tokens[start - 2].norm in words("determiners")  # "the notes"
        if norm in words("breakers") | {"that", "and", "then"}:
            break
        if norm in speaking() and not noun:
            break
        start -= 1
    return start


def _opening(tokens: Sequence[Token], start: int, verb: int) -> int | None:
    """Where the subject begins; "on Monday", "in Doeville" before it are passed over."""
    if start >= verb:
        return None
    if tokens[start].norm not in words("prepositions"):
        return start
    for at in range(start + 2, verb):
        norm, left = tokens[at].norm, tokens[at - 1].norm
        if norm in words("articles") and left not in words("prepositions"):
            return at
    last = tokens[verb - 1]
    bare = not last.capital and last.norm in _speakers()
    return verb - 1 if bare and tokens[verb - 2].norm not in words("determiners") else None


def _mention(
    tokens: Sequence[Token], named: Sequence[Mention], first: int, stop: int
) -> Mention | None:
    end = first
    while end < stop and tokens[end].word and tokens[end].norm not in words("prepositions"):
        end += 1
    last = end - 1
    while last > first and tokens[last].norm in words("times"):
        last -= 1
    run = tokens[first:end]
    if not run or len(run) > _LONGEST or any(t.norm in words("no_speakers") for t in run):
        return None
    if any(t.norm in words("auxiliaries") or t.norm in speaking() for t in run[:-1]):
        return None
    post = run[0].capital and run[0].norm in words("callsigns")
    if (run[-1].text[0].isdigit() and not post) or run[-1].norm in words("determiners"):
        return None
    whose = _whose(tokens, named, end) if run[-1].norm in words("papers") else None
    if whose:
        return whose
    if run[-1].norm in words("spokesmen") and tokens[end : end + 1]:
        spoken_for = _spoken_for(tokens, end, stop)
        if spoken_for:
            return spoken_for
    inside = [m for m in named if first <= m.first < end]
    actor = Actor(
        name=_words(run, common=not any(m.first == first for m in inside)),
        of=next((m.state for m in inside if m.state), ""),
    )
    return Mention(
        first=first,
        last=end - 1,
        kind=Kind.PERSON,
        form=Form.POST,
        actors=(actor,),
        calling=run[-1].norm in _private(),
    )


def _whose(tokens: Sequence[Token], named: Sequence[Mention], end: int) -> Mention | None:
    """As in "a report by X": X says so."""
    if tokens[end : end + 1] == () or tokens[end].norm not in {"by", "of", "from"}:
        return None
    return next((m for m in named if m.actors and end < m.first <= end + 2), None)


def _spoken_for(tokens: Sequence[Token], end: int, stop: int) -> Mention | None:
    """As in "a spokesman for the local elders": the elders, by the words the text has for them."""
    first = end + 1 + (tokens[end + 1 : end + 2] != () and tokens[end + 1].norm in _ARTICLES)
    last = first
    while last < stop and tokens[last].word and tokens[last].norm not in words("prepositions"):
        last += 1
    run = tokens[first:last]
    if tokens[end].norm not in {"for", "of"} or not run or len(run) > _LONGEST:
        return None
    if run[-1].text[0].isdigit() or any(t.norm in words("auxiliaries") for t in run):
        return None
    if run[-1].capital and run[-1].norm not in titles("bodies"):
        return None  # it may be a person, whose name is not for a body's place
    actor = Actor(name=" ".join(token.text for token in run))
    return Mention(first=first, last=last - 1, kind=Kind.BODY, form=Form.POST, actors=(actor,))


def _words(run: Sequence[Token], *, common: bool) -> str:
    """As written; a small letter for a common word that a sentence only happens to begin with."""
    small = run[0].norm in words("determiners") | words("numerals") | words("he") | words("they")
    trade = common and not run[-1].capital and run[-1].norm in _speakers()
    alone = len(run) == 1 and run[0].norm in _speakers()
    first = run[0].norm if small or trade or alone else run[0].text
    return " ".join([first, *(token.text for token in run[1:])])
