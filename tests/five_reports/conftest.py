"""The five founding reports in a centre of their own. The texts are read where they lie."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from truceline.cli import main

ROOT = Path(__file__).parents[2]
SHELF = ROOT.parent / "shared"
EXAMPLE = ROOT / "examples" / "karabakh"

# As the annotators assumed them; 004 is undated.
PUBLISHED = {
    "000_739ff7c518569aa8.txt": date(2020, 11, 11),
    "001_a1b7d39c90d1148e.txt": date(2020, 11, 10),
    "002_f0b4da0ac9dd122e.txt": date(2021, 1, 11),
    "003_21659ce467ed280f.txt": date(2021, 11, 27),
    "004_69f6dfadd9bc6365.txt": None,
}


@pytest.fixture(scope="session")
def reports():
    folder = SHELF / "reports"
    if not folder.is_dir():
        pytest.skip(f"the five reports are not beside the checkout ({folder})")
    return folder


def run(*args, code=0):
    result = CliRunner().invoke(main, [str(arg) for arg in args], catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result


@pytest.fixture(scope="session")
def centre(reports, tmp_path_factory):
    folder = tmp_path_factory.mktemp("five") / "centre"
    agreements = sorted(EXAMPLE.glob("*.yaml"))
    run("init", folder, "--agreement", agreements[0], *agreements[1:], code=3)
    for name, day in PUBLISHED.items():
        run("add", folder, reports / name, *(("--published", day) if day else ()))
    return folder


@pytest.fixture(scope="session")
def example():
    return EXAMPLE


@pytest.fixture
def ask(centre):
    """Ask the centre one thing and get the JSON back."""

    def asked(what, *options):
        return json.loads(run(what, centre, *options, "--json").stdout)

    return asked


@pytest.fixture(scope="session")
def perused(reports):
    """Claims of each report as `read --json` prints them, by file name."""
    agreements = [part for path in sorted(EXAMPLE.glob("*.yaml")) for part in ("--agreement", path)]
    found = {}
    for name, day in PUBLISHED.items():
        options = ("--published", day) if day else ()
        output = run("read", reports / name, "--json", *agreements, *options).stdout
        found[name] = [json.loads(line) for line in output.splitlines()]
    return found
