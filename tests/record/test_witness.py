"""A witness: every answer of the published table, and no way to make it cosign two histories."""

import re
from base64 import b64encode
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from truceline.record import checkpoint as checkpoints
from truceline.record.checkpoint import Checkpoint
from truceline.record.cosignature import CosigningKey, cosigned
from truceline.record.merkle import consistency_path, leaf_hash, root_hash, subtrees_of
from truceline.record.note import (
    MAX_NOTE_BYTES,
    NoteError,
    Signature,
    Signer,
    Verifier,
    open_note,
    parse,
    sign,
)
from truceline.record.witness import Memory, Request, Witness, parse_request
from truceline.terms.problem import RefusedError

VECTORS = Path(__file__).parent / "vectors" / "witness_requests.txt"
SIGSUM = "sigsum.org/v1/tree/4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562"
SIGSUM_KEY = "ffdc2d4d98e4124d3feaf788c0c2f9abfd796083d1f0495437f302ec79cf100f"
ORIGIN = "centre.example/record"
AT = datetime(2026, 3, 2, 7, 5, tzinfo=UTC)
HASHES = [leaf_hash(str(number).encode()) for number in range(64)]
OTHER = [leaf_hash(f"other {number}".encode()) for number in range(64)]
LOG = Signer(
    name=ORIGIN, private=Ed25519PrivateKey.from_private_bytes(sha256(ORIGIN.encode()).digest())
)
KEYS = [
    CosigningKey(name="w.example", private=Ed25519PrivateKey.from_private_bytes(b"\7" * 32)),
    CosigningKey(name="w.example", private=MLDSA44PrivateKey.from_seed_bytes(b"\7" * 32)),
]
COSIGNERS = [key.cosigner for key in KEYS]


def asking(old, size, hashes=HASHES, **changes):
    """The body of an honest request, unless told otherwise."""
    proof = consistency_path(old, size, subtree=subtrees_of(hashes)) if 0 < old <= size else ()
    said = Checkpoint(
        origin=changes.get("origin", ORIGIN),
        size=size,
        root=changes.get("root", root_hash(hashes[:size])),
    )
    note = checkpoints.sign(said, changes.get("signer", LOG)) + changes.get("line", "")
    return str(Request(old=old, proof=changes.get("proof", proof), note=note)).encode()


@pytest.fixture
def file(tmp_path):
    return tmp_path / "witness.db"


@pytest.fixture
def memory(file):
    with Memory.create(file) as memory:
        yield memory


def watching(memory, clock=lambda: AT, keys=KEYS):
    logs = {
        ORIGIN: [LOG.verifier],
        SIGSUM: [Verifier(name=SIGSUM, key=bytes.fromhex(SIGSUM_KEY))],
    }
    return Witness(memory, keys, logs=logs, clock=clock)


@pytest.fixture
def witness(memory):
    return watching(memory)


def test_the_published_requests_get_the_published_answers(witness):
    cases = re.split("^==== ([0-9]{3}) (.*)\n", VECTORS.read_text(), flags=re.MULTILINE)[1:]
    wanted = list(zip(cases[0::3], cases[1::3], cases[2::3], strict=True))

    got = [witness.add_checkpoint(body.encode()) for _, _, body in wanted]

    assert [answer.status for answer in got] == [int(status) for status, _, _ in wanted]
    assert [answer.body for answer in got if answer.status == 409] == ["3\n", "5\n"]
    assert len(got) == 11


def test_the_answer_is_the_witness_own_lines_and_no_others(witness):
    body = asking(0, 5)

    answer = witness.add_checkpoint(body)

    note = parse_request(body).note + answer.body
    assert [parse(note).signatures[0].name, *(one.name for one in cosigned(note, COSIGNERS))] == [
        ORIGIN,
        "w.example",
        "w.example",
    ]
    assert {one.at for one in cosigned(note, COSIGNERS)} == {AT}
    assert answer.body.count("\n") == 2


def test_a_conflict_tells_the_size_in_its_own_content_type(witness):
    witness.add_checkpoint(asking(0, 5))

    answer = witness.add_checkpoint(asking(3, 7))

    assert (answer.status, answer.body, answer.content_type) == (409, "5\n", "text/x.tlog.size")


