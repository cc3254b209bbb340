"""A post works for weeks without its centre, and every word of it stands on record once."""

import json
import re
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.invented_charter import Charter

from truceline.operations.centre import opened
from truceline.operations.fetch import Address
from truceline.operations.handing import HttpDoor, OpenDoor
from truceline.operations.outbox import Outbox
from truceline.operations.sending import send
from truceline.operations.taking import Taken, desk_of
from truceline.record import keys
from truceline.record.note import Signer, parse
from truceline.record.published import OfRecord
from truceline.settings import load
from truceline.terms.codec import decode
from truceline.terms.problem import Problem, RefusedError
from truceline.web.app import create_app
from truceline.web.centre import CentreSource
from truceline.web.taking import take_in

AGREEMENT = Path(__file__).parents[1] / "situations" / "agreements" / "road-accord.yaml"
NAME = "jcc/post-7"
NOW = datetime(2026, 3, 2, 7, 5, tzinfo=UTC)
SHA256_DIGITS = 64
DAYS = ("--from", "2026-02-01", "--to", "2026-02-03")


@pytest.fixture
def post(tmp_path, run):
    """A centre, and a post that joined it, with an outbox on its own device."""

    def made(name=NAME):
        centre, device = tmp_path / "centre", tmp_path / "device"
        if not centre.exists():
            run("init", centre, "--agreement", AGREEMENT)
        device.mkdir(exist_ok=True)
        folder = device / name.rpartition("/")[2]
        run("key", "new", name, device / "keys", "--open")
        origin = load(centre).origin
        asked = tmp_path / "request.txt"
        run("key", "request", name, device / "keys", "--record", origin, "--out", asked)
        run("key", "add", centre, asked, "--role", "person")
        run("outbox", "init", folder, "--key", name, "--keys", device / "keys", "--record", centre)
        return SimpleNamespace(centre=centre, box=folder, keys=device / "keys", name=name)

    return made


@pytest.fixture
def door():
    """A desk in front of a centre that is open here."""

    def at(centre, clock=lambda: NOW + timedelta(days=400)):
        desk = desk_of(centre, clock=clock)

        class Opened:
            def __enter__(self):
                self.desk = desk.__enter__()
                return OpenDoor(self.desk, OfRecord(self.desk.record, where="the centre"))

            def __exit__(self, *error):
                desk.__exit__(*error)

        return Opened()

    return at


def notes(box):
    return [note for _, note in Outbox(box).notes()]


def stages(box):
    return [str(one.stage) for one in Outbox(box).standings()]


def said(run, p, count=5):
    for day in range(1, count + 1):
        run("outbox", "patrol", p.box, "--from", f"2026-02-{day:02}", "--to", f"2026-02-{day:02}")


def size(centre):
    with opened(centre) as here:
        return here.record.head().size


# What a post says offline


def test_what_was_said_offline_is_recorded_with_a_receipt(post, run):
    p = post()
    run("outbox", "patrol", p.box, *DAYS, "--post", "hill 7")
    run("outbox", "hinder", p.box, *DAYS, "--how", "denied")

    before = stages(p.box)
    sent = run("outbox", "send", p.box, p.centre)

    assert before == ["waiting", "waiting"]
    assert "2 recorded, 0 refused, 0 waiting" in sent.output
    assert stages(p.box) == ["recorded", "recorded"]
    assert "as promised" in run("verify", p.centre).output
    assert "missing" not in run("verify", p.centre).output


def test_documents_travel_in_the_outbox_and_are_read_at_the_centre(post, run, report):
    p = post()
    run("outbox", "add", p.box, report("Nothing happened on 2 March."), "--source", "Radio")

    sent = run("outbox", "send", p.box, p.centre)

    assert "1 document handed in" in sent.output
    assert "withheld" not in run("verify", p.centre).output
    assert "0 documents handed in" in run("outbox", "send", p.box, p.centre).output


