"""State hashes: two sites that hold the same entries come to the same, however they got there."""

import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from truceline.cli import main
from truceline.compliance.coverage import Sheet
from truceline.compliance.finding import Finding
from truceline.ledgers.ledger import Page
from truceline.operations.centre import opened
from truceline.operations.prefix import Prefix
from truceline.operations.state import of_centre, of_files
from truceline.record.keyring import Keyring
from truceline.record.published import of_path
from truceline.terms.codec import decode_leaf
from truceline.weighing.contradiction import Contradiction
from truceline.weighing.held import Held
from truceline.weighing.incident import Incident

pytestmark = pytest.mark.slow  # whole programs: `make test` runs them, `make check` does not

EXAMPLE = Path(__file__).parents[2] / "examples" / "karabakh"
STATEMENTS = sorted(EXAMPLE.glob("statement*.yaml"))
REPORTS = sorted((EXAMPLE / "reports").glob("*.*"))
DAYS = ("--as-of", "2020-12-31", "--as-of", "2021-12-01")


@pytest.fixture(scope="module")
def _made(tmp_path_factory):
    """A centre that was asked between its entries; people ruled and took back."""
    folder = tmp_path_factory.mktemp("state") / "centre"
    program("init", folder, "--agreement", *STATEMENTS, code=3)
    program("add", folder, *REPORTS[:5])
    program("state", folder)
    program("add", folder, *REPORTS[5:])
    names = [one["name"] for one in json.loads(program("claims", folder, "--json"))]
    program("rule", folder, names[0], "--verified", "--by", "desk", "--because", "Two posts saw.")
    program("retract", folder, names[1], "--by", "desk", "--because", "The agency did.")
    return folder


@pytest.fixture
def centre(_made, tmp_path):
    return shutil.copytree(_made, tmp_path / "centre")


