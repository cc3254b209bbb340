"""A small server that answers the chat-completions protocol on loopback, truly or not, as told."""

import json
import re
import socket
import struct
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from time import monotonic

from truceline.reading.asked.endpoint import Endpoint

_PAGE = re.compile(r"SENTENCES (\w+)\n(.*)\nEND \1", re.DOTALL)
_LINE = re.compile(r"\[(\d+)\] (.*)")


@dataclass
class Reply:
    """What goes back: bytes with a status and headers, or something worse."""

    body: bytes = b""
    status: int = 200
    headers: dict = field(default_factory=dict)
    manner: str = ""  # hang, reset, trickle


def completion(content, finish="stop", **message):
    """One answer of the protocol."""
    told = {"role": "assistant", "content": content, **message}
    body = {
        "id": "x",
        "object": "chat.completion",
        "created": 1,
        "model": "double",
        "choices": [{"index": 0, "finish_reason": finish, "message": told}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }
    return Reply(json.dumps(body).encode(), headers={"Content-Type": "application/json"})


def claims(*listed):
    return completion(json.dumps({"claims": list(listed)}))


def a_claim(sentence, quote, /, **rest):
    """A claim with every field of the schema; what is not told is empty."""
    return {
        "sentence": sentence, "quote": quote, "word": "", "act": "withdrawal",
        "says": ["narrator"], "via": "", "actor": [], "target": [], "place": [], "when": "",
        "modality": "happened", "denies": False, "numbers": [], **rest,
    }  # fmt: skip


class Double:
    """The server. `script` holds replies, or functions from a request to one; the last repeats."""

    def __init__(self):
        self.script = [claims()]
        self.asked = []  # bodies of requests
        self.headers = []
        self.over = Event()
        double = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                double.headers.append({name.lower(): v for name, v in self.headers.items()})
                double.asked.append(body)
                at = min(len(double.asked), len(double.script)) - 1
                reply = double.script[at]
                with suppress(OSError):
                    double.send(self, reply(body) if callable(reply) else reply)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"

    def send(self, handler, reply):
        if reply.manner == "hang":
            self.over.wait(30)
            handler.close_connection = True
            return
        if reply.manner == "reset":
            line = handler.connection
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            handler.close_connection = True
            line.close()
            return
        handler.send_response(reply.status)
        for name, value in reply.headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(reply.body)))
        handler.end_headers()
        if reply.manner == "trickle":
            for byte in reply.body:
                handler.wfile.write(bytes([byte]))
                if self.over.wait(0.05):
                    return
        handler.wfile.write(reply.body)

    clock = staticmethod(monotonic)

    def close(self):
        if self.over.is_set():
            return
        self.over.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def shown(self):
        """All sentences that were sent, without the turns that ask again."""
        return [line for body in self.asked for line in page_of(body).values()]


def page_of(body):
    """The numbered sentences of a request."""
    told = next(each["content"] for each in body["messages"] if each["role"] == "user")
    return {int(number): text for number, text in _LINE.findall(_PAGE.search(told)[2])}


def endpoint(double, **bounds):
    usual = {"patience_s": 5.0, "pause_s": 0.01, "longest_pause_s": 1.0, "model": "double:1b"}
    return Endpoint(url=double.url, **{**usual, **bounds})
