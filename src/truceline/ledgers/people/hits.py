"""What reports tell of people who were hit, moved or came back, event by event. No sum of events.

Accounts of one event tell of the same people; of each voice its latest word stands.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from truceline.ledgers.balancing.told import Hearing, Told, begun, figures
from truceline.ledgers.balancing.totals import Key
from truceline.ledgers.ledger import ALL_ACCOUNTS, Figure
from truceline.ledgers.people.toll import Event
from truceline.terms.book import Measure
from truceline.terms.claim import Act, Claim, Modality, Quantity
from truceline.weighing.amount import counted
from truceline.weighing.held import Held, order
from truceline.weighing.incident import Incident, Standing, incidents

Lots = Mapping[tuple[Act, str], str]  # what an act does to so many of a unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """Whose people, as far as a claim tells. Both empty: anybody's.

    A claim's target is whose people were hit. Its actor is who did it, or whose people they were:
    the text does not tell, and both are said of that name ("by or of").
    """

    side: str = ""
    named: str = ""


ANYBODY = Whose()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One number of one claim, and the event it is of."""

    lot: str
    whose: Whose
    told: Told
    event: Incident | None  # None: a plan, a wish, a forecast
    note: str  # why it counts nowhere

    @property
    def figures(self) -> Iterator[Figure]:
        return figures((self.told,), Measure.IN, note=self.note)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """Everything told by a day."""

    numbers: tuple[Hit, ...]
    lasting: tuple[Hit, ...]  # said to be so still: how many there are, not how many came
    denials: Mapping[str, tuple[Figure, ...]]  # by event
    denied: frozenset[str]  # events of which somebody says that nobody was hit
    keys: Mapping[str, Key]  # time and place of each event that has a time

    @property
    def known(self) -> tuple[tuple[str, Whose], ...]:
        """Every lot that is told of, and of whom."""
        return tuple(dict.fromkeys((one.lot, one.whose) for one in (*self.numbers, *self.lasting)))

    def still(self, lot: str, whose: Whose) -> tuple[Told, ...]:
        """What is said of how many there are."""
        return tuple(one.told for one in self.lasting if (one.lot, one.whose) == (lot, whose))

    def figures(self, lot: str, whose: Whose) -> Iterator[Figure]:
        """Every number of a lot and of whom; beside the lot in all, who denies it."""
        told = [one for one in self.numbers if one.lot == lot]
        for one in told:
            if one.whose == whose:
                yield from one.figures
        if whose == ANYBODY:
            for event in dict.fromkeys(one.event.id for one in told if one.event):
                yield from self.denials.get(event, ())

    def books(self, lot: str, whose: Whose) -> tuple[str, ...]:
        """Who tells a number that counts."""
        counting = self._counting(lot, whose)
        return tuple(dict.fromkeys(book for one in counting for book in one.told.books))

    def events(self, lot: str, whose: Whose, *, book: str = ALL_ACCOUNTS) -> Iterator[Event]:
        """What one book tells of each event; all accounts are what everybody is quoted with."""
        by_event: dict[str, list[Hit]] = defaultdict(list)
        for one in self._counting(lot, whose):
            if one.event and (book == ALL_ACCOUNTS or book in one.told.books):
                by_event[one.event.id].append(one)
        for event, told in by_event.items():
            latest = _latest(told)
            others = [one for one in latest if one.whose != whose]
            yield Event(
                key=self.keys[event],
                told=tuple(one.told.stated for one in latest if one.whose == whose),
                sides=tuple((one.whose.side, one.told.stated) for one in others if one.whose.side),
                named=tuple(
                    (one.whose.named, one.told.stated) for one in others if one.whose.named
                ),
                denied=book == ALL_ACCOUNTS and event in self.denied,
            )

    def cites(self, lot: str, whose: Whose, *, book: str = ALL_ACCOUNTS) -> Iterator[str]:
        for one in self._counting(lot, whose):
            if book == ALL_ACCOUNTS or book in one.told.books:
                yield one.told.name

    def _counting(self, lot: str, whose: Whose) -> list[Hit]:
        return [
            one
            for one in self.numbers
            if one.lot == lot and not (one.note or one.told.note) and whose in {ANYBODY, one.whose}
        ]


