"""The disk fails, fills up or takes the writer with it at one call after the other."""

import re
import shutil
import subprocess

import pytest

pytestmark = [
    pytest.mark.faults,
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed"),
]

CALLS = ("pwrite64", "fdatasync", "ftruncate", "unlink", "fcntl")
FAULTS = ("error=EIO", "error=ENOSPC", "signal=KILL")
ROUNDS = 3


def traced(*options, program, folder):
    return subprocess.run(
        ["strace", "-f", "-qq", *options, *program],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=folder,
    )


@pytest.fixture
def calls(fill, writer, tmp_path):
    """For each call: how many come before the first append, and how many during the appends."""
    trace = tmp_path / "trace"
    program = writer.command(fill(254), rounds=ROUNDS, most=70)
    done = traced("-e", "trace=all", "-o", trace, program=program, folder=tmp_path)
    if done.returncode:
        pytest.skip(f"strace may not trace here: {done.stderr.strip()[:100]}")
    before, during = trace.read_text(errors="replace").split("from-here-on", 1)
    return {
        call: tuple(
            len(re.findall(rf"^\d+\s+{call}\(", part, re.MULTILINE)) for part in (before, during)
        )
        for call in CALLS
    }


def test_every_call_may_fail_and_nothing_answered_is_lost(
    calls, fresh, writer, durable, require, times, tmp_path
):
    """R2: EIO, ENOSPC and a kill at each call of an append, alone, one after the other."""
    tried, met = 0, set()

    for call, (before, during) in calls.items():
        for fault in FAULTS:
            for number in range(1, during + 1, times(max(1, during), 1)):
                path = fresh(254)
                done = traced(
                    *("-o", "/dev/null", "-e", f"inject={call}:{fault}:when={before + number}"),
                    program=writer.command(path, rounds=ROUNDS, most=70),
                    folder=tmp_path,
                )
                assert "Traceback" not in done.stderr, (call, fault, number, done.stderr)
                require(path, durable(done.stdout.splitlines(keepends=True)))
                met.add("refused" in done.stdout)
                tried += 1

    assert tried >= times(10, 150)
    assert met == {False, True}  # some are refused, some are overcome
