"""Rounds to real witnesses on this machine: one that is well, one that lies, hangs, or is down."""

import json
import shutil
import socket
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest
from httpx import Client
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from truceline.operations.centre import opened
from truceline.operations.cosigned import seals
from truceline.operations.hold import opening
from truceline.operations.rounds import round_of
from truceline.operations.vigil import every
from truceline.record.authors import Authors
from truceline.record.keys import make_cosigning
from truceline.record.witness import Memory, Witness
from truceline.web.app import create_app
from truceline.web.centre import CentreSource
from truceline.web.witness import create_witness

AGREEMENT = Path(__file__).parents[1] / "situations" / "agreements" / "road-accord.yaml"
NOW = datetime(2026, 3, 2, 7, 5, tzinfo=UTC)
SHORT_S = 0.5


@pytest.fixture
def centre(tmp_path, run):
    run("init", tmp_path / "centre", "--agreement", AGREEMENT)
    return tmp_path / "centre"


@pytest.fixture
def witness(tmp_path, served, centre):
    """A witness of the centre's record at an address, and its policy line."""
    memories = []

    def made(name):
        with opened(centre) as here:
            logs = {here.record.origin: Authors(opening(here)).logs}
        key = make_cosigning(tmp_path / name, f"{name}.example")
        memory = Memory.create(tmp_path / f"{name}.db")
        memories.append(memory)
        url = served(create_witness(Witness(memory, [key], logs=logs, clock=lambda: NOW)))
        return f"witness {name} {key.cosigner} {url}"

    yield made
    for memory in memories:
        memory.close()


@pytest.fixture
def answering(served, tmp_path):
    """A server that answers every request so, under a key of its own."""

    def made(name, body, status=200):
        async def answer(request):
            said = await request.body()
            return Response(body(said) if callable(body) else body, status_code=status)

        url = served(Starlette(routes=[Route("/{any:path}", answer, methods=["POST", "GET"])]))
        key = make_cosigning(tmp_path / name, f"{name}.example")
        return f"witness {name} {key.cosigner} {url}"

    return made


def policy(centre, *lines, quorum="none"):
    (centre / "policy.txt").write_text("\n".join([*lines, f"quorum {quorum}", ""]))


def both(a, b):
    return a, b, "group both all A B"


def rounds(centre):
    with opened(centre) as here:
        return {one.witness: one for one in round_of(here, patience_s=SHORT_S)}


def known(centre):
    with opened(centre) as here:
        return seals(here)


def test_every_witness_cosigns_and_the_quorum_seals(centre, run, witness):
    policy(centre, *both(witness("A"), witness("B")), quorum="both")

    before = known(centre)
    said = run("cosign", centre).output

    assert (before.sealed, before.told(NOW)) == (
        None,
        "cosigned by nobody yet; not yet sealed by quorum",
    )
    assert "by A at 2" in said
    assert "sealed by quorum at 2" in said
    assert known(centre).told(NOW) == (
        "cosigned by A at 2 (0 min ago), by B at 2 (0 min ago); sealed by quorum at 2"
    )


def test_a_record_that_grew_is_cosigned_again_with_a_proof(centre, run, witness):
    policy(centre, witness("A"))

    run("cosign", centre)
    run("patrol", centre, "--from", "2026-01-01", "--to", "2026-01-02")
    run("cosign", centre)
    run("cosign", centre)

    assert [(name, size) for name, size, _ in known(centre).by] == [("A", 3)]


def test_a_witness_whose_size_was_forgotten_tells_it(centre, run, witness):
    policy(centre, witness("A"))
    run("cosign", centre)
    shutil.rmtree(centre / "seen")
    run("patrol", centre, "--from", "2026-01-01", "--to", "2026-01-02")

    assert rounds(centre)["A"].size == 3


def test_one_that_is_down_costs_no_other(centre, witness, tmp_path):
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        key = make_cosigning(tmp_path / "B", "B.example")
        down = f"witness B {key.cosigner} http://127.0.0.1:{port}/"
        policy(centre, *both(witness("A"), down), quorum="both")

        found = rounds(centre)

    assert (found["A"].size, found["B"].size) == (2, None)
    assert "cannot be fetched" in found["B"].problem
    assert known(centre).sealed is None
    assert "not yet sealed by quorum" in known(centre).told(NOW)


def test_one_that_hangs_costs_no_other_and_has_an_end(centre, witness, tmp_path):
    with closing(socket.create_server(("127.0.0.1", 0))) as hanging:
        key = make_cosigning(tmp_path / "B", "B.example")
        url = f"http://127.0.0.1:{hanging.getsockname()[1]}/"
        policy(centre, witness("A"), f"witness B {key.cosigner} {url}")

        began = time.monotonic()
        found = rounds(centre)

    assert (found["A"].size, found["B"].size) == (2, None)
    assert "no answer within" in found["B"].problem
    assert time.monotonic() - began < 20 * SHORT_S


