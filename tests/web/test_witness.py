"""A witness asked over real connections: the whole table, and nothing that wears it down."""

import re
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from truceline.record import checkpoint as checkpoints
from truceline.record.checkpoint import Checkpoint
from truceline.record.cosignature import CosigningKey, cosigned
from truceline.record.merkle import consistency_path, leaf_hash, root_hash, subtrees_of
from truceline.record.note import Signer, Verifier, parse
from truceline.record.witness import MAX_REQUEST_BYTES, Memory, Request, Witness
from truceline.web.witness import create_witness

pytestmark = pytest.mark.slow  # whole programs: `make test` runs them, `make check` does not

VECTORS = Path(__file__).parents[1] / "record" / "vectors" / "witness_requests.txt"
SIGSUM = "sigsum.org/v1/tree/4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562"
SIGSUM_KEY = "ffdc2d4d98e4124d3feaf788c0c2f9abfd796083d1f0495437f302ec79cf100f"
ORIGIN = "centre.example/record"
AT = datetime(2026, 3, 2, 7, 5, tzinfo=UTC)
OURS = [leaf_hash(str(number).encode()) for number in range(64)]
THEIRS = [leaf_hash(f"other {number}".encode()) for number in range(64)]
LOG = Signer(
    name=ORIGIN, private=Ed25519PrivateKey.from_private_bytes(sha256(ORIGIN.encode()).digest())
)
KEY = CosigningKey(name="w.example", private=Ed25519PrivateKey.from_private_bytes(b"\7" * 32))
LOGS = {
    ORIGIN: [LOG.verifier],
    SIGSUM: [Verifier(name=SIGSUM, key=bytes.fromhex(SIGSUM_KEY))],
}


def asking(old, size, hashes=OURS, *, origin=ORIGIN, signer=LOG):
    proof = consistency_path(old, size, subtree=subtrees_of(hashes)) if 0 < old <= size else ()
    said = Checkpoint(origin=origin, size=size, root=root_hash(hashes[:size]))
    return str(Request(old=old, proof=proof, note=checkpoints.sign(said, signer))).encode()


@pytest.fixture
def memory(tmp_path):
    with Memory.create(tmp_path / "witness.db") as memory:
        yield memory


@pytest.fixture
def address(memory, served):
    witness = Witness(memory, [KEY], logs=LOGS, clock=lambda: AT)
    return served(create_witness(witness, patience_s=0.5))


@pytest.fixture
def post(address):
    with httpx.Client(base_url=address) as client:
        yield lambda body, **more: client.post("/add-checkpoint", content=body, **more)


def test_the_published_requests_get_the_published_answers(post):
    cases = re.split("^==== ([0-9]{3}) (.*)\n", VECTORS.read_text(), flags=re.MULTILINE)[1:]
    wanted = list(zip(cases[0::3], cases[2::3], strict=True))

    answers = [post(body) for _, body in wanted]

    assert [answer.status_code for answer in answers] == [int(status) for status, _ in wanted]
    assert [answer.text for answer in answers if answer.status_code == 409] == ["3\n", "5\n"]


def test_an_answer_put_under_the_checkpoint_makes_it_cosigned(post):
    body = asking(0, 5)

    answer = post(body)

    note = body.decode().partition("\n\n")[2] + answer.text
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert [(one.name, one.at) for one in cosigned(note, [KEY.cosigner])] == [("w.example", AT)]


def test_a_conflict_names_the_size_in_exactly_its_content_type(post):
    post(asking(0, 5))

    answer = post(asking(3, 7))

    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (
        409,
        b"5\n",
        "text/x.tlog.size",
    )


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (asking(5, 5, THEIRS), 422),  # the same size, another root (C2SP/C2SP#280)
        (asking(5, 9, THEIRS), 422),
        (asking(5, 5), 200),
        (asking(5, 3), 400),
        (asking(3, 3), 409),
        (asking(5, 9, origin="other.example"), 404),
        (asking(5, 9, signer=Signer(name=ORIGIN, private=KEY.private)), 403),
        (b"", 400),
        (b"\xff\xfe", 400),
        (b'{"old": 5}', 400),
        (b"old 5\n\n", 400),
        (asking(5, 9).replace(b"\n", b"\r\n"), 400),
    ],
)
def test_every_answer_is_that_of_the_table(post, memory, body, status):
    post(asking(0, 5))
    before = memory.latest(ORIGIN)

    answer = post(body)

    assert answer.status_code == status
    assert memory.latest(ORIGIN) == before
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_what_a_request_is_called_does_not_matter(post):
    assert post(asking(0, 5), headers={"content-type": "image/png"}).status_code == 200


