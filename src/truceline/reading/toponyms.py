"""The world's towns and villages by name: every one a name may mean, the nearer ones first.

From GeoNames (CC BY 4.0); how the file is made stands in tools/make_places.py. It decides nothing:
a claim keeps the name as it was told.
"""

import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import as_file, files

from truceline.reading.gazetteer import known
from truceline.terms.names import Kind, Names
from truceline.terms.place import Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One place that a name may mean."""

    name: str  # as GeoNames writes it
    country: str  # ISO 3166-1, two letters
    at: Point  # its middle, and how far it may reach
    inhabitants: int  # 0 where nobody has counted
    near: bool  # in a country that the agreement names


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The countries an agreement names, and those beside them, as ISO codes."""

    own: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()


@lru_cache(maxsize=8)
def ground(names: Names) -> Ground:
    """The countries of an agreement by its own names for them."""
    told = {named.name.casefold() for named in names if named.kind in {Kind.STATE, Kind.PARTY}}
    states = known(names).states
    own = {
        code
        for plain, said in states.items()
        if said.casefold() in told and (code := _codes().get(plain.casefold()))
    }
    beside = {code for one in own for code in _neighbours()[one]}
    return Ground(own=frozenset(own), beside=frozenset(beside - own))


@lru_cache(maxsize=10_000)
def candidates(name: str, ground: Ground) -> tuple[Candidate, ...]:
    """All places so named: in the agreement's countries, beside them, then the world's towns."""
    wanted = _plain(name)
    if not wanted:
        return ()
    found: dict[tuple[str, int, int], Candidate] = {}
    for member in (*sorted(ground.own | ground.beside), "world"):
        for one in _rows(member, wanted, ground=ground):
            found.setdefault((one.country, one.at.lat_e7, one.at.lon_e7), one)
    return tuple(sorted(found.values(), key=lambda one: _rank(one, ground)))


def _rank(one: Candidate, ground: Ground) -> tuple[int, int, str, int]:
    far = 0 if one.country in ground.own else 1 if one.country in ground.beside else 2
    return far, -one.inhabitants, one.country, one.at.lat_e7


def _rows(member: str, wanted: str, *, ground: Ground) -> Iterator[Candidate]:
    text = _member(member)
    at = text.find(f"\n{wanted}\t")
    while at >= 0 and text.startswith(f"{wanted}\t", at + 1):
        end = text.find("\n", at + 1)
        _, name, country, lat, lon, people = text[at + 1 : end].split("\t")
        point = Point(lat_e7=int(lat) * _E4, lon_e7=int(lon) * _E4, within_m=_reach(int(people)))
        yield Candidate(
            name=name,
            country=country,
            at=point,
            inhabitants=int(people),
            near=country in ground.own,
        )
        at = end


def _reach(inhabitants: int) -> int:
    """Metres from its middle within which a place of that size lies; its outline is not known."""
    return next(metres for least, metres in _REACHES if inhabitants >= least)


def _plain(name: str) -> str:
    """As tools/make_places.py writes the names that are looked up."""
    letters = unicodedata.normalize("NFKD", name.replace("\u0131", "i").replace("-", " "))
    bare = "".join(c for c in letters if not unicodedata.combining(c)).casefold()
    return " ".join("".join(c for c in bare if c.isascii() and (c.isalnum() or c == " ")).split())


@cache
def _member(name: str) -> str:
    with as_file(files(__package__) / "data/places.zip") as path, zipfile.ZipFile(path) as archive:
        held = f"{name}.tsv"
        return archive.read(held).decode() if held in archive.namelist() else ""


@cache
def _countries() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    rows: Iterable[list[str]] = (line.split("\t") for line in _member("countries").splitlines())
    return tuple((code, name, tuple(filter(None, by.split(",")))) for code, name, by in rows)


def _codes() -> Mapping[str, str]:
    return {name.casefold(): code for code, name, _ in _countries()} | _ALSO


def _neighbours() -> Mapping[str, tuple[str, ...]]:
    return {code: beside for code, _, beside in _countries()}


_ALSO = {  # countries we call otherwise than GeoNames does
    "cape verde": "CV",
    "cote d'ivoire": "CI",
    "czech republic": "CZ",
    "east timor": "TL",
    "netherlands": "NL",
    "palestine": "PS",
}
_E4 = 10**4  # thousandths of a degree to ten-millionths
_REACHES = ((1_000_000, 25_000), (100_000, 10_000), (20_000, 5_000), (2_000, 3_000), (0, 2_000))
