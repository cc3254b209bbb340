"""A reading too long for one entry fills several, and folds back into one."""

import json
import sqlite3
from contextlib import closing

import pytest

from truceline.operations.centre import opened
from truceline.operations.hold import hold
from truceline.terms.codec import decode_leaf
from truceline.terms.entry import Read

pytestmark = pytest.mark.slow  # whole programs: `make test` runs them, `make check` does not

NOISE = "Share\n\nTweet\n\nAdvertisement\n\n"
MOVE = "{who} forces withdrew from village {n} on {day} October 2020, after {n} days.\n\n"


def readings(centre):
    with closing(sqlite3.connect(centre / "record.db")) as db:
        leaves = [leaf for (leaf,) in db.execute("SELECT leaf FROM entry ORDER BY idx")]
    facts = [decode_leaf(leaf).fact for leaf in leaves]
    return [fact for fact in facts if isinstance(fact, Read)]


def test_many_claims_and_much_noise_fill_several_entries_and_fold_into_one(run, centre, report):
    sides = ("Armenian", "Azerbaijani")
    text = "Published 17 November 2020\n\n" + "".join(
        MOVE.format(who=sides[n % 2], n=n, day=n % 28 + 1) + NOISE for n in range(400)
    )

    run("add", centre, report(text))

    parts = readings(centre)
    with opened(centre) as here:
        held = hold(here)
    [document] = held.documents.values()
    assert [part.part for part in parts] == list(range(1, parts[0].parts + 1))
    assert len(parts) > 1
    assert list(held.claims.values()) == [claim for part in parts for claim in part.claims]
    assert len(held.claims) >= 400
    assert document.noise == tuple(span for part in parts for span in part.noise)
    assert len(document.noise) >= 400
    rows = json.loads(run("claims", centre, "--json").stdout)
    assert all(row["quote"] == text[row["start"] : row["end"]] for row in rows)
    run("verify", centre)


@pytest.mark.slow
def test_a_digest_of_very_many_documents_is_read(run, centre, tmp_path):
    folder = tmp_path / "pieces"
    folder.mkdir()
    pieces = [
        " ".join(f"w{(n * 7919 + step * step * 31 + step) % 99991}" for step in range(30))
        for n in range(400)
    ]
    for n, piece in enumerate(pieces):
        (folder / f"{n:03}.txt").write_text(piece)

    run("add", centre, folder)
    (folder / "digest.txt").write_text("\n".join(pieces))
    run("add", centre, folder)

    with opened(centre) as here:
        documents = list(hold(here).documents.values())
    assert len(documents[-1].copy_of) > 150
    assert len(readings(centre)) > len(documents)


def test_very_many_copies_of_one_page_are_read_and_name_the_first(run, centre, tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    for n in range(300):
        (folder / f"{n:03}.txt").write_text("Access to this page is denied." + " " * n + "\n")

    run("add", centre, folder)

    with opened(centre) as here:
        first, *others = hold(here).documents.values()
    assert {one.copy_of for one in others} == {(first.sha256,)}
