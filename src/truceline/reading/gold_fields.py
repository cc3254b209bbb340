"""A claim as the flat fields that other programs read. It is an output, never an input."""

from collections.abc import Mapping, Sequence

from truceline.reading.coding import codes_of
from truceline.terms.claim import Claim

Field = str | int | bool | None | list[str] | Sequence[Mapping[str, str | int]]


def as_fields(claim: Claim, *, doc: str, quote: str) -> Mapping[str, Field]:
    """One JSON object for a claim: `doc` is the file's name, `quote` the characters it rests on."""
    codes = codes_of(claim)
    return {
        "doc": doc,
        "start": claim.quote.start,
        "end": claim.quote.end,
        "quote": quote,
        "says": "; ".join(actor.name for actor in claim.says),
        "via": claim.via or None,
        "act": claim.act.value,
        "actor": [actor.name for actor in claim.actors],
        "target": [actor.name for actor in claim.targets],
        "place": list(claim.places),
        "when": claim.when.value if claim.when else None,
        "modality": claim.modality.value,
        "denies": claim.denies,
        "quantities": [
            {"value": q.value, "unit": q.unit, "bound": q.bound.value} for q in claim.quantities
        ],
        "note": None,
        "rule": claim.rule,
        "plover": codes.plover,
        "cameo": codes.cameo,
        "acled": codes.acled or None,
    }
