"""Where an agreement applies, as drawn on the ground. Never more precise than its source.

Whole numbers only: degrees times 10^7 (WGS 84, as in GeoJSON), metres, whole degrees of bearing.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_E7 = 10**7
_TURN_DEG = 360


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A point and how far from it the truth may lie."""

    lat_e7: int
    lon_e7: int
    within_m: int = 0

    def __post_init__(self) -> None:
        if abs(self.lat_e7) > 90 * _E7 or abs(self.lon_e7) > 180 * _E7 or self.within_m < 0:
            raise ValueError(
                f"{self.lat_e7 / _E7}, {self.lon_e7 / _E7} within {self.within_m} m is not a place "
                "on Earth"
            )


class Form(StrEnum):
    """How a zone is drawn."""

    AREA = "area"  # an outline
    LINE = "line"  # a line of contact, a withdrawal line
    CIRCLE = "circle"  # so far around a point
    SECTOR = "sector"  # from a point: bearings and ranges


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A zone or line on the ground, from when to when, who drew it and how surely."""

    name: str  # a place of the agreement's names
    form: Form
    points: tuple[Point, ...]  # outline, line, or the one point of a circle or sector
    range_m: tuple[int, int] = (0, 0)  # circle: (0, radius); sector: from, to
    bearing_deg: tuple[int, int] = (0, 0)  # sector: clockwise from true north, from, to
    accuracy_m: int = 0  # how far from the line drawn the true one may run
    first: date | None = None  # None: as long as the agreement
    last: date | None = None
    source: str = ""

    def __post_init__(self) -> None:
        least = {Form.AREA: 3, Form.LINE: 2, Form.CIRCLE: 1, Form.SECTOR: 1}[self.form]
        is_round = self.form in {Form.CIRCLE, Form.SECTOR}
        if len(self.points) < least or (is_round and len(self.points) > 1):
            raise ValueError(
                f"{self.name}: a {self.form.value} has "
                f"{'one point' if is_round else f'at least {least} points'}, not {len(self.points)}"
            )
        near, far = self.range_m
        if is_round and not 0 <= near < far:
            raise ValueError(f"{self.name}: it reaches from {near} to {far} metres")
        if not all(0 <= bearing <= _TURN_DEG for bearing in self.bearing_deg):
            raise ValueError(f"{self.name}: a bearing is between 0 and 360 degrees")
        if self.accuracy_m < 0:
            raise ValueError(f"{self.name}: an accuracy is never negative")
        if self.first and self.last and self.last < self.first:
            raise ValueError(f"{self.name}: it ends before it begins")

    def is_valid(self, on: date) -> bool:
        return (self.first or date.min) <= on <= (self.last or date.max)
