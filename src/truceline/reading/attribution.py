"""Who puts what forward: speakers, what they speak, and who passed it on. It weighs no speaker."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from truceline.reading import unnamed
from truceline.reading.frames import Frame, Manner, frame_of, innermost
from truceline.reading.gazetteer import Form
from truceline.reading.logbook import entries
from truceline.reading.mention import Mention
from truceline.reading.quotations import Quotation, quotations
from truceline.reading.sentences import Sentence
from truceline.reading.spans import within
from truceline.reading.speech import cued
from truceline.reading.utterances import uttered
from truceline.reading.wordlists import documents, phrase_at, phrases, speaking, words
from truceline.terms.claim import AGREEMENT, Actor


def attribute(
    plain: str,
    sentences: Sequence[Sentence],
    mentions: Sequence[Sequence[Mention]],
    *,
    issuer: Actor | None = None,
) -> tuple[tuple[Frame, ...], ...]:
    """The frames of every sentence, outermost first. `issuer` put the text out and says "we"."""
    spoken = quotations(plain, sentences)
    logged = entries(plain, sentences, mentions)
    calling: tuple[Actor, ...] = ()
    first_said: tuple[Actor, ...] = ()  # without a heading: who speaks first puts it out
    found: list[tuple[Frame, ...]] = []
    last: Frame | None = None
    last_paragraph = paragraph = -1
    strangers: dict[str, Frame] = {}  # by the last word of what they are called
    for sentence, named, entry in zip(sentences, mentions, logged, strict=True):
        if entry or sentence.paragraph != paragraph:
            calling = entry.caller if entry else ()
        paragraph = sentence.paragraph
        spoken_by = uttered(sentence, named, cued(sentence, named))
        frames = [*_according(sentence, named), *spoken_by]
        frames = [_again(frame, strangers, last) for frame in frames]
        frames = [_our(frame, issuer) for frame in frames] if issuer else frames
        if calling:
            begun = entry.first if entry else 0
            frames = [frame for frame in frames if frame.cue >= begun]
            frames.insert(0, _whole(sentence, calling))
        elif (
            issuer and not frames and any(t.norm in words("first_person") for t in sentence.tokens)
        ):
            frames = [_whole(sentence, (issuer,))]
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
        first_said = first_said or next(
            (f.says for f in frames if not f.calling and not f.person), ()
        )
        found.append(tuple(sorted(frames, key=lambda frame: (frame.start, -frame.end))))
        speaker = next((f for f in reversed(frames) if f.says != (AGREEMENT,)), None)
        if speaker:
            last = replace(speaker, cue=-1, tail=-1)  # the verb stays in its own sentence
            last_paragraph = sentence.paragraph
    return tuple(found)


def _ours(sentence: Sentence) -> bool:
    return any(token.norm in words("first_person") for token in sentence.tokens)


def _whole(sentence: Sentence, says: tuple[Actor, ...]) -> Frame:
    return Frame(start=sentence.start, end=sentence.end, says=says, manner=Manner.ON)


def _our(frame: Frame, issuer: Actor) -> Frame:
    """As in "according to our intelligence": whoever put the text out."""
    ours = frame.stranger and frame.says[0].name.split()[0] in words("first_person")
    return replace(frame, says=(issuer,)) if ours else frame


def _again(frame: Frame, strangers: dict[str, Frame], last: Frame | None) -> Frame:
    """The officer of before, said again; "he" is who spoke last, if the text named nobody."""
    if not frame.stranger:
        return frame
    name = frame.says[0].name
    before = last if frame.stranger in words("he") | words("they") | {"it"} else None
    if name.startswith("the "):
        before = strangers.get(frame.stranger)
    strangers[frame.stranger] = frame if before is None else replace(frame, says=before.says)
    return strangers[frame.stranger]


def _according(sentence: Sentence, named: Sequence[Mention]) -> Iterator[Frame]:
    norms = [token.norm for token in sentence.tokens]
    first = next((at for at, norm in enumerate(norms) if norm.isalnum()), 0)
    if norms[first] == "as" and (source := _as_told(sentence, named, first)):
        yield frame_of(sentence, source, named, manner=Manner.ACCORDING, cue=first)
    for at in range(len(norms)):
        end = phrase_at(norms, at, phrases("according"))
        source = _after(named, end) if end is not None else None
        if source and source.actors and not _document(norms[: source.first], at + 1):
            yield frame_of(sentence, source, named, manner=Manner.ACCORDING, cue=at)
            continue
        if end is not None and not _document(norms, end + 1):
            stranger = unnamed.after(sentence.tokens, named, end + 1)
            if stranger and unnamed.known_speaker(sentence.tokens, stranger):
                frame = frame_of(sentence, stranger, named, manner=Manner.ACCORDING, cue=at)
                yield replace(frame, stranger=norms[stranger.last])
                continue
        end = phrase_at(norms, at, phrases("under"))
        if end is not None and _document(norms, end + 1) and _lays_down(norms, at):
            yield Frame(
                start=_past_its_making(sentence, end),
                end=sentence.end,
                says=(AGREEMENT,),
                manner=Manner.ACCORDING,
                cue=at,
            )


def _as_told(sentence: Sentence, named: Sequence[Mention], first: int) -> Mention | None:
    """As in "As the ministry reports, …"."""
    tokens = sentence.tokens
    comma = next((at for at in range(first, len(tokens)) if tokens[at].text == ","), None)
    if comma is None or not any(tokens[at].norm in speaking() for at in range(comma - 2, comma)):
        return None
    return next((m for m in named if m.actors and first < m.first < m.last < comma), None)


def _past_its_making(sentence: Sentence, at: int) -> int:
    """Where what it lays down begins: "Under the accord, signed in X, troops are to leave"."""
    tokens = sentence.tokens
    marks = [n for n in range(at, len(tokens)) if tokens[n].text == ","]
    if len(marks) > 1 and tokens[marks[0] + 1].norm in words("made"):
        return tokens[marks[1]].end
    return sentence.start


def _lays_down(norms: Sequence[str], at: int) -> bool:
    """Whether the paper speaks: at the beginning, or beside a modal; else it was only followed."""
    first = next((place for place, norm in enumerate(norms) if norm.isalnum()), 0)
    obliged = {"is", "are", "was", "were", "has", "have"}
    due = any(left in obliged and right == "to" for left, right in pairwise(norms))
    return at <= first or due or any(norm in words("modals") for norm in norms)


def _document(norms: Sequence[str], at: int) -> bool:
    ahead = norms[at : at + 4]
    return any(
        norm in documents() and all(word.isalnum() for word in ahead[:place])
        for place, norm in enumerate(ahead)
    )


def _after(named: Sequence[Mention], end: int) -> Mention | None:
    return next((m for m in named if end < m.first <= end + 3), None)


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
        others = {m.first for m in named if m.actors and m.first > run}
        while run < len(norms) and sentence.tokens[run].capital and run not in others:
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
