"""Posts join and leave, and two parties found a record, as people do it: on the command line."""

import json
import os
import pty
import re
import stat
import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.invented_charter import signer, turned

from truceline.cli import main
from truceline.operations.ask import ask
from truceline.operations.centre import opened
from truceline.operations.cosigned import policy_of
from truceline.operations.enrol import revoke_key
from truceline.operations.keyring import contested, keyring
from truceline.operations.submit import submit
from truceline.publishing.contested import resting, sentence
from truceline.record import keys
from truceline.record.note import parse, sign
from truceline.settings import load
from truceline.terms.charter import Matter
from truceline.terms.codec import encode
from truceline.terms.entry import Deposited
from truceline.terms.envelope import Envelope
from truceline.terms.problem import RefusedError
from truceline.terms.question import Question

AGREEMENT = Path(__file__).parents[1] / "situations" / "agreements" / "road-accord.yaml"
LONG, OTHER = "four words that fit badly", "four words that are no better"
LOST = (
    "Entry 6 is contested since 2040-01-02 00:00 UTC: entry 5 revoked its key jcc/post-7. "
    "The device was lost."
)
NOW = datetime(2026, 3, 2, 7, 5, tzinfo=UTC)


@pytest.fixture
def by(monkeypatch):
    """The command line with this passphrase in the environment; the exit code is expected."""

    def ran(*args, code=0, passphrase=LONG, says=None):
        monkeypatch.setenv("TRUCELINE_PASSPHRASE", passphrase)
        result = CliRunner().invoke(
            main, [str(arg) for arg in args], catch_exceptions=False, input=says
        )
        assert result.exit_code == code, result.output
        return result

    return ran


@pytest.fixture
def device(tmp_path, by):
    """A post's own device: its keys, and its request to join a record."""

    def device(name, origin):
        folder, out = tmp_path / "devices" / name.replace("/", "-"), tmp_path / "request.txt"
        folder.parent.mkdir(exist_ok=True)
        by("key", "new", name, folder, "--open")
        by("key", "request", name, folder, "--record", origin, "--out", out)
        return folder, out

    return device


def origin_of(centre):
    return load(centre).origin


def deposit_of(centre, folder, name, number):
    """A note that a post signs on its device, continuing its own chain."""
    with opened(centre) as here:
        seq, prev = here.record.author_state(name)
        origin = here.record.origin
    fact = Deposited(document=f"{number:064x}", media_type="text/plain", size=number)
    envelope = Envelope(log=origin, seq=seq, prev=prev, after=(0, ""), made=NOW)
    post = keys.signer(folder, name, unlock=lambda _: LONG)
    return sign(encode(fact, envelope), [post]).encode()


# Keys on disk


def test_a_new_key_is_under_its_passphrase_and_its_owner_alone_reads_it(tmp_path, by):
    by("key", "new", "jcc/post-7", tmp_path / "keys")

    (pem,) = (tmp_path / "keys").glob("*.pem")
    assert pem.read_bytes().startswith(b"-----BEGIN ENCRYPTED PRIVATE KEY-----")
    assert stat.S_IMODE(pem.stat().st_mode) == 0o600


def test_without_a_passphrase_a_key_is_made_only_where_that_was_chosen(tmp_path, run):
    refused = run("key", "new", "post", tmp_path / "keys", code=2)
    made = run("key", "new", "post", tmp_path / "keys", "--open")

    assert "kept under a passphrase" in refused.output
    assert "whoever copies the file can sign" in made.output


def test_a_short_passphrase_is_refused(tmp_path, by):
    refused = by("key", "new", "post", tmp_path / "keys", code=1, passphrase=LONG[:5])

    assert "at least" not in refused.stderr
    assert "5 characters" in refused.stderr
    assert not (tmp_path / "keys").exists()


