"""Where a database is: an address without a password, which may stand in settings and messages."""

from dataclasses import dataclass

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from truceline.terms.problem import Problem, RefusedError

SCHEMES = ("postgresql://", "postgres://")
SECRETS = ("password", "sslpassword")


@dataclass(frozen=True, slots=True)
class Address:
    """A PostgreSQL URL that names a database and holds no password."""

    url: str
    database: str

    @classmethod
    def of(cls, url: str) -> "Address":
        """Read an address.

        Raises:
            RefusedError: not an address, without a database, or with a password in it.
        """
        try:
            parts = conninfo_to_dict(url)
        except (ProgrammingError, UnicodeError):
            # What libpq says about it may repeat the password.
            raise _refused(
                "bad-address",
                "this is no address of a PostgreSQL database.",
                "Write it as postgresql://USER@HOST:PORT/DATABASE.",
            ) from None
        if any(parts.get(secret) for secret in SECRETS):
            raise _refused(
                "password-in-address",
                "the address holds a password; it would be kept in the settings for all to read.",
                "Leave it out, and put it in the file ~/.pgpass or the variable PGPASSWORD.",
            )
        database = str(parts.get("dbname") or "")
        if not database or "\n" in url or '"' in url or "\\" in url or not url.isprintable():
            raise _refused(
                "bad-address",
                "the address names no database, or holds letters an address cannot have.",
                "Write it as postgresql://USER@HOST:PORT/DATABASE.",
            )
        return cls(url, database)

    def __str__(self) -> str:
        return self.url


def _refused(code: str, message: str, remedy: str) -> RefusedError:
    return RefusedError(
        Problem(code=code, where="the address of the store", message=message, remedy=remedy)
    )
