"""Whom somebody tells: "told TASS on Monday", "told a news conference". They never speak here."""

from collections.abc import Sequence
from functools import cache

from truceline.reading.gazetteer import Form
from truceline.reading.inflection import forms
from truceline.reading.mention import Mention
from truceline.reading.sentences import Token
from truceline.reading.wordlists import phrases, words

_LONGEST = 5  # words of an audience: "a group of foreign reporters" is cut at "of"


def audience_end(tokens: Sequence[Token], named: Sequence[Mention], at: int) -> int:
    """The last token of whom the verb of telling at `at` is told to; `at` where nobody is."""
    if tokens[at].norm not in _telling():
        return at
    agency = {last for m in named if m.form is Form.AGENCY for last in range(m.first, m.last + 1)}
    end = at
    for here in range(at + 1, min(at + 1 + _LONGEST, len(tokens))):
        token = tokens[here]
        if token.norm == "that" and here > at + 1:
            return here - 1  # whoever it is: only what is told follows
        if not token.word or token.norm in words("prepositions") | words("auxiliaries"):
            break
        if here in agency or token.norm in phrases("audiences"):
            end = here
    return end


@cache
def _telling() -> frozenset[str]:
    return frozenset(forms("tell"))