def test_bytes_that_a_centre_has_are_dropped_when_asked_and_no_others(post, run, report):
    p = post()
    run("outbox", "add", p.box, report("Nothing happened on 2 March."))
    run("outbox", "send", p.box, p.centre)
    run("outbox", "add", p.box, report("Shelling was heard on 3 March.", name="b.txt"))

    dropped = run("outbox", "drop", p.box)
    left = [one.name for one in (p.box / "documents").iterdir() if len(one.name) == SHA256_DIGITS]
    again = run("outbox", "add", p.box, report("Nothing happened on 2 March."))
    sent = run("outbox", "send", p.box, p.centre)

    assert "1 document dropped" in dropped.output
    assert len(left) == 1
    assert "lay here already" in again.output
    assert "1 document handed in" in sent.output
    assert "0 documents dropped" not in run("outbox", "drop", p.box).output
    assert "0 documents dropped" in run("outbox", "drop", p.box).output


def test_nothing_is_dropped_without_a_receipt_that_holds(post, run, report):
    p = post()
    run("outbox", "add", p.box, report("Nothing happened on 2 March."))
    run("outbox", "send", p.box, p.centre)
    for receipt in (p.box / "receipts").iterdir():
        receipt.unlink()

    assert "0 documents dropped" in run("outbox", "drop", p.box).output


def test_a_document_that_was_spoilt_on_the_way_is_told(post, run, report):
    p = post()
    run("outbox", "add", p.box, report("Nothing happened on 2 March."))
    (path,) = (one for one in (p.box / "documents").iterdir() if not one.suffix)
    path.write_bytes(b"something else")

    sent = run("outbox", "send", p.box, p.centre, code=3)

    assert "1 recorded" in sent.output
    assert "0 documents handed in" in sent.output
    assert "not those that the note names" in sent.output + sent.stderr


def test_a_mail_is_opened_on_the_device_and_its_parts_travel(post, run, report):
    p = post()
    mail = report("From: a\nSubject: b\n\nShelling was heard on 2 March 2026.\n", name="a.eml")

    run("outbox", "add", p.box, mail)
    sent = run("outbox", "send", p.box, p.centre)

    assert "0 refused, 0 waiting" in sent.output
    assert "withheld" not in run("verify", p.centre).output


def test_the_same_document_is_signed_for_once(post, run, report):
    p = post()
    path = report("Nothing happened on 2 March.")

    run("outbox", "add", p.box, path)
    again = run("outbox", "add", p.box, path)

    assert "lay here already" in again.output
    assert len(notes(p.box)) == 1


def test_a_day_still_to_come_is_not_signed(post, run):
    p = post()

    refused = run("outbox", "patrol", p.box, "--from", "2199-01-01", "--to", "2199-01-02", code=1)

    assert "still to come" in refused.stderr
    assert notes(p.box) == []


def test_an_outbox_holds_no_key(post, run):
    p = post()
    said(run, p, 1)

    private = (p.keys / f"{NAME.replace('/', '%2F')}.pem").read_bytes()

    assert all(private not in one.read_bytes() for one in p.box.rglob("*") if one.is_file())


def test_another_key_signs_nothing_here(post):
    p = post()
    other = keys.make(p.keys, "jcc/post-8")

    with pytest.raises(RefusedError) as refused:
        Outbox(p.box).add([], by=Signer(name=NAME, private=other.private), now=NOW)

    assert refused.value.problems[0].code == "other-key"


def test_the_count_goes_on_where_the_copy_of_the_record_ends(post, run, tmp_path):
    p = post()
    said(run, p, 2)
    run("outbox", "send", p.box, p.centre)

    run("outbox", "init", tmp_path / "new", "--key", NAME, "--keys", p.keys, "--record", p.centre)
    run("outbox", "patrol", tmp_path / "new", *DAYS)
    run("outbox", "send", tmp_path / "new", p.centre)

    assert [seq for seq, _ in Outbox(tmp_path / "new").notes()] == [2]
    assert "missing" not in run("verify", p.centre).output
    assert "forked" not in run("verify", p.centre).output


