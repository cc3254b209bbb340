"""Rounds while the pages are served: whole programs, apart from each other, over 127.0.0.1."""

import shutil
import socket
from http import HTTPStatus
from pathlib import Path
from threading import Event
from time import monotonic

import pytest
from httpx import Client
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
from tests.programs import until

from truceline.operations.centre import opened
from truceline.operations.cosigned import seals
from truceline.operations.rounds import PATIENCE_S
from truceline.operations.vigil import every
from truceline.record.keys import make_cosigning

pytestmark = pytest.mark.slow  # whole programs: `make test` runs them, `make check` does not

AGREEMENT = Path(__file__).parents[1] / "situations" / "agreements" / "road-accord.yaml"
SEALED = "sealed by quorum at"
HOURS = "2h"  # between two rounds: what comes sooner does not come by the clock


@pytest.fixture
def centre(tmp_path, run):
    run("init", tmp_path / "centre", "--agreement", AGREEMENT)
    return tmp_path / "centre"


@pytest.fixture
def witness(tmp_path, run, started, centre):
    """Our own witness as a program of its own, and its line of the policy."""

    def made(name, *, port=0):
        home = tmp_path / name
        if not home.exists():
            run("mirror", centre, home, "--name", f"{name}.example")
        program = started("witness", home, "--port", port)
        vkey = program.says(r"Cosigns as (\S+)")[1]
        program.url = program.address
        program.line = f"witness {name} {vkey} {program.url}"
        return program

    return made


@pytest.fixture
def odd(tmp_path, served):
    """A witness that answers every request so; `held` until it is let go."""
    held = Event()

    def made(name, body, status):
        async def answer(_):
            return Response(body, status_code=status)

        url = served(Starlette(routes=[Route("/{any:path}", answer, methods=["GET", "POST"])]))
        return f"witness {name} {make_cosigning(tmp_path / name, f'{name}.example').cosigner} {url}"

    yield made
    held.set()


def policy(centre, *lines, quorum):
    (centre / "policy.txt").write_text("\n".join([*lines, f"quorum {quorum}", ""]))


def both(a, b):
    return a, b, "group both all A B"


def foot(address):
    with Client(base_url=address) as client:
        return client.get("/board").text.partition("<footer>")[2]


def shows(address, text):
    until(lambda: text in foot(address), text)


def by(centre):
    with opened(centre) as here:
        return {name: size for name, size, _ in seals(here).by}


def test_the_label_changes_when_the_quorum_is_reached(centre, started, witness):
    a, b = witness("A"), witness("B")
    policy(centre, *both(a.line, b.line), quorum="both")
    b.stop()
    served = started("serve", centre, "--port", "0", "--rounds", "1s")
    address = served.address

    served.says(r"B: .*cannot be fetched")
    shows(address, "Cosigned by A at 2")
    before = foot(address)
    back = witness("B", port=b.url.rstrip("/").rpartition(":")[2])
    served.says(r"B: it cosigns again, at 2")
    shows(address, f"by B at 2 (0 min ago); {SEALED} 2")

    assert back.url == b.url
    assert "not yet sealed by quorum" in before
    assert served.heard.count("B: ") == 2  # the same trouble is told once


def test_a_round_is_made_at_the_start_and_after_a_restart(centre, started, witness, run):
    policy(centre, witness("A").line, quorum="A")

    first = started("serve", centre, "--port", "0", "--rounds", HOURS)
    shows(first.address, f"{SEALED} 2")
    stopped = first.stop()
    run("patrol", centre, "--from", "2026-01-01", "--to", "2026-01-02")
    again = started("serve", centre, "--port", "0", "--rounds", HOURS)
    shows(again.address, f"{SEALED} 3")

    assert stopped == 0


