"""Slips of the pen: a word meant for another. It knows no word itself."""

SHORTEST = 8  # letters: a shorter word has too many neighbours to be a slip of the pen
LONGEST = 24
_PAIR = 2


def cuts(word: str) -> tuple[str, ...]:
    return (word, *(word[:at] + word[at + 1 :] for at in range(len(word))))


def is_slip(written: str, meant: str) -> bool:
    """A letter left out, put in, struck twice or exchanged with the next.

    Any other letter makes another word more often than a slip: comments, commends.
    """
    if len(written) != len(meant):
        return True
    wrong = [at for at, pair in enumerate(zip(written, meant, strict=True)) if pair[0] != pair[1]]
    if len(wrong) == 1:
        at = wrong[0]
        return written[at] in written[max(0, at - 1) : at] + written[at + 1 : at + 2]
    if len(wrong) != _PAIR or wrong[1] != wrong[0] + 1:
        return False
    exchanged = slice(wrong[0], wrong[1] + 1)
    return written[exchanged] == meant[exchanged][::-1]


def slips_of(words: frozenset[str]) -> dict[str, str]:
    long = sorted(word for word in words if len(word) >= SHORTEST)
    return {cut: word for word in long for cut in cuts(word)} | {word: word for word in long}
