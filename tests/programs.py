"""Whole programs of ours, started apart and asked over 127.0.0.1; nobody waits for one for ever."""

import re
import signal
import subprocess
import sys
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Event, Thread
from time import monotonic

PATIENCE_S = 60.0
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/")


class Program:
    """`truceline …` in a process of its own; what it says can be waited for."""

    def __init__(self, *args, **options):
        self._said = SimpleQueue()
        self._heard = []
        self._process = subprocess.Popen(
            [sys.executable, "-u", "-m", "truceline.cli", *map(str, args)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            **options,
        )
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def says(self, pattern):
        """The next line that matches, among all that it has not been asked for yet."""
        end = monotonic() + PATIENCE_S
        with suppress(Empty):
            while True:
                line = self._said.get(timeout=max(0.01, end - monotonic()))
                if found := re.search(pattern, line):
                    return found
        raise AssertionError(f"it never said {pattern!r}, but: {''.join(self._heard)}")

    @property
    def address(self):
        return self.says(ADDRESS)[0]

    @property
    def heard(self):
        return "".join(self._heard)

    def stop(self):
        """Ctrl-C, and its exit code; killed where it does not end by itself."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
        try:
            code = self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait(timeout=20)
        self._reader.join(timeout=20)
        self._process.stdout.close()
        return code

    def _read(self):
        for line in self._process.stdout:
            self._heard.append(line)
            self._said.put(line)


def until(true, what):
    """Ask until it is so."""
    end, over = monotonic() + PATIENCE_S, Event()
    while not (found := true()):
        assert monotonic() < end, f"it never came to this: {what}"
        over.wait(0.05)
    return found
