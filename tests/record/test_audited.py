"""With what an earlier audit knew, its entries are only hashed; without it all is as before."""

from dataclasses import replace

import pytest

from truceline.record.audited import dumped, loaded
from truceline.record.chains import Chain
from truceline.record.checkpoint import read
from truceline.record.leaf import Said
from truceline.record.sqlite import SqliteRecord
from truceline.record.verify import How, VerifyError, verify


@pytest.fixture
def earlier(fill, centre, start):
    """A record that was audited at 300 entries and has 12 more; what that audit found."""
    path = fill(300, 50)
    found = verify(path)
    with SqliteRecord.open(path, signer=centre.log) as record:
        centre.said[centre.machine.name] = record.author_state(centre.machine.name)
        notes = [centre.deposit(n) for n in range(900, 912)]
        record.append(notes, onto=record.head(), now=start)
    return path, found


def audited(found, **changed):
    return How(audited=found.checkpoint, state=dumped(replace(found.state, **changed)))


def test_a_state_comes_back_as_it_was_kept(earlier):
    _, found = earlier

    assert loaded(dumped(found.state), read(found.checkpoint)) == found.state


def test_with_a_state_is_found_what_is_found_without(earlier):
    path, before = earlier

    found = verify(path, how=audited(before))

    assert (found.audited, found.signatures, found.anew) == (300, 12, "")
    assert replace(found, audited=0, signatures=312) == verify(path)


def test_nothing_new_since_the_audit_leaves_its_state_as_it_is(fill):
    path = fill(300, 50)
    before = verify(path)

    assert verify(path, how=audited(before)).state == before.state


def test_the_entries_before_are_not_read_again(earlier):
    path, before = earlier
    wrong = {**before.state.said, "centre.example/machine": Said(count=7, digest=bytes(32))}

    with pytest.raises(VerifyError, match=r"author centre.example/machine: the count stored"):
        verify(path, how=audited(before, said=wrong))


def test_what_was_missing_then_is_still_missing(earlier):
    path, before = earlier
    (name, chain), *_ = sorted(before.state.chains.items())
    gap = replace(chain, runs=tuple(replace(run, first=3) for run in chain.runs))

    found = verify(path, how=audited(before, chains={**before.state.chains, name: gap}))

    assert found.disorder == (f"{name}: numbers 0 to 2 missing",)


def cut(kept):
    return kept[:-1]


def flipped(kept):
    return kept[:200] + bytes([kept[200] ^ 1]) + kept[201:]


def nothing(_kept):
    return b""


def no_hash(kept):
    return kept.partition(b"\n")[2]


@pytest.mark.parametrize("damage", [cut, flipped, nothing, no_hash])
def test_a_state_that_is_damaged_or_gone_is_made_anew_and_it_is_said(earlier, damage):
    path, before = earlier
    how = replace(audited(before), state=damage(dumped(before.state)))

    found = verify(path, how=how)

    assert found.anew
    assert str(found).splitlines()[-1] == f"The audited entries were read again: {found.anew}."
    assert replace(found, anew="") == verify(path, how=audited(before))


@pytest.mark.parametrize("other", [{"size": 299}, {"root": bytes(32)}, {"v": 2}])
def test_a_state_of_other_entries_or_of_another_form_is_not_believed(earlier, other):
    path, before = earlier

    found = verify(path, how=audited(before, **other, chains={"centre.example/desk": Chain()}))

    assert found.anew
    assert found.state == verify(path).state


def test_a_state_spares_nothing_where_the_audited_entries_are_others(earlier, fill, centre, start):
    """Who hands in the checkpoint of another history is told so, state or none."""
    _, before = earlier
    path = fill(30, 10)
    with SqliteRecord.open(path, signer=centre.log) as record:
        centre.said[centre.machine.name] = record.author_state(centre.machine.name)
        notes = [centre.deposit(n) for n in range(2000, 2290)]
        record.append(notes, onto=record.head(), now=start)

    with pytest.raises(VerifyError, match="the checkpoint of 300 entries kept elsewhere"):
        verify(path, how=audited(before))
