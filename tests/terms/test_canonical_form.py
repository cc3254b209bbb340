"""Our one form is RFC 8785 (JCS) wherever our profile reaches; what lies outside is refused."""

import json
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.terms.codec import MAX_SAFE_INTEGER, Envelope, canonical, decode, encode
from truceline.terms.entry import Deposited

FACT = Deposited(document="ab" * 32, media_type="text/plain", size=12)
ENVELOPE = Envelope(
    log="centre.example/record",
    seq=3,
    prev="",
    after=(4711, "A" * 43 + "="),
    made=datetime(2026, 3, 2, tzinfo=UTC),
)
JCS = Path(__file__).resolve().parents[2].parent / "shared" / "vectors" / "jcs"
needs_vectors = pytest.mark.skipif(not JCS.is_dir(), reason="../shared/vectors is not here")
WITHIN = ("arrays", "french", "unicode")
OUTSIDE = ("structures", "values", "weird")  # 56.0, 1E30; keys sorted by UTF-16 beyond U+FFFF
KEYS = st.from_regex(r"\A[a-z0-9_]{1,8}\Z")
INTEGERS = st.integers(-MAX_SAFE_INTEGER, MAX_SAFE_INTEGER)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | INTEGERS | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner),
)


def ours(text):
    return canonical(msgspec.json.decode(text))


def vector(name):
    text = (JCS / "input" / f"{name}.json").read_bytes()
    expected = bytes.fromhex((JCS / "outhex" / f"{name}.txt").read_text())
    assert expected == (JCS / "output" / f"{name}.json").read_bytes()
    return text, expected


@needs_vectors
@pytest.mark.parametrize("name", WITHIN)
def test_the_vectors_of_rfc_8785_come_out_byte_for_byte(name):
    text, expected = vector(name)

    assert ours(text) == expected


@needs_vectors
@pytest.mark.parametrize("name", OUTSIDE)
def test_what_we_would_write_otherwise_than_rfc_8785_is_never_in_an_entry(name):
    text, expected = vector(name)
    line = encode(FACT, ENVELOPE)
    body = canonical(FACT).decode()

    assert decode(line)
    assert ours(text) != expected
    for other in (expected, ours(text)):
        with pytest.raises(ValueError, match=r"not an entry|float|canonical"):
            decode(line.replace(body, other.decode()))


@given(VALUES)
def test_in_the_profile_it_is_what_another_writer_of_rfc_8785_makes(value):
    """Python's own: sorted keys, no blanks, the short escapes, all else as it stands (3.2)."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    assert canonical(value) == text.encode()
    assert ours(text) == text.encode()