def test_no_command_takes_a_passphrase_as_an_argument():
    def options(command):
        for parameter in command.params:
            yield from parameter.opts
        for inner in getattr(command, "commands", {}).values():
            yield from options(inner)

    assert {one for one in options(main) if "passphrase" in one} == {"--passphrase-file"}


@pytest.mark.parametrize(
    ("content", "mode", "says"),
    [
        (b"four words that fit badly\nmore\n", 0o600, ""),
        (b"four words that fit badly", 0o644, "Others on this machine can read it"),
        (b"\n", 0o600, "first line is empty"),
        (b"\xff\xfe", 0o600, "not text"),
    ],
    ids=["right", "others can read it", "empty", "no text"],
)
def test_a_passphrase_in_a_file(tmp_path, run, content, mode, says):
    file = tmp_path / "passphrase"
    file.write_bytes(content)
    file.chmod(mode)

    result = run(
        "--passphrase-file", file, "key", "new", "p", tmp_path / "k", code=1 if says else 0
    )

    assert says in result.output
    if not says:
        assert keys.load(tmp_path / "k", "p", passphrase=LONG).name == "p"


def test_a_key_is_put_under_a_passphrase_later(centre, by):
    name = f"{origin_of(centre)}/desk"
    before = keys.load_verifier(centre / "keys", name)

    by("key", "lock", centre / "keys", name)

    assert not keys.is_open(centre / "keys", name)
    assert keys.load(centre / "keys", name, passphrase=LONG).verifier == before


def test_a_locked_centre_is_asked_by_anybody_and_added_to_with_the_passphrase(
    tmp_path, by, run, report, monkeypatch
):
    centre = tmp_path / "locked"
    by("init", centre, "--agreement", AGREEMENT)
    monkeypatch.delenv("TRUCELINE_PASSPHRASE")

    run("board", centre)
    refused = run("add", centre, report("Nothing happened on 2 March."), code=1)
    wrong = by("add", centre, report("Nothing."), code=1, passphrase=OTHER)
    by("add", centre, report("Nothing happened on 2 March."))

    assert "--passphrase-file" in refused.stderr
    assert "does not open it" in wrong.stderr
    assert "as promised" in run("verify", centre).output


def test_a_centre_with_open_keys_says_so(tmp_path, run):
    made = run("init", tmp_path / "trial", "--agreement", AGREEMENT)

    assert "keys lie open" in made.output


# Posts join


def test_a_post_joins_by_its_request_and_what_it_signs_is_taken_in(centre, by, device, run):
    name = "jcc/post-7"
    folder, asked = device(name, origin_of(centre))

    added = by("key", "add", centre, asked, "--role", "machine")
    note = deposit_of(centre, folder, name, 1)
    with opened(centre) as here:
        (first,) = submit(here, [note], now=NOW)
        (again,) = submit(here, [note], now=NOW)

    assert "jcc/post-7 joined" in added.output
    assert (first.new, again.new) == (True, False)
    assert first.entry == again.entry == 3
    assert "4 entries" in run("verify", centre).output


def test_the_fingerprint_is_the_same_on_both_sides(tmp_path, centre, by, device):
    origin = origin_of(centre)
    folder, _ = device("post", origin)

    asked = by("key", "request", "post", folder, "--record", origin)
    (tmp_path / "r").write_text(asked.stdout)
    added = by("key", "add", centre, tmp_path / "r", "--role", "person")

    (aloud,) = re.findall(r"Read this aloud: ([\d ]{29})", asked.stderr)
    assert aloud in added.output
    assert aloud in by("keys", centre, "--json").output


@pytest.mark.parametrize(("name", "starts"), [("qr.svg", b"<?xml"), ("qr.png", b"\x89PNG")])
def test_a_request_is_drawn_for_a_camera(tmp_path, by, device, name, starts):
    folder, _ = device("post", "jcc.example/record")

    shown = by(
        *("key", "request", "post", folder, "--record", "jcc.example/record"),
        *("--qr", tmp_path / name),
    )

    assert (tmp_path / name).read_bytes().startswith(starts)
    assert "Read this aloud" in shown.stderr
    assert "█" not in shown.stderr  # no terminal: a log or a file


