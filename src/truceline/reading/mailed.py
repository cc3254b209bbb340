"""Which lines of a text are a mail's head, or what an earlier mail said. It reads no mail."""

import re
from collections.abc import Sequence

from truceline.terms.entry import NoiseKind

_HEAD = re.compile(r"(?:From|To|Cc|Bcc|Date|Sent|Subject|Reply-To|Importance): ")  # RFC 5322
_INTRODUCES = re.compile(r"\b(?:wrote|writes):\s*$")
_PASSED_ON = re.compile(
    r"-{2,}\s?(?:original message|forwarded message)|begin forwarded message", re.IGNORECASE
)


def of_mail(lines: Sequence[str]) -> dict[int, NoiseKind]:
    """Heads of mails, at least two of their lines together, and what earlier mails said."""
    heads = {i for i, line in enumerate(lines) if _HEAD.match(line)}
    found = {i: NoiseKind.CHROME for i in heads if {i - 1, i + 1} & heads}
    quoted = {i for i, line in enumerate(lines) if line.startswith(">")}
    introduced = {i - 1 for i in quoted if i and _INTRODUCES.search(lines[i - 1])}
    passed_on = {i for i, line in enumerate(lines) if _PASSED_ON.match(line)}
    found |= dict.fromkeys(quoted, NoiseKind.REPEAT)
    return found | dict.fromkeys((introduced - quoted) | passed_on, NoiseKind.CHROME)