def test_the_latest_checkpoint_is_given_to_whoever_watches(post, address):
    origin = sha256(ORIGIN.encode()).hexdigest()
    with httpx.Client(base_url=address) as client:
        assert client.get(f"/{origin}/checkpoint").status_code == 404
        post(asking(0, 5))
        answer = client.get(f"/{origin}/checkpoint")
        others = [client.get(f"/{name}/checkpoint").status_code for name in ("0" * 64, "x", "..")]

    assert checkpoints.read(answer.text).size == 5
    assert len(parse(answer.text).signatures) == 2
    assert others == [404, 404, 404]


def test_there_is_nothing_else(address):
    with httpx.Client(base_url=address) as client:
        assert client.get("/add-checkpoint").status_code == 405
        assert client.get("/").status_code == 404
        assert client.post("/add-checkpoint", headers={"host": "evil.example"}).status_code == 421


@pytest.mark.parametrize("told", [True, False])
def test_a_body_too_large_is_not_read_to_its_end(address, told):
    """Whether its length is told before or not."""
    pieces = [b"x" * 100_000] * (MAX_REQUEST_BYTES // 100_000 + 2)
    body = b"".join(pieces) if told else iter(pieces)
    with httpx.Client(base_url=address) as client:
        assert client.post("/add-checkpoint", content=body).status_code == 413


def connection(address):
    host, port = address.removeprefix("http://").rstrip("/").split(":")
    return closing(socket.create_connection((host, int(port)), timeout=10))


def test_a_body_that_does_not_come_is_not_waited_for(address, post):
    head = b"POST /add-checkpoint HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nold 0"
    with connection(address) as slow:
        slow.sendall(head)
        assert post(asking(0, 5)).status_code == 200  # nobody else waits meanwhile

        assert slow.recv(1000).startswith(b"HTTP/1.1 408 ")


def test_who_hangs_up_in_the_middle_disturbs_nobody(address, post):
    for _ in range(5):
        with connection(address) as gone:
            gone.sendall(
                b"POST /add-checkpoint HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\n"
            )

    assert post(asking(0, 5)).status_code == 200


def compete(address, hashes):
    """Grow one history as fast as the witness lets us; what it cosigned, by size."""
    won, old = {}, 0
    with httpx.Client(base_url=address, timeout=60) as client:
        for size in range(1, 31):
            for _ in range(40):
                if old > size:
                    break
                answer = client.post("/add-checkpoint", content=asking(old, size, hashes))
                if answer.status_code == 409:
                    old = int(answer.text)
                    continue
                if answer.status_code == 200:
                    won[size] = root_hash(hashes[:size])
                    old = size
                break
    return won


def test_many_who_ask_at_once_never_get_two_histories(address, memory):
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda hashes: compete(address, hashes), [OURS, THEIRS] * 2))

    cosigned_by_size = {}
    for won in results:
        for size, root in won.items():
            assert cosigned_by_size.setdefault(size, root) == root
    latest = memory.latest(ORIGIN).checkpoint
    assert latest.size == max(cosigned_by_size) == 30
    (history,) = [hashes for hashes in (OURS, THEIRS) if root_hash(hashes[:30]) == latest.root]
    assert all(root == root_hash(history[:size]) for size, root in cosigned_by_size.items())


def test_what_was_answered_is_on_disk(post, tmp_path):
    assert post(asking(0, 5)).status_code == 200

    with Memory.open(tmp_path / "witness.db") as another:
        assert another.latest(ORIGIN).checkpoint.size == 5
