import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truceline.reading.english import READER, read
from truceline.reading.gold_fields import as_fields
from truceline.reading.parsing import missing
from truceline.reading.readers import Means, reader_for
from truceline.terms.claim import NARRATOR, Act, Modality
from truceline.terms.names import Kind

STORY = "\n\n".join(  # noqa: FLY002 a line a paragraph
    (
        "Kenyan President Jane Mwangi said on Monday that Somali forces had shelled Upper Valley.",
        '"Somalia must withdraw its army from our lands by the end of this month," she added.',
        "Mogadishu denied that its army had attacked the town.",
        "According to Reuters, Somali Foreign Minister Omar Warsame made this clear.",
        "Kenya and Somalia exchanged 12 prisoners on the Kenyan-Somali border in May 2023.",
        "Both sides suffered losses. Kenya's president later met Omar Warsame in Oslo.",
        "The Somalis then withdrew.",
    )
)

OFFICES = "\n\n".join(  # noqa: FLY002 a line a paragraph
    (
        (
            "Somali forces opened fire on Kenyan positions, the Kenyan defence ministry said. "
            "It added that two soldiers were killed. The ministry denied that its units attacked."
        ),
        (
            "The defence ministry in Mogadishu said that Kenyan troops had entered the town. "
            "The Kenyan army said its last units left the district on Monday."
        ),
        "Troops withdrew, a Somali officer said. The officer said the road was closed.",
        "The spokesman said that the exchange of prisoners was complete. Both sides agreed to it.",
        "Kenya's delegation said Somalia had violated the ceasefire. It said shells hit the town.",
        "Officials in Nairobi said a truce took effect, said a spokesman for the Somali army.",
    )
)

SWAPS = (
    ("Kenya", "Somalia"), ("Kenyan", "Somali"), ("Kenyans", "Somalis"), ("Nairobi", "Mogadishu"),
    ("Jane Mwangi", "Omar Warsame"), ("Mwangi", "Warsame"), ("President", "Foreign Minister"),
    ("president", "foreign minister"), ("she", "he"),
)  # fmt: skip


def swapped(text):
    table = {a: b for pair in SWAPS for a, b in (pair, pair[::-1])}
    longest = sorted(table, key=len, reverse=True)
    return re.sub(rf"\b(?:{'|'.join(longest)})\b", lambda hit: table[hit.group()], text)


def shown(text, claim):
    told = {**as_fields(claim, doc="d", quote=text[claim.quote.start : claim.quote.end])}
    return {key: value for key, value in told.items() if key not in {"start", "end"}}


def mirror_of(fields):
    def turn(value):
        if isinstance(value, str):
            return swapped(value)
        return [turn(one) for one in value] if isinstance(value, list) else value

    return {key: turn(value) for key, value in fields.items()}


@pytest.mark.parametrize("story", [STORY, OFFICES])
def test_exchanging_the_rivals_in_the_text_exchanges_them_in_the_claims(reads, story):
    mirror_names = tuple(
        replace(
            n,
            name=swapped(n.name),
            also=tuple(map(swapped, n.also)),
            of=swapped(n.of),
            post=swapped(n.post),
        )
        for n in reads.rivals
    )
    mirror = swapped(story)

    claims = [shown(story, claim) for claim in reads.claims_of(story)]
    mirrored = [shown(mirror, claim) for claim in reads.claims_of(mirror, mirror_names)]

    assert len(claims) > 5
    assert mirrored == [mirror_of(fields) for fields in claims]


def test_every_quote_is_found_at_its_place_in_the_original(reads):
    page = "<html><body><p>Kenya &amp; Norway <b>deployed</b> 300 soldiers.</p></body></html>"
    claim = reads.only(reads.claims_of(page, media_type="text/html"))

    assert page[claim.quote.start : claim.quote.end].startswith("Kenya &amp; Norway <b>deployed")


def test_an_echo_repeats_the_claim_before_with_its_own_speaker_and_channel(reads):
    echo = next(c for c in reads.claims_of(STORY) if c.rule.endswith(":echo"))

    assert (reads.says(echo), echo.via, echo.act) == (["Omar Warsame"], "Reuters", Act.HOSTILITIES)
    assert echo.denies


def test_claims_stand_in_the_order_of_the_text(reads):
    starts = [claim.quote.start for claim in reads.claims_of(STORY)]

    assert starts == sorted(starts)


def test_people_are_every_name_of_a_person_in_the_claims(reads):
    text = "General Ivan Petrov met Omar Warsame in Oslo. Somalia deployed 3 soldiers."
    reading = read(text.encode(), media_type="text/plain", published=None, names=reads.rivals)

    assert reading.people == {"Ivan Petrov", "Omar Warsame"}
    assert reading.reader == f"{READER} without parser"


def test_a_person_carries_the_side_they_speak_for(reads):
    text = "Ukrainian Defence Minister Oleh Doe said Russian troops had withdrawn."
    claim = reads.only(reads.claims_of(text))

    assert [(a.name, a.of) for a in claim.says] == [("Oleh Doe", "Ukraine")]


def test_headings_and_noise_make_no_claims(reads):
    text = (
        "Troops enter Upper Valley\n\n"
        "Kenyan troops entered Upper Valley on Monday after long talks with the villagers.\n\n"
        "Related articles\n\nSudanese troops entered Khartoum on Sunday\n"
    )

    assert [c.quote.start for c in reads.claims_of(text)] == [text.index("Kenyan")]


