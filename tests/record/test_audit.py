"""Signatures on several cores, or only the new ones: what is found is what one core finds."""

import sqlite3
from base64 import b64encode
from contextlib import closing

import pytest

from truceline.record import audit
from truceline.record.sqlite import SqliteRecord
from truceline.record.verify import How, VerifyError, verify

SIDE_BY_SIDE = How(jobs=2)
PAGE = 8192


@pytest.fixture
def short_stretches(monkeypatch):
    """Small enough that a small record is handed out in many."""
    monkeypatch.setattr(audit, "STRETCH", 16)
    monkeypatch.setattr(audit, "WORTH_IT", 0)


NO_HASH = b64encode(bytes(32)).decode()


@pytest.fixture
def forged(fill, centre, start):
    """A record of 300 entries and more, among them notes that may not stand where they do."""

    def made(*wrong):
        """Each of `wrong`: how many good entries come before it, and which signature it gets."""
        path = fill(300, 50)
        with SqliteRecord.open(path, signer=centre.log) as record:
            centre.said[centre.machine.name] = record.author_state(centre.machine.name)
            for good, how in wrong:
                for number in range(good):
                    record.append([centre.deposit(1000 + number)], onto=record.head(), now=start)
                note = {
                    "signature": lambda: spoilt(centre.deposit(5000)),
                    "citation": lambda: centre.note(centre.fact(5001), amends=((7, NO_HASH),)),
                }[how]()
                record.append([note], onto=record.head(), now=start)
        return path

    return made


def spoilt(note):
    """The same note under a signature whose last byte differs."""
    text, _, line = note.decode().rpartition(" ")
    return f"{text} {line[:-6]}{'A' if line[-6] != 'A' else 'B'}{line[-5:]}".encode()


def sentence(path, how):
    with pytest.raises(VerifyError) as caught:
        verify(path, how=how)
    return str(caught.value)


@pytest.mark.usefixtures("short_stretches")
def test_several_cores_find_what_one_finds(fill):
    path = fill(300, 50)

    assert verify(path, how=SIDE_BY_SIDE) == verify(path)


@pytest.mark.usefixtures("short_stretches")
@pytest.mark.parametrize(
    "wrong",
    [
        [(0, "signature")],
        [(5, "citation")],
        [(40, "signature"), (3, "citation")],
        [(2, "citation"), (60, "signature")],
    ],
)
def test_the_first_wrong_entry_is_named_whoever_looked_at_it(wrong, forged):
    path = forged(*wrong)

    assert sentence(path, SIDE_BY_SIDE) == sentence(path, How())
    assert sentence(path, How()).startswith(f"entry {300 + wrong[0][0]}: ")


@pytest.mark.usefixtures("short_stretches")
def test_a_wrong_entry_is_named_before_a_page_further_on_that_cannot_be_read(forged):
    path = forged((30, "signature"), (70, "citation"))
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (leaf,) = db.execute("SELECT leaf FROM entry WHERE idx = 354").fetchone()
    data = bytearray(path.read_bytes())
    data[data.find(leaf) // PAGE * PAGE] = 0x77  # no kind of page
    path.write_bytes(data)

    assert sentence(path, SIDE_BY_SIDE) == sentence(path, How())
    assert sentence(path, How()).startswith("entry 330: ")


def test_a_gap_is_told_by_one_core_by_several_and_after_an_audit(fill, centre, start):
    path = fill(300, 50)
    audited = verify(path).checkpoint
    with SqliteRecord.open(path, signer=centre.log) as record:
        note = centre.note(centre.fact(5001), seq=700)
        record.append([note], onto=record.head(), now=start)

    told = ("centre.example/machine: numbers 299 to 699 missing",)

    assert [verify(path, how=how).disorder for how in (How(), SIDE_BY_SIDE)] == [told, told]
    assert verify(path, how=How(audited=audited)).disorder == told


def test_what_was_audited_before_is_counted_and_not_checked_again(fill, start, centre):
    path = fill(300, 50)
    before = verify(path)
    with SqliteRecord.open(path, signer=centre.log) as record:
        centre.said[centre.machine.name] = record.author_state(centre.machine.name)
        record.append([centre.deposit(n) for n in range(900, 907)], onto=record.head(), now=start)

    found = verify(path, how=How(audited=before.checkpoint))

    assert (found.size, found.signatures, found.audited) == (307, 7, 300)
    assert found.root == verify(path).root


def test_a_wrong_signature_that_is_new_is_found_after_an_audit(fill, forged):
    audited = verify(fill(300, 50)).checkpoint

    assert sentence(forged((3, "signature")), How(audited=audited)).startswith("entry 303: ")


def test_another_history_than_the_one_that_was_audited_is_told(fill, centre, start, tmp_path):
    audited = verify(fill(300, 50)).checkpoint
    other = tmp_path / "other.db"
    notes = centre.notes(301)
    notes[200] = centre.note(centre.opened(), centre.desk)  # nobody looks into it
    with SqliteRecord.create(other, origin="centre.example/record", signer=centre.log) as record:
        record.append(notes, onto=record.head(), now=start)

    assert "the checkpoint of 300 entries kept elsewhere" in sentence(other, How(audited=audited))


def test_an_audit_ahead_of_the_record_is_told_as_missing_entries(fill):
    audited = verify(fill(300, 50)).checkpoint

    assert "entry 30 is missing" in sentence(fill(30, 10), How(audited=audited))
