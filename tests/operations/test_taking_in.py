"""`serve --take-in` on a centre in PostgreSQL: a program apart, posts at once, servers that go.

What a post was told is recorded is there, with a receipt; what was refused waits with the post.
"""

import signal
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.programs import Program

from truceline.operations.centre import opened
from truceline.operations.fetch import Address
from truceline.operations.handing import MOST_NOTES, HttpDoor
from truceline.operations.outbox import Outbox
from truceline.operations.sending import send
from truceline.operations.taking import Taken
from truceline.record import keys
from truceline.record.leaf import TIME_LINE_BYTES
from truceline.record.note import sign
from truceline.record.sequencer import BATCH_ENTRIES, MOST_WAITING
from truceline.settings import load
from truceline.terms.codec import Envelope, b64, encode
from truceline.terms.entry import Deposited
from truceline.terms.problem import RefusedError

psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed: truceline[postgres]")

from truceline.record.postgres.record import SCHEMA  # noqa: E402

pytestmark = pytest.mark.slow  # whole programs: `make test` runs them, `make check` does not

AGREEMENT = Path(__file__).parents[1] / "situations" / "agreements" / "road-accord.yaml"
POSTS = ("jcc/post-7", "jcc/post-8", "jcc/post-9")
MADE = datetime(2026, 3, 2, 7, 5, tzinfo=UTC)


@pytest.fixture
def centre(postgres, tmp_path, run):
    """A centre in a database, and posts with keys and outboxes of their own."""
    url, folder, device = postgres.make(), tmp_path / "centre", tmp_path / "device"
    device.mkdir()
    run("init", url, "--folder", folder, "--agreement", AGREEMENT)
    for name in POSTS:
        asked = tmp_path / "request.txt"
        run("key", "new", name, device / "keys", "--open")
        run(
            "key", "request", name, device / "keys", "--record", load(folder).origin, "--out", asked
        )
        run("key", "add", folder, asked, "--role", "person")
    run("export", folder, tmp_path / "out")
    boxes = [device / name.rpartition("/")[2] for name in POSTS]
    for name, box in zip(POSTS, boxes, strict=True):
        run("outbox", "init", box, "--key", name, "--keys", device / "keys",
            "--record", tmp_path / "out")  # fmt: skip
    return SimpleNamespace(folder=folder, url=url, boxes=boxes, keys=device / "keys")


@contextmanager
def serving(centre):
    program = Program("serve", centre.folder, "--port", "0", "--take-in")
    try:
        yield program.address
    finally:
        assert program.stop() == 0
    assert "Traceback" not in program.heard


def say(run, box, days):
    for day in days:
        run("outbox", "patrol", box, "--from", f"2026-02-{day:02}", "--to", f"2026-02-{day:02}")


def sent(box, url):
    with Address(url) as at:
        return send(Outbox(box), HttpDoor(at))


def stages(box):
    return {str(one.stage) for one in Outbox(box).standings()}


def sizes(centre):
    with opened(centre.folder) as here:
        return [size for size, _ in here.record.checkpoints()]


def test_posts_that_send_at_once_are_each_recorded_once_and_in_batches(centre, run):
    for box in centre.boxes:
        say(run, box, range(1, 9))
    before = sizes(centre)

    with serving(centre) as url, ThreadPoolExecutor() as pool:
        first = list(pool.map(lambda box: sent(box, url), centre.boxes))
        again = list(pool.map(lambda box: sent(box, url), centre.boxes))
    after = sizes(centre)
    receipts = [one for box in centre.boxes for one in (box / "receipts").glob("*.tlog-proof")]

    assert [one.recorded for one in first] == [8, 8, 8]
    assert [one.recorded for one in again] == [0, 0, 0]
    assert after[-1] - before[-1] == len(receipts) == 24
    assert len(after) - len(before) <= 6
    run("export", centre.folder, centre.folder.with_name("later"))
    for receipt in receipts:
        run("receipt", receipt, "--against", centre.folder.with_name("later"))
    said = run("verify", centre.folder).output
    assert "missing" not in said
    assert "forked" not in said


