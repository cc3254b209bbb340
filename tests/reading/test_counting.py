import pytest

from truceline.reading.english import read
from truceline.reading.parsing import installed
from truceline.terms.when import When

needs_parser = pytest.mark.skipif(installed() is None, reason="the trained parser is missing")


def counts(reads, text, *, parser=None):
    claims = read(
        text.encode(),
        media_type="text/plain",
        published=When(value="2023-06-14"),
        names=reads.rivals,
        parser=parser,
    ).claims
    return [f"{q.bound} {q.value} {q.unit}" for c in claims for q in c.quantities]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Somali forces destroyed a watchtower.", ["exact 1 structures"]),
        ("Somali forces destroyed a truck and two tanks.", ["exact 1 vehicles", "exact 2 tanks"]),
        ("Somali forces fired twice on the Valley.", ["exact 2 times"]),
        ("Somali forces fired 12 shells 3 km north of the Valley.", ["exact 12 shells"]),
        ("Somali forces shelled the Valley for three hours.", []),
        ("Somali forces shelled a farm near a bridge.", []),
        ("Kenya extended the ceasefire for 60 days.", ["exact 60 days"]),
    ],
)
def test_an_act_has_the_counts_of_what_was_done(reads, text, expected):
    assert counts(reads, text) == expected


def test_a_thing_that_opens_an_entry_of_a_log_is_one(reads):
    log = (
        "LOG, 14 JUNE 2023\n\n0540: truck destroyed by Somali forces.\n"
        "0610: patrol left the base for the river.\n0715: patrol back, nothing to tell of.\n"
    )

    assert counts(reads, log) == ["exact 1 vehicles"]


@needs_parser
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Somali forces destroyed 31 kiosks in the Valley.", ["exact 31 kiosks"]),
        ("Somali forces shelled the Valley on behalf of three countries.", []),
    ],
)
def test_what_no_table_knows_is_counted_where_the_tree_says_so(reads, text, expected):
    assert counts(reads, text, parser=installed()) == expected


def test_counts_do_not_hang_on_the_parties_names(reads):
    text = "{} destroyed a truck and two tanks of {} and killed 3 soldiers."

    one = counts(reads, text.format("Kenya", "Somalia"))

    assert one == counts(reads, text.format("Somalia", "Kenya"))
