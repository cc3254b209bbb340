"""Speakers found by their verbs: X says, said X, X is adamant. Quotation marks are elsewhere."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from truceline.reading import unnamed
from truceline.reading.audiences import audience_end
from truceline.reading.frames import Frame, Manner, frame_of
from truceline.reading.gazetteer import Form
from truceline.reading.inflection import forms
from truceline.reading.mention import Mention
from truceline.reading.sentences import Sentence, Token
from truceline.reading.wordlists import Phrases, cues, phrase_at, phrases, words
from truceline.terms.names import Kind

_SUBJECT_REACH = 30  # words between a subject and its verb, asides included
_SPOKEN_FOR = 5  # words from "said" to the name in "said a senior spokesman for the X"
_TAIL = 9  # words that may follow a speech verb that closes its sentence
_ADVERBS = frozenset(
    {"also", "once", "again", "then", "now", "already", "later", "not", "n't", "so"}
)
_BARE = 4  # a comma and the words of a speaker without an article: ", two local residents said"
_PAUSES = frozenset({",", '"', "”", "»"})  # before a new subject: "We left," a man said
_PREPOSED = words("prepositions") | words("coordinators")
_HYPOTHETICAL = frozenset({"if", "whether", "unless"})


def cued(sentence: Sentence, named: Sequence[Mention]) -> list[Frame]:
    """Frames by verbs of speech; a frame ends where the next speaker's clause begins."""
    tokens = sentence.tokens
    frames: list[Frame] = []
    starts: list[tuple[int, int]] = []
    norms = [token.norm for token in tokens]
    for at in range(len(tokens)):
        passed_on = _passed_on(tokens, named, at) if norms[at] in _openings() else None
        hit = cue_at(norms, at) or ((Manner.CONTENT, at) if passed_on else None)
        if hit is None:
            continue
        manner, cue_end = hit
        end = max(cue_end, audience_end(tokens, named, at))
        heard = end > cue_end
        says = manner in {Manner.SAY, Manner.CONTENT}  # ", urged X": X is whom it urges
        source = _inverted(tokens, named, at=at, end=end) if says else None
        source = passed_on or source or _subject(tokens, named, at=at)
        stranger = (
            None if source else _stranger(tokens, named, at=at, end=end, heard=heard, manner=manner)
        )
        source = source or stranger
        if source is None or _hypothetical(tokens, source) or byline(tokens, source, at=at):
            continue
        witness = norms[at] in witnessing() and watches(tokens, source)
        if (
            manner is Manner.CONTENT
            and not (witness or passed_on)
            and not _has_content(tokens, source, at=at, end=end)
        ):
            continue
        frame = frame_of(sentence, source, named, manner=manner, cue=at)
        if stranger:
            frame = replace(frame, stranger=tokens[stranger.last].norm)
        if _closes(tokens, source, at=at, end=end):
            stop = min(source.first, at)
            begins = max([f.start for f in frames if f.cue < stop], default=sentence.start)
            tail = tokens[stop].start
            frames.append(replace(frame, start=min(begins, sentence.start), end=tail, tail=tail))
        else:
            frames.append(replace(frame, start=tokens[at].start))
            starts.append((_first_of(source, named), at))
    return [_until_next(tokens, frame, starts) for frame in frames]


def _passed_on(tokens: Sequence[Token], named: Sequence[Mention], at: int) -> Mention | None:
    """As in "quoted X as saying", "was announced by X": X says so."""
    if tokens[at].norm in forms("quote") | forms("cite"):
        by = next((m for m in named if m.actors and at < m.first <= at + 2), None)
        after = [token.norm for token in tokens[by.last + 1 : by.last + 3]] if by else []
        return by if after in (["as", "saying"], ["as", "telling"]) else None
    agent = tokens[at + 1 : at + 2] and tokens[at + 1].norm == "by"
    if at and agent and tokens[at - 1].norm in words("being"):
        return next((m for m in named if m.actors and at < m.first <= at + 3), None)
    return None


def _first_of(source: Mention, named: Sequence[Mention]) -> int:
    return min((m.first for m in named if m.group == source.group), default=source.first)


