"""Sentences that bind without a word for it: prisoners are exchanged. Only in numbered texts."""

from collections.abc import Iterator, Sequence

from truceline.reading.drafting.denials import denies, forbids
from truceline.reading.drafting.lexicon import Found, find_deeds, word_set
from truceline.reading.drafting.undertaking import Undertaking
from truceline.reading.sentences import Token
from truceline.reading.spans import Span

_MIN_WORDS = 5  # a heading has fewer


def without_a_word(tokens: Sequence[Token]) -> Iterator[Undertaking]:
    """A sentence of a numbered text that binds without a word for it."""
    if tokens[0].norm in {"to", "not"}:  # points: "(a) To refrain from"
        word = tokens[0].start, tokens[0].end
        yield _one(tokens, subject=(), word=word, predicate=tokens, binds="")
        return
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


_NOT_BEFORE_A_VERB = word_set("not_before_a_verb")


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
        forbids=denies(subject) or (not binds and forbids(predicate)),
    )
