"""Every kind of damage is found, and the first wrong thing named."""

import re
import shutil
import sqlite3
import tracemalloc
from base64 import b64encode
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta

import pytest

from truceline.record import checkpoint as checkpoints
from truceline.record import sqlite
from truceline.record.checkpoint import Checkpoint
from truceline.record.edge import Edge, grow
from truceline.record.leaf import admit
from truceline.record.merkle import leaf_hash
from truceline.record.note import sign
from truceline.record.sqlite import SqliteRecord
from truceline.record.vault import Vault
from truceline.record.verify import How, VerifyError, verify
from truceline.terms.charter import KeyHolder, Role
from truceline.terms.codec import time_line
from truceline.terms.entry import Deposited, Ruled, Ruling
from truceline.terms.issued import Answer, Answered, Criterion, Issued

ORIGIN = "centre.example/record"
RULED = Ruled(claims=("1.1",), ruling=Ruling.VERIFIED, reason="seen on the spot")
ISSUED = Issued(
    agreement="accord",
    clause="1",
    first=date(2026, 3, 1),
    last=date(2026, 3, 1),
    claims=("1.1",),
    answers=tuple(
        Answered(criterion=one, answer=Answer.YES, because="checked") for one in Criterion
    ),
    because="seen on the spot",
)


