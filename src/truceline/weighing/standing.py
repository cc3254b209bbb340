"""How well one event is established, and why. A machine says alleged, corroborated, disputed.

Only a person's ruling makes it verified or unfounded; it is looked up here, never concluded.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from truceline.terms.claim import Claim
from truceline.terms.entry import Ruling
from truceline.weighing.amount import told
from truceline.weighing.held import Document, Held, Judged
from truceline.weighing.nearness import Places
from truceline.weighing.origins import origins, sides, speakers
from truceline.weighing.tally import at_odds, tallies


class Standing(StrEnum):
    ALLEGED = "alleged"
    CORROBORATED = "corroborated"
    DISPUTED = "disputed"
    VERIFIED = "verified"  # only people say this
    UNFOUNDED = "unfounded"  # only people say this


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A standing with the sentence that explains it."""

    standing: Standing
    because: str
    origins: int


def weigh(
    claims: Mapping[str, Claim], *, held: Held, family: Mapping[str, str], places: Places
) -> Weighed:
    """Weigh the claims about one event.

    (1) A person's ruling stands. (2) Accounts that cannot both be right make it disputed.
    (3) Independent origins on different sides corroborate it. (4) All else is alleged.
    """
    affirming = {name: claim for name, claim in claims.items() if not claim.denies}
    counted = origins(affirming.values(), documents=held.documents, family=family)
    standing, because = (
        _ruled(claims, held.rulings)
        or _disputed(claims, documents=held.documents, family=family, places=places)
        or (
            (Standing.CORROBORATED, f"{counted.because}, not all of one side.")
            if counted.sides > 1
            else (Standing.ALLEGED, _alleged(affirming.values(), counted.because, held.documents))
        )
    )
    return Weighed(standing=standing, because=because, origins=counted.count)


def _alleged(claims: Iterable[Claim], because: str, documents: Mapping[str, Document]) -> str:
    return f"{because}, told by {speakers(claims, documents=documents)}."


def _ruled(
    claims: Mapping[str, Claim], rulings: Mapping[str, Judged]
) -> tuple[Standing, str] | None:
    """The latest ruling on any claim. To verify a denial is to find the event unfounded.

    A denial found unfounded rules nothing: that somebody denies wrongly does not show what was.
    """
    ruled = [
        (rulings[name].entry, not claim.denies, name, rulings[name])
        for name, claim in claims.items()
        if name in rulings and not (claim.denies and rulings[name].ruling is Ruling.UNFOUNDED)
    ]
    if not ruled:
        return None
    _, affirms, name, latest = max(ruled, key=lambda one: one[:2])
    standing = (
        Standing.VERIFIED if affirms and latest.ruling is Ruling.VERIFIED else Standing.UNFOUNDED
    )
    denial = "" if affirms else ", a denial,"
    others = {
        Standing.VERIFIED if up and one.ruling is Ruling.VERIFIED else Standing.UNFOUNDED
        for _, up, _, one in ruled
    } - {standing}
    earlier = " Another ruling differs; the latest entry stands." if others else ""
    return standing, (
        f"{latest.by} ruled claim {name}{denial} {latest.ruling.value} "
        f"in entry {latest.entry}: {latest.reason.rstrip('.')}.{earlier}"
    )


def _disputed(
    claims: Mapping[str, Claim],
    *,
    documents: Mapping[str, Document],
    family: Mapping[str, str],
    places: Places,
) -> tuple[Standing, str] | None:
    affirming = [claim for claim in claims.values() if not claim.denies]
    denying = [claim for claim in claims.values() if claim.denies]
    for_it = {
        side for claim in affirming for side in sides(claim, documents=documents, family=family)
    }
    against = {
        side for claim in denying for side in sides(claim, documents=documents, family=family)
    }
    if for_it and against - for_it:
        return Standing.DISPUTED, (
            f"{speakers(affirming, documents=documents)} affirms it and "
            f"{speakers(denying, documents=documents)} denies it."
        )
    for block in tallies(claims, documents=documents, family=family):
        for a, b in at_odds(block, places=places):
            return Standing.DISPUTED, (
                f"The accounts agree that it happened, but {told(a.stated)} and "
                f"{told(b.stated)} cannot both be right."
            )
    return None
