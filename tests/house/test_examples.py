"""The example is ours: written for demonstration, neutral, and copied from nobody."""

import re
from itertools import pairwise

import pytest

IN_A_ROW = 8  # our own reports: less than this is names, dates and set phrases
IN_A_ROW_ANYWHERE = 12  # everywhere: names of bodies are long, and a test may quote half a sentence
DATED = re.compile(r"Published \d|\b\d{1,2} [A-Z][a-z]+ 20\d\d\b")
LOADED = re.compile(
    r"\b(?:occup\w+|liberat\w+|terroris\w+|separatis\w+|aggress(?:or|ion)\w*|militants?|regimes?"
    r"|so-called|enem(?:y|ies)|heroic\w*|brutal\w*|unprovoked)\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module", params=["karabakh", "colombia", "lebanon"])
def example(request, root):
    return root / "examples" / request.param


@pytest.fixture(scope="module")
def reports(example):
    paths = sorted((example / "reports").iterdir())
    return {path.name: path.read_text(encoding="utf-8") for path in paths}


@pytest.fixture(scope="module")
def demonstration(root):
    paths = sorted((root / "examples" / "karabakh" / "reports").iterdir())
    return {path.name: path.read_text(encoding="utf-8") for path in paths}


def test_every_example_is_looked_at_here(root):
    assert {path.name for path in (root / "examples").iterdir()} == {
        "karabakh",
        "colombia",
        "lebanon",
    }


@pytest.fixture(scope="module")
def founding(root):
    folder = root.parent / "shared" / "reports"
    if not folder.is_dir():
        pytest.skip("the founding press texts are not beside this checkout")
    return [path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())]


def test_there_are_eight_to_twelve_reports_and_pages_among_them(reports):
    assert 8 <= len(reports) <= 12
    assert any(name.endswith(".html") for name in reports)


def test_every_report_names_its_source(reports):
    assert [name for name, text in reports.items() if "Source: " not in text] == []


def test_every_report_is_short(reports):
    long = {name: len(words(text)) for name, text in reports.items() if len(words(text)) > 300}

    assert long == {}


def test_one_report_is_undated(demonstration):
    undated = [name for name, text in demonstration.items() if not DATED.search(text)]

    assert undated == ["09-field-notes-posts.txt"]


def test_one_report_is_a_copy_of_another(reports):
    copies = [
        (one, other)
        for one in reports
        for other in reports
        if one < other and len(runs(reports[one]) & runs(reports[other])) > 50
    ]

    (pair,) = copies
    assert "copy" in pair[1]


def test_no_report_copies_a_founding_text(reports, founding):
    theirs = set().union(*(runs(text) for text in founding))

    copied = {name: sorted(runs(text) & theirs) for name, text in reports.items()}

    assert {name: found for name, found in copied.items() if found} == {}


def test_nothing_else_in_the_project_copies_a_founding_text(files, founding):
    theirs = set().union(*(runs(text, IN_A_ROW_ANYWHERE) for text in founding))

    copied = {
        name: sorted(runs(text, IN_A_ROW_ANYWHERE) & theirs)
        for name, text in files.items()
        if name.endswith((".md", ".yaml", ".txt", ".html", ".toml", ".py"))
    }

    assert {name: found for name, found in copied.items() if found} == {}


def test_loaded_words_stand_inside_quotations_only(files):
    loaded = [
        f"{name}: {found}"
        for name, text in files.items()
        if name.startswith("examples/")
        for found in LOADED.findall(re.sub(r"“[^”]*”|\"[^\"]*\"", "", text))
    ]

    assert loaded == []


def test_the_example_says_what_it_is_not_and_what_each_report_shows(example, reports):
    readme = (example / "README.md").read_text(encoding="utf-8")

    assert "not a source of fact" in readme
    assert [name for name in reports if f"`{name}`" not in readme] == []


def test_the_reports_are_read_in_the_order_of_their_numbers(reports):
    numbers = [int(name[:2]) for name in reports]

    assert all(after == before + 1 for before, after in pairwise(numbers))


def words(text):
    shown = re.sub(r"<style>.*?</style>|<[^>]+>", " ", text, flags=re.DOTALL)
    return re.findall(r"\w+", shown.lower())


def runs(text, length=IN_A_ROW):
    """Every stretch of so many words in a row."""
    found = words(text)
    return {" ".join(found[n : n + length]) for n in range(len(found) - length + 1)}