def test_a_quotation_that_is_cut_off_makes_no_claim(reads):
    text = 'Omar Warsame spoke.\n\n"Kenya withdrew its army. The two leaders agreed to meet and'

    assert reads.claims_of(text) == ()


def test_the_day_is_told_by_the_words_the_claim_rests_on(reads):
    text = "On Monday rebels shelled the town. They withdrew on 3 May 2023, first in 2023."
    claims = reads.claims_of(text)

    assert [claim.when.value for claim in claims] == ["2023-06-12", "2023-05-03"]


def test_the_date_of_a_paper_is_not_the_date_of_the_act(reads):
    text = "Both leaders praised the statements of 9 November 2020 and 11 January 2021."

    assert reads.only(reads.claims_of(text)).when is None


def test_a_border_has_one_name_whoever_is_named_first(reads):
    texts = ("Troops clashed on the border of Somalia and Kenya.",
             "Troops clashed on the Kenyan-Somali border.",
             "Kenya shelled the border with Somalia.")  # fmt: skip

    assert {reads.only(reads.claims_of(text)).places for text in texts} == {
        ("Kenya-Somalia border",)
    }


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Kenya shelled the town.", ["Kenya"]),
        ("The town was shelled by Kenya.", ["Kenya"]),
        ("The withdrawal of Kenyan troops began.", ["Kenya"]),
        ("Kenya's withdrawal began.", ["Kenya"]),
        ("Clashes broke out between Kenya and Somalia.", ["Kenya", "Somalia"]),
        ("Kenya said Somalia shelled the town.", ["Somalia"]),
        ("The army told Reuters that Kenya shelled the town.", ["Kenya"]),
        ("Shelling went on all night.", []),
    ],
)
def test_who_acts_is_found_by_position_and_never_invented(reads, text, who):
    assert reads.actors(reads.only(reads.claims_of(text))) == who


def test_the_narrator_speaks_where_nobody_else_does(reads):
    assert reads.only(reads.claims_of("Kenya withdrew its troops.")).says == (NARRATOR,)


def test_bytes_that_are_no_text_are_a_problem_and_no_claim():
    reading = read(b"\x00\x01\x02\xff" * 50, media_type="text/plain", published=None, names=())

    assert reading.claims == ()
    assert reading.problems


def test_only_text_and_pages_have_a_reader():
    assert reader_for("text/html; charset=utf-8") is not None
    assert reader_for("application/pdf") is None


@pytest.mark.skipif(bool(missing()), reason=f"not installed: {missing()}")
def test_the_reader_says_whether_it_read_with_the_parser(reads):
    told = {"media_type": "text/plain", "published": None, "names": reads.rivals}
    whole, rules = (reader_for("text/plain", by=by)(b"Kenya left.", **told) for by in Means)

    assert "with truceline-reader-en" in whole.reader
    assert rules.reader.endswith("without parser")


def test_a_party_that_is_no_country_is_no_place(reads):
    names = (*reads.rivals, *(replace(reads.rivals[0], name="Valley Front", also=("VF",)),))
    claim = reads.only(reads.claims_of("According to the VF, troops withdrew.", names))

    assert claim.places == ()
    assert Kind.PARTY in {named.kind for named in names}


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet='Kenya said "troops" withdrew, “not” but.\n1;—\'', max_size=200))
def test_any_text_is_read_without_an_exception_and_every_quote_holds_characters(text):
    reading = read(text.encode(), media_type="text/plain", published=None, names=())

    assert all(0 <= c.quote.start < c.quote.end <= len(text) for c in reading.claims)
    assert all(c.modality in Modality for c in reading.claims)


def test_where_a_thing_was_said_is_not_where_it_happened(reads):
    claim = reads.only(reads.claims_of("Omar Warsame said in Oslo that troops had left the hill."))

    assert claim.places == ()


@pytest.mark.parametrize("stays", ["but stayed in", "and remain in", "but kept a post in"])
def test_where_somebody_stays_is_not_where_they_left(reads, stays):
    text = f"Somali troops withdrew from Upper Valley {stays} Lower Valley on Monday."

    places = [claim.places for claim in reads.claims_of(text) if claim.act is Act.WITHDRAWAL]

    assert places
    assert "Lower Valley" not in {place for each in places for place in each}


def test_a_border_is_never_made_of_states_that_only_stand_near_it(reads):
    text = "Norway told Kenya that rebels shelled the border."

    assert reads.only(reads.claims_of(text)).places == ()


@pytest.mark.parametrize(
    ("reply", "denies"),
    [
        ("Nairobi denied this.", True),
        ("Nairobi rejected this.", True),
        ("Nairobi confirmed this.", False),
    ],
)
def test_a_reply_takes_up_the_claim_before_it(reads, reply, denies):
    _, echo = reads.claims_of(f"Somalia said that Kenyan troops had withdrawn. {reply}")

    assert (echo.act, reads.says(echo), echo.denies) == (Act.WITHDRAWAL, ["Kenya"], denies)


def test_a_reply_to_a_claim_further_back_takes_up_nothing(reads):
    text = "Somalia said that Kenyan troops had withdrawn. It rained. Nairobi denied this."

    assert not [c for c in reads.claims_of(text) if c.rule.endswith(":echo")]
