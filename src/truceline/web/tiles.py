"""The record's own files over HTTP (c2sp.org/tlog-tiles): the bytes that `export` writes.

For mirrors, witnesses and strangers' tools; no page is made here, and nothing can be sent in.
"""

import gzip
import re
from collections.abc import Awaitable, Callable
from hashlib import sha256
from http import HTTPStatus

from fastapi import Request, Response

from truceline.record.monitored import COSIGNED
from truceline.terms.problem import DamagedError, RefusedError, sentence
from truceline.web.source import Source

PATHS = ("/checkpoint", "/tile/{name:path}", f"/{COSIGNED}/{{name:path}}")

TEXT = "text/plain; charset=utf-8"
BYTES = "application/octet-stream"
FOR_EVER = "public, max-age=31536000, immutable"  # what a tile is called says all that is in it
NEVER = "no-cache"

_NO_GZIP = re.compile(r"gzip\s*;\s*q=0(\.0*)?\s*$")


def answering(source: Source) -> Callable[[Request], Awaitable[Response]]:
    async def handler(request: Request) -> Response:
        # Not in a thread of its own: a source is asked by one thread only.
        name = request.url.path.removeprefix("/")
        try:
            content = source.file(name)
        except DamagedError as damage:
            return _said(HTTPStatus.INTERNAL_SERVER_ERROR, sentence(damage))
        except RefusedError as refusal:
            return _said(HTTPStatus.INTERNAL_SERVER_ERROR, refusal.problems[0].message)
        if content is None:
            return _said(HTTPStatus.NOT_FOUND, "The record has no such file at its present size.")
        return _file(request, name, content=content)

    return handler


def _file(request: Request, name: str, *, content: bytes) -> Response:
    packed = name.startswith("tile/entries/") and _takes_gzip(request)  # hashes do not shrink
    # Packed bytes are other bytes: they have another tag (RFC 9110 s8.8.3).
    tag = f'"{sha256(content).hexdigest()[:32]}{"-gzip" if packed else ""}"'
    is_note = not name.startswith("tile/")
    headers = {"etag": tag, "cache-control": NEVER if is_note else FOR_EVER}
    if name.startswith("tile/entries/"):
        headers["vary"] = "accept-encoding"
    if tag in re.findall(r'"[^"]*"', request.headers.get("if-none-match", "")):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    if packed:
        content = gzip.compress(content, mtime=0)
        headers["content-encoding"] = "gzip"
    return Response(content, media_type=TEXT if is_note else BYTES, headers=headers)


def _takes_gzip(request: Request) -> bool:
    """Whether gzip is named and not by a weight of nothing (RFC 9110 s12.5.3)."""
    offered = [
        each.strip() for each in request.headers.get("accept-encoding", "").lower().split(",")
    ]
    named = [each for each in offered if each.partition(";")[0].strip() == "gzip"]
    return bool(named) and not any(_NO_GZIP.match(each) for each in named)


def _said(status: HTTPStatus, message: str) -> Response:
    """Logs are asked by programs: a line of text, kept by nobody."""
    headers = {"cache-control": "no-store"}
    return Response(f"{message}\n", status_code=status, media_type=TEXT, headers=headers)
