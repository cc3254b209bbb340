"""From a document outward: the mails and archives it was taken out of, each checked on the way."""

from collections.abc import Mapping
from hashlib import sha256

from truceline.operations.ask import file_name
from truceline.operations.centre import Centre
from truceline.operations.hold import hold
from truceline.publishing.trace import Outer
from truceline.reading.files.contents import contents
from truceline.reading.guard import Guard
from truceline.terms.problem import Problem
from truceline.weighing.held import Document, Within


def outward(centre: Centre, document: str, *, reopen: bool) -> tuple[Outer, ...]:
    """Where a document was found, and where that was found, the nearest first.

    Of several places the first on record is followed; the document's page lists them all.
    """
    documents = hold(centre).documents
    chain: list[Outer] = []
    seen = {document}
    with Guard() as guard:
        while (place := _place(documents, document)) and place.document not in seen:
            opener = guard if reopen else None
            chain.append(_outer(centre, documents, document, place=place, guard=opener))
            document = place.document
            seen.add(document)
    return tuple(chain)


def _place(documents: Mapping[str, Document], document: str) -> Within | None:
    known = documents.get(document)
    return known.within[0] if known and known.within else None


def _outer(
    centre: Centre,
    documents: Mapping[str, Document],
    document: str,
    *,
    place: Within,
    guard: Guard | None,
) -> Outer:
    outer = documents.get(place.document)
    kept = centre.vault.has(place.document)
    data = centre.vault.get(place.document) if kept else b""
    again = None
    if kept and outer and guard:
        found = guard.run(contents, data, media_type=outer.media_type)
        parts = () if found is None or isinstance(found, Problem) else found.parts
        again = any(
            one.part == place.part and sha256(one.data).hexdigest() == document for one in parts
        )
    return Outer(
        document=file_name(centre, place.document),
        sha256=place.document,
        part=place.part,
        by=outer.reader if outer else "",
        hash_matches=sha256(data).hexdigest() == place.document if kept else None,
        still_there=again,
    )
