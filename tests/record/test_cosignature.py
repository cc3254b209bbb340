"""Cosignatures against lines that other programs made."""

from base64 import b64decode, b64encode
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from truceline.record import checkpoint
from truceline.record.checkpoint import Checkpoint
from truceline.record.cosignature import (
    ML_DSA_44,
    Cosigned,
    Cosigner,
    CosigningKey,
    cosign,
    cosigned,
    parse_cosigner,
    parse_key,
)
from truceline.record.merkle import leaf_hash, root_hash
from truceline.record.note import NoteError, Signature, Verifier, open_note, parse

VECTORS = Path(__file__).parent / "vectors"
MIRROR_VKEY = "mirror.example.org+3fb148ef+BAAjjch9GyYz0sJsJx7ALhbdAtz2ov0unbzSl1vMp94O"
MIRROR_LINE = (
    "— mirror.example.org P7FI7wAAAABpVGeAjA1S4pJm6MbcXjX7UUImu4azZtrfcVW2uyr/LXIYlwEJzXC0N0EiZkbqf"
    "LdXt/4gVEEuGmxJjAfXKMCISpsJAg==\n"
)
GO_VKEY = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
GO_NOTE = """go.sum database tree
35225469
vt5T6GaLCXvyHFl9VUvvItR43XZxfLgftEcTyO3eJCQ=

— sum.golang.org Az3grpukl5AXaVfYkLiDGORx/DN2nlcS5kZHR5uYOBV2KA2HgXpD+gu9HHONebHLAyaKbbTM75QTtPydhKCExixSfwQ=
"""  # noqa: E501 as served
REKOR_VKEY = (
    "log2025-alpha3.rekor.sigstage.dev+d3d3a70c+AZQ93VXPMmj9uZj7U/7CefQ9yy8RgYFv6mKzOseipjqp"
)
REKOR_WITNESSES = (
    "witness.navigli.sunlight.geomys.org+a3e00fe2+BNy/co4C1Hn1p+INwJrfUlgz7W55dSZReusH/GhUhJ/G",
    "witness.stagemole.eu+67f7aea0+BEqSG3yu9YrmcM3BHvQYTxwFj3uSWakQepafafpUqklv",
    "staging.witness.transparency.goog/ring-any-bells+2e1a8dc9+BG5JTpLc3FJtwzgh1Uv+Qelz9qeOH2bfWjS1s0s+y4rL",
)
REKOR_NOTE = """log2025-alpha3.rekor.sigstage.dev
4026479
5iaX4xK6PMnp4ZFTP4iywMcwLgaTjzgRTkrTOUFIrfY=

— log2025-alpha3.rekor.sigstage.dev 09OnDHwVrKeXjBYQ4NJ5EoENdtpBwZcV3X8n+cAZFIk+8LBPKEpZcKqoN2CfjGw0zlQwt+U2pLt5UyYEFv+STPHPmQg=
— witness.stagemole.eu Z/euoAAAAABqBM+21mV7JbHwWmLP20ZSpNWneHMkITOPopt+Vj1MoJSILqOIPpx93pbRfA0U+Eq5IiJjEUhG1JwGhPCJEUT5yDcFDg==
— staging.witness.transparency.goog/ring-any-bells LhqNyQAAAABqBM+2Ob9EtpF9h6IUMXc/LTRkkXiNAgbbohBxHekby1oASdDtPLkgZLmBHH73DF25f2L8xGgp/qVwoZK5thKXc6XnCw==
— witness.navigli.sunlight.geomys.org o+AP4gAAAABqBM+2NoYlK4g3lkC5QltDB6f2F9U8yF6+8kXKjLKHAYvSDJ3u5dZufSU3bz+AtJMdOoMixoFJBkQ397WY/mE0i9tlCg==
"""  # noqa: E501 as served
AT = datetime(2026, 3, 2, 7, 5, tzinfo=UTC)
CHECKPOINT = str(Checkpoint(origin="centre.example/record", size=7, root=b"\1" * 32))


def ed25519_key(name, seed=b"\x07"):
    return CosigningKey(name=name, private=Ed25519PrivateKey.from_private_bytes(seed * 32))


def ml_dsa_key(name, seed=b"\x07"):
    return CosigningKey(name=name, private=MLDSA44PrivateKey.from_seed_bytes(seed * 32))


def signed(text=CHECKPOINT, *keys):
    """A checkpoint by nobody we know, with lines of these keys."""
    stranger = Signature(name="stranger", key_id=b"\0" * 4, signature=b"\0" * 64)
    return cosign(f"{text}\n{stranger}", keys, at=AT)


