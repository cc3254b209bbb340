"""When a document was published, on what evidence. The page's banner is the last witness."""

from collections.abc import Sequence

from truceline.terms.entry import Dated, Noise, Sure
from truceline.terms.when import When


def date_document(
    plain: str,
    *,
    told: When | None,
    noise: Sequence[Noise],
    headings: Sequence[tuple[int, int]] = (),
) -> Dated | None:
    """The publication date with its evidence; None where nothing can honestly be said."""
    del plain, noise, headings
    if told is not None:
        return Dated(when=told, sure=Sure.TOLD, because="whoever deposited it said so")
    return None
