from dataclasses import fields
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.terms.entry import (
    Dated,
    Deposited,
    Entry,
    Patrolled,
    Read,
    Retracted,
    Ruled,
    Ruling,
    Sure,
)
from truceline.terms.question import Question
from truceline.terms.when import When
from truceline.weighing.held import Held, fold, heard, order
from truceline.weighing.resting import BY_KEY, KINDS, keys_of, place_of

AT = datetime(2030, 3, 1, tzinfo=UTC)
documents = st.sampled_from("abc")
names = st.sampled_from(["0.1", "1.1", "2.1", "3.2", "9.9"])
rulings = st.sampled_from(Ruling)


def facts(words):
    claims = st.lists(st.just(words.claim(when="2030-03-01")), max_size=3).map(tuple)
    return st.one_of(
        st.builds(Deposited, document=documents, media_type=st.just("text/plain"), size=st.just(1)),
        st.builds(
            Deposited,
            document=documents,
            media_type=st.just("text/plain"),
            size=st.just(1),
            within=st.sampled_from(["mail", "archive"]),
            part=st.sampled_from(["attachment 1", "record 2"]),
        ),
        st.builds(
            Read,
            document=documents,
            reader=st.sampled_from(["r/1", "r/2"]),
            part=st.integers(1, 2),
            parts=st.just(2),
            claims=claims,
            copy_of=st.lists(documents, max_size=1).map(tuple),
        ),
        st.builds(Retracted, claim=names, reason=st.just("withdrawn")),
        st.builds(
            Ruled,
            claims=st.lists(names, max_size=2).map(tuple),
            ruling=rulings,
            reason=st.sampled_from(["seen", "not seen"]),
        ),
        st.just(Patrolled(places=(), acts=(), first=date(2030, 3, 1), last=date(2030, 3, 2))),
    )


@given(data=st.data(), cut=st.integers(0, 12))
def test_folding_in_two_parts_is_folding_at_once(words, data, cut):
    told = data.draw(st.lists(facts(words), max_size=12))
    entries = [(n, Entry(at=AT, by="desk", fact=fact)) for n, fact in enumerate(told)]

    assert fold(entries) == fold(entries[cut:], onto=fold(entries[:cut]))


@given(data=st.data())
def test_a_part_is_the_fold_of_the_entries_of_its_kinds(words, data):
    told = data.draw(st.lists(facts(words), max_size=12))
    entries = [(n, Entry(at=AT, by="desk", fact=fact)) for n, fact in enumerate(told)]

    for part, kinds in KINDS.items():
        alone = fold((n, entry) for n, entry in entries if isinstance(entry.fact, kinds))
        assert getattr(alone, part) == getattr(fold(entries), part)


@given(data=st.data())
def test_a_value_is_the_fold_of_the_entries_about_its_key(words, data):
    told = data.draw(st.lists(facts(words), max_size=12))
    entries = [(n, Entry(at=AT, by="desk", fact=fact)) for n, fact in enumerate(told)]

    whole = fold(entries)
    for part in BY_KEY:
        for key in [*getattr(whole, part), "a", "0.1", "1.1", "9.9"]:
            about = [
                (n, entry)
                for n, entry in entries
                if key in keys_of(entry.fact) or n == place_of(key)
            ]
            alone, all_of_it = getattr(fold(about), part), getattr(whole, part)
            assert alone.get(key) == all_of_it.get(key)


def test_it_is_said_of_every_part_which_kinds_it_rests_on():
    assert {"size", *KINDS} == {part.name for part in fields(Held)}
    assert set(BY_KEY) <= set(KINDS)


@pytest.mark.parametrize("key", ["", ".", "1", "1.", ".1", "a.1", "1.b", "1." + "9" * 40, "-1.1"])
def test_a_key_that_is_no_name_has_no_place(key):
    assert place_of(key) is None


def test_folding_on_leaves_the_earlier_fold_as_it_was(words):
    read = Read(document="a", reader="r/1", part=1, parts=1, claims=(words.claim(),))
    before = fold([])

    fold([(0, Entry(at=AT, by="desk", fact=read))], onto=before)

    assert not before.claims


def test_a_retracted_claim_is_gone(words):
    read = Read(document="a", reader="r/1", part=1, parts=1, claims=(words.claim(),) * 2)
    facts = (read, Retracted(claim="0.1", reason="withdrawn"))

    held = fold((n, Entry(at=AT, by="desk", fact=fact)) for n, fact in enumerate(facts))

    assert list(held.claims) == ["0.2"]


def test_a_second_deposit_of_the_same_bytes_changes_nothing():
    first, second = (
        Deposited(document="a", media_type="text/plain", size=1, source=source)
        for source in ("Daily", "Weekly")
    )

    held = fold((n, Entry(at=AT, by="desk", fact=fact)) for n, fact in enumerate((first, second)))

    assert (held.documents["a"].source, held.documents["a"].entry) == ("Daily", 0)


def test_the_same_bytes_in_another_mail_stand_in_one_more_place():
    facts = (
        Deposited(document="a", media_type="text/plain", size=1),
        Deposited(document="a", media_type="text/plain", size=1, within="x", part="attachment 1"),
        Deposited(document="a", media_type="text/plain", size=1, within="y", part="message"),
        Deposited(document="a", media_type="text/plain", size=1, within="x", part="attachment 1"),
    )

    held = fold((n, Entry(at=AT, by="desk", fact=fact)) for n, fact in enumerate(facts))

    assert held.documents["a"].entry == 0
    assert [(one.document, one.part) for one in held.documents["a"].within] == [
        ("x", "attachment 1"),
        ("y", "message"),
    ]


def test_a_mail_is_heard_when_something_in_it_is():
    told = {"in time": "2030-03-01", "later": "2030-03-02"}
    facts = [
        Deposited(
            document=name,
            media_type="text/plain",
            size=1,
            published=When(value=when),
            within=f"mail {name}",
            part="message",
        )
        for name, when in told.items()
    ]
    mails = [
        Deposited(document=f"mail {name}", media_type="message/rfc822", size=1) for name in told
    ]
    held = fold((n, Entry(at=AT, by="desk", fact=fact)) for n, fact in enumerate(facts + mails))

    left = heard(held, Question(as_of=date(2030, 4, 1), said_by=date(2030, 3, 1)))

    assert set(left.documents) == {"in time", "mail in time"}


def test_what_is_not_dated_was_not_certainly_said_by_any_day(words):
    def read(document, when):
        dated = Dated(when=When(value=when), sure=Sure.TEXT, because="it says so") if when else None
        fact = Read(
            document=document,
            reader="r/1",
            part=1,
            parts=1,
            claims=(words.claim(doc=document),),
            published=dated,
        )
        return Entry(at=AT, by="desk", fact=fact)

    def deposit(document):
        return Entry(
            at=AT, by="desk", fact=Deposited(document=document, media_type="text/plain", size=1)
        )

    dates = {"in time": "2030-03-01", "later": "2030-03-02", "that month": "2030-03", "undated": ""}
    entries = [entry for name, when in dates.items() for entry in (deposit(name), read(name, when))]
    question = Question(as_of=date(2030, 4, 1), said_by=date(2030, 3, 1))

    left = heard(fold(enumerate(entries)), question)

    assert list(left.documents) == ["in time"]
    assert list(left.claims) == ["1.1"]


def test_claims_are_ordered_by_two_numbers_not_as_text():
    assert sorted(["10.1", "9.2", "9.10"], key=order) == ["9.2", "9.10", "10.1"]
