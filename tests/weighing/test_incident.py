from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.terms.claim import Act
from truceline.weighing.held import Held
from truceline.weighing.incident import EVENTS, Standing, incidents

DAY, NEXT = "2030-03-01", "2030-03-02"


@pytest.fixture
def groups(words):
    """Which claims make incidents together: as sets of claim names, in order."""

    def groups(*claims, **record):
        record.setdefault("agreements", (words.agreement(),))
        return [set(one.claims) for one in incidents(words.held(*claims, **record))]

    return groups


def test_two_accounts_of_one_day_and_place_are_one_incident(words, groups):
    one = words.claim(when=DAY, place="Upper Mill", doc="a")
    other = words.claim(when=DAY, place="Upper Mill", doc="b")

    assert groups(one, other) == [{"1.1", "2.1"}]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"when": DAY}, {"when": NEXT}),
        ({"when": DAY, "place": "Upper Mill"}, {"when": DAY, "place": "Lower Mill"}),
        ({"when": DAY, "act": "access"}, {"when": DAY, "act": "protest"}),
        (
            {"when": DAY, "act": "deployment", "by": "Northland"},
            {"when": DAY, "act": "deployment", "by": "Southland"},
        ),
        ({"by": "Northland"}, {"by": "Northland"}),  # neither day nor place speaks for it
        ({"when": "2030", "by": "Northland"}, {"when": DAY, "by": "Northland"}),
        ({"when": DAY, "place": "Valley"}, {"when": NEXT, "place": "Valley"}),
        ({"place": "Valley"}, {"place": "Upper Mill"}),
    ],
)
def test_what_speaks_against_or_nothing_for_keeps_events_apart(words, groups, one, other):
    assert len(groups(words.claim(doc="a", **one), words.claim(doc="b", **other))) == 2


def test_an_account_of_a_whole_year_joins_the_only_event_of_that_place(words, groups):
    pinned = words.claim(when=DAY, place="Upper Mill")
    vague = words.claim(when="2030", place="Upper Mill", doc="b")

    assert groups(pinned, vague) == [{"1.1", "2.1"}]


def test_an_account_that_could_be_of_either_event_joins_neither(words, groups):
    first = words.claim(when=DAY, place="Upper Mill")
    second = words.claim(when=NEXT, place="Upper Mill", doc="b")
    vague = words.claim(place="Upper Mill", doc="c")

    assert groups(first, second, vague) == [{"1.1"}, {"2.1"}, {"3.1"}]


def test_an_account_without_place_does_not_join_two_villages(words, groups):
    upper = words.claim(when=DAY, place="Upper Mill")
    lower = words.claim(when=DAY, place="Lower Mill", doc="b")
    nowhere = words.claim(when=DAY, doc="c")

    assert groups(upper, lower, nowhere) == [{"1.1"}, {"2.1"}, {"3.1"}]


def test_an_account_that_names_nobody_does_not_join_two_forces(words, groups):
    told = [
        words.claim("deployment", when=DAY, place="Upper Mill", by=by, doc=by)
        for by in ("Northland", "Southland", "")
    ]

    assert groups(*told) == [{"1.1"}, {"2.1"}, {"3.1"}]


def test_two_accounts_of_years_at_one_place_are_one_incident(words, groups):
    told = [
        words.claim("control", when=when, place="Valley", by="Northland", doc=when)
        for when in ("2028/2031", "2029/..")
    ]

    assert groups(*told) == [{"1.1", "2.1"}]


def test_accounts_that_could_be_of_either_event_still_join_each_other(words, groups):
    first = words.claim(when=DAY, place="Upper Mill")
    second = words.claim(when=NEXT, place="Upper Mill", doc="b")
    vague = [words.claim(place="Upper Mill", doc=doc) for doc in "cd"]

    assert groups(first, second, *vague) == [{"1.1"}, {"2.1"}, {"3.1", "4.1"}]


def test_copies_without_day_or_place_tell_of_one_event(words, groups):
    claims = [words.claim(by="Northland", doc=doc) for doc in "ab"]

    assert groups(*claims, copies={"b": ("a",)}) == [{"1.1", "2.1"}]


@pytest.mark.parametrize("act", sorted(set(Act) - EVENTS))
def test_an_act_of_speech_is_no_incident(words, groups, act):
    assert groups(words.claim(act=act, when=DAY)) == []


@pytest.mark.parametrize("modality", ["planned", "required", "demanded", "predicted"])
def test_what_is_not_told_as_fact_is_no_incident(words, groups, modality):
    assert groups(words.claim(when=DAY, modality=modality)) == []


