"""Which fields each part of an agreement's file has. Not what stands in them.

The schema for editors (data/agreement.schema.json) is held against these tables by a test.
"""

from dataclasses import dataclass

from truceline.terms.agreement import ByWord
from truceline.terms.names import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The fields that one part must have and may have."""

    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


_DAY = (*(word.value for word in ByWord), "within", "of", "end_of", "word", "assumption")

AGREEMENT = Part(
    required=(
        *("truceline", "id", "title", "signed", "in_force", "zone"),
        *("parties", "names", "renderings"),
    ),
    optional=(
        *("source", "signatories", "guarantors", "responsible", "scope", "zones", "standard"),
        *("succeeds", "clauses", "amendments"),
    ),
)
NAME = Part(optional=(*(kind.value for kind in Kind), "also", "of", "post", "within", "at"))
AT = Part(required=("lat", "lon", "within_m"))
RENDERING = Part(required=("id", "language", "issuer", "status"), optional=("source",))
SIGNATORY = Part(required=("party", "post"), optional=("signed",))
RESPONSIBLE = Part(required=("party", "actor", "source"))
ZONE = Part(
    required=("zone", "accuracy_m", "source"),
    optional=("geometry", "around", "radius_m", "bearing_deg", "range_m", "first", "last"),
)
GEOMETRY = Part(required=("type", "coordinates"))
CLAUSE = Part(
    required=("clause", "title", "obligation", "bearers", "acts", "wordings"),
    optional=(
        *("adverse", "actors", "places", "beneficiaries", "objects", "exempt"),
        *("ceilings", "floors", "term", "steps", "procedure", "ties", "warn_days", "replaces"),
        *("verification", "standard", "codes", "proposed"),
    ),
)
WORDING = Part(required=("rendering", "text"), optional=("deadline", "gives"))
DEADLINE = Part(optional=_DAY)
STEP = Part(required=("step",), optional=(*_DAY, "places", "amount"))
MOVED = Part(optional=(*_DAY, "rendering", "step"))
QUANTITY = Part(required=("value", "unit"), optional=("bound",))
TERM = Part(required=("start", "years", "notice_months"), optional=("assumption",))
PROCEDURE = Part(required=("within_days",), optional=("after",))
TIE = Part(optional=("only_if", "not_before", "alongside", "is"))
EXEMPT = Part(required=("acts", "text"), optional=("actors", "places"))
STANDARD = Part(required=("text",), optional=("origins", "observed"))
CODES = Part(optional=("pam", "pax", "specificity"))
AMENDMENT = Part(
    required=("id", "provision", "agreed", "parties", "amends", "text", "source", "rendering"),
    optional=("deadlines", "ceilings", "floors", "term", "from", "until"),
)
