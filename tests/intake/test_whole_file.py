"""One file that uses every field, and what is wrong when one of them is."""

import time
from datetime import date
from pathlib import Path

import pytest

from truceline.intake import fields
from truceline.intake.agreement_file import names_in, parse
from truceline.terms.agreement import (
    Codes,
    Exemption,
    Obligation,
    RenderingStatus,
    Responsible,
    Signatory,
    Standard,
)
from truceline.terms.book import Detail
from truceline.terms.claim import Act
from truceline.terms.place import Form, Point
from truceline.terms.problem import RefusedError

WHOLE = (Path(__file__).parent / "agreements" / "whole.yaml").read_text()
E7 = 10**7


def read(text=WHOLE, **more):
    return parse(text.encode(), where="accord.yaml", **more)


def changed(old, new):
    assert WHOLE.count(old) >= 1, old
    return WHOLE.replace(old, new, 1)


def problems(text, **more):
    with pytest.raises(RefusedError) as refused:
        read(text, **more)
    return refused.value.problems


def line_of(text, part):
    return text[: text.index(part)].count("\n") + 1


def test_who_signed_is_kept_by_post_and_never_by_name():
    agreement = read().agreement

    assert agreement.signatories == (
        Signatory(party="Northland", post="Foreign Minister", signed=date(2030, 2, 28)),
        Signatory(party="Southland", post="Prime Minister"),
    )
    assert agreement.guarantors == ("Eastland", "Bridge commission")
    assert agreement.responsible == (
        Responsible(party="Southland", actor="Hill militia", source="Clause 9"),
    )
    assert agreement.succeeds == ("earlier-accord",)
    assert agreement.scope == ("Valley",)
    assert "Ada" not in repr(agreement)


def test_degrees_become_whole_numbers_to_the_nearest():
    at = {named.name: named.at for named in read().names}

    assert at["Old Bridge"] == Point(lat_e7=500_123_457, lon_e7=30 * E7, within_m=200)
    assert at["Hill post"] == Point(lat_e7=-5_000_000, lon_e7=-179 * E7, within_m=50)
    assert at["River line"] is None


def test_zones_are_drawn_in_each_of_the_four_forms():
    zones = read().agreement.zones

    assert [one.form for one in zones] == [
        *(Form.AREA, Form.AREA, Form.LINE, Form.CIRCLE, Form.SECTOR),
    ]
    area, later, line, circle, sector = zones
    assert len(area.points) == 4  # the position that closes it is not kept twice
    assert (area.last, later.first) == (date(2030, 6, 30), date(2030, 7, 1))
    assert line.points[1] == Point(lat_e7=500_400_000, lon_e7=300_500_000)
    assert circle.range_m == (0, 1500)
    assert circle.points[0].within_m == 200  # it is no surer than the place it lies around
    assert (sector.bearing_deg, sector.range_m) == ((350, 75), (0, 3000))


def test_a_clause_says_to_whom_what_with_what_but_and_how_it_is_checked():
    first = read().agreement.provision("1")

    assert first.beneficiaries == ("Eastland",)
    assert first.objects == ("heavy weapons",)
    assert first.exempt == (
        Exemption(
            acts=(Act.DEPLOYMENT,),
            actors=("Southland border guard",),
            places=("Old Bridge",),
            text="Guards may stand at the bridge.",
        ),
    )
    assert first.verification == "The commission inspects once a month."
    assert first.codes == Codes(pam=("Cease Fire",), pax=("Ce", "SsrFf"), specificity=3)
    assert first.wordings[0].gives == (
        Detail(field="arms", value="heavy weapons"),
        Detail(field="calibre", value="100"),
    )


def test_the_standard_of_the_agreement_holds_for_every_clause_without_its_own():
    agreement = read().agreement

    assert agreement.provision("1").standard == Standard(text="This clause needs one account only.")
    assert agreement.provision("2").standard == Standard(
        origins=2, observed=True, text="Rules of the commission"
    )


def test_routes_kept_open_and_things_let_be_are_kinds_of_obligation():
    agreement = read().agreement

    assert agreement.provision("7").obligation is Obligation.KEEP_OPEN
    assert agreement.provision("8").obligation is Obligation.PERMIT


def test_hours_end_on_the_day_into_which_the_last_one_falls():
    north = read().agreement.provision("2").wordings[0].deadline

    assert north is not None
    assert north.last_day == date(2030, 3, 4)
    assert "from the entry into force, 06:00 on 2030-03-02" in north.assumption
    assert "end at 06:00 on 2030-03-04" in north.assumption


