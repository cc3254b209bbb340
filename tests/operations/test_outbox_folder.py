"""An outbox is carried about: what lies in its folder costs little, and is told."""

import json
import os
import resource
import stat
import subprocess
import sys

import pytest
from tests.invented_charter import Charter

from truceline.operations.outbox import Outbox
from truceline.record import keys
from truceline.terms.problem import RefusedError

DAYS = ("--from", "2026-02-01", "--to", "2026-02-03")
FEW_BYTES = 1_500_000_000  # of memory, address space and all; what is laid down has twice as many


@pytest.fixture
def box(tmp_path, run):
    """An outbox by charter, with one document, one book's worth of names, one note."""
    charter = Charter()
    (tmp_path / "charter.txt").write_bytes(charter.founded())
    made = keys.make(tmp_path / "keys", charter.post.name)
    folder = tmp_path / "box"
    run("outbox", "init", folder, "--key", made.name, "--keys", tmp_path / "keys",
        "--charter", tmp_path / "charter.txt")  # fmt: skip
    (tmp_path / "report.txt").write_text("Nothing happened on 2 March.")
    run("outbox", "add", folder, tmp_path / "report.txt")
    run("outbox", "patrol", folder, *DAYS)
    return folder


def document(box):
    (path,) = (one for one in (box / "documents").iterdir() if not one.suffix)
    return path


def within_few_bytes(*args):
    """The command in a program of its own, with little memory and a minute."""

    def little():
        resource.setrlimit(resource.RLIMIT_AS, (FEW_BYTES, FEW_BYTES))

    return subprocess.run(
        [sys.executable, "-m", "truceline.cli", *map(str, args)],
        capture_output=True, text=True, timeout=60, check=False, preexec_fn=little,
    )  # fmt: skip


def sparse(path):
    with path.open("r+b" if path.exists() else "wb") as file:
        file.truncate(2 * FEW_BYTES)


def test_a_document_that_no_longer_hashes_is_told(box):
    document(box).write_bytes(b"something else")

    with pytest.raises(RefusedError) as refused:
        Outbox(box).documents.to_hand_over(document(box).name)

    assert refused.value.problems[0].code == "spoilt"


def test_a_document_of_any_length_costs_little_and_is_told(box):
    sparse(document(box))

    with pytest.raises(RefusedError) as refused:
        Outbox(box).documents.to_hand_over(document(box).name)

    assert "bytes" in refused.value.problems[0].message


def test_names_in_documents_are_for_the_owner_of_the_device_alone(box):
    found = {stat.S_IMODE(one.stat().st_mode) for one in (box / "documents").iterdir()}

    assert found == {0o600}
    assert stat.S_IMODE((box / "documents").stat().st_mode) == 0o700


def test_what_others_could_read_is_replaced_and_not_written_into(box):
    digest = document(box).name
    beside = box / "documents" / f".{digest}.new"
    beside.write_bytes(b"left by a crash")
    beside.chmod(0o666)

    Outbox(box).documents.keep(document(box).read_bytes(), name="again.txt")

    assert stat.S_IMODE(document(box).stat().st_mode) == 0o600
    assert not beside.exists()


def test_a_document_that_was_never_here_is_no_problem(box):
    document(box).unlink()

    assert Outbox(box).documents.to_hand_over("00" * 32) is None


@pytest.mark.parametrize("name", ["outbox.json", "checkpoint", "names.json", "notes/00000001.note"])
@pytest.mark.parametrize("spoil", [sparse, "fifo"])
def test_what_has_no_end_is_refused_with_a_sentence(box, name, spoil):
    (box / name).unlink(missing_ok=True)
    if spoil == "fifo":
        os.mkfifo(box / name)
    else:
        sparse(box / name)
    (box / "list.csv").write_text("a,b\n")
    post = ("post", box, "detainees", box / "list.csv", "--keeper", "A")
    said = post if name == "names.json" else ("patrol", box, *DAYS)

    found = within_few_bytes("outbox", *said)

    assert found.returncode == 1
    assert "Traceback" not in found.stderr
    assert "damaged" in found.stderr or name in found.stderr


@pytest.mark.parametrize(
    "content", [b"[" * 200_000, b"\xff\xfe", b"{}", b"[]", b'{"format":1e999}', b""]
)
@pytest.mark.parametrize("name", ["outbox.json", "opening.txt", "checkpoint"])
def test_a_damaged_outbox_says_so(box, run, name, content):
    (box / name).write_bytes(content)

    refused = run("outbox", "patrol", box, *DAYS, code=1)

    assert "damaged" in refused.stderr or "checkpoint" in refused.stderr
    assert "Keep the folder as it is" in refused.stderr


@pytest.mark.parametrize("content", [b"\xff\xfe", b"x" * 2_000_000])
def test_a_spoilt_receipt_or_refusal_counts_for_nothing(box, run, content):
    (box / "receipts" / "00000000.tlog-proof").write_bytes(content)
    (box / "receipts" / "00000000.contested").write_bytes(content)
    (box / "refused" / "00000001.txt").write_bytes(content)

    run("outbox", "patrol", box, *DAYS)
    found = json.loads(run("outbox", "status", box, "--json").output)

    assert [one["stage"] for one in found] == ["waiting", "refused", "waiting"]
    assert "does not hold" in found[0]["told"]
    assert all(len(one["told"]) < 20_000 for one in found)
