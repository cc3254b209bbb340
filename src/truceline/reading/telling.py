"""One act told by a stretch of a sentence, and what kinds of acts give way to which."""

from dataclasses import dataclass

from truceline.reading.lexicon import Match
from truceline.terms.claim import Act

HEADS = frozenset({Act.SUPPORT, Act.REJECTION, Act.WARNING})  # as main verbs they keep their clause
FULL = 3  # steps: a pattern this long tells a whole story, even in the background


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One act told by the tokens first..last (inclusive) of a sentence."""

    match: Match
    first: int
    last: int
    aside: bool = False
    under: Match | None = None  # the stance it is told in: "demanded that", "accused of"

    @property
    def act(self) -> Act:
        return self.match.act
