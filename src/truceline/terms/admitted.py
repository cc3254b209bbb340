"""An entry out of our own record, read once and not checked again. Not for anybody else's files.

Admission took it only in its one form and under good signatures (codec.decode, record/authors.py),
no program changes it afterwards, and `verify` looks at all of that again. So the spelling, the
envelope and the signatures are left alone here; the fact is still read by its types, and its
constructor still refuses what cannot be.
"""

from functools import reduce
from operator import or_

import msgspec

from truceline.terms.codec import KINDS, OLDER, decode_leaf, decode_time
from truceline.terms.entry import Entry, Fact, Told

_TIME_BYTES = len("2026-03-02T07:05:00.123Z")
_SIGNED = "\n\n— ".encode()  # what stands between the line and its author; the line has no newline


class _Line(msgspec.Struct, frozen=True):
    """Of an entry's line, only the fact."""

    body: Fact


# One shape for each kind, told apart by `type`; of the envelope nothing else is looked at.
_SHAPES = [
    msgspec.defstruct(
        "Admitted", [("body", fact)], bases=(_Line,), frozen=True, tag_field="type", tag=kind
    )
    for kind, fact in (KINDS | OLDER).items()
]
_LINE: msgspec.json.Decoder[_Line] = msgspec.json.Decoder(reduce(or_, _SHAPES))


def told(leaf: bytes) -> Told:
    """What was said in a leaf that was admitted, and by whom.

    Raises:
        ValueError: it is none; in the words of `decode_leaf`.
    """
    try:
        end = leaf.index(b"\n", _TIME_BYTES + 1)
        if not leaf.startswith(_SIGNED, end):
            return decode_leaf(leaf)
        name = end + len(_SIGNED)
        return Told(
            by=leaf[name : leaf.index(b" ", name)].decode(),
            fact=_LINE.decode(leaf[_TIME_BYTES + 1 : end]).body,
        )
    except (ValueError, msgspec.MsgspecError, RecursionError):
        return decode_leaf(leaf)  # says what is wrong


def admitted(leaf: bytes) -> Entry:
    """The entry in a leaf that was admitted, with the time at which it was.

    Raises:
        ValueError: as `told` does.
    """
    said = told(leaf)
    return Entry(at=decode_time(leaf[:_TIME_BYTES].decode()), by=said.by, fact=said.fact)
