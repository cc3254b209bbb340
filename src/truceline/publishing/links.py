"""The address of every view. A link keeps the question it was asked under; it holds no state."""

from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from truceline.terms.question import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """The three dates as the visitor wrote them; "" where they did not."""

    as_of: str = ""
    said_by: str = ""
    known_at: str = ""

    @property
    def asked(self) -> bool:
        return bool(self.as_of or self.said_by or self.known_at)

    def of_any_date(self) -> "Links":
        """The same question of documents of any date."""
        return replace(self, said_by="")

    def to(self, *parts: str, at: str = "", **more: str) -> str:
        """The path made of `parts`, under the same question; `at` is the place on that page."""
        path = "/" + "/".join(quote(part, safe="") for part in parts)
        return path + self.query(**more) + (f"#{quote(at)}" if at else "")

    def query(self, **more: str) -> str:
        """The question as the end of an address; "" where nothing was asked."""
        asked = {"as-of": self.as_of, "said-by": self.said_by, "known-at": self.known_at} | more
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"?{query}" if query else ""

    def provision(self, agreement: str, clause: str, *, at: str = "") -> str:
        return self.to("provision", agreement, clause, at=at)

    def claim(self, name: str) -> str:
        return self.to("claim", name)

    def document(self, sha256: str, *, at: str = "", part: int = 1) -> str:
        more = {"part": str(part)} if part > 1 else {}
        return self.to("document", sha256, at=at, **more)

    def posting(self, name: str) -> str:
        return self.to("posting", name)

    def ledger(self, ledger: str, *, at: str = "", page: int = 1) -> str:
        more = {"page": str(page)} if page > 1 else {}
        return self.to("ledger", ledger, at=at, **more)

    def incident(self, incident: str) -> str:
        return self.to("incidents", incident)


def pinned(question: Question) -> Links:
    """The same question with its day written out, so that the address means it tomorrow too."""
    return Links(
        as_of=question.as_of.isoformat(),
        said_by=question.said_by.isoformat() if question.said_by else "",
        known_at=question.known_at.isoformat().replace("+00:00", "Z") if question.known_at else "",
    )
