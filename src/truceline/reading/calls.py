"""What a guarded child is asked for: one document, as its caller needs it. Nothing is kept."""

from collections.abc import Mapping

from truceline.reading.decoding import decode
from truceline.reading.detail_fields import detail_fields
from truceline.reading.details import Detail
from truceline.reading.gold_fields import Field, as_fields
from truceline.reading.readers import read, report_text
from truceline.reading.reading import Reader, Reading
from truceline.reading.toponyms import ground
from truceline.terms.names import Kind, Names
from truceline.terms.problem import Problem
from truceline.terms.when import When

Flat = tuple[list[Mapping[str, Field]], tuple[Problem, ...]]  # claims, and what went wrong
WithText = tuple[Reading | None, str]  # none where only the text was asked for


def read_flat(
    document: bytes,
    *,
    name: str,
    media_type: str,
    published: When | None,
    names: Names,
    reader: Reader = read,
) -> Flat:
    """Its claims as flat fields, with the words they rest on, under this name; and its problems."""
    reading = reader(document, media_type=media_type, published=published, names=names)
    original = decode(document, media_type=media_type, where=name)
    near = ground(names)
    placed = frozenset(
        said.casefold() for one in names if one.kind is Kind.PLACE for said in (one.name, *one.also)
    )
    details = reading.details or (Detail(),) * len(reading.claims)
    rows: list[Mapping[str, Field]] = [
        {
            **as_fields(claim, doc=name, quote=original[claim.quote.start : claim.quote.end]),
            **detail_fields(claim, detail, ground=near, placed=placed),
        }
        for claim, detail in zip(reading.claims, details, strict=True)
        if isinstance(original, str)
    ]
    return rows, reading.problems


def read_with_text(
    document: bytes,
    *,
    media_type: str,
    published: When | None,
    names: Names,
    reader: Reader = read,
) -> WithText:
    """The reading, and the text by which copies are known."""
    reading = reader(document, media_type=media_type, published=published, names=names)
    return reading, report_text(document, media_type=media_type)


def text_alone(document: bytes, *, media_type: str) -> WithText:
    """The text of a document that has been read before."""
    return None, report_text(document, media_type=media_type)
