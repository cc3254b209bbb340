"""Which rule found a claim, in a line, and the codes of event data that follow from it.

The line: `access:blocked [access.refused:tree:07c23d0c]`, the act, the words that name it, the
table of data/triggers.toml they stand in, and how the sentence was read: by its tree, with the
first characters of the parser's hash, or by the order of its words.
"""

import re

from truceline.reading.lexicon import Match, lexicon
from truceline.reading.patterns import Coding
from truceline.terms.claim import Claim

BY_WORDS = "words"
_TABLE = re.compile(r"\[([a-z-]+(?:\.[a-z-]+)?):")
_MARK = 8  # characters of the parser's hash: enough to tell two models apart


def by_tree(parser: str) -> str:
    """How a sentence was read that the parser of this name and hash has parsed."""
    return f"tree:{parser.rpartition(':')[2][:_MARK]}"


def rule_of(match: Match, *, method: str) -> str:
    return f"{match.act}:{match.words} [{match.pattern.table}:{method}]"


def codes_of(claim: Claim) -> Coding:
    """By the table its rule names; by its act alone where a rule is somebody else's or older."""
    codings = lexicon().codings
    for table in _TABLE.findall(claim.rule):
        if table in codings and table.partition(".")[0] == claim.act.value:
            return codings[table]
    return codings[claim.act.value]
