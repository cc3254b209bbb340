"""A mirror takes over what is proven and nothing else, and proves what it refuses."""

import shutil
import socket
import subprocess
import sys
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Thread

import pytest

from truceline.operations.fetch import Address
from truceline.operations.judge import judge
from truceline.operations.mirror import mirror
from truceline.operations.witnessing import at_home, watching
from truceline.record import checkpoint as checkpoints
from truceline.record.cosignature import cosigned, parse_cosigner
from truceline.record.edge import subtrees_in
from truceline.record.export import write_tree
from truceline.record.merkle import consistency_path
from truceline.record.note import parse_vkey
from truceline.record.published import OfRecord, of_path
from truceline.record.tiles import TileName
from truceline.record.witness import Request
from truceline.terms.charter import KeyHolder, Opened, Role
from truceline.terms.problem import RefusedError
from truceline.web.app import create_app
from truceline.web.witness import create_witness

pytestmark = pytest.mark.slow  # whole programs: `make test` runs them, `make check` does not

AT = datetime(2026, 3, 3, tzinfo=UTC)
VERIFIER = Path(__file__).parents[2] / "verifier" / "truceline_verify.py"


@pytest.fixture
def log(invented_log):
    return invented_log()


@pytest.fixture
def home(tmp_path):
    return tmp_path / "mirror-a"


@pytest.fixture
def pull(home):
    def pulled(source, **options):
        return mirror(source, home, clock=lambda: AT, chance=lambda _: "0a1b2c3d", **options)

    return pulled


def of(log):
    return OfRecord(log.record, where="the centre")