def test_an_outbox_by_another_log_key_is_refused(post, run, tmp_path):
    p = post()
    other = keys.make(tmp_path / "other", load(p.centre).origin)

    refused = run(
        "outbox", "init", tmp_path / "new", "--key", NAME, "--keys", p.keys, "--record", p.centre,
        "--log-key", other.vkey, code=1,
    )  # fmt: skip

    assert "another log key than yours" in refused.stderr
    assert not (tmp_path / "new").exists()


# Any order, and twice


def test_notes_in_any_order_are_taken_and_a_gap_closes(post, run, door):
    p = post()
    said(run, p, 5)
    first, second, third, fourth, fifth = notes(p.box)

    with door(p.centre) as at:
        at.notes([fifth, first, third])
    between = run("verify", p.centre).output
    listed = json.loads(run("keys", p.centre, "--json").output)
    with door(p.centre) as at:
        at.notes([fourth, second])

    assert f"{NAME}: numbers 1, 3 missing." in between
    assert [one["disorder"] for one in listed if one["name"] == NAME] == ["numbers 1, 3 missing"]
    assert "missing" not in run("verify", p.centre).output


def test_the_same_notes_again_get_their_old_numbers_in_whatever_order(post, run, door):
    p = post()
    said(run, p, 4)

    with door(p.centre) as at:
        once = at.notes(notes(p.box)[2:])
        again = at.notes([*reversed(notes(p.box)), *notes(p.box)])

    entries = [one.entry for one in again]
    assert [one.entry for one in once] == entries[1::-1]
    assert entries[:4] == entries[:3:-1]
    assert size(p.centre) == once[0].entry + 4


def test_one_note_that_may_not_stand_costs_no_other(post, run, door):
    p = post()
    said(run, p, 3)
    wrong = notes(p.box)[1].replace(b"2026-02-02", b"2026-02-12")

    with door(p.centre) as at:
        found = at.notes([notes(p.box)[0], wrong, b"nothing", notes(p.box)[2]])

    assert [isinstance(one, Taken) for one in found] == [True, False, False, True]
    assert "1 missing" in run("verify", p.centre).output


def test_a_fork_is_taken_and_told(post, run, tmp_path):
    p = post()
    shutil.copytree(p.box, tmp_path / "stolen")
    run("outbox", "patrol", p.box, *DAYS)
    run("outbox", "hinder", tmp_path / "stolen", *DAYS, "--how", "denied")

    run("outbox", "send", p.box, p.centre)
    run("outbox", "send", tmp_path / "stolen", p.centre)

    assert f"{NAME}: forked at number 0." in run("verify", p.centre).output


# What a centre may not do unseen


def test_a_receipt_of_another_note_counts_for_nothing(post, run, door):
    p = post()
    said(run, p, 2)

    class Swaps:
        def __init__(self, at):
            self.at, self.files = at, at.files

        def notes(self, notes):
            return self.at.notes(notes)[::-1]

    with door(p.centre) as at:
        done = send(Outbox(p.box), Swaps(at))

    assert {one.code for one in done.problems} == {"no-receipt"}
    assert stages(p.box) == ["waiting", "waiting"]


def test_a_receipt_that_was_changed_on_disk_counts_for_nothing(post, run):
    p = post()
    said(run, p, 1)
    run("outbox", "send", p.box, p.centre)
    (path,) = (p.box / "receipts").glob("*.tlog-proof")
    text = path.read_text()
    path.write_text(text.replace("index ", "index 1"))

    assert stages(p.box) == ["waiting"]
    assert "does not hold" in run("outbox", "status", p.box).output


def test_a_centre_that_shows_less_than_was_seen_gets_nothing(post, run, tmp_path):
    p = post()
    shutil.copytree(p.centre, tmp_path / "backup")
    said(run, p, 2)
    run("outbox", "send", p.box, p.centre)
    said(run, p, 1)

    refused = run("outbox", "send", p.box, tmp_path / "backup", code=1)

    assert "were seen before" in refused.stderr
    assert stages(p.box)[-1] == "waiting"


