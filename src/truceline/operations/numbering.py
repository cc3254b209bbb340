"""How each author's entries on record follow each other: folded, kept in views.db, continued."""

from collections.abc import Mapping

from truceline import __version__
from truceline.operations.centre import Centre
from truceline.record import chains as folds
from truceline.record.cache import Kept
from truceline.record.chains import Chain, Chains
from truceline.terms.codec import dump, load
from truceline.terms.problem import DamagedError

CHAINS = "chains/1"


def chains(centre: Centre, *, stop: int | None = None) -> Mapping[str, Chain]:
    """The chain of every author after so many entries.

    Raises:
        DamagedError: an entry is none.
    """
    head = centre.record.head()
    size = head.size if stop is None else stop
    start, known = _kept(centre, size=size)
    try:
        found = folds.fold(centre.record.leaves(start, size), onto=known)
    except ValueError as error:
        raise DamagedError(f"The entries of this record cannot be counted: {error}.") from error
    if size == head.size > start:
        kept = Kept(size=size, root=head.root, state=dump(Chains(of=found)))
        centre.views.keep(CHAINS, kept, version=__version__)
    return found


def _kept(centre: Centre, *, size: int) -> tuple[int, Mapping[str, Chain]]:
    kept = centre.views.newest(CHAINS, version=__version__)
    if kept is None or kept.size > size or centre.record.root_at(kept.size) != kept.root:
        return 0, {}
    try:
        return kept.size, load(kept.state, Chains).of
    except ValueError:
        return 0, {}
