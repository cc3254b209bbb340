"""What a reading knows beside its claims, as flat fields for other programs. An output only."""

from collections.abc import Mapping

from truceline.reading.details import Detail
from truceline.reading.gold_fields import Field
from truceline.reading.toponyms import Ground, candidates
from truceline.terms.claim import Claim

_MOST = 20  # candidates of one name that are given out


def detail_fields(
    claim: Claim, detail: Detail, *, ground: Ground, placed: frozenset[str]
) -> Mapping[str, Field]:
    """Beside those of the claim. What is in `placed` the agreement itself knows: it is no guess."""
    told = [place for place in claim.places if place.casefold() not in placed]
    return {
        "time": _time(detail),
        "sectors": _sectors(detail),
        "candidates": [fields for place in told for fields in _candidates(place, ground=ground)],
    }


def _candidates(place: str, *, ground: Ground) -> list[dict[str, str | int]]:
    return [
        {
            "place": place,
            "name": one.name,
            "country": one.country,
            "lat_e7": one.at.lat_e7,
            "lon_e7": one.at.lon_e7,
            "within_m": one.at.within_m,
            "inhabitants": one.inhabitants,
            "near": one.near,
        }
        for one in candidates(place, ground)[:_MOST]
    ]


def _time(detail: Detail) -> list[dict[str, str | int]]:
    """The words that told when, as TIMEX3; none where a log's entry or another sentence did."""
    if detail.time is None:
        return []
    told = detail.time
    anchor = told.anchor.isoformat() if told.anchor else ""
    return [
        {
            "text": told.text,
            "type": told.type,
            "value": told.value,
            "mod": told.mod,
            "anchor": anchor,
        }
    ]


def _sectors(detail: Detail) -> list[dict[str, str | int]]:
    return [
        {
            "observer": one.observer,
            "range_from_m": one.range_m[0],
            "range_to_m": one.range_m[1],
            "bearing_from_deg": one.bearing_deg[0],
            "bearing_to_deg": one.bearing_deg[1],
        }
        for one in detail.sectors
    ]
