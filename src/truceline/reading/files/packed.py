"""What a gzip file holds: one document. It unpacks no more than a document may have."""

import zlib

from truceline.reading.files.contents import (
    CONTENT,
    MAX_PART_BYTES,
    Contents,
    Part,
    damaged,
    failed,
    problem,
)
from truceline.terms.problem import Problem

BY = "gzip/1"
_GZIP = 16 + zlib.MAX_WBITS  # RFC 1952 header and checksum


def cut(document: bytes, *, media_type: str) -> Contents:  # noqa: ARG001 one shape for all cutters
    """The document in it, or as much as came before a cut."""
    unpacked = bytearray()
    rest, cut_short = document, False
    while rest:
        engine = zlib.decompressobj(_GZIP)
        try:
            unpacked += engine.decompress(rest, MAX_PART_BYTES + 1 - len(unpacked))
        except zlib.error as error:
            if not unpacked:
                return damaged(BY, "gzip", error)
            cut_short = True
            break
        if len(unpacked) > MAX_PART_BYTES:
            return failed(BY, _too_large())
        cut_short = not engine.eof
        rest = engine.unused_data.lstrip(b"\0") if engine.eof else b""
    if not unpacked:
        return damaged(BY, "gzip", "there is nothing in it")
    problems = (_cut_short(len(unpacked)),) if cut_short else ()
    return Contents(by=BY, parts=(Part(part=CONTENT, data=bytes(unpacked)),), problems=problems)


def _too_large() -> Problem:
    return problem(
        "too-large",
        f"Unpacked it has more than {MAX_PART_BYTES // 2**20} MiB; a document has at most that.",
        "It is kept as it came. Unpack it and send it in parts.",
    )


def _cut_short(size: int) -> Problem:
    return problem(
        "cut-short",
        f"The compressed file breaks off; the {size} bytes before that were taken out.",
        "Ask for the whole file; what came before the break is read.",
    )
