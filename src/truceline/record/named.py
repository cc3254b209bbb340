"""Documents that entries name, held against the vault. Who may name one is for the audit."""

from truceline.record.judge import fact_in
from truceline.record.store import Holdings
from truceline.terms.codec import kind_of
from truceline.terms.entry import Deposited, Signed
from truceline.terms.sealing import Erased

_ABOUT = (b"deposited/", b"signed/", b"erased/")


class Documents:
    """Takes the entries about documents in order. A vault that is gone withholds every one."""

    def __init__(self, vault: Holdings | None) -> None:
        self._vault = vault
        self._withheld: dict[str, None] = {}
        self._erased: set[str] = set()

    @property
    def withheld(self) -> tuple[str, ...]:
        """Those the vault does not hold, though nobody says they were erased."""
        return tuple(one for one in self._withheld if one not in self._erased)

    @property
    def erased(self) -> int:
        """How many are not there because they were erased."""
        return sum(one in self._erased for one in self._withheld)

    def take(self, leaf: bytes) -> None:
        """What an entry says of a document.

        Raises:
            ValueError: the document is not as it says.
            DamagedDocumentError: the vault holds another.
        """
        fact = fact_in(leaf)
        if isinstance(fact, Erased):
            self._erased |= set(fact.documents)
        if not isinstance(fact, Deposited | Signed):
            return
        if self._vault is None or not self._vault.has(fact.document):
            self._withheld[fact.document] = None
            return
        size = len(self._vault.get(fact.document))
        if isinstance(fact, Deposited) and size != fact.size:
            raise ValueError(f"its document has {size} bytes, not the {fact.size} it says")


def is_about_a_document(leaf: bytes) -> bool:
    """Of an entry in canonical form; of any other, the audit says that it is none."""
    return kind_of(leaf).startswith(_ABOUT)
