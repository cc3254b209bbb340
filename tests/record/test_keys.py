"""Keys of posts as files: safe names, one owner, nothing overwritten."""

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from truceline.record import keys
from truceline.record.note import NoteError, open_note, parse_vkey, sign
from truceline.terms.problem import RefusedError

LOCK = "long winter"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "keys"


def refusal(caught):
    return caught.value.problems[0].code


@pytest.mark.parametrize(
    "name",
    [
        "centre.example/desk",
        "../../etc/passwd",
        "..",
        ".hidden",
        "post-7",
        "пост/7",
        "a%2Fb",
        "C:\\keys",
    ],
)
def test_a_key_comes_back_under_its_name_and_stays_in_its_folder(folder, name):
    made = keys.make(folder, name)

    loaded = keys.load(folder, name)

    assert loaded.verifier == made.verifier == keys.load_verifier(folder, name)
    assert keys.names(folder) == (name,)
    assert len(list(folder.iterdir())) == len(list(folder.parent.rglob("*.*"))) == 2
    assert open_note(sign("here\n", [loaded]), [parse_vkey(made.vkey)]).text == "here\n"


def test_names_that_look_alike_to_a_file_system_are_two_keys(folder):
    one, other = keys.make(folder, "a/b"), keys.make(folder, "a%2Fb")

    assert keys.load(folder, "a/b").verifier == one.verifier != other.verifier


def test_only_its_owner_can_read_a_private_key(folder):
    keys.make(folder, "desk")

    assert (folder / "desk.pem").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_key_is_never_made_over_another(folder):
    made = keys.make(folder, "desk")

    with pytest.raises(RefusedError) as caught:
        keys.make(folder, "desk")

    assert refusal(caught) == "key-not-stored"
    assert keys.load(folder, "desk").verifier == made.verifier


def test_a_passphrase_locks_the_key(folder):
    made = keys.make(folder, "desk", passphrase=LOCK)

    assert keys.load(folder, "desk", passphrase=LOCK).verifier == made.verifier
    for passphrase, code in [(None, "key-passphrase"), ("short summer", "key-locked")]:
        with pytest.raises(RefusedError) as caught:
            keys.load(folder, "desk", passphrase=passphrase)
        assert refusal(caught) == code


def test_a_passphrase_for_an_open_key_is_told(folder):
    keys.make(folder, "desk")

    with pytest.raises(RefusedError) as caught:
        keys.load(folder, "desk", passphrase=LOCK)

    assert refusal(caught) == "key-passphrase"


def test_a_missing_key_is_refused(folder):
    with pytest.raises(RefusedError) as caught:
        keys.load(folder, "desk")

    assert refusal(caught) == "key-missing"


@pytest.mark.parametrize("content", [b"", b"junk", b"\xff" * 20_000])
def test_damaged_keys_are_refused(folder, content):
    keys.make(folder, "desk")
    (folder / "desk.vkey").write_bytes(content)
    with pytest.raises(RefusedError) as caught:
        keys.load(folder, "desk")
    assert refusal(caught) == "key-damaged"

    (folder / "desk.pem").write_bytes(content)
    with pytest.raises(RefusedError) as caught:
        keys.load(folder, "desk")
    assert refusal(caught) == "key-locked"


def test_exchanged_keys_are_refused(folder):
    for name in ("desk", "machine"):
        keys.make(folder, name)
    (folder / "machine.pem").rename(folder / "desk.pem")
    with pytest.raises(RefusedError) as caught:
        keys.load(folder, "desk")
    assert refusal(caught) == "key-mixed-up"

    (folder / "machine.vkey").rename(folder / "desk.vkey")
    with pytest.raises(RefusedError) as caught:
        keys.load(folder, "desk")
    assert refusal(caught) == "key-mixed-up"


def test_a_key_of_another_kind_is_refused(folder):
    keys.make(folder, "desk")
    other = X25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    (folder / "desk.pem").write_bytes(other)

    with pytest.raises(RefusedError) as caught:
        keys.load(folder, "desk")

    assert refusal(caught) == "key-kind"


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb"])
def test_what_cannot_stand_in_a_signature_line_names_no_key(folder, name):
    with pytest.raises(NoteError):
        keys.make(folder, name)


def test_a_name_too_long_for_a_file_is_refused(folder):
    with pytest.raises(RefusedError) as caught:
        keys.make(folder, "x" * 300)

    assert refusal(caught) == "key-name"
