"""Who may say what, as far as the entries before say: every rule broken on purpose."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.invented_charter import (
    LATER,
    RIGHT,
    START,
    WRONG,
    WRONG_TO_US,
    Charter,
    deposited,
    signer,
)

from truceline.record import keyring
from truceline.record.authors import Authors, keys_after
from truceline.record.edge import Edge
from truceline.record.export import write_tree
from truceline.record.follow import Follower, dumped, loaded
from truceline.record.judge import entry_in, signers
from truceline.record.keyring import NONE, Attested, fold
from truceline.record.memory import MemoryRecord
from truceline.record.note import MAX_SIGNATURES, sign
from truceline.record.sqlite import SqliteRecord
from truceline.record.verify import VerifyError, verify
from truceline.terms.charter import Matter, Role

PROGRAM = Path(__file__).resolve().parents[2] / "verifier" / "truceline_verify.py"
AT_THE_DOOR = ("entry 0: ", "checkpoint")  # before any entry is followed
TIME = b"2026-03-02T07:05:00.000Z\n"


@pytest.fixture
def keep(tmp_path):
    """A record of these notes, properly hashed and signed by the log."""

    def keep(c, notes):
        path = tmp_path / "record.db"
        with SqliteRecord.create(path, origin=c.origin, signer=c.log) as record:
            record.append(notes, onto=record.head(), now=START)
            write_tree(record, tmp_path / "out")
        return path

    return keep


def program(folder):
    done = subprocess.run(
        [sys.executable, "-I", PROGRAM, folder], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout


def followed(notes):
    """What a mirror says to these entries: the keys it then knows."""
    leaves = [TIME + note for note in notes]
    follower = Follower.beginning(leaves[0])
    follower.take(leaves, tile=lambda n: pytest.fail(f"tile {n}"))
    return follower


@pytest.mark.parametrize("what", [*WRONG, *WRONG_TO_US])
def test_a_broken_rule_is_found_at_its_entry(keep, what):
    c = Charter()
    at, build = (WRONG | WRONG_TO_US)[what]
    notes = build(c)

    with pytest.raises(VerifyError) as caught:
        verify(keep(c, notes))
    with pytest.raises(ValueError, match=r".") as told:
        followed(notes)

    by_verify, by_mirror = str(caught.value), str(told.value)
    assert by_verify == by_mirror or (at == 0 and by_verify.startswith(AT_THE_DOOR))


@pytest.mark.slow
@pytest.mark.parametrize("what", WRONG)
def test_the_program_of_strangers_finds_the_same(keep, tmp_path, what):
    c = Charter()
    at, build = WRONG[what]
    keep(c, build(c))

    code, said = program(tmp_path / "out")

    assert code == 1
    assert said.startswith((f"entry {at}: ", *(AT_THE_DOOR if at == 0 else ())))


@pytest.mark.parametrize("what", RIGHT)
def test_what_the_rules_allow_passes(keep, what):
    c = Charter()
    notes = RIGHT[what](c)

    assert verify(keep(c, notes)).size == followed(notes).edge.size == len(notes)


@pytest.mark.slow
@pytest.mark.parametrize("what", RIGHT)
def test_the_program_of_strangers_lets_it_pass_too(keep, tmp_path, what):
    c = Charter()
    keep(c, RIGHT[what](c))

    code, said = program(tmp_path / "out")

    assert (code, said[:2]) == (0, f"{len(RIGHT[what](Charter()))} ")


@pytest.mark.parametrize("what", WRONG)
def test_exchanging_the_parties_exchanges_nothing_but_their_names(what):
    """Who is called North and who South decides nothing."""
    _, build = WRONG[what]
    c, other = Charter(), Charter(a="South", b="North")
    exchanged = {"North": "South", "South": "North", "north": "south", "south": "north"}

    said = []
    for one in (c, other):
        with pytest.raises(ValueError, match=r".") as caught:
            followed(build(one))
        said.append(str(caught.value))

    words = said[0]
    for name in exchanged:
        words = words.replace(name, f"<{name}>")
    for name, becomes in exchanged.items():
        words = words.replace(f"<{name}>", becomes)
    assert words == said[1]


# The fold


def attested(notes):
    """The notes as the fold sees them."""
    found, ring = [], NONE
    for index, note in enumerate(notes):
        parsed, fact, _ = entry_in(TIME + note)
        known = ring if index else keyring.opening(fact)
        one = Attested(fact=fact, by=signers(parsed, known))
        ring = keyring.after(ring, index, one)
        found.append((index, one))
    return found


LONG = [
    note
    for build in (RIGHT["an office revokes itself after another was added by all"],)
    for note in build(Charter())
]


@given(cut=st.integers(0, len(LONG)), again=st.integers(0, len(LONG)))
def test_folding_in_pieces_is_folding_at_once(cut, again):
    entries = attested(LONG)
    first, second = sorted((cut, again))

    pieces = fold(entries[:first])
    pieces = fold(entries[first:second], onto=pieces)

    assert fold(entries[second:], onto=pieces) == fold(entries)


@pytest.mark.parametrize("what", RIGHT)
def test_looking_only_at_entries_about_keys_tells_the_same_keys(what):
    notes = RIGHT[what](Charter())
    leaves = [TIME + note for note in notes]

    assert keys_after(enumerate(leaves), onto=NONE) == fold(attested(notes))


def test_a_mirror_goes_on_with_the_keys_it_knew():
    notes = RIGHT["a post that was revoked goes on speaking"](Charter())
    half = followed(notes[:4])
    place = loaded(dumped(half.place), edge=half.edge)

    follower = Follower(half.opened, at=place)
    follower.take([TIME + note for note in notes[4:]], tile=lambda n: pytest.fail(f"tile {n}"))

    whole = followed(notes)
    assert follower.place == whole.place


def test_a_place_of_before_the_keys_were_kept_is_followed_again():
    assert loaded('{"last": "", "root": "", "said": {}, "size": 0}', edge=Edge()) is None


def test_a_revoked_key_says_since_when_and_by_which_entry():
    c = Charter()
    ring = fold(attested([c.founded(), c.added(), c.revoked(since=LATER)]))

    post = ring.keys[c.post.name]

    assert (post.added, post.revoked, post.since) == (1, 2, LATER)
    assert not post.stands


@pytest.mark.parametrize(
    ("by", "enough"), [(["a", "b"], True), (["a"], False), (["a", "spare"], False), ([], False)]
)
def test_a_quorum_counts_parties_not_keys(by, enough):
    c = Charter()
    ring = fold(attested([c.founded(), c.added(c.spare_a, *c.offices, role=Role.OFFICE)]))
    names = {"a": c.office_a.name, "b": c.office_b.name, "spare": c.spare_a.name}

    def ask():
        keyring.require_quorum(ring, Matter.ERASING, [names[one] for one in by])

    if enough:
        ask()
    else:
        with pytest.raises(ValueError, match="erasing takes the offices of 2 parties"):
            ask()


def test_without_a_quorum_it_takes_all_parties():
    c = Charter()
    ring = fold(attested([c.founded()]))

    assert ring.needed(Matter.OPENING) == 2


def test_an_office_that_was_revoked_does_not_count():
    c = Charter()
    notes = [
        c.founded(),
        c.added(c.spare_a, *c.offices, role=Role.OFFICE),
        c.revoked(c.office_a, c.spare_a),
    ]
    ring = fold(attested(notes))

    assert ring.offices_of([c.office_a.name, c.office_b.name]) == {"South"}


# Many signatures


@pytest.mark.parametrize("others", [17, MAX_SIGNATURES - 1])
def test_many_lines_of_strangers_change_nothing(others):
    c = Charter()
    strangers = [signer(f"stranger-{n}") for n in range(others)]

    follower = followed([c.founded(), c.note(deposited(1), c.machine, *strangers)])

    assert follower.edge.size == 2


def test_a_charter_of_a_hundred_parties_is_founded_by_a_hundred_lines():
    c = Charter()
    log, machine, *_ = c.opened().keys
    offices = [signer(f"party-{n}") for n in range(MAX_SIGNATURES)]
    holders = [type(log)(vkey=one.vkey, role=Role.OFFICE, party=one.name) for one in offices]

    note = c.note(c.opened(keys=(log, machine, *holders)), *offices)

    assert len(followed([note]).authors.ring.parties) == MAX_SIGNATURES
    with pytest.raises(ValueError, match="party-99"):
        followed([Charter().note(c.opened(keys=(log, machine, *holders)), *offices[:-1])])


def test_more_lines_than_are_read_are_refused():
    c = Charter()
    text = c.said(1, c.machine).decode().partition("\n\n")[0] + "\n"
    many = sign(text, [c.machine, *(signer(f"s{n}") for n in range(MAX_SIGNATURES))])

    with pytest.raises(ValueError, match="at most 100 are read"):
        followed([c.founded(), many.encode()])
    record = MemoryRecord(origin=c.origin, signer=c.log)
    with pytest.raises(ValueError, match="at most 100 are read"):
        record.append([many.encode()], onto=record.head(), now=START)


def test_what_an_author_writes_does_not_pass_for_an_entry_about_keys():
    """The quick look at leaves goes by bytes that no text of an author's can hold."""
    c = Charter()
    fact = deposited(1)
    sneaky = c.note(
        type(fact)(
            document=fact.document,
            media_type='","type":"key-added/1',
            size=1,
            source='"type":"key-',
        ),
        c.machine,
    )

    ring = keys_after(enumerate([TIME + c.founded(), TIME + sneaky]), onto=NONE)

    assert c.post.name not in ring.keys


def test_authors_know_the_log_keys_of_the_charter():
    c = Charter()
    _, fact, _ = entry_in(TIME + c.founded())

    assert [str(key) for key in Authors(fact).logs] == [c.log.vkey]