def edit(path, *statements):
    """Change the file as an administrator could, past the triggers."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for (trigger,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'"):
            db.execute(f"DROP TRIGGER {trigger}")
        for statement, *values in statements:
            db.execute(statement, values)


def read(path, query, *values):
    with closing(sqlite3.connect(path)) as db:
        return db.execute(query, values).fetchone()[0]


def flipped(data, at):
    changed = bytearray(data)
    changed[at] ^= 1
    return bytes(changed)


def sentence(path, **how):
    with pytest.raises(VerifyError) as caught:
        verify(path, **how)
    return str(caught.value)


def test_leaves_that_are_far_too_long_are_not_all_held_at_once(fill):
    path = fill(300, 50)
    edit(path, ("UPDATE entry SET leaf = zeroblob(?) WHERE idx > 0", 1_000_000))

    tracemalloc.start()
    try:
        with pytest.raises(VerifyError, match="entry 1: not a leaf"):
            verify(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 30_000_000


def test_a_record_as_it_was_made_passes(fill):
    steps = []

    found = verify(fill(600, batch=7), progress=lambda done, total: steps.append((done, total)))

    assert (found.size, found.signatures, found.checkpoints) == (600, 600, 87)
    assert (steps[0], steps[-1]) == ((0, 600), (600, 600))
    assert "600 entries" in str(found)


@pytest.mark.parametrize("index", [0, 17, 255, 256, 299])
@pytest.mark.parametrize("batch", [1, 100])
def test_one_changed_byte_of_a_leaf_names_the_entry(fill, index, batch):
    path = fill(300, batch=batch)
    leaf = read(path, "SELECT leaf FROM entry WHERE idx = ?", index)

    for at in (0, 24, 40, len(leaf) // 2, len(leaf) - 1):
        edit(path, ("UPDATE entry SET leaf = ? WHERE idx = ?", flipped(leaf, at), index))

        assert sentence(path).startswith(f"entry {index}: ")


def test_an_entry_is_named_with_the_checkpoint_that_covers_it(fill):
    path = fill(30, batch=10)
    leaf = read(path, "SELECT leaf FROM entry WHERE idx = 17")
    edit(path, ("UPDATE entry SET leaf = ? WHERE idx = 17", flipped(leaf, 60)))

    assert sentence(path) == (
        "entry 17: the leaf does not hash to what the checkpoint of 20 entries commits to"
    )


DAMAGES = {
    "a deleted entry": (("DELETE FROM entry WHERE idx = 7",), "entry 7 is missing"),
    "the first entry deleted": (("DELETE FROM entry WHERE idx = 0",), "entry 0 is missing"),
    "the last entry deleted": (("DELETE FROM entry WHERE idx = 299",), "entry 299 is missing"),
    "an appended entry": (
        ("INSERT INTO entry SELECT 300, leaf FROM entry WHERE idx = 299",),
        "entry 300: no checkpoint covers it",
    ),
    "a moved entry": (("UPDATE entry SET idx = 1000 WHERE idx = 7",), "entry 1000: no checkpoint"),
    "no checkpoint at all": (("DELETE FROM checkpoint",), "there is no checkpoint"),
    "the newest checkpoint deleted": (
        ("DELETE FROM checkpoint WHERE size = 300",),
        "entry 290: no checkpoint covers it",
    ),
    "a checkpoint of another size": (
        ("UPDATE checkpoint SET size = 295 WHERE size = 290",),
        "checkpoint of 295 entries: it was signed for 290",
    ),
    "a checkpoint beyond the entries": (
        ("UPDATE checkpoint SET size = 301 WHERE size = 300",),
        "checkpoint of 301 entries: it was signed for 300",
    ),
    "a checkpoint that is not text": (
        ("UPDATE checkpoint SET note = CAST(x'ff0a' AS TEXT) WHERE size = 20",),
        "checkpoint of 20 entries: ",
    ),
    "a tile removed": (("DELETE FROM tile",), "tile 0/0 is missing"),
    "a tile too many": (
        ("INSERT INTO tile SELECT 0, 1, hashes FROM tile",),
        "tile 0/1: the record does not reach that far",
    ),
    "a high tile too many": (
        ("INSERT INTO tile SELECT 1, 0, hashes FROM tile",),
        "tile 1/0: the record does not reach that far",
    ),
    "an edge removed": (("DELETE FROM edge WHERE level = 0",), "edge 0 is missing"),
    "an edge cut short": (
        ("UPDATE edge SET hashes = substr(hashes, 2) WHERE level = 0",),
        "edge 0: it does not hold the 1408 bytes",
    ),
    "the upper edge removed": (
        ("DELETE FROM edge WHERE level = 1",),
        "edge 1: it is not made of",
    ),
    "an edge too many": (
        ("INSERT INTO edge VALUES (2, x'00')",),
        "edge 2: the record does not reach that high",
    ),
    "a count changed": (
        ("UPDATE author SET count = count + 1 WHERE name = 'centre.example/machine'",),
        "author centre.example/machine: ",
    ),
    "an author added": (
        ("INSERT INTO author VALUES ('centre.example/nobody', 1, x'00')",),
        "author centre.example/nobody: ",
    ),
    "a table gone": (("DROP TABLE checkpoint",), "the record"),
    "a newer version": (("PRAGMA user_version = 2",), "the record (record.db): This record is of"),
    "another kind of file": (("PRAGMA application_id = 1",), "the record (record.db): This file"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_every_kind_of_edit_is_named(fill, damage):
    statement, named = DAMAGES[damage]
    path = fill(300, batch=10)

    edit(path, statement)

    assert sentence(path).startswith(named)


def test_two_swapped_entries_name_the_first_of_them(fill):
    path = fill(30)
    edit(
        path,
        ("UPDATE entry SET idx = 1000 WHERE idx = 5",),
        ("UPDATE entry SET idx = 5 WHERE idx = 9",),
        ("UPDATE entry SET idx = 9 WHERE idx = 1000",),
    )

    assert sentence(path).startswith("entry 5: the leaf does not hash to")


@pytest.mark.parametrize("place", [0, 100, 255])
def test_a_changed_hash_names_its_tile_and_not_the_entry(fill, place):
    path = fill(300)
    hashes = read(path, "SELECT hashes FROM tile")
    edit(path, ("UPDATE tile SET hashes = ?", flipped(hashes, place * 32 + 3)))

    assert sentence(path).startswith(f"tile 0/0: the hash stored for entry {place} is not")


def test_a_changed_hash_at_the_edge_names_the_edge(fill):
    path = fill(300)
    hashes = read(path, "SELECT hashes FROM edge WHERE level = 0")
    edit(path, ("UPDATE edge SET hashes = ? WHERE level = 0", flipped(hashes, 64)))

    assert sentence(path).startswith("edge 0: the hash stored for entry 258 is not")


def test_a_changed_hash_of_an_upper_level_is_named(fill):
    path = fill(300)
    hashes = read(path, "SELECT hashes FROM edge WHERE level = 1")
    edit(path, ("UPDATE edge SET hashes = ? WHERE level = 1", flipped(hashes, 0)))

    assert sentence(path).startswith("edge 1: it is not made of the tiles below")


@pytest.mark.parametrize("size", [0, 10, 20, 300])
def test_one_changed_byte_of_a_checkpoint_names_it(fill, size):
    path = fill(300, batch=10)
    note = read(path, "SELECT note FROM checkpoint WHERE size = ?", size).encode()

    for at in range(0, len(note), 9):
        changed = flipped(note, at)
        edit(
            path,
            ("UPDATE checkpoint SET note = CAST(? AS TEXT) WHERE size = ?", changed, size),
        )

        assert sentence(path).startswith(f"checkpoint of {size} entries: ")


def test_a_checkpoint_spelled_in_another_way_is_named(fill):
    """The last base64 digit of a signature has bits that no byte uses."""
    path = fill(30, batch=10)
    note = read(path, "SELECT note FROM checkpoint WHERE size = 20")
    other = note[:-3] + chr(ord(note[-3]) + 1) + note[-2:]
    edit(path, ("UPDATE checkpoint SET note = ? WHERE size = 20", other))

    assert sentence(path) == "checkpoint of 20 entries: it is not spelled as checkpoints are"


def test_a_wrong_turn_in_the_file_is_found_though_all_entries_are_there_in_order(fill):
    """Page numbers lead to entries by number; a wrong key in one hides an entry from proofs."""
    path = fill(300, batch=10)
    root = read(path, "SELECT rootpage FROM sqlite_schema WHERE name = 'entry'")
    start = (root - 1) * 8192
    data = bytearray(path.read_bytes())
    assert data[start] == 0x05  # an interior page of a table: four bytes of child, then the key
    cell = start + int.from_bytes(data[start + 12 : start + 14], "big") + 4
    data[cell] -= 1
    path.write_bytes(data)

    assert sentence(path).startswith("the database file: ")


def test_an_entry_changed_together_with_its_hash_is_named_by_its_signature(fill):
    path = fill(30)
    leaf = read(path, "SELECT leaf FROM entry WHERE idx = 5").replace(b'"size":5', b'"size":6')
    hashes = read(path, "SELECT hashes FROM edge WHERE level = 0")
    hashes = hashes[:160] + leaf_hash(leaf) + hashes[192:]
    edit(
        path,
        ("UPDATE entry SET leaf = ? WHERE idx = 5", leaf),
        ("UPDATE edge SET hashes = ? WHERE level = 0", hashes),
    )

    assert sentence(path) == (
        "entry 5: the signature of centre.example/machine does not fit the text"
    )


def test_a_leaf_too_long_for_a_tile_is_named_though_its_hash_was_changed_with_it(fill):
    path = fill(30)
    leaf = read(path, "SELECT leaf FROM entry WHERE idx = 5").ljust(65_536, b"x")
    hashes = read(path, "SELECT hashes FROM edge WHERE level = 0")
    hashes = hashes[:160] + leaf_hash(leaf) + hashes[192:]
    edit(
        path,
        ("UPDATE entry SET leaf = ? WHERE idx = 5", leaf),
        ("UPDATE edge SET hashes = ? WHERE level = 0", hashes),
    )

    assert sentence(path) == "entry 5: not a leaf of at most 65535 bytes"


def test_a_time_changed_together_with_its_hash_is_named_by_the_checkpoint(fill):
    path = fill(30)
    leaf = read(path, "SELECT leaf FROM entry WHERE idx = 5").replace(b"07:10:00.", b"07:09:59.")
    hashes = read(path, "SELECT hashes FROM edge WHERE level = 0")
    hashes = hashes[:160] + leaf_hash(leaf) + hashes[192:]
    edit(
        path,
        ("UPDATE entry SET leaf = ? WHERE idx = 5", leaf),
        ("UPDATE edge SET hashes = ? WHERE level = 0", hashes),
    )

    assert sentence(path).startswith("checkpoint of 6 entries: it commits to root")


# What the centre itself might sign: everything hashes, and is still not as promised.


def test_an_empty_record_is_not_a_record(path, centre):
    SqliteRecord.create(path, origin=ORIGIN, signer=centre.log).close()

    assert sentence(path).startswith("entry 0 is missing")


@pytest.fixture
def keep(path, centre, start):
    """A record of these notes, properly hashed and signed by the log."""

    def keep(*notes):
        with SqliteRecord.create(path, origin=ORIGIN, signer=centre.log) as record:
            record.append(notes, onto=record.head(), now=start)
        return path

    return keep


def test_a_record_must_begin_by_being_opened(keep, centre):
    assert sentence(keep(centre.deposit(0))) == "entry 0: it does not open a record"


def test_a_record_is_opened_once(keep, centre):
    path = keep(*centre.notes(2), centre.note(centre.opened(), centre.desk))

    assert sentence(path) == "entry 2: a record is opened once, by entry 0"


def test_a_ruling_by_a_machine_is_a_failure(keep, centre):
    path = keep(*centre.notes(2), centre.note(RULED, centre.machine))

    assert "machines do not rule" in sentence(path)


def test_a_finding_by_a_machine_is_a_failure(keep, centre):
    path = keep(*centre.notes(2), centre.note(ISSUED, centre.machine))

    assert "machines do not rule" in sentence(path)


@pytest.mark.parametrize("fact", [RULED, ISSUED], ids=["ruling", "finding"])
def test_what_a_person_says_passes(keep, centre, fact):
    assert verify(keep(*centre.notes(2), centre.note(fact, centre.desk))).signatures == 3


def test_a_centre_that_dates_back_is_named(keep, centre, monkeypatch, start):
    """A store that lets its clock go back: the product's own never does."""
    times = iter([start, start + timedelta(hours=1), start])
    monkeypatch.setattr(
        sqlite,
        "leaves_of",
        lambda admitted, **_: [time_line(next(times)).encode() + one.note for one in admitted],
    )

    path = keep(*centre.notes(3))

    assert sentence(path) == "entry 2: it says to have been recorded before the entry before it"