def test_on_a_terminal_a_request_is_drawn_there(device):
    folder, _ = device("post", "jcc.example/record")
    command = (sys.executable, "-m", "truceline.cli", "key", "request", "post", str(folder))
    ours, theirs = pty.openpty()

    with os.fdopen(ours, "rb", buffering=0) as terminal:
        asked = subprocess.Popen(
            [*command, "--record", "jcc.example/record"], stdout=subprocess.DEVNULL, stderr=theirs
        )
        os.close(theirs)
        shown = b""
        with suppress(OSError):  # what a closed terminal answers at its end
            while piece := terminal.read(1 << 16):
                shown += piece
        assert asked.wait() == 0

    assert "█" in shown.decode()


def test_a_request_to_another_record_is_refused(centre, by, device):
    _, asked = device("post", "other/record")

    refused = by("key", "add", centre, asked, "--role", "machine", code=1)

    assert "asks to join other/record" in refused.stderr


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: "",
        lambda text: text.replace("post", "pest"),
        lambda text: text.replace("truceline/key-request@v1", "truceline/key-request@v2"),
        lambda text: text.replace("\n\n", "\n"),
        lambda text: text + "x" * 10_000,
        lambda text: "\x00" + text,
    ],
    ids=["empty", "another name", "another version", "no signature", "too long", "control"],
)
def test_what_is_no_request_is_refused_in_a_sentence(centre, by, device, spoil):
    _, asked = device("post", origin_of(centre))
    asked.write_text(spoil(asked.read_text()))

    refused = by("key", "add", centre, asked, "--role", "machine", code=1)

    assert "Nothing was added" in refused.stderr


def test_a_name_is_given_once(centre, by, device):
    _, asked = device("post", origin_of(centre))
    by("key", "add", centre, asked, "--role", "machine")

    again = by("key", "add", centre, asked, "--role", "machine", code=1)

    assert "two keys are named post" in again.stderr


def test_a_post_adds_nobody(centre, by, device):
    """A key beside the centre's own, of a role that may rule, but of no office."""
    origin = origin_of(centre)
    folder, asked = device(f"{origin}/second", origin)
    by("key", "add", centre, asked, "--role", "person")
    keys.copy(folder, centre / "keys", f"{origin}/second")
    _, another = device("post", origin)

    refused = by("key", "add", centre, another, "--role", "machine", "--by", "second", code=1)

    assert "The charter does not allow it" in refused.stderr


# Revoked


@pytest.fixture
def revoked(centre, by, device):
    """A post that spoke twice, was revoked as of before its second entry, and spoke once more."""
    name = "jcc/post-7"
    folder, asked = device(name, origin_of(centre))
    by("key", "add", centre, asked, "--role", "machine")
    early, late = datetime(2040, 1, 1, tzinfo=UTC), datetime(2040, 1, 3, tzinfo=UTC)
    for number, at in ((1, early), (2, late)):
        note = deposit_of(centre, folder, name, number)
        with opened(centre) as here:
            submit(here, [note], now=at)
    with opened(centre) as here:
        revoke_key(
            here,
            name,
            because="The device was lost.",
            since=datetime(2040, 1, 2, tzinfo=UTC),
            by=("desk",),
            now=late,
        )
    note = deposit_of(centre, folder, name, 3)
    with opened(centre) as here:
        submit(here, [note], now=late)
    return centre


def test_what_a_revoked_key_signed_since_is_kept_and_contested(revoked, run):
    with opened(revoked) as here:
        doubted = contested(here)

    assert sorted(doubted) == [4, 6]
    assert {one.revoked for one in doubted.values()} == {5}
    assert "7 entries" in run("verify", revoked).output


