"""Places that no list knows, by the words around them: "the villages of A and B", "south of C".

They are kept as told. What is already the name of somebody or something is none.
"""

from collections.abc import Sequence

from truceline.reading.mention import Mention
from truceline.reading.sentences import Token
from truceline.reading.wordlists import words
from truceline.terms.names import Kind

_LONGEST = 4  # words of a name


def told_places(
    tokens: Sequence[Token], named: Sequence[Mention], *, first: int, last: int
) -> tuple[str, ...]:
    """In the order of the text, between these tokens (inclusive)."""
    taken = {at for m in named for at in range(m.first, m.last + 1)}
    found: list[str] = []
    at = first
    while at <= last:
        end = _name_end(tokens, at, taken=taken, last=last)
        if end is None:
            at += 1
            continue
        if _led(tokens, at, found=found, named=named) or _followed(tokens, at, end):
            found.append(_spelled(tokens, at, end))
        at = end + 1
    return tuple(dict.fromkeys(found))


def _name_end(tokens: Sequence[Token], at: int, *, taken: set[int], last: int) -> int | None:
    """The last token of a run of capitals that begins here and names nothing known."""
    if at == 0 or not _is_name(tokens[at]) or at in taken:
        return None
    if _is_name(tokens[at - 1]) and at - 1 not in taken:
        return None
    end = at
    while end < min(last, at + _LONGEST - 1) and _is_name(tokens[end + 1]):
        if end + 1 in taken:
            return None
        end += 1
    return end


def _is_name(token: Token) -> bool:
    return (
        token.word
        and token.capital
        and len(token.text) > 2  # noqa: PLR2004 initials and "N" are no places
        and not token.text.isupper()
        and token.norm not in words("not_names")
    )


def _led(
    tokens: Sequence[Token], at: int, *, found: Sequence[str], named: Sequence[Mention]
) -> bool:
    """Whether the words before it say that a place follows."""
    back = at - 1
    if tokens[back].norm == "the":
        back -= 1
    norms = [token.norm for token in tokens[max(0, back - 1) : back + 1]]
    if len(norms) < 2:  # noqa: PLR2004 two words lead
        return False
    before, here = norms
    if here == "of":
        return before in words("settled") | words("settlements") | words("edges") | words("compass")
    if here in words("ways"):
        return True
    if here in {"and", ",", "to", "or"} and (found or _place_before(back, named)):
        return _listed(tokens, back)
    return here == "between"


def _place_before(back: int, named: Sequence[Mention]) -> bool:
    return any(m.kind is Kind.PLACE and m.last == back - 1 for m in named)


def _listed(tokens: Sequence[Token], back: int) -> bool:
    """Whether a name stands right before the "and" or the comma."""
    return back > 0 and tokens[back - 1].word and tokens[back - 1].capital


def _followed(tokens: Sequence[Token], at: int, end: int) -> bool:
    """As in "the Doeville district", "Doeville oblast"."""
    if end + 1 >= len(tokens):
        return False
    after = tokens[end + 1].norm
    return after in words("settled") | words("lands_after") and _leads_in(tokens, at)


def _leads_in(tokens: Sequence[Token], at: int) -> bool:
    before = [token.norm for token in tokens[max(0, at - 2) : at]]
    return any(norm in words("prepositions") for norm in before)


def _spelled(tokens: Sequence[Token], first: int, last: int) -> str:
    return " ".join(token.text for token in tokens[first : last + 1])
