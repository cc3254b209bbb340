"""Who was to watch and was kept from it, by whom, beside how often anybody watched. No motive."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from truceline.ledgers.books import in_book_order
from truceline.ledgers.ledger import Account, Figure, Stand
from truceline.ledgers.sentences import listed
from truceline.terms.book import Measure
from truceline.terms.claim import Quantity
from truceline.terms.entry import Hindered
from truceline.terms.when import between
from truceline.weighing.held import Held

MECHANISM = "mechanism"  # the book of who watches
_TIMES = "times"

_Case = tuple[Hindered, int | None]  # and its entry; None: nobody tells


def kept_from_watching(held: Held, *, as_of: date) -> tuple[Account, ...]:
    """One account for each who did it, parties first; the last for what nobody did."""
    by: dict[str, list[_Case]] = defaultdict(list)
    for n, one in enumerate(held.hindrances):
        if one.first <= as_of:
            by[one.by].append((one, held.hindered_at[n] if n < len(held.hindered_at) else None))
    doers = in_book_order((doer for doer in by if doer), held)
    watches = sum(1 for one in held.patrols if one.first <= as_of)
    return tuple(
        _account(doer, by[doer], watches=watches, as_of=as_of)
        for doer in (*doers, *([""] if "" in by else []))
    )


def _account(doer: str, cases: Sequence[_Case], *, watches: int, as_of: date) -> Account:
    count = len(cases)
    return Account(
        name=f"kept from watching by {doer}" if doer else "kept from watching, by nobody named",
        unit=_TIMES,
        of=doer,
        figures=tuple(_figure(one, entry, as_of=as_of) for one, entry in cases),
        stands=(
            Stand(
                book=MECHANISM,
                low=count,
                best=count,
                high=count,
                because=f"{_kinds(cases)}, beside {_watches(watches)} on record",
                cites=tuple(str(entry) for _, entry in cases if entry is not None),
            ),
        ),
    )


def _figure(one: Hindered, entry: int | None, *, as_of: date) -> Figure:
    """No day after the page's is on it."""
    told = [
        f"at {listed(one.places)}" if one.places else "everywhere",
        one.post,
        f"{one.hours} hours" if one.hours is not None else "",
        one.because,
    ]
    return Figure(
        book=MECHANISM,
        measure=Measure.STATE,
        stated=Quantity(value=1, unit=_TIMES),
        state=one.how.value,
        when=between(one.first, min(one.last, as_of)),
        says=MECHANISM,
        note="; ".join(filter(None, told)),
        cites=() if entry is None else (str(entry),),
    )


def _kinds(cases: Sequence[_Case]) -> str:
    count = Counter(one.how.value for one, _ in cases)
    return listed(f"{times} {how}" for how, times in count.items())


def _watches(count: int) -> str:
    return f"{count} {'watch' if count == 1 else 'watches'}"
