"""The undertakings of a sentence: who, the word that binds, and what. It gives them no kind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from truceline.reading.drafting.lexicon import Found, find_deeds, find_operators
from truceline.reading.sentences import Token
from truceline.reading.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Undertaking:
    """One undertaking, as tokens of its sentence (and of the sentence it goes on with)."""

    start: int
    end: int
    subject: tuple[Token, ...]  # before the word that binds; empty: as in the one before
    binds: str  # bare, to, ing, clause, stated; "" for a sentence without a verb
    word: Span  # the word that binds
    predicate: tuple[Token, ...]
    forbids: bool
    shares_subject: bool = False


def undertakings(
    tokens: Sequence[Token], *, bare_modals: bool = True, stated: bool = True
) -> tuple[Undertaking, ...]:
    """All of a sentence, in order.

    `stated`: in a numbered text "prisoners are exchanged" and "Release of all prisoners" bind too.
    """
    operators = [
        one
        for one in find_operators(tokens)
        if _is_main(tokens, one)
        and (bare_modals or tokens[one.first].norm in _ALWAYS or one.name == "to")
    ]
    if operators:
        return tuple(_bound(tokens, operators))
    return tuple(_stated(tokens)) if stated else ()


_ALWAYS = frozenset({"shall"})
_SUBORDINATES = frozenset(
    [
        "which",
        "that",
        "who",
        "whom",
        "whose",
        "where",
        "when",
        "whenever",
        "if",
        "unless",
        "until",
        "till",
        "while",
        "as",
        "because",
        "since",
        "although",
        "so",
        "whether",
        "before",
        "after",
        "once",
        "provided",
        "how",
        "what",
    ]
)
_OPENS_CONTENT = frozenset(
    [
        "agree",
        "agrees",
        "agreed",
        "decide",
        "decides",
        "decided",
        "announce",
        "announces",
        "declare",
        "declares",
        "undertake",
        "undertakes",
        "accept",
        "accepts",
        "understand",
        "stipulate",
        "determine",
        "resolves",
    ]
)
_JOINS = frozenset({"and", "but", "nor", ";", ","})
_NEVER = frozenset({"not", "never", "nor", "neither", "without", "n't"})
_NO_SUBJECT = frozenset({"no", "neither", "none", "nobody"})
_LIMITS = frozenset({"more", "later", "fewer", "less", "longer", "exceeding", "limited", "only"})
_TO_KINDS = frozenset({"to", "ing", "clause"})
_MIN_WORDS = 5  # a heading has fewer


def _is_main(tokens: Sequence[Token], found: Found) -> bool:
    """Not in "which will link", "if they shall", nor "and will" in the same aside."""
    if (
        tokens[found.first].norm in {"may", "agree", "ensure", "guarantee", "will"}
        and found.first
        and tokens[found.first - 1].norm in {"the", "a", "of"}
    ):
        return False  # "the will", "of May"
    if tokens[found.first].text == "May":
        return False
    before = tokens[found.first - 1].norm if found.first else ""
    if found.name == "clause" and before in _ALREADY_BOUND:
        return False
    at = found.first - 1
    while at >= 0 and tokens[at].text not in ",;:()":
        norm = tokens[at].norm
        if norm in _SUBORDINATES and not (
            norm == "once" and tokens[at + 1].norm in {"a", "every", "in"}
        ):
            if norm == "that" and at and tokens[at - 1].norm in _OPENS_CONTENT:
                return True
            return norm in {
                "as",
                "before",
                "after",
                "since",
                "that",
                "until",
                "once",
                "so",
                "till",
            } and _closed(tokens, at, found.first)
        at -= 1
    return True


def _closed(tokens: Sequence[Token], at: int, until: int) -> bool:
    """Whether "until the 1st" or "after that day" before a subject is a phrase, not a clause."""
    return any(token.norm in {"shall"} for token in tokens[until : until + 1]) and tokens[
        at
    ].norm not in {"so", "that", "once"}


def _bound(tokens: Sequence[Token], operators: Sequence[Found]) -> Iterator[Undertaking]:
    begins = [0]
    operators = _own(tokens, operators)
    for before, one in zip(operators, operators[1:], strict=False):
        begins.append(_boundary(tokens, before.last + 1, one.first))
    ends = [*begins[1:], len(tokens)]
    subject: tuple[Token, ...] = ()
    for number, (one, begin, end) in enumerate(zip(operators, begins, ends, strict=True)):
        own = _without_adverbial(_without_join(tokens[begin : one.first]))
        shares = not own and number > 0
        subject = subject if shares else own
        if (
            one.name == "clause" and tokens[one.first].norm.startswith(("call", "authori"))
        ) or _calls(tokens, one):
            subject = tuple(tokens[one.first : one.last + 1])
        yield from _parts(tokens, one, subject=subject, begin=begin, end=end, shares=shares)


_ALREADY_BOUND = frozenset({"shall", "will", "must", "to", "also", "further"})
_OPENS_ADVERBIAL = frozenset(
    [
        "on",
        "by",
        "within",
        "upon",
        "in",
        "after",
        "from",
        "following",
        "at",
        "if",
        "when",
        "once",
        "as",
        "until",
        "before",
        "immediately",
        "under",
        "during",
        "where",
        "no",
        "not",
        "for",
        "unless",
        "provided",
        "simultaneously",
        "since",
        "through",
        "with",
        "to",
        "while",
        "having",
    ]
)


def _without_adverbial(part: tuple[Token, ...]) -> tuple[Token, ...]:
    """ "Within ten days, the Parties": the subject alone; "in particular," is none at all."""
    if not part or part[0].norm not in _OPENS_ADVERBIAL:
        return part
    commas = [at for at, token in enumerate(part) if token.text == ","]
    if commas:
        return part[commas[-1] + 1 :]
    return part


def _own(tokens: Sequence[Token], operators: Sequence[Found]) -> list[Found]:
    """Without "and this shall not take more than ...": that goes with the one before."""
    return [
        one
        for number, one in enumerate(operators)
        if not (number and one.first and tokens[one.first - 1].norm in {"this", "which"})
    ]


def _calls(tokens: Sequence[Token], one: Found) -> bool:
    """ "calls upon A to": who is called upon stands inside the words that bind."""
    return one.name == "to" and tokens[one.first].norm in {
        "calls",
        "call",
        "calling",
        "requests",
        "urges",
        "demands",
        "asks",
    }


def _boundary(tokens: Sequence[Token], start: int, stop: int) -> int:
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
    """ "Ardania and Velm shall", "the A and the B shall": one subject of two."""
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
    denied = _is_denied(tokens, one) or _denies(subject)
    for number, (start, stop) in enumerate(zip(cuts, cuts[1:], strict=False)):
        binds_itself = one.name == "clause" and number == 0  # "guarantees" is the deed as well
        own = _without_join(tokens[one.first if binds_itself else start : stop])
        no_longer = denied and (number == 0 or one.name == "bare")
        edge = begin if number == 0 else start
        words = _without_join(tokens[edge:stop]) or tuple(tokens[edge:stop])
        if not words:
            continue
        yield Undertaking(
            start=words[0].start,
            end=words[-1].end,
            subject=subject,
            binds=one.name,
            word=(tokens[one.first].start, tokens[one.last].end),
            predicate=own,
            forbids=no_longer or _forbids(own),
            shares_subject=shares or number > 0,
        )


def _denies(subject: Sequence[Token]) -> bool:
    """ "Neither side", "no forces", "only the police": the others shall not."""
    return bool(subject) and (
        subject[0].norm in {"no", "only"}
        or any(token.norm in _NO_SUBJECT - {"no"} for token in subject)
        or any(
            token.norm == "no" and before.norm == "on"
            for before, token in zip(subject, subject[1:], strict=False)
        )
    )


def _is_denied(tokens: Sequence[Token], one: Found) -> bool:
    inside = any(token.norm in _NEVER for token in tokens[one.first : one.last + 1])
    limit = one.last + 1 < len(tokens) and tokens[one.last + 1].norm in _LIMITS
    return inside and not limit


def _forbids(part: Sequence[Token]) -> bool:
    """ "not recruit", "neither shall", "bring no reinforcements": the denial in the first words."""
    for at, token in enumerate(part[:5]):
        after = part[at + 1].norm if at + 1 < len(part) else ""
        if token.text in ",;":
            return False
        if token.norm in {"not", "never", "nor", "neither"}:
            return after not in _LIMITS
        if token.norm == "no" and 0 < at < 4:  # noqa: PLR2004 "bring in no weapons", not a later one
            return after not in _LIMITS
    return False


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
            and at - last > 2
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


_BASES = frozenset(
    [
        "withdraw",
        "open",
        "close",
        "release",
        "hand",
        "confiscate",
        "dismantle",
        "disarm",
        "remove",
        "allow",
        "permit",
        "grant",
        "guarantee",
        "ensure",
        "keep",
        "protect",
        "return",
        "deploy",
        "redeploy",
        "vacate",
        "submit",
        "report",
        "notify",
        "inform",
        "meet",
        "establish",
        "form",
        "create",
        "set",
        "complete",
        "lift",
        "restore",
        "transfer",
        "exchange",
        "clear",
        "destroy",
        "refrain",
        "cease",
        "stop",
        "facilitate",
        "respect",
        "maintain",
        "provide",
        "deliver",
        "surrender",
        "send",
        "begin",
        "prepare",
        "publish",
        "investigate",
        "continue",
        "comply",
        "list",
        "move",
        "withdraw",
        "end",
        "drop",
        "give",
        "take",
        "prevent",
        "halt",
        "carry",
        "observe",
        "monitor",
    ]
)


def _without_join(part: Sequence[Token]) -> tuple[Token, ...]:
    first = 0
    while first < len(part) and (
        part[first].norm in _JOINS or part[first].norm in {"further", "also"}
    ):
        first += 1
    return tuple(part[first:])


def _stated(tokens: Sequence[Token]) -> Iterator[Undertaking]:
    """A sentence of a numbered text that binds without a word for it."""
    deeds = find_deeds(tokens)
    finite = next((one for one in deeds if _is_finite(tokens, one)), None)
    if finite is not None:
        begin = finite.first - (tokens[finite.first - 1].norm in _BE)
        yield _one(
            tokens,
            subject=tokens[:begin],
            word=(tokens[begin].start, tokens[finite.last].end),
            predicate=tokens[begin:],
            binds="stated",
        )
    elif deeds and deeds[0].first < _MIN_WORDS and len(tokens) > _MIN_WORDS:
        yield _one(
            tokens, subject=(), word=(tokens[0].start, tokens[0].end), predicate=tokens, binds=""
        )


_BE = frozenset({"is", "are", "be"})
_NOT_BEFORE_A_VERB = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "to",
        "for",
        "in",
        "on",
        "by",
        "with",
        "from",
        "under",
        "and",
        "or",
        "this",
        "that",
        "its",
        "their",
        "all",
        "any",
        "no",
        "his",
        "her",
        "such",
        "as",
        "at",
        "into",
        "safe",
        "free",
        "full",
        "immediate",
        "permanent",
        "total",
    ]
)
_ADVERBS = frozenset(
    {"fully", "immediately", "also", "permanently", "hereby", "further", "gradually"}
)


def _is_finite(tokens: Sequence[Token], one: Found) -> bool:
    word, before = tokens[one.first], tokens[one.first - 1] if one.first else None
    if before is None or word.capital:
        return False
    if before.norm in _ADVERBS and one.first > 1:
        before = tokens[one.first - 2]
    if before.norm in _BE:
        return True
    if (
        before.norm in _NOT_BEFORE_A_VERB
        or before.text in {",", "(", '"'}
        or word.norm.endswith(("ing", "ed", "tion", "ment", "al"))
    ):
        return False
    third = word.norm.endswith("s") and not before.norm.endswith("s")
    plural = not word.norm.endswith("s") and (
        before.norm.endswith("s") or _two_names(tokens, one.first)
    )
    return third or plural


def _two_names(tokens: Sequence[Token], at: int) -> bool:
    return at > 2 and tokens[at - 1].capital and tokens[at - 2].norm == "and"  # noqa: PLR2004


def _one(
    words: Sequence[Token],
    *,
    subject: Sequence[Token],
    word: Span,
    predicate: Sequence[Token],
    binds: str,
) -> Undertaking:
    return Undertaking(
        start=words[0].start,
        end=words[-1].end,
        subject=tuple(subject),
        binds=binds,
        word=word,
        predicate=tuple(predicate),
        forbids=_denies(subject),
    )
