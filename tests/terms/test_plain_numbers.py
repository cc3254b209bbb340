"""Numbers are looked for after reading, where there may be others: the answer is as if before."""

import re
from datetime import UTC, date, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.terms import codec
from truceline.terms.codec import KINDS, OLDER, Envelope, decode, encode
from truceline.terms.entry import Deposited, Patrolled

AFTER = (4711, "A" * 43 + "=")
SMALL = ["0", "-0", "17", "-17", "00", "9007199254740991"]
LARGE = ["9007199254740992", "12345678901234567", "-9007199254740993", "1" * 25]
OTHER = ["1.0", "0.5", "1e3", "1E3", "1e400", "null", '"7"', "[1.5]"]
NUMBERS = st.sampled_from(SMALL + LARGE + OTHER)


def lines():
    for fact in (
        Deposited(document="12345678901234567890" + "a" * 44, media_type="text/plain", size=12),
        Patrolled(
            places=("km 3.5", "1.2e3: 4"),
            acts=(),
            first=date(2020, 11, 10),
            last=date(2020, 11, 11),
            hours=5,
        ),
    ):
        yield encode(
            fact,
            Envelope(
                log="centre.example/record",
                seq=3,
                prev="",
                after=AFTER,
                made=datetime(2026, 3, 2, tzinfo=UTC),
            ),
        )


def beforehand(line):
    """Every number looked at first, whatever the line is."""
    try:
        codec._require_plain(msgspec.json.decode(line))  # noqa: SLF001 the long way
        return codec._decoded(line)  # noqa: SLF001
    except (msgspec.MsgspecError, RecursionError) as error:
        raise ValueError(f"not an entry: {error}") from error


def outcome(read, line):
    try:
        return read(line)
    except ValueError as error:
        # Of what is no JSON at all each says in its own words where it stopped.
        text = str(error)
        return "not an entry" if text.startswith("not an entry") else text


@given(
    line=st.sampled_from(list(lines())), number=NUMBERS, at=st.integers(0, 30), cut=st.booleans()
)
def test_a_line_with_another_number_in_it_is_read_as_if_looked_at_first(line, number, at, cut):
    places = list(re.finditer(r"[0-9]+", line))
    place = places[at % len(places)]
    line = line[: place.start()] + number + line[place.end() if cut else place.start() :]

    assert outcome(decode, line) == outcome(beforehand, line)


@pytest.mark.parametrize("text", ["", "{", "[" * 5000, '{"a":1e999}\n', "1.5\n"])
def test_what_is_no_line_is_refused_alike(text):
    with pytest.raises(ValueError, match=r"not an entry|float"):
        decode(text)


@pytest.mark.parametrize("kind", [*KINDS, *OLDER])
def test_no_kind_of_entry_has_a_field_that_takes_a_fraction(kind):
    """What `decode` leaves unlooked at rests on this."""
    found, seen = set(), set()
    pending = [msgspec.inspect.type_info((KINDS | OLDER)[kind])]
    while pending:
        told = pending.pop()
        if id(told) in seen:
            continue
        seen.add(id(told))
        found.add(type(told).__name__)
        for name in told.__struct_fields__:
            part = getattr(told, name)
            for one in part if isinstance(part, tuple) else (part,):
                if isinstance(one, msgspec.inspect.Field):
                    pending.append(one.type)
                elif isinstance(one, msgspec.inspect.Type):
                    pending.append(one)

    assert not found & {"FloatType", "DecimalType", "AnyType", "RawType"}
