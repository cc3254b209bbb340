"""A centre that burned is made again from what somebody else kept, or it is not made at all."""

import shutil
import signal
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner
from tests.programs import until

from truceline.cli import main
from truceline.operations.centre import opened
from truceline.operations.witnessing import at_home, watching
from truceline.record import keys
from truceline.record.stores import database_at
from truceline.settings import load
from truceline.terms.codec import b64
from truceline.terms.problem import RefusedError
from truceline.web.witness import create_witness

# Rebuilds, and kills itself at the end of the second walk over all entries.
KILLED = """
import os, signal, sys
from pathlib import Path
from truceline.operations.rebuild import rebuild
from truceline.record import keys
from truceline.record.published import of_path

walked = []
def progress(done, total):
    walked.extend([done] * (done == total))
    if len(walked) == 2:
        os.kill(os.getpid(), signal.SIGKILL)

mirror, folder, keys_folder, store = sys.argv[1:]
with of_path(Path(mirror)) as source:
    rebuild(source, Path(folder), keys_folder=Path(keys_folder), unlock=keys.unasked, store=store,
            progress=progress)
"""
AT = datetime(2026, 3, 3, tzinfo=UTC)
WORDS = "Shelling was reported near Shusha on 12 November 2020."


pytestmark = pytest.mark.slow  # whole programs: `make test` runs them, `make check` does not


@pytest.fixture(scope="session")
def burning(_empty, tmp_path_factory):
    """A centre with documents, its mirror and its keys, made once."""
    folder = tmp_path_factory.mktemp("burning")
    shutil.copytree(_empty, folder / "centre")
    for number in range(3):
        (folder / f"{number}.txt").write_text(f"{WORDS} {number}")
    for command in (
        ["add", folder / "centre", *(folder / f"{number}.txt" for number in range(3))],
        ["mirror", folder / "centre", folder / "mirror"],
    ):
        assert CliRunner().invoke(main, list(map(str, command))).exit_code == 0
    shutil.copytree(folder / "centre" / "keys", folder / "keys")
    return folder


@pytest.fixture
def lost(burning, tmp_path):
    for name in ("centre", "mirror", "keys"):
        shutil.copytree(burning / name, tmp_path / name)
    return tmp_path / "centre"


class Place:
    """Where a centre is to be made: a folder alone, or a folder and a database."""

    def __init__(self, folder, database=None, postgres=None):
        self.folder, self.database, self._postgres = folder, database, postgres
        self.named = [folder] if database is None else [database, "--folder", folder]

    def is_taken(self):
        return self.folder.exists() or (self.database is not None and bool(self.schemas()))

    def schemas(self):
        name = self.database.removeprefix("postgresql:///").partition("?")[0]
        found = "SELECT nspname FROM pg_namespace WHERE nspname IN ('record', 'vault', 'views')"
        return [one for (one,) in self._postgres.do(found, name)]


@pytest.fixture(params=["folder", "database"])
def new(request, tmp_path):
    if request.param == "folder":
        return Place(tmp_path / "new")
    postgres = request.getfixturevalue("postgres")
    return Place(tmp_path / "new", postgres.make(), postgres)


def root(centre):
    with opened(centre) as here:
        return here.record.head().size, b64(here.record.head().root)


def test_it_has_the_same_root_and_goes_on(lost, run, tmp_path, report, new):
    before = root(lost)

    said = run("rebuild", tmp_path / "mirror", *new.named, "--keys", tmp_path / "keys")
    after = root(new.folder)
    run("add", new.folder, report("Nothing happened on 13 November 2020.", name="more.txt"))

    assert after == before
    assert "documents withheld" in said.output
    assert "if it had a policy.txt, copy it back" in said.output
    assert "as promised" in run("verify", new.folder, "--against", tmp_path / "mirror").output
    assert root(new.folder)[0] > before[0]
    run("export", new.folder, tmp_path / "out")
    run("mirror", tmp_path / "out", tmp_path / "mirror")


