"""Two checkpoints held against each other: proof of two histories, or of entries kept back."""

from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from itertools import combinations_with_replacement

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from truceline.record import checkpoint as checkpoints
from truceline.record.checkpoint import Checkpoint
from truceline.record.merkle import leaf_hash, root_hash, subtrees_of
from truceline.record.note import Signer
from truceline.record.pair import MAX_PAIR_BYTES, PairError, Proves, check, pair, parse

ORIGIN = "centre.example/record"
LOG = Signer(
    name=ORIGIN, private=Ed25519PrivateKey.from_private_bytes(sha256(ORIGIN.encode()).digest())
)
OURS = [leaf_hash(str(number).encode()) for number in range(40)]
THEIRS = OURS[:4] + [leaf_hash(f"other {number}".encode()) for number in range(36)]


def signed(hashes, size, *, origin=ORIGIN, signer=LOG):
    root = root_hash(hashes[:size])
    return checkpoints.sign(Checkpoint(origin=origin, size=size, root=root), signer)


def held(one, other, longer):
    return parse(str(pair(one, other, subtree=subtrees_of(longer))))


@pytest.mark.parametrize(("few", "many"), list(combinations_with_replacement(range(1, 17), 2)))
def test_every_pair_of_sizes_is_told_for_what_it_is(few, many):
    apart = few > 4  # up to there both histories are one
    found = None

    with suppress(PairError):
        found = check(held(signed(OURS, few), signed(THEIRS, many), THEIRS), logs=[LOG.verifier])

    if apart:
        assert found.proves is Proves.FORK
        assert "two histories" in str(found)
    elif few < many:
        assert found.proves is Proves.BEHIND
        assert f"{many - few} are missing" in str(found)
    else:
        assert found is None  # the same: nothing is proven


def test_the_order_in_which_they_are_held_does_not_matter():
    one, other = signed(OURS, 9), signed(THEIRS, 20)

    assert str(pair(one, other, subtree=subtrees_of(THEIRS))) == str(
        pair(other, one, subtree=subtrees_of(THEIRS))
    )


def test_what_reads_is_what_was_written():
    whole = pair(signed(OURS, 9), signed(THEIRS, 20), subtree=subtrees_of(THEIRS))

    assert parse(str(whole)) == whole


STRANGER = Signer(name=ORIGIN, private=Ed25519PrivateKey.from_private_bytes(b"\1" * 32))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"earlier": signed(OURS, 9, signer=STRANGER)}, "does not stand"),
        ({"later": signed(THEIRS, 20, signer=STRANGER)}, "does not stand"),
        ({"earlier": signed(OURS, 9, origin="other.example")}, "two records"),
        ({"prefix": b"\1" * 32}, "leads nowhere|does not lead"),
        ({"path": ()}, "leads nowhere"),
        ({"path": (b"\1" * 32,) * 6}, "leads nowhere|does not lead"),
        ({"later": signed(OURS, 20)}, "does not lead"),
        ({"later": signed(THEIRS, 21)}, "leads nowhere|does not lead"),
        ({"earlier": signed(OURS, 8)}, "leads nowhere|does not lead"),
    ],
)
def test_nobody_is_accused_by_a_file_that_does_not_prove_it(change, told):
    whole = held(signed(OURS, 9), signed(THEIRS, 20), THEIRS)

    with pytest.raises(PairError, match=told):
        check(replace(whole, **change), logs=[LOG.verifier])


@pytest.mark.parametrize("line", ["", "!", "AAAA"])
def test_a_line_that_is_no_hash_is_named(line):
    whole = str(held(signed(OURS, 9), signed(THEIRS, 20), THEIRS)).split("\n")
    whole[2] = line

    with pytest.raises(PairError, match=r"line 3|blank lines"):
        parse("\n".join(whole))


def test_too_much_is_not_read():
    with pytest.raises(PairError, match="is not read"):
        parse("x" * (MAX_PAIR_BYTES + 1))


WHOLE = str(pair(signed(OURS, 9), signed(THEIRS, 20), subtree=subtrees_of(THEIRS)))


@given(st.integers(0, len(WHOLE) - 1), st.text(max_size=5))
def test_a_changed_file_never_proves_something_else(at, put):
    changed = WHOLE[:at] + put + WHOLE[at + max(len(put), 1) :]

    with suppress(PairError):
        found = check(parse(changed), logs=[LOG.verifier])
        assert (found.proves, found.earlier.size, found.later.size) == (Proves.FORK, 9, 20)


@given(st.text(max_size=300))
def test_no_text_makes_the_parser_fail_otherwise_than_by_refusing(text):
    with suppress(PairError):
        parse(text)
