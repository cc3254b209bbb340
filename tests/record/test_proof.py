"""Receipts: made by a record, checked without it, refused when anything in them is off."""

from base64 import b64encode
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from truceline.record import checkpoint as checkpoints
from truceline.record.checkpoint import Checkpoint
from truceline.record.cosignature import CosigningKey, cosign
from truceline.record.merkle import inclusion_path, leaf_hash, root_hash, subtrees_of
from truceline.record.note import Signer
from truceline.record.policy import parse_policy
from truceline.record.proof import MAX_RECEIPT_BYTES, ProofError, Receipt, check, parse, receipt
from truceline.record.sqlite import SqliteRecord

ORIGIN = "centre.example/record"
AT = datetime(2026, 3, 2, 7, 5, tzinfo=UTC)
LEAVES = [f"record {number}".encode() for number in range(300)]
HASHES = [leaf_hash(leaf) for leaf in LEAVES]
LOG = Signer(
    name=ORIGIN, private=Ed25519PrivateKey.from_private_bytes(sha256(ORIGIN.encode()).digest())
)
WITNESS = CosigningKey(
    name="witness.example", private=Ed25519PrivateKey.from_private_bytes(b"\7" * 32)
)


def issued(index=17, size=300, origin=ORIGIN, signer=LOG):
    root = root_hash(HASHES[:size])
    note = checkpoints.sign(Checkpoint(origin=origin, size=size, root=root), signer)
    path = inclusion_path(index, size, subtree=subtrees_of(HASHES[:size]))
    return Receipt(index=index, path=path, checkpoint=note)


def proven(held, leaf=LEAVES[17], **how):
    return check(held, leaf, **{"origin": ORIGIN, "logs": [LOG.verifier], **how})


@pytest.mark.parametrize(("index", "size"), [(0, 1), (0, 2), (17, 300), (299, 300), (255, 256)])
def test_a_receipt_proves_its_entry_and_no_other(index, size):
    held = parse(str(issued(index, size)))

    assert proven(held, LEAVES[index]).checkpoint.size == size
    with pytest.raises(ProofError, match=f"not entry {index} of the {size}"):
        proven(held, b"another")


def test_a_receipt_is_text_in_the_published_form():
    lines = str(issued(2, 3)).split("\n")

    assert lines[:2] == ["c2sp.org/tlog-proof@v1", "index 2"]
    assert lines[3:6] == ["", ORIGIN, "3"]
    assert lines[2] == b64encode(root_hash(HASHES[:2])).decode()


def test_a_record_gives_receipts_for_every_entry(filled):
    with SqliteRecord.open(filled(300, batch=100)) as record:
        note = record.checkpoint()
        for index in (0, 255, 256, 299):
            held = receipt(record, index, checkpoint=note)
            (leaf,) = record.leaves(index, index + 1)

            assert proven(parse(str(held)), leaf).index == index


def test_a_receipt_may_be_under_an_older_checkpoint(filled):
    root = None
    with SqliteRecord.open(filled(300, batch=100)) as record:
        root = record.root_at(200)
        note = checkpoints.sign(Checkpoint(origin=ORIGIN, size=200, root=root), LOG)
        held = receipt(record, 17, checkpoint=note)
        (leaf,) = record.leaves(17, 18)

        assert proven(held, leaf).checkpoint.size == 200
        with pytest.raises(ValueError, match="entry 250 is not in a tree of 200"):
            receipt(record, 250, checkpoint=note)


def test_extra_bytes_are_carried_and_prove_nothing():
    held = replace(issued(), extra=b"from the post on the ridge")

    again = parse(str(held))

    assert again == held
    assert proven(again) == proven(issued())


def test_empty_extra_bytes_are_not_the_same_as_none():
    assert parse(str(replace(issued(), extra=b""))).extra == b""


def test_a_policy_adds_its_label():
    policy = parse_policy(f"witness w {WITNESS.cosigner}\nquorum w\n".encode())
    bare = issued()
    held = replace(bare, checkpoint=cosign(bare.checkpoint, [WITNESS], at=AT))

    assert proven(bare).seal is None
    assert not proven(bare, policy=policy).seal.sealed
    assert proven(parse(str(held)), policy=policy).seal.sealed


def test_a_receipt_of_another_record_or_another_key_proves_nothing():
    stranger = Signer(name=ORIGIN, private=Ed25519PrivateKey.from_private_bytes(b"\7" * 32))

    with pytest.raises(ProofError, match=r"of the record other\.example"):
        proven(issued(origin="other.example"))
    with pytest.raises(ProofError, match="no known key"):
        proven(issued(signer=stranger))