def test_a_second_history_gets_nothing_and_is_proven(post, run, tmp_path):
    p = post()
    said(run, p, 1)
    shutil.copytree(p.centre, tmp_path / "other")
    run("outbox", "send", p.box, p.centre)
    for day in ("2026-01-01", "2026-01-02"):
        run("patrol", tmp_path / "other", "--from", day, "--to", day)
    run("outbox", "patrol", p.box, *DAYS)

    refused = run("outbox", "send", p.box, tmp_path / "other", code=1)
    (proof,) = p.box.glob("two-histories-*.txt")
    judged = run("proof", proof, "--log-key", str(Outbox(p.box).logs[0]))

    assert "another history" in refused.stderr
    assert "two histories" in judged.output
    assert stages(p.box)[-1] == "waiting"


def test_a_note_the_centre_refuses_is_shown_with_its_reason(post, run):
    p = post()
    run("outbox", "patrol", p.box, *DAYS, "--place", "Atlantis")

    run("outbox", "send", p.box, p.centre, code=3)

    assert stages(p.box) == ["refused"]
    assert "no agreement on record names this" in run("outbox", "status", p.box).output


def test_a_post_says_nothing_but_what_posts_may_say(post, door):
    p = post()
    with opened(p.centre) as here:
        leaf = next(here.record.leaves())

    with door(p.centre) as at:
        (found,) = at.notes([leaf[25:]])

    assert isinstance(found, Problem)
    assert found.code == "not-for-posts"


def test_late_notes_of_a_revoked_key_are_taken_and_contested(post, run):
    p = post()
    said(run, p, 1)
    run("key", "revoke", p.centre, NAME, "--because", "The device was lost.")

    run("outbox", "send", p.box, p.centre)

    (one,) = json.loads(run("outbox", "status", p.box, "--json").output)
    assert (one["stage"], one["contested"], one["told"]) == (
        "recorded",
        True,
        "The device was lost.",
    )


# A centre whose keys are under a passphrase


LONG = "four words that fit badly"


def test_a_centre_with_locked_keys_takes_notes_in(post, run, monkeypatch):
    monkeypatch.setenv("TRUCELINE_PASSPHRASE", LONG)
    p = post()
    said(run, p, 3)

    sent = run("outbox", "send", p.box, p.centre)

    assert "3 recorded, 0 refused, 0 waiting" in sent.output


def test_with_locked_keys_and_no_passphrase_nothing_is_handed_in(post, run, monkeypatch):
    monkeypatch.setenv("TRUCELINE_PASSPHRASE", LONG)
    p = post()
    said(run, p, 1)
    monkeypatch.delenv("TRUCELINE_PASSPHRASE")

    refused = run("outbox", "send", p.box, p.centre, code=1)

    assert "passphrase" in refused.stderr
    assert stages(p.box) == ["waiting"]


def test_pages_do_not_begin_to_take_in_where_nobody_opens_the_key(post, run, monkeypatch):
    monkeypatch.setenv("TRUCELINE_PASSPHRASE", LONG)
    p = post()
    monkeypatch.delenv("TRUCELINE_PASSPHRASE")

    refused = run("serve", p.centre, "--port", "0", "--take-in", code=1)

    assert "passphrase" in refused.stderr


# Bytes without an entry


def test_bytes_that_no_entry_names_are_not_taken(post, door):
    p = post()

    with door(p.centre) as at, pytest.raises(RefusedError) as refused:
        at.document(b"anything", name="a.txt")

    assert refused.value.problems[0].code == "not-named"


# By stick


def test_receipts_come_back_on_a_stick(post, run, tmp_path):
    p = post()
    said(run, p, 2)
    shutil.copytree(p.box, tmp_path / "stick")
    run("outbox", "send", tmp_path / "stick", p.centre)
    run("outbox", "patrol", p.box, *DAYS)

    back = run("outbox", "receive", p.box, tmp_path / "stick")

    assert "2 receipts taken over" in back.output
    assert stages(p.box) == ["recorded", "recorded", "waiting"]


