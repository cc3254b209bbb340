import stat
from pathlib import Path

import pytest

STATEMENT = Path(__file__).parents[2] / "examples" / "karabakh" / "statement-2020-11-09.yaml"


def contents(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_new_centre_has_its_files_and_private_keys(centre):
    keys = sorted((centre / "keys").glob("*.pem"))

    assert {"record.db", "vault.db", "truceline.toml", "keys"} <= {
        path.name for path in centre.iterdir()
    }
    assert len(keys) == 3
    assert {stat.S_IMODE(key.stat().st_mode) for key in keys} == {0o600}


def test_a_second_init_in_the_same_place_is_refused_and_touches_nothing(run, centre):
    before = contents(centre)

    refused = run("init", centre, "--agreement", STATEMENT, code=1)

    assert "something here already" in refused.stderr
    assert contents(centre) == before


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ("2020-11-20", "2020-11-31", "2020-11-31"),
        ('clause: "2"', 'clause: "1"', "Two clauses"),
        ("bearers: [Armenia", "bearers: [Atlantis", "Atlantis"),
    ],
    ids=["an impossible date", "two clauses of one number", "an unknown party"],
)
def test_a_wrong_agreement_is_refused_with_its_line_and_leaves_no_folder(
    run, tmp_path, was, becomes, says
):
    text = STATEMENT.read_text(encoding="utf-8")
    assert was in text
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(text.replace(was, becomes), encoding="utf-8")

    refused = run("init", tmp_path / "centre", "--agreement", wrong, code=1)

    assert says in refused.stderr
    assert "wrong.yaml, line " in refused.stderr
    assert sorted(tmp_path.iterdir()) == [wrong]


def test_one_wrong_agreement_of_two_makes_no_centre(run, tmp_path):
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("id: [", encoding="utf-8")

    run("init", tmp_path / "centre", "--agreement", STATEMENT, wrong, code=1)

    assert not (tmp_path / "centre").exists()


def test_a_centre_in_a_place_that_cannot_be_written_is_one_sentence(run, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", encoding="utf-8")

    refused = run("init", blocked / "centre", "--agreement", STATEMENT, code=1)

    assert "could not be made" in refused.stderr
    assert "Traceback" not in refused.output


def test_keys_may_have_names_of_one_word(run, tmp_path):
    """Only the log key is named as the record; the others are what a charter calls them."""
    keys, origin, joining = tmp_path / "keys", "jcc.example/record", []
    for name, role in ((origin, "log"), ("clerk", "machine"), ("desk", "office:North")):
        run("key", "new", name, keys, "--open")
        request = tmp_path / role
        run("key", "request", name, keys, "--record", origin, "--out", request)
        joining += ["--key", f"{role}={request}"]
    charter = tmp_path / "charter"
    run("charter", "propose", charter, keys, "desk", "--record", origin, *joining)

    centre = tmp_path / "centre"
    made = ("init", centre, "--charter", charter, "--keys", keys, "--agreement", STATEMENT)
    run(*made, code=3)  # the statement has its warnings

    assert "2 entries" in run("verify", centre).output
