"""Gaps and forks in an author's own count: what is told does not depend on what came first."""

from base64 import b64encode
from hashlib import sha256
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.record import chains
from truceline.record.chains import Chain
from truceline.record.stretch import Chaining


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


def digest_of(version):
    return sha256(version.encode()).digest()


def cited(version):
    return b64encode(digest_of(version)).decode() if version else ""


AUTHORS = st.sampled_from(["alpha", "bravo"])
TEXTS, CITED = st.sampled_from("abc"), st.sampled_from(["", *"abc"])
SAID = st.lists(st.tuples(AUTHORS, st.integers(0, 7), CITED, TEXTS), max_size=24)
CUTS = st.lists(st.integers(0, 24), max_size=4).map(sorted)


def in_order(count):
    """So many of one author that follow each other: what chance alone hardly makes."""
    texts = ["", *map(str, range(count))]
    return [("alpha", seq, cites, own) for seq, (cites, own) in enumerate(pairwise(texts))]


def joined(said, cuts):
    """Every stretch by itself, then one after the other."""
    found = {}
    for start, stop in pairwise([0, *cuts, len(said)]):
        chaining = Chaining()
        for author, seq, cites, own in said[start:stop]:
            chaining.take(author, seq, prev=cited(cites), digest=digest_of(own))
        for author, links in chaining.links().items():
            for one in links:
                found[author] = chains.joined(found.get(author, Chain()), one)
    return found


def one_by_one(said):
    found = {}
    for author, seq, cites, own in said:
        before = found.get(author, Chain())
        found[author] = chains.after(before, seq, prev=cited(cites), digest=cited(own))
    return found


@given(st.integers(0, 9), SAID, SAID, CUTS, st.sampled_from([2, chains.MOST]))
def test_stretches_joined_say_what_their_entries_say_one_after_the_other(
    good, before, after, cuts, most
):
    said = [*before, *in_order(good), *after]
    cuts = [min(cut, len(said)) for cut in cuts]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chains, "MOST", most)

        assert joined(said, cuts) == one_by_one(said)


def test_of_entries_in_their_order_one_link_is_handed_on():
    chaining = Chaining()
    for author, seq, cites, own in in_order(30):
        chaining.take(author, seq, prev=cited(cites), digest=digest_of(own))

    (links,) = chaining.links()["alpha"]

    assert (links.first, links.last, links.count) == (0, 29, 30)
