"""Books kept at a post that was cut off come to the same ledgers as books posted at the centre."""

import json
import re
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from truceline.operations import post as posting
from truceline.operations.centre import opened
from truceline.operations.handing import OpenDoor
from truceline.operations.hold import hold
from truceline.operations.outbox import NAMES, Outbox, signer_of
from truceline.operations.sending import send
from truceline.operations.taking import Taken, desk_of
from truceline.record.note import parse
from truceline.record.published import OfRecord
from truceline.settings import load
from truceline.terms.book import Ledger, Posted
from truceline.terms.codec import decode
from truceline.terms.entry import Hindered, Hindrance, Retracted
from truceline.terms.problem import Problem, RefusedError

ACCORD = Path(__file__).parents[1] / "situations" / "agreements" / "bridge-accord.yaml"
NAME, PERSON = "jcc/post-7", "Jana Holub"
NOW = datetime(2030, 4, 2, 7, 5, tzinfo=UTC)
NORTH = (
    "account,state,when,by\n"
    "Ridge road,open,2030-03-02/..,\n"
    "Ridge road,closed,2030-03-19,Southland\n"
)
LIST = (
    "account,state,when,of,category,name,father,born\n"
    ",held,2030-03-05,Northland,civilian,Anna Berg,Olaf,1999\n"
    ",held,2030-03-05,northland,civilian,Nils Holm,,\n"
)


@pytest.fixture
def post(tmp_path, run):
    """A centre, and a post with a person's key, or a machine's, that joined it."""

    def made(name=NAME, role="person"):
        centre, device = tmp_path / "centre", tmp_path / "device"
        if not centre.exists():
            accord = tmp_path / "accord.yaml"
            place = "  - place: Ridge road\n"
            accord.write_text(ACCORD.read_text().replace(place, f"{place}  - person: {PERSON}\n"))
            run("init", centre, "--agreement", accord, code=3)  # its renderings set different days
        device.mkdir(exist_ok=True)
        folder, origin = device / name.rpartition("/")[2], load(centre).origin
        run("key", "new", name, device / "keys", "--open")
        asked = tmp_path / "request.txt"
        run("key", "request", name, device / "keys", "--record", origin, "--out", asked)
        run("key", "add", centre, asked, "--role", role)
        run("outbox", "init", folder, "--key", name, "--keys", device / "keys", "--record", centre)
        return SimpleNamespace(centre=centre, box=folder)

    return made


@pytest.fixture
def at():
    """What a desk in front of a centre makes of notes."""

    def take(centre, *notes):
        with desk_of(centre, clock=lambda: NOW + timedelta(days=400)) as desk:
            return desk.take(notes)

    return take


def signed(box, *facts):
    """Whatever a device signs that keeps to no rule of ours."""
    here = Outbox(box)
    numbers = here.add(facts, by=signer_of(here, unlock=lambda _: ""), now=NOW)
    return [note for seq, note in here.notes() if seq in numbers]


def notes(box):
    return [note for _, note in Outbox(box).notes()]


def stages(box):
    return [str(one.stage) for one in Outbox(box).standings()]


def pages(run, centre, ledger):
    [page] = json.loads(run("ledger", centre, ledger, "--as-of", "2030-05-01", "--json").stdout)
    return page


@pytest.mark.parametrize(
    ("ledger", "text"), [("access", NORTH), ("detainees", LIST)], ids=["access", "detainees"]
)
def test_the_ledger_is_the_one_it_would_be_had_it_been_posted_at_the_centre(
    post, run, report, tmp_path, ledger, text
):
    p = post()
    there = shutil.copytree(p.centre, tmp_path / "there")
    file = report(text, "book.csv")

    run("outbox", "post", p.box, ledger, file, "--keeper", "northland")
    run("outbox", "send", p.box, p.centre)
    run("post", there, ledger, file, "--keeper", "Northland")

    with opened(p.centre) as here, opened(there) as other:
        assert hold(here).postings == hold(other).postings
        assert here.vault.get(next(iter(hold(here).postings.values())).document) == text.encode()
    assert pages(run, p.centre, ledger) == pages(run, there, ledger)
    assert "withheld" not in run("verify", p.centre).output


def test_the_names_of_people_are_in_no_note_and_in_the_vault(post, run, report):
    p = post()

    said = run("outbox", "post", p.box, "detainees", report(LIST), "--keeper", "Northland").output
    run("outbox", "send", p.box, p.centre)

    assert "Only in the file, for the vault: name, father, born." in said
    for name in (b"Berg", b"Holm", b"Olaf"):
        assert not any(name in note for note in notes(p.box))
        assert name not in (p.centre / "record.db").read_bytes()
    with opened(p.centre) as here:
        told = posting.people_in(here, hold(here)).values()
        assert "Anna Berg" in {detail.value for row in told for detail in row}