def test_what_cannot_wait_is_cosigned_at_once_and_the_rest_in_time(
    centre, started, witness, run, tmp_path
):
    policy(centre, witness("A").line, quorum="A")
    address = started("serve", centre, "--port", "0", "--rounds", HOURS).address
    shows(address, f"{SEALED} 2")

    run("patrol", centre, "--from", "2026-01-01", "--to", "2026-01-02")
    shows(address, "the last entry by nobody yet")
    second = tmp_path / "second.yaml"
    second.write_text(AGREEMENT.read_text().replace("road-accord", "second-accord"))
    run("sign", centre, second)

    until(lambda: by(centre)["A"] >= 4, "the agreement is cosigned")
    shows(address, SEALED)


def test_after_entries_the_next_round_takes_them_along(centre, started, witness, run):
    policy(centre, witness("A").line, quorum="A")
    address = started("serve", centre, "--port", "0", "--rounds", "1s").address
    shows(address, f"{SEALED} 2")

    run("patrol", centre, "--from", "2026-01-01", "--to", "2026-01-02")

    shows(address, f"{SEALED} 3")


@pytest.mark.parametrize(
    ("body", "status", "told"),
    [
        ("7\n", HTTPStatus.CONFLICT, "it answers 409"),
        ("no", HTTPStatus.UNPROCESSABLE_ENTITY, "another history, or says so"),
        ("no", HTTPStatus.FORBIDDEN, "it answers 403"),
        ("garbage \u2014", HTTPStatus.OK, "its answer is odd"),
        ("", HTTPStatus.INTERNAL_SERVER_ERROR, "it answers 500"),
    ],
)
def test_one_that_answers_oddly_is_said_and_delays_nothing(
    centre, started, witness, odd, body, status, told
):
    policy(centre, *both(witness("A").line, odd("B", body, status)), quorum="A")
    served = started("serve", centre, "--port", "0", "--rounds", HOURS)

    address = served.address
    shows(address, f"{SEALED} 2")

    assert served.says("B: .*")[0]
    assert told in served.heard


def test_one_that_hangs_delays_no_other_and_no_page(centre, witness, run, tmp_path, hanging):
    """Its time is not over before all of this is."""
    policy(centre, *both(witness("A").line, hanging), quorum="A")
    told = []

    with every(centre, 3600, told=told.append, patience_s=3600):
        until(lambda: by(centre).get("A") == 2, "the first round")
        second = tmp_path / "second.yaml"
        second.write_text(AGREEMENT.read_text().replace("road-accord", "second-accord"))
        run("sign", centre, second)
        until(lambda: by(centre).get("A") == 3, "the agreement, at once")

    assert told == []


def test_one_that_hangs_holds_up_no_end(centre, started, hanging):
    policy(centre, hanging, quorum="none")
    served = started("serve", centre, "--port", "0", "--rounds", HOURS)
    shows(served.address, "Cosigned by nobody yet")

    began = monotonic()
    code = served.stop()

    assert code == 0
    assert monotonic() - began < PATIENCE_S


@pytest.fixture
def hanging(tmp_path):
    """A witness that takes the request and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        yield f"witness B {make_cosigning(tmp_path / 'B', 'B.example').cosigner} {url}"


def test_a_policy_that_cannot_be_read_is_told_and_stops_no_page(centre, started, witness):
    line = witness("A").line
    (centre / "policy.txt").write_text("nothing\n")
    served = started("serve", centre, "--port", "0", "--rounds", "1s")
    address = served.address

    served.says("line 1")
    shows(address, "Who has cosigned cannot be told: line 1")
    policy(centre, line, quorum="A")

    shows(address, f"{SEALED} 2")


def test_a_centre_put_back_hears_it_from_a_witness_and_adds_nothing(
    centre, started, witness, run, tmp_path
):
    policy(centre, witness("A").line, quorum="A")
    shutil.copytree(centre, tmp_path / "backup")
    run("patrol", centre, "--from", "2026-01-01", "--to", "2026-01-02")
    run("cosign", centre)

    served = started("serve", tmp_path / "backup", "--port", "0", "--rounds", HOURS)
    served.says("A: it has cosigned 3 entries")
    said = run("patrol", tmp_path / "backup", "--from", "2026-01-03", "--to", "2026-01-03", code=1)

    assert "behind by 1" in said.stderr
