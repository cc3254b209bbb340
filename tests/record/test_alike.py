"""What is done quickly for nearly all entries gives what the long way gives."""

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.record import chains
from truceline.record.audit import _look_elsewhere as look_elsewhere  # what the pool runs
from truceline.record.audit import look
from truceline.record.chains import Chain, Run
from truceline.record.follow import opening_of
from truceline.record.judge import Judge, signers
from truceline.record.keyring import opening
from truceline.record.note import Note, checked, parse, sign
from truceline.record.sqlite import SqliteRecord
from truceline.record.stretch import Stretch
from truceline.record.verify import How, verify
from truceline.terms.codec import dump


@pytest.fixture
def leaves(filled):
    with SqliteRecord.open(filled(9)) as record:
        return list(record.leaves())


def as_checked(note, ring, verifier):
    """The one signature by the long way."""
    author = note.signatures[0]
    if author.name not in ring.keys:
        raise ValueError(f"{author.name} holds no key in this record")
    good = checked(note, [verifier(author.name)])
    return tuple(one.name for one in good.signatures)


def outcome(action, *args):
    try:
        return action(*args)
    except ValueError as error:
        return type(error).__name__, str(error)


def wrongs(note):
    one = note.signatures[0]
    for wrong in (
        replace(one, signature=bytes(64)),
        replace(one, signature=one.signature[:-1]),
        replace(one, signature=one.signature + b"\0"),
        replace(one, key_id=bytes(4)),
        replace(one, name="centre.example/nobody"),
        replace(one, name="centre.example/machine"),
    ):
        yield replace(note, signatures=(wrong,))
    yield replace(note, text=note.text.replace("document", "documemt"))
    yield note


def test_one_signature_is_judged_as_several_are(leaves):
    ring = opening(opening_of(leaves[0]))
    judge = Judge(ring)

    for note in wrongs(parse(leaves[0][25:].decode())):
        expected = outcome(as_checked, note, ring, judge.verifier)

        assert outcome(signers, note, ring, judge.verifier) == expected


@pytest.mark.parametrize("damaged", [None, 0, 3, 8])
def test_what_another_core_finds_arrives_as_it_was_found(leaves, damaged):
    ring = dump(opening(opening_of(leaves[0])))
    if damaged is not None:
        leaves[damaged] = leaves[damaged].replace(b'"size":', b'"sise":').replace(b"made", b"mode")
    found = look(0, leaves, ring)

    again = msgspec.msgpack.decode(look_elsewhere(0, leaves, ring), type=Stretch)

    assert again == found
    assert bool(found.wrong) == (damaged is not None)


BYTES = st.sampled_from([b"", b"\n", b" ", b"A", b"=", b'"', b"0", b"\xff", b"\x01", b"1", b"{}"])


@given(st.data())
def test_no_leaf_is_heard_at_once_that_would_be_heard_otherwise_step_by_step(filled, data):
    with SqliteRecord.open(filled(9)) as record:
        leaves = list(record.leaves())
    leaf = data.draw(st.sampled_from(leaves))
    start = data.draw(st.integers(0, len(leaf)))
    stop = data.draw(st.integers(start, min(start + 3, len(leaf))))
    other = leaf[:start] + data.draw(BYTES) + leaf[stop:]
    judge = Judge(opening(opening_of(leaves[0])))

    found = judge._read(other)  # noqa: SLF001 - the two ways side by side

    if found is not None and found.holds():
        fact, by, spoken = judge._step_by_step(other)  # noqa: SLF001

        assert (found.fact, (found.spoken.author,), found.spoken) == (fact, by, spoken)


def test_every_leaf_as_we_make_it_is_heard_at_once(leaves):
    judge = Judge(opening(opening_of(leaves[0])))

    for leaf in leaves:
        found = judge._read(leaf)  # noqa: SLF001

        assert found is not None
        assert found.holds()


@pytest.mark.parametrize("odd", ["author", "key", "spelling", "log", "local time"])
def test_what_is_odd_is_not_heard_at_once(centre, odd):
    judge = Judge(opening(centre.opened()))
    line = centre.deposit(1).decode().partition("\n")[0] + "\n"
    if odd == "author":
        line = line.replace('"body"', '"author":"centre.example/desk","body"', 1)
    if odd == "log":
        line = line.replace("centre.example/record", "centre.example/other")
    if odd == "local time":
        line = line.replace(':00Z"', ':00+04:00"')
    signature = parse(sign(line, [centre.machine])).signatures[0]
    if odd == "key":
        signature = replace(signature, key_id=bytes(4))
    note = str(Note(text=line, signatures=(signature,)))
    if odd == "spelling":  # the last base64 digit has bits that no byte uses
        note = note[:-3] + chr(ord(note[-3]) + 1) + note[-2:]
    leaf = b"2026-03-02T07:05:00.000Z\n" + note.encode()

    assert judge._read(leaf) is None  # noqa: SLF001
    with pytest.raises(ValueError, match=r"\w"):
        judge.look(1, leaf)


@given(
    st.text(st.sampled_from("a\n\t\x00\x1f\x20\x7f\x80\u2028\ud800\udfff\U0001f600"), max_size=5)
)
def test_what_may_stand_in_a_note_are_all_but_controls_and_half_characters(text):
    wrong = re.search("[\x00-\t\x0b-\x1f\ud800-\udfff]", text)

    found = outcome(parse, f"{text}\n\n— a AAAAAAAA\n")

    assert isinstance(found, Note) == (not wrong)


def digest(number):
    return b64encode(sha256(b"%d" % number).digest()).decode()


def long_way(chain, seq, *, prev, digest):
    """A run far above keeps the quick way from being taken."""
    high = Run(first=10**6, prev="x", last=10**6, digest="y")
    found = chains.after(replace(chain, runs=(*chain.runs, high)), seq, prev=prev, digest=digest)
    return replace(found, runs=found.runs[:-1])


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(-1, 6)), max_size=14))
def test_an_entry_that_follows_the_last_is_counted_as_any_other(said):
    quick = slow = Chain()
    for seq, cited in said:
        prev = "" if cited < 0 else digest(cited)
        quick = chains.after(quick, seq, prev=prev, digest=digest(seq))
        slow = long_way(slow, seq, prev=prev, digest=digest(seq))

        assert quick == slow


@pytest.mark.parametrize("audited", [1, 4, 9])
def test_authors_are_counted_alike_whether_audited_before_or_now(filled, audited):
    path = filled(9)
    with SqliteRecord.open(path) as record:
        notes = dict(record.checkpoints())

    before = verify(path, how=How(audited=notes[audited]))
    now = verify(path)

    assert replace(before, audited=0, signatures=9, anew="") == now
