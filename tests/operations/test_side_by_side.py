"""Documents read side by side: the order is that of the documents, whoever was quicker."""

import json
import os
import pty
import shutil
import signal
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from truceline.intake.folder import arrivals
from truceline.operations.centre import opened
from truceline.operations.deposit import deposit
from truceline.operations.peruse import peruse
from truceline.operations.read import read_new

pytestmark = pytest.mark.slow  # whole programs: `make test` runs them, `make check` does not

CLASH = "Armenian troops attacked Agdam on {n} November 2020, General John Doe{n} said.\n"
NOW = datetime(2090, 12, 1, 9, tzinfo=UTC)  # after the centre was made; record time never runs back
AS_IN_A_TERMINAL = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
    "from truceline.cli import main; main()"
)


@pytest.fixture
def folder(tmp_path):
    """Nine documents: good ones of unequal length, one that is none, and one that is a copy."""
    folder = tmp_path / "reports"
    folder.mkdir()
    for n in range(1, 8):
        text = "\n".join(CLASH.format(n=each) for each in range(n, n + 3 * (8 - n)))
        (folder / f"{n}.txt").write_text(text)
    (folder / "5a.txt").write_bytes(b"%PDF-1.7 and then nothing")
    (folder / "8.txt").write_text((folder / "1.txt").read_text() + "It was raining.\n")
    return folder


def of_each(folder, jobs):
    return list(peruse([folder], [], published=None, jobs=jobs))


def test_documents_come_in_the_order_of_their_folder(folder):
    names = [name.rpartition("/")[2] for name, _, _ in of_each(folder, 3)]

    assert names == [f"{n}.txt" for n in ("1", "2", "3", "4", "5", "5a", "6", "7", "8")]


def test_one_bad_document_costs_only_itself(folder):
    perused = of_each(folder, 2)

    assert [bool(rows) for _, rows, _ in perused] == [True] * 5 + [False] + [True] * 3
    assert [len(problems) for _, _, problems in perused] == [0] * 5 + [1] + [0] * 3


def test_what_is_found_is_the_same_however_many_read(folder):
    assert of_each(folder, 1) == of_each(folder, 4)


def test_what_is_not_even_there_keeps_its_place(folder):
    missing = folder / "none.txt"
    perused = peruse([folder / "1.txt", missing, folder / "2.txt"], [], published=None, jobs=2)

    assert [(name, len(problems)) for name, _, problems in perused] == [
        (str(folder / "1.txt"), 0), (str(missing), 1), (str(folder / "2.txt"), 0),
    ]  # fmt: skip


def test_the_record_is_the_same_to_the_byte_however_many_read(centre, folder, tmp_path):
    one, four = centre, shutil.copytree(centre, tmp_path / "other")

    assert leaves(one, folder, jobs=1) == leaves(four, folder, jobs=4)


def leaves(where, folder, *, jobs):
    codes = iter(range(100_000, 200_000))
    with opened(where) as here:
        done = deposit(here, arrivals([folder]), published=None, source="", clock=lambda: NOW)
        problems = done.problems + read_new(
            here,
            clock=lambda: NOW,
            chance=lambda _: f"{next(codes):012x}",
            progress=lambda *_: None,
            jobs=jobs,
        )
        assert len(problems) == 1
        return list(here.record.leaves())


def test_json_is_one_claim_a_line_in_order(run, folder):
    lines = run("read", folder, "--json", "--jobs", 3, code=3).stdout.splitlines()

    docs = [json.loads(line)["doc"] for line in lines]
    assert docs == sorted(docs)
    assert len(set(docs)) == 8


def test_nobody_reads_with_no_children(run, folder):
    assert "--jobs" in run("read", folder, "--jobs", 0, code=2).stderr


def many(folder):
    for n in range(400):
        (folder / f"many-{n}.txt").write_text(CLASH.format(n=n % 28 + 1) * 40)


@pytest.mark.parametrize("jobs", [1, 4])
def test_ctrl_c_ends_children_too_and_says_one_sentence(folder, jobs):
    """A terminal sends the signal to the program and to every child."""
    many(folder)
    command = [sys.executable, "-c", AS_IN_A_TERMINAL, "read", "--json", "--jobs", str(jobs)]

    with subprocess.Popen(
        [*command, str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as program:
        program.stdout.readline()
        os.killpg(program.pid, signal.SIGINT)
        _, said = program.communicate(timeout=30)

    # What was found wrong with a document before the signal may stand above it.
    sentences = [line for line in said.splitlines() if not line.startswith(f"{folder}/")]
    assert (program.returncode, len(sentences)) == (130, 1), said
    assert said.endswith("for the rest.\n")
    with pytest.raises(ProcessLookupError):
        os.killpg(program.pid, 0)


def on_terminal(*args, into=None):
    """What a program writes to a terminal; its standard output is that, or goes into a file."""
    ours, theirs = pty.openpty()
    program = subprocess.Popen(
        [sys.executable, "-c", AS_IN_A_TERMINAL, *map(str, args)],
        stdin=subprocess.DEVNULL,
        stdout=into or theirs,
        stderr=theirs,
        env=os.environ | {"TERM": "xterm", "COLUMNS": "100"},
    )
    os.close(theirs)
    seen = b""
    while True:
        try:
            more = os.read(ours, 65_536)
        except OSError:  # Linux says so when the other end is closed
            break
        seen += more
    os.close(ours)
    program.wait(timeout=30)
    return seen.decode()


def test_the_bar_is_on_the_terminal_and_the_claims_where_they_were_sent(folder, tmp_path):
    claims = tmp_path / "claims.jsonl"
    with claims.open("wb") as into:
        seen = on_terminal("read", "--json", folder, into=into)

    assert "reading" in seen
    assert "/9" in seen
    assert "Armenian" not in seen
    assert len({json.loads(line)["doc"] for line in claims.read_text().splitlines()}) == 8


def test_the_bar_makes_room_for_what_is_printed_on_the_same_terminal(folder):
    seen = on_terminal("read", "--json", folder)

    lines = [line for line in seen.split("\r\n") if '"quote"' in line]
    assert len(lines) > 8
    for line in lines:
        json.loads(line[line.index('{"doc"') :])


def test_without_a_terminal_there_is_no_bar(run, folder):
    assert "reading" not in run("read", folder / "1.txt").stderr