def test_the_log_key_signs_no_entries(keep, centre):
    path = keep(*centre.notes(2), centre.note(RULED, centre.log))

    assert sentence(path) == ("entry 2: centre.example/record may sign checkpoints, not entries")


def test_a_stranger_signs_nothing(keep, centre):
    stranger = replace(centre.machine, name="centre.example/stranger")
    path = keep(*centre.notes(2), centre.note(RULED, stranger))

    assert sentence(path) == "entry 2: centre.example/stranger holds no key in this record"


def test_a_known_name_with_another_key_signs_nothing(keep, centre):
    impostor = replace(centre.desk, name=centre.machine.name)

    assert sentence(keep(*centre.notes(1), centre.note(RULED, impostor))).startswith("entry 1: ")


def test_an_entry_of_another_record_is_a_failure(keep, centre):
    path = keep(*centre.notes(2), centre.note(RULED, centre.desk, log="other.example/record"))

    assert sentence(path) == (
        "entry 2: it was written for the record other.example/record, not centre.example/record"
    )


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"seq": 5}, "numbers 1 to 4 missing"),
        ({"prev": ""}, "forked at number 0"),
        ({"seq": 0, "prev": ""}, "forked at number 0"),
    ],
)
def test_an_entry_out_of_its_authors_order_is_told_and_refused_by_nobody(
    keep, centre, changed, told
):
    path = keep(*centre.notes(3), centre.note(RULED, centre.desk, **changed))

    found = verify(path)

    assert found.disorder == (f"centre.example/desk: {told}",)
    assert str(found).endswith(f"\ncentre.example/desk: {told}.")


