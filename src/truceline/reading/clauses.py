"""Where the clauses of a sentence begin. It names no subject and no verb."""

from collections.abc import Sequence
from dataclasses import dataclass

from truceline.reading.quotations import Quotation
from truceline.reading.sentences import Sentence, Token
from truceline.reading.wordlists import words

BACKGROUND = frozenset({"since", "after", "before", "following", "despite", "until", "during"})
STRONG_MARKS = frozenset({";", ":", "\u2014", "\u2013", "(", ")"})  # and one on each side
_TURNS = frozenset({"but", "while", "whereas", "although", "though"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """Tokens first..last (inclusive). `hard` clauses stand apart from what is before them."""

    first: int
    last: int
    hard: bool
    background: bool  # tells when or why, not what: "since the war ended"

    def holds(self, index: int) -> bool:
        return self.first <= index <= self.last


def clauses(sentence: Sentence, spoken: Sequence[Quotation]) -> tuple[Clause, ...]:
    """The sentence cut at every mark, conjunction and relative; never empty."""
    tokens = sentence.tokens
    starts = [(0, True)]
    for at in range(1, len(tokens)):
        hard = _boundary(tokens, at, spoken)
        if hard is not None:
            starts.append((at, hard))
    ends = [start - 1 for start, _ in starts[1:]] + [len(tokens) - 1]
    return tuple(
        Clause(first=first, last=last, hard=hard, background=_behind(tokens, first))
        for (first, hard), last in zip(starts, ends, strict=True)
        if first <= last
    )


def _boundary(tokens: Sequence[Token], at: int, spoken: Sequence[Quotation]) -> bool | None:
    """None for none, else whether it is hard."""
    before, token = tokens[at - 1], tokens[at]
    if before.text in STRONG_MARKS or _edge(before, token, spoken):
        return True
    if token.norm in _TURNS:
        return before.text == "," or _subject_like(tokens, at + 1)
    if before.text == ",":
        norm = token.norm
        opens = norm in words("relatives") | {"with"} or norm.endswith("ing")
        return opens or (norm == "and" and _new_subject(tokens, at + 1))
    breaks = token.norm in {"and", "or"} or token.norm in words("breakers") | BACKGROUND
    return False if breaks else None


def _edge(before: Token, token: Token, spoken: Sequence[Quotation]) -> bool:
    """Whether speech begins or ends between the two."""
    edges = (edge for quote in spoken if quote.speech for edge in (quote.start, quote.end))
    return any(before.start < edge <= token.start for edge in edges)


def _new_subject(tokens: Sequence[Token], at: int) -> bool:
    """Whether a capital or pronoun begins a clause of its own: "and Doe said"."""
    ahead = tokens[at : at + 6]
    if not ahead or not (ahead[0].capital or ahead[0].norm in words("they") | words("he")):
        return False
    return any(token.norm in words("auxiliaries") for token in ahead[1:])


def _subject_like(tokens: Sequence[Token], at: int) -> bool:
    """As in "but Doe", "but the army"; not "slow but steady"."""
    if at >= len(tokens):
        return False
    return tokens[at].capital or tokens[at].norm in words("determiners") | words("they") | words(
        "he"
    )


def _behind(tokens: Sequence[Token], first: int) -> bool:
    at = first
    while at < len(tokens) - 1 and not tokens[at].word:
        at += 1
    return tokens[at].norm in BACKGROUND and not _is_time(tokens, at + 1)


def _is_time(tokens: Sequence[Token], at: int) -> bool:
    """As in "since November", "after 9 May": a date, not a clause."""
    ahead = tokens[at : at + 2]
    return any(token.text[0].isdigit() or token.capital for token in ahead)