LIE = "\u2014 B.example AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 200),
        (LIE, 200),
        ("nothing\n\n\u2014", 200),
        (b"\xff\xfe", 200),
        ("999\n", 409),
        ("1\n", 409),
        ("9" * 5000, 409),
        ("-1\n", 409),
        ("no", 422),
        ("no", 503),
    ],
)
def test_one_that_lies_is_believed_in_nothing(centre, run, witness, answering, body, status):
    policy(centre, *both(witness("A"), answering("B", body, status)), quorum="both")

    found = rounds(centre)

    assert (found["A"].size, found["B"].size) == (2, None)
    assert found["B"].problem
    assert [name for name, _, _ in known(centre).by] == ["A"]
    assert known(centre).sealed is None
    assert "In step" in run("fence", centre).output


def test_somebody_elses_line_is_not_the_lines_of_this_witness(centre, witness):
    a = witness("A")
    name, vkey = witness("B").split()[1:3]
    policy(centre, a, f"witness {name} {vkey} {a.split()[3]}")

    found = rounds(centre)

    assert (found["A"].size, found["B"].size) == (2, None)


def test_a_restored_centre_hears_from_a_witness_that_it_is_behind(centre, run, witness, tmp_path):
    policy(centre, witness("A"))
    shutil.copytree(centre, tmp_path / "backup")
    run("patrol", centre, "--from", "2026-01-01", "--to", "2026-01-02")
    run("cosign", centre)

    said = run("cosign", tmp_path / "backup", code=3)
    refused = run(
        "patrol", tmp_path / "backup", "--from", "2026-01-03", "--to", "2026-01-03", code=1
    )

    assert "it has cosigned 3 entries" in said.stderr
    assert "behind by 1" in refused.stderr


def test_a_label_that_was_put_there_by_hand_seals_nothing(centre, run, witness):
    policy(centre, *both(witness("A"), witness("B")), quorum="both")
    run("cosign", centre)
    spoilt = [*(centre / "cosigned").iterdir(), *(centre / "seen").iterdir()]
    for path in spoilt:
        text = path.read_text()
        last = text.splitlines()[-1]
        if last.startswith("\u2014 A."):
            path.write_text(text.replace(last, f"{last[:30]}AAAA{last[34:]}"))

    found = known(centre)

    assert found.sealed is None
    assert [name for name, _, _ in found.by] == ["B"]


def test_who_cosigned_stands_on_the_records_page_and_in_verify(centre, run, witness, served):
    policy(centre, witness("A"))
    run("cosign", centre)

    said = run("verify", centre).output
    with opened(centre) as here:
        app = create_app(CentreSource(here), today=NOW.date)
        with Client(base_url=served(app)) as client:
            page = client.get("/record").text

    assert "Cosigned by A at 2" in said
    assert "Cosigned by A at 2 (2026-03-02 07:05 UTC)." in page
    assert "cosigned" in json.loads(run("verify", centre, "--json").output)


def test_verify_and_cosign_say_what_nobody_has_cosigned_yet(centre, run, witness):
    line = witness("A")
    policy(centre, line)
    run("cosign", centre)
    run("patrol", centre, "--from", "2026-01-01", "--to", "2026-01-02")
    last = "; the last entry by nobody yet."
    fields = json.loads(run("verify", centre, "--json").output)
    shown = run("verify", centre).output
    policy(centre, f"{line.rpartition(' ')[0]} http://127.0.0.1:1/")
    asked = run("cosign", centre, code=3)

    assert last in shown
    assert "by nobody yet" in fields["cosigned"]
    assert "ago" not in fields["cosigned"]
    assert last in asked.stdout
    assert "that truceline witness runs there" in asked.stderr
    assert "what has arrived" not in asked.stderr


def test_without_a_policy_nobody_is_asked(centre, run):
    assert "No policy names a witness" in run("cosign", centre, code=1).stderr
    assert "osigned" not in run("verify", centre).output


def test_a_file_that_is_no_policy_is_refused_with_its_line(centre, run):
    (centre / "policy.txt").write_text("nothing\n")

    assert "line 1" in run("cosign", centre, code=1).stderr


def test_rounds_go_on_in_the_background_and_tell_what_goes_wrong(centre, witness, answering):
    policy(centre, witness("A"), answering("B", "no", 503))
    told, heard = [], Event()

    def tell(problem):
        told.append(problem)
        heard.set()

    with every(centre, 3600, told=tell):
        assert heard.wait(timeout=30)

    assert told[0].startswith("B: it answers 503")
    assert [name for name, _, _ in known(centre).by] == ["A"]


def test_exchanging_the_witnesses_exchanges_nothing_but_their_names(centre, witness):
    a, b = witness("A"), witness("B")
    told = []
    for one, other in ((a, b), (b, a)):
        shutil.rmtree(centre / "seen", ignore_errors=True)
        policy(centre, one, other)
        rounds(centre)
        told.append(known(centre).told(NOW))

    assert told[0] == told[1]
