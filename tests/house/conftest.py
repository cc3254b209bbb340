"""What the rules of the house are checked against: the files of this checkout, each parsed once."""

import ast
import subprocess
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def root(pytestconfig):
    return pytestconfig.rootpath


@pytest.fixture(scope="session")
def source(root):
    """Module path below src/truceline -> its syntax tree."""
    return parsed(root / "src" / "truceline")


@pytest.fixture(scope="session")
def tests(root):
    """Module path below tests -> its syntax tree."""
    return parsed(root / "tests")


@pytest.fixture(scope="session")
def files(root):
    """Every file that is, or would be, committed: path -> its text, where it is text."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        check=False,
    )
    if listing.returncode:
        pytest.skip("this is not a git checkout: nobody can say which files belong to it")
    names = sorted(filter(None, listing.stdout.decode().split("\0")))
    texts = {name: text_of(root / name) for name in names}
    return {name: text for name, text in texts.items() if text is not None}


def parsed(folder):
    return {
        path.relative_to(folder).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*.py"))
    }


def text_of(path: Path):
    try:
        return path.read_bytes().decode()
    except (FileNotFoundError, UnicodeDecodeError):
        return None
