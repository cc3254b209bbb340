"""Whatever is missing at the end of a restored record, the fence says so: always, and how much."""

import os
import random
import shutil
from datetime import UTC, date, datetime

import pytest

from truceline.operations.append import append
from truceline.operations.centre import opened
from truceline.operations.fence import fence
from truceline.terms.entry import Patrolled
from truceline.terms.problem import RefusedError

pytestmark = [pytest.mark.faults, pytest.mark.slow]

TIMES = 100 if os.environ.get("TRUCELINE_FAULTS") == "full" else 12
NOW = datetime(2020, 11, 20, tzinfo=UTC)


def patrol(number):
    day = date(2020, 11, 1 + number % 28)
    return Patrolled(places=(), acts=(), first=day, last=day, post=f"post {number}")


@pytest.fixture
def crashed(run, centre, tmp_path):
    """A centre as a power cut left it: its newest entries stand in the log beside the file."""
    run("fence", centre, "--beside", tmp_path / "other-disk")
    with opened(centre) as here:
        for number in range(20):
            append(here, [patrol(number)], by=here.signer(here.settings.machine), now=NOW)
        size = here.record.head().size
        shutil.copytree(centre, tmp_path / "crashed")
    return tmp_path / "crashed", size


def test_every_cut_of_the_log_is_fenced_and_every_whole_one_is_not(crashed, tmp_path):
    """R4 of the study: in each case, by exactly as many entries as are gone."""
    whole, size = crashed
    log = (whole / "record.db-wal").read_bytes()
    chance = random.Random(6962)  # noqa: S311 the same campaign every time
    behind = set()

    for cut in [len(log), *(chance.randrange(len(log)) for _ in range(TIMES))]:
        restored = tmp_path / "restored"
        shutil.rmtree(restored, ignore_errors=True)
        shutil.copytree(whole, restored)
        (restored / "record.db-wal").write_bytes(log[:cut])
        with opened(restored) as here:
            had = here.record.head().size
            found = fence(here)
            assert (found.behind, found.forked) == (size - had, False)
            assert found.open is (had == size)
            if not found.open:
                with pytest.raises(RefusedError, match=f"behind by {size - had}"):
                    append(here, [patrol(99)], by=here.signer(here.settings.machine), now=NOW)
                assert here.record.head().size == had
        behind.add(size - had)

    assert 0 in behind
    assert len(behind) > 3