@pytest.mark.parametrize(
    ("deadline", "last_day", "assumption"),
    [
        ("{within: 18 hours}", "2030-03-02", "end at 00:00 on 2030-03-03"),
        ("{within: 24 hours, of: signing}", "2030-03-02", "its hour not being given"),
        ("{within: 720 hours}", "2030-04-01", "end at 07:00 on 2030-04-01"),  # summer time began
        ("{within: D+8}", "2030-03-10", "D+8 counted from the entry into force"),
        ("{within: 1 month, of: 2031-01-31}", "2031-02-28", "that month has 28 days"),
        ("{end_of: 2030-05, word: before}", "2030-05-31", "'before the end of 2030-05'"),
        ("{end_of: 2030}", "2030-12-31", "'by the end of 2030' is read so that 2030-12-31"),
    ],
)
def test_each_way_of_counting_stores_what_it_assumed(deadline, last_day, assumption):
    text = changed("{within: 48 hours}", deadline)

    found = read(text).agreement.provision("2").wordings[0].deadline

    assert found is not None
    assert found.last_day == date.fromisoformat(last_day)
    assert assumption in found.assumption


ONCE = "[30.0, 50.0], [30.1, 50.0], [30.1, 50.1], [30.0, 50.1], [30.0, 50.0]"
SECOND = WHOLE[WHOLE.index("- zone: Valley", WHOLE.index("last: 2030-06-30")) :][:110]