def verified(folder, *options):
    command = [sys.executable, str(VERIFIER), str(folder / "record"), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def refusal(pull, source, **options):
    with pytest.raises(RefusedError) as refused:
        pull(source, **options)
    return refused.value.problems[0]


class Changed:
    """A source some of whose files are others than its record's."""

    where = "the source"

    def __init__(self, log, **changed):
        self._log, self.changed, self.asked = log, changed, []

    def read(self, name, *, at_most):
        self.asked.append(name)
        change = self.changed.get(name.replace("/", "_").replace(".", "_"))
        found = self._log.file(name)
        assert len(found) <= at_most
        return change(found) if change else found


def test_a_mirror_is_a_whole_copy_that_the_small_verifier_accepts(log, pull, home):
    for size, new in ((3, 3), (255, 252), (256, 1), (257, 1), (257, 0), (700, 443)):
        log.grow_to(size)

        done = pull(of(log))

        assert (done.size, done.added, done.root) == (size, new, log.record.head().root)
        result = verified(home, "--log-key", log.vkey)
        assert result.returncode == 0, result.stderr


def test_a_copy_is_the_export_but_for_the_cosignature(log, pull, home, tmp_path):
    log.grow_to(300)
    pull(of(log))
    write_tree(log.record, tmp_path / "export")

    wanted, held = files(tmp_path / "export"), files(home / "record")

    assert held.pop("checkpoint").startswith(wanted.pop("checkpoint"))
    assert {name: held[name] for name in wanted} == wanted
    assert set(held) - set(wanted) == {"vkeys.txt", "README.txt"}


def test_the_checkpoint_bears_the_mirror_own_line(log, pull, home):
    done = pull(of(log), name="party-a/mirror")

    note = (home / "record" / "checkpoint").read_text()
    key = parse_cosigner(done.cosigner)

    assert [(one.name, one.at) for one in cosigned(note, [key])] == [("party-a/mirror", AT)]
    assert checkpoints.open_checkpoint(note, [parse_vkey(log.vkey)]).size == log.size


def test_the_key_is_made_once_and_lies_outside_what_is_published(log, pull, home):
    first = pull(of(log))
    second = pull(of(log.grow_to(5)))

    assert first.cosigner == second.cosigner
    assert first.cosigner.startswith("mirror-a-0a1b2c3d+")
    assert {path.name for path in (home / "keys").iterdir()} == {
        "mirror-a-0a1b2c3d.pem",
        "mirror-a-0a1b2c3d.vkey",
    }
    assert not list((home / "record").rglob("*.pem"))
    assert refusal(pull, of(log), name="other").code == "other-key"


def test_only_what_is_new_is_fetched(log, pull):
    pull(of(log.grow_to(600)))
    source = Changed(log.grow_to(601))

    pull(source)

    assert source.asked == ["checkpoint", "tile/entries/002.p/89"]


def test_what_arrived_before_a_break_is_not_fetched_again(log, pull, home):
    log.grow_to(700)

    def lost(_):
        raise RefusedError(*refused.problems)

    try:
        Address("no address")
    except RefusedError as error:
        refused = error
    broken = Changed(log, tile_entries_002_p_188=lost)
    with pytest.raises(RefusedError):
        pull(broken)
    whole = Changed(log)

    done = pull(whole)

    first, second, last = "tile/entries/000", "tile/entries/001", "tile/entries/002.p/188"
    assert broken.asked[1:] == [first, first, second, last]
    assert whole.asked == ["checkpoint", first, last]
    assert done.added == 700
    assert verified(home).returncode == 0


@pytest.mark.parametrize(
    "leave",
    [
        lambda home: (home / "place.json").unlink(),
        lambda home: (home / "place.json").write_text("{"),
        lambda home: (home / "place.json").write_text('{"size": 300}'),
    ],
)
def test_what_was_remembered_on_the_way_may_be_lost(log, pull, home, leave):
    pull(of(log.grow_to(300)))
    leave(home)

    pull(of(log.grow_to(301)))

    assert verified(home).returncode == 0


def flipped(at):
    def change(found):
        return found[:at] + bytes([found[at] ^ 1]) + found[at + 1 :]

    return change


@pytest.mark.parametrize("at", [0, 1, 2, 40, 200, -1])
def test_a_turned_bit_in_the_entries_takes_nothing_over(log, pull, home, at):
    pull(of(log.grow_to(10)))
    before = files(home / "record")
    log.grow_to(20)

    found = refusal(pull, Changed(log, tile_entries_000_p_20=flipped(at)))

    assert found.code == "source-wrong"
    assert files(home / "record") == before
    assert pull(of(log)).added == 10


def test_a_bad_entry_under_a_good_checkpoint_is_named(log, pull, home):
    pull(of(log.grow_to(10)))
    log.append([log.note(log.deposited(10), log="other.example")])

    found = refusal(pull, of(log))

    assert "entry 10: it was written for the record other.example" in found.message
    assert checkpoints.read((home / "record" / "checkpoint").read_text()).size == 10


@pytest.mark.parametrize("held", [0, 10])
def test_good_entries_that_do_not_lead_to_the_checkpoint_are_refused(
    log, invented_log, pull, home, held
):
    if held:
        pull(of(log.grow_to(held)))
    other = invented_log("other.db").grow_to(held or 1).grow_to(20, told="something else")
    source = Changed(log.grow_to(20), checkpoint=lambda _: other.file("checkpoint"))

    found = refusal(pull, source)

    assert found.code == "source-wrong"
    assert "do not lead to its checkpoint" in found.message
    assert (home / "record" / "checkpoint").exists() == bool(held)
    assert pull(of(log)).added == 20 - held


def test_a_record_that_is_opened_twice_is_refused(log, pull):
    key = KeyHolder(vkey=log.vkey, role=Role.LOG)
    log.append([log.note(Opened(origin=log.record.origin, keys=(key,)), by=log.desk)])

    assert "entry 1: a record is opened once" in refusal(pull, of(log)).message


def test_an_entry_not_signed_by_a_key_of_the_record_is_refused(log, pull):
    log.append([log.note(log.deposited(1), by=log.log)])

    assert "may sign checkpoints, not entries" in refusal(pull, of(log)).message


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (flipped(-5), "does not fit|no known key"),
        (lambda _: b"\xff", "not text"),
        (lambda _: b"", "no blank line"),
        (
            lambda found: found.replace(b"centre.example", b"other0.example"),
            "unknown|no known|record",
        ),
        (lambda found: found.replace(b"\n300\n", b"\n9999999999\n"), "does not fit|than"),
    ],
)
def test_a_checkpoint_that_the_log_did_not_sign_is_refused(log, pull, home, change, told):
    log.grow_to(300)

    with pytest.raises(RefusedError, match=told):
        pull(Changed(log, checkpoint=change))

    assert not (home / "record" / "checkpoint").exists()