def program(*args, code=0, **env):
    """The command line; in a process of its own where it shall have its own surroundings."""
    if not env:
        done = CliRunner().invoke(main, [str(arg) for arg in args], catch_exceptions=False)
        assert done.exit_code == code, done.output
        return done.output if code else done.stdout
    done = subprocess.run(
        [sys.executable, "-m", "truceline.cli", *map(str, args)],
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
        env=os.environ | env,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


def hashes(place, *more, **env):
    return json.loads(program("state", place, *DAYS, *more, "--json", **env))


def test_the_hashes_are_the_same_in_other_surroundings(centre):
    here = hashes(centre, PYTHONHASHSEED="0", TZ="UTC", LC_ALL="C")
    there = hashes(centre, PYTHONHASHSEED="4711", TZ="Asia/Kathmandu", LC_ALL="C.UTF-8")

    assert here == there
    assert len({one["sha256"] for one in here["folds"]}) > 8  # not the hash of nothing


def test_the_hashes_are_the_same_continued_or_made_anew(centre):
    continued = hashes(centre)
    (centre / "views.db").unlink()

    assert hashes(centre) == continued


def test_the_hashes_are_the_same_in_a_file_and_in_postgresql(centre, postgres, tmp_path):
    program("copy", centre, postgres.make(), "--folder", tmp_path / "over")

    over = hashes(tmp_path / "over")

    assert over == hashes(centre)
    assert hashes(tmp_path / "over", PYTHONHASHSEED="4711") == over  # out of what was kept there


def test_a_mirror_and_an_export_come_to_the_hashes_of_the_centre(centre, tmp_path):
    program("export", centre, tmp_path / "export")
    program("mirror", tmp_path / "export", tmp_path / "mirror")

    assert hashes(tmp_path / "export") == hashes(centre)
    assert hashes(tmp_path / "mirror") == hashes(centre)


def test_every_prefix_is_the_same_from_files_and_in_the_centre(centre):
    with opened(centre) as here, of_path(centre) as files:
        for size in range(here.record.head().size + 1):
            prefix = Prefix(size=size)
            first = of_centre(here, prefix, as_of=(date(2021, 12, 1),))

            assert of_files(files, prefix, as_of=(date(2021, 12, 1),)) == first


def test_what_was_known_is_the_same_from_files_and_in_the_centre(centre):
    with opened(centre) as here, of_path(centre) as files:
        for leaf in list(here.record.leaves())[3::7]:
            prefix = Prefix(known_at=decode_leaf(leaf).at)

            assert of_files(files, prefix) == of_centre(here, prefix)


def test_the_first_fold_that_differs_is_named(centre, tmp_path):
    told = hashes(centre)
    for one in (told["folds"][5], told["folds"][2]):
        one["sha256"] = "0" * 64

    said = program("state", centre, "--against", written(tmp_path, told), code=1)

    assert said.startswith(f"incidents: {'0' * 64} there, ")
    assert "The entries are the same." in said


def test_equal_states_are_told_so_though_one_has_gone_on(centre, tmp_path):
    theirs = written(tmp_path, hashes(centre))
    program("patrol", centre, "--place", "Lachin", "--from", "2020-12-01", "--to", "2020-12-02")

    said = program("state", centre, "--against", theirs)

    assert "folds of 30 entries are equal." in said


def test_a_copy_that_is_behind_is_told_to_catch_up(centre, tmp_path):
    program("export", centre, tmp_path / "export")
    program("patrol", centre, "--place", "Lachin", "--from", "2020-12-01", "--to", "2020-12-02")
    ahead = written(tmp_path, hashes(centre))

    said = program("state", tmp_path / "export", "--against", ahead, code=1)

    assert "31 entries were folded there; only 30 are held here" in said


def test_another_record_is_no_other_number(centre, tmp_path):
    told = hashes(centre)
    told["root"] = "0" * 43 + "="

    said = program("state", centre, "--against", written(tmp_path, told), code=1)

    assert said.startswith("Another record: ")


def test_other_code_is_named_beside_what_differs(centre, tmp_path):
    told = hashes(centre)
    told["code"] = "0.0.1+0123456789abcdef"

    alike = program("state", centre, "--against", written(tmp_path, told))
    told["folds"].pop()
    differs = program("state", centre, "--against", written(tmp_path, told), code=1)

    assert "are equal. The code differs: 0.0.1+0123456789abcdef there" in alike
    assert "none there" in differs
    assert "The code differs" in differs


@pytest.mark.parametrize("text", ["", "[]", '{"origin": 3}', "\0", " " * (1 << 21)])
def test_what_is_no_list_of_hashes_is_refused(centre, tmp_path, text):
    path = tmp_path / "theirs.json"
    path.write_text(text)

    said = program("state", centre, "--against", path, code=1)

    assert "This is no list of state hashes" in said
    assert said.count("\n") == 1


def test_an_entry_that_was_changed_in_an_export_gives_no_hash(centre, tmp_path):
    program("export", centre, tmp_path / "export")
    (bundle,) = (tmp_path / "export" / "tile" / "entries").rglob("30")
    bundle.write_bytes(bundle.read_bytes().replace(b"Two posts saw.", b"Ten posts saw."))

    said = program("state", tmp_path / "export", code=1)

    assert "its entries do not lead to its checkpoint" in said


def test_a_checkpoint_that_nobody_signed_gives_no_hash(centre, tmp_path):
    program("export", centre, tmp_path / "export")
    note = (tmp_path / "export" / "checkpoint").read_text()
    line = note.splitlines()[-1]
    (tmp_path / "export" / "checkpoint").write_text(note.replace(line[-12:], "AAAAAAAAAAA="))

    assert "checkpoint" in program("state", tmp_path / "export", code=1)


def test_nobody_and_no_path_stands_in_what_is_printed(centre):
    printed = program("state", centre) + program("state", centre, "--json")

    assert str(centre) not in printed
    assert len(printed) < 6000


@pytest.mark.parametrize("kind", [Held, Keyring, Incident, Contradiction, Finding, Sheet, Page])
def test_no_fold_holds_a_number_that_machines_write_in_two_ways(kind):
    found, seen = set(), set()
    pending = [msgspec.inspect.type_info(kind)]
    while pending:
        told = pending.pop()
        if id(told) in seen:
            continue
        seen.add(id(told))
        found.add(type(told).__name__)
        pending += parts(told)

    assert "StrType" in found
    assert not found & {"FloatType", "DecimalType", "AnyType"}


def parts(told):
    """The types that a type is made of."""
    for name in told.__struct_fields__:
        part = getattr(told, name)
        for one in part if isinstance(part, tuple) else (part,):
            if isinstance(one, msgspec.inspect.Field):
                yield one.type
            elif isinstance(one, msgspec.inspect.Type):
                yield one


def written(folder, told):
    path = folder / "theirs.json"
    path.write_text(json.dumps(told))
    return path
