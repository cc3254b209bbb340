import pytest

from truceline.weighing.incident import Standing, incidents

DAY = "2030-03-01"
SEEN, FALSE = "verified", "unfounded"


@pytest.fixture
def weighed(words):
    """The one incident that some claims make, each written as (says, more)."""

    def weighed(*told, **record):
        claims = [
            words.claim(**({"when": DAY, "place": "Upper Mill", "doc": f"d{n}"} | each))
            for n, each in enumerate(told)
        ]
        (incident,) = incidents(words.held(*claims, **record))
        return incident

    return weighed


def test_one_account_is_alleged(weighed):
    incident = weighed({"says": "Envoy"})

    assert incident.standing is Standing.ALLEGED
    assert incident.because == "1 claim in 1 document: 1 independent origin, told by Northland."


def test_two_publishers_corroborate(weighed):
    incident = weighed({}, {}, sources={"d0": "Daily", "d1": "Weekly"})

    assert incident.standing is Standing.CORROBORATED
    assert incident.origins == 2


def test_two_voices_of_one_side_do_not_corroborate_each_other(weighed):
    incident = weighed({"says": "Envoy"}, {"says": "Speaker"})

    assert (incident.standing, incident.origins) == (Standing.ALLEGED, 2)


def test_two_rivals_who_agree_corroborate(weighed):
    assert weighed({"says": "Envoy"}, {"says": "General"}).standing is Standing.CORROBORATED


def test_a_side_that_denies_what_it_affirms_is_no_dispute_between_sides(weighed):
    incident = weighed({"says": "Envoy"}, {"says": "Speaker", "denies": True})

    assert incident.standing is Standing.ALLEGED


def test_numbers_that_cannot_both_be_right_are_a_dispute(weighed):
    incident = weighed(
        {"act": "casualties", "number": "3 killed", "says": "Envoy"},
        {"act": "casualties", "number": "more than 30 killed", "says": "General"},
    )

    assert incident.standing is Standing.DISPUTED
    assert "3 killed and more than 30 killed cannot both be right" in incident.because


def test_numbers_that_can_both_be_right_are_none(weighed):
    incident = weighed(
        {"act": "casualties", "number": "32 killed", "says": "Envoy"},
        {"act": "casualties", "number": "more than 30 killed", "says": "General"},
    )

    assert incident.standing is Standing.CORROBORATED


@pytest.mark.parametrize(
    ("ruling", "standing"), [(SEEN, Standing.VERIFIED), (FALSE, Standing.UNFOUNDED)]
)
def test_a_ruling_on_any_claim_rules_the_incident(weighed, ruling, standing):
    incident = weighed({}, {"says": "General"}, rulings={"2.1": (ruling, 9)})

    assert incident.standing is standing
    assert incident.because == (
        f"head-of-mission ruled claim 2.1 {ruling} in entry 9: Two posts saw it."
    )


@pytest.mark.parametrize(
    ("first", "second", "standing"),
    [(SEEN, FALSE, Standing.UNFOUNDED), (FALSE, SEEN, Standing.VERIFIED)],
)
def test_of_two_rulings_that_differ_the_latest_stands_and_says_so(weighed, first, second, standing):
    incident = weighed({}, {}, rulings={"1.1": (second, 9), "2.1": (first, 8)})

    assert incident.standing is standing
    assert "Another ruling differs; the latest entry stands." in incident.because


def test_two_rulings_that_agree_are_not_said_to_differ(weighed):
    incident = weighed({}, {}, rulings={"1.1": (SEEN, 9), "2.1": (SEEN, 8)})

    assert "differs" not in incident.because


def test_a_denial_ruled_true_makes_the_event_unfounded(weighed):
    incident = weighed({}, {"says": "Envoy", "denies": True}, rulings={"2.1": (SEEN, 9)})

    assert incident.standing is Standing.UNFOUNDED


def test_a_denial_ruled_unfounded_does_not_verify_the_event(weighed):
    incident = weighed({}, {"says": "Envoy", "denies": True}, rulings={"2.1": (FALSE, 9)})

    assert incident.standing is Standing.DISPUTED