def test_contested_entries_are_the_same_from_the_cache_and_without(revoked):
    with opened(revoked) as here:
        first, second = contested(here), contested(here)
    (revoked / "views.db").unlink()
    with opened(revoked) as here:
        third = contested(here)

    assert first == second == third


def test_before_the_revocation_nothing_was_contested(revoked):
    with opened(revoked) as here:
        assert contested(here, stop=5) == {}
        assert keyring(here, stop=5).keys["jcc/post-7"].stands


def test_the_list_of_keys_says_it_all(revoked, run):
    rows = {row["name"]: row for row in json.loads(run("keys", revoked, "--json").output)}
    shown = run("keys", revoked).output

    post = rows["jcc/post-7"]
    assert (post["added"], post["revoked"], post["contested"]) == (2, 5, [4, 6])
    assert post["since"] == "2040-01-02T00:00:00Z"
    assert [row["role"] for row in rows.values()] == ["log", "machine", "office", "machine"]
    assert "lost" in shown


def test_pages_say_which_document_is_contested(revoked):
    with opened(revoked) as here:
        report = ask(here, Question(as_of=NOW.date()))

    said = [sentence(one) for one in resting(report, ["6.1"], [3])]

    assert said == [LOST]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("jcc/nobody", "--because", "lost"), "no key here"),
        (("desk", "--because", "lost"), "the last office"),
        (("machine", "--because", " "), "A reason is needed"),
        (("machine", "--because", "lost", "--since", "2999-01-01"), "has not come yet"),
        (("machine", "--because", "lost", "--by", "machine"), "The charter does not allow it"),
    ],
    ids=["unknown", "last office", "no reason", "in the future", "by a machine"],
)
def test_a_revocation_that_cannot_be_is_refused(centre, run, options, says):
    refused = run("key", "revoke", centre, *options, code=1)

    assert says in refused.stderr


def test_a_revoked_key_of_the_centre_signs_nothing_more(centre, run, report):
    run("key", "revoke", centre, "machine", "--because", "The machine was taken.")

    refused = run("add", centre, report("Nothing happened on 2 March."), code=1)

    assert "revoked by entry 2" in refused.stderr


# Notes from elsewhere


def test_the_same_text_with_further_signatures_gives_the_old_number(centre, by, device):
    name = "post"
    folder, asked = device(name, origin_of(centre))
    by("key", "add", centre, asked, "--role", "machine")
    note = deposit_of(centre, folder, name, 1)
    desk = keys.load(centre / "keys", f"{origin_of(centre)}/desk")
    text = parse(note.decode()).text
    more = sign(text, [keys.signer(folder, name, unlock=lambda _: LONG), desk]).encode()

    with opened(centre) as here:
        first = submit(here, [note, note], now=NOW)
        again = submit(here, [more], now=NOW)
        leaf = next(here.record.leaves(3, 4))

    assert [one.entry for one in (*first, *again)] == [3, 3, 3]
    assert leaf.endswith(note)


def test_a_note_that_several_signed_says_whose_it_is_or_is_not_taken_in(centre, by, device):
    folder, asked = device("post", origin_of(centre))
    by("key", "add", centre, asked, "--role", "machine")
    post = keys.signer(folder, "post", unlock=lambda _: LONG)
    desk = keys.load(centre / "keys", f"{origin_of(centre)}/desk")
    note = deposit_of(centre, folder, "post", 1)
    text = parse(note.decode()).text

    with opened(centre) as here:
        for two in ([desk, post], [post, desk]):
            with pytest.raises(RefusedError, match="does not say whose entry it is"):
                submit(here, [sign(text, two).encode()], now=NOW)
        taken = submit(here, [note], now=NOW)

    assert taken[0].new


def test_a_line_of_nobody_makes_it_no_note_of_several(centre, by, device):
    folder, asked = device("post", origin_of(centre))
    by("key", "add", centre, asked, "--role", "machine")
    post = keys.signer(folder, "post", unlock=lambda _: LONG)
    note = parse(deposit_of(centre, folder, "post", 1).decode())

    with opened(centre) as here:
        taken = submit(here, [sign(note.text, [post, signer("nobody")]).encode()], now=NOW)

    assert taken[0].new


