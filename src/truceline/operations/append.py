"""How facts enter the record: wrapped, signed by one author, appended onto the head they saw."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from truceline.operations.centre import Centre
from truceline.record.note import Signer, sign
from truceline.record.store import Head
from truceline.terms.codec import Envelope, b64, encode
from truceline.terms.entry import Fact


def append(centre: Centre, facts: Sequence[Fact], *, by: Signer, now: datetime) -> Head:
    """Append facts as entries of one author, all or none.

    Raises:
        StaleHeadError: somebody else appended meanwhile; nothing was written.
    """
    head = centre.record.head()
    if not facts:
        return head
    seq, prev = centre.record.author_state(by.name)
    notes = []
    for fact in facts:
        envelope = Envelope(
            log=centre.record.origin,
            seq=seq,
            prev=prev,
            after=(head.size, b64(head.root)),
            made=now,
        )
        text = encode(fact, envelope)
        notes.append(sign(text, [by]).encode())
        seq, prev = seq + 1, b64(sha256(text.encode()).digest())
    return centre.record.append(notes, onto=head, now=now)