def test_another_log_key_than_the_one_given_is_refused_before_anything_is_kept(log, pull, home):
    found = refusal(pull, of(log), log_key="centre.example/record+00000000+AAAA")

    assert found.code == "other-log-key"
    assert not (home / "record").exists()


def test_a_record_that_lost_entries_is_refused_with_both_checkpoints(log, pull, home, tmp_path):
    log.grow_to(10)
    write_tree(log.record, tmp_path / "old")
    pull(of(log.grow_to(12)))

    with of_path(tmp_path / "old") as old:
        found = refusal(pull, old)

    (proof,) = (home / "proofs").iterdir()
    assert found.code == "behind"
    assert "2 are missing" in found.message
    assert "2 are missing" in judge(proof, log_key=log.vkey)
    assert checkpoints.read((home / "record" / "checkpoint").read_text()).size == 12


@pytest.mark.parametrize("theirs", [9, 10, 11, 256, 300])
def test_a_second_history_is_refused_with_a_proof(log, invented_log, pull, home, theirs):
    pull(of(log.grow_to(10)))
    before = files(home / "record")
    other = invented_log("other.db").grow_to(5).grow_to(theirs, told="something else")

    found = refusal(pull, of(other))

    (proof,) = (home / "proofs").iterdir()
    assert found.code == "two-histories"
    assert "two histories" in judge(proof, log_key=log.vkey)
    assert files(home / "record") == before
    assert pull(of(log.grow_to(20))).added == 10


def test_a_proof_speaks_against_nobody_else(log, invented_log, pull, home):
    pull(of(log.grow_to(10)))
    other = invented_log("other.db").grow_to(20, told="something else")
    refusal(pull, of(other))
    (proof,) = (home / "proofs").iterdir()

    with pytest.raises(RefusedError, match="no known key"):
        judge(proof, log_key=log.machine.vkey)
    proof.write_text(proof.read_text().replace("\n10\n", "\n11\n"))
    with pytest.raises(RefusedError, match="does not fit"):
        judge(proof, log_key=log.vkey)


def test_entries_that_differ_from_what_is_held_are_no_proof_without_hashes(log, pull, home):
    """A source that serves nonsense is refused; its log is accused of nothing."""
    pull(of(log.grow_to(10)))
    log.grow_to(20)

    found = refusal(pull, Changed(log, tile_entries_000_p_20=flipped(2)))

    assert found.code == "source-wrong"
    assert not (home / "proofs").exists()


def test_a_record_of_another_name_is_refused(log, pull, home):
    pull(of(log))
    note = (
        (home / "record" / "checkpoint").read_text().replace("centre.example/record", "x.example")
    )
    source = Changed(log, checkpoint=lambda _: note.encode())

    assert refusal(pull, source).code == "other-record"


def test_what_is_no_mirror_is_not_touched(log, pull, home):
    home.mkdir()
    (home / "letter.txt").write_text("dear")

    assert refusal(pull, of(log)).code == "place-taken"
    assert [path.name for path in home.iterdir()] == ["letter.txt"]


def test_a_mirror_whose_memory_is_lost_never_signs_again(log, pull, home):
    pull(of(log))
    (home / "witness.db").unlink()

    assert refusal(pull, of(log)).code == "memory-lost"


def test_a_damaged_copy_is_said_to_be_so(log, pull, home):
    pull(of(log.grow_to(300)))
    tile = home / "record" / str(TileName(level=0, n=1, width=44))
    tile.write_bytes(flipped(40)(tile.read_bytes()))

    assert refusal(pull, of(log.grow_to(301))).code == "damaged"


def test_a_mirror_of_a_mirror_is_a_mirror(log, pull, home, tmp_path):
    pull(of(log.grow_to(10)))

    with of_path(home) as first:
        done = mirror(first, tmp_path / "b", clock=lambda: AT, chance=lambda _: "00")

    assert done.size == 10
    assert verified(tmp_path / "b").returncode == 0


