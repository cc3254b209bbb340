# ruff: noqa: RUF001 - confusable characters are among what is sent
"""Whatever is sent costs only itself: a Problem says so, time is bounded, the rest goes on."""

import pytest

from truceline.operations.peruse import peruse

pytestmark = pytest.mark.slow  # long texts, read by whole programs

CLASH = "Armenian troops attacked the town of Agdam on 3 November 2020, Azerbaijan said."
PARAGRAPH = f"{CLASH} Twelve people were wounded, and 300 shells were fired.\n\n"
MEBIBYTE = 2**20

CASES = {
    "a sentence of 5 MB": ("Agdam and Armenia said that " * (5 * MEBIBYTE // 28), "too-much-text"),
    "a long sentence": ("and Armenian troops attacked Agdam " * 500, None),
    "one word of 1 MB": ("A" * MEBIBYTE, None),
    "nothing": ("", "empty-file"),
    "blanks": (" \n\t\n" * 1000, "empty-file"),
    "nothing that can be seen": ("\u200b\u202e\n" * 1000, "no-text"),
    "no sentence": ("Advertisement\n\nRead more\n\nShare this story\n", "no-sentence"),
    "marks alone": ("?! … -- ()\n\n" * 300, None),
    "a hundred thousand times the same": (PARAGRAPH * 100_000, "too-much-text"),
    "a thousand times the same": (PARAGRAPH * 1_000, None),
    "quotes in quotes": ("“Armenia said ‘" * 1_000 + CLASH + "’”" * 1_000, None),
    "open quotes": ("“" * 10_000 + CLASH, None),
    "brackets": ("(" * 5_000 + CLASH + ")" * 5_000, None),
    "numbers": ("12,300 and 4.5 of " * 1_000, None),
    "names": (" ".join(f"General A{n:x}ov said." for n in range(1_000)), None),
    "dates": ("3 November 2020 " * 1_000, None),
    "line ends": ("\n" * MEBIBYTE + CLASH, None),
    "bytes": (bytes(range(256)) * 4000, "not-text"),
    "an old encoding": ("Стороны договорились. ".encode("koi8-r") * 9, "unknown-encoding"),
    "Russian": ("Стороны договорились о прекращении огня с полуночи. " * 200, "other-language"),
    "right to left": ("أعلنت وزارة الدفاع إصابة ثلاثة جنود. \u202e" * 200, "other-language"),
    "mixed": (f"{CLASH}\n\nСтороны договорились о прекращении огня.\n", "other-language-in-part"),
    "tags": ("<html>" + "<div>" * 50_000 + CLASH, None),
    "entities": ("<html><p>" + "&amp;" * 10_000 + CLASH, None),
}


@pytest.fixture(scope="module")
def perused(tmp_path_factory):
    """All of it in one folder, with a good report before, between and behind."""
    folder = tmp_path_factory.mktemp("bad")
    for number, (text, _) in enumerate(CASES.values()):
        data = text if isinstance(text, bytes) else text.encode()
        (folder / f"{number:02}-b.txt").write_bytes(data)
        (folder / f"{number:02}-a.txt").write_text(f"{PARAGRAPH}Report {number}.\n")
    (folder / "99.txt").write_text(PARAGRAPH)
    found = peruse([folder], [], published=None, jobs=2)
    return {name.rpartition("/")[2]: (rows, problems) for name, rows, problems in found}


@pytest.mark.parametrize("case", CASES)
def test_it_is_read_or_says_why_not(perused, case):
    number, (text, expected) = list(CASES).index(case), CASES[case]

    rows, problems = perused[f"{number:02}-b.txt"]

    assert [one.code for one in problems if one.code != "parsed-in-part"] == (
        [expected] if expected else []
    )
    if isinstance(text, str):
        assert all(text[row["start"] : row["end"]] == row["quote"] for row in rows)
    for one in problems:
        assert one.where.endswith(f"{number:02}-b.txt")
        assert one.remedy


def test_the_others_are_read_as_if_nothing_had_been(perused):
    good = {name: rows for name, (rows, _) in perused.items() if "-b" not in name}

    assert len(good) == len(CASES) + 1
    acts = [[row["act"] for row in rows] for rows in good.values()]
    assert acts == [acts[0]] * len(acts)
    assert len(acts[0]) >= 2


def test_what_stands_among_it_is_found(perused):
    for case in ("quotes in quotes", "brackets", "line ends", "mixed", "tags", "entities"):
        rows, _ = perused[f"{list(CASES).index(case):02}-b.txt"]

        assert "hostilities" in {row["act"] for row in rows}, case


def test_what_repeats_is_told_once(perused):
    rows, _ = perused[f"{list(CASES).index('a thousand times the same'):02}-b.txt"]

    assert 2 <= len(rows) <= 4