def test_nobody_adds_a_line_to_what_does_not_say_whose_it_is(centre, by, device, tmp_path):
    folder, asked = device("post", origin_of(centre))
    by("key", "add", centre, asked, "--role", "machine")
    file = tmp_path / "note"
    file.write_bytes(deposit_of(centre, folder, "post", 1))

    refused = by(
        *("charter", "sign", file, centre / "keys", f"{origin_of(centre)}/desk", "--yes"), code=1
    )

    assert "does not say whose entry it is" in refused.stderr


def test_new_notes_and_old_ones_come_in_one_go(centre, by, device):
    name = "post"
    folder, asked = device(name, origin_of(centre))
    by("key", "add", centre, asked, "--role", "machine")
    one = deposit_of(centre, folder, name, 1)
    with opened(centre) as here:
        submit(here, [one], now=NOW)
    two = deposit_of(centre, folder, name, 2)

    with opened(centre) as here:
        done = submit(here, [two, one], now=NOW)

    assert [(each.entry, each.new) for each in done] == [(4, True), (3, False)]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no blank line"),
        (b"\xff", "UTF-8"),
        (b"x" * 70_000, "at most"),
        ("{}\n\n— post AAAAAAA=\n".encode(), "not an entry"),
    ],
    ids=["empty", "no text", "too long", "no entry"],
)
def test_what_is_no_note_is_refused_in_a_sentence(centre, run, tmp_path, content, says):
    file = tmp_path / "note"
    file.write_bytes(content)

    refused = run("submit", centre, file, code=1)

    assert says in refused.stderr


def test_a_note_of_a_stranger_is_refused(centre, run, tmp_path, device):
    folder, _ = device("stranger", origin_of(centre))
    (tmp_path / "note").write_bytes(deposit_of(centre, folder, "stranger", 1))

    refused = run("submit", centre, tmp_path / "note", code=1)

    assert "stranger holds no key in this record" in refused.stderr


# Two parties


@pytest.fixture
def parties(tmp_path, by):
    """Two offices on machines of their own, and the machine of the centre; requests of all."""
    origin = "jcc.example/record"
    requests = {}
    for name, folder in (
        (origin, "centre"),
        ("jcc.example/machine", "centre"),
        ("north/office", "north"),
        ("south/office", "south"),
        ("jcc.example/desk", "centre"),
    ):
        by("key", "new", name, tmp_path / folder, "--open")
        requests[name] = tmp_path / f"{name.replace('/', '-')}.request"
        by("key", "request", name, tmp_path / folder, "--record", origin, "--out", requests[name])
    return tmp_path, requests


@pytest.fixture
def proposed(parties, by):
    folder, requests = parties
    policy = folder / "policy"
    policy.write_text("quorum none\n")
    joining = (
        f"log={requests['jcc.example/record']}",
        f"machine={requests['jcc.example/machine']}",
        f"office:North={requests['north/office']}",
        f"office:South={requests['south/office']}",
        f"person:North={requests['jcc.example/desk']}",
    )
    by(
        *("charter", "propose", folder / "charter", folder / "north", "north/office"),
        *("--record", "jcc.example/record", "--policy", policy, "--quorum", "erasing=2"),
        *(part for one in joining for part in ("--key", one)),
    )
    return folder, folder / "charter"


