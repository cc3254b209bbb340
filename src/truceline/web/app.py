"""The pages and the JSON of one centre over HTTP. Read only; a handler is a fold and a render."""

import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from truceline import __version__
from truceline.publishing import html, shapes
from truceline.publishing.head import head
from truceline.publishing.report import Report
from truceline.record.store import Head
from truceline.terms.problem import DamagedError, Problem, RefusedError, sentence
from truceline.terms.question import Question
from truceline.web import asked, tiles
from truceline.web.guard import Guard
from truceline.web.pages import FILES, PAGES, Visit
from truceline.web.source import Source

STATIC = Path(__file__).parent / "static"
KEPT_REPORTS = 8  # answers to the latest questions; any may be forgotten at any time

Handler = Callable[[Request], Awaitable[Response]]

LISTS: dict[str, Callable[[Report], list[shapes.Row]]] = {
    "board": shapes.board,
    "incidents": shapes.incidents,
    "contradictions": shapes.contradictions,
    "claims": shapes.claims,
    "coverage": shapes.coverage,
    "due": shapes.due,
    "ledger": shapes.ledger,
    "left-out": shapes.left_out,
}


def create_app(
    source: Source,
    *,
    today: Callable[[], date],
    clock: Callable[[], datetime] | None = None,
    hosts: Iterable[str] = (),
) -> FastAPI:
    """`hosts`: further names under which the pages may be asked for, without port.

    `clock`: to say how long ago it was cosigned; without one pages say when.
    """
    app = FastAPI(
        title="Truceline", version=__version__, docs_url=None, redoc_url=None, lifespan=None
    )
    app.add_middleware(Guard, hosts=tuple(hosts))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    answer = _answering(source, today=today, clock=clock)
    # Files first: "forces.csv" would do as the name of a page.
    for path, (media_type, export) in FILES.items():
        _add(app, path, answer(_attached(path, media_type, export=export)))
    for path, page in PAGES.items():
        _add(app, path, answer(_shown(page)))
    for name, shape in LISTS.items():
        _add(app, f"/api/v1/{name}", answer(_listed(name, shape)), listed=name)
    for path in tiles.PATHS:
        _add(app, path, tiles.answering(source))
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _fault)
    return app


def _answering(
    source: Source, *, today: Callable[[], date], clock: Callable[[], datetime] | None
) -> Callable[[Callable[[Visit], Response]], Handler]:
    """What every address does around its own part: question, ETag, report, trouble."""

    @lru_cache(maxsize=KEPT_REPORTS)
    def report(_: Head, question: Question) -> Report:
        return source.report(question)

    def around(respond: Callable[[Visit], Response]) -> Handler:
        async def handler(request: Request) -> Response:
            # Not in a thread of its own: a source is asked by one thread only.
            query = request.query_params
            try:
                question = asked.question(query, today=today())
                newest, seals, now = source.head(), source.seals(), clock() if clock else None
                tag = etag(newest, question, cosigned=seals.told(now))
                if _holds(request, tag):
                    return Response(status_code=304, headers=_caching(tag))
                # Witnesses cosign what stands still: a kept report does not know of it.
                told = replace(report(newest, question), seals=seals)
                seen = html.view(told, links=asked.links(query), now=now)
                response = respond(
                    Visit(seen=seen, source=source, path=request.path_params, query=query)
                )
            except RefusedError as refusal:
                return _trouble(request, HTTPStatus.BAD_REQUEST, refusal.problems[0])
            except DamagedError as damage:
                problem = Problem(
                    code="damaged",
                    where=request.url.path,
                    message=sentence(damage),
                    remedy="Run: truceline verify CENTRE, and bring back a copy that passes.",
                )
                return _trouble(request, HTTPStatus.INTERNAL_SERVER_ERROR, problem)
            except html.NotShownError:
                return _trouble(request, HTTPStatus.NOT_FOUND, _not_here(request))
            response.headers.update(_caching(tag))
            return response

        return handler

    return around


def etag(newest: Head, question: Question, *, cosigned: str = "") -> str:
    """Names one answer: the head it was folded from, who cosigned it, the question, our version."""
    parts = (newest.size, newest.root.hex(), cosigned, question, __version__)
    return f'"{sha256(repr(parts).encode()).hexdigest()[:32]}"'


def _caching(tag: str) -> dict[str, str]:
    return {"etag": tag, "cache-control": "private, no-cache"}


def _holds(request: Request, tag: str) -> bool:
    """Whether the visitor already has this answer (RFC 9110 s13.1.2)."""
    told = request.headers.get("if-none-match", "")
    return told.strip() == "*" or tag in re.findall(r'"[^"]*"', told)


