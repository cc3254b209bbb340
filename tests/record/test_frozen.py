"""Records made by earlier versions stay readable, and keep their roots."""

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from truceline.operations.prefix import WHOLE
from truceline.operations.state import of_files
from truceline.record.export import ExportedTree
from truceline.record.follow import Follower
from truceline.record.published import OfFolder, of_path
from truceline.record.sqlite import SqliteRecord
from truceline.record.verify import verify
from truceline.terms.codec import KINDS as EVERY_KIND
from truceline.terms.codec import b64, decode_leaf

VECTORS = Path(__file__).parent / "vectors"
PROGRAM = Path(__file__).resolve().parents[2] / "verifier" / "truceline_verify.py"
ROOTS = {
    "opened_1": "jn28g0O+SkGWtUVuPe65E/tyix5PSvOitYRhH6DHgII=",
    "opened_2": "Phlrpg8WpTJfQSccAfNSE5qZMhVCzAWRw0LVXmUNODg=",
    "author_1": "+B+tIkU9kuxZlFwv+74xuifIwuHJzwqjKhUb6yreWaw=",
    "every_kind_1": "3wV+gpNUQ2gVuBxzUoHAIYYGmHyR5G6FsVu7UDnEXbo=",
}
KINDS = {
    "opened_1": "Opened Signed Deposited Read Ruled Retracted",
    "opened_2": "Opened KeyAdded Retracted Retracted KeyRevoked Retracted KeyAdded Chartered",
    "author_1": "Opened Deposited KeyAdded Erased Deposited",
    "every_kind_1": "Opened Signed Deposited Read Ruled Patrolled Hindered Posted Sealed KeyAdded "
    "Deposited KeyRevoked Deposited Issued Chartered OpenedTo Erased Retracted",
}
# What is held, and the keys. Whatever changes one of these changes what users were shown of records
# they have: it is told in the changelog, under "Can alter".
STATES = {
    "opened_1": (
        "1f6b6c9818322e51ad7f2cb9ddb11244c7ec2beb8a5f9db2a7f26b9c1849e4a5",
        "f41f044000a61a740fabe7da1bd5381817cad5fee58b2728cf0dc9cb0e720412",
    ),
    "opened_2": (
        "ffd2d686376a8cb6d5c93c0fcdc7d53db47fbfa8a7b2996cbcd6d938c80d2bf4",
        "88b7707588eb75a85ea28c90f1b2996a969bebe4e10d23ebe373cea3b7275344",
    ),
    "author_1": (
        "661d9d1eea6ca26ae7499a6978b33b0492f0f878d231a9368815307e919feeb1",
        "d1e2f094ecfc6e74792b882d77e788683b7d9d73327b6375b2ead4a47507aeb1",
    ),
    "every_kind_1": (
        "a7c4dfad932ac81380ba2c72bfcce618fc61ff6098b1775c9c64a8dbb438edf5",
        "1f4e4fcd8e27015e426c67ccf12759a7455daecb90b164e617d523cff6564fe6",
    ),
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


def test_a_frozen_record_comes_to_the_state_it_came_to(frozen):
    name, folder = frozen

    state = of_files(OfFolder(folder / "export"), WHOLE, as_of=(date(2026, 3, 31),))

    assert tuple(one.sha256 for one in state.folds[:2]) == STATES[name]


def test_a_frozen_record_comes_to_the_same_from_its_database_and_its_export(frozen):
    _, folder = frozen
    days = (date(2026, 3, 2), date(2026, 3, 31))

    exported = of_files(OfFolder(folder / "export"), WHOLE, as_of=days)
    with of_path(folder) as source:
        assert of_files(source, WHOLE, as_of=days) == exported


def test_every_kind_of_entry_is_frozen_in_some_record():
    frozen = {kind for kinds in KINDS.values() for kind in kinds.split()}

    assert {fact.__name__ for fact in EVERY_KIND.values()} == frozen
