"""The four answers of one provision for claims that are alike. Not one claim's own.

What is answered alike is answered once: most claims of one act differ in nothing that counts.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from truceline.compliance.applies import Applies, Reach, Said, Timed
from truceline.terms.claim import Actor

K = TypeVar("K")
V = TypeVar("V")

Then = Mapping[Timed, Applies | None]
Doing = tuple[tuple[str, ...], tuple[Actor, ...]]  # where it was, and who did it


class Once(dict[K, V]):
    """What a function gives for a key, thought of once."""

    def __init__(self, think: Callable[[K], V]) -> None:
        super().__init__()
        self._think = think

    def __missing__(self, key: K) -> V:
        found = self[key] = self._think(key)
        return found


def answers(reach: Reach, doings: Sequence[Doing]) -> Sequence[Then | None]:
    """By the number of who did it where, then by the time; None where one of the answers is no."""
    tied, act = bool(reach.provision.places), reach.act(reach.provision.acts[0])
    who, where = Once(reach.actor), Once(reach.place)
    named = Once(reach.names_one_of)

    def alike(key: tuple[Said, bool, Said]) -> Then:
        place, place_named, actor = key

        def at(time: Timed) -> Applies | None:
            if time.said.no:
                return None
            return Applies(
                time=time.said,
                place=place,
                actor=actor,
                act=act,
                by_then=time.by_then,
                bound_to_places=tied,
                place_named=place_named,
            )

        return Once(at)

    known = Once(alike)

    def answer(doing: Doing) -> Then | None:
        place, actor = where[doing[0]], who[doing[1]]
        return None if place.no or actor.no else known[place, named[doing[0]], actor]

    return [answer(one) for one in doings]