def test_a_name_that_an_agreement_holds_back_is_refused_at_the_centre(post, run, report):
    p = post()
    file = report(NORTH.replace("Ridge road,open", f"Road of {PERSON},open"))

    run("outbox", "post", p.box, "access", file, "--keeper", "Northland")
    run("outbox", "send", p.box, p.centre, code=3)

    assert stages(p.box) == ["refused"]
    assert PERSON.encode() not in (p.box / NAMES).read_bytes()
    assert PERSON.encode() not in (p.centre / "record.db").read_bytes()


def test_the_same_file_is_signed_for_once(post, run, report):
    p = post()
    file = report(NORTH)

    run("outbox", "post", p.box, "access", file, "--keeper", "Northland")
    again = run("outbox", "post", p.box, "access", file, "--keeper", "Northland").output

    assert "lay here already" in again
    assert len(notes(p.box)) == 1


def test_a_file_that_the_centre_has_already_is_not_counted_twice(post, run, report):
    p = post()
    file = report(NORTH)
    run("post", p.centre, "access", file, "--keeper", "Northland")
    before = pages(run, p.centre, "access")

    run("outbox", "post", p.box, "access", file, "--keeper", "Northland")
    run("outbox", "send", p.box, p.centre, code=3)

    assert stages(p.box) == ["refused"]
    assert "on record as Northland's book already" in run("outbox", "status", p.box).output
    assert pages(run, p.centre, "access")["accounts"] == before["accounts"]


def test_the_same_book_of_two_posts_in_one_go_is_counted_once(post, run, report, at):
    p, q = post(), post("jcc/post-8")
    file = report(NORTH)
    for box in (p.box, q.box):
        run("outbox", "post", box, "access", file, "--keeper", "Northland")

    found = at(p.centre, *notes(p.box), *notes(q.box))

    assert [isinstance(one, Taken) for one in found] == [True, False]


def test_a_book_handed_in_again_is_recorded_already(post, run, report, at):
    """The answer was lost on the way."""
    p = post()
    run("outbox", "post", p.box, "access", report(NORTH), "--keeper", "Northland")

    [once] = at(p.centre, *notes(p.box))
    run("outbox", "send", p.box, p.centre)

    assert isinstance(once, Taken)
    assert stages(p.box) == ["recorded"]


def test_a_book_that_another_posts_at_that_moment_is_not_counted_twice(post, run, report):
    """Between looking and appending somebody else was quicker."""
    p = post()
    file = report(NORTH)
    run("outbox", "post", p.box, "access", file, "--keeper", "Northland")

    with desk_of(p.centre, clock=lambda: NOW + timedelta(days=400)) as desk:
        record, taken = desk.record, []
        before = record.append

        def forestalled(*args, **how):
            if not taken:
                taken.append(1)
                run("post", p.centre, "access", file, "--keeper", "Northland")
            return before(*args, **how)

        record.append = forestalled
        [found] = desk.take(notes(p.box))

    assert isinstance(found, Problem)
    assert found.code == "on-record"


# Books of several parts


@pytest.fixture
def small(monkeypatch):
    """Parts of a few rows each, as large books have them."""
    monkeypatch.setattr(posting, "ROOM_BYTES", 300)


def rows(count, wrong=None):
    told = (f"Road {n},open,2030-03-02/..,\n" for n in range(1, count + 1))
    text = "account,state,when,by\n" + "".join(told)
    return text if wrong is None else text.replace("Road 2,", f"Road of {wrong},")


@pytest.mark.usefixtures("small")
def test_the_parts_of_a_book_come_in_any_order_and_make_the_same_ledger(
    post, run, report, tmp_path, at
):
    p = post()
    there = shutil.copytree(p.centre, tmp_path / "there")
    file = report(rows(9))
    run("post", there, "access", file, "--keeper", "Northland")
    run("outbox", "post", p.box, "access", file, "--keeper", "Northland")

    for note in reversed(notes(p.box)):
        at(p.centre, note)
    run("outbox", "send", p.box, p.centre)

    assert len(notes(p.box)) > 2
    accounts = [pages(run, centre, "access")["accounts"] for centre in (p.centre, there)]
    by_entries = [re.sub(r"\b[0-9]+\.[0-9]+\b", "", json.dumps(one)) for one in accounts]
    assert by_entries[0] == by_entries[1]


