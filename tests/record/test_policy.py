"""Policies: what may stand in one, and what it makes of a checkpoint."""

from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from truceline.record import checkpoint as checkpoints
from truceline.record.checkpoint import Checkpoint
from truceline.record.cosignature import Cosigner, CosigningKey, cosign
from truceline.record.note import NoteError, Signer
from truceline.record.policy import MAX_POLICY_BYTES, PolicyError, parse_policy, seal_of

AT = datetime(2026, 3, 2, 7, 5, tzinfo=UTC)
ORIGIN = "centre.example/record"


def private_of(name):
    return Ed25519PrivateKey.from_private_bytes(sha256(name.encode()).digest())


def witness(name):
    return CosigningKey(name=f"{name}.example", private=private_of(name))


LOG = Signer(name=ORIGIN, private=private_of(ORIGIN))
KEYS = {name: witness(name) for name in ("A", "B", "UN", "NGO", "X", "Y")}
VKEY = {name: str(key.cosigner) for name, key in KEYS.items()}
NOTE = checkpoints.sign(Checkpoint(origin=ORIGIN, size=7, root=b"\1" * 32), LOG)
BOTH_AND_A_THIRD = f"""# both parties and one of the third parties
log {LOG.vkey} https://centre.example/

witness A {VKEY["A"]}
witness B {VKEY["B"]} https://b.example/witness
witness UN {VKEY["UN"]}
\twitness  NGO \t {VKEY["NGO"]}
  # groups
group parties all A B
group third any UN NGO
group both all parties third
quorum both
"""


def sealed(policy, *names):
    note = cosign(NOTE, [KEYS[name] for name in names], at=AT)
    return seal_of(note, parse_policy(policy.encode()), logs=[LOG.verifier])


@pytest.mark.parametrize("names", ["A B UN", "A B NGO", "A B UN NGO", "UN B A"])
def test_both_parties_and_a_third_seal_a_checkpoint(names):
    seal = sealed(BOTH_AND_A_THIRD, *names.split())

    assert seal.sealed
    assert (seal.size, seal.by) == (7, tuple(names.split()))
    assert {one.at for one in seal.cosigned} == {AT}


@pytest.mark.parametrize("names", ["", "A B", "A UN NGO", "B UN NGO", "UN NGO", "X Y", "A B X"])
def test_less_than_the_quorum_does_not_seal(names):
    assert not sealed(BOTH_AND_A_THIRD, *names.split()).sealed


def test_the_label_is_the_same_whichever_party_is_named_first():
    swapped = BOTH_AND_A_THIRD.replace("all A B", "all B A")

    for names in (["A", "UN"], ["B", "UN"], ["A", "B", "UN"]):
        assert sealed(swapped, *names).sealed == sealed(BOTH_AND_A_THIRD, *names).sealed


def lines(*wanted):
    """A policy with these lines, keys filled in."""
    return "".join(f"{line}\n" for line in wanted).format(log=LOG.vkey, **VKEY)


@pytest.mark.parametrize(
    ("rule", "enough"), [("1", 1), ("2", 2), ("3", 3), ("any", 1), ("all", 3), ("02", 2)]
)
def test_a_group_counts_its_members(rule, enough):
    policy = lines(
        "witness A {A}", "witness B {B}", "witness UN {UN}", f"group g {rule} A B UN", "quorum g"
    )

    for present in range(4):
        assert sealed(policy, *["A", "B", "UN"][:present]).sealed == (present >= enough)


def test_without_a_quorum_the_log_alone_seals():
    assert sealed("quorum none").sealed


def test_a_last_line_needs_no_end():
    assert parse_policy(f"witness w {VKEY['A']}\n quorum\tw".encode()).quorum == "w"


def test_words_of_the_format_may_be_names():
    policy = lines("witness all {A}", "witness any {B}", "group group 2 all any", "quorum group")

    assert sealed(policy, "A", "B").sealed
    assert not sealed(policy, "A").sealed


