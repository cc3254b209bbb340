import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.terms.media import FEED, MAIL, MAILBOX, WARC
from truceline.weighing.held import Document, Within
from truceline.weighing.origins import families, origins


@pytest.fixture(scope="session")
def count(words):
    def count(*told, **record):
        claims = [words.claim(**each) for each in told]
        held = words.held(*claims, **record)
        return origins(claims, documents=held.documents, family=families(held.documents))

    return count


def test_a_document_counts_once(count):
    assert count({"says": "Envoy"}, {"says": "General"}).count == 1


def test_two_documents_count_twice(count):
    assert count({"doc": "a"}, {"doc": "b"}).count == 2


def test_a_copy_counts_with_what_it_copies(count):
    found = count({"doc": "a"}, {"doc": "b"}, copies={"b": ("a",)})

    assert found.count == 1
    assert found.because == (
        "2 claims in 2 documents; copies of one text count once, which leaves 1: "
        "1 independent origin"
    )


def test_a_copy_of_a_copy_counts_with_the_first(count):
    told = ({"doc": doc} for doc in "abc")

    assert count(*told, copies={"c": ("b",), "b": ("a",)}).count == 1


def test_copies_of_a_wire_that_is_not_on_record_count_once(count):
    assert count({"doc": "a"}, {"doc": "b"}, copies={"a": ("wire",), "b": ("wire",)}).count == 1


def test_a_speaker_counts_once_in_however_many_documents(count):
    assert count({"doc": "a", "says": "Envoy"}, {"doc": "b", "says": "Envoy"}).count == 1


def test_an_agency_counts_once_for_all_it_passes_on(count):
    told = [
        {"doc": doc, "says": who, "via": "Agency"}
        for doc, who in (("a", "Envoy"), ("b", "General"))
    ]

    assert count(*told).count == 1


def test_a_speaker_heard_through_two_agencies_counts_once(count):
    told = [{"doc": doc, "says": "Envoy", "via": doc} for doc in "ab"]

    assert count(*told).count == 1


def test_a_publisher_counts_once(count):
    assert count({"doc": "a"}, {"doc": "b"}, sources={"a": "Daily", "b": "Daily"}).count == 1


def test_quoting_one_speaker_does_not_make_two_publishers_one(count):
    told = [{"doc": doc, "says": who} for doc in "ab" for who in ("narrator", "Envoy")]

    assert count(*told).count == 2


def test_two_speakers_of_one_side_are_two_origins_of_one_side(count):
    found = count({"doc": "a", "says": "Envoy"}, {"doc": "b", "says": "Speaker"})

    assert (found.count, found.sides) == (2, 1)


def test_a_later_document_may_move_an_earlier_one_to_its_other_voice(count):
    found = count({"doc": "a", "says": "Envoy; General"}, {"doc": "b", "says": "Envoy"})

    assert found.count == 2
    assert count({"doc": "b", "says": "Envoy"}, {"doc": "a", "says": "Envoy; General"}).count == 2


told = st.lists(
    st.fixed_dictionaries(
        {
            "doc": st.sampled_from("abcde"),
            "says": st.sampled_from(["narrator", "Envoy", "General", "Envoy; General", "Speaker"]),
            "via": st.sampled_from(["", "", "Agency", "Wire"]),
        }
    ),
    min_size=1,
    max_size=8,
)


@given(told=told, data=st.data())
def test_order_changes_no_count(count, told, data):
    one, other = count(*told), count(*data.draw(st.permutations(told)))

    assert (one.count, one.sides) == (other.count, other.sides)


@given(told=told, data=st.data())
def test_repeating_a_claim_changes_no_count(count, told, data):
    again = data.draw(st.sampled_from(told))

    assert count(*told, again).count == count(*told).count


@given(told=told)
def test_there_are_never_more_sides_than_origins_nor_origins_than_documents(count, told):
    found = count(*told)

    assert 1 <= found.sides <= found.count <= len({one["doc"] for one in told})


def taken_out(words, kind, **source):
    """Two claims in two documents that were taken out of one file."""
    claims = [words.claim(doc="a"), words.claim(doc="b")]
    documents = dict(words.held(*claims).documents)
    for name in "ab":
        within = (Within(document="file", part=f"part {name}"),)
        documents[name] = msgspec.structs.replace(documents[name], within=within, **source)
    documents["file"] = Document(
        sha256="file", entry=9, media_type=kind, size=1, source="", published=None
    )
    return origins(claims, documents=documents, family=families(documents))


@pytest.mark.parametrize("kind", [MAIL, FEED, "text/html"])
def test_what_came_out_of_one_mail_feed_or_page_counts_once(words, kind):
    assert taken_out(words, kind).count == 1


@pytest.mark.parametrize("kind", [WARC, MAILBOX])
def test_an_archive_only_collects(words, kind):
    assert taken_out(words, kind).count == 2
