"""A file that can be used is signed in, and what its writer should know is said, with its line."""

from pathlib import Path

from truceline.intake.lined import place

STATEMENT = Path(__file__).parents[2] / "examples" / "karabakh" / "statement-2020-11-09.yaml"
PRESS_ONLY = '  - clause: "2.2"'


def line():
    text = STATEMENT.read_text(encoding="utf-8")
    return place(STATEMENT.name, text[: text.index(PRESS_ONLY)].count("\n") + 1)


def test_an_agreement_that_can_be_used_is_signed_in_with_warnings(run, tmp_path):
    made = run("init", tmp_path / "centre", "--agreement", STATEMENT, code=3)

    assert f"{line()}: Only press has clause 2.2" in made.stderr
    assert "is ready" in made.stdout
    assert "Gazakh" in run("board", tmp_path / "centre").stdout


def test_signing_in_warns_as_making_a_centre_does(run, centre, tmp_path):
    again = tmp_path / STATEMENT.name
    again.write_bytes(STATEMENT.read_bytes())

    assert f"{line()}: Only press has clause 2.2" in run("sign", centre, again, code=3).stderr


def test_the_board_says_what_it_leaves_out(run, centre):
    said = " ".join(run("board", centre, "--as-of", "2020-11-12").stdout.split())

    assert "Left out, and why" in said
    assert "karabakh-2020-11-09, clause 2.2: Only press (press summary) has it" in said
