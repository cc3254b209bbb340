"""A mail as Outlook saves it (MSG): its own message, and the files attached. Nothing is repaired.

python-oxmsg reads the properties. What it cannot take out, items of Outlook's own that are
attached, stays inside and is named.
"""

import struct
from html import unescape

from oxmsg import Message
from oxmsg.attachment import Attachment
from oxmsg.domain.model import UnrecognizedCodePageError, UnsupportedEncodingError

from truceline.reading.files.contents import (
    MAX_PART_BYTES,
    MAX_PARTS,
    Contents,
    Part,
    damaged,
    failed,
    on,
    problem,
    too_many,
)
from truceline.reading.files.letter import letter
from truceline.terms.problem import Problem

BY = on("msg/1", "python-oxmsg")

# What the library raises on bytes that only look like such a file.
BROKEN = (
    *(OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, LookupError),
    *(struct.error, RecursionError, StopIteration, AssertionError, NotImplementedError),
    *(OverflowError, UnrecognizedCodePageError, UnsupportedEncodingError),
)


def cut(document: bytes, *, media_type: str) -> Contents:  # noqa: ARG001 one shape for all cutters
    """The message itself first, then each attached file."""
    try:
        mail = Message.load(document)
        own = _letter(mail)
    except BROKEN:  # not with the library's words: they can quote the message
        return damaged(BY, "an Outlook message")
    problems: list[Problem] = []
    attached = _attached(mail, problems)
    parts = (*((own,) if own else ()), *attached[:MAX_PARTS])
    if not parts:
        return failed(BY, *problems, _nothing())
    if len(attached) > MAX_PARTS:
        problems += too_many(BY, parts, len(attached)).problems
    return Contents(by=BY, parts=parts, problems=tuple(problems))


def _letter(mail: Message) -> Part | None:
    sent = mail.message_headers.get("Date") or _submitted(mail)
    recipients = mail.message_headers.get("To", "")
    heads = [("From", mail.sender or ""), ("To", recipients), ("Date", sent)]
    page = _optional(mail, "html_body")
    return letter(heads, subject=unescape(mail.subject), plain=_optional(mail, "body"), page=page)


def _submitted(mail: Message) -> str:
    """When the sender submitted it, as a mail's own head would say it."""
    sent = mail.sent_date
    return sent.strftime("%a, %d %b %Y %H:%M:%S +0000") if sent else ""


def _optional(mail: Message, name: str) -> str:
    """One form of the body; a broken one leaves the other."""
    try:
        return getattr(mail, name) or ""
    except BROKEN:
        return ""


def _attached(mail: Message, problems: list[Problem]) -> list[Part]:
    try:
        found = mail.attachments
    except BROKEN:
        problems += damaged(BY, "the attachments of an Outlook message").problems
        return []
    parts = []
    for number, one in enumerate(found, start=1):
        part = _file(one, number)
        if isinstance(part, Problem):
            problems.append(part)
        else:
            parts.append(part)
    return parts


def _file(one: Attachment, number: int) -> Part | Problem:
    try:
        data, name = one.file_bytes, one.file_name or ""
    except BROKEN:
        data, name = None, ""
    if not data or len(data) > MAX_PART_BYTES:
        return problem(
            "not-taken-out",
            f"Attachment {number} is an item of Outlook's own, empty, damaged, or larger than "
            f"{MAX_PART_BYTES // 2**20} MiB.",
            "It stays inside the message. Save it from Outlook as a file and add that too.",
        )
    return Part(part=f"attachment {number}", data=data, name=name)


def _nothing() -> Problem:
    return problem(
        "no-text",
        "The message holds no words that can be read and no file.",
        "Open it in Outlook and save it as text or HTML.",
    )
