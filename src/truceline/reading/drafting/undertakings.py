"""The undertakings of a sentence: who, the word that binds, and what. It gives them no kind."""

import itertools
from collections.abc import Iterator, Sequence

from truceline.reading.drafting.denials import denies, forbids, is_denied
from truceline.reading.drafting.lexicon import Found, find_deeds, find_operators, word_set
from truceline.reading.drafting.operators import (
    boundary,
    calls,
    is_main,
    that_bind,
    without_adverbial,
    without_join,
)
from truceline.reading.drafting.stated import without_a_word
from truceline.reading.drafting.undertaking import Undertaking
from truceline.reading.sentences import Token


def undertakings(tokens: Sequence[Token], *, stated: bool = True) -> tuple[Undertaking, ...]:
    """All of a sentence, in order.

    `stated`: in a numbered text "prisoners are exchanged" and "Release of all prisoners" bind too.
    """
    operators = [one for one in find_operators(tokens) if is_main(tokens, one)]
    if operators:
        return tuple(_bound(tokens, operators))
    return tuple(without_a_word(tokens)) if stated else ()


_NEAREST = 2  # words between two verbs that are one deed: "list and classify"
_TO_KINDS = frozenset({"to", "ing", "clause"})


def _bound(tokens: Sequence[Token], operators: Sequence[Found]) -> Iterator[Undertaking]:
    begins = [0]
    operators = that_bind(tokens, operators)
    for before, one in itertools.pairwise(operators):
        begins.append(boundary(tokens, before.last + 1, one.first))
    ends = [*begins[1:], len(tokens)]
    subject: tuple[Token, ...] = ()
    for number, (one, begin, end) in enumerate(zip(operators, begins, ends, strict=True)):
        own = without_adverbial(without_join(tokens[begin : one.first]))
        shares = not own and number > 0
        subject = subject if shares else own
        if (
            one.name == "clause" and tokens[one.first].norm.startswith(("call", "authori"))
        ) or calls(tokens, one):
            subject = tuple(tokens[one.first : one.last + 1])
        yield from _parts(tokens, one, subject=subject, begin=begin, end=end, shares=shares)


def _parts(
    tokens: Sequence[Token],
    one: Found,
    *,
    subject: tuple[Token, ...],
    begin: int,
    end: int,
    shares: bool,
) -> Iterator[Undertaking]:
    first = one.last + 1
    cuts = [first, *_cuts(tokens, first, end=end, infinitive=one.name in _TO_KINDS), end]
    denied = is_denied(tokens, one) or denies(subject)
    for number, (start, stop) in enumerate(itertools.pairwise(cuts)):
        binds_itself = one.name == "clause" and number == 0  # "guarantees" is the deed as well
        own = without_join(tokens[one.first if binds_itself else start : stop])
        no_longer = denied and (number == 0 or one.name == "bare")
        edge = begin if number == 0 else start
        words = without_join(tokens[edge:stop]) or tuple(tokens[edge:stop])
        if not words:
            continue
        yield Undertaking(
            start=words[0].start,
            end=words[-1].end,
            subject=subject,
            binds=one.name,
            word=(tokens[one.first].start, tokens[one.last].end),
            predicate=own,
            forbids=no_longer or forbids(own),
            shares_subject=shares or number > 0,
        )


def _cuts(tokens: Sequence[Token], first: int, *, end: int, infinitive: bool) -> Iterator[int]:
    """Where "and to send", ", to open" or "and confiscate" begin a further undertaking."""
    last = first
    verbs = _verb_places(tokens, first, end=end)
    for at in range(first + 2, end - 1):
        joined = tokens[at].norm in {"and", "but", "nor"} or tokens[at].text == ";"
        if not joined:
            continue
        after = at + 1
        while after < end and tokens[after].norm in {"further", "then", "also", "thereafter"}:
            after += 1
        if after >= end:
            return
        if (
            infinitive
            and (
                tokens[after].norm == "to"
                or (
                    tokens[after].norm == "not"
                    and after + 1 < end
                    and tokens[after + 1].norm == "to"
                )
            )
        ) or (
            after in verbs
            and at - last > _NEAREST
            and tokens[at - 1].norm not in _BASES
            and _has_object(tokens, after, end)
        ):
            yield at
            last = at


def _has_object(tokens: Sequence[Token], verb: int, end: int) -> bool:
    return verb + 1 < end and tokens[verb + 1].text not in {",", ".", ";", ")"}


def _verb_places(tokens: Sequence[Token], first: int, *, end: int) -> frozenset[int]:
    """Base forms that a deed begins with: what "shall" can still govern after "and"."""
    return frozenset(
        first + one.first
        for one in find_deeds(tokens[first:end])
        if tokens[first + one.first].norm in _BASES
    )


_BASES = word_set("bases")