def _stranger(
    tokens: Sequence[Token],
    named: Sequence[Mention],
    *,
    at: int,
    end: int,
    heard: bool,
    manner: Manner,
) -> Mention | None:
    """Somebody without a name, where it is plain that something is said."""
    inverted = at > 0 and not tokens[at - 1].word and tokens[at].norm == "said"
    source = unnamed.after(tokens, named, end + 1) if inverted else None
    source = source or unnamed.before(tokens, named, _verb(tokens, at))
    if source is None:
        return None
    plain = tokens[at].norm in {"said", "says", "say"}
    if tokens[at].norm in witnessing() and watches(tokens, source):
        return source
    speaks = unnamed.known_speaker(tokens, source)
    told = heard or _has_content(tokens, source, at=at, end=end)
    asks = manner in {Manner.DEMAND, Manner.DENY} and unnamed.by_trade(tokens[source.last])
    if plain or asks or (speaks and told):
        return source
    return None


def cue_at(norms: Sequence[str], at: int) -> tuple[Manner, int] | None:
    """The manner and the last token of the cue that begins here, if it is a verb."""
    if norms[at] not in _openings() or _in_vain(norms, at):
        return None
    if norms[at] in phrases("convictions"):
        return (Manner.SAY, at) if at and norms[at - 1] in words("being") else None
    for manner, listed in _manners():
        end = phrase_at(norms, at, listed)
        if end is not None:
            return None if _nominal(norms, at) else (manner, end)
    return None


def _in_vain(norms: Sequence[str], at: int) -> bool:
    """As in "could not verify it because", "replied with artillery": nothing is put forward."""
    after = norms[at + 1] if at + 1 < len(norms) else ""
    if norms[at] in forms("reply") | forms("respond"):
        return after in {"with", "by"}
    failed = at > 1 and norms[at - 1] in {"not", "n't"} and norms[at - 2] in {"could", "can"}
    return norms[at] == "verify" and (failed or norms[at - 1] == "cannot")


@cache
def _manners() -> tuple[tuple[Manner, Phrases], ...]:
    order = (Manner.DEMAND, Manner.DENY, Manner.STANCE, Manner.SAY, Manner.CONTENT)
    listed = [(manner, cues(manner.value)) for manner in order]
    return (*listed, (Manner.CONTENT, cues("roundabout")), (Manner.CONTENT, cues("witness")))


@cache
def witnessing() -> frozenset[str]:
    return frozenset(cues("witness"))


def watches(tokens: Sequence[Token], source: Mention) -> bool:
    """Whether it is a body or an observer, whose seeing is a report: "the mission heard shots"."""
    if source.kind is Kind.BODY:
        return True
    return tokens[source.last].norm in words("observers")


@cache
def _openings() -> frozenset[str]:
    """The first words of all cues: most words are none."""
    return frozenset(phrases("convictions")).union(*(listed for _, listed in _manners()))


def _nominal(norms: Sequence[str], at: int) -> bool:
    """A noun ("a report"), an infinitive of purpose, or a passive without its speaker."""
    before = norms[at - 1] if at else ""
    if before in words("determiners") or before in {"'s", "to"}:
        return True
    if norms[at] in words("noun_verbs") and before.endswith(("ing", "ed")):
        return True
    if norms[at].endswith("ing"):
        return before in words("being") and norms[at] != "saying"
    if before in words("prepositions"):
        return True
    return before in words("being") or (
        before.endswith("ly") and at > 1 and norms[at - 2] in words("being")
    )


def _inverted(
    tokens: Sequence[Token], named: Sequence[Mention], *, at: int, end: int
) -> Mention | None:
    """As in ", said Doe": the speaker follows a verb that follows a comma or a quotation."""
    if at == 0 or tokens[at - 1].word:
        return None
    source = next((m for m in named if m.actors and m.first > end), None)
    if source is None or source.genitive or source.prep or not _adjoins(tokens, end, source):
        return None
    after = tokens[source.last + 1 : source.last + 2]
    return source if not after or not after[0].word or after[0].norm in _PREPOSED else None


def _adjoins(tokens: Sequence[Token], end: int, source: Mention) -> bool:
    """Right after the verb, or by who speaks for him: "said a spokesman for X"."""
    between = [token.norm for token in tokens[end + 1 : source.first]]
    spoken_for = bool({"for", "of"} & set(between))
    return (
        not between
        or between in (["the"], ["a"], ["an"])
        or (spoken_for and len(between) <= _SPOKEN_FOR)
    )


