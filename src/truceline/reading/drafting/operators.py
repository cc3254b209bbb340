"""Words that bind, and where the words of each begin. It knows no deed."""

from collections.abc import Sequence

from truceline.reading.drafting.lexicon import Found, word_set
from truceline.reading.sentences import Token

_SUBORDINATES = word_set("subordinates")


_OPENS_CONTENT = word_set("opens_content")


_JOINS = frozenset({"and", "but", "nor", ";", ","})


def is_main(tokens: Sequence[Token], found: Found) -> bool:
    """Not in "which will link" nor "if they shall", and no noun or month."""
    word = tokens[found.first]
    before = tokens[found.first - 1].norm if found.first else ""
    if word.text == "May" or (word.norm in _ALSO_NOUNS and before in _BEFORE_NOUNS):
        return False
    if found.name == "clause" and before in _ALREADY_BOUND:
        return False
    at = _subordinate(tokens, found.first)
    if at is None:
        return True
    if tokens[at].norm == "that" and at and tokens[at - 1].norm in _OPENS_CONTENT:
        return True
    return tokens[at].norm in _ALSO_PREPOSITIONS and word.norm == "shall"


def _subordinate(tokens: Sequence[Token], stop: int) -> int | None:
    """The nearest word before that opens a side clause, in the same stretch between commas."""
    for at in range(stop - 1, -1, -1):
        if tokens[at].text in _STRETCH_ENDS:
            return None
        if tokens[at].norm in _SUBORDINATES and not _counts(tokens, at):
            return at
    return None


def _counts(tokens: Sequence[Token], at: int) -> bool:
    """As in "Once a month" opens nothing."""
    return tokens[at].norm == "once" and tokens[at + 1].norm in {"a", "every", "in"}


_ALSO_NOUNS = frozenset({"may", "agree", "ensure", "guarantee", "will"})
_BEFORE_NOUNS = frozenset({"the", "a", "of"})
# "Until that day the parties shall": a phrase of time, not a clause.
_ALSO_PREPOSITIONS = frozenset({"as", "before", "after", "since", "until", "till"})
_STRETCH_ENDS = frozenset(",;:()")
_ALREADY_BOUND = frozenset({"shall", "will", "must", "to", "also", "further"})


_OPENS_ADVERBIAL = word_set("opens_adverbial")


def without_adverbial(part: tuple[Token, ...]) -> tuple[Token, ...]:
    """As in "Within ten days, the Parties": the subject alone; "in particular," is none at all."""
    if not part or part[0].norm not in _OPENS_ADVERBIAL:
        return part
    commas = [at for at, token in enumerate(part) if token.text == ","]
    if commas:
        return part[commas[-1] + 1 :]
    return part


def that_bind(tokens: Sequence[Token], operators: Sequence[Found]) -> list[Found]:
    """Without "and this shall not take more than ...": that goes with the one before."""
    return [
        one
        for number, one in enumerate(operators)
        if not (number and one.first and tokens[one.first - 1].norm in {"this", "which"})
    ]


def calls(tokens: Sequence[Token], one: Found) -> bool:
    """As in "calls upon A to": who is called upon stands inside the words that bind."""
    return one.name == "to" and tokens[one.first].norm in {
        "calls",
        "call",
        "calling",
        "requests",
        "urges",
        "demands",
        "asks",
    }


def boundary(tokens: Sequence[Token], start: int, stop: int) -> int:
    """Where the next undertaking's own words begin: after the last "and" or comma that fits."""
    best = None
    for at in range(stop - 1, start, -1):
        if tokens[at].text == ";":
            return at
        if tokens[at].norm in {"and", "but", "nor"} and tokens[at - 1].text in {",", ";"}:
            return at - 1
        if tokens[at].norm in {"but", "nor"}:
            return at
        if tokens[at].norm == "and" and not _joins_names(tokens, at, stop):
            return at
        if tokens[at].text == "," and best is None and at < stop - 1:
            best = at
    return best if best is not None else stop


def _joins_names(tokens: Sequence[Token], at: int, stop: int) -> bool:
    """As in "Ardania and Velm shall", "the A and the B shall": one subject of two."""
    after = tokens[at + 1] if at + 1 < stop else None
    if after is None:
        return False
    capital = after.capital or (after.norm == "the" and at + 2 < stop and tokens[at + 2].capital)
    return (
        capital
        and tokens[at - 1].capital
        and at - 2 >= 0
        and tokens[at - 2].norm not in {"in", "from", "to", "of", "at"}
    )


def without_join(part: Sequence[Token]) -> tuple[Token, ...]:
    first = 0
    while first < len(part) and (
        part[first].norm in _JOINS or part[first].norm in {"further", "also"}
    ):
        first += 1
    return tuple(part[first:])