def test_a_denial_alone_is_no_incident(words, groups):
    assert groups(words.claim(when=DAY, denies=True)) == []


@pytest.mark.parametrize(
    "denial",
    [
        {"when": DAY},
        {"when": "2030-03"},
        {"place": "Upper Mill"},
        {"place": "Valley"},
        {"by": "Northland"},
    ],
)
def test_a_denial_joins_the_event_it_denies_and_makes_it_disputed(words, denial):
    event = words.claim(when=DAY, place="Upper Mill", by="Northland", says="General")
    denied = words.claim(doc="b", says="Envoy", denies=True, **denial)

    (incident,) = incidents(words.held(event, denied, agreements=(words.agreement(),)))

    assert incident.claims == ("1.1", "2.1")
    assert incident.standing is Standing.DISPUTED
    assert incident.because == "Southland affirms it and Northland denies it."


@pytest.mark.parametrize(
    "denial",
    [
        {"when": NEXT},
        {"place": "Lower Mill"},
        {"when": DAY, "by": "Southland"},  # who else did it is not denied
        {"when": DAY, "place": "Lower Mill"},
        {"act": "access", "when": DAY},
    ],
)
def test_a_denial_of_something_else_disputes_nothing(words, denial):
    event = words.claim(when=DAY, place="Upper Mill", by="Northland", says="General")
    denied = words.claim(doc="b", says="Envoy", denies=True, **denial)

    (incident,) = incidents(words.held(event, denied, agreements=(words.agreement(),)))

    assert incident.standing is Standing.ALLEGED


def test_a_denial_of_one_day_does_not_deny_the_month(words, groups):
    event = words.claim(when="2030-03", by="Northland")
    denied = words.claim(when=DAY, by="Northland", says="Envoy", denies=True, doc="b")

    assert groups(event, denied) == [{"1.1"}]


def test_a_dated_denial_joins_an_undated_event_of_its_place(words, groups):
    event = words.claim(place="Upper Mill", by="Northland")
    denied = words.claim(when=DAY, place="Upper Mill", says="Envoy", denies=True, doc="b")

    assert groups(event, denied) == [{"1.1", "2.1"}]


def test_a_denial_of_a_month_denies_every_event_in_it(words):
    events = [words.claim(when=day, by="Northland", says="General") for day in (DAY, NEXT)]
    denied = words.claim(doc="b", when="2030-03", says="Envoy", by="Northland", denies=True)

    found = incidents(words.held(*events, denied))

    assert [one.standing for one in found] == [Standing.DISPUTED, Standing.DISPUTED]


def test_a_bare_denial_that_could_mean_either_event_disputes_neither(words):
    events = [words.claim(when=day, by="Northland", says="General") for day in (DAY, NEXT)]
    denied = words.claim(doc="b", says="Envoy", by="Northland", denies=True)

    found = incidents(words.held(*events, denied))

    assert [one.standing for one in found] == [Standing.ALLEGED, Standing.ALLEGED]


def test_an_incident_is_told_with_the_days_all_accounts_agree_on(words):
    claims = [
        words.claim(when=when, place="Upper Mill", doc=when) for when in ("2030", DAY, "2030-03")
    ]

    (incident,) = incidents(words.held(*claims))

    assert incident.when.value == DAY


def test_an_incident_names_every_place_and_actor_once(words):
    one = words.claim(when=DAY, place="Upper Mill", by="Northland; Southland")
    other = words.claim(when=DAY, place="Upper Mill; Valley", by="Southland", doc="b")

    (incident,) = incidents(words.held(one, other))

    assert incident.places == ("Upper Mill", "Valley")
    assert [actor.name for actor in incident.actors] == ["Northland", "Southland"]
    assert incident.id == "incident-1.1"


# Laws.

whens = st.sampled_from(
    [None, DAY, NEXT, "2030-03-01/2030-03-03", "2030-03", "2030", "2030-03-02/..", "2031-05-05"]
)
wheres = st.sampled_from(["", "Upper Mill", "Lower Mill", "Valley", "Elsewhere", "Northland"])
whose = st.sampled_from(["", "Northland", "Southland", "Northland; Southland", "Third Force"])
voices = st.sampled_from(["narrator", "Envoy", "Speaker", "General", "Northland; Southland"])
tellings = st.fixed_dictionaries(
    {
        "act": st.sampled_from(["hostilities", "deployment", "casualties"]),
        "when": whens,
        "place": wheres,
        "by": whose,
        "says": voices,
        "denies": st.sampled_from([False, False, False, True]),
        "via": st.sampled_from(["", "", "Agency"]),
        "number": st.sampled_from(["", "3 killed", "more than 30 killed", "about 32 killed"]),
        "doc": st.sampled_from("abcd"),
    }
)
records = st.lists(tellings, max_size=12)
copied = st.sampled_from([{}, {"b": ("a",)}, {"c": ("a", "d")}])