def test_the_same_checkpoint_again_gets_a_fresh_time(memory):
    times = iter([AT, AT.replace(hour=9)])
    witness = watching(memory, clock=lambda: next(times))

    first, second = (witness.add_checkpoint(asking(old, 5)) for old in (0, 5))

    assert (first.status, second.status) == (200, 200)
    assert first.body != second.body
    note = witness.latest(sha256(ORIGIN.encode()).hexdigest())
    assert {one.at for one in cosigned(note, COSIGNERS)} == {AT.replace(hour=9)}


def test_a_witness_grows_from_an_empty_record(witness):
    statuses = [witness.add_checkpoint(asking(0, size)).status for size in (0, 0, 5)]

    assert statuses == [200, 200, 200]


HOLLOW = {"root": b"\1" * 32}


@pytest.mark.parametrize(
    ("before", "body", "status"),
    [
        ([], asking(0, 0, **HOLLOW), 422),  # an empty record has one root
        ([asking(0, 0)], asking(0, 0, **HOLLOW), 422),
        ([], asking(0, 5, proof=(b"\1" * 32,)), 422),  # from nothing nothing is proven
        ([asking(0, 0)], asking(0, 5, proof=(b"\1" * 32,)), 422),
        ([asking(0, 5)], asking(5, 5, OTHER), 422),  # the same size, another root
        ([asking(0, 5)], asking(5, 5, proof=(b"\1" * 32,)), 422),
        ([asking(0, 5)], asking(5, 9, OTHER), 422),
        ([asking(0, 5)], asking(5, 9, proof=()), 422),
        ([asking(0, 5)], asking(5, 3), 400),  # back
        ([asking(0, 5)], asking(3, 3), 409),
        ([asking(0, 5)], asking(0, 3), 409),
        ([], asking(3, 5), 409),
        ([], asking(0, 5, origin="other.example"), 404),
        ([], asking(0, 5, signer=Signer(name=ORIGIN, private=KEYS[0].private)), 403),
    ],
)
def test_what_does_not_follow_is_answered_by_the_table_and_changes_nothing(
    witness, memory, before, body, status
):
    for each in before:
        assert witness.add_checkpoint(each).status == 200
    seen = memory.latest(ORIGIN)

    assert witness.add_checkpoint(body).status == status
    assert memory.latest(ORIGIN) == seen


def test_extension_lines_are_not_cosigned(witness):
    text = str(Checkpoint(origin=ORIGIN, size=1, root=HASHES[0])) + "extension\n"
    body = str(Request(old=0, proof=(), note=sign(text, [LOG]))).encode()

    answer = witness.add_checkpoint(body)

    assert (answer.status, "extension" in answer.body) == (400, True)


def test_a_forged_line_under_the_witness_own_name_is_not_kept(witness, memory):
    """It would make the kept note unreadable to the witness itself (ANT-2026-SAPGR4D6)."""
    key_id = KEYS[0].cosigner.key_id
    line = str(Signature(name="w.example", key_id=key_id, signature=b"\0" * 72))

    assert witness.add_checkpoint(asking(0, 5, line=line)).status == 200

    kept = memory.latest(ORIGIN).note
    assert len(open_note(kept, [LOG.verifier, *COSIGNERS]).signatures) == 3
    assert len(parse(kept).signatures) == 3
    assert witness.add_checkpoint(asking(5, 7)).status == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff",
        b"old 0\n",
        b"old 0\n\n",
        b"old 0\n\nnote",
        b"new 0" + asking(0, 5)[5:],
        b"old 00" + asking(0, 5)[5:],
        b"old -1" + asking(0, 5)[5:],
        b"old 0 " + asking(0, 5)[5:],
        b"old " + b"9" * 5000 + asking(0, 5)[5:],
        asking(0, 5).replace(b"\n", b"\r\n"),
        asking(0, 5, proof=(b"\1" * 31,)),
        asking(0, 5, proof=(b"\1" * 32,) * 64),
        b"old 0\n!!\n\n" + asking(0, 5)[7:],
        asking(0, 5) + b"x" * (MAX_NOTE_BYTES + 10_000),
    ],
)
def test_what_is_no_request_is_a_bad_one(witness, body):
    assert witness.add_checkpoint(body).status == 400