def test_a_folder_that_holds_no_record_is_refused(tmp_path):
    with pytest.raises(RefusedError, match="no record here"), of_path(tmp_path):
        pass


# Over HTTP, from a real server.


def test_a_centre_is_mirrored_from_its_pages(log, pull, home, served):
    log.grow_to(300)
    address = served(create_app(log, today=lambda: date(2026, 3, 2)))

    with Address(address) as source:
        first = pull(source)
        log.grow_to(600)
        second = pull(source)

    assert (first.added, second.added) == (300, 300)
    assert verified(home, "--log-key", log.vkey).returncode == 0


@contextmanager
def raw(*answers):
    """A server that says these very bytes, one answer a connection, and then holds its tongue."""
    listening = socket.create_server(("127.0.0.1", 0))

    def answer():
        for content in answers:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection:
                connection.recv(65536)
                for piece in content if isinstance(content, list) else [content]:
                    connection.sendall(piece)
                if isinstance(content, list):
                    while connection.recv(65536):  # until the other side hangs up
                        pass

    thread = Thread(target=answer)
    thread.start()
    with closing(listening):
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/log/"
        listening.shutdown(socket.SHUT_RDWR)
    thread.join()


OK = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (
            b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
            "302",
        ),
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "404"),
        (b"HTTP/1.1 777 What\r\nContent-Length: 0\r\n\r\n", "cannot be fetched"),
        (b"not HTTP at all\r\n\r\n", "cannot be fetched"),
        (b"", "cannot be fetched"),
        (OK + b"\r\n" + b"x" * 2000, "larger than the 1000 bytes"),
        (OK + b"Content-Encoding: gzip\r\n\r\nxx", "came packed"),
        (OK + b"Content-Length: 99999999999\r\n\r\n" + b"x" * 2000, "larger than the 1000"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 1000 + b"\r\n", "cannot be fetched"),
        ([b"HTTP/1.1 200 OK\r\n"], "no answer within 0.5 seconds"),
        ([OK + b"Content-Length: 100\r\n\r\n", b"x"], "no answer within 0.5 seconds"),
        ([OK + b"\r\n", b"x"], "no answer within 0.5 seconds"),
        ([], "no answer within 0.5 seconds"),
    ],
)
def test_a_server_that_misbehaves_costs_no_more_than_its_time(answer, told):
    with (
        raw(answer, answer) as address,
        Address(address, patience_s=0.5) as source,
        pytest.raises(RefusedError, match=told),
    ):
        source.read("checkpoint", at_most=1000)


@pytest.mark.parametrize(
    "url",
    ["http://", "http://host:port/", "http://a/?x", "http://a/#x", "http://u:p@a/", "https://[::1"],
)
def test_what_is_no_address_is_refused(url):
    with pytest.raises(RefusedError, match="no address"):
        Address(url)


def test_an_address_nobody_listens_at_is_a_sentence():
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    with (
        Address(f"http://127.0.0.1:{port}/") as source,
        pytest.raises(RefusedError, match="cannot be fetched"),
    ):
        source.read("checkpoint", at_most=10)


def test_the_command_line_mirrors_and_judges(run, log, invented_log, tmp_path):
    log.grow_to(10)
    folder = tmp_path / "m"

    told = run("mirror", log.path.parent, folder).output
    again = run("mirror", log.path.parent, folder, "--json").output
    other = invented_log("other/record.db").grow_to(12, told="else")
    refused = run("mirror", other.path.parent, folder, code=1).output

    assert "10 new entries of centre.example/record, all checked" in told
    assert '"new": 0' in again
    assert "two histories" in refused
    (proof,) = (folder / "proofs").iterdir()
    assert "two histories" in run("proof", proof, "--log-key", log.vkey).output
    shutil.rmtree(folder)


