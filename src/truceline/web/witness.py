"""A witness over HTTP (c2sp.org/tlog-witness): `add-checkpoint`, and the latest one it cosigned.

It carries requests to the witness and answers back. It decides nothing, and shows no pages.
"""

import asyncio
import re
from collections.abc import Callable, Iterable
from http import HTTPStatus

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from truceline.record.witness import MAX_REQUEST_BYTES, TEXT_TYPE, Answer, Witness
from truceline.terms.problem import RefusedError
from truceline.web.guard import Guard

PATIENCE_S = 10.0  # for a body to arrive

_ORIGIN_HASH = re.compile("[0-9a-f]{64}")


def create_witness(
    witness: Witness, *, hosts: Iterable[str] = (), patience_s: float = PATIENCE_S
) -> Starlette:
    """`hosts`: further names under which it may be asked, without port."""

    async def add_checkpoint(request: Request) -> Response:
        try:
            body = await asyncio.wait_for(_body(request), patience_s)
        except TimeoutError:
            return _plain(HTTPStatus.REQUEST_TIMEOUT, "the request did not arrive in time")
        except ClientDisconnect:
            return _plain(HTTPStatus.BAD_REQUEST, "the request was not finished")
        if body is None:
            return _plain(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                f"a request of more than {MAX_REQUEST_BYTES} bytes is not read",
            )
        # In a thread: it waits for the disk, and the others need not wait with it.
        return await _answered(lambda: witness.add_checkpoint(body))

    async def latest(request: Request) -> Response:
        def found() -> Answer:
            origin = request.path_params["origin"]
            note = witness.latest(origin) if _ORIGIN_HASH.fullmatch(origin) else None
            if note is None:
                return Answer(status=HTTPStatus.NOT_FOUND, body="nothing was cosigned for this\n")
            return Answer(status=HTTPStatus.OK, body=note)

        return await _answered(found)

    return Starlette(
        routes=[
            Route("/add-checkpoint", add_checkpoint, methods=["POST"]),
            Route("/{origin}/checkpoint", latest, methods=["GET"]),
        ],
        middleware=[Middleware(Guard, hosts=tuple(hosts))],
    )


async def _body(request: Request) -> bytes | None:
    """The whole body; None where it is too large, and then no more of it is read."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MAX_REQUEST_BYTES:
            return None
    return bytes(body)


async def _answered(ask: Callable[[], Answer]) -> Response:
    try:
        answer = await run_in_threadpool(ask)
    except RefusedError as refusal:  # locked, full or failing disk: not cosigned, so try again
        return _plain(HTTPStatus.SERVICE_UNAVAILABLE, refusal.problems[0].message)
    # Not as a media type: that would add a charset, and the format names its type exactly.
    headers = {"content-type": answer.content_type, "cache-control": "no-store"}
    return Response(answer.body, status_code=answer.status, headers=headers)


def _plain(status: HTTPStatus, sentence: str) -> Response:
    return Response(f"{sentence}\n", status_code=status, headers={"content-type": TEXT_TYPE})
