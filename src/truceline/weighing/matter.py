"""What is affirmed by some and denied by others: one matter, with every sentence on it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter

from truceline.terms.claim import Act, Claim, Modality
from truceline.weighing.linking import compatible, together
from truceline.weighing.nearness import Places, Speaks, Telling, periods, telling, whereabouts

# To be somewhere and to watch there are told in each other's words: "soldiers will take part in
# the centre", "a presence was not agreed".
PRESENCE = frozenset({Act.DEPLOYMENT, Act.MONITORING})

# It takes all its parties to make one of these: that two did not meet says nothing of a third.
JOINT = frozenset({Act.AGREEMENT, Act.DELIMITATION, Act.DETAINEE_EXCHANGE, Act.MEETING})

# These happen again and again: without a day or a place nobody knows which one is denied.
RECURRING = frozenset({Act.AGREEMENT, Act.MEETING})

_FACT = frozenset({Modality.HAPPENED, Modality.ONGOING})
_WISH = frozenset({Modality.DEMANDED, Modality.PREDICTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One question that is answered both ways."""

    topic: str
    sides: tuple[str, ...]  # whose act it would be
    affirmed: tuple[str, ...]
    denied: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """What claims that answer alike have in common."""

    about: Telling
    modality: Modality
    denies: bool


def topic(act: Act) -> str:
    return "presence" if act in PRESENCE else act.value.replace("-", " ")


def matters(claims: Mapping[str, Claim], *, places: Places) -> list[Matter]:
    """Every matter that is both affirmed and denied.

    A matter is a topic, a side whose act it would be, and periods and places that do not differ.
    """
    answers: dict[tuple[str, str], dict[_Answer, list[str]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for name, claim in claims.items():
        answer = _Answer(about=telling(claim), modality=claim.modality, denies=claim.denies)
        for side in dict.fromkeys(actor.side for actor in claim.actors):
            answers[topic(claim.act), side][answer].append(name)
    found: dict[tuple[str, tuple[str, ...], tuple[str, ...]], list[str]] = defaultdict(list)
    for (what, side), told in answers.items():
        for group in together(told, _at_odds(told, places=places)):
            affirmed, denied = (
                tuple(name for one in group if one.denies is denies for name in told[one])
                for denies in (False, True)
            )
            if affirmed and denied:
                found[what, affirmed, denied].append(side)
    return [
        Matter(topic=what, sides=tuple(sides), affirmed=affirmed, denied=denied)
        for (what, affirmed, denied), sides in found.items()
    ]


def _at_odds(told: Iterable[_Answer], *, places: Places) -> Iterator[tuple[_Answer, _Answer]]:
    answers = tuple(told)
    affirmed = [one for one in answers if not one.denies and one.modality not in _WISH]
    denied = [one for one in answers if one.denies]
    for no, yes in compatible(denied, affirmed, about=attrgetter("about"), places=places):
        if _may_clash(yes, no) and _one_matter(yes.about, no.about, places=places):
            yield yes, no


def _may_clash(yes: _Answer, no: _Answer) -> bool:
    """What had to be done and was not is an undertaking not kept, not two accounts of one thing."""
    return not (yes.modality is Modality.REQUIRED and no.modality in _FACT)


def _one_matter(yes: Telling, no: Telling, *, places: Places) -> bool:
    """Of two that neither period nor place keeps apart."""
    if no.act in JOINT and not no.sides <= yes.sides:
        return False
    spoken = {periods(yes, no), whereabouts(yes.places, no.places, places=places)}
    return no.act not in RECURRING or Speaks.FOR in spoken
