"""Why no usable answer came, in words of our own. What a server says of it is never shown."""

from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """What kept an answer from us."""

    MISSING = "missing"  # the package is not installed
    KEY = "key"  # there is none, or it may not be sent
    UNREACHED = "unreached"  # no connection, or one that broke
    SLOW = "slow"  # no whole answer in time
    BUSY = "busy"  # the server has too much to do, or an error of its own
    REFUSED = "refused"  # the server knows no such model or key, or wants no such request
    UNUSABLE = "unusable"  # an answer came, and is not one


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One question without an answer."""

    why: Why
    told: str  # a clause: "it answered 503"
    wait_s: float = 0.0  # for how long the server asked to be left alone

    @property
    def again(self) -> bool:
        """Whether the same question may be answered a little later."""
        return self.why in {Why.UNREACHED, Why.SLOW, Why.BUSY}

    @property
    def final(self) -> bool:
        """Whether there is no sense in asking anything further about this document."""
        return self.why is not Why.UNUSABLE