def test_documents_are_handed_in_again_by_hash_whatever_their_name(
    lost, run, tmp_path, report, new
):
    run("rebuild", tmp_path / "mirror", *new.named, "--keys", tmp_path / "keys")
    before = run("verify", new.folder).output

    said = run(
        "hand-in",
        new.folder,
        report(f"{WORDS} 1", name="found.txt"),
        report("Another text.", name="else.txt"),
        code=3,
    )
    again = run("hand-in", new.folder, tmp_path / "found.txt")

    assert "4 documents are withheld" in before
    assert "3 documents are withheld" in run("verify", new.folder).output
    assert "1 document handed in, 0 here already; 3 still withheld." in said.output
    assert "No entry names it" in said.stderr
    assert "0 documents handed in, 1 here already" in again.output
    assert lost.exists()


def test_without_the_logs_key_nothing_is_made(lost, run, tmp_path, new):
    origin = load(lost).origin
    for path in (tmp_path / "keys").glob("*"):
        if "record" in path.name or path.stem == origin.replace("/", "%2F"):
            path.unlink()

    refused = run("rebuild", tmp_path / "mirror", *new.named, "--keys", tmp_path / "keys", code=1)

    assert "the copy will do as it is" in refused.stderr
    assert not new.is_taken()


def test_another_key_of_the_logs_name_makes_nothing(lost, run, tmp_path, new):
    origin = load(lost).origin
    other = tmp_path / "other"
    keys.make(other, origin)
    for path in (tmp_path / "keys").glob("*"):
        if not (other / path.name).exists():
            shutil.copy(path, other)

    refused = run("rebuild", tmp_path / "mirror", *new.named, "--keys", other, code=1)

    assert "The key of the log" in refused.stderr
    assert not new.is_taken()


def test_where_somebody_holds_more_nothing_is_made(lost, run, tmp_path, report, new):
    run("add", lost, report("Nothing happened on 13 November 2020.", name="more.txt"))
    run("export", lost, tmp_path / "later")

    refused = run(
        "rebuild", tmp_path / "mirror", *new.named, "--keys", tmp_path / "keys",
        "--against", tmp_path / "later", code=1,
    )  # fmt: skip

    assert "sign a second history" in refused.stderr
    assert not new.is_taken()


@pytest.fixture
def cosigned_more(lost, run, tmp_path, report, served):
    """The mirror has cosigned in a round what it has not mirrored yet."""
    shutil.copytree(tmp_path / "mirror", tmp_path / "older")
    run("add", lost, report("Nothing happened on 13 November 2020.", name="more.txt"))
    with at_home(tmp_path / "mirror") as home:
        address = served(create_witness(watching(home, clock=lambda: AT)))
        policy = f"witness North {home.key.cosigner} {address}\nquorum North\n"
        (lost / "policy.txt").write_text(policy)
        run("cosign", lost)
    return tmp_path / "mirror"


@pytest.mark.parametrize("named", ["mirror", "mirror/record"])
def test_from_a_mirror_that_has_cosigned_more_than_it_holds_nothing_is_made(
    cosigned_more, run, tmp_path, new, named
):
    refused = run("rebuild", tmp_path / named, *new.named, "--keys", tmp_path / "keys", code=1)

    assert "mirror (cosigned): 10 entries were signed" in refused.stderr
    assert cosigned_more.exists()
    assert not new.is_taken()


def test_a_mirror_that_has_cosigned_more_than_it_holds_is_heard_as_another(
    cosigned_more, run, tmp_path, new
):
    asked = [tmp_path / "older", *new.named, "--keys", tmp_path / "keys"]
    refused = run("rebuild", *asked, "--against", cosigned_more, code=1)

    assert "sign a second history" in refused.stderr
    assert not new.is_taken()


def test_the_fence_knows_what_a_mirror_has_cosigned_and_not_mirrored(cosigned_more, run, tmp_path):
    run("rebuild", tmp_path / "older", tmp_path / "short", "--keys", tmp_path / "keys")

    told = run("fence", tmp_path / "short", "--against", cosigned_more, code=1).output

    assert "behind by 2" in told
    assert "mirror (cosigned)" in told


