"""The problems of reading by a language model, in our own words. They repeat no word of a text."""

from truceline.reading.asked.failure import Failure, Why
from truceline.reading.asked.windows import MOST_CHARS
from truceline.terms.problem import Problem

UNASKED, TOO_LONG = "language-model-not-asked", "too-long-for-language-model"
UNREAD = frozenset({UNASKED, TOO_LONG})  # a document with one of these has not been read
_REMEDIES = {
    Why.MISSING: "Install them: pip install 'truceline[llm]'. Or read by rule, without --reader.",
    Why.KEY: "Set the variable to the key alone, and use an https address where it travels.",
    Why.UNREACHED: "Check the address, and that the server runs; then run it again.",
    Why.SLOW: "See what the server is doing, or take a smaller model; then run it again.",
    Why.BUSY: "Wait a while, then run it again: what was answered need not be asked again if a "
    "folder for answers is set.",
    Why.REFUSED: "Check the name of the model, the key in TRUCELINE_LLM_KEY, and the address; "
    "then run it again.",
    Why.UNUSABLE: "Take a model that can answer in a given form of JSON.",
}


def unasked(failure: Failure, sentences: int) -> Problem:
    return Problem(
        code=UNASKED,
        where="document",
        message=f"The language model was not asked to the end: {failure.told}. "
        f"{_counted(sentences)} of this document {_were(sentences)} not read.",
        remedy=_REMEDIES[failure.why],
    )


def unusable(failure: Failure, sentences: int) -> Problem:
    return Problem(
        code="language-model-unusable",
        where="document",
        message=f"The language model gave no usable answer, nor when asked again: {failure.told}. "
        f"{_counted(sentences)} of this document {_were(sentences)} not read.",
        remedy=_REMEDIES[Why.UNUSABLE],
    )


def ungrounded(claims: int) -> Problem | None:
    if not claims:
        return None
    return Problem(
        code="ungrounded",
        where="document",
        message=f"{claims} of the language model's claims {'rest' if claims > 1 else 'rests'} on "
        "words that do not stand in the text, nor when asked again, and "
        f"{_were(claims)} dropped. The board shows nothing of them.",
        remedy="Read the document beside its claims before you rely on it, or read it by rule.",
    )


def left_out(fields: int) -> Problem | None:
    if not fields:
        return None
    return Problem(
        code="ungrounded-fields",
        where="document",
        message=f"{fields} of the names, times and numbers that the language model gave "
        f"{_were(fields)} left out of claims: the words do not stand in the sentence, or nothing "
        "here knows them.",
        remedy="Add names that are missing to the agreement's file.",
    )


def unshown(sentences: int) -> Problem | None:
    if not sentences:
        return None
    return Problem(
        code="sentence-too-long",
        where="document",
        message=f"{_counted(sentences)} of more than {MOST_CHARS} characters "
        f"{_were(sentences)} not shown to the language model, and not read.",
        remedy="Such a sentence is mostly a list or a table: send it as text with full stops.",
    )


def too_long(sentences: int) -> Problem:
    return Problem(
        code=TOO_LONG,
        where="document",
        message=f"{sentences} sentences are more than a language model is asked about; none was "
        "sent, and nothing was read.",
        remedy="Send it in parts, or read it by rule.",
    )


def _counted(sentences: int) -> str:
    return f"{sentences} sentence" if sentences == 1 else f"{sentences} sentences"


def _were(count: int) -> str:
    return "was" if count == 1 else "were"
