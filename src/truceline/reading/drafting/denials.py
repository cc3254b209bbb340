"""Whether words deny: not, neither, no, only. It knows no deed."""

import itertools
from collections.abc import Sequence

from truceline.reading.drafting.lexicon import Found, word_set
from truceline.reading.sentences import Token

_NEVER = frozenset({"not", "never", "nor", "neither", "without", "n't"})


_NO_SUBJECT = frozenset({"no", "neither", "none", "nobody"})


_LIMITS = word_set("limits")


def denies(subject: Sequence[Token]) -> bool:
    """As in "Neither side", "no forces", "only the police": the others shall not."""
    return bool(subject) and (
        subject[0].norm in {"no", "only"}
        or any(token.norm in _NO_SUBJECT - {"no"} for token in subject)
        or any(
            token.norm == "no" and before.norm == "on"
            for before, token in itertools.pairwise(subject)
        )
    )


def is_denied(tokens: Sequence[Token], one: Found) -> bool:
    inside = any(token.norm in _NEVER for token in tokens[one.first : one.last + 1])
    limit = one.last + 1 < len(tokens) and tokens[one.last + 1].norm in _LIMITS
    return inside and not limit


def forbids(part: Sequence[Token]) -> bool:
    """As in "not recruit", "bring no reinforcements": the denial stands in the first words."""
    for at, token in enumerate(part[:5]):
        after = part[at + 1].norm if at + 1 < len(part) else ""
        if token.text in ",;":
            return False
        if token.norm in {"not", "never", "nor", "neither"}:
            return after not in _LIMITS
        if token.norm == "no" and 0 < at < 4:  # noqa: PLR2004 "bring in no weapons", not a later one
            return after not in _LIMITS
    return False
