"""The exchange by stick: out goes the record, back come cosigned checkpoints."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from truceline.record import checkpoint as checkpoints
from truceline.record.cosignature import cosigned, parse_cosigner

pytestmark = pytest.mark.slow  # whole programs: `make test` runs them, `make check` does not

VERIFIER = Path(__file__).parents[2] / "verifier" / "truceline_verify.py"


@pytest.fixture
def stick(tmp_path):
    return tmp_path / "stick"


@pytest.fixture
def home(tmp_path):
    return tmp_path / "party-a"


@pytest.fixture
def grow(run, centre, report):
    def grown(number, at=centre):
        run("add", at, report(f"There was shelling on 11 November, {number}.\n", f"{number}.txt"))

    return grown


def held(folder):
    return checkpoints.read((folder / "record" / "checkpoint").read_text())


def good(folder):
    command = [sys.executable, str(VERIFIER), str(folder / "record")]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_a_record_goes_out_and_a_cosigned_checkpoint_comes_back(run, centre, stick, home, grow):
    for number in range(2):
        grow(number)
        run("courier", "export", centre, stick)
        run("courier", "import", stick, home)
        told = run("courier", "import", stick, centre).output

        size = held(home).size
        assert f"holds {size} entries. Key: party-a-" in told
        assert good(home)
        assert good(stick)
        (note,) = (centre / "seen").iterdir()
        key = parse_cosigner(told.rpartition("Key: ")[2].strip())
        assert len(cosigned(note.read_text(), [key])) == 1
        assert checkpoints.read(note.read_text()).size == size


def test_no_key_and_nothing_of_the_vault_is_on_the_stick(run, centre, stick, home, report):
    run("add", centre, report("A word nobody else uses: zanzibarian.\n", "zanzibar.txt"))
    run("courier", "export", centre, stick)
    run("courier", "import", stick, home)

    content = b"".join(path.read_bytes() for path in stick.rglob("*") if path.is_file())

    assert b"PRIVATE" not in content
    assert b"zanzibar" not in content


def test_a_mirror_carries_on_to_another_mirror(run, centre, stick, home, tmp_path):
    run("courier", "export", centre, stick)
    run("courier", "import", stick, home)
    second = tmp_path / "second-stick"

    run("courier", "export", home, second)
    run("courier", "import", second, tmp_path / "party-b")
    told = run("courier", "import", second, centre).output

    assert good(tmp_path / "party-b")
    assert told.count("Key: ") == 2


def test_a_restored_centre_learns_from_the_stick_how_much_it_lacks(
    run, centre, stick, home, grow, tmp_path
):
    shutil.copytree(centre, tmp_path / "backup")
    grow(1)
    run("courier", "export", centre, stick)
    run("courier", "import", stick, home)

    told = run("courier", "import", stick, tmp_path / "backup").output

    assert "2 of them are missing here" in told
    assert "lost" in run("courier", "export", tmp_path / "backup", stick, code=1).output


def test_a_second_history_is_refused_on_both_ends(run, centre, stick, home, grow, tmp_path):
    twin = shutil.copytree(centre, tmp_path / "twin")
    grow(1)
    grow(2, twin)
    grow(3, twin)
    run("courier", "export", centre, stick)
    run("courier", "import", stick, home)
    other = tmp_path / "other-stick"
    run("courier", "export", twin, other)

    assert "another history" in run("courier", "import", stick, twin, code=1).output
    assert "two histories" in run("courier", "import", other, home, code=1).output
    assert "not a part of this copy" in run("courier", "export", home, other, code=1).output


@pytest.mark.parametrize(
    "spoil",
    [
        lambda note: note.replace("— ", "- "),
        lambda note: note[:-10] + "A" * 8 + note[-2:],
        lambda note: note.rpartition("— ")[0],  # nobody cosigned it
        lambda note: note.replace("truceline/", "truceline."),
        lambda _: "",
    ],
)
def test_what_came_back_spoilt_is_refused(run, centre, stick, home, spoil):
    run("courier", "export", centre, stick)
    run("courier", "import", stick, home)
    (note,) = (stick / "cosigned").glob("*.checkpoint")
    note.write_text(spoil(note.read_text()))

    assert "not what it promises" in run("courier", "import", stick, centre, code=1).output
    assert not (centre / "seen").exists()


def test_an_empty_stick_is_a_sentence_on_both_ends(run, centre, stick, home):
    stick.mkdir()

    assert "No cosigned checkpoint" in run("courier", "import", stick, centre, code=1).output
    assert "no record here" in run("courier", "import", stick, home, code=1).output
    assert "no mirror here" in run("courier", "export", home, stick, code=1).output
