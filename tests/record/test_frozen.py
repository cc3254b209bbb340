"""Records made by earlier versions stay readable, and keep their roots."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from truceline.record.export import ExportedTree
from truceline.record.follow import Follower
from truceline.record.sqlite import SqliteRecord
from truceline.record.verify import verify
from truceline.terms.codec import b64, decode_leaf

VECTORS = Path(__file__).parent / "vectors"
PROGRAM = Path(__file__).resolve().parents[2] / "verifier" / "truceline_verify.py"
ROOTS = {
    "opened_1": "jn28g0O+SkGWtUVuPe65E/tyix5PSvOitYRhH6DHgII=",
    "opened_2": "Phlrpg8WpTJfQSccAfNSE5qZMhVCzAWRw0LVXmUNODg=",
}
KINDS = {
    "opened_1": "Opened Signed Deposited Read Ruled Retracted",
    "opened_2": "Opened KeyAdded Retracted Retracted KeyRevoked Retracted KeyAdded Chartered",
}


@pytest.fixture(params=ROOTS)
def frozen(request, tmp_path):
    """The name and a copy of a record, as it was made."""
    folder = shutil.copytree(VECTORS / request.param, tmp_path / request.param)
    return request.param, folder


def test_a_frozen_record_verifies_with_its_root(frozen):
    name, folder = frozen

    found = verify(folder / "record.db")

    assert b64(found.root) == ROOTS[name]


def test_a_frozen_record_says_what_it_said(frozen):
    name, folder = frozen
    with SqliteRecord.open(folder / "record.db") as record:
        facts = [decode_leaf(leaf).fact for leaf in record.leaves()]

    assert " ".join(type(fact).__name__ for fact in facts) == KINDS[name]


def test_a_frozen_record_is_followed_by_mirrors(frozen):
    name, folder = frozen
    with SqliteRecord.open(folder / "record.db") as record:
        leaves = list(record.leaves())
    follower = Follower.beginning(leaves[0])

    follower.take(leaves, tile=lambda n: pytest.fail(f"tile {n} of so few entries"))

    assert b64(follower.edge.root) == ROOTS[name]


def test_a_frozen_export_passes_the_program_of_strangers(frozen):
    name, folder = frozen

    done = subprocess.run(
        [sys.executable, "-I", PROGRAM, folder / "export"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert f"Root {ROOTS[name]}." in done.stdout


def test_a_frozen_export_is_read(frozen):
    name, folder = frozen
    with SqliteRecord.open(folder / "record.db") as record:
        logs = Follower.beginning(next(record.leaves())).authors.logs

    tree = ExportedTree(folder / "export", logs=logs)
    tree.verify()

    assert b64(tree.checkpoint.root) == ROOTS[name]
