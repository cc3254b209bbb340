"""Speakers who only repeat what has just been told: "the spokesman made this clear"."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from truceline.reading import unnamed
from truceline.reading.datafiles import word_lists
from truceline.reading.frames import Frame
from truceline.reading.inflection import forms
from truceline.reading.mention import Mention
from truceline.reading.sentences import Sentence
from truceline.terms.claim import Claim, Quote

_ASIDE = 2  # words between a subject and its verb: "Doe later denied this"
_DENIALS = frozenset({"deny", "reject"})


def echo(
    before: Claim, sentence: Sentence, *, named: Sequence[Mention], frames: Sequence[Frame]
) -> Callable[[Quote], Claim] | None:
    """The claim before, put forward by this sentence's subject too; None for no echo."""
    norms = [token.norm for token in sentence.tokens]
    for at in range(len(norms)):
        for phrase, verb in _echoes():
            if norms[at] in verb and tuple(norms[at + 1 : at + len(phrase)]) == phrase[1:]:
                subject = _subject(sentence, named, at=at)
                if subject is None:
                    return None
                via = next((f.says[0].name for f in frames if f.says != subject.actors), "")
                denies = before.denies != (phrase[0] in _DENIALS)
                return lambda quote: replace(
                    before,
                    quote=quote,
                    says=subject.actors,
                    via=via or before.via,
                    denies=denies,
                    rule=f"{before.act}:echo",
                )
    return None


def _subject(sentence: Sentence, named: Sequence[Mention], *, at: int) -> Mention | None:
    """Who stands right before the verb, named or not: never somebody further back."""
    near = next((m for m in reversed(named) if m.last < at and m.actors), None)
    if near and at - near.last <= _ASIDE:
        return near
    return unnamed.before(sentence.tokens, named, at)


@cache
def _echoes() -> tuple[tuple[tuple[str, ...], frozenset[str]], ...]:
    split = (tuple(phrase.split()) for phrase in word_lists("saying.toml")["echoes"])
    return tuple((phrase, forms(phrase[0])) for phrase in split)