def test_two_parties_found_a_record_that_neither_could_found_alone(proposed, by, run):
    folder, charter = proposed
    early = by(
        *("init", folder / "c", "--agreement", AGREEMENT),
        *("--charter", charter, "--keys", folder / "centre"),
        code=1,
    )
    by("charter", "sign", charter, folder / "south", "south/office", says="y\n")
    shown = by("charter", "show", charter)
    by(
        *("init", folder / "c", "--agreement", AGREEMENT),
        *("--charter", charter, "--keys", folder / "centre"),
    )

    assert "signed by the office of South" in early.stderr
    assert "All have signed" in shown.output
    assert "For erasing, 2 parties must sign." in shown.output
    assert "2 entries, 3 signatures" in run("verify", folder / "c").output
    with opened(folder / "c") as here:
        assert keyring(here).parties == ("North", "South")
        assert next(here.record.leaves()).endswith(charter.read_bytes())


@pytest.fixture
def chartered(proposed, by):
    """A centre that two parties have founded; the key of its desk is not below the record's."""
    folder, charter = proposed
    by("charter", "sign", charter, folder / "south", "south/office", "--yes")
    founding = ("init", folder / "c", "--agreement", AGREEMENT, "--charter", charter)
    by(*founding, "--keys", folder / "centre")
    return folder / "c"


@pytest.mark.parametrize(
    "entering",
    [
        ("patrol", "--from", "2020-11-10", "--to", "2020-11-12"),
        ("hinder", "--from", "2020-11-10", "--to", "2020-11-12", "--how", "denied"),
        ("post", "access", "BOOK", "--keeper", "Northland"),
    ],
    ids=lambda words: words[0],
)
def test_the_desk_of_a_charter_signs_where_nobody_else_is_named(chartered, by, tmp_path, entering):
    command, *rest = entering
    template = by("post", "--template", "access").stdout
    (tmp_path / "book.csv").write_text(template)
    rest = [tmp_path / "book.csv" if one == "BOOK" else one for one in rest]

    by(command, chartered, *rest)
    refused = by(command, chartered, *rest, "--by", "desk", code=1)

    with opened(chartered) as here:
        assert here.record.author_state("jcc.example/desk")[0] == 2  # the agreement, and this
    assert "jcc.example/record; --by KEY names the one" in refused.stderr


def test_all_parties_change_the_policy_and_what_is_left_out_stays(chartered, parties, by, run):
    folder, _ = parties
    note, policy = folder / "note", folder / "policy"
    keys.copy(folder / "north", chartered / "keys", "north/office")
    made = by("key", "new", "--witness", "south.example", folder / "mirror").stdout
    policy.write_text(f"witness South {made.splitlines()[0]}\nquorum South\n")
    asked = ("charter", "change", chartered, "--policy", policy, "--because", "South watches.")
    mine = (*asked, "--by", "north/office")

    alone = by(*mine, code=1)
    by(*mine, "--propose", note)
    shown = by("charter", "show", note).stdout
    by("charter", "sign", note, folder / "south", "south/office", "--yes")
    by("submit", chartered, note)

    assert "a change of the charter is signed by the office of South" in alone.stderr
    assert "Its charter changes, because: South watches." in shown
    assert "It bears lines of north/office." in shown
    run("verify", chartered)
    with opened(chartered) as here:
        assert policy_of(here).witnesses.keys() == {"South"}
        assert keyring(here).needed(Matter.ERASING) == 2


@pytest.mark.parametrize(
    ("text", "more", "says"),
    [
        ("no policy at all", (), "It cannot be so"),
        (b"\xff\xfe", (), "It is not text"),
        ("quorum none", ("--quorum", "erasing=3"), "cannot take 3 of 2 parties"),
        ("quorum none\n" + "# \n" * 30_000, (), "Nothing was written"),
    ],
    ids=["no policy", "no text", "too many", "too long"],
)
def test_a_change_that_no_charter_can_say_is_one_sentence(chartered, by, report, text, more, says):
    policy = report(text, "policy.txt")

    refused = by(
        *("charter", "change", chartered, "--policy", policy, "--because", "It is better."),
        *more,
        *("--propose", policy.with_name("note")),
        code=1,
    )

    assert says in refused.stderr
    assert not policy.with_name("note").exists()


