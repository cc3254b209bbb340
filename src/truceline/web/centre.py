"""A centre as the pages ask it: every answer is folded again from its record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from truceline.operations.ask import ask, readable
from truceline.operations.centre import Centre
from truceline.operations.cosigned import Cosignatures, Stamp, stamp
from truceline.operations.hold import hold
from truceline.operations.keyring import keyring
from truceline.operations.numbering import chains
from truceline.operations.trace import trace
from truceline.publishing.report import Report
from truceline.publishing.seals import Seals
from truceline.publishing.trace import Trace
from truceline.record.chains import told
from truceline.record.monitored import COSIGNED
from truceline.record.published import content
from truceline.record.store import Head
from truceline.record.tiles import CHECKPOINT
from truceline.terms.charter import KeyState
from truceline.terms.question import Question
from truceline.web.source import Readable


class CentreSource:
    """The `Source` of an open centre, for as long as it is open."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._known: _Cosigned | None = None

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
        return self._cosigned().note

    def keys(self) -> Sequence[KeyState]:
        return tuple(keyring(self._centre).keys.values())

    def disorder(self) -> Sequence[str]:
        return tuple(told(chains(self._centre)))

    def seals(self) -> Seals:
        return self._cosigned().seals

    def file(self, name: str) -> bytes | None:
        if name == CHECKPOINT:
            return self._cosigned().note.encode()
        if name.startswith(f"{COSIGNED}/"):
            return self._cosigned().files.get(name)
        return content(self._centre.record, name)

    def _cosigned(self) -> "_Cosigned":
        """Lines are checked again when one came, or the record grew."""
        now = (self.head(), stamp(self._centre.folder))
        if self._known is None or self._known.of != now:
            found = Cosignatures(self._centre)
            self._known = _Cosigned(
                of=now,
                note=found.checkpoint(),
                seals=found.seals,
                files=found.files(),
            )
        return self._known


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cosigned:
    """What witnesses had cosigned of one head, when their lines were last looked at."""

    of: tuple[Head, Stamp]
    note: str
    seals: Seals
    files: Mapping[str, bytes]
