"""Incidents as GeoJSON (RFC 7946). A place without coordinates has no geometry: none is guessed."""

import json

from truceline.publishing import shapes
from truceline.publishing.head import head, head_line
from truceline.publishing.report import Report

MEDIA_TYPE = "application/geo+json"


def incidents(report: Report) -> bytes:
    """A FeatureCollection; `head` is a foreign member (RFC 7946 s6.1)."""
    collection = {
        "type": "FeatureCollection",
        "head": head(report) | {"says": head_line(report)},
        "features": [
            {"type": "Feature", "id": row["id"], "geometry": None, "properties": row}
            for row in shapes.incidents(report)
        ],
    }
    return json.dumps(collection, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"
