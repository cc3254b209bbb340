"""A mail (RFC 5322, MIME): its own message, and what is attached. It trusts no header to be true.

The standard library takes it apart under its oldest policy, which never refuses a header; what a
header or a charset declares wrongly costs its own words at most.
"""

import email
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.policy import compat32

from truceline.reading.decoding import decode
from truceline.reading.files.contents import (
    MAX_PART_BYTES,
    MAX_PARTS,
    Contents,
    Part,
    damaged,
    failed,
    problem,
    too_many,
)
from truceline.reading.files.letter import letter
from truceline.terms.media import MAIL
from truceline.terms.problem import Problem

BY = "mail/1"
HEADS = ("From", "To", "Cc", "Date")
_DEEPEST = 20  # multiparts in multiparts


@dataclass(slots=True)
class _Taken:
    """What was found so far in one mail."""

    plain: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    attached: list[Part] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    count: int = 0  # attachments, those beyond the limit too


def cut(document: bytes, *, media_type: str) -> Contents:  # noqa: ARG001 one shape for all cutters
    """The message itself first, then each attachment."""
    try:
        mail = email.message_from_bytes(document, policy=compat32)
    except RecursionError:
        return damaged(BY, "a mail", "its parts nest without end")
    taken = _Taken()
    _take(mail, taken, depth=0)
    heads = [(name, _header(mail, name)) for name in HEADS]
    own = letter(
        heads,
        subject=_header(mail, "Subject"),
        plain="\n\n".join(taken.plain),
        page="\n".join(taken.pages),
    )
    parts = (*((own,) if own else ()), *taken.attached)
    if not parts:
        return failed(BY, *(taken.problems or [_nothing()]))
    if taken.count > MAX_PARTS:
        cut_off = too_many(BY, parts, taken.count)
        return Contents(by=BY, parts=parts, problems=(*taken.problems, *cut_off.problems))
    return Contents(by=BY, parts=parts, problems=tuple(taken.problems))


def _take(part: Message, taken: _Taken, *, depth: int) -> None:
    if depth > _DEEPEST:
        taken.problems.append(_too_deep())
        return
    kind = part.get_content_type()
    if kind == MAIL or part.get_content_maintype() == "message":
        _attach_message(part, taken)
    elif part.is_multipart():
        inner = [one for one in part.get_payload() if isinstance(one, Message)]
        for one in _of_alternatives(inner) if kind == "multipart/alternative" else inner:
            _take(one, taken, depth=depth + 1)
    elif kind in {"text/plain", "text/html"} and not _is_attachment(part):
        _take_words(part, taken, kind=kind)
    else:
        _attach(part, taken)


def _of_alternatives(inner: list[Message]) -> Iterator[Message]:
    """Of several forms of the same words: the plain and the page, which `letter` weighs."""
    seen = set[str]()
    for one in inner:
        kind = one.get_content_type()
        if kind in {"text/plain", "text/html"} or one.is_multipart():
            if kind not in seen:
                yield one
            seen.add(kind)


def _take_words(part: Message, taken: _Taken, *, kind: str) -> None:
    data = _payload(part)
    if not data.strip():
        return
    charset = _charset(part)
    text = decode(data, media_type=f"{kind}; charset={charset}" if charset else kind)
    if isinstance(text, Problem):
        taken.problems.append(text)
    else:
        (taken.plain if kind == "text/plain" else taken.pages).append(text)


def _attach(part: Message, taken: _Taken) -> None:
    data = _payload(part)
    if not data.strip():
        return
    taken.count += 1
    if len(data) > MAX_PART_BYTES:
        taken.problems.append(_too_large(taken.count))
    elif len(taken.attached) < MAX_PARTS:
        charset = _charset(part)
        kind = part.get_content_type()
        declared = f"{kind}; charset={charset}" if kind == "text/html" and charset else ""
        name = _named(part)
        taken.attached.append(
            Part(part=f"attachment {taken.count}", data=data, media_type=declared, name=name)
        )


def _attach_message(part: Message, taken: _Taken) -> None:
    """A mail in a mail: written out again as the library reads it."""
    inner = part.get_payload()
    if not isinstance(inner, list) or not inner or not isinstance(inner[0], Message):
        return
    taken.count += 1
    try:
        data = inner[0].as_bytes(policy=compat32)
    except (RecursionError, UnicodeError, LookupError, ValueError, AttributeError, TypeError):
        taken.problems.append(_too_deep())
        return
    if len(taken.attached) < MAX_PARTS:
        taken.attached.append(Part(part=f"attachment {taken.count}", data=data, media_type=MAIL))


def _payload(part: Message) -> bytes:
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError, AttributeError):  # broken transfer encodings
        return b""
    return data if isinstance(data, bytes) else b""


def _charset(part: Message) -> str:
    try:
        found = part.get_content_charset("")
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""
    return str(found or "")


def _is_attachment(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(_named(part))


def _named(part: Message) -> str:
    try:
        return _decoded(part.get_filename("") or "")
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""


def _header(mail: Message, name: str) -> str:
    return _decoded(str(mail.get(name, "")))


def _decoded(value: str) -> str:
    """RFC 2047 words as characters; as they stand where they are broken."""
    try:
        return str(make_header(decode_header(value)))
    except (HeaderParseError, ValueError, LookupError, TypeError):
        return value.encode("ascii", "replace").decode()


def _too_large(number: int) -> Problem:
    return problem(
        "too-large",
        f"Attachment {number} has more than {MAX_PART_BYTES // 2**20} MiB.",
        "It stays inside the mail. Save it and send it in parts.",
    )


def _too_deep() -> Problem:
    return problem(
        "nested-too-deep",
        f"Its parts nest deeper than {_DEEPEST}; what lies deeper was not taken out.",
        "Save what is meant from it and send that.",
    )


def _nothing() -> Problem:
    return problem(
        "no-text",
        "The mail holds no words and nothing attached.",
        "Ask for it again, with its text.",
    )