def test_a_new_record_names_the_last_checkpoint_of_the_one_before(parties, by, run):
    """Where a log key was lost; all parties sign it with the charter."""
    folder, requests = parties
    policy, charter = folder / "policy", folder / "charter"
    policy.write_text("# continues jcc.example/old, 1042 entries, root AAAA\nquorum none\n")
    roles = {
        "log": "jcc.example/record",
        "machine": "jcc.example/machine",
        "office:North": "north/office",
        "office:South": "south/office",
    }
    by(
        *("charter", "propose", charter, folder / "north", "north/office"),
        *("--record", "jcc.example/record", "--policy", policy),
        *(part for role, name in roles.items() for part in ("--key", f"{role}={requests[name]}")),
    )

    asked = by("charter", "sign", charter, folder / "south", "south/office", says="y\n")
    keys.copy(folder / "north", folder / "centre", "north/office")
    by(
        *("init", folder / "c", "--agreement", AGREEMENT),
        *("--charter", charter, "--keys", folder / "centre"),
    )

    assert "# continues jcc.example/old, 1042 entries, root AAAA" in asked.output
    with opened(folder / "c") as here:
        assert b"continues jcc.example/old" in next(here.record.leaves())
    run("verify", folder / "c")


def test_a_witness_stands_in_the_charter_before_there_is_a_record(parties, by):
    folder, requests = parties
    home, charter, policy = folder / "mirror", folder / "charter", folder / "policy"
    made = by("key", "new", "--witness", "north.example", home)
    vkey, *_ = made.stdout.splitlines()
    again = by("key", "new", "--witness", "north.example", home)
    policy.write_text(f"witness North {vkey} http://127.0.0.1:1/\nquorum North\n")
    shown = by(
        *("charter", "propose", charter, folder / "north", "north/office"),
        *("--record", "jcc.example/record", "--policy", policy, "--quorum", "opening=1"),
        *(f"--key=log={requests['jcc.example/record']}",),
        *(f"--key=machine={requests['jcc.example/machine']}",),
        *(f"--key=person:North={requests['jcc.example/desk']}",),
        *(f"--key=office:North={requests['north/office']}",),
    )
    founding = ("init", folder / "c", "--agreement", AGREEMENT, "--charter", charter)
    by(*founding, "--keys", folder / "centre")

    said = by("mirror", folder / "c", home)

    assert "open: whoever copies the file can cosign" in made.stdout
    assert again.stdout == made.stdout
    assert f"Cosigned by {vkey}" in said.stdout
    assert "For opening, 1 party must sign." in shown.stdout
    with opened(folder / "c") as here:
        assert policy_of(here).witnesses.keys() == {"North"}


@pytest.mark.parametrize("name", ["other.example", "a name with spaces"])
def test_a_witness_has_one_key_of_one_name(tmp_path, by, name):
    by("key", "new", "--witness", "north.example", tmp_path / "mirror")
    before = sorted((tmp_path / "mirror").rglob("*"))

    refused = by("key", "new", "--witness", name, tmp_path / "mirror", code=1)

    assert "cosigns as north.example" in refused.stderr
    assert sorted((tmp_path / "mirror").rglob("*")) == before


def test_a_charter_is_not_signed_unasked(proposed, by):
    folder, charter = proposed
    before = charter.read_bytes()

    by("charter", "sign", charter, folder / "south", "south/office", says="n\n", code=1)

    assert charter.read_bytes() == before


def test_a_charter_changed_on_the_way_is_no_charter_any_more(proposed, by):
    _, charter = proposed
    charter.write_text(charter.read_text().replace('"parties":2', '"parties":1'))

    refused = by("charter", "show", charter, code=1)

    assert "does not fit the text" in refused.stderr


def test_signing_twice_changes_nothing(proposed, by):
    folder, charter = proposed
    before = charter.read_bytes()

    by("charter", "sign", charter, folder / "north", "north/office", "--yes")

    assert charter.read_bytes() == before