def test_a_crash_before_the_cosignature_leaves_the_older_copy_whole(log, pull, home):
    pull(of(log.grow_to(10)))
    log.grow_to(300)

    def stopped():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        mirror(of(log), home, clock=stopped, chance=lambda _: "")

    assert verified(home).returncode == 0
    assert checkpoints.read((home / "record" / "checkpoint").read_text()).size == 10
    assert pull(of(log)).added == 290
    assert verified(home).returncode == 0
    assert not (home / "incoming").exists()


def test_two_rounds_at_once_do_not_lay_entries_over_each_other(log, pull, home):
    pull(of(log))
    inner = []

    def meanwhile():
        inner.append(refusal(pull, of(log)))
        return AT

    mirror(of(log.grow_to(5)), home, clock=meanwhile, chance=lambda _: "")

    assert [problem.code for problem in inner] == ["busy"]


# The same mirror as a witness.


def test_a_mirror_answers_as_the_witness_of_what_it_mirrors(log, pull, home, served):
    pull(of(log.grow_to(10)))
    log.grow_to(300)
    path = consistency_path(10, 300, subtree=subtrees_in(log.record.tile))
    body = str(Request(old=10, proof=path, note=log.record.checkpoint())).encode()

    with at_home(home) as here:
        witness = watching(here, clock=lambda: AT)
        with Address(served(create_witness(witness))) as asked:
            status, lines = asked.ask("POST", "add-checkpoint", at_most=10_000, body=body)

    assert status == 200
    note = log.record.checkpoint() + lines.decode()
    assert len(cosigned(note, [here.key.cosigner])) == 1
    assert pull(of(log)).added == 290  # what it witnessed it can take over
    assert verified(home).returncode == 0


def test_a_mirror_takes_over_no_other_history_than_it_witnessed(log, invented_log, pull, home):
    pull(of(log.grow_to(10)))
    other = invented_log("other.db").grow_to(10).grow_to(300, told="something else")
    with at_home(home) as here:
        path = consistency_path(10, 300, subtree=subtrees_in(other.record.tile))
        body = str(Request(old=10, proof=path, note=other.record.checkpoint())).encode()
        assert watching(here, clock=lambda: AT).add_checkpoint(body).status == 200
    before = files(home / "record")["checkpoint"]

    less, more = refusal(pull, of(log.grow_to(20))), refusal(pull, of(log.grow_to(400)))

    assert (less.code, more.code) == ("behind", "two-histories")
    (proof,) = (home / "proofs").iterdir()
    assert "two histories" in judge(proof, log_key=log.vkey)
    assert files(home / "record")["checkpoint"] == before


def test_nothing_is_witnessed_where_nothing_is_mirrored(run, tmp_path):
    assert "no mirror here" in run("witness", tmp_path, code=1).output


def test_lines_that_nobody_checked_are_not_kept(log, pull, home):
    """A forged line under the mirror's own name would spoil the note for it."""
    forged = "— mirror-a-0a1b2c3d AAAAAAAAAAAA\n".encode()

    pull(Changed(log, checkpoint=lambda found: found + forged))

    assert forged not in (home / "record" / "checkpoint").read_bytes()


@pytest.mark.parametrize("url", ["https://user:secretpw@host/", "http://user:secret/pw@host/x"])
def test_a_password_in_an_address_is_refused_and_not_repeated(run, tmp_path, url):
    refused = run("mirror", url, tmp_path / "mirror", code=1)

    assert "no address such as" in refused.output
    assert "…@host" in refused.output
    assert "secret" not in refused.output


def test_a_file_that_is_no_text_and_a_key_that_is_none_are_told_apart(log, run, tmp_path):
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\xb6")

    not_text = run("proof", tmp_path / "picture.png", "--log-key", log.vkey, code=1)
    no_key = run("proof", tmp_path / "picture.png", "--log-key", "mistyped", code=1)
    receipt = run("receipt", tmp_path / "picture.png", "--log-key", log.vkey, code=1)

    assert "picture.png: This proves nothing. It is not text." in not_text.stderr
    assert "picture.png: It is not text." in receipt.stderr
    assert "codec" not in f"{not_text.stderr}{receipt.stderr}"
    assert "Write the key as it was given" in no_key.stderr
    assert "picture.png" not in no_key.stderr
