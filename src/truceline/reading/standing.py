"""How a mention stands in its sentence: whether it leads its clause, whether it speaks."""

from collections.abc import Sequence

from truceline.reading.mention import Mention
from truceline.reading.sentences import Token
from truceline.reading.wordlists import speaking, words

_ASIDE = 4  # words between a speaker and the verb: "Doe on Monday said"


def leads(tokens: Sequence[Token], mention: Mention) -> bool:
    """Whether no verb stands between the beginning of the clause and the mention."""
    for at in range(mention.first - 1, -1, -1):
        token = tokens[at]
        if not token.word or token.norm in words("breakers") | {"that", "and"}:
            return True
        verb = token.norm in words("auxiliaries") or token.norm in speaking()
        if verb or (token.norm.endswith("ed") and not token.capital):
            return False
    return True


def speaks(tokens: Sequence[Token], mention: Mention) -> bool:
    """Whether a verb of speech follows, or stands before after a comma, or "according to"."""
    if mention.prep == "according":
        return True
    if mention.prep or mention.genitive:
        return False
    for token in tokens[mention.last + 1 : mention.last + 1 + _ASIDE]:
        if not token.word or token.norm in words("breakers") | {"and"}:
            break
        if token.norm in speaking():
            return True
    at = mention.first - 1
    if at > 0 and tokens[at].norm in words("determiners"):
        at -= 1
    return at > 0 and tokens[at].norm in speaking() and not tokens[at - 1].word
