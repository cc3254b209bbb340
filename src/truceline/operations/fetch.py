"""A record's files over HTTP, from somebody who need not wish us well.

GET only, one address, no redirects, no cookies, no proxy from the environment; every answer has a
largest size and a last moment. What arrives is believed by nobody before it is checked.
"""

import http.client
import socket
import ssl
from contextlib import suppress
from http import HTTPStatus
from threading import Event, Timer
from urllib.parse import quote, urlsplit

from truceline.operations import tls
from truceline.record.database import Closing
from truceline.terms.problem import Problem, RefusedError

PATIENCE_S = 60.0  # for one file, from the first byte sent to the last one received
PIECE_BYTES = 1 << 16
GIVEN_UP = (  # as a connection looks that the other side has closed
    http.client.RemoteDisconnected,
    BrokenPipeError,
    ConnectionResetError,
    ssl.SSLEOFError,
    ssl.SSLZeroReturnError,
)


SERVED = (
    "Check the address, http or https, and that its centre is being served; then run it again: "
    "what has arrived is kept."
)
WITNESSING = (
    "Check the address, http or https, and that truceline witness runs there; nothing waits for it."
)


def is_address(source: str) -> bool:
    return source.lower().startswith(("http://", "https://"))


class Address(Closing):
    """The files below one address, over one connection that is kept open."""

    def __init__(self, url: str, *, patience_s: float = PATIENCE_S, remedy: str = SERVED) -> None:
        """`remedy`: what can be done where nobody answers there as expected.

        Raises:
            RefusedError: not an address of the kind http://host:port/prefix.
        """
        self.where = url
        self._remedy = remedy
        self._patience_s = patience_s
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
        except ValueError:
            host, port = None, None
        if not host or parts.query or parts.fragment or parts.username or parts.password:
            self.where = _shown(url)
            raise self._refused("It is no address such as http://127.0.0.1:8000/.")
        self._sealed = parts.scheme == "https"
        self._prefix = quote(parts.path.rstrip("/"), safe="/%")
        self._connection = (
            http.client.HTTPSConnection(host, port, timeout=patience_s, context=tls.context())
            if self._sealed
            else http.client.HTTPConnection(host, port, timeout=patience_s)
        )

    def read(self, name: str, *, at_most: int) -> bytes:
        status, body = self.ask("GET", name, at_most=at_most)
        if status is not HTTPStatus.OK:
            raise self._refused(f"{name}: it answers {status.value} ({status.phrase}).")
        return body

    def ask(
        self,
        method: str,
        name: str,
        *,
        at_most: int,
        body: bytes | None = None,
        media_type: str | None = None,
    ) -> tuple[HTTPStatus, bytes]:
        """Send one request and read the whole answer.

        Raises:
            RefusedError: not reached, too slow, too large, or not HTTP.
        """
        fresh = self._connection.sock is None
        try:
            return self._ask(method, name, at_most=at_most, body=body, media_type=media_type)
        except GIVEN_UP as error:
            self._connection.close()
            if fresh:
                raise self._unreached(name, error) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            self._connection.close()
            raise self._unreached(name, error) from error
        try:  # a kept connection that the other side had given up: once more, on a new one
            return self._ask(method, name, at_most=at_most, body=body, media_type=media_type)
        except (OSError, http.client.HTTPException, ValueError) as error:
            self._connection.close()
            raise self._unreached(name, error) from error

    def close(self) -> None:
        self._connection.close()

    def _ask(
        self, method: str, name: str, *, at_most: int, body: bytes | None, media_type: str | None
    ) -> tuple[HTTPStatus, bytes]:
        if self._connection.sock is None:
            self._connection.connect()
        # Time-outs of sockets begin anew with every byte; this one does not.
        late, line = Event(), self._connection.sock
        alarm = Timer(self._patience_s, _too_late, [line, late])
        alarm.daemon = True
        alarm.start()
        try:
            headers = {"Accept-Encoding": "identity", "User-Agent": "truceline"}
            headers |= {"Content-Type": media_type} if media_type else {}
            self._connection.request(method, f"{self._prefix}/{name}", body=body, headers=headers)
            found = self._answer(name, at_most=at_most)
        except RefusedError as refused:
            _hang_up(line)
            self._connection.close()
            if late.is_set():  # what was cut off looks like an end
                raise TimeoutError from refused
            raise
        except (OSError, http.client.HTTPException, ValueError) as error:
            _hang_up(line)  # a half-read answer would keep it open as long as anybody has the error
            raise (TimeoutError() if late.is_set() else error) from error
        finally:
            alarm.cancel()
        if late.is_set():  # what was cut off looks like an end
            raise TimeoutError
        return found

    def _answer(self, name: str, *, at_most: int) -> tuple[HTTPStatus, bytes]:
        content = bytearray()
        with self._connection.getresponse() as response:
            has_end = response.length is not None or response.chunked
            while piece := response.read(min(PIECE_BYTES, at_most + 1 - len(content))):
                content += piece
                if len(content) > at_most:
                    raise self._refused(
                        f"{name}: it is larger than the {at_most} bytes it may have."
                    )
            if response.length:  # http.client tells nobody that less came than was announced
                raise http.client.IncompleteRead(b"", response.length)
            if (response.getheader("Content-Encoding") or "identity").lower() != "identity":
                raise self._refused(f"{name}: it came packed, though nobody asked for that.")
            if not has_end:  # what was cut, in its head even, looks so
                raise self._refused(f"{name}: it broke off, or does not say how long it is.")
            return HTTPStatus(response.status), bytes(content)

    def _unreached(self, name: str, error: Exception) -> RefusedError:
        of_tls = tls.told(error, sealed=self._sealed)
        if isinstance(error, TimeoutError):
            why, remedy = f"no answer within {self._patience_s:g} seconds", self._remedy
        elif of_tls is not None:
            why, remedy = of_tls
        elif isinstance(error, http.client.IncompleteRead):
            why, remedy = f"it broke off {error.expected} bytes before the end", self._remedy
        else:
            told = getattr(error, "strerror", None) or str(error)[:100] or type(error).__name__
            why, remedy = told, self._remedy
        return self._refused(
            f"{name}: it cannot be fetched: {why}.", code="not-reached", remedy=remedy
        )

    def _refused(
        self, message: str, *, code: str = "source-refused", remedy: str = ""
    ) -> RefusedError:
        return RefusedError(
            Problem(code=code, where=self.where, message=message, remedy=remedy or self._remedy)
        )


def _shown(url: str) -> str:
    """Without a password: it would stand on the screen and in logs."""
    scheme, slashes, rest = url.partition("://")
    _, at, place = rest.rpartition("@")
    return f"{scheme}{slashes}…{at}{place}" if at else url


def _too_late(line: socket.socket, late: Event) -> None:
    late.set()
    _hang_up(line)


def _hang_up(line: socket.socket) -> None:
    with suppress(OSError):
        # Below TLS, if there is any: its own shutdown takes away what another thread reads from.
        socket.socket.shutdown(line, socket.SHUT_RDWR)
