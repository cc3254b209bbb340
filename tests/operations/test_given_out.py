"""Cosignatures are given out as they were checked: by export, by the pages, and to strangers."""

import re
import shutil
import subprocess
import sys
from base64 import b64decode, b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from httpx import Client

from truceline.operations.centre import opened
from truceline.operations.cosigned import MOST_KEPT, keep, seals, tidy
from truceline.record import checkpoint as checkpoints
from truceline.record.cosignature import cosign, cosigned, parse_cosigner
from truceline.record.keys import make_cosigning
from truceline.record.note import parse
from truceline.web.app import create_app
from truceline.web.centre import CentreSource

pytestmark = pytest.mark.slow  # whole programs: `make test` runs them, `make check` does not

AGREEMENT = Path(__file__).parents[1] / "situations" / "agreements" / "road-accord.yaml"
VERIFIER = Path(__file__).parents[2] / "verifier" / "truceline_verify.py"
NOW = datetime(2026, 3, 2, 7, 5, tzinfo=UTC)


@pytest.fixture
def centre(tmp_path, run):
    run("init", tmp_path / "centre", "--agreement", AGREEMENT)
    return tmp_path / "centre"


@pytest.fixture
def keys(tmp_path, centre):
    """Of A and B, whose cosignatures together seal."""
    made = {name: make_cosigning(tmp_path / "keys", f"{name}.example") for name in "AB"}
    lines = [f"witness {name} {key.cosigner}" for name, key in made.items()]
    (centre / "policy.txt").write_text("\n".join([*lines, "group both all A B", "quorum both", ""]))
    return made


@pytest.fixture
def grow(run, centre):
    return lambda: run("patrol", centre, "--from", "2026-01-01", "--to", "2026-01-02")


def sealing(centre, *keys, at=NOW):
    """What a round does with the answer of each of these witnesses."""
    with opened(centre) as here:
        for key in keys:
            note = parse(cosign(here.record.checkpoint(), [key], at=at))
            keep(here, note, of=key.cosigner)
        tidy(here)


def known(centre):
    with opened(centre) as here:
        return seals(here)


def origin_hash(folder):
    return sha256((folder / "checkpoint").read_text().splitlines()[0].encode()).hexdigest()


def latest(folder, name):
    return folder / "cosigned" / name / origin_hash(folder) / "checkpoint"


def names(path):
    return [line.name for line in parse(path.read_text()).signatures[1:]]