def content(held: Held):
    """Incidents without the names that depend on the order of arrival."""
    return sorted(
        (
            one.act,
            one.when.value if one.when else "",
            sorted(one.places),
            sorted(actor.name for actor in one.actors),
            one.standing,
            one.origins,
            sorted(repr(held.claims[name]) for name in one.claims),
        )
        for one in incidents(held)
    )


@given(told=records, copies=copied, data=st.data())
def test_the_order_of_arrival_changes_no_incident(words, told, copies, data):
    record = {"copies": copies, "agreements": (words.agreement(),)}
    # A claim's characters are its own, so that two claims never are one value.
    claims = [words.claim(start=n, **each) for n, each in enumerate(told)]
    shuffled = data.draw(st.permutations(claims))

    assert content(words.held(*claims, **record)) == content(words.held(*shuffled, **record))


@given(told=records, copies=copied)
def test_exchanging_the_rivals_exchanges_them_in_every_incident(words, told, copies):
    plain = {"copies": copies, "agreements": (words.agreement(),)}
    exchanged = {"copies": copies, "agreements": (words.mirrored(words.agreement()),)}
    claims = [words.claim(**each) for each in told]

    found = incidents(words.held(*claims, **plain))

    # Persons keep their names: only whom they act for is exchanged.
    assert incidents(words.held(*words.mirrored(tuple(claims)), **exchanged)) == words.mirrored(
        found
    )


@given(told=records)
def test_without_a_ruling_nothing_is_verified_or_unfounded(words, told):
    found = incidents(words.held(*(words.claim(**each) for each in told)))

    assert not {one.standing for one in found} & {Standing.VERIFIED, Standing.UNFOUNDED}


@given(told=tellings.filter(lambda one: not one["denies"]), times=st.integers(1, 4))
def test_the_same_claim_again_from_one_origin_stays_alleged(words, told, times):
    again = [words.claim(**(told | {"doc": f"copy {n}"})) for n in range(times)]
    copies = {f"copy {n}": (f"copy {n - 1}",) for n in range(1, times)}

    (found,) = incidents(words.held(*again, copies=copies))

    assert (found.standing, found.origins) == (Standing.ALLEGED, 1)


@given(told=records, copies=copied)
def test_every_claim_told_as_fact_stands_in_exactly_one_incident(words, told, copies):
    held = words.held(*(words.claim(**each) for each in told), copies=copies)

    placed = [name for one in incidents(held) for name in one.claims]

    affirming = [name for name, claim in held.claims.items() if not claim.denies]
    assert sorted(name for name in placed if name in affirming) == sorted(affirming)


@given(told=records)
def test_incidents_come_in_the_order_of_their_first_claims(words, told):
    found = incidents(words.held(*(words.claim(**each) for each in told)))
    firsts = [
        tuple(int(part) for part in one.id.removeprefix("incident-").split(".")) for one in found
    ]

    assert all(a < b for a, b in pairwise(firsts))


# The five reports.


def test_the_border_fighting_of_16_november_is_one_incident_of_one_origin(gold):
    (fighting,) = (
        one
        for one in incidents(gold)
        if one.act is Act.HOSTILITIES and one.when and one.when.value == "2021-11-16"
    )

    assert fighting.places == ("Armenia-Azerbaijan border",)
    assert fighting.standing is Standing.ALLEGED


def test_three_reports_of_the_outbreak_are_one_incident(gold):
    (outbreak,) = (
        one
        for one in incidents(gold)
        if one.act is Act.HOSTILITIES and one.when and one.when.value == "2020-09-27"
    )

    assert outbreak.origins == 3
    assert outbreak.standing is Standing.CORROBORATED


def test_entries_of_the_force_on_two_days_are_not_joined_by_undated_accounts(gold):
    days = [one.when.value for one in incidents(gold) if one.act is Act.DEPLOYMENT and one.when]

    assert {"2020-11-10", "2020-11-11"} <= set(days)
