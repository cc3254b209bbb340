"""Who puts what forward: speakers, what they speak, and who passed it on. It weighs no speaker."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from truceline.reading.gazetteer import Form
from truceline.reading.mentions import Mention
from truceline.reading.quotations import Quotation, quotations
from truceline.reading.sentences import Sentence, Token
from truceline.reading.spans import within
from truceline.reading.wordlists import cues, phrase_at, phrases, words
from truceline.terms.claim import AGREEMENT, Actor

_SUBJECT_REACH = 30  # words between a subject and its verb, asides included
_TAIL = 9  # words that may follow a speech verb that closes its sentence
_ADVERBS = frozenset(
    {"also", "once", "again", "then", "now", "already", "later", "not", "n't", "so"}
)
_PREPOSED = words("prepositions") | words("coordinators")
_HYPOTHETICAL = frozenset({"if", "whether", "unless"})


class Manner(StrEnum):
    """How it is put forward."""

    SAY = "plain"
    CONTENT = "with_content"
    DEMAND = "demand"
    DENY = "deny"
    STANCE = "stance"
    ACCORDING = "according"
    QUOTE = "quote"
    ON = "on"  # an earlier speaker goes on


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Characters start..end are put forward by `says`. `cue` is the token that shows it."""

    start: int
    end: int
    says: tuple[Actor, ...]
    manner: Manner
    via: str = ""
    cue: int = -1
    calling: bool = False  # the speaker speaks for nobody else
    tail: int = -1  # where the speaker closes the sentence, if so


def attribute(
    plain: str, sentences: Sequence[Sentence], mentions: Sequence[Sequence[Mention]]
) -> tuple[tuple[Frame, ...], ...]:
    """The frames of every sentence, outermost first."""
    spoken = quotations(plain, sentences)
    found: list[tuple[Frame, ...]] = []
    last: Frame | None = None
    last_paragraph = -1
    for sentence, named in zip(sentences, mentions, strict=True):
        frames = [*_according(sentence, named), *_cued(sentence, named)]
        frames = _with_channel(sentence, named, frames)
        if last and sentence.paragraph - last_paragraph > 1:
            last = None
        speaker = next((f for f in reversed(frames) if f.says != (AGREEMENT,)), None)
        quoted = within(spoken, sentence.start, end=sentence.end)
        frames += _quoted(sentence, quoted, frames=frames, speaker=speaker or last)
        if (
            not frames
            and last
            and sentence.paragraph == last_paragraph
            and _goes_on(sentence, quoted)
        ):
            frames = [replace(last, start=sentence.start, end=sentence.end, manner=Manner.ON)]
        found.append(tuple(sorted(frames, key=lambda frame: (frame.start, -frame.end))))
        speaker = next((f for f in reversed(frames) if f.says != (AGREEMENT,)), None)
        if speaker:
            last, last_paragraph = speaker, sentence.paragraph
    return tuple(found)


def innermost(frames: Sequence[Frame], at: int) -> Frame | None:
    """The frame nearest to the character: it starts last, or is smallest."""
    holding = [frame for frame in frames if frame.start <= at < frame.end]
    return max(holding, key=lambda frame: (frame.start, -frame.end), default=None)


def _according(sentence: Sentence, named: Sequence[Mention]) -> Iterator[Frame]:
    norms = [token.norm for token in sentence.tokens]
    for at in range(len(norms)):
        end = phrase_at(norms, at, phrases("according"))
        source = _after(named, end) if end is not None else None
        if source and source.actors:
            yield _frame(sentence, source, named, manner=Manner.ACCORDING, cue=at)
            continue
        end = phrase_at(norms, at, phrases("under"))
        if end is not None and _document(norms, end + 1):
            yield Frame(
                start=sentence.start,
                end=sentence.end,
                says=(AGREEMENT,),
                manner=Manner.ACCORDING,
                cue=at,
            )


