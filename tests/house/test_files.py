"""What may not stand in any file of the project, and what must."""

import re
import tomllib

import pytest

# Written in pieces, so that this file is not the one that is found.
MACHINE_PATH = re.compile(r"(?<![\w.:/\"'(=-])/(?:" + "work|root|home|Users" + r")/\w")
REGISTRIES = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "anaconda" + ".org",
    "crates" + ".io",
]


def test_no_file_knows_a_path_of_one_machine(files):
    found = [
        f"{name}: {match[0]}"
        for name, text in files.items()
        for match in MACHINE_PATH.finditer(text)
    ]

    assert found == []


@pytest.mark.parametrize("host", REGISTRIES)
def test_no_file_names_the_host_of_a_package_registry(files, host):
    found = [name for name, text in files.items() if host in text.lower()]

    assert found == []


def test_every_locked_requirement_has_its_hashes(files):
    unhashed = [
        f"{name}: {requirement}"
        for name, text in files.items()
        if name.startswith("requirements/") and name.endswith(".txt")
        for requirement in text.replace("\\\n", "").splitlines()
        if "--hash=sha256:" not in requirement
    ]

    assert unhashed == []


def test_every_dependency_of_the_program_is_locked(files):
    names = dependencies(files["pyproject.toml"])

    locked = set(re.findall(r"^([a-z0-9-]+)==", files["requirements/run.txt"], re.MULTILINE))

    assert set(names) - locked == set()


def test_what_is_locked_is_what_the_package_declares(files):
    project = tomllib.loads(files["pyproject.toml"])["project"]
    declared = [*project["dependencies"], *project["optional-dependencies"]["reader"]]

    asked_for = [line for line in files["requirements/run.in"].splitlines() if line[0] != "#"]

    assert asked_for == declared


def test_the_makefile_has_at_most_ten_targets_besides_help(files):
    phony = re.findall(r"^\.PHONY: help (.*)$", files["Makefile"], re.MULTILINE)

    assert len(phony[0].split()) <= 10


def test_ci_runs_make_test_and_nothing_else(files):
    script = [line for line in files[".ci/run"].splitlines() if not line.startswith("#")]

    assert script == ["set -euo pipefail", 'cd "$(dirname "$0")/.."', "exec make test"]


def dependencies(pyproject):
    declared = tomllib.loads(pyproject)["project"]["dependencies"]
    return [re.split(r"[<>=!~\[; ]", each)[0] for each in declared]