def test_from_the_mirror_that_holds_most_it_is_made_against_all_others(lost, run, tmp_path, new):
    run("export", lost, tmp_path / "same")

    said = run(
        "rebuild", tmp_path / "mirror", *new.named, "--keys", tmp_path / "keys",
        "--against", tmp_path / "same",
    )  # fmt: skip

    assert "Nobody else was asked" not in said.output


@pytest.mark.parametrize("what", ["bundle", "checkpoint", "cut"])
def test_a_copy_that_was_changed_makes_nothing(lost, run, tmp_path, what, new):
    record = tmp_path / "mirror" / "record"
    (bundle,) = (record / "tile" / "entries").rglob("*.p/*")
    if what == "bundle":
        data = bytearray(bundle.read_bytes())
        data[len(data) // 2] ^= 1
        bundle.write_bytes(bytes(data))
    elif what == "cut":
        bundle.write_bytes(bundle.read_bytes()[:-10])
    else:
        text = (record / "checkpoint").read_text().splitlines(keepends=True)
        text[1] = f"{int(text[1]) - 1}\n"
        (record / "checkpoint").write_text("".join(text))

    run("rebuild", tmp_path / "mirror", *new.named, "--keys", tmp_path / "keys", code=1)

    assert not new.is_taken()
    assert lost.exists()


def test_what_lies_there_is_not_touched(lost, run, tmp_path):
    before = root(lost)

    run("rebuild", tmp_path / "mirror", lost, "--keys", tmp_path / "keys", code=1)

    assert root(lost) == before


def test_a_person_signs_deposits_where_the_machines_key_is_lost(lost, run, tmp_path, report, new):
    for path in (tmp_path / "keys").glob("*machine*"):
        path.unlink()

    run("rebuild", tmp_path / "mirror", *new.named, "--keys", tmp_path / "keys")
    run("add", new.folder, report("Nothing happened on 13 November 2020.", name="more.txt"))

    assert load(new.folder).machine == load(lost).person
    assert "as promised" in run("verify", new.folder).output


@pytest.fixture
def database(postgres, tmp_path):
    return Place(tmp_path / "new", postgres.make(), postgres)


def test_where_a_record_is_in_the_database_nothing_is_touched(lost, run, tmp_path, database):
    run("copy", lost, database.database, "--folder", tmp_path / "copy")

    said = run("rebuild", tmp_path / "mirror", *database.named, "--keys", tmp_path / "keys", code=1)

    assert "There is something here" in said.stderr
    assert not database.folder.exists()
    assert root(tmp_path / "copy") == root(lost)


def test_what_a_killed_rebuild_left_in_a_database_is_made_anew(
    postgres, lost, run, tmp_path, database
):
    """It dies when all is there and has been checked, and nothing of it is finished."""
    asked = (tmp_path / "mirror", database.folder, tmp_path / "keys", database.database)
    dead = subprocess.run([sys.executable, "-c", KILLED, *asked], check=False)
    others = "SELECT 1 FROM pg_stat_activity WHERE application_name = 'truceline'"
    until(lambda: not postgres.do(others).fetchone(), "the server sees that nobody is there")
    left = database.schemas()

    with pytest.raises(RefusedError) as refused:
        database_at(database.database).record()
    run("rebuild", tmp_path / "mirror", *database.named, "--keys", tmp_path / "keys")

    assert dead.returncode == -signal.SIGKILL
    assert {"record", "vault"} <= set(left)
    assert refused.value.problems[0].code == "not-ours"
    assert root(database.folder) == root(lost)


def test_a_database_that_is_away_is_said_before_anything_is_read(lost, run, tmp_path):
    pytest.importorskip("psycopg")
    asked = ["postgresql://127.0.0.1:1/centre", "--folder", tmp_path / "new"]

    said = run("rebuild", tmp_path / "mirror", *asked, "--keys", tmp_path / "keys", code=1)

    assert "cannot be reached" in said.stderr
    assert not (tmp_path / "new").exists()
    assert lost.exists()