def test_an_entry_signed_twice_by_one_key_is_a_failure(keep, centre):
    note = centre.notes(1)[0].decode()
    twice = note + note.splitlines(keepends=True)[-1]

    assert "stands there twice" in sentence(keep(twice.encode()))


def line_of(leaf):
    return leaf.decode().partition("\n")[0] + "\n"


def test_an_entry_may_carry_signatures_of_others_and_of_strangers(keep, centre):
    stranger = replace(centre.machine, name="centre.example/stranger")
    first, second = centre.notes(2)
    second = sign(line_of(second), [centre.machine, centre.desk, stranger]).encode()

    found = verify(keep(first, second))

    assert found.size == 2
    assert found.signatures == 3  # what a stranger signs is not counted


def test_a_signature_of_a_known_key_that_does_not_fit_spoils_the_entry(keep, centre):
    first, second = centre.notes(2)
    wrong = sign("something else\n", [centre.desk]).splitlines(keepends=True)[-1]

    path = keep(first, second + wrong.encode())

    assert sentence(path) == "entry 1: the signature of centre.example/desk does not fit the text"


@pytest.mark.parametrize("others", [16, 99])
def test_an_entry_may_have_a_hundred_signatures(keep, centre, others):
    first, second = centre.notes(2)
    more = [replace(centre.machine, name=f"stranger-{n}") for n in range(others)]
    second = sign(line_of(second), [centre.machine, *more]).encode()

    assert verify(keep(first, second)).signatures == 2