def _document(norms: Sequence[str], at: int) -> bool:
    documents = {phrase[0] for same in phrases("documents").values() for phrase in same}
    ahead = norms[at : at + 4]
    return any(
        norm in documents and all(word.isalpha() for word in ahead[:place])
        for place, norm in enumerate(ahead)
    )


def _after(named: Sequence[Mention], end: int) -> Mention | None:
    return next((m for m in named if end < m.first <= end + 3), None)


def _frame(
    sentence: Sentence, source: Mention, named: Sequence[Mention], *, manner: Manner, cue: int
) -> Frame:
    return Frame(
        start=sentence.start,
        end=sentence.end,
        says=_all_of(source, named),
        manner=manner,
        cue=cue,
        calling=source.calling,
    )


def _all_of(source: Mention, named: Sequence[Mention]) -> tuple[Actor, ...]:
    """Everybody in the list the mention stands in."""
    return tuple(dict.fromkeys(a for m in named if m.group == source.group for a in m.actors))


def _cued(sentence: Sentence, named: Sequence[Mention]) -> list[Frame]:
    """Frames by verbs of speech; a frame ends where the next speaker's clause begins."""
    tokens = sentence.tokens
    frames: list[Frame] = []
    starts: list[tuple[int, int]] = []
    norms = [token.norm for token in tokens]
    for at in range(len(tokens)):
        hit = _cue(norms, at)
        if hit is None:
            continue
        manner, end = hit
        source = _inverted(tokens, named, at=at, end=end) or _subject(tokens, named, at=at)
        if source is None or _hypothetical(tokens, source) or _byline(tokens, source, at=at):
            continue
        if manner is Manner.CONTENT and not _has_content(tokens, source, at=at, end=end):
            continue
        frame = _frame(sentence, source, named, manner=manner, cue=at)
        if _closes(tokens, source, at=at, end=end):
            stop = min(source.first, at)
            begins = max([f.start for f in frames if f.cue < stop], default=sentence.start)
            tail = tokens[stop].start
            frames.append(replace(frame, start=min(begins, sentence.start), end=tail, tail=tail))
        else:
            frames.append(replace(frame, start=tokens[at].start))
            starts.append((min(m.first for m in named if m.group == source.group), at))
    return [_until_next(tokens, frame, starts) for frame in frames]


def _cue(norms: Sequence[str], at: int) -> tuple[Manner, int] | None:
    """The manner and the last token of the cue that begins here, if it is a verb."""
    before = norms[at - 1] if at else ""
    if norms[at] in {phrase[0] for phrase in phrases("convictions").get(norms[at], ())}:
        return (Manner.SAY, at) if before in words("being") else None
    for manner in (Manner.DEMAND, Manner.DENY, Manner.STANCE, Manner.SAY, Manner.CONTENT):
        end = phrase_at(norms, at, cues(manner.value))
        if end is not None:
            return None if _nominal(norms, at) else (manner, end)
    return None


def _nominal(norms: Sequence[str], at: int) -> bool:
    """A noun ("a report"), an infinitive of purpose, or a passive without its speaker."""
    before = norms[at - 1] if at else ""
    if before in words("determiners") or before in {"'s", "to"}:
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
    """ ", said Doe": the speaker follows a verb that follows a comma or a quotation."""
    if at == 0 or tokens[at - 1].word:
        return None
    source = next((m for m in named if m.actors and 0 < m.first - end <= 1), None)
    if source is None or source.genitive:
        return None
    after = tokens[source.last + 1 : source.last + 2]
    return source if not after or not after[0].word or after[0].norm in _PREPOSED else None


def _subject(tokens: Sequence[Token], named: Sequence[Mention], *, at: int) -> Mention | None:
    """The nearest mention before the verb that hangs on no preposition."""
    verb = at
    while verb and (
        tokens[verb - 1].norm in words("auxiliaries") | _ADVERBS
        or tokens[verb - 1].norm.endswith("ly")
    ):
        verb -= 1
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
        if not mention.prep or mention.prep in {"as", "after", "since", "before"}:
            return mention
    return None


