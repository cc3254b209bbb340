"""A centre as the pages ask it: every answer is folded again from its record."""

from collections.abc import Sequence

from truceline.operations.ask import ask, readable
from truceline.operations.centre import Centre
from truceline.operations.hold import hold
from truceline.operations.keyring import keyring
from truceline.operations.numbering import chains
from truceline.operations.rounds import seals
from truceline.operations.trace import trace
from truceline.publishing.report import Report
from truceline.publishing.trace import Trace
from truceline.record.chains import told
from truceline.record.published import content
from truceline.record.store import Head
from truceline.terms.charter import KeyState
from truceline.terms.question import Question
from truceline.web.source import Readable


class CentreSource:
    """The `Source` of an open centre, for as long as it is open."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre

    def head(self) -> Head:
        return self._centre.record.head()

    def report(self, question: Question) -> Report:
        return ask(self._centre, question)

    def document(self, sha256: str) -> Readable | None:
        document = hold(self._centre).documents.get(sha256)
        return readable(self._centre, document) if document else None

    def trace(self, name: str) -> Trace:
        return trace(self._centre, name, reopen=False)

    def checkpoint(self) -> str:
        return self._centre.record.checkpoint()

    def keys(self) -> Sequence[KeyState]:
        return tuple(keyring(self._centre).keys.values())

    def disorder(self) -> Sequence[str]:
        return tuple(told(chains(self._centre)))

    def cosigned(self) -> str:
        return seals(self._centre).told()

    def file(self, name: str) -> bytes | None:
        return content(self._centre.record, name)