@pytest.mark.parametrize("index", [16, 18, 300, 10**17])
def test_an_entry_does_not_stand_at_another_index(index):
    with pytest.raises(ProofError):
        proven(replace(issued(), index=index))


@pytest.mark.parametrize("change", ["shorter", "longer", "swapped", "flipped"])
def test_a_changed_path_proves_nothing(change):
    held = issued()
    path = {
        "shorter": held.path[:-1],
        "longer": (*held.path, b"\1" * 32),
        "swapped": (held.path[1], held.path[0], *held.path[2:]),
        "flipped": (bytes([held.path[0][0] ^ 1]) + held.path[0][1:], *held.path[1:]),
    }[change]

    with pytest.raises(ProofError):
        proven(replace(held, path=path))


NOTE = issued().checkpoint
HASH_LINE = f"{b64encode(bytes(32)).decode()}\n"
WRONG = {
    "another header": (f"c2sp.org/tlog-proof@v2\nindex 0\n\n{NOTE}", "line 1: a receipt begins"),
    "nothing": ("", "line 1"),
    "no index": (f"c2sp.org/tlog-proof@v1\n\n{NOTE}", "line 2: the entry's index"),
    "no number": (f"c2sp.org/tlog-proof@v1\nindex one\n\n{NOTE}", "line 2: the entry's index"),
    "a negative index": (f"c2sp.org/tlog-proof@v1\nindex -5\n\n{NOTE}", "line 2"),
    "a padded index": (f"c2sp.org/tlog-proof@v1\nindex 05\n\n{NOTE}", "line 2"),
    "another script's index": (f"c2sp.org/tlog-proof@v1\nindex \u0665\n\n{NOTE}", "line 2"),
    "an endless index": (f"c2sp.org/tlog-proof@v1\nindex {'9' * 5000}\n\n{NOTE}", "line 2"),
    "extra that is no base64": (
        f"c2sp.org/tlog-proof@v1\nextra !!no!!\nindex 0\n\n{NOTE}",
        "line 2: this is not base64",
    ),
    "extra after the index": (
        f"c2sp.org/tlog-proof@v1\nindex 0\nextra AAAA\n\n{NOTE}",
        "line 3: this is not base64",
    ),
    "a hash that is no base64": (
        f"c2sp.org/tlog-proof@v1\nindex 0\n!!no!!\n\n{NOTE}",
        "line 3: this is not base64",
    ),
    "a hash of another length": (
        f"c2sp.org/tlog-proof@v1\nextra AA==\nindex 0\n{b64encode(bytes(64)).decode()}\n\n{NOTE}",
        "line 4: a hash has 32 bytes; this one has 64",
    ),
    "too many hashes": (
        f"c2sp.org/tlog-proof@v1\nindex 0\n{HASH_LINE * 64}\n{NOTE}",
        "64 hashes",
    ),
    "no blank line": ("c2sp.org/tlog-proof@v1\nindex 0\n", "no blank line"),
    "no checkpoint": ("c2sp.org/tlog-proof@v1\nindex 0\n\n", "the checkpoint in it cannot be read"),
    "carriage returns": (str(issued()).replace("\n", "\r\n"), "line 1"),
    "too much": ("c2sp.org/tlog-proof@v1\n" + "x" * MAX_RECEIPT_BYTES, "is not read"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_no_receipt_is_refused_with_its_line(what):
    text, says = WRONG[what]

    with pytest.raises(ProofError) as caught:
        parse(text)

    assert says in str(caught.value)
    assert len(str(caught.value)) < 300


@given(st.integers(0, 299), st.integers(0, 299), st.none() | st.binary(max_size=40))
def test_every_receipt_reads_back_and_proves(one, other, extra):
    index, size = min(one, other), max(one, other) + 1
    held = replace(issued(index, size), extra=extra)

    assert parse(str(held)) == held
    assert proven(held, LEAVES[index]).checkpoint.root == root_hash(HASHES[:size])


@given(st.data())
def test_no_change_of_a_receipt_crashes_or_proves_another_entry(data):
    text = str(issued())
    at = data.draw(st.integers(0, len(text) - 1))
    put = data.draw(st.text(max_size=3))
    changed = text[:at] + put + text[at + data.draw(st.integers(0, 3)) :]

    with suppress(ProofError):
        held = parse(changed)
        found = proven(held)
        assert (found.index, found.checkpoint) == (17, proven(issued()).checkpoint)


@given(st.text(max_size=300))
def test_no_text_makes_the_parser_fail_otherwise_than_by_refusing(text):
    for each in (
        text,
        f"c2sp.org/tlog-proof@v1\n{text}",
        f"c2sp.org/tlog-proof@v1\n{text}\n\n{NOTE}",
    ):
        with suppress(ProofError):
            parse(each)
