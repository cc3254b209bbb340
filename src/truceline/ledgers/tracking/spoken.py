"""Whose book a claim belongs to, and why it may not count there. Not what it tells.

What a party's people say is in that party's book, what a body says in the body's, what a text says
in its own voice in that of the reports. Nothing is left out in silence: what does not count is
shown with the reason.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from truceline.ledgers.books import keepers, voices
from truceline.ledgers.ledger import Figure
from truceline.ledgers.tracking.course import Said
from truceline.terms.book import Measure
from truceline.terms.claim import AGREEMENT, Act, Claim, Modality
from truceline.terms.entry import Ruling, Sure
from truceline.terms.when import When
from truceline.weighing.held import Held, order
from truceline.weighing.nearness import telling
from truceline.weighing.origins import families, speakers

NOT_SO_YET = {
    Modality.PLANNED: "planned, not said to be so",
    Modality.REQUIRED: "required, not said to be so",
    Modality.DEMANDED: "demanded, not said to be so",
    Modality.PREDICTED: "expected, not said to be so",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One claim, the books it stands in, and why it does not count, if so."""

    name: str
    claim: Claim
    books: tuple[str, ...]
    says: str
    published: When | None  # None: nobody knows, or only the page says so
    note: str
    dated: When | None = None  # where its ledger knows better than the claim when it stands

    @property
    def when(self) -> When | None:
        """When it is said to be so.

        What lasts and has no date is so when its document says it; a denial without one is of the
        time up to then.
        """
        if self.dated is not None:
            return self.dated
        stands = self.claim.denies or self.claim.modality is Modality.ONGOING
        if self.claim.when is None and stands:
            return self.published
        return self.claim.when

    def said(self, state: str, *, by: str = "") -> Said:
        """As a line of a course.

        Raises:
            ValueError: nobody knows when.
        """
        if self.when is None:
            raise ValueError(f"claim {self.name} has no date to stand at")
        lasts = self.claim.modality is Modality.ONGOING or self.when.last is None
        until = self.published.first if lasts and self.published else None
        return Said(state=state, when=self.when, cite=self.name, until=until, by=by)

    def figure(self, book: str, *, state: str, counts: bool, note: str) -> Figure:
        return Figure(
            book=book,
            measure=Measure.STATE,
            state=state,
            when=self.claim.when,
            says=self.says,
            cites=(self.name,),
            counts=counts,
            note=note,
        )


def spoken(held: Held, acts: Iterable[Act], *, as_of: date) -> tuple[Spoken, ...]:
    """The claims of these acts in the record's order, less what is told of later days."""
    wanted, known = frozenset(acts), keepers(held)
    copies = _copies(held, wanted)
    names = (
        name
        for name in sorted(held.claims, key=order)
        if held.claims[name].act in wanted and not _is_later(held, held.claims[name], as_of)
    )
    return tuple(_spoken(held, name, copied=copies.get(name, ""), known=known) for name in names)


def published(held: Held, claim: Claim) -> When | None:
    """When its document says it is of. A banner's date is no date."""
    document = held.documents.get(claim.quote.document)
    dated = document.published if document else None
    return None if dated is None or dated.sure is Sure.GUESSED else dated.when


def _spoken(held: Held, name: str, *, copied: str, known: frozenset[str]) -> Spoken:
    claim = held.claims[name]
    return Spoken(
        name=name,
        claim=claim,
        books=voices(claim, known),
        says=speakers((claim,), documents=held.documents),
        published=published(held, claim),
        note=_note(held, name, copied),
    )


def _note(held: Held, name: str, copied: str) -> str:
    claim, ruled = held.claims[name], held.rulings.get(name)
    if ruled is not None and ruled.ruling is Ruling.UNFOUNDED:
        return f"found unfounded by {ruled.by}"
    if AGREEMENT in claim.says:
        return "what the agreement lays down, as told"
    if copied:
        return f"copies claim {copied}"
    return NOT_SO_YET.get(claim.modality, "")


def _is_later(held: Held, claim: Claim, as_of: date) -> bool:
    """What happens later has not happened; what is planned has been, if it was told by then."""
    when = claim.when if claim.could_have_happened else published(held, claim)
    return when is not None and when.first is not None and when.first > as_of


def _copies(held: Held, wanted: frozenset[Act]) -> dict[str, str]:
    """Claims that only a copy of a document repeats, and the one that they repeat."""
    family = families(held.documents)
    first: dict[tuple[object, ...], str] = {}
    found: dict[str, str] = {}
    for name in sorted((n for n, one in held.claims.items() if one.act in wanted), key=order):
        claim = held.claims[name]
        document = claim.quote.document
        told = (
            family.get(document, document),
            telling(claim),
            claim.says,
            claim.modality,
            claim.denies,
            claim.quantities,
        )
        original = first.setdefault(told, name)
        if held.claims[original].quote.document != document:
            found[name] = original
    return found