@pytest.mark.usefixtures("small")
def test_a_part_that_may_not_stand_keeps_the_whole_book_out(post, run, report):
    p = post()
    run("outbox", "post", p.box, "access", report(rows(9, wrong=PERSON)), "--keeper", "Northland")

    run("outbox", "send", p.box, p.centre, code=3)

    assert set(stages(p.box)) == {"refused"}
    with opened(p.centre) as here:
        assert not hold(here).postings


@pytest.mark.usefixtures("small")
def test_a_book_of_which_another_handed_in_a_part_is_made_whole(post, run, report, at):
    p, q = post(), post("jcc/post-8")
    file = report(rows(9))
    for box in (p.box, q.box):
        run("outbox", "post", box, "access", file, "--keeper", "Northland")
    at(p.centre, notes(p.box)[0])

    found = at(p.centre, *notes(q.box))

    assert [isinstance(one, Taken) for one in found] == [False] + [True] * (len(found) - 1)
    with opened(p.centre) as here:
        assert sorted(one.posting.row for one in hold(here).postings.values()) == list(range(2, 11))


@pytest.mark.usefixtures("small")
def test_after_a_crash_between_two_parts_the_others_are_added(post, run, report):
    p = post()
    file = report(rows(9))
    run("outbox", "post", p.box, "access", file, "--keeper", "Northland")
    whole = notes(p.box)
    for path in sorted((p.box / "notes").glob("*.note"))[1:]:
        path.unlink()

    run("outbox", "post", p.box, "access", file, "--keeper", "Northland")

    parts = [decode(parse(note.decode()).text)[0].part for note in notes(p.box)]
    assert parts == list(range(1, len(whole) + 1))


@pytest.mark.usefixtures("small")
def test_the_parts_of_a_book_go_in_one_request(post, run, report, monkeypatch):
    p = post()
    for day in range(1, 4):
        run("outbox", "patrol", p.box, "--from", f"2026-02-{day:02}", "--to", f"2026-02-{day:02}")
    run("outbox", "post", p.box, "access", report(rows(9)), "--keeper", "Northland")
    sizes = []

    with desk_of(p.centre, clock=lambda: NOW + timedelta(days=400)) as desk:

        class Counted(OpenDoor):
            def notes(self, notes):
                sizes.append(len(notes))
                return super().notes(notes)

        parts = len(notes(p.box)) - 3
        monkeypatch.setattr("truceline.operations.sending.MOST_NOTES", parts + 1)
        send(Outbox(p.box), Counted(desk, OfRecord(desk.record, where="the centre")))

    assert sizes == [3, parts]


# What a device says that keeps to no rule


def part_of(box):
    """A part as a device signs it, to be spoilt."""
    [found] = [decode(parse(note.decode()).text)[0] for note in notes(box)]
    assert isinstance(found, Posted)
    return found


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda _: {"keeper": "Nobody"}, "unknown-keeper"),
        (lambda _: {"parts": 0}, "no-posting"),
        (lambda _: {"postings": ()}, "no-posting"),
        (lambda f: {"postings": (changed(f, of="Nobody"),)}, "no-posting"),
        (lambda f: {"postings": (changed(f, account="a\u202eb"),)}, "no-posting"),
        (lambda f: {"postings": (detailed(f, "name", "Anna Berg"),)}, "no-posting"),
        (lambda f: {"postings": (detailed(f, "father", "Olaf"),)}, "no-posting"),
        (lambda f: {"postings": (detailed(f, "when", "2030"),)}, "no-posting"),
    ],
)
def test_what_no_book_holds_is_refused_whatever_a_device_signs(post, run, report, at, spoil, code):
    p = post()
    run("outbox", "post", p.box, "detainees", report(LIST), "--keeper", "Northland")
    good = part_of(p.box)
    [note] = signed(p.box, replace(good, **spoil(good)))

    [found] = at(p.centre, note)

    assert isinstance(found, Problem)
    assert found.code == code


def changed(part, **fields):
    return replace(part.postings[0], **fields)


def detailed(part, field, value):
    first = part.postings[0]
    return replace(first, details=(*first.details, posting.Detail(field=field, value=value)))


def test_a_delay_of_less_than_nothing_is_refused_whatever_a_device_signs(post, at):
    p = post()
    day = NOW.date()
    fact = Hindered(places=(), how=Hindrance.DELAYED, first=day, last=day, hours=-1)

    [found] = at(p.centre, *signed(p.box, fact))

    assert isinstance(found, Problem)
    assert found.code == "wrong-hours"