def _hypothetical(tokens: Sequence[Token], source: Mention) -> bool:
    return source.first > 0 and tokens[source.first - 1].norm in _HYPOTHETICAL


def _byline(tokens: Sequence[Token], source: Mention, *, at: int) -> bool:
    """ "writes Jane Doe, our correspondent": the narrator's own name."""
    return tokens[at].norm == "writes" and source.first > at and source.calling


def _has_content(tokens: Sequence[Token], source: Mention, *, at: int, end: int) -> bool:
    after = tokens[end + 1].text if end + 1 < len(tokens) else ""
    quoted = after in {",", ":"} and end + 2 < len(tokens) and tokens[end + 2].text in '"“«„'
    return (
        after in {"that", ":", "“", '"', "«"} or quoted or _closes(tokens, source, at=at, end=end)
    )


def _closes(tokens: Sequence[Token], source: Mention, *, at: int, end: int) -> bool:
    """Whether the speaker comes after what is said: "…, Doe said on Monday"."""
    first = min(source.first, at)
    if first and tokens[first - 1].norm in {"the", "a", "an"}:
        first -= 1
    if first == 0 or tokens[first - 1].word:
        return False
    if not any(token.word for token in tokens[:first]):
        return False
    rest = tokens[max(end, source.last) + 1 :]
    if not rest or not rest[0].word:
        return not any(t.norm == "that" or t.text in '"“«' for t in rest) or rest[0].text in ".,"
    return len(rest) <= _TAIL and rest[0].norm in words("prepositions")


def _until_next(tokens: Sequence[Token], frame: Frame, starts: Sequence[tuple[int, int]]) -> Frame:
    """Cut where a coordinated clause brings a speaker of its own: "but Y says"."""
    for first, cue in starts:
        before = tokens[first - 1].norm if first else ""
        if cue > frame.cue and before in {"but", "while", "and", ";", "whereas"}:
            start = tokens[first - 1].start
            return replace(frame, end=start) if frame.start < start < frame.end else frame
    return frame


def _with_channel(
    sentence: Sentence, named: Sequence[Mention], frames: Sequence[Frame]
) -> list[Frame]:
    """Frames of an agency become the channel of the speaker it passes on."""
    channel = _channel(sentence, named)
    if not channel:
        return list(frames)
    speaking = [f for f in frames if any(actor.name != channel for actor in f.says)]
    if speaking:
        return [replace(frame, via=channel) for frame in speaking]
    return list(frames)


def _channel(sentence: Sentence, named: Sequence[Mention]) -> str:
    agency = next((m for m in named if m.form is Form.AGENCY), None)
    if agency:
        return agency.actors[0].name
    norms = [token.norm for token in sentence.tokens]
    for at in range(len(norms)):
        end = phrase_at(norms, at, phrases("through"))
        if end is None or end == at:
            continue
        run = end + 1
        while run < len(norms) and sentence.tokens[run].capital:
            run += 1
        if run > end + 1:
            return " ".join(token.text for token in sentence.tokens[end + 1 : run])
    return ""


def _quoted(
    sentence: Sentence,
    spoken: Sequence[Quotation],
    *,
    frames: Sequence[Frame],
    speaker: Frame | None,
) -> Iterator[Frame]:
    """A quotation is its speaker's, over as many sentences as it lasts."""
    if speaker is None:
        return
    for quote in spoken:
        if not quote.speech or quote.end <= sentence.start or quote.start >= sentence.end:
            continue
        start, end = max(quote.start, sentence.start), min(quote.end, sentence.end)
        owner = innermost([f for f in frames if f.start <= start], start) or speaker
        yield replace(owner, start=start, end=end, manner=Manner.QUOTE)


def _goes_on(sentence: Sentence, spoken: Sequence[Quotation]) -> bool:
    """Speech reported without a verb: backshifted, obliging, or with words in quotation marks."""
    if any(token.norm in {"would", "must", "should"} for token in sentence.tokens):
        return True
    return any(
        not quote.speech and sentence.start <= quote.start < sentence.end for quote in spoken
    )
