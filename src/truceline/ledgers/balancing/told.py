"""Numbers that reports tell, in the books of those who tell them. Not what anybody booked.

What is planned, required or denied is shown and does not count. Copies of one text, and what one
voice repeats, count once; its latest word stands for it. Nothing is averaged: several voices leave
the range from the least to the most that any of them allows.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from truceline.ledgers.balancing.line import days
from truceline.ledgers.books import keepers, voices
from truceline.ledgers.ledger import REPORTS, Figure, Mark, Stand
from truceline.ledgers.sentences import in_order, listed
from truceline.terms.book import Measure
from truceline.terms.claim import NARRATOR, Act, Claim, Modality, Quantity
from truceline.terms.entry import Ruling
from truceline.terms.printed import stretch
from truceline.weighing.amount import Range, possible, told
from truceline.weighing.held import Held, order
from truceline.weighing.linking import together
from truceline.weighing.origins import families, speakers

MOST_TOLD = 3  # voices named in a sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One number that one claim tells."""

    name: str
    claim: Claim
    stated: Quantity
    says: str
    books: tuple[str, ...]
    voice: tuple[str, str]  # equal for what is one account
    day: date  # the last day it can be of; what has no time is older than what has one
    said: date | None  # the last day on which it can have been said
    note: str  # why it does not count; "" where it does

    @property
    def range(self) -> Range:
        return possible(self.stated)


class Hearing:
    """Everything reports tell by a day, looked through once for every ledger that asks."""

    def __init__(self, held: Held, *, as_of: date, acts: frozenset[Act]) -> None:
        self.held, self._as_of = held, as_of
        self._known = keepers(held)
        self._publisher = _publishers(held)
        names = (name for name, one in held.claims.items() if one.act in acts and one.quantities)
        self.claims: Mapping[str, Claim] = {
            name: held.claims[name]
            for name in sorted(names, key=order)
            if begun(held.claims[name], as_of)
        }

    def told(self, name: str, stated: Quantity) -> Told:
        return Told(
            name=name,
            claim=self.held.claims[name],
            stated=stated,
            says=self.says(name),
            books=self.books(name),
            voice=self.voice(name),
            day=self._day(name),
            said=self.said(name),
            note=self._why_not(name),
        )

    def says(self, name: str) -> str:
        return speakers((self.held.claims[name],), documents=self.held.documents)

    def books(self, name: str) -> tuple[str, ...]:
        return voices(self.held.claims[name], self._known)

    def voice(self, name: str) -> tuple[str, str]:
        """Whose word a claim is: its speakers', else its agency's, else its publisher's."""
        claim = self.held.claims[name]
        spoken = "; ".join(sorted(one.name for one in claim.says if one != NARRATOR))
        if spoken or claim.via:
            return ("says", spoken) if spoken else ("agency", claim.via)
        document = claim.quote.document
        return self._publisher.get(document, ("document", document))

    def said(self, name: str) -> date | None:
        """The last day on which its document can have been published."""
        document = self.held.documents.get(self.held.claims[name].quote.document)
        return document.published.when.last if document and document.published else None

    def _day(self, name: str) -> date:
        when = self.held.claims[name].when
        last = (self.said(name) or date.min) if when is None else (when.last or self._as_of)
        return min(last, self._as_of)

    def _why_not(self, name: str) -> str:
        ruled = self.held.rulings.get(name)
        if ruled is not None and ruled.ruling is Ruling.UNFOUNDED:
            return f"found unfounded by {ruled.by}"
        return why_not(self.held.claims[name])


def _publishers(held: Held) -> dict[str, tuple[str, str]]:
    """Who speaks where nobody is quoted: copies of one text, and one publisher's, are one voice."""
    family = families(held.documents)
    said = [
        (("family", family[one.sha256]), ("publisher", one.source))
        for one in held.documents.values()
        if one.source
    ]
    known = dict.fromkeys([*(("family", one) for one in family.values()), *(b for _, b in said)])
    voice = {one: group[0] for group in together(known, said) for one in group}
    return {document: voice["family", one] for document, one in family.items()}


def figures(numbers: Iterable[Told], measure: Measure, *, note: str = "") -> Iterator[Figure]:
    """Each number in the book of everyone who puts it forward."""
    for one in numbers:
        for book in one.books:
            yield Figure(
                book=book,
                measure=measure,
                stated=one.stated,
                when=one.claim.when,
                says=one.says,
                cites=(one.name,),
                counts=not (note or one.note),
                note=one.note or note,
            )


def why_not(claim: Claim) -> str:
    """Why a claim's number does not count; "" where it does."""
    if claim.denies:
        return "denied"
    return {
        Modality.PLANNED: "planned",
        Modality.REQUIRED: "what was agreed or ordered",
        Modality.DEMANDED: "demanded",
        Modality.PREDICTED: "foretold",
    }.get(claim.modality, "")


def standing(numbers: Iterable[Told]) -> dict[str, list[Told]]:
    """What stands in each book: of a party or body its latest word, of reports every voice's."""
    by_voice: dict[tuple[str, tuple[str, str] | None], list[Told]] = defaultdict(list)
    for one in numbers:
        for book in () if one.note else one.books:
            by_voice[book, one.voice if book == REPORTS else None].append(one)
    found: dict[str, list[Told]] = defaultdict(list)
    for (book, _), said in by_voice.items():
        latest = max(one.day for one in said)
        found[book] += [one for one in said if one.day == latest]
    return found


def stand(book: str, latest: Sequence[Told]) -> Stand:
    """From the least to the most that what stands in a book leaves possible."""
    whole = hull([one.range for one in latest])
    return Stand(
        book=book,
        low=whole.least,
        best=most_told(latest),
        high=whole.most,
        because=f"{_said(latest)}.",
        cites=in_order(one.name for one in latest),
    )


def hull(ranges: Sequence[Range]) -> Range:
    tops = [one.most for one in ranges if one.most is not None]
    return Range(
        least=min(one.least for one in ranges),
        most=max(tops) if len(tops) == len(ranges) else None,
    )


def most_told(latest: Sequence[Told]) -> int | None:
    """The number that most voices give; None where none is given by more than the others."""
    given = Counter(value for value, _ in {(one.stated.value, one.voice) for one in latest})
    (first, times), *others = given.most_common(2)
    return None if others and others[0][1] == times else first


def marks(book: str, numbers: Iterable[Told], *, as_of: date) -> Iterator[Mark]:
    """Each dated number over the days it is told of."""
    for one in numbers:
        when = one.claim.when
        if not one.note and when is not None and when.first is not None and book in one.books:
            last = None if when.last is None or when.last >= as_of else when.last
            span = one.range
            yield Mark(book=book, first=when.first, last=last, low=span.least, high=span.most)


def begun(claim: Claim, as_of: date) -> bool:
    return claim.when is None or days(claim.when)[0] <= as_of


def _said(latest: Sequence[Told]) -> str:
    each = dict.fromkeys(
        f"{told(one.stated)} {_when(one.claim)}(claim {one.name}, {one.says})" for one in latest
    )
    rest = len(each) - MOST_TOLD
    more = [f"{rest} more"] if rest > 0 else []
    return listed([*list(each)[:MOST_TOLD], *more])


def _when(claim: Claim) -> str:
    return f"{stretch(claim.when)} "
