"""Every count has its denominator: days watched of days asked, and who was kept from it."""

from dataclasses import replace
from datetime import date

import pytest

from truceline.terms.agreement import Responsible
from truceline.terms.claim import Act
from truceline.terms.entry import Hindered, Hindrance, Patrolled
from truceline.weighing.coverage import coverage

FIRST, LAST = date(2030, 1, 1), date(2030, 1, 10)


def patrol(*places, first=1, last=10, post="", hours=None, acts=tuple(Act)):
    return Patrolled(
        places=places,
        acts=acts,
        first=date(2030, 1, first),
        last=date(2030, 1, last),
        post=post,
        hours=hours,
    )


def hindered(*places, first=5, last=5, how="denied", by="Southland", post=""):
    return Hindered(
        places=places,
        how=Hindrance(how),
        first=date(2030, 1, first),
        last=date(2030, 1, last),
        by=by,
        post=post,
    )


@pytest.fixture
def covered(words):
    def covered(*entries, places=("Valley",), acts=(), agreement=None):
        held = replace(
            words.held(),
            patrols=tuple(one for one in entries if isinstance(one, Patrolled)),
            hindrances=tuple(one for one in entries if isinstance(one, Hindered)),
        )
        known = agreement or words.agreement()
        return coverage(held, known, first=FIRST, last=LAST, places=places, acts=acts)

    return covered


def test_where_nobody_watched_the_sentence_says_so_with_the_days(covered):
    assert covered().sentence == "Nobody is on record as watching on any of 10 days."


def test_a_watch_of_the_place_around_is_a_watch_of_the_place(covered):
    assert covered(patrol("Valley"), places=("Upper Mill",)).whole


def test_a_watch_of_one_village_is_a_watch_of_a_part_of_the_valley(covered):
    found = covered(patrol("Upper Mill", last=4))

    assert (found.watched, found.partly) == (0, 4)
    assert found.sentence.startswith("Watched on 0 of 10 days, in part on 4 more")


def test_both_villages_have_to_be_watched_on_the_same_day(covered):
    found = covered(
        patrol("Upper Mill", last=6),
        patrol("Lower Mill", first=4),
        places=("Upper Mill", "Lower Mill"),
    )

    assert (found.watched, found.partly) == (3, 7)


def test_a_day_watched_twice_is_one_day_watched(covered):
    assert covered(patrol("Valley", last=3), patrol("Valley", first=2, last=4)).watched == 4


def test_one_entry_twice_counts_its_hours_once(covered):
    found = covered(patrol("Valley", hours=30), patrol("Valley", hours=30))

    assert found.hours == 30


def test_hours_of_a_watch_that_reaches_beyond_the_days_asked_are_not_shared_out(covered):
    long = Patrolled(
        places=("Valley",), acts=tuple(Act), first=date(2029, 12, 1), last=LAST, hours=400
    )

    assert "nobody counted the hours" in covered(long).sentence
    assert (
        "30 hours counted, not those of 1 watch"
        in covered(long, patrol("Valley", hours=30)).sentence
    )


def test_a_watch_for_one_act_is_none_for_another(covered):
    found = covered(patrol("Valley", acts=(Act.ACCESS,)), acts=(Act.ACCESS, Act.HOSTILITIES))

    assert (found.watched, found.partly) == (0, 10)


@pytest.mark.parametrize("how", ["denied", "impeded"])
def test_a_day_on_which_the_patrol_was_kept_out_is_not_watched(covered, how):
    found = covered(patrol("Valley", post="Alpha"), hindered("Valley", how=how, post="Alpha"))

    assert found.watched == 9


@pytest.mark.parametrize("how", ["delayed", "conditional"])
def test_a_patrol_that_got_there_late_or_under_escort_watched_and_it_is_told(covered, how):
    found = covered(patrol("Valley", post="Alpha"), hindered("Valley", how=how, post="Alpha"))

    assert found.watched == 10
    assert f"{how} once (1 day) by Southland" in found.sentence


def test_another_post_that_watched_makes_the_day_a_day_watched(covered):
    found = covered(
        patrol("Valley", post="Alpha"),
        patrol("Valley", post="Beta"),
        hindered("Valley", post="Alpha"),
    )

    assert found.watched == 10


@pytest.mark.parametrize(("watching", "turned_away"), [("", "Alpha"), ("Alpha", ""), ("", "")])
def test_posts_that_nobody_named_cannot_be_told_apart(covered, watching, turned_away):
    found = covered(patrol("Valley", post=watching), hindered("Valley", post=turned_away))

    assert found.watched == 9


def test_a_patrol_turned_away_from_one_village_did_not_watch_the_valley_that_day(covered):
    found = covered(patrol("Valley", post="Alpha"), hindered("Upper Mill", post="Alpha"))

    assert (found.watched, found.partly) == (9, 0)


def test_a_patrol_turned_away_elsewhere_changes_nothing(covered):
    found = covered(patrol("Lower Mill"), hindered("Upper Mill"), places=("Lower Mill",))

    assert found.whole
    assert found.restrictions == ()


def test_restrictions_are_told_by_party_in_the_agreements_order(covered):
    found = covered(
        hindered("Valley", by="Southland"),
        hindered("Valley", first=7, last=8, by="Southland"),
        hindered("Valley", by="", how="impeded"),
        hindered("Valley", by="Northland", how="delayed"),
    )

    assert [(one.by, one.times, one.days) for one in found.restrictions] == [
        ("Northland", 1, 1),
        ("Southland", 2, 3),
        ("", 1, 1),
    ]
    assert "impeded once (1 day), by whom nobody says" in found.sentence


def test_a_force_that_a_party_answers_for_restricts_as_that_party(covered, words):
    answering = replace(
        words.agreement(),
        responsible=(Responsible(party="Northland", actor="Third Force", source="article 4"),),
    )

    found = covered(hindered("Valley", by="Third Force"), agreement=answering)

    assert [one.by for one in found.restrictions] == ["Northland"]


def test_exchanging_the_parties_exchanges_them_in_the_coverage_and_nothing_else(words):
    told = (
        hindered("Valley", by="Southland", post="Southland gate"),
        hindered("Valley", first=2, last=3, by="Northland", how="delayed", post="Northland gate"),
        hindered(by="Southland militia"),
    )
    held = replace(words.held(), patrols=(patrol("Valley", post="Alpha"),), hindrances=told)
    accord = words.agreement()

    straight = coverage(held, accord, first=FIRST, last=LAST, places=("Valley",))
    mirror = coverage(
        replace(held, hindrances=words.mirrored(told)),
        words.mirrored(accord),
        first=FIRST,
        last=LAST,
        places=("Valley",),
    )

    assert words.mirrored(mirror) == straight