def test_more_than_a_hundred_signatures_are_not_taken_in(keep, centre):
    first, second = centre.notes(2)
    more = [replace(centre.machine, name=f"stranger-{n}") for n in range(100)]
    second = sign(line_of(second), [centre.machine, *more]).encode()

    with pytest.raises(ValueError, match="at most 100"):
        keep(first, second)


def test_an_entry_may_amend_those_before_it(keep, centre):
    notes = centre.notes(3)
    leaf = b"2026-03-02T07:05:00.000Z\n" + notes[1]
    amends = ((1, b64encode(leaf_hash(leaf)).decode()),)

    assert verify(keep(*notes, centre.note(RULED, centre.desk, amends=amends))).size == 4


@pytest.mark.parametrize("entry", [0, 1, 3, 4, 2**53 - 1])
def test_an_entry_that_amends_another_than_it_cites_is_a_failure(keep, centre, entry):
    amends = ((entry, b64encode(bytes(32)).decode()),)
    notes = centre.notes(3)

    path = keep(*notes, centre.note(RULED, centre.desk, amends=amends))

    assert sentence(path).startswith("entry 3: it amends ")


def test_an_entry_of_unknown_kind_is_a_failure(keep, centre):
    note = sign('{"v":1}\n', [centre.desk]).encode()

    assert sentence(keep(*centre.notes(1), note)).startswith("entry 1: not an entry")


def test_a_deeply_nested_entry_is_a_failure_not_a_crash(keep, centre):
    first, second = centre.notes(2)
    deep = second.decode().partition("\n")[0]
    deep = re.sub(r'"body":\{.*?\}', '"body":' + "[" * 20_000 + "]" * 20_000, deep)

    path = keep(first, sign(deep + "\n", [centre.machine]).encode())

    assert sentence(path).startswith("entry 1: not an entry")


def test_two_keys_of_one_name_are_a_failure(keep, centre):
    opened = centre.opened()
    keys = (*opened.keys, KeyHolder(vkey=centre.desk.vkey, role=Role.MACHINE))

    path = keep(centre.note(replace(opened, keys=keys), centre.desk))

    assert sentence(path) == "entry 0: two keys are named centre.example/desk"


def test_a_record_nobody_may_sign_is_a_failure(keep, centre):
    opened = centre.opened()

    path = keep(centre.note(replace(opened, keys=opened.keys[1:]), centre.desk))

    assert sentence(path) == "entry 0: no key may sign checkpoints"


def test_a_checkpoint_signed_over_other_entries_is_named(fill, centre):
    path = fill(30, batch=10)
    forged = checkpoints.sign(Checkpoint(origin=ORIGIN, size=20, root=b"\1" * 32), centre.log)
    edit(path, ("UPDATE checkpoint SET note = ? WHERE size = 20", forged))

    assert sentence(path).startswith("checkpoint of 20 entries: it commits to root AQEB")


def test_a_checkpoint_of_another_record_is_named(fill, centre):
    path = fill(30, batch=10)
    other = checkpoints.sign(
        Checkpoint(origin="other.example", size=30, root=b"\1" * 32), centre.log
    )
    edit(path, ("UPDATE checkpoint SET note = ? WHERE size = 30", other))

    assert sentence(path) == (
        "checkpoint of 30 entries: it is about other.example, not centre.example/record"
    )


