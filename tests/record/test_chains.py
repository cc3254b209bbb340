"""Gaps and forks in an author's own count: what is told does not depend on what came first."""

from hypothesis import given
from hypothesis import strategies as st

from truceline.record import chains
from truceline.record.chains import Chain


def entry(seq, version="a"):
    """Of one author: its number, what it cites, its own digest."""
    return seq, "" if seq == 0 else f"{seq - 1}a", f"{seq}{version}"


def of(*entries):
    chain = Chain()
    for seq, prev, digest in entries:
        chain = chains.after(chain, seq, prev=prev, digest=digest)
    return chain


def test_what_is_missing_is_named_and_no_longer_once_it_came():
    missing = of(*(entry(seq) for seq in (0, 1, 2, 4)))

    assert str(missing) == "number 3 missing"
    assert str(chains.after(missing, 3, prev="2a", digest="3a")) == ""


def test_many_that_are_missing_are_named_as_ranges():
    assert str(of(entry(2), entry(5), entry(9))) == "numbers 0 to 1, 3 to 4, 6 to 8 missing"


def test_two_texts_under_one_number_are_a_fork():
    assert str(of(entry(0), entry(1), entry(1, "b"), entry(2))) == "forked at number 1"


def test_a_fork_shows_by_what_the_next_one_cites_though_the_other_text_never_came():
    assert str(of(entry(0), entry(1, "b"), entry(2))) == "forked at number 1"


def test_what_is_in_its_order_says_nothing():
    assert of(*(entry(seq) for seq in range(50))).good


def test_a_number_that_never_came_is_not_on_record():
    chain = of(entry(0), entry(3))

    assert [chain.may_have(seq) for seq in range(5)] == [True, False, False, True, False]


def test_the_next_number_comes_after_the_last_whatever_came_last():
    assert of(entry(0), entry(2), entry(1)).following == (3, "2a")


def test_a_key_that_leaves_gaps_without_end_costs_no_memory_without_end():
    chain = of(*(entry(seq) for seq in range(0, 4 * chains.MOST, 2)))

    assert len(chain.runs) == chains.MOST
    assert "entries not followed" in str(chain)
    assert chain.may_have(3)  # nobody knows any more, so whoever asks looks


VERSIONS = st.sets(st.tuples(st.integers(0, 12), st.sampled_from("ab")))


@given(VERSIONS.map(sorted), st.data())
def test_whatever_comes_first_the_same_is_missing_and_two_of_a_number_are_a_fork(told, data):
    entries = [entry(*one) for one in told]
    other = data.draw(st.permutations(entries))

    chain = of(*other)

    assert chain.missing == of(*entries).missing
    assert {seq for seq, _ in told if {(seq, "a"), (seq, "b")} <= set(told)} <= set(chain.forks)


@given(st.permutations([entry(seq) for seq in range(20)]))
def test_a_chain_whose_entries_come_in_any_order_is_whole_in_the_end(entries):
    assert of(*entries) == of(*(entry(seq) for seq in range(20)))
