"""What an audit knew of a record when it ended: kept by the auditor beside the checkpoint.

It spares reading those entries again; that they are still the same, their root says. Whoever could
write it could make the next audit count wrongly: it belongs where the record's keeper cannot write.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from truceline.record.chains import Chain
from truceline.record.checkpoint import Checkpoint
from truceline.record.keyring import Keyring
from truceline.record.leaf import Said
from truceline.terms.codec import canonical, load

MAX_STATE_BYTES = 1 << 26


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """The keys and the authors' counts after the first `size` entries, whose root this is."""

    size: int
    root: bytes
    ring: Keyring
    said: Mapping[str, Said]
    chains: Mapping[str, Chain]
    v: int = 1  # of this form: of another, it is made anew


def dumped(state: Audited) -> bytes:
    """To be kept: its own hash, by which damage shows, and the state."""
    body = canonical(state)
    return sha256(body).hexdigest().encode() + b"\n" + body


def loaded(kept: bytes, checkpoint: Checkpoint) -> Audited:
    """The state again, of the entries that this checkpoint commits to.

    Raises:
        ValueError: there is none, it is damaged, or it is of other entries.
    """
    if not kept:
        raise ValueError("no state is kept beside the checkpoint")
    told, _, body = kept.partition(b"\n")
    if len(kept) > MAX_STATE_BYTES or told != sha256(body).hexdigest().encode():
        raise ValueError("the state beside the checkpoint is damaged")
    state = load(body, Audited)
    if state.v != 1:
        raise ValueError("the state beside the checkpoint is of another version")
    if (state.size, state.root) != (checkpoint.size, checkpoint.root):
        raise ValueError(f"the state beside the checkpoint is of {state.size} entries, not these")
    return state