@pytest.mark.parametrize(
    ("old", "new", "code", "marker"),
    [
        # who
        ("{party: Northland, post", "{party: Eastland, post", "unknown-party", "{party: Eastland"),
        ("Foreign Minister, signed", "Ada Example, signed", "person-on-record", "Ada Example, si"),
        ("guarantors: [Eastland", "guarantors: [Westland", "unknown-guarantor", "guarantors:"),
        ("guarantors: [Eastland", "guarantors: [Valley", "unknown-guarantor", "guarantors:"),
        ("actor: Hill militia", "actor: Hill men", "unknown-actor", "actor: Hill men"),
        (
            'source: "Clause 9"}',
            'source: "9"}\n  - {party: Northland, actor: Hill militia, source: "9"}',
            "responsible-twice",
            "- {party: Northland, actor",
        ),
        ("scope: [Valley]", "scope: [Vale]", "unknown-place", "scope:"),
        ("succeeds: [earlier-accord]", "succeeds: [dam-accord]", "circular-succession", "succeeds"),
        # where
        ("{lat: 50.02, lon: 30.05", "{lat: 150.02, lon: 30.05", "coordinates-swapped", "150.02"),
        ("{lat: 50.02, lon: 30.05", "{lat: 150.02, lon: 130.05", "not-on-earth", "150.02"),
        ("{lat: 50.02", "{lat: 50°1'", "not-degrees", "50°1'"),
        ("{lat: 50.02, ", "{", "missing-field", "lon: 30.05"),
        ("within_m: 20000", "within_m: -5", "not-a-number", "within_m: -5"),
        ("- force: Hill militia", "- force: Hill militia\n    at: {lat: 1, lon: 1, within_m: 1}",
         "misplaced-field", "- force: Hill militia"),
        ("zone: River line", "zone: River", "unknown-place", "zone: River"),
        (ONCE, ONCE.replace("[30.1, 50.0]", "[30.1, 100.0]"), "coordinates-swapped", "100.0"),
        (ONCE, "[30.0, 50.0], [30.1, 50.1], [30.1, 50.0], [30.0, 50.1], [30.0, 50.0]",
         "zone-crosses-itself", "- zone: Valley"),
        (ONCE, "[30.0, 50.0], [30.1, 50.0], [30.05, 50.0], [30.0, 50.1], [30.0, 50.0]",
         "zone-crosses-itself", "- zone: Valley"),
        (ONCE, "[30.0, 50.0], [30.1, 50.0], [30.1, 50.1]", "ring-not-closed", "[30.1, 50.1]"),
        (ONCE, "[30.0, 50.0], [30.1, 50.0], [30.0, 50.0]", "impossible-zone", "- zone: Valley"),
        (f"[{ONCE}]", f"[{ONCE}], [{ONCE}]", "hole", "[30.1, 50.1]"),
        (ONCE, ONCE.replace("[30.1, 50.0]", "[30.1]"), "not-a-position", "[30.1]"),
        (ONCE, ONCE.replace("[30.1, 50.0]", "[-170.1, 50.0]"), "zone-too-wide", "- zone: Valley"),
        ("type: LineString", "type: MultiLineString", "unknown-geometry", "MultiLineString"),
        ("    around: Old Bridge\n", "", "impossible-zone", "- zone: Old Bridge"),
        ("    around: Old Bridge\n", "    around: River line\n", "unplaced", "around: River"),
        ("    radius_m: 1500\n", "", "impossible-zone", "- zone: Old Bridge"),
        ("    radius_m: 1500\n", "    radius_m: 0\n", "impossible-zone", "- zone: Old Bridge"),
        ("    bearing_deg: [350, 75]\n", "", "impossible-zone", "- zone: Hill post"),
        ("bearing_deg: [350, 75]", "bearing_deg: [350, 350]", "impossible-zone", "- zone: Hill"),
        ("bearing_deg: [350, 75]", "bearing_deg: [370, 75]", "not-a-number", "[370, 75]"),
        ("bearing_deg: [350, 75]", "bearing_deg: [350]", "impossible-zone", "- zone: Hill post"),
        ("range_m: [0, 3000]", "range_m: [3000, 0]", "impossible-zone", "- zone: Hill post"),
        ("range_m: [0, 3000]", "range_m: [0, 300000]", "zone-too-wide", "- zone: Hill post"),
        ("    accuracy_m: 50\n", "", "missing-field", "zone: River line"),
        ("first: 2030-07-01", "first: 2030-06-30", "overlapping-validity", SECOND),
        ("first: 2030-07-01", "last: 2031-07-01", "overlapping-validity", SECOND),
        ("first: 2030-07-01", "first: 2030-07-01\n    last: 2030-06-01", "impossible-zone", SECOND),
        # what
        ("beneficiaries: [Eastland]", "beneficiaries: [All]", "unknown-beneficiary", "[All]"),
        ("places: [Old Bridge], text: G", "places: [Bridge], text: G", "unknown-place", "[Bridge]"),
        ("specificity: 3", "specificity: 4", "not-a-number", "specificity: 4"),
        ("observed: true", "observed: sometimes", "unknown-word", "observed: sometimes"),
        ("{origins: 2", "{origins: 0", "not-a-number", "{origins: 0"),
        ("gives: {arms: Heavy Weapons}", "gives: [arms]", "not-fields", "gives: [arms]"),
        ("gives: {arms: Heavy Weapons}", "gives: {a: b, a: c}", "field-twice", "gives: {a: b"),
        ("status: informal", "status: unofficial", "unknown-word", "status: unofficial"),
        # when
        ("{within: 48 hours}", "{within: 48 hours, word: by}", "misplaced-field", "48 hours, word"),
        ("{by: 2030-03-04, ", "{by: 2030-03-04, of: signing, ", "misplaced-field", "of: signing"),
        ("{within: 48 hours}", "{within: 10 working days}", "no-deadline", "10 working days"),
        ("{by: 2030-03-04,", "{by: 2030-03-01,", "deadline-before-force", "{by: 2030-03-01"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line_and_a_remedy(old, new, code, marker):
    text = changed(old, new)

    found = [problem for problem in problems(text) if problem.code == code]

    assert found, problems(text)
    assert found[0].where == f"accord.yaml, line {line_of(text, marker)}"
    assert found[0].remedy


def test_what_is_wrong_with_one_zone_hides_nothing_of_the_next():
    text = changed("type: LineString", "type: Ring").replace("radius_m: 1500", "radius_m: far")

    codes = [problem.code for problem in problems(text)]

    assert codes == ["unknown-geometry", "impossible-zone", "not-a-number"]


def test_an_agreement_that_another_in_turn_succeeds_cannot_succeed_that_one():
    earlier = read(
        changed("id: dam-accord", "id: earlier-accord")
        .replace("dam-accord/", "earlier-accord/")
        .replace("succeeds: [earlier-accord]", "succeeds: [dam-accord]")
    ).agreement

    found = problems(WHOLE, beside=[earlier])

    assert [one.code for one in found] == ["circular-succession"]


def test_what_is_succeeded_has_to_be_on_record_and_signed_before():
    later = read(
        changed("id: dam-accord", "id: earlier-accord")
        .replace("dam-accord/", "earlier-accord/")
        .replace("succeeds: [earlier-accord]\n", "")
        .replace("signed: 2030-03-01", "signed: 2030-03-03")
        .replace("2030-03-02T06", "2030-03-03T06")
    ).agreement

    assert [one.code for one in problems(WHOLE, beside=[])] == ["unknown-agreement"]
    assert [one.code for one in problems(WHOLE, beside=[later])] == ["succeeds-later"]


def test_official_renderings_that_differ_are_a_warning_at_the_later_one():
    text = changed("{by: 2030-03-04, assum", "{by: 2030-03-09, assum")

    found = [one for one in read(text).warnings if one.code == "official-renderings-conflict"]

    assert [one.where for one in found] == [
        f"accord.yaml, line {line_of(text, 'by: 2030-03-09')}",
    ]
    assert "2030-03-04 and 2030-03-09" in found[0].message


def test_a_press_summary_that_differs_is_no_conflict_of_official_renderings():
    codes = {one.code for one in read().warnings}

    assert "official-renderings-conflict" not in codes


@pytest.mark.parametrize(
    ("old", "new", "code", "marker"),
    [
        ("- {rendering: north, text: Monitors", "- {rendering: press, text: Monitors",
         "no-official-wording", 'clause: "8"'),
        ("  - {party: Southland, post: Prime Minister}\n", "", "party-without-signatory",
         "- {party: Northland, post"),
        ("exempt:\n      - {acts: [deployment]", "exempt:\n      - {acts: [aid]", "idle-exemption",
         "- {acts: [aid]"),
        ("last: 2030-06-30", "last: 2030-02-01", "zone-never-valid", "- zone: Valley"),
        ("[[30.0, 50.0], [30.05, 50.04, 120], [30.1, 50.1]]",
         "[[50.0, 30.0], [50.04, 30.05], [50.1, 30.1]]", "coordinates-swapped",
         "- zone: River line"),
    ],
)  # fmt: skip
def test_what_keeps_nothing_off_the_record_is_a_warning_with_its_line(old, new, code, marker):
    text = changed(old, new)

    found = [one for one in read(text).warnings if one.code == code]

    assert found, read(text).warnings
    assert found[0].where == f"accord.yaml, line {line_of(text, marker)}"
    assert found[0].remedy


def test_names_are_read_from_a_file_that_a_later_rule_would_refuse():
    older = changed("status: informal", "status: unofficial copy").replace(
        "days, of:", "moons, of:"
    )
    assert problems(older)

    assert names_in(older.encode(), where="x") == read().names


def test_the_whole_file_has_nothing_to_warn_of():
    assert read().warnings == ()


def test_a_line_drawn_as_often_as_a_file_can_hold_costs_bounded_time():
    comb = ", ".join(f"[{30 + n / 10_000:.4f}, {50 + n % 2}]" for n in range(450))
    rows = "".join(
        f"  - zone: River line\n    geometry: {{type: LineString, coordinates: [{comb}]}}\n"
        f"    accuracy_m: 1\n    source: x\n    first: {2031 + n}-01-01\n"
        f"    last: {2031 + n}-02-01\n"
        for n in range(20)
    )
    began = time.perf_counter()

    found = problems(changed("  - zone: Old Bridge\n", rows + "  - zone: Old Bridge\n"))

    assert "too-many-points" in {one.code for one in found}
    assert time.perf_counter() - began < 20


def test_a_party_answers_for_its_mistakes_as_the_other_does():
    def exchanged(text):
        return (
            text.replace("Northland", "\0")
            .replace("Southland", "Northland")
            .replace("\0", "Southland")
        )

    text = changed("{by: 2030-03-04, assum", "{by: 2030-03-09, assum").replace(
        "  - {party: Southland, post: Prime Minister}\n", ""
    )
    straight, mirror = read(text), read(exchanged(text))

    assert [exchanged(one.message) for one in mirror.warnings] == [
        one.message for one in straight.warnings
    ]


def test_the_whole_file_uses_every_field_there_is():
    parts = [one for one in vars(fields).values() if isinstance(one, fields.Part)]
    names = {name for part in parts for name in (*part.required, *part.optional)}

    only_in_drafts = {"proposed"}
    assert {name for name in names if f"{name}:" not in WHOLE} == only_in_drafts
    assert all(f"status: {status.value}" in WHOLE for status in RenderingStatus)
    assert all(f"obligation: {kind.value}" in WHOLE for kind in Obligation if kind not in OTHERS)


# Kinds whose clauses have no field of their own.
OTHERS = {
    Obligation.CEILING,
    Obligation.ESTABLISHMENT,
    Obligation.EXCHANGE,
    Obligation.STANDING_DUTY,
}
