"""Where a language model answers, and whether text sent there leaves this machine. Asks nobody."""

import ipaddress
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from truceline.terms.problem import Problem, RefusedError

_MODEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,99}")
_REMEDY = (
    "Give the address of a server that speaks the chat-completions protocol, up to and with its "
    "version, such as http://127.0.0.1:8080/v1."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One server, one model, and the bounds of what asking it may cost. It holds no key.

    Raises RefusedError: no such address, no such name of a model, or text would leave this machine
    and nobody allowed that.
    """

    url: str  # up to and with the version: http://127.0.0.1:8080/v1
    model: str
    elsewhere: bool = False  # whether documents may leave this machine
    cache: Path | None = None  # folder of answers; None keeps none
    patience_s: float = 120.0  # for one answer, from the first byte sent to the last one received
    document_s: float = 900.0  # for all that is asked about one document
    tries: int = 4  # of one question that was not answered
    pause_s: float = 1.0  # before the second try; twice as long before each further one
    longest_pause_s: float = 60.0  # a server that asks for more is not waited for
    most_questions: int = 200  # about one document, tries included

    def __post_init__(self) -> None:
        if not _MODEL.fullmatch(self.model):
            raise _refused(
                "the name of the model is missing or holds characters that no name of one has.",
                "Give the name by which the server knows it, such as qwen3:8b.",
            )
        if not self.host:
            raise _refused("this is no address such as http://127.0.0.1:8080/v1.", _REMEDY)
        if not self.here and not self.elsewhere:
            raise _refused(
                f"it is at {self.host}: the text of documents would leave this machine.",
                "If they may, say so with --elsewhere, or elsewhere = true in the settings.",
            )

    @property
    def host(self) -> str:
        """Where it is; "" for an address of another kind, or one that hides a password."""
        try:
            parts = urlsplit(self.url)
            host, _ = parts.hostname, parts.port
        except ValueError:
            return ""
        whole = parts.username or parts.password or parts.query or parts.fragment
        plain = self.url.isascii() and self.url.isprintable() and " " not in self.url
        return (host or "") if parts.scheme in {"http", "https"} and not whole and plain else ""

    @property
    def here(self) -> bool:
        """Whether what is sent there stays on this machine: RFC 1122 s3.2.1.3, RFC 4291 s2.5.3."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def sealed(self) -> bool:
        """Whether nobody on the way can read along."""
        return self.here or urlsplit(self.url).scheme == "https"


def _refused(message: str, remedy: str) -> RefusedError:
    return RefusedError(
        Problem(
            code="language-model-refused",
            where="the language model",
            message=f"It was not asked: {message}",
            remedy=remedy,
        )
    )
