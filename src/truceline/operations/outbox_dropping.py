"""Documents that need not lie on a post's device any longer: a centre took them, and signed for it.

Notes and receipts stay, and so does that the document was here: it is not signed for again.
"""

from truceline.operations.outbox import Outbox, Stage
from truceline.record.note import parse
from truceline.terms.book import Posted
from truceline.terms.codec import decode
from truceline.terms.entry import Deposited


def drop(outbox: Outbox) -> int:
    """Delete the bytes that were handed in from here and whose note has its receipt; how many.

    Raises:
        RefusedError: the outbox is damaged, or the disk did not take it.
    """
    good = {one.seq for one in outbox.standings() if one.stage is Stage.RECORDED}
    facts = [decode(parse(note.decode()).text)[0] for seq, note in outbox.notes() if seq in good]
    named = {fact.document for fact in facts if isinstance(fact, Deposited | Posted)}
    return sum(outbox.documents.drop(digest) for digest in sorted(named))
