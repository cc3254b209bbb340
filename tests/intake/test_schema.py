"""What an editor tells a writer is what reading the file tells them, as far as a schema can."""

import json
import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from truceline.cli import main
from truceline.intake import fields
from truceline.intake.agreement_file import parse
from truceline.intake.lined import Fields, Items, tree
from truceline.intake.schema import schema
from truceline.terms.agreement import Amends, ByWord, Obligation, RenderingStatus, State
from truceline.terms.claim import Act, Bound
from truceline.terms.problem import RefusedError

ROOT = Path(__file__).parents[2]
FOLDERS = ("examples", "tests/situations/agreements", "tests/intake/agreements", "tests/reading")
AGREEMENTS = sorted(
    path
    for folder in FOLDERS
    for path in (ROOT / folder).rglob("*.yaml")
    if path.name != "later.yaml"  # to which situations add their amendments
    if path.read_text(encoding="utf-8").find("\ntruceline: agreement/1") >= 0
    or path.read_text(encoding="utf-8").startswith("truceline: agreement/1")
)
WHOLE = (Path(__file__).parent / "agreements" / "whole.yaml").read_text()
SCHEMA = json.loads(schema())
DEFS = SCHEMA["$defs"]
PARTS = {
    "agreement": SCHEMA,
    **{name: DEFS[name] for name in DEFS if "properties" in DEFS[name]},
}


class _Twelve(yaml.SafeLoader):
    """YAML 1.2 as editors read it: 2030-03-01 is a text, 40 a number, "true" a truth."""


_Twelve.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if not tag.endswith("timestamp")]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def as_an_editor(text):
    return yaml.load(text, Loader=_Twelve)  # noqa: S506 a safe loader, less its dates


def as_we_do(text):
    def plain(node):
        match node:
            case Fields():
                return {key.text: plain(value) for key, value in node.fields}
            case Items():
                return [plain(one) for one in node.items]
            case _:
                return node.text

    return plain(tree(text.encode(), where="x"))


def told(page):
    return [
        f"{error.json_path}: {error.message}"
        for error in Draft202012Validator(SCHEMA).iter_errors(page)
    ]


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", AGREEMENTS, ids=lambda path: path.stem)
@pytest.mark.parametrize("read", [as_an_editor, as_we_do])
def test_every_agreement_here_fits_the_schema(path, read):
    assert told(read(path.read_text(encoding="utf-8"))) == []


def test_there_are_agreements_to_hold_against_it():
    assert {"statement-2020-11-09", "bridge-accord", "whole"} <= {path.stem for path in AGREEMENTS}


def test_the_example_in_the_documentation_fits_the_schema():
    page = (ROOT / "docs" / "agreements.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(truceline:.*?)```", page, flags=re.DOTALL)

    assert told(as_an_editor(example)) == []


@pytest.mark.parametrize("name", PARTS)
def test_a_part_has_the_fields_that_are_read_and_no_others(name):
    part = getattr(fields, name.upper())

    assert set(PARTS[name]["properties"]) == {*part.required, *part.optional}
    assert PARTS[name].get("required", []) == list(part.required)
    assert PARTS[name]["additionalProperties"] is False


def test_every_part_that_is_read_is_in_the_schema():
    parts = {name.lower() for name, one in vars(fields).items() if isinstance(one, fields.Part)}

    assert parts == set(PARTS)


@pytest.mark.parametrize("name", PARTS)
def test_every_field_says_what_it_is(name):
    silent = [
        field for field, told in PARTS[name]["properties"].items() if not told.get("description")
    ]

    assert silent == []


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (DEFS["act"], Act),
        (DEFS["clause"]["properties"]["obligation"], Obligation),
        (DEFS["rendering"]["properties"]["status"], RenderingStatus),
        (DEFS["amendment"]["properties"]["amends"], Amends),
        (DEFS["quantity"]["properties"]["bound"], Bound),
        (DEFS["tie"]["properties"]["is"], State),
        (DEFS["deadline"]["properties"]["word"], ByWord),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_the_words_of_a_closed_set_are_those_that_are_read(place, words):
    assert place["enum"] == [word.value for word in words]


# Each is refused by the reading of the file too: an editor never says more than that.
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Dam accord\n", ""),
        ("title: Dam", "titel: Dam"),
        ("truceline: agreement/1", "truceline: agreement/9"),
        ("id: dam-accord", "id: Dam accord"),
        ("signed: 2030-03-01", "signed: 1 March 2030"),
        ("06:00+02:00", "06:00"),
        ("status: informal", "status: unofficial"),
        ("obligation: permit", "obligation: allow"),
        ("acts: [meeting]", "acts: [meetings]"),
        ("acts: [meeting]", "acts: meeting"),
        ("{by: 2030-03-04,", "{by: 2030-03-04, before: 2030-03-04,"),
        ("{by: 2030-03-04,", "{by: 2030-03-04, of: signing,"),
        ("{within: 48 hours}", "{within: soon}"),
        ("end_of: 2030-05", "end_of: 2030-13"),
        ("lat: 50.02", "lat: 150.02"),
        ("lat: 50.02", "lat: 50N"),
        ("within_m: 20000", "within_m: -5"),
        (", within_m: 20000", ""),
        ("- force: Hill militia", "- force: Hill militia\n    within: Valley"),
        ("- force: Hill militia", "- force: Hill militia\n    body: Hill militia"),
        ("type: LineString", "type: MultiLineString"),
        ("[30.05, 50.04, 120]", "[30.05]"),
        ("[30.05, 50.04, 120]", "[30.05, 150.04]"),
        ("    around: Old Bridge\n", ""),
        ("bearing_deg: [350, 75]", "bearing_deg: [370, 75]"),
        ("bearing_deg: [350, 75]", "bearing_deg: [350]"),
        ("    bearing_deg: [350, 75]\n", ""),
        ("specificity: 3", "specificity: 4"),
        ("origins: 2", "origins: 0"),
        ("observed: true", "observed: perhaps"),
        ("gives: {arms: Heavy Weapons}", "gives: [arms]"),
        ("    term: {start: 2030-03-02, years: 5", "    trem: {start: 2030-03-02, years: 5"),
        ("obligation: term", "obligation: achievement"),
        ("    floors: [{value: 10, unit: personnel}]\n", ""),
        ("value: 40", "value: -40"),
        ("bound: about", "bound: roughly"),
        ("is: done", "is: finished"),
        ('{not_before: "3"}', '{not_before: "3", is: done}'),
        ('{step: "1", within', "{within"),
        (", places: [Old Bridge]}\n      - {step", "}\n      - {step"),
        ("amends: suspension", "amends: notice"),
        ("    from: 2030-04-01\n", ""),
    ],
)  # fmt: skip
def test_a_wrong_file_fits_neither_the_schema_nor_its_reading(old, new):
    assert WHOLE.count(old) >= 1, old
    wrong = WHOLE.replace(old, new, 1)

    assert told(as_an_editor(wrong))
    with pytest.raises(RefusedError):
        parse(wrong.encode(), where="x")


def test_the_schema_is_printed_for_an_editor():
    printed = CliRunner().invoke(main, ["schema"])

    assert printed.exit_code == 0
    assert json.loads(printed.output) == SCHEMA
