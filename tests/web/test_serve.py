import signal
import subprocess
import sys
import time

import httpx
import pytest

from truceline.terms.problem import RefusedError
from truceline.web import serve


def test_a_taken_port_is_refused_with_a_remedy():
    with serve.listen(0) as taken, pytest.raises(RefusedError) as refusal:
        serve.listen(taken.getsockname()[1])

    assert refusal.value.problems[0].code == "port-taken"
    assert "--port 0" in refusal.value.problems[0].remedy


def test_the_pages_are_served_on_this_machine_only(address):
    assert address.startswith("http://127.0.0.1:")
    with httpx.Client() as client:
        answer = client.get(f"{address}/board")
    assert answer.status_code == 200
    assert "server" not in answer.headers


PROGRAM = """
import sys
sys.path.insert(0, sys.argv[1])
import accord
from truceline.web.app import create_app
from truceline.web.serve import serve
app = create_app(accord.AccordSource(), today=lambda: accord.TODAY)
serve(app, port=0, ready=lambda address: print(address, flush=True))
print("closed", flush=True)
"""


def test_ctrl_c_ends_it_cleanly_and_it_says_nothing_itself(accord):
    folder = accord.DOCS.parent / "tests" / "publishing"
    command = [sys.executable, "-c", PROGRAM, str(folder)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as program:
        address = program.stdout.readline().strip()
        with httpx.Client() as client:
            assert client.get(address).status_code == 200
        began = time.monotonic()
        program.send_signal(signal.SIGINT)
        out, err = program.communicate(timeout=20)

    assert (program.returncode, out, err) == (0, "closed\n", "")
    assert time.monotonic() - began < 10