BOTH = [ed25519_key("witness.example/w1"), ml_dsa_key("witness.example/w1")]


def test_the_mirror_of_the_published_example_signs_byte_for_byte():
    seed = sha256(b"skylight test mirror key").digest()
    mirror = CosigningKey(
        name="mirror.example.org", private=Ed25519PrivateKey.from_private_bytes(seed)
    )
    root = root_hash([leaf_hash(f"record {number}".encode()) for number in range(300)])
    text = str(Checkpoint(origin="rome2026h1.example.org", size=300, root=root))

    line = mirror.sign(text, at=datetime.fromtimestamp(1767139200, tz=UTC))

    assert str(line) == MIRROR_LINE
    assert str(mirror.cosigner) == MIRROR_VKEY


def test_a_real_checkpoint_with_three_real_witnesses_opens():
    witnesses = [parse_cosigner(vkey) for vkey in REKOR_WITNESSES]

    opened = checkpoint.open_checkpoint(REKOR_NOTE, [parse_key(REKOR_VKEY), *witnesses])
    found = cosigned(REKOR_NOTE, witnesses)

    assert (opened.origin, opened.size) == ("log2025-alpha3.rekor.sigstage.dev", 4_026_479)
    assert [one.name for one in found] == [
        "witness.stagemole.eu",
        "staging.witness.transparency.goog/ring-any-bells",
        "witness.navigli.sunlight.geomys.org",
    ]
    assert {one.at for one in found} == {datetime(2026, 5, 13, 19, 23, 34, tzinfo=UTC)}


def test_a_real_checkpoint_nobody_cosigned_says_so():
    assert checkpoint.open_checkpoint(GO_NOTE, [parse_key(GO_VKEY)]).size == 35_225_469
    assert cosigned(GO_NOTE, [parse_cosigner(vkey) for vkey in REKOR_WITNESSES]) == ()


def test_an_ml_dsa_checkpoint_of_another_program_opens():
    vkey, note = (VECTORS / "ml_dsa_checkpoint.txt").read_text().split("\n\n", 1)
    cosigner = parse_cosigner(vkey)

    assert str(cosigner) == vkey
    assert checkpoint.open_checkpoint(note, [cosigner]).size == 1
    assert cosigned(note, [cosigner])[0].at is None


@pytest.mark.parametrize("at", [20, 29, 60, 400])
def test_one_changed_byte_of_a_real_cosignature_spoils_the_note(at):
    witnesses = [parse_cosigner(vkey) for vkey in REKOR_WITNESSES]
    parsed = parse(REKOR_NOTE)
    line = parsed.signatures[1]
    changed = bytearray(line.signature)
    changed[at % len(changed)] ^= 1
    wrong = replace(line, signature=bytes(changed))

    with pytest.raises(NoteError, match=r"stagemole\.eu does not fit"):
        cosigned(replace(parsed, signatures=(wrong, *parsed.signatures[2:])), witnesses)


def test_two_kinds_of_key_cosign_as_two_lines():
    note = signed(CHECKPOINT, *BOTH)

    found = cosigned(note, [key.cosigner for key in BOTH])

    assert found == tuple(Cosigned(name=key.name, at=AT, key=str(key.cosigner)) for key in BOTH)


@pytest.mark.parametrize("key", BOTH, ids=["ed25519", "ml-dsa-44"])
@pytest.mark.parametrize(
    "other",
    [
        {"origin": "other.example/record"},
        {"size": 8},
        {"root": b"\2" * 32},
    ],
)
def test_a_cosignature_fits_no_other_checkpoint(key, other):
    line = key.sign(CHECKPOINT, at=AT)
    text = str(replace(checkpoint.parse(CHECKPOINT), **other))

    assert key.cosigner.signed(CHECKPOINT, line.signature)
    assert not key.cosigner.signed(text, line.signature)


@pytest.mark.parametrize("key", BOTH, ids=["ed25519", "ml-dsa-44"])
def test_the_stated_time_is_part_of_what_is_signed(key):
    line = key.sign(CHECKPOINT, at=AT)
    later = (int.from_bytes(line.signature[:8]) + 1).to_bytes(8)

    assert not key.cosigner.signed(CHECKPOINT, later + line.signature[8:])


