"""How values read aloud: dates, stretches of time, numbers with their bound. Not how they sort."""

from collections.abc import Iterable
from datetime import date

from truceline.compliance.finding import Due, Position
from truceline.ledgers.ledger import Account, Figure, Stand
from truceline.terms.book import Measure, Posting
from truceline.terms.claim import AGREEMENT, NARRATOR, Actor, Claim, Modality, Quantity
from truceline.terms.printed import day, number, span
from truceline.terms.when import When

OWN_VOICE = {NARRATOR: "the report itself", AGREEMENT: "the agreement, as told"}


def when(value: When | None) -> str:
    """The stretch a source allows, no more exact than it was said: "by 30 November 2020"."""
    return "" if value is None else span(value)


def away(value: date, *, asked: date) -> str:
    """How far a day lies from the day the question is asked about."""
    days = (value - asked).days
    if days == 0:
        return "that same day"
    count = f"{abs(days):,} day{'' if abs(days) == 1 else 's'}"
    return f"in {count}" if days > 0 else f"{count} ago"


def quantity(value: Quantity) -> str:
    return f"{number(value.value, bound=value.bound)} {value.unit}"


def stand(value: Stand) -> str:
    """What one book comes to on the day: "closed since 12 December 2022", "40, at least 36"."""
    if value.state:
        return f"{value.state} since {day(value.since)}" if value.since else value.state
    reach = _reach(value.low, value.high)
    told = value.best
    if told is not None and value.high is None and value.low == told + 1:
        return f"more than {told:,}"
    if told is None or told in {value.low, value.high}:
        return reach
    return f"{told:,} ({reach})"


def _reach(low: int | None, high: int | None) -> str:
    if low is None:
        return "not known" if high is None else f"at most {high:,}"
    if high is None:
        return f"at least {low:,}"
    if low == high:
        return f"{low:,}"
    return f"{low:,} to {high:,}" if low else f"at most {high:,}"


SINGLE = {"people": "person", "times": "time", "sessions": "session", "items": "item"}


def unit(name: str, of: Stand) -> str:
    """The unit beside what a book comes to: one person, two people."""
    *kind, last = name.split(" ")
    return " ".join((*kind, SINGLE.get(last, last))) if of.low == of.high == 1 else name


SIGNED = {Measure.IN: "+ ", Measure.OUT: "− "}  # noqa: RUF001 a minus sign, as it is printed


def between(value: Account) -> str:
    """How the books of an account stand to each other, in two words; "" where nothing is said."""
    if not value.difference:
        return ""
    return "books may differ" if value.difference.startswith("Whether") else "books differ"


def posted(value: Posting) -> str:
    """A line of a book as it was stated."""
    return value.state or _signed(value.amount, value.measure)


def figure(value: Figure) -> str:
    """As it was stated: "about 600 observers", "− 12 detainees", "closed"."""  # noqa: RUF002
    return value.state or _signed(value.stated, value.measure)


def voice(value: Figure) -> str:
    """Who says so, and not by the names we have for voices that have none."""
    own = {actor.name: told for actor, told in OWN_VOICE.items()}
    return own.get(value.says, value.says) or value.book


def _signed(value: Quantity | None, measure: Measure) -> str:
    """What came or went in a time has a sign, so that nobody takes it for what is there."""
    return f"{SIGNED.get(measure, '')}{quantity(value) if value else 'number not told'}"


def actor(value: Actor) -> str:
    """The name, and whose it is where the name does not tell."""
    if value in OWN_VOICE:
        return OWN_VOICE[value]
    return value.name if value.of in value.name else f"{value.name} ({value.of})"


def actors(values: Iterable[Actor]) -> str:
    return "; ".join(actor(value) for value in values)


def names(values: Iterable[Actor]) -> str:
    return "; ".join(value.name for value in values)


def plain(label: str) -> str:
    """A code word as people say it: "detainee-exchange" is a detainee exchange."""
    return label.replace("-", " ")


PUT_FORWARD = {
    Modality.HAPPENED: ("happened", "did not happen"),
    Modality.ONGOING: ("is going on", "is not going on"),
    Modality.PLANNED: ("is planned", "is not planned"),
    # "Is not to fire" and "is not required to leave" are read alike: neither is claimed of both.
    Modality.REQUIRED: ("is required", "must not or need not be"),
    Modality.DEMANDED: ("is demanded", "is demanded not to be"),
    Modality.PREDICTED: ("is predicted or conditional", "is predicted not to be"),
}


def put_forward(claim: Claim) -> str:
    """How the source puts it, denial included: "did not happen"."""
    return PUT_FORWARD[claim.modality][claim.denies]


def in_party_order(positions: Iterable[Position], parties: tuple[str, ...]) -> tuple[Position, ...]:
    """The order in which the agreement names its parties, and whoever else after them."""
    place = {party: index for index, party in enumerate(parties)}
    return tuple(sorted(positions, key=lambda position: place.get(position.party, len(place))))


def spoken(positions: Iterable[Position]) -> tuple[Position, ...]:
    """The positions that rest on a sentence."""
    return tuple(position for position in positions if position.claims)


def unspoken(positions: Iterable[Position]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What is said of those whose position rests on no sentence, each saying once, with whom."""
    sayings: dict[str, list[str]] = {}
    for position in positions:
        if not position.claims:
            sayings.setdefault(position.says, []).append(position.party)
    return tuple((says, tuple(parties)) for says, parties in sayings.items())


def last_days(dues: Iterable[Due]) -> tuple[tuple[date, str, tuple[str, ...]], ...]:
    """Each last day once, with the renderings that set it in the same words."""
    days: dict[tuple[date, str], list[str]] = {}
    for due in dues:
        days.setdefault((due.date, due.says), []).append(due.rendering)
    return tuple((last, says, tuple(named)) for (last, says), named in days.items())
