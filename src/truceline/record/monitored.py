"""Where the latest checkpoint that somebody has cosigned is found: a path below a log's prefix.

Each witness and the quorum of the policy has a prefix there, and below it the path that
c2sp.org/tlog-witness gives to a witness: whoever can ask a witness can ask there as well.
"""

import re
from hashlib import sha256

COSIGNED = "cosigned"  # below it, a prefix for each name

_PLAIN = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,62}", re.ASCII)


def monitored(name: str, origin: str) -> str:
    """Names are octets of any kind; those that are no plain words stand there by their hash."""
    octets = name.encode(errors="surrogateescape")
    word = name if _PLAIN.fullmatch(name) else sha256(octets).hexdigest()
    return f"{COSIGNED}/{word}/{latest(origin)}"


def latest(origin: str) -> str:
    """Below a witness's own prefix."""
    return f"{sha256(origin.encode()).hexdigest()}/checkpoint"
