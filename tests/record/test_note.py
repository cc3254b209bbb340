"""Signed notes and checkpoints against real and published ones."""

import json
from base64 import b64decode
from contextlib import suppress
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from truceline.record import checkpoint
from truceline.record.checkpoint import Checkpoint
from truceline.record.note import (
    Note,
    NoteError,
    Signature,
    Signer,
    Verifier,
    open_note,
    parse,
    parse_vkey,
    sign,
)

ED25519 = Path(__file__).resolve().parents[2].parent / "shared" / "vectors" / "ed25519"

PETER_SKEY = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
PETER_VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
PETER_LINE = (
    "— PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
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
REKOR_NOTE = """log2025-alpha3.rekor.sigstage.dev
4026479
5iaX4xK6PMnp4ZFTP4iywMcwLgaTjzgRTkrTOUFIrfY=

— log2025-alpha3.rekor.sigstage.dev 09OnDHwVrKeXjBYQ4NJ5EoENdtpBwZcV3X8n+cAZFIk+8LBPKEpZcKqoN2CfjGw0zlQwt+U2pLt5UyYEFv+STPHPmQg=
— witness.stagemole.eu Z/euoAAAAABqBM+21mV7JbHwWmLP20ZSpNWneHMkITOPopt+Vj1MoJSILqOIPpx93pbRfA0U+Eq5IiJjEUhG1JwGhPCJEUT5yDcFDg==
"""  # noqa: E501 as served


def signer_of(name, seed=b"\x07"):
    return Signer(name=name, private=Ed25519PrivateKey.from_private_bytes(seed * 32))


ALICE, BOB = signer_of("post.example/alpha"), signer_of("post.example/bravo", b"\x08")


def test_peter_neumann_signs_as_go_does():
    seed = b64decode(PETER_SKEY.split("+", 4)[4])[1:]
    peter = Signer(name="PeterNeumann", private=Ed25519PrivateKey.from_private_bytes(seed))

    assert sign(PETER_TEXT, [peter]) == PETER_TEXT + "\n" + PETER_LINE
    assert peter.vkey == PETER_VKEY


@pytest.mark.parametrize(
    ("vkey", "note", "says"),
    [
        (GO_VKEY, GO_NOTE, ("go.sum database tree", 35_225_469)),
        (REKOR_VKEY, REKOR_NOTE, ("log2025-alpha3.rekor.sigstage.dev", 4_026_479)),
    ],
)
def test_real_checkpoints_open_with_their_real_keys(vkey, note, says):
    opened = checkpoint.open_checkpoint(note, [parse_vkey(vkey)])

    assert (opened.origin, opened.size) == says


def test_opening_leaves_only_the_signatures_that_were_checked():
    opened = open_note(REKOR_NOTE, [parse_vkey(REKOR_VKEY)])

    assert [one.name for one in opened.signatures] == ["log2025-alpha3.rekor.sigstage.dev"]


def test_a_known_key_that_fails_spoils_the_note_though_another_key_fits():
    good = sign("here\n", [ALICE])
    forged = str(parse(sign("there\n", [BOB])).signatures[0])

    with pytest.raises(NoteError, match="bravo does not fit"):
        open_note(good + forged, [ALICE.verifier, BOB.verifier])
    assert open_note(good + forged, [ALICE.verifier]).text == "here\n"


def test_a_note_of_strangers_is_not_opened():
    with pytest.raises(NoteError, match="no known key"):
        open_note(sign("here\n", [ALICE]), [BOB.verifier])


def test_of_one_key_only_the_first_line_counts():
    good, wrong = sign("here\n", [ALICE]), str(parse(sign("there\n", [ALICE])).signatures[0])

    assert len(open_note(good + wrong, [ALICE.verifier]).signatures) == 1


def test_two_equal_verifiers_are_an_error():
    with pytest.raises(NoteError, match="two keys"):
        open_note(sign("here\n", [ALICE]), [ALICE.verifier, ALICE.verifier])


def test_the_same_key_under_another_name_does_not_open_a_note():
    renamed = Verifier(name="post.example/other", key=ALICE.verifier.key)

    with pytest.raises(NoteError, match="no known key"):
        open_note(sign("here\n", [ALICE]), [renamed])


def test_unused_base64_bits_do_not_make_a_signature_malformed():
    note = sign("here\n", [ALICE])
    assert note.endswith("=\n")
    odd = note[:-3] + chr(ord(note[-3]) + 1) + "=\n"  # the two bits no byte uses

    assert parse(odd) == parse(note)
    assert str(parse(odd)) == note


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\n",
        "text only\n",
        "text\n\n",
        "text\n\n— name AAAAAA==",  # no end of line
        "text\n\n- name AAAAAA==\n",  # hyphen for em dash
        "text\n\n—  name AAAAAA==\n",
        "text\n\n— na+me AAAAAA==\n",
        "text\n\n— na\u00a0me AAAAAA==\n",
        "text\n\n— name AAAA\n",  # no more than a key id
        "text\n\n— name AA!AAA==\n",
        "text\n\n— name \n",
        "text\n\n— name AAAAAAA=\n\n",
        "te\txt\n\n— name AAAAAAA=\n",
        "te\rxt\n\n— name AAAAAAA=\n",
        "te\x00xt\n\n— name AAAAAAA=\n",
        "te\ud800xt\n\n— name AAAAAAA=\n",
        "text\n\n" + "— name AAAAAAA=\n" * 101,
        "x" * 1_000_000 + "\n\n— name AAAAAAA=\n",
    ],
)
def test_what_is_not_a_note_is_not_read_as_one(note):
    with pytest.raises(NoteError):
        parse(note)


