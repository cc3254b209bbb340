"""Speakers found by the tree: subjects of verbs of speech, shared and relative ones included.

It adds what position (speech.py) did not find and mends whom it took for the speaker.
"""

from collections.abc import Sequence
from dataclasses import replace

from truceline.reading import unnamed
from truceline.reading.doers import voice
from truceline.reading.frames import Frame, Manner, frame_of
from truceline.reading.grammar import Grammar
from truceline.reading.inflection import forms
from truceline.reading.mention import Mention
from truceline.reading.sentences import Sentence, Token
from truceline.reading.speech import byline, cue_at, watches, witnessing
from truceline.reading.wordlists import words
from truceline.terms.names import Kind

_BESIDE = 2  # words between a speaker and his verb: an adverb
_CONTENT = ("ccomp", "parataxis")
_MATTER = (*_CONTENT, "xcomp", "obj")  # what one may say, ask for or refuse


def uttered(sentence: Sentence, named: Sequence[Mention], frames: Sequence[Frame]) -> list[Frame]:
    """The frames with those of the tree; just as they are where there is no tree."""
    tree = sentence.grammar
    if tree is None:
        return list(frames)
    norms = [token.norm for token in sentence.tokens]
    found = {frame.cue: frame for frame in frames}
    for at in range(len(norms)):
        hit = cue_at(norms, at)
        if hit is None or tree.kinds[at] != "VERB":
            continue
        source = _source(sentence.tokens, tree, named, at)
        if source is None or byline(sentence.tokens, source, at=at):
            continue
        if at in found:
            found[at] = _mended(found[at], sentence, source, named)
        elif _puts_forward(sentence.tokens, tree, source, at=at, manner=hit[0]):
            found[at] = _frame(sentence, tree, source, named, manner=hit[0], at=at)
    rest = [frame for frame in frames if frame.cue not in found]
    return [*rest, *found.values()]


def _source(
    tokens: Sequence[Token], tree: Grammar, named: Sequence[Mention], verb: int
) -> Mention | None:
    passive, subject = voice(tokens, tree, verb)
    if passive or subject is None:
        return None
    parts = (subject, *tree.children(subject, "appos", "flat"))
    known = [m for m in named if m.actors and any(m.first <= part <= m.last for part in parts)]
    if known:
        return next((m for m in known if m.kind is Kind.PERSON), known[0])
    first = subject
    while first and tree.heads[first - 1] == subject and tokens[first - 1].word:
        first -= 1
    stranger = unnamed.after(tokens[: subject + 1], named, first)
    return stranger if stranger and unnamed.known_speaker(tokens, stranger) else None


def _mended(frame: Frame, sentence: Sentence, source: Mention, named: Sequence[Mention]) -> Frame:
    """The same frame with a speaker whom the text names, unless another stands by the verb."""
    beside = [m for m in named if _beside(sentence.tokens, m, frame.cue)]
    if source not in named or any(a in frame.says for m in (source, *beside) for a in m.actors):
        return frame
    own = frame_of(sentence, source, named, manner=frame.manner, cue=frame.cue)
    return replace(own, start=frame.start, end=frame.end, tail=frame.tail)


def _beside(tokens: Sequence[Token], mention: Mention, verb: int) -> bool:
    between = tokens[mention.last + 1 : verb]
    plain = all(token.word and token.norm not in words("coordinators") for token in between)
    after = 0 < mention.first - verb <= _BESIDE + 1  # "said X", "quoted X as saying"
    return after or (0 < verb - mention.last <= _BESIDE and plain)


def _puts_forward(
    tokens: Sequence[Token], tree: Grammar, source: Mention, *, at: int, manner: Manner
) -> bool:
    """Whether something is said, asked for or refused; who watches puts forward what he sees."""
    reports = tokens[at].norm in forms("report")
    if reports or (tokens[at].norm in witnessing() and watches(tokens, source)):
        return tree.has(at, *_MATTER)
    if manner is Manner.CONTENT:
        return tree.has(at, *_CONTENT) or _of(tokens, tree, at)
    return tree.has(at, *_MATTER) or _of(tokens, tree, at)


def _of(tokens: Sequence[Token], tree: Grammar, at: int) -> bool:
    """As in "knows of nine", "warned about it"."""
    return any(
        tokens[case].norm in {"of", "about"}
        for matter in tree.children(at, "obl")
        for case in tree.children(matter, "case")
    )


def _frame(
    sentence: Sentence,
    tree: Grammar,
    source: Mention,
    named: Sequence[Mention],
    *,
    manner: Manner,
    at: int,
) -> Frame:
    tokens = sentence.tokens
    frame = frame_of(sentence, source, named, manner=manner, cue=at)
    if source not in named:
        frame = replace(frame, stranger=tokens[source.last].norm)
    told = next(tree.children(at, *_CONTENT), None)
    if told is not None and told < min(at, source.first):
        stop = tokens[min(at, source.first)].start
        return replace(frame, start=tokens[tree.span(told)[0]].start, end=stop, tail=stop)
    return replace(frame, start=tokens[at].start, end=tokens[max(tree.span(at)[1], at)].end)