def test_what_a_stick_says_was_refused_is_told_as_a_carrier_s_word(post, run, tmp_path):
    p = post()
    said(run, p, 2)
    shutil.copytree(p.box, tmp_path / "stick")
    (tmp_path / "stick" / "refused" / "00000001.txt").write_text("It is a lie.")

    back = run("outbox", "receive", p.box, tmp_path / "stick")
    told = run("outbox", "status", p.box).output
    run("outbox", "send", p.box, p.centre)

    assert "0 receipts taken over, checked" in back.output
    assert "1 refusal, told by whoever carried it" in back.output
    assert "refused: told by whoever carried it: It is a lie." in told
    assert stages(p.box) == ["recorded", "recorded"]


def test_a_carrier_s_word_takes_the_place_of_no_centre_s(post, run, tmp_path):
    p = post()
    run("outbox", "patrol", p.box, *DAYS, "--place", "Atlantis")
    shutil.copytree(p.box, tmp_path / "stick")
    run("outbox", "send", p.box, p.centre, code=3)
    before = run("outbox", "status", p.box).output
    (tmp_path / "stick" / "refused" / "00000000.txt").write_text("It is a lie.")

    back = run("outbox", "receive", p.box, tmp_path / "stick")

    assert "refusal" not in back.output
    assert run("outbox", "status", p.box).output == before


def carried(post, run, tmp_path):
    """A post whose receipts came back by stick, and a centre that forked before they were given."""
    p = post()
    said(run, p, 2)
    shutil.copytree(p.centre, tmp_path / "fork")
    shutil.copytree(p.box, tmp_path / "stick")
    run("outbox", "send", tmp_path / "stick", p.centre)
    return p, tmp_path / "fork", tmp_path / "stick"


def grown(run, centre, count):
    for day in range(1, count + 1):
        run("patrol", centre, "--from", f"2026-01-{day:02}", "--to", f"2026-01-{day:02}")


def test_receipts_from_a_stick_are_held_against_a_centre_that_forked(post, run, tmp_path):
    p, fork, stick = carried(post, run, tmp_path)
    run("outbox", "receive", p.box, stick)
    run("outbox", "patrol", p.box, *DAYS)
    grown(run, fork, 4)

    refused = run("outbox", "send", p.box, fork, code=1)
    (proof,) = p.box.glob("two-histories-*.txt")

    assert "another history" in refused.stderr
    assert stages(p.box) == ["recorded", "recorded", "waiting"]
    assert "two histories" in run("proof", proof, "--log-key", str(Outbox(p.box).logs[0])).output


def test_a_fork_that_was_met_before_the_stick_came_back_is_found(post, run, tmp_path):
    p, fork, stick = carried(post, run, tmp_path)
    shutil.rmtree(p.box / "notes")
    (p.box / "notes").mkdir()
    grown(run, fork, 4)
    run("outbox", "send", p.box, fork)
    shutil.copytree(stick / "notes", p.box / "notes", dirs_exist_ok=True)
    run("outbox", "receive", p.box, stick)

    assert "another history" in run("outbox", "send", p.box, fork, code=1).stderr


def test_a_fork_of_the_same_length_is_proven(post, run, tmp_path):
    p, fork, stick = carried(post, run, tmp_path)
    run("outbox", "receive", p.box, stick)
    grown(run, fork, 2)

    refused = run("outbox", "send", p.box, fork, code=1)
    (proof,) = p.box.glob("two-histories-*.txt")

    assert "another history" in refused.stderr
    assert "two histories" in run("proof", proof, "--log-key", str(Outbox(p.box).logs[0])).output


