"""How notes reach a centre: one that is open here, or over HTTP. No answer is believed here.

The answers are what `taking` says of each note, as JSON (docs/outbox.md).
"""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Protocol
from urllib.parse import urlencode

import msgspec

from truceline.operations.fetch import Address
from truceline.operations.taking import Desk, Outcome, Taken
from truceline.record.leaf import MAX_NOTE_BYTES
from truceline.record.proof import MAX_RECEIPT_BYTES
from truceline.record.published import Published
from truceline.record.tiles import pack
from truceline.terms.problem import Problem, RefusedError

ENTRIES, DOCUMENT = "add-entries", "add-document"
MEDIA_TYPE = "application/octet-stream"
MOST_NOTES = 64  # in one request
MAX_BATCH_BYTES = MOST_NOTES * (MAX_NOTE_BYTES + 2)
MAX_ANSWER_BYTES = MOST_NOTES * (2 * MAX_RECEIPT_BYTES)


class Door(Protocol):
    """Where notes are handed in."""

    @property
    def files(self) -> Published:
        """The record's own files behind it."""

    def notes(self, notes: Sequence[bytes]) -> Sequence[Outcome]:
        """What came of each.

        Raises:
            RefusedError: not reached, or nothing was taken.
        """

    def document(self, data: bytes, *, name: str) -> bool:
        """Hand in the bytes of a document that an entry names; False: they are there already.

        Raises:
            RefusedError: not reached, or not taken.
        """


class OpenDoor:
    """A centre that is open here."""

    def __init__(self, desk: Desk, files: Published) -> None:
        self._desk = desk
        self.files = files

    def notes(self, notes: Sequence[bytes]) -> Sequence[Outcome]:
        return self._desk.take(notes)

    def document(self, data: bytes, *, name: str) -> bool:
        return self._desk.document(data, name=name)


class HttpDoor:
    """A centre that is served with `--take-in`."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self.files = address

    def notes(self, notes: Sequence[bytes]) -> Sequence[Outcome]:
        body = self._ask(ENTRIES, pack(notes), at_most=MAX_ANSWER_BYTES)
        try:
            found = _ANSWERS.decode(body)
        except msgspec.MsgspecError as error:
            raise self._odd("Its answer cannot be read.") from error
        if len(found) != len(notes):
            raise self._odd(f"It answers {len(found)} of {len(notes)} notes.")
        return [_outcome(one) for one in found]

    def document(self, data: bytes, *, name: str) -> bool:
        asked = f"{DOCUMENT}?{urlencode({'name': name})}"
        body = self._ask(asked, data, at_most=MAX_RECEIPT_BYTES)
        return body.strip() == b'{"new":true}'

    def _ask(self, name: str, body: bytes, *, at_most: int) -> bytes:
        status, content = self._address.ask(
            "POST", name, at_most=at_most, body=body, media_type=MEDIA_TYPE
        )
        if status is HTTPStatus.OK:
            return content
        if status in (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED) and name == ENTRIES:
            raise self._odd("It takes nothing in over HTTP.")
        try:
            said = _ANSWER.decode(content)
        except msgspec.MsgspecError as error:
            raise self._odd(f"It answers {status.value} ({status.phrase}).") from error
        raise RefusedError(_problem(said, where=self._address.where))

    def _odd(self, message: str) -> RefusedError:
        return RefusedError(
            Problem(
                code="not-taken",
                where=self._address.where,
                message=message,
                remedy="Ask its keeper to serve it with --take-in; everything is kept here.",
            )
        )


class _Answer(msgspec.Struct, frozen=True):
    entry: int = -1
    receipt: str = ""
    contested: str = ""
    code: str = ""
    where: str = ""
    message: str = ""
    remedy: str = ""


_ANSWER = msgspec.json.Decoder(_Answer)
_ANSWERS = msgspec.json.Decoder(list[_Answer])


def as_json(one: Outcome) -> dict[str, object]:
    if isinstance(one, Taken):
        return {"entry": one.entry, "receipt": one.receipt, "contested": one.contested}
    return {
        "code": one.code,
        "where": one.where,
        "message": one.message,
        "remedy": one.remedy,
    }


def _outcome(one: _Answer) -> Outcome:
    if one.receipt:
        return Taken(entry=one.entry, receipt=one.receipt, contested=one.contested)
    return _problem(one, where="the note")


def _problem(one: _Answer, *, where: str) -> Problem:
    return Problem(
        code=one.code or "not-taken",
        where=where,
        message=one.message[:1000] or "It was not taken, and nobody says why.",
        remedy=one.remedy[:1000],
    )