# What is taken back


def recorded_book(p, run, report):
    run("outbox", "post", p.box, "access", report(NORTH), "--keeper", "Northland")
    run("outbox", "send", p.box, p.centre)
    [one] = Outbox(p.box).standings()
    return one.entry


def test_a_post_takes_its_own_book_back_by_the_entry_in_its_receipt(post, run, report):
    p = post()
    entry = recorded_book(p, run, report)

    run("outbox", "retract", p.box, str(entry), "--because", "It was another road.")
    run("outbox", "send", p.box, p.centre)

    with opened(p.centre) as here:
        assert not hold(here).postings
    facts = [decode(parse(note.decode()).text) for note in notes(p.box)[1:]]
    assert [fact.claim for fact, _ in facts] == [f"{entry}.1", f"{entry}.2"]
    assert {envelope.amends[0][0] for _, envelope in facts} == {entry}
    assert "as promised" in run("verify", p.centre).output


def test_what_others_posted_is_taken_back_by_its_name(post, run, report):
    p = post()
    run("post", p.centre, "access", report(NORTH), "--keeper", "Northland")
    with opened(p.centre) as here:
        [first, second] = hold(here).postings

    run("outbox", "retract", p.box, second, "--because", "It was another road.")
    run("outbox", "send", p.box, p.centre)

    with opened(p.centre) as here:
        assert list(hold(here).postings) == [first]


def test_what_is_not_on_record_is_not_taken_back_nor_anything_twice(post, run, report, at):
    p = post()
    entry = recorded_book(p, run, report)
    back = Retracted(claim=f"{entry}.1", reason="It was another road.")
    other = Retracted(claim=f"{entry}.9", reason="It was another road.")

    found = at(p.centre, *signed(p.box, other, back, back))
    again = at(p.centre, *notes(p.box)[2:3], *signed(p.box, back))

    assert [isinstance(one, Taken) for one in found] == [False, True, False]
    assert [isinstance(one, Taken) for one in again] == [True, False]


def test_a_machine_takes_nothing_back(post, run, report):
    p = post(role="machine")
    entry = recorded_book(p, run, report)

    run("outbox", "retract", p.box, f"{entry}.1", "--because", "It was another road.")
    run("outbox", "send", p.box, p.centre, code=3)

    assert stages(p.box) == ["recorded", "refused"]
    assert "a person takes back" in run("outbox", "status", p.box).output


@pytest.mark.parametrize("name", ["7", "x", "1.0", "01.1", "1.1.1", "", "9" * 40])
def test_a_name_that_is_not_known_here_is_refused(post, run, name):
    p = post()

    refused = run("outbox", "retract", p.box, name, "--because", "An error.", code=1)

    assert "no claim or posting" in refused.stderr
    assert notes(p.box) == []


def test_nothing_is_taken_back_without_a_reason(post, run):
    p = post()

    refused = run("outbox", "retract", p.box, "1.1", "--because", " ", code=1)

    assert "needs its reason" in refused.stderr


# What is known on the device


def test_without_a_copy_of_the_record_nobody_knows_the_keepers(post, run, report):
    p = post()
    (p.box / NAMES).unlink()  # as an outbox made by a charter

    refused = run("outbox", "post", p.box, "access", report(NORTH), "--keeper", "Northland", code=1)

    assert "without a copy of the record" in refused.stderr
    assert notes(p.box) == []


def test_a_book_with_something_wrong_in_it_is_not_signed(post, run, report):
    p = post()

    refused = run(
        "outbox", "post", p.box, "access", report(NORTH.replace("2030-03-19", "soon")),
        "--keeper", "Northland", code=1,
    )  # fmt: skip

    assert "row 3" in refused.stderr
    assert notes(p.box) == []


def test_names_that_were_spoilt_on_disk_are_said_to_be(post):
    p = post()
    (p.box / NAMES).write_bytes(b"{")

    with pytest.raises(RefusedError) as refused:
        _ = Outbox(p.box).names

    assert refused.value.problems[0].code == "damaged"


def test_a_book_of_another_keeper_from_the_same_file_is_another_book(post, run, report):
    p = post()
    file = report(NORTH)

    for keeper in ("Northland", "Southland"):
        run("outbox", "post", p.box, "access", file, "--keeper", keeper)
    run("outbox", "send", p.box, p.centre)

    with opened(p.centre) as here:
        assert {one.keeper for one in hold(here).postings.values()} == {"Northland", "Southland"}
        assert {one.ledger for one in hold(here).postings.values()} == {Ledger.ACCESS}
