"""A centre that burned is made again from what somebody else kept, or it is not made at all."""

import shutil

import pytest
from click.testing import CliRunner

from truceline.cli import main
from truceline.operations.centre import opened
from truceline.record import keys
from truceline.settings import load
from truceline.terms.codec import b64

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


def root(centre):
    with opened(centre) as here:
        return here.record.head().size, b64(here.record.head().root)


def test_it_has_the_same_root_and_goes_on(lost, run, tmp_path, report):
    before = root(lost)
    new = tmp_path / "new"

    said = run("rebuild", tmp_path / "mirror", new, "--keys", tmp_path / "keys")
    after = root(new)
    run("add", new, report("Nothing happened on 13 November 2020.", name="more.txt"))

    assert after == before
    assert "documents withheld" in said.output
    assert "as promised" in run("verify", new, "--against", tmp_path / "mirror").output
    assert root(new)[0] > before[0]
    run("mirror", new, tmp_path / "mirror")


def test_documents_are_handed_in_again_by_hash_whatever_their_name(lost, run, tmp_path, report):
    new = tmp_path / "new"
    run("rebuild", tmp_path / "mirror", new, "--keys", tmp_path / "keys")
    before = run("verify", new).output

    said = run(
        "hand-in",
        new,
        report(f"{WORDS} 1", name="found.txt"),
        report("Another text.", name="else.txt"),
        code=3,
    )
    again = run("hand-in", new, tmp_path / "found.txt")

    assert "4 documents are withheld" in before
    assert "3 documents are withheld" in run("verify", new).output
    assert "1 document handed in, 0 here already; 3 still withheld." in said.output
    assert "No entry names it" in said.stderr
    assert "0 documents handed in, 1 here already" in again.output
    assert lost.exists()


def test_without_the_logs_key_nothing_is_made(lost, run, tmp_path):
    origin = load(lost).origin
    for path in (tmp_path / "keys").glob("*"):
        if "record" in path.name or path.stem == origin.replace("/", "%2F"):
            path.unlink()

    refused = run(
        "rebuild", tmp_path / "mirror", tmp_path / "new", "--keys", tmp_path / "keys", code=1
    )

    assert "the copy will do as it is" in refused.stderr
    assert not (tmp_path / "new").exists()


def test_another_key_of_the_logs_name_makes_nothing(lost, run, tmp_path):
    origin = load(lost).origin
    other = tmp_path / "other"
    keys.make(other, origin)
    for path in (tmp_path / "keys").glob("*"):
        if not (other / path.name).exists():
            shutil.copy(path, other)

    refused = run("rebuild", tmp_path / "mirror", tmp_path / "new", "--keys", other, code=1)

    assert "The key of the log" in refused.stderr
    assert not (tmp_path / "new").exists()


def test_where_somebody_holds_more_nothing_is_made(lost, run, tmp_path, report):
    run("add", lost, report("Nothing happened on 13 November 2020.", name="more.txt"))
    run("export", lost, tmp_path / "later")

    refused = run(
        "rebuild", tmp_path / "mirror", tmp_path / "new", "--keys", tmp_path / "keys",
        "--against", tmp_path / "later", code=1,
    )  # fmt: skip

    assert "sign a second history" in refused.stderr
    assert not (tmp_path / "new").exists()


def test_from_the_mirror_that_holds_most_it_is_made_against_all_others(lost, run, tmp_path):
    run("export", lost, tmp_path / "same")

    said = run(
        "rebuild", tmp_path / "mirror", tmp_path / "new", "--keys", tmp_path / "keys",
        "--against", tmp_path / "same",
    )  # fmt: skip

    assert "Nobody else was asked" not in said.output


@pytest.mark.parametrize("what", ["bundle", "checkpoint", "cut"])
def test_a_copy_that_was_changed_makes_nothing(lost, run, tmp_path, what):
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

    run("rebuild", tmp_path / "mirror", tmp_path / "new", "--keys", tmp_path / "keys", code=1)

    assert not (tmp_path / "new").exists()
    assert lost.exists()


def test_what_lies_there_is_not_touched(lost, run, tmp_path):
    before = root(lost)

    run("rebuild", tmp_path / "mirror", lost, "--keys", tmp_path / "keys", code=1)

    assert root(lost) == before


def test_a_person_signs_deposits_where_the_machines_key_is_lost(lost, run, tmp_path, report):
    for path in (tmp_path / "keys").glob("*machine*"):
        path.unlink()
    new = tmp_path / "new"

    run("rebuild", tmp_path / "mirror", new, "--keys", tmp_path / "keys")
    run("add", new, report("Nothing happened on 13 November 2020.", name="more.txt"))

    assert load(new).machine == load(lost).person
    assert "as promised" in run("verify", new).output
