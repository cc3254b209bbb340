import shutil
from contextlib import ExitStack
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.programs import Program

from truceline.cli import main

EXAMPLE = Path(__file__).parents[2] / "examples" / "karabakh"
STATEMENT = EXAMPLE / "statement-2020-11-09.yaml"
TOLD = "Shelling was heard at the mill of Aygedzor, says the guard who lives behind the chapel."
REPORT = f"10 November 2020. {TOLD} President Vladimir Putin said that peacekeepers were deployed."


@pytest.fixture
def run():
    """The command line in this process; the exit code is part of what is expected."""

    def ran(*args, code=0):
        result = CliRunner().invoke(main, [str(arg) for arg in args], catch_exceptions=False)
        assert result.exit_code == code, result.output
        return result

    return ran


@pytest.fixture
def started():
    """Start programs of ours; each is stopped at the end."""
    with ExitStack() as stack:

        def made(*args, **options):
            program = Program(*args, **options)
            stack.callback(program.stop)
            return program

        yield made


@pytest.fixture(scope="session")
def _empty(tmp_path_factory):
    folder = tmp_path_factory.mktemp("empty") / "centre"
    result = CliRunner().invoke(main, ["init", str(folder), "--agreement", str(STATEMENT)])
    assert result.exit_code == 3, result.output  # its official renderings differ
    return folder


@pytest.fixture
def centre(_empty, tmp_path):
    """A centre with the example's statement signed in and no documents."""
    return shutil.copytree(_empty, tmp_path / "centre")


@pytest.fixture
def report(tmp_path):
    """Write a report and get its path."""

    def written(text, name="report.txt"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return written


@pytest.fixture(scope="session")
def _filled(_empty, tmp_path_factory):
    folder = tmp_path_factory.mktemp("filled")
    centre = shutil.copytree(_empty, folder / "centre")
    report = folder / "guard-at-the-mill.txt"
    report.write_text(REPORT)
    for args in (
        ("add", centre, report, "--published", "2020-11-10"),
        *((command, centre) for command in ("claims", "board", "incidents")),
        ("ledger", centre, "forces"),
    ):
        result = CliRunner().invoke(main, [str(arg) for arg in args], catch_exceptions=False)
        assert result.exit_code == 0, result.output
    return centre


@pytest.fixture
def filled(_filled, tmp_path):
    """A centre with one report read in, and everything asked once, so that views are kept."""
    return shutil.copytree(_filled, tmp_path / "filled")
