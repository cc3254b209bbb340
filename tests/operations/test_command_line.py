"""What the command line promises whatever the command: exit codes, one sentence, no traceback."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow  # whole programs: `make test` runs them, `make check` does not

CLASH = "Armenian troops attacked Agdam on {day} November 2020, Azerbaijan said.\n"
FULL = Path("/dev/full")


# A shell that runs tests in the background lets what it starts ignore Ctrl-C; a terminal does not.
AS_IN_A_TERMINAL = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from truceline.cli import main
main()
"""


@pytest.fixture
def start():
    """The command line in a process of its own."""

    def started(*args, **options):
        command = [sys.executable, "-c", AS_IN_A_TERMINAL, *map(str, args)]
        return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, **options)

    return started


def entries(centre):
    with closing(sqlite3.connect(centre / "record.db")) as db:
        return db.execute("SELECT count(*) FROM entry").fetchone()[0]


def test_ctrl_c_ends_with_130_and_the_rest_is_read_next_time(start, run, centre, tmp_path):
    many = 80  # a busy machine must not be done with them before it is stopped
    for number in range(many):
        text = CLASH.format(day=number % 28 + 1) + f"This is report {number}.\n"
        (tmp_path / f"{number}.txt").write_text(text)
    reports = sorted(tmp_path.glob("*.txt"))

    with start("add", centre, *reports) as program:
        while entries(centre) < many + 5 and program.poll() is None:
            pass
        program.send_signal(signal.SIGINT)
        _, said = program.communicate(timeout=30)

    assert (program.returncode, said.count("\n")) == (130, 1)
    assert "Stopped." in said
    run("verify", centre)
    assert f"0 documents added, {many} known" in run("add", centre, *reports).stdout
    assert entries(centre) == 2 + many + many


@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full to write to")
@pytest.mark.parametrize("as_json", [(), ("--json",)], ids=["text", "json"])
def test_output_that_cannot_be_written_is_one_sentence(start, centre, as_json):
    with FULL.open("w") as full, start("board", centre, *as_json, stdout=full) as program:
        _, said = program.communicate(timeout=30)

    assert (program.returncode, said.count("\n")) == (1, 1)
    assert "the output: " in said


def test_a_terminal_without_our_letters_is_no_error(start, run, centre, report):
    run("add", centre, report(CLASH.format(day=3)))
    plain = os.environ | {"PYTHONIOENCODING": "ascii"}

    with start("claims", centre, stdout=subprocess.PIPE, env=plain) as program:
        text, said = program.communicate(timeout=30)
    with start("claims", centre, "--json", stdout=subprocess.PIPE, env=plain) as program:
        rows, _ = program.communicate(timeout=30)

    assert (program.returncode, said) == (0, "")
    assert "hostilities" in text
    assert json.loads(rows)[0]["quote"].startswith("Armenian troops")


def test_a_file_name_cannot_write_to_the_terminal(run, centre, report):
    done = run("add", centre, report("", "a\x1b[31m\nb.txt"), code=3)

    assert "a\\x1b[31m\\nb.txt: " in done.stderr


def test_a_copy_without_keys_can_be_asked_and_not_added_to(run, centre, report):
    run("add", centre, report(CLASH.format(day=3)))
    for key in (centre / "keys").iterdir():
        key.unlink()

    assert json.loads(run("claims", centre, "--json").stdout)
    assert "included yes" in run("trace", centre, "3.1").stdout
    refused = run("add", centre, report(CLASH.format(day=4), "other.txt"), code=1)
    assert "Without keys" in refused.stderr


def test_a_key_that_is_not_there_is_refused_with_those_that_are(run, centre):
    refused = run("rule", centre, "1.1", "--verified", "--because", "x", "--by", "post-9", code=1)

    assert "post-9" in refused.stderr
    assert "/desk" in refused.stderr


@pytest.mark.parametrize("day", ["20201112", "2020-W46-4", "2020-13-01", "12 November 2020", ""])
def test_a_day_has_one_spelling(run, centre, day):
    assert "2020-11-12" in run("board", centre, "--at", day, code=2).stderr


def test_what_was_known_can_be_asked_at_an_instant_in_utc(run, centre):
    then = run("board", centre, "--known-at", "2001-01-01T00:00:00Z", "--json")

    assert json.loads(then.stdout) == []
    run("board", centre, "--known-at", "2001-01-01T00:00:00+02:00", code=2)


def test_the_root_of_the_disk_is_no_place_for_a_centre(run):
    statement = Path(__file__).parents[2] / "examples" / "karabakh" / "statement-2020-11-09.yaml"

    assert "something here already" in run("init", "/", "--agreement", statement, code=1).stderr


def test_an_agreement_signed_in_twice_is_on_record_once(run, centre):
    statement = Path(__file__).parents[2] / "examples" / "karabakh" / "statement-2020-11-09.yaml"
    size = entries(centre)

    said = run("sign", centre, statement, code=3).stdout

    assert "on record already" in said
    assert entries(centre) == size