def test_a_time_beyond_63_bits_is_wrong_though_truly_signed():
    key = BOTH[0]
    for at, right in ((2**63 - 1, True), (2**63, False)):
        message = f"cosignature/v1\ntime {at}\n{CHECKPOINT}".encode()
        signature = at.to_bytes(8) + key.private.sign(message)

        assert key.cosigner.signed(CHECKPOINT, signature) is right


def test_an_ml_dsa_cosignature_covers_the_name_of_its_cosigner():
    line = ml_dsa_key("witness.example/w1").sign(CHECKPOINT, at=AT)

    assert not ml_dsa_key("witness.example/w2").cosigner.signed(CHECKPOINT, line.signature)


def test_extension_lines_are_covered_by_ed25519_and_refused_by_ml_dsa():
    extended = CHECKPOINT + "extension\n"
    ed25519, ml_dsa = BOTH

    line = ed25519.sign(extended, at=AT)

    assert ed25519.cosigner.signed(extended, line.signature)
    assert not ed25519.cosigner.signed(CHECKPOINT, line.signature)
    with pytest.raises(NoteError, match="no extension lines"):
        ml_dsa.sign(extended, at=AT)
    assert not ml_dsa.cosigner.signed(extended, ml_dsa.sign(CHECKPOINT, at=AT).signature)


def test_a_cosignature_is_no_plain_signature_of_the_same_key():
    key = BOTH[0]
    plain = Verifier(name=key.name, key=key.cosigner.key)

    assert plain.key_id != key.cosigner.key_id
    with pytest.raises(NoteError, match="no known key"):
        open_note(signed(CHECKPOINT, key), [plain])


@pytest.mark.parametrize("key", BOTH, ids=["ed25519", "ml-dsa-44"])
@pytest.mark.parametrize("signature", [b"", b"\0" * 8, b"\0" * 9, b"\xff" * 72, b"\xff" * 2428])
def test_what_is_no_cosignature_is_wrong_and_no_crash(key, signature):
    assert not key.cosigner.signed(CHECKPOINT, signature)
    assert not key.cosigner.signed("not a checkpoint\n", signature)


def test_only_checkpoints_are_cosigned():
    with pytest.raises(NoteError, match="not a checkpoint"):
        BOTH[0].sign("where are we\n", at=AT)


@pytest.mark.parametrize("long", ["name", "origin"])
def test_names_too_long_for_an_ml_dsa_message_are_refused(long):
    name = "n" * 256 if long == "name" else "n"
    origin = "o" * 256 if long == "origin" else "o"
    text = str(Checkpoint(origin=origin, size=1, root=b"\1" * 32))

    with pytest.raises(NoteError, match="too long"):
        ml_dsa_key(name).sign(text, at=AT)


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        MIRROR_VKEY[:-4],
        MIRROR_VKEY.replace("3fb148ef", "3fb148ee"),
        MIRROR_VKEY.replace("+BAAj", "+BQAj"),  # an algorithm nobody has defined for this
        MIRROR_VKEY.replace("mirror", "mirr or"),
        GO_VKEY,  # signs notes
        "x+00000000+" + b64encode(b"\4" + b"\0" * 32).decode(),  # of low order
        "x+00000000+" + b64encode(b"\6" + b"\1" * 1311).decode(),
        "x+00000000+" + "A" * 3000,
    ],
)
def test_what_is_no_cosigners_key_is_refused(vkey):
    with pytest.raises(NoteError) as caught:
        parse_cosigner(vkey)

    assert len(str(caught.value)) < 300


def test_no_other_algorithm_makes_a_cosigner():
    with pytest.raises(NoteError, match="makes no cosignatures"):
        Cosigner(name="x", key=b"\1" * 32, algorithm=b"\1")


@given(st.text(max_size=100), st.binary(max_size=60))
def test_no_text_or_bytes_make_the_parsers_fail_otherwise_than_by_refusing(text, data):
    for vkey in (text, f"name+00000000+{b64encode(data).decode()}"):
        with suppress(NoteError):
            parse_key(vkey)
    with suppress(NoteError):
        cosigned(text, [key.cosigner for key in BOTH])
    assert not BOTH[1].cosigner.signed(CHECKPOINT, data)


def test_the_key_id_of_the_published_example_is_of_its_algorithm():
    key = b64decode(MIRROR_VKEY.split("+", 2)[2])[1:]

    assert parse_cosigner(MIRROR_VKEY).key_id.hex() == "3fb148ef"
    assert Verifier(name="mirror.example.org", key=key).key_id.hex() != "3fb148ef"
    assert BOTH[1].cosigner.algorithm == ML_DSA_44
