"""Sealed parts: committed to on record, opened to some, checked by anybody, forgotten for all."""

import base64
import json
import shutil
import stat
from hashlib import sha256

import pytest
from click.testing import CliRunner
from tests.operations.test_erase import GROUND, erase, founded, plain_in

from truceline.cli import main
from truceline.operations.centre import opened
from truceline.record import opening as openings
from truceline.record.opening import Opening
from truceline.record.store import NotInVaultError
from truceline.terms.codec import decode, split_leaf

TOLD = "The witness is the baker of the lower village, third house behind the well."
CIRCLE = "the commission of inquiry"


@pytest.fixture
def typed():
    """The command line with something piped in."""

    def ran(*args, says, code=0):
        result = CliRunner().invoke(
            main, [str(arg) for arg in args], catch_exceptions=False, input=says
        )
        assert result.exit_code == code, result.output
        return result

    return ran


def sealed_in(typed, centre, *more, says=TOLD, code=0):
    told = typed(
        "seal", centre, "--about", "0", "--part", "source", "--circle", CIRCLE, "--text", "-",
        *more, says=says, code=code,
    ).output  # fmt: skip
    return told.partition("Sealed as ")[2].partition(".")[0]


def changed(opening, **what):
    fields = {name: getattr(opening, name) for name in ("log", "entry", "name", "salt", "payload")}
    return Opening(**fields | what)


def test_what_is_sealed_stands_in_the_vault_alone(typed, run, centre):
    part = sealed_in(typed, centre)

    assert plain_in(centre, TOLD) == ["vault.db"]
    with opened(centre) as here:
        leaf = next(here.record.leaves(int(part.partition(":")[0])))
        envelope = decode(split_leaf(leaf)[1])[1]
        salt, payload = here.vault.part(envelope.sealed["source"])
    assert (len(salt), payload) == (32, TOLD.encode())
    fixed = sha256(b"truceline/sealed/v1\nsource\n" + salt + payload).digest()
    assert envelope.sealed == {"source": base64.b64encode(fixed).decode()}
    run("verify", centre)


def test_the_same_text_twice_has_two_commitments(typed, centre):
    """Nobody sees on record that two posts have the same source."""
    first, second = sealed_in(typed, centre), sealed_in(typed, centre)

    with opened(centre) as here:
        assert len(here.vault.parts()) == 2
    assert first != second


def test_an_opening_is_checked_by_anybody_against_centre_export_and_mirror(
    typed, run, centre, tmp_path
):
    part, file, out = sealed_in(typed, centre), tmp_path / "for-them.json", tmp_path / "out"
    told = run("open", centre, part, "--to", file).output
    run("export", centre, tmp_path / "export")
    run("key", "new", "north/mirror", tmp_path / "keys", "--open")
    shutil.copytree(tmp_path / "export", tmp_path / "mirror" / "record")

    assert CIRCLE in told
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    for record in (centre, tmp_path / "export", tmp_path / "mirror"):
        assert f"This is {part}" in run("check-opening", file, record).output
    run("check-opening", file, centre, "--payload", out)
    assert out.read_text() == TOLD
    assert plain_in(tmp_path / "export", TOLD) == []
    run("verify", centre)


@pytest.mark.parametrize(
    "change",
    [
        {"payload": b"somebody else"},
        {"salt": b"x" * 32},
        {"name": "place"},
        {"entry": 1},
        {"entry": 10**9},
        {"log": "other.example/record"},
    ],
)
def test_an_opening_that_was_changed_is_refused(typed, run, centre, tmp_path, change):
    part, file = sealed_in(typed, centre), tmp_path / "opening.json"
    run("open", centre, part, "--to", file)
    file.write_bytes(openings.dumped(changed(openings.parsed(file.read_bytes()), **change)))

    result = run("check-opening", file, centre, code=1)

    assert "baker" not in result.output


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b"\xff\xfe", b'{"entry":1}', b"[" * 100_000, b"\0" * 10],
)
def test_what_is_no_opening_is_said_so(run, centre, report, data):
    assert "not an opening" in run("check-opening", report(data), centre, code=1).output


def test_an_opening_has_one_spelling(typed, run, centre, tmp_path):
    file = tmp_path / "opening.json"
    run("open", centre, sealed_in(typed, centre), "--to", file)
    file.write_text(json.dumps(json.loads(file.read_text())))

    assert "in its one spelling" in run("check-opening", file, centre, code=1).output


def test_to_whom_it_was_opened_is_on_record_once_each_and_what_it_says_is_not(
    typed, run, centre, tmp_path
):
    part = sealed_in(typed, centre)
    run("open", centre, part, "--to", tmp_path / "one.json")
    run("open", centre, part, "--to", tmp_path / "two.json")
    run("open", centre, part, "--to", tmp_path / "three.json", "--circle", "the joint table")

    (row,) = json.loads(run("sealed", centre, "--json").stdout)

    assert row["opened_to"] == [CIRCLE, "the joint table"]
    assert row["about"] == "0"
    run("export", centre, tmp_path / "export")
    assert plain_in(tmp_path / "export", "baker") == []
    with opened(centre) as here:
        assert here.record.head().size == int(part.partition(":")[0]) + 3