def test_names_are_octets_and_not_text():
    kelvin, broken = "\u212a".encode(), b"w\x80"
    policy = b"witness K %s\nwitness %s %s\nwitness %s %s\nquorum %s\n" % (
        VKEY["A"].encode(),
        kelvin,
        VKEY["B"].encode(),
        broken,
        VKEY["UN"].encode(),
        broken,
    )

    read = parse_policy(policy)

    assert len(read.witnesses) == 3
    assert str(read.witnesses[read.quorum]) == VKEY["UN"]


def test_a_witness_may_hold_an_ml_dsa_key():
    key = CosigningKey(name="w.example", private=MLDSA44PrivateKey.from_seed_bytes(b"\7" * 32))
    policy = parse_policy(f"witness w {key.cosigner}\nquorum w\n".encode())

    assert seal_of(cosign(NOTE, [key], at=AT), policy, logs=[LOG.verifier]).sealed
    assert not seal_of(NOTE, policy, logs=[LOG.verifier]).sealed


def test_a_checkpoint_of_a_log_that_is_not_listed_is_not_judged():
    other = Signer(name="other.example", private=private_of("other"))
    policy = parse_policy(f"log {other.vkey}\nquorum none\n".encode())

    with pytest.raises(NoteError, match="no known key"):
        seal_of(NOTE, policy, logs=[LOG.verifier])


def test_a_log_speaks_only_for_the_origin_of_its_own_name():
    stolen = checkpoints.sign(Checkpoint(origin="other.example", size=7, root=b"\1" * 32), LOG)
    policy = parse_policy(f"log {LOG.vkey}\nquorum none\n".encode())

    assert seal_of(NOTE, policy).sealed
    with pytest.raises(NoteError, match="no known key"):
        seal_of(stolen, policy)


def test_one_wrong_line_of_a_known_witness_spoils_the_checkpoint():
    other = str(Checkpoint(origin=ORIGIN, size=8, root=b"\1" * 32))
    policy = parse_policy(lines("witness A {A}", "witness B {B}", "quorum A").encode())
    note = cosign(NOTE, [KEYS["A"]], at=AT) + str(KEYS["B"].sign(other, at=AT))

    with pytest.raises(NoteError, match=r"B\.example does not fit"):
        seal_of(note, policy, logs=[LOG.verifier])


RENAMED = str(Cosigner(name="impostor.example", key=KEYS["A"].cosigner.key))

