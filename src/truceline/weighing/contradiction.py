"""Who says otherwise, about what exactly. It shows the accounts and decides between none.

Few and right: accounts contradict only where they are known to tell of one thing. A copy of a text
adds nothing to the text, so it does not contradict a second time.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from truceline.terms.claim import Claim
from truceline.weighing.amount import told
from truceline.weighing.held import Document, Held, order
from truceline.weighing.linking import together
from truceline.weighing.matter import Matter, matters
from truceline.weighing.nearness import Places, containment, telling
from truceline.weighing.occasion import Occasion, days_apart, doers_apart
from truceline.weighing.origins import carrier, families, sides, speakers
from truceline.weighing.tally import Tally, at_odds, tallies


class ContradictionKind(StrEnum):
    DENIAL = "denial"
    NUMBER = "number"
    TIME = "time"
    ACTOR = "actor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One account: what it comes to, and the claims that give it."""

    says: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    kind: ContradictionKind
    about: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """The claims to compare, in the order of the record, copies left out."""

    claims: Mapping[str, Claim]
    documents: Mapping[str, Document]
    family: Mapping[str, str]
    places: Places

    def carriers(self) -> Mapping[str, tuple[str, str]]:
        """For each claim the family of its document and its voice."""
        return {
            name: carrier(claim, documents=self.documents, family=self.family)
            for name, claim in self.claims.items()
        }

    def side(self, account: str, names: Iterable[str]) -> Side:
        ordered = tuple(sorted(names, key=order))
        who = speakers((self.claims[name] for name in ordered), documents=self.documents)
        return Side(says=f"{who}: {account}", claims=ordered)


def contradictions(held: Held) -> tuple[Contradiction, ...]:
    """Every contradiction on record: denials, numbers, times, actors; each in order of claims."""
    family = families(held.documents)
    heard = _Told(
        claims=_without_copies(held.claims, family),
        documents=held.documents,
        family=family,
        places=containment(held.agreements.values()),
    )
    kinds = (_denials(heard), _numbers(heard), _times(heard), _actors(heard))
    return tuple(one for kind in kinds for one in sorted(kind, key=_first))


def _denials(heard: _Told) -> Iterator[Contradiction]:
    for matter in matters(heard.claims, places=heard.places):
        yield Contradiction(
            kind=ContradictionKind.DENIAL,
            about=_about(matter),
            sides=(
                heard.side("affirmed", matter.affirmed),
                heard.side(f"denied{_itself(matter, heard)}", matter.denied),
            ),
        )


def _itself(matter: Matter, heard: _Told) -> str:
    """Says so where a voice denies what it affirms elsewhere."""
    affirming, denying = (
        dict.fromkeys(
            side
            for name in names
            for side in sides(heard.claims[name], documents=heard.documents, family=heard.family)
        )
        for names in (matter.affirmed, matter.denied)
    )
    if affirming.keys().isdisjoint(denying):
        return ""
    both = [
        name
        for name in matter.denied
        if affirming.keys()
        & sides(heard.claims[name], documents=heard.documents, family=heard.family)
    ]
    who = speakers((heard.claims[name] for name in both), documents=heard.documents)
    return f" (also affirmed by {who})"


def _about(matter: Matter) -> str:
    link = "of" if matter.topic == "presence" else "by"
    return f"{matter.topic} {link} {', '.join(matter.sides)}"


def _numbers(heard: _Told) -> Iterator[Contradiction]:
    for block in tallies(heard.claims, documents=heard.documents, family=heard.family):
        pairs = list(at_odds(block, places=heard.places))
        for group in together(dict.fromkeys(one for pair in pairs for one in pair), pairs):
            accounts: dict[str, list[str]] = defaultdict(list)
            for tally in sorted(group, key=lambda one: order(one.names[0])):
                accounts[told(tally.stated)].extend(tally.names)
            yield Contradiction(
                kind=ContradictionKind.NUMBER,
                about=_counted(group, heard),
                sides=tuple(heard.side(number, names) for number, names in accounts.items()),
            )


def _counted(group: Sequence[Tally], heard: _Told) -> str:
    first = min((name for tally in group for name in tally.names), key=order)
    claim = heard.claims[first]
    whose = ", ".join(dict.fromkeys(actor.side for actor in claim.actors))
    where = ", ".join(claim.places)
    return (
        f"{claim.act.value.replace('-', ' ')}: number of {group[0].unit}"
        f"{f' of {whose}' if whose else ''}{f', {where}' if where else ''}"
    )


def _times(heard: _Told) -> Iterator[Contradiction]:
    for occasion in days_apart(heard.claims, carriers=heard.carriers(), places=heard.places):
        yield _told_apart(occasion, ContradictionKind.TIME, "when", heard)


def _actors(heard: _Told) -> Iterator[Contradiction]:
    for occasion in doers_apart(heard.claims, carriers=heard.carriers(), places=heard.places):
        yield _told_apart(occasion, ContradictionKind.ACTOR, "whose doing", heard)


def _told_apart(
    occasion: Occasion, kind: ContradictionKind, question: str, heard: _Told
) -> Contradiction:
    return Contradiction(
        kind=kind,
        about=f"{question}: {occasion.act.value.replace('-', ' ')}, {occasion.place}",
        sides=tuple(heard.side(account, names) for account, names in occasion.accounts),
    )


def _without_copies(claims: Mapping[str, Claim], family: Mapping[str, str]) -> Mapping[str, Claim]:
    """The claims in the order of the record, less those that only a copy repeats."""
    kept: dict[str, Claim] = {}
    seen: dict[tuple[object, ...], str] = {}
    for name in sorted(claims, key=order):
        claim = claims[name]
        document = claim.quote.document
        said = (
            family.get(document, document),
            telling(claim),
            claim.says,
            claim.modality,
            claim.denies,
            claim.quantities,
        )
        if seen.setdefault(said, document) == document:
            kept[name] = claim
    return kept


def _first(contradiction: Contradiction) -> list[tuple[int, int]]:
    return sorted(order(name) for side in contradiction.sides for name in side.claims)
