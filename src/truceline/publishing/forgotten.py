"""What is no longer to be had behind an answer, in words: erased, or withheld. It erases nothing.

What was erased is known by the record, which says when and on what ground; what is merely withheld
is not in this vault, and nobody has said why.
"""

from truceline.publishing.report import Report
from truceline.terms.sealing import Erasure

WITHHELD = "withheld"


def of_document(report: Report, document: str) -> str:
    """Why a document's words are not shown."""
    return said(report.erased.documents.get(document))


def said(one: Erasure | None) -> str:
    """In one line: when it was erased, on what ground, by which entry."""
    if one is None:
        return WITHHELD
    return f"erased on {one.at:%Y-%m-%d}, entry {one.entry}: {one.ground}"


def unavailable(report: Report) -> str:
    """How much this answer goes without; "" where it has everything."""
    gone = report.erased
    documents = report.documents.keys() & gone.documents.keys() if report.documents else ()
    counts = (
        (len(documents or gone.documents), "document"),
        (len(gone.people), "name"),
        (len(gone.parts), "sealed part"),
    )
    told = [f"{many} {noun}{'' if many == 1 else 's'}" for many, noun in counts if many]
    if not told:
        return ""
    listed = " and ".join(filter(None, (", ".join(told[:-1]), told[-1])))
    verb = "was" if [many for many, _ in counts if many] == [1] else "were"
    return f"{listed} {verb} erased: what rests on them stands, and is shown without them."
