"""The pages of a centre whose record, vault and views are in a database."""

import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

pytestmark = pytest.mark.slow  # whole programs: `make test` runs them, `make check` does not

EXAMPLE = Path(__file__).parents[2] / "examples" / "karabakh"


def told(*args, code):
    ran = subprocess.run(
        [sys.executable, "-m", "truceline.cli", *args], capture_output=True, text=True, check=False
    )
    assert ran.returncode == code, ran.stderr


@pytest.fixture
def serving(postgres, tmp_path):
    folder = tmp_path / "centre"
    statement = EXAMPLE / "statement-2020-11-09.yaml"
    told("init", postgres.make(), "--folder", folder, "--agreement", statement, code=3)
    told("add", folder, EXAMPLE / "reports", code=0)
    command = [sys.executable, "-m", "truceline.cli", "serve", folder, "--port", "0"]
    quiet = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=quiet) as server:
        try:
            yield server.stdout.readline().split()[0]
        finally:
            server.terminate()


def test_the_pages_and_the_records_own_files_are_served_out_of_a_database(serving):
    with httpx.Client(base_url=serving, timeout=30) as client:
        answers = {
            path: client.get(path).status_code
            for path in ("/", "/board", "/checkpoint", "/tile/0/000.p/2")
        }

    assert answers == dict.fromkeys(answers, httpx.codes.OK)
