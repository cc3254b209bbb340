"""A text while it is drafted from: what was drawn so far, who undertook last. It reads nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from truceline.reading.drafting.bearing import (
    NOBODY,
    Bearing,
)
from truceline.reading.drafting.layout import Block
from truceline.reading.drafting.parties import Parties
from truceline.reading.drafting.proposal import (
    LeftOut,
    Proposal,
)
from truceline.reading.sentences import Token
from truceline.reading.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A proposal without its number and ties, and what these are found by."""

    label: str
    deed: str
    proposal: Proposal
    tie_span: Span


@dataclass(slots=True, kw_only=True)
class Desk:
    """One text while it is read."""

    folded: str
    blocks: Sequence[Block]
    parties: Parties
    binding: bool
    drawn: list[Drawn] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    before: Bearing = NOBODY  # who undertook last in the same clause
    label: str = ""
    schedules: set[int] = field(default_factory=set)  # blocks whose points are its steps
    points: dict[int, list[int]] = field(default_factory=dict)  # blocks a block leads to
    opened: dict[int, tuple[Token, ...]] = field(default_factory=dict)  # unfinished sentences
    too_many: bool = False