def strangers(folder, *options):
    command = [sys.executable, str(VERIFIER), str(folder), *map(str, options)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_an_export_carries_the_lines_of_its_checkpoint_and_strangers_find_it_sealed(
    centre, keys, run, tmp_path
):
    sealing(centre, keys["B"], keys["A"])

    run("export", centre, tmp_path / "out")
    code, said = strangers(tmp_path / "out", "--policy", centre / "policy.txt")

    assert names(tmp_path / "out" / "checkpoint") == ["A.example", "B.example"]
    assert (code, said.splitlines()[-1]) == (
        0,
        "Sealed by quorum at 2; cosigned by 'A', 'B'.",
    )


def test_when_the_newest_is_cosigned_by_nobody_the_latest_cosigned_is_found(
    centre, keys, run, grow, tmp_path
):
    sealing(centre, *keys.values())
    grow()
    sealing(centre, keys["A"])
    grow()

    out = tmp_path / "out"
    run("export", centre, out)
    newest = strangers(out, "--policy", centre / "policy.txt")
    sealed = strangers(out, "--policy", centre / "policy.txt", "--against", latest(out, "both"))

    assert names(out / "checkpoint") == []
    assert names(latest(out, "A")) == ["A.example"]
    assert latest(out, "A").read_text().splitlines()[1] == "3"
    assert names(latest(out, "B")) == ["A.example", "B.example"]
    assert latest(out, "both").read_text() == latest(out, "B").read_text()
    assert newest[0] == 1
    assert sealed[0] == 0
    assert "Sealed by quorum at 2" in sealed[1]
    run("verify", centre, "--against", latest(out, "A"))
    run("verify", centre, "--against", out)
    run("fence", centre, "--against", latest(out, "both"))


def test_the_pages_give_out_the_very_bytes_of_an_export(centre, keys, run, grow, tmp_path, served):
    sealing(centre, *keys.values())
    grow()
    sealing(centre, keys["A"])
    run("export", centre, tmp_path / "out")
    paths = [
        path.relative_to(tmp_path / "out").as_posix()
        for path in (tmp_path / "out").rglob("checkpoint")
    ]

    with opened(centre) as here:
        app = create_app(CentreSource(here), today=NOW.date)
        with Client(base_url=served(app)) as client:
            found = {path: client.get(f"/{path}") for path in paths}
            page = client.get("/record").text
            missing = client.get("/cosigned/C/checkpoint").status_code

    assert len(paths) == 4
    assert {path: one.content for path, one in found.items()} == {
        path: (tmp_path / "out" / path).read_bytes() for path in paths
    }
    assert {one.headers["cache-control"] for one in found.values()} == {"no-cache"}
    assert "A.example" in page
    assert missing == 404


def test_a_forged_line_under_a_witness_own_name_never_gets_in(centre, keys, run, tmp_path):
    """Sunlight stored one once, and refused every later checkpoint of that log for it."""
    sealing(centre, keys["A"])
    (kept,) = (centre / "cosigned").iterdir()
    good = kept.read_text()
    line = good.splitlines()[-1]
    name, encoded = line.split()[1:]
    bad = b64encode(b64decode(encoded)[:12] + bytes(64)).decode()
    head, forged = good.replace(f"{line}\n", ""), f"\u2014 {name} {bad}\n"
    seen = centre / "seen"
    seen.mkdir(exist_ok=True)
    (seen / "A.checkpoint").write_text(f"{head}{forged}")
    (seen / "first.checkpoint").write_text(f"{head}{forged}{line}\n")
    (seen / "stranger.checkpoint").write_text(f"{good}\u2014 C.example {bad}\n")
    (seen / "twice.checkpoint").write_text(f"{good}{forged}{line}\n")

    run("export", centre, tmp_path / "out")
    with opened(centre) as here:
        given = CentreSource(here).checkpoint()

    assert given == (tmp_path / "out" / "checkpoint").read_text() == good
    assert cosigned(given, [keys["A"].cosigner])
    (centre / "cosigned" / kept.name).write_text(f"{head}{forged}")
    for path in seen.iterdir():
        path.write_text(f"{head}{forged}")
    assert known(centre).by == ()
    run("export", centre, tmp_path / "out")
    assert names(tmp_path / "out" / "checkpoint") == []
    assert not latest(tmp_path / "out", "A").exists()


def test_a_checkpoint_that_is_not_of_this_history_counts_for_nobody(centre, keys, grow):
    """Signed by the log and cosigned: still no part of the record that is here."""
    grow()
    with opened(centre) as here:
        said = checkpoints.read(here.record.checkpoint())
        other = replace(said, size=2, root=bytes(32))
        note = cosign(checkpoints.sign(other, here.log), [keys["A"]], at=NOW)
    (centre / "cosigned").mkdir()
    (centre / "cosigned" / "2-a.checkpoint").write_text(note)

    assert known(centre).by == ()


def test_a_line_without_the_log_s_own_counts_for_nobody(centre, keys):
    sealing(centre, keys["A"])
    (kept,) = (centre / "cosigned").iterdir()
    text, _, lines = kept.read_text().rpartition("\n\n")
    kept.write_text(f"{text}\n\n{lines.splitlines()[1]}\n")

    assert known(centre).by == ()


def test_a_page_that_is_held_is_another_once_somebody_has_cosigned(centre, keys, served):
    with opened(centre) as here:
        app = create_app(CentreSource(here), today=NOW.date, clock=lambda: NOW)
        with Client(base_url=served(app)) as client:
            before = client.get("/board")
            tag = {"if-none-match": before.headers["etag"]}
            same = client.get("/board", headers=tag)
            sealing(centre, *keys.values())
            after = client.get("/board", headers=tag)
            rows = client.get("/api/v1/board").headers

    assert "Cosigned by nobody yet; not yet sealed by quorum." in before.text
    assert same.status_code == 304
    assert "Cosigned by A at 2 (0 min ago), by B at 2" in after.text
    assert (rows["truceline-cosigned"], rows["truceline-sealed"]) == ("2", "2")


def test_what_is_given_out_is_spelled_as_base64_is(centre, keys, run, tmp_path):
    sealing(centre, keys["A"])
    (kept,) = (centre / "cosigned").iterdir()
    good = kept.read_text()
    assert good.endswith("=\n")
    loose = re.sub(r".(=*)\n$", lambda end: _looser(good[end.start()]) + end[1] + "\n", good)
    kept.write_text(loose)

    run("export", centre, tmp_path / "out")

    assert loose != good
    assert (tmp_path / "out" / "checkpoint").read_text() == good


def _looser(letter):
    """Another letter whose unused bits alone are others."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    return alphabet[alphabet.index(letter) + 1]


def test_nobody_else_displaces_a_witness_by_taking_its_name_on_a_stick(centre, keys, run, tmp_path):
    sealing(centre, keys["A"])
    other = make_cosigning(tmp_path / "other", "other.example")
    stick = tmp_path / "stick" / "cosigned"
    stick.mkdir(parents=True)
    with opened(centre) as here:
        note = cosign(here.record.checkpoint(), [other], at=NOW)
    (stick / "A.checkpoint").write_text(note)
    (stick / "A.vkey").write_text(f"{other.cosigner}\n")

    run("courier", "import", tmp_path / "stick", centre)

    assert [(name, size) for name, size, _ in known(centre).by] == [("A", 2)]


def test_what_a_witness_cosigned_and_a_courier_brought_counts_for_it(centre, run, tmp_path):
    run("courier", "export", centre, tmp_path / "stick")
    run("courier", "import", tmp_path / "stick", tmp_path / "mirror")
    vkey = next((tmp_path / "stick" / "cosigned").glob("*.vkey")).read_text().strip()
    (centre / "policy.txt").write_text(f"witness Carried {vkey}\nquorum Carried\n")
    run("courier", "import", tmp_path / "stick", centre)

    assert known(centre).sealed == 2
    assert "Cosigned by Carried at 2" in run("board", centre).output


def test_mirrors_and_couriers_take_a_checkpoint_with_lines(centre, keys, run, grow, tmp_path):
    sealing(centre, *keys.values())
    run("export", centre, tmp_path / "out")
    run("mirror", tmp_path / "out", tmp_path / "mirror")
    run("courier", "export", centre, tmp_path / "stick")
    run("courier", "import", tmp_path / "stick", tmp_path / "carried")
    grow()
    sealing(centre, keys["A"])
    run("export", centre, tmp_path / "out")

    again = run("mirror", tmp_path / "out", tmp_path / "mirror")

    assert "1 new entry" in again.output
    key = parse_cosigner(re.search(r"Cosigned by (\S+)", again.output)[1])
    held = (tmp_path / "mirror" / "record" / "checkpoint").read_text()
    assert cosigned(held, [key])
    run("verify", centre, "--against", tmp_path / "mirror")


def test_the_same_record_and_cosignatures_give_the_same_bytes(centre, keys, run, tmp_path):
    sealing(centre, *keys.values())
    shutil.copytree(centre, tmp_path / "copy")

    told = []
    for at in (centre, tmp_path / "copy"):
        run("export", at, tmp_path / f"{at.name}-out")
        files = sorted((tmp_path / f"{at.name}-out").rglob("checkpoint"))
        rows = run("board", at, "--as-of", "2031-06-01", "--json").output
        told.append(([path.read_bytes() for path in files], rows))

    assert told[0] == told[1]
    assert '"says": "cosigned by A at 2 (2026-03-02 07:05 UTC), by B at 2' in told[0][1]


def test_a_policy_that_names_other_witnesses_takes_the_old_ones_out_of_an_export(
    centre, keys, run, tmp_path
):
    sealing(centre, *keys.values())
    run("export", centre, tmp_path / "out")
    (centre / "policy.txt").write_text(f"witness New {keys['B'].cosigner}\nquorum none\n")

    run("export", centre, tmp_path / "out")

    assert names(tmp_path / "out" / "checkpoint") == ["B.example"]
    assert latest(tmp_path / "out", "New").is_file()
    assert not latest(tmp_path / "out", "A").exists()


def test_a_witness_whose_name_is_no_path_is_found_by_its_hash(centre, keys, run, tmp_path):
    sealing(centre, keys["A"])
    name = "../../A"
    (centre / "policy.txt").write_text(f"witness {name} {keys['A'].cosigner}\nquorum {name}\n")

    run("export", centre, tmp_path / "out")

    assert latest(tmp_path / "out", sha256(name.encode()).hexdigest()).is_file()
    assert {path.name for path in tmp_path.iterdir()} >= {"out", "centre"}
    assert not (tmp_path / "A").exists()


def test_a_witness_that_is_behind_the_seal_is_told_all_the_same(centre, keys, grow, tmp_path):
    third = make_cosigning(tmp_path / "keys", "C.example")
    text = (centre / "policy.txt").read_text()
    (centre / "policy.txt").write_text(f"witness C {third.cosigner}\n{text}")
    sealing(centre, third)
    grow()
    sealing(centre, *keys.values())
    sealing(centre, *keys.values())

    assert known(centre).sealed == 3
    assert [(name, size) for name, size, _ in known(centre).by] == [("A", 3), ("B", 3), ("C", 2)]


def test_what_is_kept_is_bounded_and_the_seal_stays(centre, keys, grow):
    sealing(centre, *keys.values())
    for number in range(MOST_KEPT + 5):
        grow()
        sealing(centre, keys["A"], at=NOW + timedelta(hours=number))

    found = known(centre)

    assert (found.sealed, {name: size for name, size, _ in found.by}["B"]) == (2, 2)
    assert found.most == 2 + MOST_KEPT + 5
    assert len(list((centre / "cosigned").iterdir())) == MOST_KEPT + 2


def test_a_view_as_known_says_who_cosigned_what_it_shows(centre, keys, run, grow):
    sealing(centre, keys["B"])
    with opened(centre) as here:
        first = next(here.record.leaves(1, 2)).decode()[:24]
    grow()
    sealing(centre, keys["A"])

    said = run("board", centre, "--known-at", first).output

    assert "Folded from 2 entries" in said
    assert "the 2 entries shown here by A, B" in " ".join(said.split())


def test_without_a_policy_nothing_is_said_and_nothing_laid_down(centre, run, tmp_path):
    run("export", centre, tmp_path / "out")

    assert not (tmp_path / "out" / "cosigned").exists()
    assert "osigned" not in run("board", centre).output
    assert '"cosigned": null' in run("board", centre, "--as-of", "2031-06-01", "--json").output