def test_a_request_reads_back_as_it_was_written():
    body = asking(5, 9)

    assert str(parse_request(body)).encode() == body


@given(st.binary(max_size=200), st.text(max_size=50))
def test_no_bytes_make_the_parser_fail_otherwise_than_by_refusing(data, text):
    for body in (data, f"old 0\n{text}\n\n{text}".encode(errors="replace")):
        try:
            parse_request(body)
        except NoteError:
            continue


def test_what_was_cosigned_is_remembered_after_a_restart(file):
    with Memory.create(file) as memory:
        watching(memory).add_checkpoint(asking(0, 5))

    with Memory.open(file) as memory:
        assert watching(memory).add_checkpoint(asking(0, 5)).status == 409
        assert watching(memory).add_checkpoint(asking(5, 9)).status == 200


def test_a_lost_memory_is_not_made_anew(file):
    with pytest.raises(RefusedError, match="no witness here"):
        Memory.open(file)
    assert not file.exists()


def test_the_latest_checkpoint_is_found_by_the_hash_of_its_origin(witness):
    origin_hash = sha256(ORIGIN.encode()).hexdigest()
    assert witness.latest(origin_hash) is None

    witness.add_checkpoint(asking(0, 5))

    assert checkpoints.open_checkpoint(witness.latest(origin_hash), COSIGNERS).size == 5
    assert witness.latest("0" * 64) is None


def test_a_request_overtaken_between_check_and_write_is_a_conflict(memory):
    """The published race: the longer checkpoint comes while the shorter one is being signed."""
    faster = watching(memory)
    overtaking = []

    def clock():
        if not overtaking:
            overtaking.append(faster.add_checkpoint(asking(1, 9)))
        return AT

    faster.add_checkpoint(asking(0, 1))
    slower = watching(memory, clock=clock)

    answer = slower.add_checkpoint(asking(1, 3))

    assert (overtaking[0].status, answer.status, answer.body) == (200, 409, "9\n")
    assert memory.latest(ORIGIN).checkpoint.size == 9


def test_of_two_first_checkpoints_only_one_is_cosigned(memory):
    others = []

    def clock():
        if not others:
            others.append(watching(memory).add_checkpoint(asking(0, 5, OTHER)))
        return AT

    answer = watching(memory, clock=clock).add_checkpoint(asking(0, 5))

    assert (others[0].status, answer.status) == (200, 409)


def compete(file, hashes):
    """Grow a history as fast as the witness lets us; what it cosigned, in order."""
    won = []
    with closing(Memory.open(file)) as memory:
        witness = watching(memory, keys=KEYS[:1])
        old = 0
        for size in range(1, 31):
            answer = witness.add_checkpoint(asking(old, size, hashes))
            if answer.status == 200:
                won.append((size, root_hash(hashes[:size])))
                old = size
            elif answer.status == 409:
                old = int(answer.body)
                if old >= size:
                    continue
                again = witness.add_checkpoint(asking(old, size, hashes))
                if again.status == 200:
                    won.append((size, root_hash(hashes[:size])))
                    old = size
    return won


@pytest.mark.parametrize("runner", ["threads", "processes"])
def test_many_who_ask_at_once_never_get_two_histories(file, runner):
    Memory.create(file).close()
    pool = (
        ThreadPoolExecutor(4)
        if runner == "threads"
        else ProcessPoolExecutor(4, mp_context=get_context("fork"))
    )

    with pool:
        results = list(pool.map(compete, [file] * 4, [HASHES, OTHER, HASHES, OTHER]))

    roots = {root_hash(hashes[:size]) for hashes in (HASHES, OTHER) for size in (30,)}
    cosigned_by_size = {}
    for size, root in (pair for won in results for pair in won):
        assert cosigned_by_size.setdefault(size, root) == root
    with closing(Memory.open(file)) as memory:
        assert memory.latest(ORIGIN).checkpoint.size == 30
        assert memory.latest(ORIGIN).checkpoint.root in roots


def test_hashes_travel_as_base64_lines():
    lines = asking(5, 9).split(b"\n")

    assert lines[0] == b"old 5"
    assert lines[1] == b64encode(HASHES[4])
