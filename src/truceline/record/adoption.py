"""Entries of another copy of the same record: what a store looks at before it takes them over.

It looks at the shape, and that the last checkpoint is about what is then on record. Signatures, and
the checkpoints between, are for verify.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from truceline.record import checkpoint as checkpoints
from truceline.record.edge import Edge
from truceline.record.leaf import TIME_LINE_BYTES, Admitted, admit
from truceline.record.store import ForkedRecordError


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """Entries with the checkpoints that were signed over them, by size."""

    admitted: tuple[Admitted, ...]
    signed: tuple[tuple[int, str], ...]
    root: bytes  # what the last checkpoint commits to


def adoption(leaves: Sequence[bytes], signed: Sequence[str], *, origin: str, size: int) -> Adoption:
    """What may be added to a record of `size` entries.

    Raises:
        ForkedRecordError: the checkpoints are not those of these entries in this record.
        ValueError: a leaf holds no signed note, or a checkpoint cannot be read.
    """
    read = [checkpoints.read(note) for note in signed]
    sizes = [one.size for one in read]
    stop = size + len(leaves)
    if not read or sizes[-1] != stop or sizes != sorted(set(sizes)) or sizes[0] <= size:
        raise ForkedRecordError(f"{stop} entries need checkpoints that end there, not at {sizes}")
    others = {one.origin for one in read} - {origin}
    if others:
        raise ForkedRecordError(f"a checkpoint is about {min(others)}, not about {origin}")
    return Adoption(
        admitted=tuple(admit(leaf[TIME_LINE_BYTES:]) for leaf in leaves),
        signed=tuple(zip(sizes, signed, strict=True)),
        root=read[-1].root,
    )


def require_led_to(edge: Edge, adopted: Adoption) -> None:
    """Raises ForkedRecordError: the entries have another root than the one that was signed."""
    if edge.root != adopted.root:
        raise ForkedRecordError(
            f"{edge.size} entries do not lead to the root that was signed for them"
        )
