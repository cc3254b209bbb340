"""A crash while sealing leaves nothing secret unnamed, and takes nothing that an entry names."""

import fcntl
import os
import shutil
import sys
from base64 import b64decode
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from tests.operations.test_erase import plain_in

from truceline.operations import sealing
from truceline.operations.centre import opened
from truceline.operations.erased import finish
from truceline.operations.half_sealed import MARKS, marked
from truceline.operations.sealing import listed, opened_here, seal, sealed_for
from truceline.record.sqlite import SqliteRecord

TOLD = b"The witness is the baker of the lower village, third house behind the well."
NOW = datetime(2026, 3, 2, 7, 5, tzinfo=UTC)
FIXED = "A" * 43 + "="
MARKED = marked.__wrapped__.__code__
TOUCHES = frozenset(
    {"execute", "executemany", "commit", "mkdir", "open", "flock", "rename", "unlink", "fsync"}
    | {"close", "write"}
)


def sealed(here):
    return seal(
        here,
        TOLD,
        sealed=sealed_for("0", "the commission of inquiry"),
        part="source",
        by="desk",
        salt=os.urandom,
        now=NOW,
    )


class Steps:
    """Counts what touches the disk, from the mark on; ends the process before one of them."""

    def __init__(self, last=None):
        self.met, self._last, self._begun = 0, last, False

    def __call__(self, frame, event, what):
        self._begun = self._begun or frame.f_code is MARKED
        if not self._begun or event != "c_call" or what.__name__ not in TOUCHES:
            return
        self.met += 1
        if self.met == self._last:
            os._exit(9)

    def __enter__(self):
        sys.setprofile(self)
        return self

    def __exit__(self, *_):
        sys.setprofile(None)


def killed_at(folder, step):
    """Seal in a process of its own that ends before this step; False: it was done before."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    try:
        with opened(folder) as here, Steps(step):
            sealed(here)
    finally:
        os._exit(0)


@pytest.mark.slow
def test_wherever_it_is_killed_what_an_entry_names_is_there_and_nothing_else(centre, tmp_path):
    with opened(shutil.copytree(centre, tmp_path / "counted")) as here, Steps() as steps:
        sealed(here)
    found = set()

    for step in range(1, steps.met + 1):
        folder = shutil.copytree(centre, tmp_path / "killed")
        assert killed_at(folder, step), step
        with opened(folder) as here:
            finish(here)
            parts, kept = listed(here), here.vault.parts()
            assert len(parts) == len(kept) <= 1, step
            assert all(opened_here(here, one.name).payload == TOLD for one in parts), step
        assert parts or plain_in(folder, TOLD.decode()) == [], step
        assert not any((folder / MARKS).glob("*")), step
        found.add(len(parts))
        shutil.rmtree(folder)

    assert found == {0, 1}  # before its entry, and after
    assert steps.met > 20


@pytest.fixture
def broken(centre):
    """A centre where sealing ended between the vault and the record."""
    with opened(centre) as here, suppress(OSError), marked(here, FIXED):
        here.vault.keep_part(FIXED, salt=b"s", payload=TOLD)
        raise OSError
    return centre


def test_what_is_left_without_an_entry_is_gone_at_the_next_start(broken, run):
    """Whichever command it is."""
    before = plain_in(broken, TOLD.decode())

    run("board", broken)

    assert before
    assert plain_in(broken, TOLD.decode()) == []
    assert not list((broken / MARKS).iterdir())


def test_what_another_program_is_sealing_is_left_alone(centre):
    with opened(centre) as here, opened(centre) as other, marked(here, FIXED):
        here.vault.keep_part(FIXED, salt=b"s", payload=TOLD)

        finish(other)

        assert other.vault.parts() == (FIXED,)


def test_what_the_vault_holds_without_a_mark_is_left_alone(centre):
    """Its entry may be where the record has gone on: here is an older copy of it."""
    with opened(centre) as here:
        here.vault.keep_part(FIXED, salt=b"s", payload=TOLD)

        finish(here)

        assert here.vault.parts() == (FIXED,)


def test_a_part_whose_entry_is_on_record_stays_though_the_answer_failed(centre, monkeypatch):
    """Something goes wrong once the entry is durable."""

    def fails(*args, **how):
        head = sealing_append(*args, **how)
        raise OSError(f"no answer after {head.size}")

    sealing_append = sealing.append
    monkeypatch.setattr(sealing, "append", fails)
    with opened(centre) as here:
        with pytest.raises(OSError, match="no answer"):
            sealed(here)

        [part] = listed(here)
        assert opened_here(here, part.name).payload == TOLD


def test_what_could_not_be_appended_is_forgotten_at_once(centre, monkeypatch):
    def fails(*_args, **_how):
        raise OSError("no disk")

    monkeypatch.setattr(SqliteRecord, "append", fails)
    with opened(centre) as here, pytest.raises(OSError, match="no disk"):
        sealed(here)

    assert plain_in(centre, TOLD.decode()) == []
    assert not list((centre / MARKS).iterdir())


def test_a_mark_that_never_got_its_name_goes_too(centre):
    (centre / MARKS).mkdir()
    (centre / MARKS / f".{b64decode(FIXED).hex()}").touch()

    with opened(centre) as here:
        finish(here)

    assert not list((centre / MARKS).iterdir())


def test_a_lock_goes_with_whoever_held_it(broken):
    """Else a crash would leave its payload for ever."""
    [mark] = (broken / MARKS).iterdir()

    with mark.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
