"""Who put a document out, by the heading over it: "Daily report of the X". It reads no sentence.

A headline that only tells of somebody names no issuer.
"""

from collections.abc import Iterator, Sequence

from truceline.reading.gazetteer import Entry, Form, known
from truceline.reading.sentences import Token, tokenize
from truceline.reading.wordlists import speaking, words
from truceline.terms.claim import Actor
from truceline.terms.names import Kind, Names

_HEADINGS = 3  # lines over a text among which it may say whose it is
_ISSUERS = frozenset({Kind.PARTY, Kind.STATE, Kind.FORCE, Kind.BODY})


def issuer(plain: str, headings: Sequence[tuple[int, int]], names: Names) -> Actor | None:
    """The one force, body, party or state in the first heading that calls itself a report."""
    for start, end in headings[:_HEADINGS]:
        tokens = tokenize(plain, start=start, end=end)
        if not any(token.norm in words("issued") for token in tokens):
            continue
        if any(token.norm in speaking() - words("issued") for token in tokens):
            return None  # "X report says": a headline
        found = list(dict.fromkeys(entry.actor for entry in _named(tokens, names)))
        return found[0] if len(found) == 1 else None
    return None


def _named(tokens: Sequence[Token], names: Names) -> Iterator[Entry]:
    at, those = 0, known(names)
    while at < len(tokens):
        hit = those.at(tokens, at)
        if hit and hit[0].form is Form.NAME and hit[0].kind in _ISSUERS:
            yield hit[0]
        at += hit[1] if hit else 1
