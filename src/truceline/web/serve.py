"""The pages on this machine, until Ctrl-C. Never on another interface."""

import errno
import socket
from collections.abc import Callable
from contextlib import closing, suppress

import uvicorn
from starlette.types import ASGIApp

from truceline.terms.problem import Problem, RefusedError

HOST = "127.0.0.1"
FAREWELL_S = 2  # a browser that keeps its connection open does not hold up Ctrl-C


def serve(app: ASGIApp, *, port: int, ready: Callable[[str], None]) -> None:
    """Serve until interrupted; `ready` is called with the address once it is bound.

    Raises:
        RefusedError: the port is taken or not allowed.
    """
    with closing(listen(port)) as listening:
        ready(address(listening))
        with suppress(KeyboardInterrupt):  # uvicorn has closed everything when it passes it on
            server(app).run(sockets=[listening])


def listen(port: int) -> socket.socket:
    """A socket on this machine only; port 0 takes a free one.

    Raises:
        RefusedError: the port is taken or not allowed.
    """
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
        listening.listen()
    except OSError as error:
        listening.close()
        raise RefusedError(_why(error, port)) from error
    return listening


def address(listening: socket.socket) -> str:
    return f"http://{HOST}:{listening.getsockname()[1]}/"


def server(app: ASGIApp) -> uvicorn.Server:
    """Says nothing itself: no log, no Server header, no lifespan."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            lifespan="off",
            server_header=False,
            proxy_headers=False,
            ws="none",
            timeout_graceful_shutdown=FAREWELL_S,
        )
    )


def _why(error: OSError, port: int) -> Problem:
    taken = error.errno == errno.EADDRINUSE
    return Problem(
        code="port-taken" if taken else "port-refused",
        where=f"{HOST}:{port}",
        message="another program listens there already." if taken else f"{error.strerror}.",
        remedy="Name another with --port, or --port 0 for any that is free.",
    )
