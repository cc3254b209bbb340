"""Which stated numbers count one thing, and which of those cannot both be right.

Numbers are compared only where they count the same thing: one act, one unit, the same sides. What
is there (a stock) is compared while the periods meet; what happened (a flow) only over one and the
same period, because a day's dead are not a year's.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from truceline.terms.claim import Act, Claim, Modality, Quantity
from truceline.weighing.amount import counted, possible
from truceline.weighing.held import Document
from truceline.weighing.linking import compatible
from truceline.weighing.nearness import Places, Speaks, Telling, periods, whereabouts
from truceline.weighing.origins import carrier

STOCKS = frozenset({Act.ACCESS, Act.CONTROL, Act.DEPLOYMENT, Act.MONITORING})

# Told as fact, or as what is to be: 1,960 agreed and 1,000 arrived do not contradict each other.
# Wishes and forecasts are not compared at all.
_MOOD: Mapping[Modality, str] = {
    Modality.HAPPENED: "fact",
    Modality.ONGOING: "fact",
    Modality.PLANNED: "undertaking",
    Modality.REQUIRED: "undertaking",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """One number told of one thing, with every claim that tells it so."""

    about: Telling  # its sides are those counted, not those it was done to
    unit: str
    stated: Quantity
    names: tuple[str, ...]
    carriers: frozenset[tuple[str, str]]


def tallies(
    claims: Mapping[str, Claim], *, documents: Mapping[str, Document], family: Mapping[str, str]
) -> Iterator[list[Tally]]:
    """The distinct numbers, in blocks that may count one thing."""
    blocks: dict[tuple[object, ...], dict[tuple[Telling, Quantity], list[str]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for name, claim in claims.items():
        mood = _MOOD.get(claim.modality)
        if claim.denies or mood is None:
            continue
        about = _about(claim)
        for unit, stated in counted(claim.quantities).items():
            alike = replace(stated, unit=unit)
            blocks[claim.act, unit, mood, about.sides][about, alike].append(name)
    for block in blocks.values():
        yield [
            Tally(
                about=about,
                unit=stated.unit,
                stated=stated,
                names=tuple(names),
                carriers=frozenset(
                    carrier(claims[name], documents=documents, family=family) for name in names
                ),
            )
            for (about, stated), names in block.items()
        ]


def at_odds(block: Sequence[Tally], *, places: Places) -> Iterator[tuple[Tally, Tally]]:
    """Pairs of numbers for one thing that cannot both be right, told by different voices."""
    position = {tally: n for n, tally in enumerate(block)}
    for a, b in compatible(block, block, about=attrgetter("about"), places=places):
        if (
            position[a] < position[b]
            and not possible(a.stated).meets(possible(b.stated))
            and len(a.carriers | b.carriers) > 1
            and _count_one_thing(a.about, b.about, places=places)
        ):
            yield a, b


def _about(claim: Claim) -> Telling:
    return Telling(
        act=claim.act,
        when=claim.when,
        places=frozenset(claim.places),
        sides=frozenset(a.side for a in claim.actors if not a.described),
    )


def _count_one_thing(a: Telling, b: Telling, *, places: Places) -> bool:
    """Of two that neither period nor place keeps apart."""
    same_place = whereabouts(a.places, b.places, places=places) is Speaks.FOR
    if a.act in STOCKS:
        return bool(a.sides) or same_place
    one_period = a.when == b.when or periods(a, b) is Speaks.FOR
    return one_period and (same_place or (a.places == b.places and bool(a.sides)))
