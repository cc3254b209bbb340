import random

from truceline.intake.copies import Copies, copies_of
from truceline.weighing.held import Document
from truceline.weighing.origins import families


def words(seed, many):
    draw = random.Random(seed)  # noqa: S311 the same words every time
    return [f"w{draw.randrange(5000)}" for _ in range(many)]


def edited(text, *, every):
    return [f"new{at}" if at % every == 0 else word for at, word in enumerate(text)]


def among():
    return {f"d{seed}": " ".join(words(seed, 150 + seed * 7)) for seed in range(40)}


def test_texts_of_their_own_repeat_nothing():
    copies = Copies()

    assert all(copies.add(name, text) == () for name, text in among().items())


def test_the_same_wire_under_a_new_headline_is_a_copy():
    text = " ".join([*words(999, 12), *words(7, 199)])

    assert copies_of(text, among()) == ("d7",)


def test_a_slightly_edited_wire_is_a_copy():
    assert copies_of(" ".join(edited(words(9, 213), every=20)), among()) == ("d9",)


def test_a_short_wire_inside_a_long_article_is_a_copy():
    article = " ".join([*words(500, 300), *words(3, 171), *words(501, 300)])

    assert copies_of(article, among()) == ("d3",)


def test_half_a_text_in_common_is_no_copy():
    assert copies_of(" ".join([*words(30, 180), *words(502, 180)]), among()) == ()


def test_short_texts_are_copies_only_where_they_are_equal():
    short = {"a": "The ceasefire holds, Ruritania says.", "b": "The ceasefire holds."}

    assert copies_of("the CEASEFIRE holds, Ruritania says", short) == ("a",)
    assert copies_of("The ceasefire holds, Graustark says.", short) == ()


def test_an_empty_text_repeats_nothing():
    assert copies_of("", {"a": "", "b": "..."}) == ()


def test_what_a_digest_repeats_is_named_in_the_order_it_came():
    copies = Copies()
    pieces = [" ".join(words(seed, 100)) for seed in (1, 2, 3)]
    for name, piece in zip(("z", "a", "m"), pieces, strict=True):
        copies.add(name, piece)

    assert copies.add("digest", " ".join(pieces)) == ("z", "a", "m")


def test_a_copy_of_copies_names_the_wire_only():
    copies = Copies()
    text = " ".join(words(1, 100))

    assert [copies.add(name, text) for name in ("z", "a", "m")] == [(), ("z",), ("z",)]


def test_copies_stay_one_family_when_the_wire_itself_is_left_out():
    copies = Copies()
    wire, other = words(1, 100), words(2, 100)
    texts = {"wire": wire, "copy": wire, "other": other, "both": other + wire, "last": wire}
    documents = {
        name: Document(
            sha256=name,
            entry=entry,
            media_type="text/plain",
            size=1,
            source="",
            published=None,
            copy_of=copies.add(name, " ".join(text)),
        )
        for entry, (name, text) in enumerate(texts.items(), start=1)
    }

    for left_out in texts:
        held = {name: one for name, one in documents.items() if name != left_out}
        assert len(set(families(held).values())) == (2 if left_out == "both" else 1), left_out