def test_another_office_takes_the_signatures_of_all(proposed, by, run):
    folder, charter = proposed
    by("charter", "sign", charter, folder / "south", "south/office", "--yes")
    keys.copy(folder / "north", folder / "centre", "north/office")  # the centre is at North's
    centre = folder / "c"
    by(
        *("init", centre, "--agreement", AGREEMENT),
        *("--charter", charter, "--keys", folder / "centre"),
    )
    by("key", "new", "north/safe", folder / "safe")
    by(
        *("key", "request", "north/safe", folder / "safe"),
        *("--record", "jcc.example/record", "--out", folder / "safe.request"),
    )
    how = ("--role", "office", "--by", "north/office")
    alone = by("key", "add", centre, folder / "safe.request", *how, code=1)

    by("key", "add", centre, folder / "safe.request", *how, "--propose", folder / "note")
    too_few = by("submit", centre, folder / "note", code=1)
    by("charter", "sign", folder / "note", folder / "south", "south/office", "--yes")
    signed = (folder / "note").read_bytes()
    (folder / "note").write_bytes(turned(signed))
    reordered = by("submit", centre, folder / "note", code=1)
    (folder / "note").write_bytes(signed)
    taken = by("submit", centre, folder / "note")

    assert "an entry of north/office, but the first signature" in reordered.stderr
    assert "another office is signed by the office of South" in alone.stderr
    assert "another office is signed by the office of South" in too_few.stderr
    assert "entry 2." in taken.output
    assert "north/safe" in run("keys", centre).output
    assert "3 entries, 5 signatures" in run("verify", centre).output


def test_a_charter_under_which_another_was_put_first_is_none(proposed, by):
    folder, charter = proposed
    by("charter", "sign", charter, folder / "south", "south/office", "--yes")
    charter.write_bytes(turned(charter.read_bytes()))

    refused = by("charter", "show", charter, code=1)

    assert "an entry of north/office, but the first signature" in refused.stderr


def test_what_several_offices_sign_at_one_centre_names_its_author(proposed, by, run):
    folder, charter = proposed
    by("charter", "sign", charter, folder / "south", "south/office", "--yes")
    for party in ("north", "south"):
        keys.copy(folder / party, folder / "centre", f"{party}/office")
    centre = folder / "c"
    by(
        *("init", centre, "--agreement", AGREEMENT),
        *("--charter", charter, "--keys", folder / "centre"),
    )
    by("key", "new", "north/safe", folder / "safe", "--open")
    asked = folder / "safe.request"
    record = ("--record", "jcc.example/record")
    by("key", "request", "north/safe", folder / "safe", *record, "--out", asked)

    offices = ("--by", "south/office", "--by", "north/office")
    by("key", "add", centre, asked, "--role", "office", "--party", "North", *offices)
    by("key", "revoke", centre, "north/safe", "--by", "north/office", "--because", "It was lost.")

    with opened(centre) as here:
        charter_leaf, _, several, one = here.record.leaves()
    assert b'"author":"north/office"' in charter_leaf
    assert b'"author":"south/office"' in several
    assert b'"author"' not in one
    run("verify", centre)


def test_a_log_key_under_another_name_founds_nothing(by, parties):
    folder, requests = parties
    by(
        *("charter", "propose", folder / "charter", folder / "north", "north/office"),
        *("--record", "jcc.example/record"),
        *("--key", f"log={requests['jcc.example/machine']}"),
        *("--key", f"machine={requests['jcc.example/record']}"),
        *("--key", f"office={requests['north/office']}"),
        *("--key", f"person={requests['jcc.example/desk']}"),
    )

    refused = by(
        *("init", folder / "c", "--agreement", AGREEMENT),
        *("--charter", folder / "charter", "--keys", folder / "centre"),
        code=1,
    )

    assert "it is to be named as the record" in refused.stderr
    assert not (folder / "c").exists()
