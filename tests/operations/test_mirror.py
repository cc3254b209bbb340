"""Exchange the two parties' names in agreements and reports: the answers are the same, exchanged.

The guard of product rule 4 over the whole way, from bytes to board.
"""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from truceline.cli import main

EXAMPLE = Path(__file__).parents[2] / "examples" / "karabakh"

PAIRS = (
    ("Armenia", "Azerbaijan"),
    ("Armenian", "Azerbaijani"),
    ("Armenians", "Azerbaijanis"),
    ("Yerevan", "Baku"),
    ("Nikol", "Ilham"),
    ("Pashinyan", "Aliyev"),
    ("hy", "az"),
)
OTHER = dict(PAIRS) | {right: left for left, right in PAIRS}
NAME = re.compile(
    r"(?<![A-Za-z])(?:" + "|".join(sorted(OTHER, key=len, reverse=True)) + r")(?![a-z])"
)

pytestmark = pytest.mark.slow  # whole programs: `make test` runs them, `make check` does not


def exchanged(text):
    return NAME.sub(lambda match: OTHER[match[0]], text)


def sorted_deep(value):
    """Lists of names stand in the parties' own order; the comparison is of what they hold."""
    match value:
        case dict():
            # An account's key is a hash of its names: no letter of it can be exchanged.
            return {key: sorted_deep(each) for key, each in value.items() if key != "key"}
        case list():
            return sorted((sorted_deep(each) for each in value), key=repr)
        case str():
            return sorted(re.split(r"[^\w.'-]+", value))
        case _:
            return value


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    def asked(change):
        folder = tmp_path_factory.mktemp("mirror")
        for path in [*EXAMPLE.glob("*.yaml"), *EXAMPLE.glob("reports/*")]:
            copy = folder / path.relative_to(EXAMPLE)
            copy.parent.mkdir(exist_ok=True)
            copy.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
        agreements = sorted(folder.glob("*.yaml"))
        centre = folder / "centre"
        run = CliRunner()
        made = run.invoke(main, ["init", str(centre), "--agreement", *map(str, agreements)])
        added = run.invoke(main, ["add", str(centre), str(folder / "reports")])
        assert (made.exit_code, added.exit_code) == (3, 0), made.output + added.output
        return {
            what: json.loads(
                run.invoke(main, [what, str(centre), "--as-of", "2021-12-01", "--json"]).stdout
            )
            for what in ("claims", "incidents", "contradictions", "ledger", "board")
        }

    return asked(str), asked(exchanged)


def without(rows, *fields):
    return [{key: value for key, value in row.items() if key not in fields} for row in rows]


@pytest.mark.parametrize("what", ["claims", "incidents", "contradictions", "ledger", "board"])
def test_exchanging_the_parties_exchanges_them_in_every_answer_and_changes_nothing_else(
    answers, what
):
    plain, mirrored = (without(answer[what], "document", "start", "end") for answer in answers)
    back = json.loads(exchanged(json.dumps(mirrored, ensure_ascii=False)))

    assert plain
    for one, other in zip(plain, back, strict=True):
        assert sorted_deep(one) == sorted_deep(other)