@pytest.mark.parametrize("text", ["", "no end", "bell\a\n", "half \ud800\n"])
def test_what_cannot_be_a_text_is_not_signed(text):
    with pytest.raises(NoteError):
        sign(text, [ALICE])


def test_the_text_ends_at_the_last_blank_line():
    assert parse(sign("one\n\ntwo\n", [ALICE])).text == "one\n\ntwo\n"


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        "PeterNeumann",
        PETER_VKEY + "=",
        PETER_VKEY.replace("c74f20a3", "c74f20a4"),
        PETER_VKEY.replace("c74f20a3", "C74F20A3"),
        PETER_VKEY.replace("Peter", "Petra"),
        PETER_VKEY.replace("+ARpc", "+BRpc"),  # a cosigner's algorithm
        PETER_VKEY[:-4],
        " " + PETER_VKEY,
    ],
)
def test_a_mangled_public_key_is_refused(vkey):
    with pytest.raises(NoteError):
        parse_vkey(vkey)


@given(st.text(max_size=200))
def test_no_text_makes_the_parsers_fail_otherwise_than_by_refusing(text):
    for read in (parse, parse_vkey, checkpoint.parse):
        with suppress(NoteError):
            read(text)


@given(
    st.text(
        st.characters(exclude_categories=["Cc", "Cs"], include_characters="\n"), max_size=50
    ).map(lambda text: text + "\n")
)
def test_a_signed_text_opens_as_it_was(text):
    note = sign(text, [ALICE, BOB])

    assert open_note(note, [BOB.verifier, ALICE.verifier]) == parse(note)
    assert str(parse(note)) == note
    assert parse(note).text == text


@pytest.mark.skipif(not ED25519.is_dir(), reason="../shared/vectors is not here")
def test_no_point_of_low_order_is_a_key_or_opens_a_signature():
    cases = json.loads((ED25519 / "cctv_edge_cases.json").read_text())

    for case in cases:
        flags = set(case["flags"] or ())
        if "low_order_A" in flags:
            with pytest.raises(NoteError, match="low order"):
                Verifier(name="x", key=bytes.fromhex(case["key"]))
        elif "low_order_R" in flags:
            verifier = Verifier(name="x", key=bytes.fromhex(case["key"]))
            assert not verifier.signed(case["msg"], bytes.fromhex(case["sig"]))


@pytest.mark.skipif(not ED25519.is_dir(), reason="../shared/vectors is not here")
def test_wycheproof_signatures_are_judged_as_published():
    groups = json.loads((ED25519 / "wycheproof_ed25519.json").read_text())["testGroups"]
    judged = 0

    for group in groups:
        verifier = Verifier(name="x", key=bytes.fromhex(group["publicKey"]["pk"]))
        for case in group["tests"]:
            try:
                text = bytes.fromhex(case["msg"]).decode()
            except UnicodeDecodeError:  # notes are text
                continue
            judged += 1
            valid = verifier.signed(text, bytes.fromhex(case["sig"]))
            assert valid is (case["result"] == "valid"), case["comment"]

    assert judged > 50


def test_a_checkpoint_is_three_lines():
    root = b"\x01" * 32

    text = str(Checkpoint(origin="centre.example/record", size=7, root=root))

    assert text == "centre.example/record\n7\nAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=\n"
    assert checkpoint.parse(text) == Checkpoint(origin="centre.example/record", size=7, root=root)


ROOT = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE="


@pytest.mark.parametrize(
    "text",
    [
        f"\n7\n{ROOT}\n",
        f"origin\n07\n{ROOT}\n",
        f"origin\n+7\n{ROOT}\n",
        f"origin\n-7\n{ROOT}\n",
        f"origin\n\u0667\n{ROOT}\n",  # a seven, but not ours
        f"origin\n{'9' * 5000}\n{ROOT}\n",
        "origin\n7\nAQEB\n",
        "origin\n7\n",
        f"origin\n7\n{ROOT}\n\n",
        f"origin\n7\n{ROOT}\n\nextension\n",
    ],
)
def test_what_is_not_a_checkpoint_is_not_read_as_one(text):
    with pytest.raises(NoteError):
        checkpoint.parse(text)


def test_extension_lines_of_others_are_read_over():
    assert checkpoint.parse(f"origin\n7\n{ROOT}\nextension\n").size == 7


def test_a_signature_prints_as_its_line():
    line = Signature(name="n", key_id=b"\0" * 4, signature=b"\1")

    assert str(Note(text="t\n", signatures=(line,))) == "t\n\n— n AAAAAAE=\n"
