"""The round trip is a law, so hypothesis looks for what breaks it; refusals are named singly."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.terms.agreement import (
    Agreement,
    Amendment,
    Amends,
    Codes,
    Exemption,
    Holds,
    Moved,
    Obligation,
    Procedure,
    Provision,
    Rendering,
    Standard,
    State,
    Step,
    Term,
    Tie,
    Wording,
)
from truceline.terms.book import Measure, Posted, Posting
from truceline.terms.charter import Chartered, KeyHolder, KeyRevoked, Opened, Quorum
from truceline.terms.claim import Act, Actor, Claim, Quantity, Quote
from truceline.terms.codec import (
    KINDS,
    MAX_SAFE_INTEGER,
    Envelope,
    b64,
    decode,
    decode_at_once,
    decode_leaf,
    dump,
    encode,
    load,
    shared_out,
    split_leaf,
    time_line,
    written_at_once,
)
from truceline.terms.codec import _decoded as in_steps
from truceline.terms.entry import (
    Deposited,
    Hindered,
    Noise,
    Patrolled,
    Read,
    Ruled,
    Ruling,
    Signed,
)
from truceline.terms.envelope import Attached
from truceline.terms.issued import Answered, Criterion, Issued
from truceline.terms.names import Kind, Named
from truceline.terms.place import Form, Point, Zone
from truceline.terms.problem import Problem
from truceline.terms.sealing import Erased, OpenedTo, Sealed
from truceline.terms.when import When

AT = datetime(2020, 11, 9, 21, 0, 0, 123_000, tzinfo=UTC)
FULL = Envelope(
    log="example.org/log",
    seq=7,
    prev="",
    after=(0, ""),
    made=AT,
    valid=(AT, date(2020, 11, 11)),
    about=("agreement:accord",),
    amends=((3, b64(bytes(32))),),
    sealed={"place": b64(bytes(32))},
    files=(Attached(sha256="cd" * 32, size=5, media="image/jpeg", sealed="place"),),
    author="centre.example/desk",
)
ENVELOPE = Envelope(log="example.org/log", seq=0, prev="", after=(0, ""), made=AT)
DEPOSITED = Deposited(document="ab" * 32, media_type="text/plain", size=12)

counts = st.integers(0, MAX_SAFE_INTEGER)
instants = st.datetimes(timezones=st.just(UTC))


def some(kind, *, at_least=0):
    return st.lists(st.from_type(kind), min_size=at_least, max_size=2).map(tuple)


def a_quote(ends):
    return Quote(document="ab" * 32, start=min(ends), end=max(ends))


def in_turn(provisions):
    """Each numbered and waiting for the one before it."""
    return tuple(
        replace(
            one,
            clause=str(n),
            ties=(Tie(holds=Holds.ONLY_IF, clause=str(n - 1), state=State.KEPT),) if n else (),
        )
        for n, one in enumerate(provisions)
    )


# Registered one by one, small ones first: a strategy looks up the kinds inside it when it is made.
register = st.register_type_strategy
register(When, st.dates(min_value=date(1000, 1, 1)).map(lambda day: When(value=day.isoformat())))
register(Quantity, st.builds(Quantity, value=counts))
register(Quote, st.sets(counts, min_size=2, max_size=2).map(a_quote))
register(Noise, st.builds(Noise, start=counts, end=counts))
register(
    Claim,
    st.builds(
        Claim,
        says=some(Actor, at_least=1),
        actors=some(Actor),
        targets=some(Actor),
        quantities=some(Quantity),
    ),
)
register(Term, st.builds(Term, years=st.integers(1, 99), notice_months=st.integers(0, 99)))
register(
    Point,
    st.builds(
        Point,
        lat_e7=st.integers(-900_000_000, 900_000_000),
        lon_e7=st.integers(-1_800_000_000, 1_800_000_000),
        within_m=counts,
    ),
)
register(
    Zone,
    st.builds(
        Zone,
        form=st.just(Form.AREA),
        points=st.lists(st.from_type(Point), min_size=3, max_size=4).map(tuple),
        range_m=st.just((0, 0)),
        bearing_deg=st.tuples(st.integers(0, 360), st.integers(0, 360)),
        accuracy_m=counts,
        last=st.none(),
    ),
)
register(Standard, st.builds(Standard, origins=st.integers(1, 9)))
register(Codes, st.builds(Codes, specificity=st.none() | st.integers(0, 3)))
register(Procedure, st.builds(Procedure, within_days=st.integers(1, 999)))
register(Step, st.builds(Step, amount=st.from_type(Quantity)))
register(
    Provision,
    st.sampled_from(Obligation).flatmap(
        lambda kind: st.builds(
            Provision,
            obligation=st.just(kind),
            term=st.from_type(Term) if kind is Obligation.TERM else st.none(),
            procedure=st.from_type(Procedure) if kind is Obligation.PROCEDURE else st.none(),
            steps=(
                st.from_type(Step).map(lambda step: (step,))
                if kind is Obligation.SCHEDULE
                else st.just(())
            ),
            wordings=some(Wording, at_least=1),
            ceilings=some(Quantity),
            floors=some(Quantity, at_least=1),
            warn_days=counts,
            exempt=some(Exemption),
        )
    ),
)
register(
    Amendment,
    st.sampled_from(Amends).flatmap(
        lambda kind: st.builds(
            Amendment,
            amends=st.just(kind),
            deadlines=some(Moved, at_least=1) if kind is Amends.DEADLINE else st.just(()),
            ceilings=some(Quantity, at_least=1) if kind is Amends.CEILING else st.just(()),
            floors=some(Quantity, at_least=1) if kind is Amends.FLOOR else st.just(()),
            term=st.from_type(Term) if kind is Amends.TERM else st.none(),
            first=st.dates() if kind is Amends.SUSPENSION else st.none(),
        )
    ),
)
register(
    Agreement,
    st.builds(
        Agreement,
        in_force=instants,
        named=some(Named),
        renderings=some(Rendering),
        provisions=some(Provision).map(in_turn),
        amendments=some(Amendment),
        zones=some(Zone),
    ),
)
register(
    Patrolled,
    st.builds(Patrolled, first=st.just(AT.date()), last=st.dates(AT.date()), hours=st.none()),
)
register(
    Hindered,
    st.builds(
        Hindered, first=st.just(AT.date()), last=st.dates(AT.date()), hours=st.none() | counts
    ),
)
register(
    Posting,
    st.builds(Posting, row=counts, measure=st.just(Measure.IN), state=st.just("")),
)
register(Posted, st.builds(Posted, part=counts, parts=counts, postings=some(Posting)))
register(
    Issued,
    st.builds(
        Issued,
        first=st.just(AT.date()),
        last=st.dates(AT.date()),
        answers=st.tuples(*(st.builds(Answered, criterion=st.just(one)) for one in Criterion)),
    ),
)
register(Quorum, st.builds(Quorum, parties=counts))
lines = st.text("abc \u0431\u0561", min_size=1).map(str.strip).filter(bool)
erasable = {
    "documents": st.from_regex("[0-9a-f]{64}", fullmatch=True),
    "people": st.from_regex("person:[0-9a-f]{12}", fullmatch=True),
    "parts": st.from_regex("[1-9][0-9]{0,5}:[a-z0-9_]{1,9}", fullmatch=True),
}
register(Sealed, st.builds(Sealed, about=lines, circle=lines))
register(OpenedTo, st.builds(OpenedTo, part=erasable["parts"], circle=lines))
register(
    Erased,
    st.builds(
        Erased,
        ground=lines,
        **{
            name: st.lists(one, min_size=1, max_size=3, unique=True).map(sorted).map(tuple)
            for name, one in erasable.items()
        },
    ),
)
register(
    KeyHolder,
    st.builds(KeyHolder, party=st.text("abcdefgh\u0431\u0561 ", max_size=9).map(str.strip)),
)
register(Opened, st.builds(Opened, keys=some(KeyHolder), quorums=some(Quorum)))
register(Chartered, st.builds(Chartered, quorums=some(Quorum)))
register(KeyRevoked, st.builds(KeyRevoked, since=instants))
register(Deposited, st.builds(Deposited, size=counts))
register(
    Read,
    st.builds(
        Read,
        part=counts,
        parts=counts,
        claims=some(Claim),
        noise=some(Noise),
        problems=some(Problem),
    ),
)

envelopes = st.builds(
    Envelope, seq=counts, made=instants, after=st.tuples(counts, st.text(max_size=44))
)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@given(data=st.data())
def test_decoding_an_encoded_fact_gives_it_back(kind, data):
    fact, envelope = data.draw(st.from_type(kind)), data.draw(envelopes)

    assert decode(encode(fact, envelope)) == (fact, envelope)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@given(data=st.data())
def test_what_is_read_at_once_is_what_the_long_way_reads(kind, data):
    line = encode(data.draw(st.from_type(kind)), data.draw(envelopes | st.just(FULL)))

    assert decode_at_once(line.encode()) in (None, in_steps(line))


@pytest.mark.parametrize("envelope", [ENVELOPE, FULL], ids=["bare", "full"])
def test_what_is_told_as_usual_is_read_at_once(envelope):
    line = encode(DEPOSITED, envelope)

    assert decode_at_once(line.encode()) == in_steps(line)


PIECES = st.sampled_from(
    ["", " ", ",", '"', "0", "1", "-", ".0", "e0", "0" * 16, "null", "[]", "{}", "\\u0041", "\n",
     '"about":[],', '"files":[],', '"author":"",', '"sealed":{},', '"sealed":"",', '"size":12,',
     '"type":"', "+00:00", "Z", ".5Z", "deposited/2", "deposited/1", "ruled/1", '"valid":null,',
     '"v":1', '"v":2', "\x00", "\ud800", "\u0431"]
)  # fmt: skip


@given(st.sampled_from([False, True]), st.integers(0, 900), st.integers(0, 30), PIECES)
def test_nothing_is_read_at_once_that_the_long_way_refuses(full, start, length, piece):
    line = encode(DEPOSITED, FULL if full else ENVELOPE)
    start %= len(line)
    other = line[:start] + piece + line[start + length :]

    try:
        found = decode_at_once(other.encode())
    except UnicodeEncodeError:
        found = None

    assert found is None or found == in_steps(other)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@given(data=st.data())
def test_an_entry_is_one_line(kind, data):
    line = encode(data.draw(st.from_type(kind)), ENVELOPE)

    assert line.endswith("\n")
    assert line.count("\n") == 1


def changed(**values):
    """A deposit with other values in its body."""
    wire = json.loads(encode(DEPOSITED, ENVELOPE))
    wire["body"] |= values
    return json.dumps(wire, separators=(",", ":"), sort_keys=True) + "\n"


def enveloped(**values):
    wire = json.loads(encode(DEPOSITED, ENVELOPE)) | values
    return json.dumps(wire, separators=(",", ":"), sort_keys=True) + "\n"


def respelled(old, new):
    line = encode(DEPOSITED, ENVELOPE)
    assert old in line
    return line.replace(old, new, 1)


def test_a_deposit_written_by_hand_in_canonical_form_is_accepted():
    assert decode(changed()) == (DEPOSITED, ENVELOPE)


@pytest.mark.parametrize(
    "line",
    {
        "empty": "",
        "not JSON": "deposited\n",
        "a list": "[]\n",
        "unknown field in the body": changed(mood="calm"),
        "unknown field in the envelope": enveloped(mood="calm"),
        "missing field in the body": respelled('"size":12,', ""),
        "missing field in the envelope": respelled('"seq":0,', ""),
        "space after a comma": respelled(",", ", "),
        "space before the end": encode(DEPOSITED, ENVELOPE)[:-1] + " \n",
        "no newline": encode(DEPOSITED, ENVELOPE)[:-1],
        "two newlines": encode(DEPOSITED, ENVELOPE) + "\n",
        "carriage return": encode(DEPOSITED, ENVELOPE)[:-1] + "\r\n",
        "byte order mark": "\ufeff" + encode(DEPOSITED, ENVELOPE),
        "keys in another order": respelled(
            '"media_type":"text/plain","part":""',
            '"part":"","media_type":"text/plain"',
        ),
        "key twice with one value": respelled('"size":12', '"size":12,"size":12'),
        "key twice with two values": respelled('"size":12', '"size":11,"size":12'),
        "envelope key twice": respelled('"seq":0', '"seq":0,"seq":0'),
        "offset instead of Z": respelled("123000Z", "123000+00:00"),
        "local time": respelled("123000Z", "123000+04:00"),
        "time without zone": respelled("123000Z", "123000"),
        "lower case z": respelled("123000Z", "123000z"),
        "whole float": respelled('"size":12', '"size":12.0'),
        "float": respelled('"size":12', '"size":12.5'),
        "exponent": respelled('"size":12', '"size":12e0'),
        "minus nought": respelled('"seq":0', '"seq":-0'),
        "number as text": respelled('"size":12', '"size":"12"'),
        "truth as number": respelled('"size":12', '"size":true'),
        "number beyond 2^53": changed(size=2**53),
        "number beyond 2^64": changed(size=2**80),
        "envelope number beyond 2^53": enveloped(seq=2**53),
        "checkpoint size beyond 2^53": enveloped(after=[2**53, ""]),
        "escaped plain letter": respelled("text", "te\\u0078t"),
        "escaped slash": respelled("text/plain", "text\\/plain"),
        "lone surrogate": respelled("text", "\\ud800"),
        "body as text": respelled('"body":{', '"body":"{'),
        "unknown kind": enveloped(type="deposited/9"),
        "another kind": enveloped(type="ruled/1"),
        "unknown envelope": enveloped(v=2),
        "impossible date": changed(published={"value": "2020-02-30"}),
        "nested without end": '{"after":' + "[" * 100_000,
        "body nested without end": respelled('"body":{', '"body":' + "[" * 100_000 + "{"),
    }.items(),
    ids=lambda case: case[0],
)
def test_any_other_spelling_is_refused(line):
    with pytest.raises(ValueError, match=r"."):
        decode(line[1])


def test_what_is_in_local_time_is_not_read_at_once():
    line = enveloped(made="2020-11-09T21:00:00+04:00")

    assert written_at_once(enveloped(made="2020-11-09T21:00:00Z").encode()) is not None
    assert written_at_once(line.encode()) is None


def test_a_claim_that_cannot_be_is_refused():
    quote = Quote(document="ab" * 32, start=3, end=4)
    claim = Claim(quote=quote, act="control", says=(Actor(name="narrator"),), rule="control:held")
    read = Read(document="ab" * 32, reader="r/1", part=1, parts=1, claims=(claim,))
    line = encode(read, ENVELOPE)

    with pytest.raises(ValueError, match="not an entry"):
        decode(line.replace('"start":3', '"start":5'))


def test_a_number_beyond_2_53_is_never_written():
    with pytest.raises(ValueError, match="beyond"):
        encode(Deposited(document="", media_type="", size=2**53), ENVELOPE)


def test_a_float_is_never_written():
    with pytest.raises(ValueError, match="float"):
        encode(Deposited(document="", media_type="", size=0.5), ENVELOPE)


# Leaves: a time line, then a signed note.

RULED = Ruled(claims=("3.1",), ruling=Ruling.VERIFIED, reason="Seen by two posts.")
LEAF = (time_line(AT) + encode(RULED, ENVELOPE) + "\n— head-of-mission AAAA\n").encode()


def test_a_leaf_holds_its_entry():
    entry = decode_leaf(LEAF)

    assert (entry.at, entry.by, entry.fact) == (AT, "head-of-mission", RULED)


def test_a_leaf_splits_into_parts_that_make_it_up():
    time, text, signatures = split_leaf(LEAF)

    assert f"{time}\n{text}\n{signatures}".encode() == LEAF


@given(instants.map(lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000)))
def test_every_time_line_is_as_wide_as_any_other(at):
    assert len(time_line(at)) == len("2026-03-02T07:05:00.123Z\n")


@pytest.mark.parametrize(
    "leaf",
    {
        "empty": b"",
        "time only": time_line(AT).encode(),
        "no signature": LEAF.partition(b"\n\n")[0] + b"\n\n",
        "no blank line": LEAF.replace(b"\n\n", b"\n"),
        "hyphen for dash": LEAF.replace("—".encode(), b"-"),
        "no last newline": LEAF[:-1],
        "no time": LEAF.partition(b"\n")[2],
        "time with offset": LEAF.replace(b"123Z", b"123+00:00", 1),
        "time in seconds": LEAF.replace(b".123Z", b"Z", 1),
        "time in microseconds": LEAF.replace(b"123Z", b"123000Z", 1),
        "time without zone": LEAF.replace(b"123Z", b"123", 1),
        "not UTF-8": LEAF.replace(b"Seen", b"S\xff\xfen"),
    }.items(),
    ids=lambda case: case[0],
)
def test_what_is_not_a_leaf_is_refused(leaf):
    with pytest.raises(ValueError, match=r"."):
        decode_leaf(leaf[1])


# Shares and caches.


@given(st.lists(st.text(max_size=8), max_size=20), st.integers(60, 90))
def test_shares_hold_every_value_once_and_in_order(values, room):
    shares = shared_out(values, room=room)

    assert [value for share in shares for value in share] == values
    assert all(len(dump(share)) <= room + 2 for share in shares)


def test_a_value_larger_than_the_room_is_refused():
    with pytest.raises(ValueError, match="holds 10"):
        shared_out(["a" * 20], room=10)


@given(st.from_type(Read))
def test_a_kept_value_is_read_back(read):
    assert load(dump(read), Read) == read


def test_what_was_not_kept_is_refused():
    with pytest.raises(ValueError, match="not a kept Read"):
        load(b"{}", Read)


SIGNED_AS_IT_WAS = Signed(
    agreement=Agreement(
        id="bridge",
        title="Bridge accord",
        signed=date(2030, 3, 1),
        in_force=AT,
        zone="Europe/Kyiv",
        parties=("Northland",),
        named=(Named(kind=Kind.PARTY, name="Northland"),),
        renderings=(),
        provisions=(
            Provision(
                clause="1",
                title="No firing",
                obligation=Obligation.STANDING_PROHIBITION,
                bearers=("Northland",),
                acts=(Act.HOSTILITIES,),
                wordings=(Wording(rendering="north", text="Nobody fires."),),
            ),
        ),
    ),
    document="ab" * 32,
)
ADDED = {
    "agreement": {"guarantors", "responsible", "scope", "signatories", "succeeds", "zones"},
    "provision": {"beneficiaries", "codes", "exempt", "objects", "standard", "verification"},
    "wording": {"gives"},
    "named": {"at"},
}


def as_signed_1(**values):
    """The line an earlier version wrote: without the fields that came since."""
    wire = json.loads(encode(SIGNED_AS_IT_WAS, ENVELOPE))
    agreement = wire["body"]["agreement"]
    for part, of in (
        ("agreement", [agreement]),
        ("named", agreement["named"]),
        ("provision", agreement["provisions"]),
        ("wording", agreement["provisions"][0]["wordings"]),
    ):
        for each in of:
            for name in ADDED[part]:
                del each[name]
    wire["type"] = "signed/1"
    agreement |= values
    return json.dumps(wire, separators=(",", ":"), sort_keys=True) + "\n"


def test_an_agreement_signed_in_by_an_earlier_version_reads_as_one_of_today():
    assert decode(as_signed_1()) == (SIGNED_AS_IT_WAS, ENVELOPE)


def test_a_document_deposited_by_an_earlier_version_reads_as_one_that_came_by_itself():
    wire = json.loads(encode(DEPOSITED, ENVELOPE))
    del wire["body"]["within"], wire["body"]["part"]
    wire["type"] = "deposited/1"
    line = json.dumps(wire, separators=(",", ":"), sort_keys=True) + "\n"

    assert decode(line) == (DEPOSITED, ENVELOPE)


@pytest.mark.parametrize(
    "told", [{"within": "cd" * 32}, {"part": "record 1"}, {"within": "ab" * 32, "part": "text"}]
)
def test_a_part_says_of_which_other_document_and_where_in_it(told):
    with pytest.raises(ValueError, match="part"):
        Deposited(document="ab" * 32, media_type="text/plain", size=12, **told)


def test_an_older_kind_with_a_field_it_never_had_is_refused():
    with pytest.raises(ValueError, match="canonical"):
        decode(as_signed_1(surprise="here"))


def test_an_older_kind_cannot_tell_what_only_a_newer_one_can():
    with pytest.raises(ValueError, match=r"."):
        decode(as_signed_1(guarantors="Eastland"))
