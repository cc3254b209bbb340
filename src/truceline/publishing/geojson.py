"""Incidents, zones and places as GeoJSON (RFC 7946). What has no coordinates gets none guessed."""

import json
from collections.abc import Iterable, Iterator, Sequence

from truceline.compliance.ground import E7, rings
from truceline.publishing import shapes
from truceline.publishing.head import head, head_line
from truceline.publishing.report import Report
from truceline.terms.agreement import Agreement
from truceline.terms.place import Form, Point, Zone

MEDIA_TYPE = "application/geo+json"

Row = dict[str, object]


def incidents(report: Report) -> bytes:
    """A FeatureCollection; `head` is a foreign member (RFC 7946 s6.1)."""
    return _collection(
        report,
        (
            {"type": "Feature", "id": row["id"], "geometry": None, "properties": row}
            for row in shapes.incidents(report)
        ),
    )


def zones(report: Report) -> bytes:
    """What the agreements draw, and where they place their places; `holds` is of the day asked.

    Circles and sectors are polygons whose corners lie on their arcs; the properties hold what was
    written. None of it is surer than its `accuracy_m` or `within_m`.
    """
    on = report.question.as_of
    signed = [one for one in report.agreements.values() if one.signed <= on]
    return _collection(
        report,
        (
            row
            for agreement in signed
            for rows in (_zones(agreement, report), _places(agreement))
            for row in rows
        ),
    )


def _zones(agreement: Agreement, report: Report) -> Iterator[Row]:
    for number, zone in enumerate(agreement.zones, start=1):
        yield {
            "type": "Feature",
            "id": f"{agreement.id}/zone/{number}",
            "geometry": _geometry(zone),
            "properties": {
                "agreement": agreement.id,
                "name": zone.name,
                "kind": "zone",
                "form": zone.form.value,
                "first": zone.first.isoformat() if zone.first else None,
                "last": zone.last.isoformat() if zone.last else None,
                "holds": zone.is_valid(report.question.as_of),
                "accuracy_m": zone.accuracy_m,
                "source": zone.source,
                **_round(zone),
            },
        }


def _places(agreement: Agreement) -> Iterator[Row]:
    placed = [(named, named.at) for named in agreement.named if named.at]
    for named, at in placed:
        yield {
            "type": "Feature",
            "id": f"{agreement.id}/place/{named.name}",
            "geometry": {"type": "Point", "coordinates": _position(at)},
            "properties": {
                "agreement": agreement.id,
                "name": named.name,
                "kind": "place",
                "also": list(named.also),
                "within": named.within,
                "within_m": at.within_m,
            },
        }


def _geometry(zone: Zone) -> Row:
    if zone.form is Form.LINE:
        return {"type": "LineString", "coordinates": _line(zone.points)}
    return {"type": "Polygon", "coordinates": [_line(ring) for ring in rings(zone)]}


def _round(zone: Zone) -> Row:
    """What a circle or sector was written as, before it became corners."""
    if zone.form in {Form.AREA, Form.LINE}:
        return {}
    (centre,) = zone.points
    written = {
        "centre": _position(centre),
        "within_m": centre.within_m,
        "range_m": list(zone.range_m),
    }
    is_sector = zone.form is Form.SECTOR
    return written | ({"bearing_deg": list(zone.bearing_deg)} if is_sector else {})


def _line(points: Sequence[Point]) -> list[list[float]]:
    return [_position(one) for one in points]


def _position(point: Point) -> list[float]:
    return [point.lon_e7 / E7, point.lat_e7 / E7]


def _collection(report: Report, features: Iterable[Row]) -> bytes:
    collection = {
        "type": "FeatureCollection",
        "head": head(report) | {"says": head_line(report)},
        "features": list(features),
    }
    return json.dumps(collection, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"
