"""A frame: characters and who puts them forward. It does not find any."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from truceline.reading.mention import Mention
from truceline.reading.sentences import Sentence
from truceline.terms.claim import Actor
from truceline.terms.names import Kind


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
    stranger: str = ""  # the last word of a speaker without a name: "officer"
    person: bool = False  # whether it is one person who speaks
    many: bool = False  # whether those who speak are many under one name: "the rebels"


def innermost(frames: Sequence[Frame], at: int) -> Frame | None:
    """The frame nearest to the character: it starts last, or is smallest."""
    holding = [frame for frame in frames if frame.start <= at < frame.end]
    return max(holding, key=lambda frame: (frame.start, -frame.end), default=None)


def frame_at(frames: Sequence[Frame], at: int, *, first: int, last: int) -> Frame | None:
    """The frame nearest to the character, or else the one whose cue is among these tokens."""
    cued = (frame for frame in frames if first <= frame.cue <= last)
    return innermost(frames, at) or next(cued, None)


def frame_of(
    sentence: Sentence, source: Mention, named: Sequence[Mention], *, manner: Manner, cue: int
) -> Frame:
    return Frame(
        start=sentence.start,
        end=sentence.end,
        says=all_of(source, named) or source.actors,
        manner=manner,
        cue=cue,
        calling=source.calling,
        person=source.kind is Kind.PERSON,
        many=source.kind in {Kind.PARTY, Kind.FORCE},
    )


def all_of(source: Mention, named: Sequence[Mention]) -> tuple[Actor, ...]:
    """Everybody in the list the mention stands in."""
    return tuple(dict.fromkeys(a for m in named if m.group == source.group for a in m.actors))
