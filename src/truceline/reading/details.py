"""What a reading knows beside a claim and puts on no record: its words of time, its sectors."""

from dataclasses import dataclass

from truceline.reading.sighting import Sector
from truceline.reading.timex import Timex


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """Of one claim. Offsets are those of the readable text, not of the original."""

    time: Timex | None = None  # None: no words of its clause say when
    sectors: tuple[Sector, ...] = ()