def _add(app: FastAPI, path: str, handler: Handler, *, listed: str = "") -> None:
    """GET and HEAD; only lists stand in openapi.json."""
    if listed:
        app.add_api_route(
            path,
            handler,
            methods=["GET"],
            response_model=None,
            name=listed,
            description=f"The `{listed}` list of docs/json.md, version {shapes.VERSION}.",
            openapi_extra={"parameters": PARAMETERS},
        )
        app.add_api_route(path, handler, methods=["HEAD"], include_in_schema=False)
    else:
        app.add_api_route(path, handler, methods=["GET", "HEAD"], include_in_schema=False)


PARAMETERS = [
    {
        "name": name,
        "in": "query",
        "required": False,
        "description": about,
        "schema": {"type": "string"},
    }
    for name, about in (
        ("as-of", "day of the world that is asked about; today where absent"),
        ("said-by", "leave out documents published later, and undated ones"),
        ("known-at", "leave out what was recorded later: a day or a UTC instant"),
    )
]


def _shown(page: Callable[[Visit], str]) -> Callable[[Visit], Response]:
    return lambda visit: HTMLResponse(_bytes(page(visit)))


def _attached(
    path: str, media_type: str, *, export: Callable[[Visit], bytes]
) -> Callable[[Visit], Response]:
    stem, _, ending = path.strip("/").partition(".")

    def respond(visit: Visit) -> Response:
        content = export(visit)
        report = visit.seen.report
        # What the address holds is known by now: nothing else passes `export`.
        about = stem.format(**visit.path).replace("/", "-")
        name = f"{about}-{report.question.as_of.isoformat()}-entry-{report.size}.{ending}"
        disposition = {"content-disposition": f'attachment; filename="{name}"'}
        return Response(content, media_type=media_type, headers=disposition)

    return respond


def _listed(name: str, shape: Callable[[Report], list[shapes.Row]]) -> Callable[[Visit], Response]:
    """A bare list, as the command line prints it; what it was folded from stands in the headers."""

    def respond(visit: Visit) -> Response:
        told, seals = head(visit.seen.report), visit.seen.report.seals
        about = {
            "truceline-as-of": told["as_of"],
            "truceline-said-by": told["said_by"],
            "truceline-known-at": told["known_at"],
            "truceline-entries": told["entries"],
            "truceline-root": told["root"],
            "truceline-cosigned": seals.most if seals.told() else None,
            "truceline-sealed": seals.sealed,
            "truceline-version": told["truceline"],
            "truceline-shape": f"{name}/{shapes.VERSION}",
        }
        return JSONResponse(
            shape(visit.seen.report),
            headers={key: str(value) for key, value in about.items() if value is not None},
        )

    return respond


def _http_error(request: Request, error: Exception) -> Response:
    status = HTTPStatus(error.status_code if isinstance(error, HTTPException) else 500)
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        problem = Problem(
            code="read-only",
            where=request.url.path,
            message="These pages can only be read.",
            remedy="To add documents or rule on claims use the command line: truceline --help.",
        )
    else:
        problem = _not_here(request)
    answer = _trouble(request, status, problem)
    answer.headers.update(getattr(error, "headers", None) or {})
    return answer


def _fault(request: Request, _: Exception) -> Response:
    """Our own mistake: the visitor gets a sentence, the server's log the exception."""
    problem = Problem(
        code="fault",
        where=request.url.path,
        message="The page could not be made.",
        remedy="Check the record with: truceline verify CENTRE. If it is sound, report this page.",
    )
    return _trouble(request, HTTPStatus.INTERNAL_SERVER_ERROR, problem)


def _not_here(request: Request) -> Problem:
    return Problem(
        code="not-here",
        where=request.url.path,
        message="Nothing of this name is shown under this question.",
        remedy="It may be misspelt, or left out by the dates asked for: try without dates.",
    )


def _trouble(request: Request, status: HTTPStatus, problem: Problem) -> Response:
    if request.url.path.startswith("/api/"):
        fields = {
            "code": problem.code,
            "where": problem.where,
            "message": problem.message,
            "remedy": problem.remedy,
        }
        return JSONResponse(fields, status_code=status)
    page = html.error(
        TITLES.get(status, status.phrase),
        message=f"{problem.where}: {problem.message}",
        remedy=problem.remedy,
        version=__version__,
    )
    return HTMLResponse(_bytes(page), status_code=status)


TITLES = {
    HTTPStatus.BAD_REQUEST: "This cannot be asked",
    HTTPStatus.NOT_FOUND: "Not found",
    HTTPStatus.METHOD_NOT_ALLOWED: "Read only",
    HTTPStatus.INTERNAL_SERVER_ERROR: "The page could not be made",
}


def _bytes(page: str) -> bytes:
    """A source may hold halves of surrogate pairs; a page may not."""
    return page.encode("utf-8", "replace")
