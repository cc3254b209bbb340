"""What posts hand in over HTTP: notes, and the documents they name. Off unless somebody asked.

It carries bytes to the desk and answers back. Who may say what is for the desk; nobody is asked who
they are, because every note is signed.
"""

import asyncio
from collections.abc import Callable
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from truceline.intake.arrival import MAX_ARCHIVE_BYTES
from truceline.operations.handing import DOCUMENT, ENTRIES, MAX_BATCH_BYTES, MEDIA_TYPE, as_json
from truceline.operations.taking import Desk
from truceline.record.tiles import unpack_all
from truceline.terms.problem import DamagedError, Problem, RefusedError, sentence

PATIENCE_S = 60.0  # for a body to arrive
FAULTS = {
    "not-named": HTTPStatus.NOT_FOUND,
    "queue-full": HTTPStatus.SERVICE_UNAVAILABLE,
    "busy": HTTPStatus.SERVICE_UNAVAILABLE,
    "fenced": HTTPStatus.SERVICE_UNAVAILABLE,
}


def take_in(app: FastAPI, desk: Desk, *, patience_s: float = PATIENCE_S) -> None:
    """Add the two addresses to the pages."""

    async def entries(request: Request) -> Response:
        def taken(body: bytes) -> object:
            try:
                notes = unpack_all(body)
            except ValueError as error:
                raise RefusedError(_problem("no-notes", sentence(error))) from error
            return [as_json(one) for one in desk.take(notes)]

        return await _answered(request, taken, at_most=MAX_BATCH_BYTES, patience_s=patience_s)

    async def document(request: Request) -> Response:
        name = request.query_params.get("name", "")

        def taken(body: bytes) -> object:
            return {"new": desk.document(body, name=name)}

        return await _answered(request, taken, at_most=MAX_ARCHIVE_BYTES, patience_s=patience_s)

    app.add_api_route(f"/{ENTRIES}", entries, methods=["POST"], include_in_schema=False)
    app.add_api_route(f"/{DOCUMENT}", document, methods=["POST"], include_in_schema=False)


async def _answered(
    request: Request, taken: Callable[[bytes], object], *, at_most: int, patience_s: float
) -> Response:
    body = await _received(request, at_most=at_most, patience_s=patience_s)
    if isinstance(body, Response):
        return body
    try:
        return JSONResponse(await run_in_threadpool(taken, body))
    except RefusedError as refused:
        problem = refused.problems[0]
        return _no(FAULTS.get(problem.code, HTTPStatus.UNPROCESSABLE_ENTITY), problem)
    except DamagedError as damage:
        return _no(HTTPStatus.INTERNAL_SERVER_ERROR, _problem("damaged", sentence(damage)))


async def _received(request: Request, *, at_most: int, patience_s: float) -> bytes | Response:
    """The body, or why it is not read."""
    # No form of a web page can send this type: a hostile page in a browser here reaches nothing.
    if request.headers.get("content-type") != MEDIA_TYPE:
        return _no(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, _problem("type", f"Send {MEDIA_TYPE}."))
    try:
        body = await asyncio.wait_for(_body(request, at_most), patience_s)
    except TimeoutError:
        return _no(HTTPStatus.REQUEST_TIMEOUT, _problem("late", "It did not arrive in time."))
    except ClientDisconnect:
        return _no(HTTPStatus.BAD_REQUEST, _problem("cut-off", "It was not finished."))
    if body is None:
        too = f"More than {at_most} bytes are not taken at once."
        return _no(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _problem("too-large", too))
    return body


async def _body(request: Request, at_most: int) -> bytes | None:
    """None where it is longer than that."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > at_most:
            return None
    return bytes(body)


def _no(status: HTTPStatus, problem: Problem) -> Response:
    return JSONResponse(as_json(problem), status_code=status)


def _problem(code: str, message: str) -> Problem:
    return Problem(
        code=code, where="what was handed in", message=message, remedy="Nothing was added."
    )
