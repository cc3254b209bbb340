"""The record's files over HTTP: the bytes of an export, whatever size the record has."""

import gzip
from contextlib import contextmanager
from datetime import UTC, date, datetime
from hashlib import sha256
from threading import Thread

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from truceline.record.export import write_tree
from truceline.record.note import Signer, sign
from truceline.record.published import content
from truceline.record.sqlite import SqliteRecord
from truceline.web import serve
from truceline.web.app import create_app

ORIGIN = "centre.example/record"
LOG = Signer(name=ORIGIN, private=Ed25519PrivateKey.from_private_bytes(b"\1" * 32))
POST = Signer(name="centre.example/post", private=Ed25519PrivateKey.from_private_bytes(b"\2" * 32))
AT = datetime(2026, 3, 2, tzinfo=UTC)


class RecordSource:
    """Only the record's own files: no page is asked for here."""

    def __init__(self, record):
        self._record = record

    def file(self, name):
        return content(self._record, name)


@pytest.fixture
def record(tmp_path):
    with SqliteRecord.create(tmp_path / "record.db", origin=ORIGIN, signer=LOG) as record:
        yield record


@contextmanager
def served(record):
    listening = serve.listen(0)
    app = create_app(RecordSource(record), today=lambda: date(2026, 3, 2))
    server = serve.server(app)
    thread = Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        with httpx.Client(base_url=serve.address(listening)) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


@pytest.fixture
def client(record):
    with served(record) as client:
        yield client


def grow(record, count):
    size = record.head().size
    notes = [sign(f"entry {n}\n", [POST]).encode() for n in range(size, size + count)]
    record.append(notes, onto=record.head(), now=AT)


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_every_file_of_an_export_is_served_with_the_same_bytes_as_the_record_grows(
    record, client, tmp_path
):
    for number, count in enumerate((0, 1, 6, 248, 1, 1, 255, 300)):  # to 0, 1, 7, 255, 256, 257 …
        grow(record, count)
        out = tmp_path / f"export-{number}"
        out.mkdir()
        write_tree(record, out)

        wanted = files(out)

        assert {name: client.get(f"/{name}").content for name in wanted} == wanted
    assert {name for name in wanted if name.startswith("tile/1")} == {"tile/1/000.p/3"}


def test_what_an_export_has_not_is_not_served(record, client):
    grow(record, 300)
    for name in (
        "tile/0/001",  # not yet full
        "tile/0/001.p/45",
        "tile/0/002.p/1",
        "tile/1/000",
        "tile/1/000.p/2",
        "tile/2/000.p/1",
        "tile/64/000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/0",
        "tile/00/000",
        "tile/0/x000/000",
        "tile/entries/001",
        "tile/entries/999",
        "tile/entries/..%2f..%2fcheckpoint",
        "tile/0/" + "x999/" * 200 + "999",
        "tile/",
    ):
        answer = client.get(f"/{name}")

        assert (answer.status_code, answer.headers["content-type"]) == (
            404,
            "text/plain; charset=utf-8",
        ), name
        assert answer.headers["cache-control"] == "no-store"


def test_older_widths_of_a_grown_tile_are_still_there(record, client):
    grow(record, 7)
    older = {
        name: client.get(f"/{name}").content for name in ("tile/0/000.p/7", "tile/entries/000.p/7")
    }
    grow(record, 300)

    assert {name: client.get(f"/{name}").content for name in older} == older


@pytest.mark.parametrize(
    ("name", "kind", "caching"),
    [
        ("checkpoint", "text/plain; charset=utf-8", "no-cache"),
        ("tile/0/000", "application/octet-stream", "public, max-age=31536000, immutable"),
        ("tile/0/001.p/44", "application/octet-stream", "public, max-age=31536000, immutable"),
        ("tile/entries/000", "application/octet-stream", "public, max-age=31536000, immutable"),
    ],
)
def test_every_file_says_what_it_is_and_how_long_it_holds(record, client, name, kind, caching):
    grow(record, 300)

    answer = client.get(f"/{name}")
    again = client.get(f"/{name}", headers={"if-none-match": answer.headers["etag"]})
    head = client.head(f"/{name}")

    assert (answer.headers["content-type"], answer.headers["cache-control"]) == (kind, caching)
    assert (again.status_code, again.content) == (304, b"")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(answer.content)) or "gzip" in str(head.headers)
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_entries_are_compressed_for_who_takes_it_and_for_nobody_else(record, client):
    grow(record, 256)
    with client.stream("GET", "/tile/entries/000", headers={"accept-encoding": "gzip"}) as answer:
        packed = b"".join(answer.iter_raw())
        assert answer.headers["content-encoding"] == "gzip"
    for offered in ("identity", "gzip;q=0", "gzip ; q=0.00", "br, xgzip"):
        plain = client.get("/tile/entries/000", headers={"accept-encoding": offered})
        assert "content-encoding" not in plain.headers
        assert plain.headers["vary"] == "accept-encoding"

    assert gzip.decompress(packed) == plain.content
    assert len(packed) < len(plain.content)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_sent_in(client, method):
    assert client.request(method, "/checkpoint", content=b"x").status_code == 405
    assert client.request(method, "/tile/0/000", content=b"x").status_code == 405


def test_another_host_is_turned_away(client):
    assert client.get("/checkpoint", headers={"host": "evil.example"}).status_code == 421


def test_the_checkpoint_commits_to_what_is_served(record, client):
    grow(record, 1)

    _, size, root, *_ = client.get("/checkpoint").text.split("\n")
    bundle = client.get("/tile/entries/000.p/1").content

    assert size == "1"
    assert client.get("/tile/0/000.p/1").content == sha256(b"\0" + bundle[2:]).digest()
    assert root