WRONG = {
    "a control octet": (["quorum none\x01"], "line 1: octet 0x01"),
    "a carriage return": (["quorum none\r"], "line 1: octet 0x0d"),
    "a delete": (["# \x7f", "quorum none"], "line 1: octet 0x7f"),
    "an unknown word": (["quibble w", "quorum none"], "line 1: 'quibble' is none of"),
    "a capital": (["Quorum none"], "line 1: 'Quorum' is none of"),
    "a comment after a line": (["witness A {A} https://a/ # a", "quorum A"], "line 1: a witness"),
    "a log without a key": (["log", "quorum none"], "line 1: a log line"),
    "a log with no key": (["log garbage", "quorum none"], "line 1: "),
    "a log with a cosigner's key": (["log {A}", "quorum none"], "line 1: an Ed25519 cosigner"),
    "a log twice": (["log {log}", "log {log} https://l/", "quorum none"], "line 2: this log's"),
    "a witness without a key": (["witness A", "quorum none"], "line 1: a witness line"),
    "a witness with a note key": (["witness A {log}", "quorum A"], "line 1: the key of centre"),
    "a witness named none": (["witness none {A}", "quorum none"], "line 1: none names nobody"),
    "a name twice": (["witness A {A}", "witness A {B}", "quorum A"], "line 2: 'A' is defined"),
    "a key twice": (["witness A {A}", f"witness B {RENAMED}", "quorum A"], "line 2: this witness"),
    "a group named as a witness": (["witness A {A}", "group A any A", "quorum A"], "line 2: 'A'"),
    "a group named none": (["witness A {A}", "group none any A", "quorum none"], "line 2: none"),
    "an empty group": (["witness A {A}", "group g 1", "quorum A"], "line 2: a group line"),
    "nobody of a group": (["witness A {A}", "group g 0 A", "quorum g"], "line 2: '0' is none of"),
    "fewer than nobody": (["witness A {A}", "group g -1 A", "quorum g"], "line 2: '-1' is none"),
    "another script's one": (["witness A {A}", "group g \u0661 A", "quorum g"], "line 2: "),
    "more than there are": (["witness A {A}", "group g 2 A", "quorum g"], "line 2: '2' is none"),
    "an unknown member": (["witness A {A}", "group g any B", "quorum g"], "line 2: 'B' is not"),
    "a member defined later": (["group g any A", "witness A {A}", "quorum g"], "line 1: 'A' is"),
    "a group in itself": (["witness A {A}", "group g any A g", "quorum g"], "line 2: 'g' is not"),
    "none in a group": (["witness A {A}", "group g any none A", "quorum g"], "line 2: 'none'"),
    "a member twice": (["witness A {A}", "group g all A A", "quorum g"], "line 2: 'A' is a member"),
    "a member of two groups": (
        ["witness A {A}", "group g any A", "group h any A", "quorum g"],
        "line 3: 'A' is a member already",
    ),
    "no quorum": (["witness A {A}"], "one quorum line; this one has 0"),
    "two quorums": (["quorum none", "quorum none"], "one quorum line; this one has 2"),
    "a quorum of nobody known": (["quorum A"], "line 1: 'A' is not defined"),
    "a quorum too early": (["quorum A", "witness A {A}"], "line 1: 'A' is not defined"),
    "a quorum without a name": (["quorum"], "line 1: a quorum line"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_breaks_a_rule_is_refused_with_its_line(what):
    policy, says = WRONG[what]

    with pytest.raises(PolicyError) as caught:
        parse_policy(lines(*policy).encode())

    assert says in str(caught.value)


def test_a_policy_as_large_as_the_format_asks_for_is_read():
    def ml_dsa(number):
        private = MLDSA44PrivateKey.from_seed_bytes(number.to_bytes(32))
        return CosigningKey(name=f"w{number}.example", private=private).cosigner

    witnesses = [f"witness w{number} {ml_dsa(number)}" for number in range(32)]
    chain = ["group g0 any w0"] + [f"group g{n} all w{n} g{n - 1}" for n in range(1, 32)]

    policy = parse_policy("\n".join([*witnesses, *chain, "quorum g31"]).encode())

    assert policy.met_by(f"w{number}" for number in range(32))
    assert not policy.met_by(f"w{number}" for number in range(1, 32))


def test_groups_nested_a_thousand_deep_are_judged():
    vkeys = [
        str(CosigningKey(name=f"w{n}.example", private=private_of(str(n))).cosigner)
        for n in range(1000)
    ]
    text = "".join(f"witness w{n} {vkey}\n" for n, vkey in enumerate(vkeys))
    text += "group g0 any w0\n" + "".join(f"group g{n} any w{n} g{n - 1}\n" for n in range(1, 1000))

    assert parse_policy(f"{text}quorum g999\n".encode()).met_by(["w0"])


def test_a_policy_without_end_is_not_read():
    with pytest.raises(PolicyError, match="is not read"):
        parse_policy(b"#" * (MAX_POLICY_BYTES + 1))


WORDS = st.sampled_from(
    ["log", "witness", "group", "quorum", "none", "any", "all", "1", "2", "a", "b", "#", VKEY["A"]]
)


@given(
    st.one_of(
        st.binary(max_size=200),
        st.lists(st.lists(WORDS, max_size=5).map(" ".join), max_size=8).map(
            lambda lines: "\n".join(lines).encode()
        ),
    )
)
def test_no_bytes_make_the_parser_fail_otherwise_than_by_refusing(data):
    with suppress(PolicyError):
        parse_policy(data).met_by(["a", "b"])