def test_no_document_goes_where_receipts_are_of_another_history(post, run, tmp_path, door, report):
    p, fork, _ = carried(post, run, tmp_path)
    run("outbox", "add", p.box, report("Nothing happened on 2 March."))
    grown(run, p.centre, 9)

    class Two:  # it takes no document: handing it one fails otherwise
        def __init__(self, shown, taking):
            self.files, self.notes = shown.files, taking.notes

    with (
        door(p.centre) as shown,
        door(fork) as taking,
        pytest.raises(RefusedError) as refused,
    ):
        send(Outbox(p.box), Two(shown, taking))

    assert refused.value.problems[0].code == "two-histories"


def test_a_note_made_after_a_stick_came_back_was_not_made_before(post, run, tmp_path):
    p, _, stick = carried(post, run, tmp_path)
    run("outbox", "receive", p.box, stick)
    run("outbox", "patrol", p.box, *DAYS)

    *_, last = notes(p.box)
    _, envelope = decode(parse(last.decode()).text)

    assert envelope.after[0] == size(p.centre)


# Receipts, with nobody to ask


def test_a_receipt_proves_its_entry_to_whoever_has_the_log_key(post, run, tmp_path):
    p = post()
    said(run, p, 1)
    run("outbox", "send", p.box, p.centre)
    (path,) = (p.box / "receipts").glob("*.tlog-proof")
    alone = shutil.copy(path, tmp_path / "alone.tlog-proof")
    log = str(Outbox(p.box).logs[0])
    other = keys.make(tmp_path / "k", load(p.centre).origin).vkey

    assert f"{NAME} said patrolled" in run("receipt", alone, "--log-key", log).output
    assert "of this outbox" in run("receipt", path).output
    assert "expect under it" in run("receipt", alone, code=1).stderr
    run("receipt", alone, "--log-key", other, code=1)


def test_a_receipt_is_held_against_an_export_and_a_checkpoint(post, run, tmp_path):
    p = post()
    run("export", p.centre, tmp_path / "before")
    said(run, p, 1)
    shutil.copytree(p.centre, tmp_path / "other")
    run("outbox", "send", p.box, p.centre)
    run("export", p.centre, tmp_path / "with")
    run("patrol", p.centre, *DAYS)
    run("export", p.centre, tmp_path / "later")
    run("patrol", tmp_path / "other", *DAYS)
    run("export", tmp_path / "other", tmp_path / "without")
    (path,) = (p.box / "receipts").glob("*.tlog-proof")

    def against(where, code=0):
        return run("receipt", path, "--against", where, code=code).output

    assert "before this entry" in against(tmp_path / "before")
    assert "the same checkpoint" in against(tmp_path / "with" / "checkpoint")
    assert "has this entry too" in against(tmp_path / "later")
    assert "takes the entries" in against(tmp_path / "later" / "checkpoint")
    assert "two histories" in against(tmp_path / "without", code=1)
    mistyped = run("receipt", path, "--log-key", "mistyped", code=1).stderr
    assert "Write the key as it was given" in mistyped
    assert "Ask for another one" not in mistyped


@pytest.mark.parametrize("text", ["", "c2sp.org/tlog-proof@v1\n", "\x00", "x" * 100])
def test_what_is_no_receipt_proves_nothing(tmp_path, run, text):
    path = tmp_path / "a.tlog-proof"
    path.write_text(text)

    assert "proves nothing" in run("receipt", path, code=1).stderr


# Over HTTP


@pytest.fixture
def address(served):
    """The pages of a centre with their desk, at an address on this machine."""
    open_now = []

    def at(centre, *, taking=True):
        here = opened(centre)
        app = create_app(CentreSource(here.__enter__()), today=NOW.date)
        open_now.append(here)
        if taking:
            desk = desk_of(centre, clock=lambda: NOW + timedelta(days=400))
            take_in(app, desk.__enter__(), patience_s=5)
            open_now.append(desk)
        return served(app)

    yield at
    for one in reversed(open_now):
        one.__exit__(None, None, None)