def heard(held: Held, lots: Lots, *, as_of: date, lasting: frozenset[str] = frozenset()) -> Hits:
    """Look through everything that reports tell of these lots; some of them people leave again."""
    acts = frozenset(act for act, _ in lots)
    claims = {
        name: claim
        for name, claim in held.claims.items()
        if claim.act in acts and begun(claim, as_of)
    }
    narrowed = replace(held, claims=MappingProxyType(claims))
    found = incidents(narrowed)
    event_of = {name: one for one in found for name in one.claims if not claims[name].denies}
    hearing = Hearing(narrowed, as_of=as_of, acts=acts)
    numbers = tuple(_numbers(hearing, event_of, lots))
    still = tuple(one for one in numbers if one.lot in lasting and _goes_on(one))
    denials = {one.id: [n for n in one.claims if claims[n].denies] for one in found}
    return Hits(
        numbers=tuple(one for one in numbers if not (one.lot in lasting and _goes_on(one))),
        lasting=still,
        denials={
            event: tuple(each for name in names for each in _denial(hearing, name))
            for event, names in denials.items()
        },
        denied=frozenset(
            one.id for one in found if _leaves_nobody(one, denials[one.id], hearing, claims)
        ),
        keys={one.id: _key(one, hearing, as_of=as_of) for one in found if one.when is not None},
    )


def _numbers(hearing: Hearing, event_of: Mapping[str, Incident], lots: Lots) -> Iterator[Hit]:
    for name, claim in hearing.claims.items():
        event = event_of.get(name)
        for counts, stated in _counted(claim, lots):
            yield Hit(
                lot=lots[claim.act, counts],
                whose=_whose(claim),
                told=hearing.told(name, stated),
                event=event,
                note=_why_not(event),
            )


def _counted(claim: Claim, lots: Lots) -> Iterator[tuple[str, Quantity]]:
    for counts, stated in counted(claim.quantities).items():
        if (claim.act, counts) in lots:
            yield counts, stated


def _goes_on(one: Hit) -> bool:
    return one.told.claim.modality is Modality.ONGOING


def _whose(claim: Claim) -> Whose:
    targets, actors = ({one.side for one in some} for some in (claim.targets, claim.actors))
    if targets:
        return Whose(side=targets.pop()) if len(targets) == 1 else ANYBODY
    return Whose(named=actors.pop()) if len(actors) == 1 else ANYBODY


def _why_not(event: Incident | None) -> str:
    if event is None:
        return "not told as something that happened"
    if event.standing is Standing.UNFOUNDED:
        return "found unfounded"
    return "" if event.when else "no time is given: nobody can say what else it holds"


def _latest(told: Iterable[Hit]) -> list[Hit]:
    """Of each voice its latest word on the people of each."""
    found: dict[tuple[tuple[str, str], Whose], Hit] = {}
    for one in told:
        voice = one.told.voice, one.whose
        if voice not in found or _age(found[voice]) <= _age(one):
            found[voice] = one
    return list(found.values())


def _age(one: Hit) -> tuple[date, tuple[int, int]]:
    return one.told.said or date.min, order(one.told.name)


def _denial(hearing: Hearing, name: str) -> Iterator[Figure]:
    for book in hearing.books(name):
        yield Figure(
            book=book,
            measure=Measure.IN,
            when=hearing.held.claims[name].when,
            says=hearing.says(name),
            cites=(name,),
            counts=False,
            note="denied",
        )


def _leaves_nobody(
    event: Incident, denials: Iterable[str], hearing: Hearing, claims: Mapping[str, Claim]
) -> bool:
    """Whether another voice than those who tell of it says, of nobody in particular, it was not."""
    telling = {hearing.voice(name) for name in event.claims if not claims[name].denies}
    return any(not claims[name].actors and hearing.voice(name) not in telling for name in denials)


def _key(event: Incident, hearing: Hearing, *, as_of: date) -> Key:
    """Of "since May" the last day it can be of is that on which it was said."""
    first = (event.when.first if event.when else None) or date.min
    last = event.when.last if event.when else None
    if last is None:
        said = [day for name in event.claims if (day := hearing.said(name)) is not None]
        last = max(first, min(max(said, default=as_of), as_of))
    return first, last, tuple(sorted(event.places))
