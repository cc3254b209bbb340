"""A restored copy is told from a whole one, and nothing is added to it."""

import json
import shutil
import subprocess
import sys

import pytest

from truceline.operations.centre import opened
from truceline.operations.fence import fence
from truceline.operations.witnessing import at_home, watching
from truceline.record import checkpoint as checkpoints
from truceline.record.checkpoint import Checkpoint
from truceline.record.seen import Seen
from truceline.web.witness import create_witness

pytestmark = pytest.mark.slow  # whole programs: `make test` runs them, `make check` does not


@pytest.fixture
def grow(run, centre, report):
    def grown(number, at=centre, code=0):
        told = f"There was shelling on 11 November, {number}.\n"
        return run("add", at, report(told, f"{number}.txt"), code=code)

    return grown


@pytest.fixture
def beside(tmp_path):
    return tmp_path / "other-disk"


@pytest.fixture
def restore(centre, tmp_path):
    """The centre as it was when the test began, put back in its place."""
    shutil.copytree(centre, tmp_path / "backup")

    def restored():
        shutil.rmtree(centre)
        shutil.copytree(tmp_path / "backup", centre)

    return restored


def size(centre):
    with opened(centre) as here:
        return here.record.head().size


def test_a_record_that_nobody_knows_more_of_is_in_step(run, centre):
    told = run("fence", centre).output

    assert told.startswith(f"In step: {size(centre)} entries are here, and of 0 checkpoints")


def test_a_restored_backup_is_told_at_once_and_takes_nothing(run, centre, beside, grow, tmp_path):
    run("fence", centre, "--beside", beside)
    shutil.copytree(centre, tmp_path / "backup")
    grow(1)
    grow(2)
    whole = size(centre)
    shutil.rmtree(centre)
    shutil.copytree(tmp_path / "backup", centre)
    before = size(centre)

    refused = grow(3, code=1)

    assert f"behind by {whole - before}: it has {before} entries, and {whole} were signed" in (
        refused.output
    )
    assert str(beside) in refused.output
    assert size(centre) == before
    assert "behind by" in run("fence", centre, code=1).output
    assert "behind by" in run("board", centre).stderr  # it can be asked all the same
    assert "behind by" not in run("board", centre).stdout


def test_a_centre_in_step_goes_on_and_notes_it_outside(run, centre, beside, grow):
    run("fence", centre, "--beside", beside)

    grow(1)

    ((_, note),) = Seen(beside).notes()
    assert checkpoints.read(note).size == size(centre)
    assert "the one checkpoint that lies elsewhere goes no further" in run("fence", centre).output


def test_every_cut_is_told_by_how_much(run, centre, beside, grow, tmp_path):
    """R4 of the study: a stale backup is refused, whichever it is."""
    run("fence", centre, "--beside", beside)
    sizes = {}
    for number in range(3):
        shutil.copytree(centre, tmp_path / f"backup-{number}")
        sizes[number] = size(centre)
        grow(number)
    whole = size(centre)

    for number, had in sizes.items():
        told = run("fence", tmp_path / f"backup-{number}", code=1).output
        assert f"behind by {whole - had}: it has {had} entries" in told


def test_a_mirror_knows_what_a_restored_centre_lacks(run, centre, grow, restore, tmp_path):
    grow(1)
    whole = size(centre)
    run("mirror", centre, tmp_path / "party-a")
    restore()

    found = json.loads(
        run("fence", centre, "--against", tmp_path / "party-a", "--json", code=1).stdout
    )

    assert found == {
        "open": False,
        "entries": size(centre),
        "behind": whole - size(centre),
        "two_histories": False,
        "compared": 1,
        "holders": ["party-a"],
    }
    assert "behind" in grow(2, code=1).output  # remembered from now on


def test_a_witness_is_asked_over_http(run, centre, grow, restore, served, tmp_path):
    grow(1)
    run("mirror", centre, tmp_path / "party-a")
    restore()
    with at_home(tmp_path / "party-a") as home:
        address = served(create_witness(watching(home, clock=lambda: None)))

        told = run("fence", centre, "--witness", address, code=1).output

    assert "behind by 2" in told
    assert address in told


def test_a_second_history_closes_the_fence(run, centre, grow, tmp_path):
    twin = shutil.copytree(centre, tmp_path / "twin")
    grow(1)
    run("mirror", centre, tmp_path / "party-a")
    grow(2, twin)
    grow(3, twin)

    told = run("fence", twin, "--against", tmp_path / "party-a" / "record" / "checkpoint", code=1)

    assert "two histories" in told.output
    assert "two histories" in grow(4, twin, code=1).output


def test_what_came_back_by_courier_closes_it_too(run, centre, grow, restore, tmp_path):
    grow(1)
    run("courier", "export", centre, tmp_path / "stick")
    run("courier", "import", tmp_path / "stick", tmp_path / "party-a")
    restore()
    run("courier", "import", tmp_path / "stick", centre)

    assert "can be had where this is known from: party-a-" in grow(2, code=1).output


@pytest.mark.parametrize(
    "spoil",
    [
        lambda note: note.replace("— ", "- "),
        lambda _: "",
        lambda note: note.replace("\n", "\n1", 1),  # ten times as many, not signed by anybody
    ],
)
def test_a_checkpoint_that_the_log_did_not_sign_closes_nothing(run, centre, tmp_path, spoil):
    with opened(centre) as here:
        (tmp_path / "note").write_text(spoil(here.record.checkpoint()))

    assert (
        "not what it promises"
        in run("fence", centre, "--against", tmp_path / "note", code=1).output
    )
    assert not (centre / "seen").exists()
    (centre / "seen").mkdir()
    shutil.copy(tmp_path / "note", centre / "seen" / "spoilt.checkpoint")
    assert "of 0 checkpoints" in run("fence", centre).output


def test_the_checkpoint_of_another_record_is_none_of_this(run, centre, invented_log):
    log = invented_log("other/record.db")
    run("mirror", log.path.parent, log.path.parent / "m")

    told = run("fence", centre, "--against", log.path.parent / "m", code=1).output

    assert "no known key" in told


def test_what_the_same_key_signed_for_another_record_closes_nothing(run, centre):
    with opened(centre) as here:
        said = Checkpoint(origin="elsewhere.example", size=99, root=b"\1" * 32)
        note = checkpoints.sign(said, here.signer(here.settings.origin))
    (centre / "seen").mkdir()
    (centre / "seen" / "other.checkpoint").write_text(note)

    assert "of 0 checkpoints" in run("fence", centre).output


def test_an_outside_folder_that_is_gone_is_said_and_stops_nobody(run, centre, beside, grow):
    run("fence", centre, "--beside", beside)
    shutil.rmtree(beside)

    grow(1)

    assert "was not compared" in run("fence", centre).stderr
    assert not beside.exists()


def test_who_adds_at_the_same_time_is_not_taken_for_a_fork(run, centre, beside, report):
    """What others append and note meanwhile is in the record when it is looked at."""
    run("fence", centre, "--beside", beside)
    texts = [report(f"There was shelling on 11 November, {n}.\n", f"{n}.txt") for n in range(3)]
    command = [sys.executable, "-m", "truceline.cli", "add", str(centre)]
    adding = [subprocess.Popen([*command, str(path)], stdout=subprocess.DEVNULL) for path in texts]

    looks = []
    while any(one.poll() is None for one in adding):
        with opened(centre) as here:
            looks.append(fence(here).open)

    assert [one.returncode for one in adding] == [0, 0, 0]
    assert all(looks)
    assert len(looks) > 1
