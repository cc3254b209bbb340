"""The program that strangers check a record with: none of our code, and the same verdicts."""

import ast
import re
import sqlite3
import subprocess
import sys
from base64 import b64encode
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from truceline.record import checkpoint as checkpoints
from truceline.record import keys
from truceline.record.checkpoint import Checkpoint
from truceline.record.cosignature import CosigningKey, cosign
from truceline.record.edge import Edge, grow
from truceline.record.export import write_tree
from truceline.record.merkle import leaf_hash
from truceline.record.note import Signer, sign
from truceline.record.sqlite import SqliteRecord
from truceline.record.tiles import TileName, bundles, hash_tiles, pack
from truceline.record.verify import VerifyError, verify
from truceline.terms.charter import KeyHolder, Role
from truceline.terms.codec import KINDS, OLDER
from truceline.terms.entry import Retracted, Ruled, Ruling
from truceline.terms.envelope import Attached
from truceline.terms.issued import Answer, Answered, Criterion, Issued

ORIGIN = "centre.example/record"
PROGRAM = Path(__file__).resolve().parents[2] / "verifier" / "truceline_verify.py"
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
START = datetime(2026, 3, 2, 7, 5, tzinfo=UTC)
ROOT = b64encode(bytes(32)).decode()
LOW_ORDER = Path(keys.__file__).with_name("low_order_points.txt")
CENTRE_LOG = Signer(
    name=ORIGIN, private=Ed25519PrivateKey.from_private_bytes(sha256(ORIGIN.encode()).digest())
)

pytestmark = pytest.mark.slow  # whole programs: `make test` runs them, `make check` does not

ED25519 = CosigningKey(name="a.example", private=Ed25519PrivateKey.from_private_bytes(b"\7" * 32))
ML_DSA = CosigningKey(name="b.example", private=MLDSA44PrivateKey.from_seed_bytes(b"\7" * 32))


def vkey_of(name, data):
    key_id = sha256(name.encode() + b"\n" + data).hexdigest()[:8]
    return f"{name}+{key_id}+{b64encode(data).decode()}"


