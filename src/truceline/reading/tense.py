"""Which way an expression of time points: to what has been or to what is to come."""

import re

_TENSE = re.compile(
    r"\b(?:(?P<ahead>(?:will|shall|must|should|would|(?:is|are|was|were) to)"
    r" (?:[a-z]{2,15}ly )?be [a-z]{2,20}"
    r"|will|shall|must|should|would|(?-i:may)|is to|are to|was to|were to|to be held|due(?! to\b)"
    r"|(?:is|are|was|were|be|been) (?:due|planned|set|slated|timed|timetabled) (?:for|to)"
    r"|scheduled"
    r"|plan(?:s|ned)? to|agreed to|expected|set to|upcoming|deadline|ahead of|going to|intends? to"
    r"|ready to|pledged? to|undertook to|obliged to|ha(?:ve|s) to|later this|by the end)"
    r"|(?P<past>was|were|had|has|have|said|says|told|held|took|taken|began|broke|came|went|met|made"
    r"|wrote|fell|left|sent|gave|given|saw|seen|struck|shot|lost|won|since|after|ago"
    r"|[a-z]{2,20}ed))\b",
    re.IGNORECASE,
)
_BACKSHIFTED = re.compile(
    r"(?:would|was to|were to|agreed to|planned to|expected|scheduled|pledged to|undertook to"
    r"|due)\b",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.!?;]\s|\n")
_DEADLINE = re.compile(r"\b(?:by|until|till|later than|end of)\s(?:the\s)?\Z", re.IGNORECASE)
_WINDOW = 120


def ahead(text: str, start: int, *, end: int) -> bool:
    """Whether the nearest verb says it is still to come; the past is the press's own tense."""
    verb = _nearest(text, start, end=end)
    if verb is None:
        return _DEADLINE.search(text, max(0, start - _WINDOW), start) is not None
    return verb["ahead"] is not None


def pointing(text: str, start: int, *, end: int) -> tuple[bool, bool]:
    """As `ahead`; and whether it was still to come when settled: "agreed to wait until …"."""
    verb = _nearest(text, start, end=end)
    if verb is None:
        due = _DEADLINE.search(text, max(0, start - _WINDOW), start) is not None
        return due, due
    return verb["ahead"] is not None, _BACKSHIFTED.match(verb.group()) is not None


def past(text: str, start: int, *, end: int) -> bool:
    """Whether a verb says outright that it has been."""
    verb = _nearest(text, start, end=end)
    return verb is not None and verb["past"] is not None


def _nearest(text: str, start: int, *, end: int) -> re.Match[str] | None:
    """The last verb before it in its sentence, or else the first one after."""
    before = _STOP.split(text[max(0, start - _WINDOW) : start])[-1]
    verbs = list(_TENSE.finditer(before))
    if verbs:
        return verbs[-1]
    return _TENSE.search(_STOP.split(text[end : end + _WINDOW])[0])
