"""A receipt held against what a centre or a mirror says later: one history, or two."""

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from truceline.operations.outbox import Outbox
from truceline.settings import load

ACCORD = Path(__file__).parents[1] / "situations" / "agreements" / "road-accord.yaml"
NAME = "jcc/post-7"
DAYS = ("--from", "2026-02-01", "--to", "2026-02-03")


@pytest.fixture
def post(tmp_path, run):
    """A centre of seven entries, and a receipt of entry 5 under the checkpoint of those."""
    centre, box, keys = tmp_path / "centre", tmp_path / "box", tmp_path / "keys"
    run("init", centre, "--agreement", ACCORD)
    run("key", "new", NAME, keys, "--open")
    asked = tmp_path / "request.txt"
    run("key", "request", NAME, keys, "--record", load(centre).origin, "--out", asked)
    run("key", "add", centre, asked, "--role", "person")
    watched(run, centre, 2)
    shutil.copytree(centre, tmp_path / "before")
    run("outbox", "init", box, "--key", NAME, "--keys", keys, "--record", centre)
    run("outbox", "patrol", box, *DAYS)
    run("outbox", "patrol", box, *DAYS)
    run("outbox", "send", box, centre)
    path = min((box / "receipts").glob("*.tlog-proof"))
    key = str(Outbox(box).logs[0])
    return SimpleNamespace(centre=centre, before=tmp_path / "before", path=path, key=key)


def watched(run, centre, times):
    for _ in range(times):
        run("patrol", centre, *DAYS)


def against(run, p, where, *more, code=0):
    found = run("receipt", p.path, "--log-key", p.key, "--against", where, *more, code=code)
    return found.stderr if code else found.stdout


def exported(run, centre, out):
    run("export", centre, out)
    return out


def test_an_old_receipt_is_a_part_of_what_the_centre_has_now(post, run, tmp_path):
    watched(run, post.centre, 3)

    for where in (post.centre, exported(run, post.centre, tmp_path / "export")):
        said = against(run, post, where)
        assert "the 7 entries of the receipt's checkpoint are the first of its 10" in said


def test_the_checkpoint_it_was_made_under_is_the_same(post, run, tmp_path):
    out = exported(run, post.centre, tmp_path / "export")

    assert "the same checkpoint" in against(run, post, out)
    assert "the same checkpoint" in against(run, post, out / "checkpoint")


def test_a_bare_checkpoint_of_another_size_tells_what_it_would_take(post, run, tmp_path):
    watched(run, post.centre, 3)
    out = exported(run, post.centre, tmp_path / "export")
    older = exported(run, post.before, tmp_path / "older")

    assert "Whether the 7 are the first of the 10 takes" in against(run, post, out / "checkpoint")
    assert "Whether the 5 are the first of the 7 takes" in against(run, post, older / "checkpoint")


def test_a_shorter_copy_says_that_entries_may_be_missing(post, run):
    """A centre that was rebuilt from a mirror which had not come so far."""
    said = against(run, post, post.before)

    assert "it ends at 5, before this entry, and the log has signed 7" in said


@pytest.mark.parametrize(
    ("lost", "says"),
    [("centre", "the same checkpoint"), ("before", "it ends at 5, before this entry")],
)
def test_a_rebuilt_centre_is_told_as_far_as_its_mirror_had_come(post, run, tmp_path, lost, says):
    mirror, rebuilt = tmp_path / "mirror", tmp_path / "rebuilt"
    run("mirror", exported(run, getattr(post, lost), tmp_path / "export"), mirror)
    run("rebuild", mirror, rebuilt, "--keys", post.centre / "keys")

    assert says in against(run, post, rebuilt)


@pytest.fixture
def forked(post, run, tmp_path):
    """A centre that goes on from before as if nothing had been handed in."""

    def at(size):
        other = shutil.copytree(post.before, tmp_path / f"other-{size}")
        watched(run, other, size - 5)
        return other

    return at


@pytest.mark.parametrize("size", [7, 9, 10])
def test_another_history_is_refused_with_a_proof_for_anybody(post, run, forked, tmp_path, size):
    other, proof = forked(size), tmp_path / "proof.txt"

    bare = against(run, post, other, code=1)
    kept = against(run, post, other, "--proof", proof, code=1)

    assert "two histories" in bare
    assert "--proof FILE" in bare
    assert str(proof) in kept
    assert "two histories" in run("proof", proof, "--log-key", post.key).stdout


def test_a_bare_checkpoint_of_another_history_of_the_same_size_is_proof(
    post, run, forked, tmp_path
):
    out, proof = exported(run, forked(7), tmp_path / "out"), tmp_path / "proof.txt"

    against(run, post, out / "checkpoint", "--proof", proof, code=1)

    assert "two histories" in run("proof", proof, "--log-key", post.key).stdout


def test_a_shorter_copy_of_another_history_is_refused(post, run, forked):
    said = against(run, post, forked(6), code=1)

    assert "two histories" in said
    assert "Keep the receipt and a copy" in said


def test_a_shorter_copy_that_differs_before_the_entry_is_refused(post, run, tmp_path):
    """What a receipt says of the entries before is in its path."""
    last = max(post.path.parent.glob("*.tlog-proof"))
    other = SimpleNamespace(**{**vars(post), "path": last})
    early = shutil.copytree(post.before, tmp_path / "early")
    watched(run, early, 1)

    assert "two histories" in against(run, other, early, code=1)


def test_a_proof_is_not_written_over_what_is_there(post, run, forked, tmp_path):
    taken = tmp_path / "taken"
    taken.write_text("mine")

    against(run, post, forked(7), "--proof", taken, code=1)

    assert taken.read_text() == "mine"


def test_tiles_that_do_not_lead_to_their_checkpoint_prove_nothing(post, run, tmp_path):
    watched(run, post.centre, 3)
    out = exported(run, post.centre, tmp_path / "export")
    [tile] = (out / "tile" / "0" / "000.p").iterdir()
    tile.write_bytes(bytes(len(tile.read_bytes())))

    said = against(run, post, out, code=1)

    assert "do not lead to its checkpoint" in said
    assert "two histories" not in said
