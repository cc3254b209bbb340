"""What a person can type, write or read must stand in the documents."""

import dataclasses
import enum
import importlib
import inspect
import pkgutil
import re
import tomllib

import msgspec
import pytest

from truceline import terms
from truceline.cli import main
from truceline.compliance.finding import Status
from truceline.terms.codec import KINDS
from truceline.weighing.contradiction import ContradictionKind
from truceline.weighing.incident import Standing


def shared_words():
    """Every value and enumeration that the room of shared words defines."""
    for module in pkgutil.iter_modules(terms.__path__, "truceline.terms."):
        for name, thing in vars(importlib.import_module(module.name)).items():
            ours = inspect.isclass(thing) and thing.__module__ == module.name
            if ours and not name.startswith("_"):
                yield thing


VALUES = [
    thing
    for thing in shared_words()
    if dataclasses.is_dataclass(thing) or issubclass(thing, enum.Enum | msgspec.Struct)
]
ENUMS = [thing for thing in VALUES if issubclass(thing, enum.Enum)]
MEMBERS = [
    member.value for each in [*ENUMS, Status, Standing, ContradictionKind] for member in each
]
DECISION_HEADINGS = ["## Context", "## Options", "## Choice", "## Cost"]


@pytest.fixture(scope="module")
def words(root):
    return (root / "docs" / "words.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def documents(files):
    return {name: text for name, text in files.items() if name.endswith(".md")}


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_has_its_paragraph(documents, command):
    told = [
        name
        for name, text in documents.items()
        if name == "README.md" or name.startswith("docs/")
        if re.search(rf"`truceline {command}\b", text)
    ]

    assert told, f"`truceline {command}` stands neither in README.md nor in docs/"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_entry_has_its_line(words, kind):
    assert f"`{kind}`" in words


@pytest.mark.parametrize("value", sorted({each.__name__ for each in VALUES}))
def test_every_shared_type_has_its_line(words, value):
    assert f"`{value}`" in words


@pytest.mark.parametrize("member", sorted(set(MEMBERS)))
def test_every_word_we_print_is_in_the_vocabulary(words, member):
    assert re.search(rf"(?<![\w-]){re.escape(member)}(?![\w-])", words)


def test_every_dependency_has_its_reason(files):
    declared = tomllib.loads(files["pyproject.toml"])["project"]["dependencies"]
    decisions = "".join(
        t for n, t in files.items() if re.match(r"docs/decisions/\d{4}-", n)
    ).lower()

    without = [name for name in declared if f"`{re.split(r'[<>=]', name)[0]}`" not in decisions]

    assert without == []


def test_every_decision_is_in_the_index(files):
    index = files["docs/decisions/README.md"]
    decisions = [n.split("/")[-1] for n in files if re.match(r"docs/decisions/\d{4}-", n)]

    assert [name for name in decisions if f"({name})" not in index] == []


def test_every_decision_says_its_context_options_choice_and_cost(files):
    lacking = [
        f"{name}: {heading}"
        for name, text in files.items()
        if re.match(r"docs/decisions/\d{4}-", name)
        for heading in DECISION_HEADINGS
        if heading not in text
    ]

    assert lacking == []


def test_every_link_between_documents_leads_somewhere(documents, root):
    broken = [
        f"{name}: {target}"
        for name, text in documents.items()
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text)
        if not target.startswith(("http:", "https:"))
        if not ((root / name).parent / target).exists()
    ]

    assert broken == []


def test_the_documentation_runs(pytestconfig):
    assert "docs" in pytestconfig.getini("testpaths")
    assert "--doctest-glob=*.md" in pytestconfig.getini("addopts")


def test_an_example_in_python_can_run(documents):
    """A fenced example without a prompt is never executed, so it is not an example."""
    idle = [
        f"{name}: {block[:40]!r}"
        for name, text in documents.items()
        for block in re.findall(r"```(?:python|pycon)\n(.*?)```", text, re.DOTALL)
        if ">>> " not in block
    ]

    assert idle == []
