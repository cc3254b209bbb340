"""A small world to read about: two rivals, a force, a valley; and the five reports if at hand."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from truceline.operations.sign import draft
from truceline.reading.attribution import attribute
from truceline.reading.english import read
from truceline.reading.mentions import mentions
from truceline.reading.parsing import installed
from truceline.reading.sentences import sentences
from truceline.terms.names import Kind, Named
from truceline.terms.when import When

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
PUBLISHED = {"000": "2020-11-11", "001": "2020-11-10", "002": "2021-01-11", "003": "2021-11-27"}

RIVALS = (
    Named(kind=Kind.PARTY, name="Kenya", also=("Republic of Kenya",)),
    Named(kind=Kind.PARTY, name="Somalia"),
    Named(kind=Kind.FORCE, name="Third Force", also=("third-party peacekeepers",), of="Norway"),
    Named(kind=Kind.FORCE, name="Armed Forces of Somalia", also=("Somali forces",), of="Somalia"),
    Named(kind=Kind.PERSON, name="Jane Mwangi", of="Kenya", post="President"),
    Named(kind=Kind.PERSON, name="Omar Warsame", of="Somalia", post="Foreign Minister"),
    Named(kind=Kind.PLACE, name="Upper Valley", also=("the Valley",)),
)


@dataclass(frozen=True)
class Part:
    """One sentence with what the stages found in it."""

    text: str
    sentence: object
    mentions: tuple
    frames: tuple


def parts_of(text, names=RIVALS):
    cut = sentences(text)
    named = mentions(cut, names)
    framed = attribute(text, cut, named)
    return [
        Part(text[s.start : s.end], s, m, f) for s, m, f in zip(cut, named, framed, strict=True)
    ]


def claims_of(text, names=RIVALS, published="2023-06-14", media_type="text/plain"):
    told = When(value=published) if published else None
    return read(text.encode(), media_type=media_type, published=told, names=names).claims


def only(claims):
    assert len(claims) == 1, claims
    return claims[0]


def says(claim):
    return [actor.name for actor in claim.says]


def actors(claim):
    return [actor.name for actor in claim.actors]


class Reads:
    parts_of = staticmethod(parts_of)
    claims_of = staticmethod(claims_of)
    only = staticmethod(only)
    says = staticmethod(says)
    actors = staticmethod(actors)
    rivals = RIVALS


@pytest.fixture(scope="session")
def reads():
    return Reads


@dataclass(frozen=True)
class ByTree:
    """Reads as `Reads` does, with the trained parser."""

    parser: object

    def claims_of(self, text, names=RIVALS, published="2023-06-14"):
        told = When(value=published) if published else None
        return read(
            text.encode(), media_type="text/plain", published=told, names=names, parser=self.parser
        ).claims

    def only(self, text, **rest):
        return only(self.claims_of(text, **rest))


@pytest.fixture(scope="session")
def by_tree():
    if installed() is None:
        pytest.skip("the trained parser is not installed")
    return ByTree(installed())


@pytest.fixture(scope="session")
def reports():
    """Bytes of the five reports by file name."""
    folder = SHARED / "reports"
    if not folder.is_dir():
        pytest.skip("the five reports are not beside this checkout")
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.txt"))}


@pytest.fixture(scope="session")
def readings(reports):
    """The five reports as read with the names of the agreement's own file."""
    agreement = ROOT / "examples" / "karabakh" / "statement-2020-11-09.yaml"
    names = tuple(named for each in draft([agreement]) for named in each.parsed.names)
    return {
        name: read(
            data,
            media_type="text/plain",
            published=When(value=PUBLISHED[name[:3]]) if name[:3] in PUBLISHED else None,
            names=names,
        )
        for name, data in reports.items()
    }


@pytest.fixture(scope="session")
def gold_claims():
    path = SHARED / "gold" / "claims.jsonl"
    if not path.exists():
        pytest.skip("the shared gold claims are not beside this checkout")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
