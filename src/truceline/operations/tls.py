"""Whether an https address is who it says: by the authorities of this machine, and no exceptions.

Nothing switches the check off. What a centre sends is checked by hash and signature all the same;
TLS keeps others from reading along and from standing in between.
"""

import os
import ssl
from http.client import BadStatusLine, RemoteDisconnected
from pathlib import Path

from truceline.terms.problem import Problem, RefusedError

CERT_FILE = "SSL_CERT_FILE"  # OpenSSL's own name: then these authorities count, and no others

# X509_V_ERR_… of OpenSSL
NOT_YET, EXPIRED = (9,), (10,)
UNKNOWN = (18, 19, 20, 21)  # signed by itself, or by nobody known here
WRONG_HOST = (62, 63, 64)

AGAIN = "Run it again: what has arrived is kept."
_AUTHORITY = (
    f"If it is to be believed, name the certificate of its authority: {CERT_FILE}=authority.pem. "
    "Get it by another way than this connection."
)


def context() -> ssl.SSLContext:
    """The system's authorities, or those of the file that the environment names.

    Raises:
        RefusedError: that file cannot be used. OpenSSL would say nothing and know nobody.
    """
    found = ssl.create_default_context()
    named = os.environ.get(CERT_FILE)
    if named:
        try:
            found.load_verify_locations(cafile=named)
        except OSError as error:
            raise RefusedError(
                Problem(
                    code="no-authorities",
                    where=CERT_FILE,
                    message=f"{Path(named).name} holds no certificates that can be read.",
                    remedy="Name a file of certificates in PEM form, or unset it.",
                )
            ) from error
    return found


def told(error: Exception, *, sealed: bool) -> tuple[str, str] | None:
    """What went wrong with TLS and what to do about it; None where it was something else."""
    match error:
        case ssl.SSLCertVerificationError():
            return _of_certificate(error)
        case ssl.SSLError() if "WRONG_VERSION" in str(error) or "HTTP_REQUEST" in str(error):
            return "it does not speak TLS there", "Check the port, or whether http:// is meant."
        case ssl.SSLError():
            why = (error.reason or "cut off").replace("_", " ").lower()
            return f"the encrypted connection broke: {why}", AGAIN
        case BadStatusLine() if not sealed and not isinstance(error, RemoteDisconnected):
            return "it does not speak HTTP there", "Check the port, or whether https:// is meant."
        case _:
            return None


def _of_certificate(error: ssl.SSLCertVerificationError) -> tuple[str, str]:
    for codes, why, remedy in (
        (NOT_YET, "is not valid yet", "Check the clock of this machine."),
        (EXPIRED, "has expired", "Ask its keeper for a new one; check the clock of this machine."),
        (UNKNOWN, "is signed by nobody who is known here", _AUTHORITY),
        (WRONG_HOST, "is of another host", "Use the name that stands in it, or ask its keeper."),
    ):
        if error.verify_code in codes:
            return f"its certificate {why}", remedy
    return f"its certificate is not accepted: {error.verify_message}", _AUTHORITY
