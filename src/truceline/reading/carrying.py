"""The day of what goes on with something told before: "the attack", "also", "at the talks".

Only where the words point back. A sentence that merely follows another has no day of it.
"""

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from truceline.reading.sentences import Sentence
from truceline.reading.timing import said_again
from truceline.reading.wordlists import words
from truceline.terms.claim import Act, Claim, Modality
from truceline.terms.when import When


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A claim told before, and how many sentences ago."""

    claim: Claim
    sentences: int
    same_paragraph: bool


@dataclass(slots=True, kw_only=True)
class Story:
    """What a text has told so far. Lives as long as the reading of one text."""

    earlier: deque[tuple[Claim, int, int]] = field(default_factory=lambda: deque(maxlen=_KEPT))
    sentences: int = 0
    meetings: dict[str, set[When]] = field(default_factory=dict)  # by place

    def dated(
        self, claims: Sequence[Claim], sentence: Sentence, *, triggers: Sequence[tuple[int, int]]
    ) -> list[Claim]:
        """The claims of the next sentence, those that go on with earlier ones with their day."""
        self.sentences += 1
        spans = list(triggers) if len(triggers) == len(claims) else [(0, 0)] * len(claims)
        found = []
        for claim, trigger in zip(claims, spans, strict=True):
            when = claim.when or _carried(claim, sentence, trigger, earlier=self._before(sentence))
            found.append(replace(claim, when=when or self._of_meeting(claim, sentence)))
        self.earlier.extendleft((c, self.sentences, sentence.paragraph) for c in found)
        for claim in found:
            if claim.act is Act.MEETING and claim.when and claim.modality is Modality.HAPPENED:
                for place in claim.places:
                    self.meetings.setdefault(place, set()).add(claim.when)
        return found

    def _of_meeting(self, claim: Claim, sentence: Sentence) -> When | None:
        """At the talks in a town where the text tells of talks on one day only."""
        happening = _happening(sentence)
        if claim.denies or claim.modality is not Modality.HAPPENED or happening is None:
            return None
        where = " ".join(happening[1].split())
        days = [d for place, d in self.meetings.items() if place.casefold() in where]
        known = set().union(*days)
        return known.pop() if len(known) == 1 else None

    def _before(self, sentence: Sentence) -> list[Earlier]:
        return [
            Earlier(
                claim=claim,
                sentences=self.sentences - number,
                same_paragraph=paragraph == sentence.paragraph,
            )
            for claim, number, paragraph in self.earlier
            if self.sentences - number <= _BACK
        ]


def _carried(
    claim: Claim, sentence: Sentence, trigger: tuple[int, int], *, earlier: Sequence[Earlier]
) -> When | None:
    """`earlier` begins with the latest."""
    if claim.denies or claim.modality is not Modality.HAPPENED:
        return None
    for before in earlier:
        if not _told(before) or _elsewhere(claim, before.claim):
            continue
        if _points(claim, sentence, before, trigger=trigger):
            return before.claim.when
    return None


def _told(before: Earlier) -> bool:
    """Whether it has a day of its own that may be another's too."""
    when = before.claim.when
    done = before.claim.modality is Modality.HAPPENED and not before.claim.denies
    return when is not None and done and ".." not in when.value


def _elsewhere(claim: Claim, before: Claim) -> bool:
    return bool(claim.places and before.places and not set(claim.places) & set(before.places))


def _points(claim: Claim, sentence: Sentence, before: Earlier, *, trigger: tuple[int, int]) -> bool:
    same = before.claim.act is claim.act
    near = before.same_paragraph and before.sentences <= 1
    if same and near and said_again(sentence.tokens):
        return True
    follows = near or (before.sentences <= 1 and claim.act in _FEW)
    if same and follows and _definite(sentence, *trigger):
        return True
    if (
        same
        and (near or claim.act in _FEW)
        and any(token.norm == "also" for token in sentence.tokens[:_ALSO])
    ):
        return True
    if claim.act is Act.CASUALTIES and before.claim.act is Act.HOSTILITIES:
        return near and _one_day(before.claim)
    happening = _happening(sentence)
    return near and happening is not None and before.claim.act is happening[0]


def _one_day(claim: Claim) -> bool:
    return claim.when is not None and claim.when.first == claim.when.last


def _definite(sentence: Sentence, first: int, last: int) -> bool:
    """Whether the trigger is something known: "the trilateral meeting", "these clashes"."""
    known = [at for at in range(first, last + 1) if sentence.tokens[at].norm in words("happenings")]
    if not known:
        return False
    led = sentence.tokens[max(0, known[0] - _ADJECTIVES) : known[0]]
    norms = {token.norm for token in led}
    return bool(norms & _THE) and not norms & _ANOTHER


def _happening(sentence: Sentence) -> tuple[Act, str] | None:
    """What is said to have been the occasion, and the words after it: "at the talks in …"."""
    text = " ".join(token.norm for token in sentence.tokens[:_OPENING])
    found = _OCCASION.search(text)
    if found is None:
        return None
    act = Act.MEETING if found["met"] else Act.HOSTILITIES
    return act, text[found.end() : found.end() + _WHERE].partition(" ,")[0]


_BACK = 3  # sentences
_KEPT = 12  # claims of these few sentences
_ALSO = 8  # words in which "also" stands
_OPENING = 40
_WHERE = 30  # characters after the occasion in which its place stands
_FEW = frozenset({Act.MEETING, Act.AGREEMENT, Act.CEASEFIRE})  # of these a text tells of few
_ADJECTIVES = 3
_THE = frozenset({"the", "this", "that", "these", "those"})
_ANOTHER = frozenset({"first", "second", "next", "new", "last"})
_OCCASION = re.compile(
    r"\b(?:at|during|in|following|after) (?:the|this|that|these|those|their) (?:\w+ ){0,2}?"
    r"(?:(?P<met>talks|meeting|summit|visit)|attack|shelling|clash|clashes|fighting|strike|raid)\b"
)
