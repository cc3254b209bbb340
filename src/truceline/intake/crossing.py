"""Whether a line drawn crosses or touches itself; exact, in whole numbers. Not where it runs."""

from itertools import pairwise

from truceline.terms.place import Form, Point, Zone

Edge = tuple[Point, Point]


def crosses_itself(zone: Zone) -> bool:
    """Edges that follow each other share one point and no more; all others share none."""
    if zone.form not in {Form.AREA, Form.LINE}:
        return False
    closed = zone.form is Form.AREA
    edges = list(pairwise((*zone.points, zone.points[0]) if closed else zone.points))
    by_west = sorted(range(len(edges)), key=lambda n: _west(edges[n]))
    near: list[int] = []
    for n in by_west:  # from west to east: only edges that reach as far can meet
        near = [m for m in near if _east(edges[m]) >= _west(edges[n])]
        if any(_meet(edges, *sorted((m, n)), closed=closed) for m in near):
            return True
        near.append(n)
    return False


def _meet(edges: list[Edge], first: int, second: int, *, closed: bool) -> bool:
    (a, b), (c, d) = edges[first], edges[second]
    wraps = closed and first == 0 and second == len(edges) - 1
    if second == first + 1 or wraps:
        joint, back, ahead = (a, b, c) if wraps and second != first + 1 else (b, a, d)
        return _turn(joint, back, ahead) == 0 and _same_way(joint, back, ahead)
    turns = _turn(a, b, c), _turn(a, b, d), _turn(c, d, a), _turn(c, d, b)
    if turns[0] != turns[1] and turns[2] != turns[3]:
        return True
    lies_on = zip(turns, ((a, b, c), (a, b, d), (c, d, a), (c, d, b)), strict=True)
    return any(turn == 0 and _between(*three) for turn, three in lies_on)


def _turn(one: Point, two: Point, three: Point) -> int:
    """1 to the left, -1 to the right, 0 straight on."""
    east, north = two.lon_e7 - one.lon_e7, two.lat_e7 - one.lat_e7
    cross = east * (three.lat_e7 - one.lat_e7) - north * (three.lon_e7 - one.lon_e7)
    return (cross > 0) - (cross < 0)


def _same_way(joint: Point, one: Point, two: Point) -> bool:
    """Whether a line runs back over itself at a joint."""
    east = (one.lon_e7 - joint.lon_e7) * (two.lon_e7 - joint.lon_e7)
    return east + (one.lat_e7 - joint.lat_e7) * (two.lat_e7 - joint.lat_e7) > 0


def _between(one: Point, two: Point, three: Point) -> bool:
    return min(one.lon_e7, two.lon_e7) <= three.lon_e7 <= max(one.lon_e7, two.lon_e7) and min(
        one.lat_e7, two.lat_e7
    ) <= three.lat_e7 <= max(one.lat_e7, two.lat_e7)


def _west(edge: Edge) -> int:
    return min(edge[0].lon_e7, edge[1].lon_e7)


def _east(edge: Edge) -> int:
    return max(edge[0].lon_e7, edge[1].lon_e7)