def run(*args):
    """Exit code and what it printed. Isolated: neither our package nor our folder is in reach."""
    done = subprocess.run(
        [sys.executable, "-I", PROGRAM, *map(str, args)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == "" or done.returncode == 2, done.stderr
    return done.returncode, done.stdout.rstrip("\n")


def found_wrong(*args):
    code, said = run(*args)
    assert code == 1, said
    return said


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


@pytest.fixture
def exported(fill, out):
    """An export of a record of so many entries."""

    def exported(count, batch=100):
        with closing(SqliteRecord.open(fill(count, batch))) as record:
            write_tree(record, out)
        return out

    return exported


def as_stored(path, out):
    """The export of a record whose stored hashes, right or wrong, are written out as they are."""
    with closing(sqlite3.connect(path)) as db:
        (note,) = db.execute("SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1").fetchone()
        size = checkpoints.read(note).size
        out.mkdir()
        (out / "checkpoint").write_text(note)
        for name in bundles(size):
            start = name.n * 256
            rows = db.execute(
                "SELECT leaf FROM entry WHERE idx >= ? AND idx < ? ORDER BY idx",
                (start, start + name.width),
            )
            put(out, name, pack([leaf for (leaf,) in rows]))
        for name in hash_tiles(size):
            query = "SELECT hashes FROM tile WHERE level = ? AND n = ?", (name.level, name.n)
            if name.width < 256:
                query = "SELECT hashes FROM edge WHERE level = ?", (name.level,)
            put(out, name, db.execute(*query).fetchone()[0])
    return out


def put(out, name, content):
    path = out / str(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def edit(path, *statements):
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


def ours(path):
    """What the product's own verifier says is wrong."""
    with pytest.raises(VerifyError) as caught:
        verify(path)
    return str(caught.value)


def thing(sentence):
    """What a sentence is about, in the words of the product's own verifier."""
    name = sentence.partition(":")[0].removesuffix(" is missing")
    found = re.fullmatch(r"tile/(\d+)/(\d+)(\.p/\d+)?", name)
    if found:
        return f"edge {found[1]}" if found[3] else f"tile {found[1]}/{int(found[2])}"
    return re.sub("^checkpoint of [0-9]+ entries$", "checkpoint", name)


# The program itself


def test_the_program_is_short_and_imports_nothing_of_ours():
    source = PROGRAM.read_text()
    imported = {
        alias.name.partition(".")[0]
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in (node.names if isinstance(node, ast.Import) else [ast.alias(node.module)])
    }

    assert len(source.splitlines()) <= 500
    assert imported - set(sys.stdlib_module_names) == {"cryptography"}


def test_the_program_knows_every_kind_of_entry_and_no_other(program):
    known = re.compile(program.KINDS)
    versions = {f"{kind.partition('/')[0]}/{n}" for kind in KINDS for n in range(11)}

    assert {kind for kind in versions if known.fullmatch(kind)} == {*KINDS, *OLDER}


def test_wrong_use_is_not_a_verdict(tmp_path):
    assert run()[0] == 2
    assert run(tmp_path / "nowhere")[0] == 1
    assert run(tmp_path)[1].startswith("checkpoint: ")


# What is right


@pytest.mark.parametrize("count", [1, 2, 255, 256, 257, 600])
def test_an_export_as_it_was_made_passes(exported, centre, count):
    code, said = run(exported(count), "--log-key", centre.log.vkey)

    assert code == 0
    assert said.startswith(f"{count} entries, {count} signatures and 1 checkpoints are as promised")
    assert said.endswith(centre.log.vkey)


def test_it_finds_the_root_that_the_product_finds(exported, path):
    _, said = run(exported(300))

    assert re.search(r"Root (\S+)\.\n", said)[1] in str(verify(path))


@pytest.fixture(scope="module")
def program():
    """The program's own functions, by name."""
    namespace = {"__name__": "program"}
    exec(compile(PROGRAM.read_text(), PROGRAM, "exec"), namespace)  # noqa: S102 our own program
    return SimpleNamespace(**namespace)


def test_a_record_of_65536_entries_has_tiles_of_three_levels(program):
    """Too large to sign in a test: the tree alone."""
    tree, edge = program.Tree(), Edge()
    hashes = [sha256(bytes([n % 251, n // 251 % 251])).digest() for n in range(65_793)]

    filled = [tile for leaf in hashes for tile in tree.add(leaf)]
    edge, tiles = grow(edge, hashes)

    assert filled == [(tile.level, tile.n, tile.hashes) for tile in tiles]
    assert [b"".join(row) for row in tree.rows] == list(edge.partial)
    assert tree.root() == edge.root


@pytest.mark.parametrize("n", [0, 255, 999, 1000, 1_234_067, 10**9])
@pytest.mark.parametrize("width", [1, 255, 256])
def test_it_looks_for_files_under_the_published_names(program, n, width):
    export = program.Export(path=Path())

    assert export.name("0", n, width) == str(TileName(level=0, n=n, width=width))
    assert export.name("entries", n, width) == str(TileName(level=None, n=n, width=width))


@pytest.mark.parametrize(
    "note",
    [
        "",
        "text only\n",
        "\u2014 name AAAAAAA=\n",  # no blank line above
        "text\n\n",
        "text\n\n\u2014 name AAAAAAA=",  # no end of line
        "text\n\n- name AAAAAAA=\n",  # hyphen for em dash
        "text\n\n\u2014  name AAAAAAA=\n",
        "text\n\n\u2014 na+me AAAAAAA=\n",
        "text\n\n\u2014 na\u00a0me AAAAAAA=\n",
        "text\n\n\u2014 name AAAA\n",  # no more than a key id
        "text\n\n\u2014 name AA!AAAA=\n",
        "text\n\n\u2014 name AAAAAAB=\n",  # bits that no byte uses
        "te\txt\n\n\u2014 name AAAAAAA=\n",
        "te\rxt\n\n\u2014 name AAAAAAA=\n",
        "te\0xt\n\n\u2014 name AAAAAAA=\n",
        "te\ud800xt\n\n\u2014 name AAAAAAA=\n",
        "text\n\n" + "\u2014 name AAAAAAA=\n" * 101,
        "x" * 1_000_000 + "\n\n\u2014 name AAAAAAA=\n",
    ],
)
def test_what_is_no_note_is_not_read_as_one(program, note):
    assert program.split_note("text\n\n\u2014 name AAAAAAA=\n")[0] == "text\n"

    with pytest.raises(ValueError, match=r"."):
        program.split_note(note)


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        "name",
        "name+00000000+AAAA",
        CENTRE_LOG.vkey + "=",
        CENTRE_LOG.vkey.replace("+40877c80+", "+40877c81+"),
        CENTRE_LOG.vkey.replace("+40877c80+", "+40877C80+"),
        CENTRE_LOG.vkey.replace("centre", "center"),
        " " + CENTRE_LOG.vkey,
        vkey_of("log.example", b"\2" + CENTRE_LOG.verifier.key),
        vkey_of("log example", b"\1" + CENTRE_LOG.verifier.key),
        vkey_of("log.example", b"\1" + CENTRE_LOG.verifier.key[:-1]),
        vkey_of("log.example", b"\6" + bytes(1311)),
        vkey_of("log.example", b""),
    ],
)
def test_what_is_no_key_is_refused(program, vkey):
    assert program.Key(CENTRE_LOG.vkey).name == CENTRE_LOG.name

    with pytest.raises(ValueError, match=r"."):
        program.Key(vkey)


def test_it_refuses_the_same_points_of_low_order_as_the_product(program):
    points = [bytes.fromhex(line) for line in LOW_ORDER.read_text().splitlines() if line[0] != "#"]

    assert len(points) == 14
    assert all(program.is_low_order(point) for point in points)
    assert not any(program.is_low_order(bytes([point[0] ^ 4, *point[1:]])) for point in points)
    with pytest.raises(ValueError, match="anybody could sign"):
        program.Key(vkey_of("log.example", b"\1" + points[0]))


def test_of_one_key_only_the_first_line_counts(program):
    text, (line,) = program.split_note(sign("here\n", [CENTRE_LOG]))
    wrong = (line[0], line[1], bytes(64))
    key = program.Key(CENTRE_LOG.vkey)

    assert program.good_lines(text, [line, wrong], [key]) == [key]
    with pytest.raises(ValueError, match="does not fit"):
        program.good_lines(text, [wrong, line], [key])


@pytest.mark.parametrize("text", ["o\n1\n\n", "\n1\nAA==\n", f"o\n01\n{ROOT}\n", f"o\n1\n{ROOT}"])
def test_what_is_no_checkpoint_is_not_read_as_one(program, text):
    assert program.read_checkpoint(f"o\n1\n{ROOT}\n") == ("o", 1, bytes(32))

    with pytest.raises(ValueError, match=r"."):
        program.read_checkpoint(text)
    with pytest.raises(ValueError, match="a root has 32 bytes"):
        program.read_checkpoint("o\n1\nAA==\n")


# What is wrong with the files


@pytest.mark.parametrize("index", [0, 17, 255, 256, 299])
def test_one_changed_byte_of_an_entry_names_it(fill, out, index):
    path = fill(300, batch=100)
    leaf = read(path, "SELECT leaf FROM entry WHERE idx = ?", index)
    edit(path, ("UPDATE entry SET leaf = ? WHERE idx = ?", flipped(leaf, len(leaf) // 2), index))

    assert thing(found_wrong(as_stored(path, out))) == thing(ours(path)) == f"entry {index}"


ROW = "UPDATE entry SET leaf = (SELECT leaf FROM entry WHERE idx = {1}) WHERE idx = {0}"
DAMAGES = {
    "an entry twice": [(ROW.format(7, 6),)],
    "swapped entries": [
        ("UPDATE entry SET idx = 1000 WHERE idx = 5",),
        ("UPDATE entry SET idx = 5 WHERE idx = 9",),
        ("UPDATE entry SET idx = 9 WHERE idx = 1000",),
    ],
    "a hash of a full tile": [("UPDATE tile SET hashes = zeroblob(8192)",)],
    "a hash at the edge": [("UPDATE edge SET hashes = zeroblob(1408) WHERE level = 0",)],
    "an edge too short": [("UPDATE edge SET hashes = zeroblob(1400) WHERE level = 0",)],
    "a hash of an upper level": [("UPDATE edge SET hashes = zeroblob(32) WHERE level = 1",)],
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_every_edit_gets_the_verdict_and_the_name_that_the_product_gives_it(fill, out, damage):
    path = fill(300, batch=100)
    edit(path, *DAMAGES[damage])

    assert thing(found_wrong(as_stored(path, out))) == thing(ours(path))


@pytest.mark.parametrize("place", range(0, 340, 13))
def test_one_changed_byte_of_the_checkpoint_is_found(exported, place):
    out = exported(300)
    note = (out / "checkpoint").read_bytes()
    (out / "checkpoint").write_bytes(flipped(note, place % len(note)))

    assert found_wrong(out).startswith(("checkpoint: ", "tile/", "entry 0: ", "entry 0 is"))


@pytest.mark.parametrize(
    "name", ["checkpoint", "tile/0/000", "tile/1/000.p/1", "tile/entries/001.p/44"]
)
def test_a_missing_file_is_named(exported, name):
    out = exported(300)
    (out / name).unlink()

    assert found_wrong(out).startswith(f"{name}: ")


@pytest.mark.parametrize(
    "name", ["checkpoint", "tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/000"]
)
def test_a_file_with_something_added_is_named(exported, name):
    out = exported(300)
    with (out / name).open("ab") as file:
        file.write(b"\0")

    assert found_wrong(out).startswith(f"{name}: ")


def test_a_file_without_end_is_not_read_into_memory(exported):
    out = exported(300)
    with (out / "tile/entries/000").open("r+b") as file:
        file.truncate(1 << 40)

    assert found_wrong(out) == "tile/entries/000: it is larger than it can be"


def test_what_strangers_wrote_gives_no_orders_to_the_terminal(keep, centre):
    _, by_them = keep(*centre.notes(2), centre.note(RULED, centre.desk, log="\x1b[2Jother"))

    assert by_them.startswith("entry 2: it was written for the record ?[2Jother")


def test_a_wrong_list_of_keys_beside_the_record_is_named(exported, centre):
    out = exported(300)
    roles = zip(
        ("log", "machine", "person"), (centre.log, centre.machine, centre.desk), strict=True
    )
    listed = "".join(f"{role} {signer.vkey}\n" for role, signer in roles)
    (out / "vkeys.txt").write_text(listed)
    assert run(out)[0] == 0

    (out / "vkeys.txt").write_text(listed.replace("person", "machine"))

    assert found_wrong(out).startswith("vkeys.txt: ")


# What is wrong though everything hashes: what the centre itself might have signed


@pytest.fixture
def keep(path, centre, out):
    """The verdicts of both on a record of these notes, properly hashed and signed by the log."""

    def keep(*notes):
        write(notes, path, centre, out=out)
        return ours(path), found_wrong(out)

    return keep


def write(notes, path, centre, *, out):
    with SqliteRecord.create(path, origin=ORIGIN, signer=centre.log) as record:
        record.append(notes, onto=record.head(), now=START)
        write_tree(record, out)


RETRACTED = Retracted(claim="1.1", reason="an error")
STRANGER = Signer(
    name="centre.example/stranger", private=Ed25519PrivateKey.from_private_bytes(b"\7" * 32)
)


def renamed(centre, old, new):
    """The opening entry with something else in it, properly signed."""
    line = centre.notes(1)[0].decode().partition("\n")[0]
    assert old in line
    return sign(line.replace(old, new) + "\n", [centre.desk]).encode()


UNTRUE = {
    "not opened": lambda c: [c.deposit(0)],
    "opened twice": lambda c: [*c.notes(2), c.note(c.opened(), c.desk)],
    "a machine rules": lambda c: [*c.notes(2), c.note(RULED, c.machine)],
    "a machine finds": lambda c: [*c.notes(2), c.note(ISSUED, c.machine)],
    "the log rules": lambda c: [*c.notes(2), c.note(RULED, c.log)],
    "the log retracts": lambda c: [*c.notes(2), c.note(RETRACTED, c.log)],
    "a stranger retracts": lambda c: [*c.notes(2), c.note(RETRACTED, STRANGER)],
    "an unknown role": lambda c: [renamed(c, '"role":"machine"', '"role":"king"')],
    "a key that only cosigns": lambda c: [renamed(c, c.machine.vkey, str(ED25519.cosigner))],
    "a stranger": lambda c: [
        *c.notes(2),
        c.note(RULED, replace(c.machine, name="centre.example/stranger")),
    ],
    "a borrowed name": lambda c: [*c.notes(1), c.note(RULED, replace(c.desk, name=c.machine.name))],
    "another record's": lambda c: [*c.notes(2), c.note(RULED, c.desk, log="other.example/record")],
    "signed twice": lambda c: [c.notes(1)[0] + c.notes(1)[0].splitlines(keepends=True)[-1]],
    "two keys of one name": lambda c: [
        c.note(
            replace(
                c.opened(),
                keys=(*c.opened().keys, KeyHolder(vkey=c.desk.vkey, role=Role.MACHINE)),
            ),
            c.desk,
        )
    ],
    "amends another": lambda c: [*c.notes(2), c.note(RULED, c.desk, amends=((1, ROOT),))],
    "amends itself": lambda c: [*c.notes(2), c.note(RULED, c.desk, amends=((2, ROOT),))],
    "another author than it names": lambda c: [
        *c.notes(2),
        c.note(RETRACTED, c.machine, author=c.desk.name),
    ],
    "no log key": lambda c: [c.note(replace(c.opened(), keys=c.opened().keys[1:]), c.desk)],
}


@pytest.mark.parametrize("what", UNTRUE)
def test_what_a_centre_may_not_sign_is_found_by_both(keep, centre, what):
    by_us, by_them = keep(*UNTRUE[what](centre))

    assert thing(by_us) == thing(by_them)


OUT_OF_ORDER = {
    "a number left out": (
        lambda c: [*c.notes(3), c.note(RULED, c.desk, seq=5)],
        "numbers 1 to 4 missing",
        "entries are missing before number 5",
    ),
    "another before it": (
        lambda c: [*c.notes(3), c.note(RULED, c.desk, prev="")],
        "forked at number 0",
        "forked at number 0",
    ),
    "a number given twice": (
        lambda c: [*c.notes(3), c.note(RULED, c.desk), c.note(RETRACTED, c.desk, seq=1)],
        "forked at number 1",
        "forked at number 1",
    ),
    "all there, the last one first": (
        lambda c: [*c.notes(3), *reversed([c.note(RULED, c.desk), c.note(RETRACTED, c.desk)])],
        "",
        "",
    ),
}


@pytest.mark.parametrize("what", OUT_OF_ORDER)
def test_gaps_and_forks_are_told_by_both_and_refused_by_neither(path, centre, out, what):
    made, by_us, by_them = OUT_OF_ORDER[what]
    write(made(centre), path, centre, out=out)

    code, said = run(out)
    lines = [line for line in said.split("\n") if line.startswith("centre.example/desk: ")]

    assert code == 0
    assert lines == ([f"centre.example/desk: {by_them}"] if by_them else [])
    assert verify(path).disorder == ((f"centre.example/desk: {by_us}",) if by_us else ())


BODY = '"body":{"claim":"1.1","reason":"an error"}'
LINE = f'{{"after":[0,""],{BODY},"log":"{ORIGIN}","made":"2026-03-02T07:05:00Z",'
LINE += '"prev":"","seq":0,"type":"retracted/1","v":1}'
MACHINE = "centre.example/machine"
SPELLINGS = {
    "a fraction": LINE.replace(":0,", ":0.0,"),
    "minus nothing": LINE.replace("[0,", "[-0,"),
    "an exponent": LINE.replace("[0,", "[1e0,"),
    "a number too large": LINE.replace("[0,", f"[{2**53},"),
    "a number far too large": LINE.replace("[0,", f"[{'9' * 10_000},"),
    "no number": LINE.replace("[0,", "[NaN,"),
    "the other order": LINE.replace(BODY, '"body":{"reason":"an error","claim":"1.1"}'),
    "a field twice": LINE.replace(BODY, BODY.replace("{", '{"claim":"1.1",')),
    "a blank": LINE.replace('"v":1', '"v": 1'),
    "an escape": LINE.replace("an error", "\\u0061n error"),
    "depth": LINE.replace(BODY, '"body":' + "[" * 30_000 + "]" * 30_000),
    "a body that is a list": LINE.replace(BODY, '"body":[]'),
    "true for one": LINE.replace('"v":1', '"v":true'),
    "a later version": LINE.replace('"v":1', '"v":2'),
    "a field too many": LINE.replace('"v":1', '"v":1,"w":1'),
    "a field too few": LINE.replace('"prev":"",', ""),
    "another zone": LINE.replace("00Z", "00+00:00"),
    "no zone": LINE.replace("00Z", "00"),
    "empty fractions": LINE.replace("00Z", "00.000000Z"),
    "no such day": LINE.replace("03-02", "02-30"),
    "an unknown kind": LINE.replace("retracted/1", "retracted/99"),
    "a number as text": LINE.replace('"seq":0', '"seq":"0"'),
    "an empty member": LINE.replace('"body"', '"about":[],"body"'),
    "nothing for a list": LINE.replace('"body"', '"about":null,"body"'),
    "a member of another type": LINE.replace('"body"', '"about":{"a":1},"body"'),
    "amends without its hash": LINE.replace('"body"', '"amends":[0],"body"'),
    "an author without a name": LINE.replace('"body"', '"author":"","body"'),
    "an author that is a list": LINE.replace('"body"', f'"author":["{MACHINE}"],"body"'),
    "an author whose name names no key": LINE.replace('"body"', '"author":"a b","body"'),
    "a fraction among the files": LINE.replace('"log"', '"files":[{"size":1.5}],"log"'),
    "two lines": LINE + "\n" + LINE,
    "a list": "[]",
    "nothing": "null",
    "no JSON": "here",
}


def test_an_entry_spelled_in_the_one_right_way_passes_both(path, centre, out):
    """So that what the next test finds wrong is the spelling and nothing else."""
    note = sign(f"{LINE}\n", [centre.machine]).encode()
    with SqliteRecord.create(path, origin=ORIGIN, signer=centre.log) as record:
        record.append([*centre.notes(1), note], onto=record.head(), now=START)
        write_tree(record, out)

    assert verify(path).size == 2
    assert run(out)[0] == 0


def test_all_that_an_entry_may_tell_passes_both(path, centre, out):
    notes = centre.notes(1)
    first = b"2026-03-02T07:05:00.000Z\n" + notes[0]
    note = centre.note(
        RULED,
        centre.desk,
        valid=(date(2026, 3, 1), None),
        about=("post:7", "zone:\u0431"),
        author=centre.desk.name,
        amends=((0, b64encode(leaf_hash(first)).decode()),),
        sealed={"place": ROOT, "source": ROOT},
        files=(Attached(sha256="ab" * 32, size=0, media="image/png", sealed="place"),),
    )

    with SqliteRecord.create(path, origin=ORIGIN, signer=centre.log) as record:
        record.append([notes[0], note], onto=record.head(), now=START)
        write_tree(record, out)

    assert verify(path).size == 2
    assert run(out)[0] == 0


@pytest.mark.parametrize("what", SPELLINGS)
def test_what_is_not_spelled_in_the_one_right_way_is_found_by_both(keep, centre, what):
    note = sign(f"{SPELLINGS[what]}\n", [centre.machine]).encode()
    by_us, by_them = keep(*centre.notes(1), note)

    assert thing(by_us) == thing(by_them) == "entry 1"


def test_a_time_that_goes_back_is_found(centre, out):
    """The product's own store never lets it: the leaves are hashed and signed by hand."""
    leaves = [b"2026-03-02T07:05:00.000Z\n" + note for note in centre.notes(3)]
    leaves[2] = leaves[2].replace(b"07:05:00.000Z\n", b"07:04:59.999Z\n", 1)

    assert found_wrong(by_hand(leaves, centre, out)).startswith("entry 2: it says to have been")


def by_hand(leaves, centre, out):
    edge, _ = grow(Edge(), [leaf_hash(leaf) for leaf in leaves])
    said = Checkpoint(origin=ORIGIN, size=len(leaves), root=edge.root)
    put(out, TileName(level=None, n=0, width=len(leaves)), pack(leaves))
    put(out, TileName(level=0, n=0, width=len(leaves)), edge.partial[0])
    (out / "checkpoint").write_text(checkpoints.sign(said, centre.log))
    return out


@pytest.mark.parametrize(
    "line",
    [
        b"2026-03-02T07:05:00Z     \n",
        b"2026-02-30T07:05:00.000Z\n",
        b"2026-03-02 07:05:00.000Z\n",
        b"2026-03-02T07:05:00.000Z ",
    ],
)
def test_what_is_no_time_line_is_found(centre, out, line):
    assert found_wrong(by_hand([line + centre.notes(1)[0]], centre, out)).startswith("entry 0: ")


def test_a_record_of_nothing_is_no_record(centre, out):
    out.mkdir()
    nothing = Checkpoint(origin=ORIGIN, size=0, root=Edge().root)
    (out / "checkpoint").write_text(checkpoints.sign(nothing, centre.log))

    assert found_wrong(out).startswith("entry 0 is missing")


def test_a_checkpoint_about_another_record_is_found(exported, centre):
    out = exported(2)
    note = (out / "checkpoint").read_text()
    said = replace(checkpoints.read(note), origin="other.example")
    (out / "checkpoint").write_text(checkpoints.sign(said, centre.log))

    assert found_wrong(out) == "checkpoint: it is about other.example, not centre.example/record"


# Against what others hold


def note_at(path, size, centre):
    with closing(SqliteRecord.open(path)) as record:
        root = record.root_at(size)
    return checkpoints.sign(Checkpoint(origin=ORIGIN, size=size, root=root), centre.log)


def test_checkpoints_kept_elsewhere_that_fit_pass(exported, path, centre, tmp_path):
    out = exported(300)
    options = []
    for size in (0, 1, 17, 256, 300):
        (tmp_path / f"{size}").write_text(note_at(path, size, centre))
        options += ["--against", tmp_path / f"{size}"]

    assert "6 checkpoints are as promised" in run(out, *options)[1]


def test_another_history_is_told_by_an_old_checkpoint(exported, path, centre, tmp_path):
    out = exported(300)
    other = Checkpoint(origin=ORIGIN, size=17, root=b"\1" * 32)
    (tmp_path / "old").write_text(checkpoints.sign(other, centre.log))

    said = found_wrong(out, "--against", tmp_path / "old")

    assert said.startswith("a checkpoint kept elsewhere (old): it commits to root AQEB")
    (tmp_path / "older").write_text(note_at(path, 17, centre))
    assert "two histories" in found_wrong(
        out, "--against", tmp_path / "older", "--against", tmp_path / "old"
    )


def test_a_record_cut_short_is_told_by_a_newer_checkpoint(exported, centre, tmp_path):
    out = exported(300)
    newer = Checkpoint(origin=ORIGIN, size=301, root=b"\1" * 32)
    (tmp_path / "kept").write_text(checkpoints.sign(newer, centre.log))

    assert found_wrong(out, "--against", tmp_path / "kept").startswith("entry 300 is missing")


def test_a_record_of_another_log_is_not_the_one_you_know(exported, centre):
    said = found_wrong(exported(2), "--log-key", centre.desk.vkey)

    assert said == f"entry 0: it names another log key than yours: {centre.log.vkey}"


# Cosignatures and policies

OTHER = CosigningKey(name="c.example", private=Ed25519PrivateKey.from_private_bytes(b"\x08" * 32))
POLICY = f"""# both parties
witness A {ED25519.cosigner}
witness B {ML_DSA.cosigner} https://b.example/
group both all A B
quorum both
"""


@pytest.fixture
def cosigned(exported, tmp_path):
    """What the program says under a policy when these keys have cosigned."""
    out = exported(2)
    bare = (out / "checkpoint").read_text()

    def cosigned(*keys, policy=POLICY, change=lambda note: note):
        (out / "checkpoint").write_text(change(cosign(bare, keys, at=START)))
        (tmp_path / "policy").write_bytes(policy.encode())
        return run(out, "--policy", tmp_path / "policy")

    return cosigned


def test_a_checkpoint_cosigned_by_both_kinds_of_key_is_sealed(cosigned):
    code, said = cosigned(ED25519, ML_DSA)

    assert code == 0
    assert said.endswith("Sealed by quorum at 2; cosigned by 'A', 'B'.")


def test_less_than_the_quorum_is_told_after_everything_else(cosigned):
    code, said = cosigned(ML_DSA)

    assert code == 1
    assert said.startswith("2 entries, 2 signatures")
    assert said.endswith("checkpoint: not sealed by quorum; cosigned by 'B'")


def test_nobody_is_needed_where_the_policy_says_so(cosigned):
    assert cosigned(policy="quorum none\n")[0] == 0


@pytest.mark.parametrize("key", [ED25519, ML_DSA])
def test_a_known_cosignature_that_is_wrong_is_told(cosigned, key):
    other = str(Checkpoint(origin=ORIGIN, size=9, root=b"\1" * 32))

    code, said = cosigned(change=lambda note: note + str(key.sign(other, at=START)))

    assert code == 1
    assert said.endswith(f"checkpoint: the signature of {key.name} does not fit the text")


def test_a_policy_of_another_log_is_not_met(cosigned, centre):
    code, said = cosigned(policy=f"log {centre.desk.vkey}\nquorum none\n")

    assert code == 1
    assert "no log that the policy lists" in said


@pytest.mark.parametrize(
    "policy",
    [
        "",
        "quorum none\nquorum none\n",
        "quorum A\n",
        POLICY.replace("both all", "both 3"),
        POLICY.replace("both all", "both 0"),
        POLICY.replace("both all", "both most"),
        POLICY.replace("all A B", "all A A"),
        POLICY.replace("all A B", "all A C"),
        POLICY.replace("witness B", "witness A"),
        POLICY.replace("witness B", "witness none"),
        POLICY.replace("witness B", "observer B"),
        POLICY.replace("\n", "\r\n"),
        POLICY + "# \x01\n",
        POLICY + f"witness A {OTHER.cosigner}\n",
        POLICY + f"witness none {OTHER.cosigner}\n",
        POLICY + f"witness C {OTHER.cosigner}\ngroup A any C\n",
        POLICY + "#" * 1_000_000,
        POLICY + f"witness C {ED25519.cosigner}\n",
        POLICY.replace("a.example+", "c.example+"),
        f"log {ED25519.cosigner}\nquorum none\n",
    ],
)
def test_what_is_no_policy_is_refused(cosigned, policy):
    code, said = cosigned(ED25519, ML_DSA, policy=policy)

    assert code == 1
    assert said.startswith("the policy: ")