def test_a_record_cut_with_its_checkpoints_is_seen_only_against_one_kept_elsewhere(fill):
    path = fill(30, batch=10)
    kept = read(path, "SELECT note FROM checkpoint WHERE size = 30")
    older = read(path, "SELECT note FROM checkpoint WHERE size = 10")
    assert (
        verify(
            path,
            how=How(
                against=(
                    kept,
                    older,
                )
            ),
        ).size
        == 30
    )

    shutil.copy(path, path.with_name("whole.db"))
    path.unlink()
    fill_again(path, path.with_name("whole.db"), 20)

    assert verify(path, how=How(against=(older,))).size == 20
    assert sentence(path, how=How(against=(kept,))) == (
        "entry 20 is missing: a checkpoint kept elsewhere covers 30 entries, this record only 20"
    )


def fill_again(path, source, size):
    """The same record, cut to fewer entries by somebody who knows all about it."""
    shutil.copy(source, path)
    with closing(sqlite3.connect(path)) as db:
        hashes = [leaf_hash(leaf) for (leaf,) in db.execute("SELECT leaf FROM entry ORDER BY idx")]
    edge, _ = grow(Edge(), hashes[:size])
    with SqliteRecord.open(source) as record:
        notes = [leaf[25:] for leaf in record.leaves(0, size)]
    edit(
        path,
        ("DELETE FROM entry WHERE idx >= ?", size),
        ("DELETE FROM checkpoint WHERE size > ?", size),
        ("UPDATE edge SET hashes = ?", edge.partial[0]),
    )
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("DELETE FROM author WHERE name = 'centre.example/machine'")
        last = admit(notes[-1])
        db.execute("INSERT INTO author VALUES (?, ?, ?)", (last.author, size - 1, last.digest))


def test_two_histories_signed_by_one_centre_are_told(fill, centre):
    path = fill(30, batch=10)
    other = checkpoints.sign(Checkpoint(origin=ORIGIN, size=20, root=b"\1" * 32), centre.log)
    own = read(path, "SELECT note FROM checkpoint WHERE size = 20")

    assert "signed two histories" in sentence(
        path,
        how=How(
            against=(
                own,
                other,
            )
        ),
    )
    assert "20 entries kept elsewhere" in sentence(path, how=How(against=(other,)))


# Documents


@pytest.fixture
def vaulted(keep, centre, tmp_path):
    """A record that names one document, and the vault that holds it."""
    vault = tmp_path / "vault.db"
    with Vault.create(vault) as documents:
        digest = documents.put(b"what was seen", name="report.txt")
    deposited = Deposited(document=digest, media_type="text/plain", size=13)
    return keep(*centre.notes(1), centre.note(deposited)), vault, digest


def test_documents_that_are_there_are_checked(vaulted):
    path, vault, _ = vaulted

    assert verify(path, vault=vault).withheld == ()


def test_an_erased_document_is_withheld_and_no_failure(vaulted):
    path, vault, digest = vaulted
    edit(vault, ("DELETE FROM document",))

    found = verify(path, vault=vault)

    assert found.withheld == (digest,)
    assert "1 documents are withheld" in str(found)


def test_without_its_vault_a_record_still_verifies(vaulted):
    path, vault, digest = vaulted
    vault.unlink()

    assert verify(path, vault=vault).withheld == (digest,)
    assert verify(path).withheld == ()


def test_a_changed_document_names_the_entry_it_came_with(vaulted):
    path, vault, digest = vaulted
    edit(vault, ("UPDATE document SET bytes = ?", b"what was sewn"))

    assert sentence(path, vault=vault).startswith(f"entry 1: document {digest} has changed")


def test_a_vault_that_is_not_one_is_named(vaulted):
    path, vault, _ = vaulted
    vault.write_bytes(b"not a database" * 1000)

    assert sentence(path, vault=vault).startswith("the vault (vault.db): ")


def test_a_missing_file_is_named(tmp_path):
    assert sentence(tmp_path / "record.db").startswith("the record (record.db): There is no")


@pytest.mark.parametrize("content", [b"", b"x" * 8192, b"SQLite format 3\0" + b"\0" * 8192])
def test_a_file_that_is_no_record_is_a_sentence(tmp_path, content):
    path = tmp_path / "record.db"
    path.write_bytes(content)

    assert sentence(path).startswith("the record (record.db): ")