def test_an_erased_part_is_opened_to_nobody_and_its_bytes_are_gone(typed, run, centre, tmp_path):
    part, file = sealed_in(typed, centre), tmp_path / "opening.json"
    with opened(centre) as here:
        (fixed,) = here.vault.parts()
        salt, _ = here.vault.part(fixed)

    erase(run, centre, "--part", part)

    assert plain_in(centre, TOLD) == []
    assert not any(salt in path.read_bytes() for path in centre.rglob("*") if path.is_file())
    with opened(centre) as here, pytest.raises(NotInVaultError):
        here.vault.part(fixed)
    refused = run("open", centre, part, "--to", file, code=1).output
    assert f"{GROUND.rstrip('.')}. Nobody can open it any more." in refused
    assert not file.exists()
    (row,) = json.loads(run("sealed", centre, "--json").stdout)
    assert GROUND in row["erased"]
    run("verify", centre)


def test_a_file_is_sealed_without_its_name(run, centre, report):
    photo = report(b"\xff\xd8\xff" + TOLD.encode(), "baker-of-the-lower-village.jpg")

    run("seal", centre, "--about", "1", "--part", "photo", "--circle", CIRCLE, "--file", photo)

    assert plain_in(centre, "baker-of-the-lower-village") == []
    assert plain_in(centre, TOLD) == ["vault.db"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--about", "999"), "Nothing of this name is on record"),
        (("--about", "9.9"), "Nothing of this name is on record"),
        (("--about", "1" * 5000), "one line of at most"),
        (("--circle", "Vladimir Putin"), "names a person"),
        (("--circle", ""), "one line of at most"),
        (("--part", "Source!"), "This names no sealed part"),
    ],
)
def test_what_cannot_be_sealed_leaves_nothing_behind(typed, centre, more, said):
    with opened(centre) as here:
        size = here.record.head().size

    result = typed(
        "seal", centre, "--about", "0", "--circle", CIRCLE, "--text", "-", *more,
        says=TOLD, code=1,
    )  # fmt: skip

    assert said in result.output
    assert "baker" not in result.output
    assert plain_in(centre, TOLD) == []
    with opened(centre) as here:
        assert here.record.head().size == size
        assert here.vault.parts() == ()


def test_nothing_is_sealed_is_refused(typed, centre):
    sealed_in(typed, centre, says="", code=1)


def test_the_text_never_comes_as_an_argument(typed, centre):
    typed("seal", centre, "--about", "0", "--circle", CIRCLE, "--text", TOLD, says="", code=2)


def test_a_part_that_a_hand_changed_in_the_vault_is_not_given_out(typed, run, centre, tmp_path):
    part, file = sealed_in(typed, centre), tmp_path / "opening.json"
    with opened(centre) as here, here.vault._database.writing() as db:  # noqa: SLF001
        db.execute("UPDATE sealed SET payload = ?", (b"somebody else",))

    assert "not what was sealed" in run("open", centre, part, "--to", file, code=1).output
    assert not file.exists()


def test_a_copy_of_the_centre_holds_its_sealed_parts(typed, run, centre, tmp_path):
    part = sealed_in(typed, centre)

    run("copy", centre, tmp_path / "copy")

    (row,) = json.loads(run("sealed", tmp_path / "copy", "--json").stdout)
    assert row["part"] == part
    assert row["here"]


@pytest.mark.parametrize(("a", "b"), [("North", "South"), ("South", "North")])
def test_two_parties_open_together_and_neither_alone(typed, run, tmp_path, a, b):
    centre, south = founded(tmp_path, run, a, b)
    file, note = tmp_path / "opening.json", tmp_path / "open.note"
    part = sealed_in(typed, centre)
    alone = run("open", centre, part, "--to", file, "--by", "north/office", code=1)
    assert "takes the offices of 2 parties; 1 signed" in alone.output
    assert not file.exists()

    run("open", centre, part, "--propose", note, "--by", "north/office")
    told = run("charter", "sign", note, south, "south/office", "--yes").output
    assert f"The sealed part {part} is opened to: {CIRCLE}" in told
    run("submit", centre, note)
    run("open", centre, part, "--to", file, "--by", "north/office")

    run("check-opening", file, centre)
    run("verify", centre)


def test_the_frozen_commitment_and_file_of_this_form():
    """Whoever writes a second program to check these holds it against this."""
    opening = Opening(
        log="centre.example/record", entry=17, name="source", salt=bytes(range(32)), payload=b"who"
    )

    assert opening.commitment == "3R4GZUpNjzJ6KBuuv0rmvvDcZj2vAGCm3xJiT6E7K7Q="
    assert openings.dumped(opening) == (
        b'{"entry":17,"form":"truceline/opening/v1","log":"centre.example/record","name":"source","payload":"d2hv","salt":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}\n'
    )
    assert openings.parsed(openings.dumped(opening)) == opening
