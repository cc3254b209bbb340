"""What may stand around a fact, each rule broken on purpose."""

import json
from base64 import b64encode
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.terms.codec import MAX_SAFE_INTEGER, decode, encode
from truceline.terms.entry import Retracted
from truceline.terms.envelope import Attached, Envelope

AT = datetime(2026, 3, 2, 7, 1, 12, tzinfo=UTC)
BARE = {"log": "jcc.example/record", "seq": 17, "prev": "", "after": (0, ""), "made": AT}
FACT = Retracted(claim="1.1", reason="an error")
HASH = b64encode(bytes(32)).decode()
FILE = Attached(sha256="ab" * 32, size=12, media="image/png")

hashes = st.binary(min_size=32, max_size=32).map(lambda data: b64encode(data).decode())
counts = st.integers(0, MAX_SAFE_INTEGER)
lines = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200)
instants = st.datetimes(timezones=st.just(UTC))
periods = st.one_of(
    st.tuples(st.dates(), st.none()),
    st.tuples(st.none(), instants),
    st.lists(st.dates(), min_size=2, max_size=2).map(sorted).map(tuple),
    st.lists(instants, min_size=2, max_size=2).map(sorted).map(tuple),
    instants.map(lambda at: (at.date(), at)),
    instants.map(lambda at: (at, at.date())),
)
parts = st.from_regex(r"[a-z0-9_]{1,64}", fullmatch=True)
envelopes = st.builds(
    Envelope,
    log=st.text(max_size=9),
    seq=counts,
    prev=st.just(""),
    after=st.tuples(counts, hashes),
    made=instants,
    valid=st.none() | periods,
    about=st.lists(lines, max_size=3, unique=True).map(tuple),
    amends=st.dictionaries(counts, hashes, max_size=3).map(lambda one: tuple(sorted(one.items()))),
    sealed=st.dictionaries(parts, hashes, max_size=3),
    files=st.lists(
        st.builds(
            Attached,
            sha256=st.from_regex(r"[0-9a-f]{64}", fullmatch=True),
            size=counts,
            media=lines,
            sealed=st.just(""),
        ),
        max_size=2,
        unique=True,
    ).map(tuple),
    author=st.just("") | st.from_regex(r"[a-z/\u0431]{1,9}", fullmatch=True),
)


@given(envelope=envelopes)
def test_decoding_an_encoded_envelope_gives_it_back(envelope):
    assert decode(encode(FACT, envelope)) == (FACT, envelope)


def test_what_is_not_told_is_not_there():
    assert json.loads(encode(FACT, Envelope(**BARE))).keys() == {
        *("after", "body", "log", "made", "prev", "seq", "type", "v"),
    }


def test_the_line_is_the_one_of_the_published_design():
    envelope = Envelope(
        **BARE,
        about=("incident:31",),
        valid=(datetime(2026, 3, 2, 6, 10, tzinfo=UTC), datetime(2026, 3, 2, 6, 25, tzinfo=UTC)),
        sealed={"source": HASH, "place": HASH},
    )

    assert encode(FACT, envelope) == (
        '{"about":["incident:31"],"after":[0,""],"body":{"claim":"1.1","reason":"an error"},'
        '"log":"jcc.example/record","made":"2026-03-02T07:01:12Z","prev":"",'
        f'"sealed":{{"place":"{HASH}","source":"{HASH}"}},"seq":17,"type":"retracted/1","v":1,'
        '"valid":["2026-03-02T06:10:00Z","2026-03-02T06:25:00Z"]}\n'
    )


WRONG = {
    "a time without end or beginning": {"valid": (None, None)},
    "a time that ends before it began": {"valid": (date(2026, 3, 2), date(2026, 3, 1))},
    "an instant that ends before it began": {"valid": (AT, AT.replace(hour=6))},
    "a day two days after its end": {"valid": (date(2026, 3, 4), AT)},
    "a time without zone": {"valid": (AT.replace(tzinfo=None), None)},
    "an entity without a name": {"about": ("",)},
    "an entity of two lines": {"about": ("a\nb",)},
    "an entity too long": {"about": ("a" * 201,)},
    "an entity twice": {"about": ("a", "a")},
    "too many entities": {"about": tuple(map(str, range(101)))},
    "citations out of order": {"amends": ((2, HASH), (1, HASH))},
    "an entry cited twice": {"amends": ((1, HASH), (1, b64encode(b"\1" * 32).decode()))},
    "an entry before the first": {"amends": ((-1, HASH),)},
    "a hash too short": {"amends": ((1, b64encode(bytes(31)).decode()),)},
    "a hash in another spelling": {"amends": ((1, HASH.replace("A=", "B=")),)},
    "no hash": {"sealed": {"place": "here"}},
    "a part in capitals": {"sealed": {"Place": HASH}},
    "a part without a name": {"sealed": {"": HASH}},
    "a file of a part that is not sealed": {
        "files": (Attached(sha256="ab" * 32, size=1, media="a/b", sealed="place"),)
    },
    "an author with a blank in its name": {"author": "a b"},
    "an author with a plus in its name": {"author": "a+b"},
    "a file twice": {"files": (FILE, FILE)},
}


@pytest.mark.parametrize("what", WRONG)
def test_an_envelope_that_cannot_be_is_refused(what):
    with pytest.raises(ValueError, match=r"."):
        Envelope(**BARE, **WRONG[what])


@pytest.mark.parametrize(
    "wrong",
    [
        {"sha256": "AB" * 32},
        {"sha256": "ab" * 31},
        {"size": -1},
        {"media": ""},
        {"media": "a\tb"},
    ],
    ids=str,
)
def test_a_file_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError, match=r"."):
        Attached(**{"sha256": "ab" * 32, "size": 1, "media": "a/b"} | wrong)


def enveloped(**members):
    wire = json.loads(encode(FACT, Envelope(**BARE))) | members
    return json.dumps(wire, separators=(",", ":"), sort_keys=True) + "\n"


@pytest.mark.parametrize(
    "members",
    [
        {"about": []},
        {"about": None},
        {"about": ["b", "b"]},
        {"amends": []},
        {"amends": [[2**53, HASH]]},
        {"amends": [[1.0, HASH]]},
        {"amends": [[True, HASH]]},
        {"amends": [[1, HASH, 2]]},
        {"sealed": {}},
        {"sealed": [HASH]},
        {"files": []},
        {"files": [{"media": "a/b", "sha256": "ab" * 32, "size": 1, "sealed": ""}]},
        {"files": [{"media": "a/b", "sha256": "ab" * 32, "size": 1, "mood": "calm"}]},
        {"files": [{"media": "a/b", "sha256": "ab" * 32, "size": 1.0}]},
        {"valid": []},
        {"valid": ["2026-03-02"]},
        {"valid": ["20260302", None]},
        {"valid": ["2026-03-02T06:10:00+00:00", None]},
        {"valid": ["2026-03-02T06:10:00", None]},
        {"valid": ["2026-02-30", None]},
        {"valid": [20260302, None]},
        {"mood": "calm"},
    ],
    ids=str,
)
def test_any_other_spelling_of_a_member_is_refused(members):
    with pytest.raises(ValueError, match=r"."):
        decode(enveloped(**members))