def _subject(tokens: Sequence[Token], named: Sequence[Mention], *, at: int) -> Mention | None:
    """The nearest mention before the verb that hangs on no preposition."""
    verb = _verb(tokens, at)
    relative = verb > 0 and tokens[verb - 1].norm == "who"
    for mention in reversed(named):
        if mention.last >= at or not mention.actors or mention.genitive:
            continue
        if at - mention.last > _SUBJECT_REACH:
            return None
        between = tokens[mention.last + 1 : verb]
        if relative:
            return mention
        if any(token.norm in {"but", "while", "because", ";"} for token in between):
            return None
        if _other_subject(between):
            return None
        if not mention.prep or mention.prep in {"as", "after", "since", "before"}:
            return _aside_of(tokens, named, mention) or mention
    return None


def _aside_of(
    tokens: Sequence[Token], named: Sequence[Mention], mention: Mention
) -> Mention | None:
    """The person of whom it only tells the office: "Jane Doe, the envoy of X, said"."""
    start = mention.first - (tokens[mention.first - 1].norm in words("articles"))
    office = mention.form is Form.POST and start > 0 and tokens[start - 1].text == ","
    before = (m for m in named if m.kind is Kind.PERSON and m.last == start - 2)
    return next(before, None) if office else None


def _other_subject(between: Sequence[Token]) -> bool:
    """Whether somebody the text does not name begins after a comma: "X left, the ministry said"."""
    if not between or not between[-1].word:
        return False  # an aside: "X, the head of Y, said"
    pause = max((n for n, token in enumerate(between) if token.text in _PAUSES), default=-1)
    if pause >= 0 and len(between) - pause <= _BARE and unnamed.by_trade(between[-1]):
        return between[pause + 1].norm not in _PREPOSED - words("articles")
    return any(
        left.text in _PAUSES and right.norm in words("articles")
        for left, right in pairwise(between)
    )


def _verb(tokens: Sequence[Token], at: int) -> int:
    """Where the verb begins, with its auxiliaries and adverbs."""
    while at and (
        tokens[at - 1].norm in words("auxiliaries") | _ADVERBS or tokens[at - 1].norm.endswith("ly")
    ):
        at -= 1
    return at


def _hypothetical(tokens: Sequence[Token], source: Mention) -> bool:
    return source.first > 0 and tokens[source.first - 1].norm in _HYPOTHETICAL


def byline(tokens: Sequence[Token], source: Mention, *, at: int) -> bool:
    """As in "writes Jane Doe, our correspondent": the narrator's own name."""
    return tokens[at].norm == "writes" and source.first > at and source.calling


def _has_content(tokens: Sequence[Token], source: Mention, *, at: int, end: int) -> bool:
    after = tokens[end + 1].text if end + 1 < len(tokens) else ""
    quoted = after in {",", ":"} and end + 2 < len(tokens) and tokens[end + 2].text in '"“«„'
    return (
        after in {"that", ":", "“", '"', "«"} or quoted or _closes(tokens, source, at=at, end=end)
    )


def _closes(tokens: Sequence[Token], source: Mention, *, at: int, end: int) -> bool:
    """Whether the speaker comes after what is said: "…, Doe said on Monday"."""
    first = _past_owner(tokens, min(source.first, at))
    if first and tokens[first - 1].norm in {"the", "a", "an"}:
        first -= 1
    if first == 0 or tokens[first - 1].word or tokens[first - 1].text == ":":
        return False
    if not any(token.word for token in tokens[:first]):
        return False
    rest = tokens[max(end, source.last) + 1 :]
    if not rest or not rest[0].word:
        return not any(t.norm == "that" or t.text in '"“«' for t in rest) or rest[0].text in ".,"
    return len(rest) <= _TAIL and rest[0].norm in words("prepositions")


def _past_owner(tokens: Sequence[Token], first: int) -> int:
    """Before whom a speaker without a name belongs to: "…, X's state news agency said"."""
    owned = next(
        (at for at in range(first - 1, max(first - 3, 0), -1) if tokens[at].norm == "'s"), 0
    )
    if not owned:
        return first
    first = owned
    while first and tokens[first - 1].word and tokens[first - 1].capital:
        first -= 1
    return first


def _until_next(tokens: Sequence[Token], frame: Frame, starts: Sequence[tuple[int, int]]) -> Frame:
    """Cut where a coordinated clause brings a speaker of its own: "but Y says"."""
    for first, cue in starts:
        before = tokens[first - 1].norm if first else ""
        if cue > frame.cue and before in {"but", "while", "and", ";", "whereas"}:
            start = tokens[first - 1].start
            return replace(frame, end=start) if frame.start < start < frame.end else frame
    return frame