def test_what_is_sent_while_a_server_is_away_waits_and_is_recorded_later(centre, run, postgres):
    box = centre.boxes[0]
    say(run, box, range(1, 4))

    with serving(centre) as url:
        sent(box, url)
        say(run, box, range(4, 7))
        postgres.stop(signal.SIGQUIT)
        with pytest.raises(RefusedError) as away:
            sent(box, url)
        kept = stages(box)
        postgres.start()
        back = sent(box, url)
    with serving(centre) as url:
        say(run, box, range(7, 9))
        later = sent(box, url)

    assert away.value.problems[0].message
    assert "refused" not in kept
    assert (back.recorded, later.recorded) == (3, 2)
    assert stages(box) == {"recorded"}
    assert "missing" not in run("verify", centre.folder).output


@contextmanager
def writing_elsewhere(centre):
    """Another program has the lock of whoever writes, and does not let go."""
    with psycopg.connect(centre.url) as db:
        db.execute("SELECT pg_advisory_xact_lock(%s)", (SCHEMA.lock,))
        yield db


def test_a_store_that_others_hold_is_no_fault_of_the_notes(centre, run):
    """Waited for once, and not once for each note."""
    box = centre.boxes[0]
    say(run, box, range(1, 7))

    with serving(centre) as url:
        with writing_elsewhere(centre):
            held_up = sent(box, url)
        kept = stages(box)
        done = sent(box, url)

    assert (held_up.recorded, held_up.refused, held_up.waiting) == (0, 0, 6)
    assert kept == {"waiting"}
    assert done.recorded == 6


def test_a_full_queue_refuses_and_drops_nothing(centre):
    notes = signed(centre, BATCH_ENTRIES + MOST_WAITING + 8 * MOST_NOTES)
    batches = requests(notes)

    with serving(centre) as url, ThreadPoolExecutor(len(batches)) as pool:
        with writing_elsewhere(centre):
            asked = [pool.submit(handed_in, url, batch) for batch in batches]
            wait(asked, return_when=FIRST_COMPLETED)  # one found no room at all
        first = [one for answer in asked for one in answer.result()]
        left = [note for note, one in zip(notes, first, strict=True) if not isinstance(one, Taken)]
        second = [one for batch in requests(left) for one in handed_in(url, batch)]
        again = [one for batch in batches[:2] for one in handed_in(url, batch)]
    with opened(centre.folder) as here:
        leaves = list(here.record.leaves())

    told = {one.code for one in first if not isinstance(one, Taken)}
    assert "queue-full" in told
    assert told <= {"queue-full", "not-recorded"}
    came = iter(second)
    numbers = [(one if isinstance(one, Taken) else next(came)).entry for one in first]
    assert [leaves[number][TIME_LINE_BYTES:] for number in numbers] == notes
    assert len(leaves) - min(numbers) == len(set(numbers)) == len(notes)
    assert [one.entry for one in again] == numbers[: 2 * MOST_NOTES]


def requests(notes):
    return [notes[at : at + MOST_NOTES] for at in range(0, len(notes), MOST_NOTES)]


def signed(centre, count):
    """So many notes of one post."""
    signer = keys.signer(centre.keys, POSTS[0], unlock=keys.unasked)
    origin = load(centre.folder).origin
    with opened(centre.folder) as here:
        head = here.record.head()
    prev, notes = "", []
    for seq in range(count):
        after = head.size, b64(head.root)
        envelope = Envelope(log=origin, seq=seq, prev=prev, after=after, made=MADE)
        fact = Deposited(document=f"{seq:064x}", media_type="text/plain", size=1, source="post")
        text = encode(fact, envelope)
        prev = b64(sha256(text.encode()).digest())
        notes.append(sign(text, [signer]).encode())
    return notes


def handed_in(url, notes):
    with Address(url, patience_s=120.0) as at:
        return HttpDoor(at).notes(notes)