def test_over_http_the_same_happens(post, run, report, address):
    p = post()
    said(run, p, 3)
    run("outbox", "add", p.box, report("Nothing happened on 2 March."))

    url = address(p.centre)
    sent = run("outbox", "send", p.box, url)
    again = run("outbox", "send", p.box, url)

    assert "4 recorded, 0 refused, 0 waiting; 1 document handed in" in sent.output
    assert "0 recorded, 0 refused, 0 waiting" in again.output
    assert "withheld" not in run("verify", p.centre).output


def test_a_centre_that_was_not_told_to_takes_nothing_in(post, run, address):
    p = post()
    said(run, p, 1)

    refused = run("outbox", "send", p.box, address(p.centre, taking=False), code=1)

    assert "takes nothing in" in refused.stderr
    assert stages(p.box) == ["waiting"]


@pytest.mark.parametrize(
    ("body", "media_type", "status"),
    [
        (b"\xff", "application/octet-stream", 422),
        (b"", "text/plain", 415),
        (b"\0\0" * 300, "application/octet-stream", 422),
    ],
)
def test_what_is_no_batch_of_notes_is_answered_with_a_sentence(
    post, address, body, media_type, status
):
    p = post()

    with Address(address(p.centre)) as at:
        found, content = at.ask(
            "POST", "add-entries", at_most=10_000, body=body, media_type=media_type
        )

    assert found == status
    assert json.loads(content)["message"]


def test_a_desk_with_a_full_queue_refuses_and_everything_is_kept(post, run, address):
    p = post()
    said(run, p, 2)

    class Full:
        files = None

        def notes(self, notes):
            return [
                Problem(code="queue-full", where="the record", message="Full.", remedy="Later.")
                for _ in notes
            ]

    with Address(address(p.centre)) as at:
        full = Full()
        full.files = HttpDoor(at).files
        done = send(Outbox(p.box), full)

    assert (done.waiting, done.refused) == (2, 0)
    assert stages(p.box) == ["waiting", "waiting"]
    assert [one.message for one in done.problems] == ["Full."]


def test_two_posts_at_once_are_each_recorded_once(post, run, address):
    p, q = post(), post("jcc/post-8")
    said(run, p, 4)
    said(run, q, 4)
    url = address(p.centre)

    def sent(box):
        with Address(url) as at:
            return send(Outbox(box), HttpDoor(at))

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(sent, [p.box, q.box]))
    found += [sent(p.box)]

    assert [one.recorded for one in found] == [4, 4, 0]
    assert "missing" not in run("verify", p.centre).output
    assert "forked" not in run("verify", p.centre).output


def test_the_pages_take_in_only_where_the_command_says_so(post, run):
    p = post()
    said(run, p, 1)

    with subprocess.Popen(
        [sys.executable, "-m", "truceline.cli", "serve", p.centre, "--port", "0", "--take-in"],
        stdout=subprocess.PIPE,
        text=True,
    ) as serving:
        try:
            url = serving.stdout.readline().split()[0]
            sent = run("outbox", "send", p.box, url)
        finally:
            serving.send_signal(signal.SIGINT)

    assert "1 recorded" in sent.output


def test_exchanging_the_parties_exchanges_nothing_but_their_names(tmp_path, run):
    """What a post of one party is told, a post of the other would be."""
    told = []
    for a, b in (("North", "South"), ("South", "North")):
        c = Charter(a=a, b=b)
        charter = tmp_path / f"{a}.txt"
        charter.write_bytes(c.founded())
        folder = tmp_path / f"keys-{a}"
        made = keys.make(folder, c.post.name)
        run(
            "outbox",
            "init",
            tmp_path / a,
            "--key",
            made.name,
            "--keys",
            folder,
            "--charter",
            charter,
        )
        run("outbox", "patrol", tmp_path / a, *DAYS)
        text = run("outbox", "status", tmp_path / a).output + made.name
        told.append(re.sub(r"made [0-9: -]+", "", text).lower())

    assert told[0].replace("north", "south") == told[1]
