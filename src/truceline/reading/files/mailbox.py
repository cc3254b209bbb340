"""What an mbox file holds: mails, one after the other (RFC 4155). It reads none of them."""

import re

from truceline.reading.files.contents import MAX_PARTS, Contents, Part, damaged, too_many
from truceline.terms.media import MAIL

BY = "mbox/1"
# The line that begins a message: "From ", whoever sent it, and a time with its year. What looks
# like one inside a message was written with ">" before it (mboxrd), which is taken off again.
_BEGINS = re.compile(rb"(?:\A|(?<=\n))From [^\n]{0,200}\d{4}[^\n]{0,40}\n")
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)


def cut(document: bytes, *, media_type: str) -> Contents:  # noqa: ARG001 one shape for all cutters
    """Every message, in the order of the file."""
    begins = list(_BEGINS.finditer(document))
    if not begins:
        return damaged(BY, "a mailbox", "no message begins in it")
    ends = [found.start() for found in begins[1:]] + [len(document)]
    parts = tuple(
        Part(
            part=f"message {number}",
            data=_QUOTED.sub(rb"\1", document[found.end() : end]),
            media_type=MAIL,
        )
        for number, (found, end) in enumerate(zip(begins, ends, strict=True), start=1)
        if number <= MAX_PARTS and document[found.end() : end].strip()
    )
    return (
        too_many(BY, parts, len(begins))
        if len(begins) > MAX_PARTS
        else Contents(by=BY, parts=parts)
    )
