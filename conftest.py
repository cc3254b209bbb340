"""A PostgreSQL server of one's own for tests and benchmarks, from the programs of this machine."""

import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest

PATIENCE_S = 60
USER, GUARDED, PASSWORD = "truceline", "guarded", "a word that must never be shown"
OF_NOBODY = ("postgres", "nobody")  # the server refuses to run as root
SETTINGS = {
    "listen_addresses": "",  # through a socket in its own folder only
    "max_connections": "60",
    "shared_buffers": "64MB",
    "password_encryption": "scram-sha-256",
}


class Postgres:
    """One running server. Every test makes databases of its own in it."""

    def __init__(self, programs, folder, account):
        self.programs, self.folder, self.account = programs, folder, account
        self._numbers = count(1)
        self._server = None
        self._free, self._lent = [], []

    def start(self):
        settings = [part for pair in SETTINGS.items() for part in ("-c", "=".join(pair))]
        with (self.folder / "log").open("ab") as log:
            self._server = subprocess.Popen(
                [
                    *(self.programs / "postgres", "-D", self.folder / "data"),
                    *("-k", self.folder, *settings),
                ],
                stdout=subprocess.DEVNULL,
                stderr=log,
                cwd=self.folder,
                **self.account,
            )
        for _ in range(PATIENCE_S * 5):
            if self._answers():
                return
            with suppress(subprocess.TimeoutExpired):
                self._server.wait(timeout=0.2)
                break  # it ended: its log says why
        self.stop()
        raise RuntimeError((self.folder / "log").read_text(errors="replace"))

    def stop(self, how=signal.SIGINT):
        """SIGINT: in order. SIGQUIT: at once, as in a crash."""
        self._server.send_signal(how)
        self._server.wait(timeout=PATIENCE_S)

    def _answers(self):
        import psycopg  # noqa: PLC0415 - as below

        try:
            self.do("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def address(self, database, user=USER):
        return f"postgresql:///{database}?host={self.folder}&user={user}"

    def do(self, statement, database="postgres"):
        """Run it as the administrator."""
        import psycopg  # noqa: PLC0415 - without the extra there is no server either

        patient = "-c lock_timeout=20s"
        with psycopg.connect(self.address(database), autocommit=True, options=patient) as db:
            return db.execute(statement)

    def make(self):
        """The address of an empty database. It goes back when the test ends."""
        if not self._free:
            name = f"centre_{next(self._numbers)}"
            self.do(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
            self._free.append(name)
        self._lent.append(self._free.pop())
        return self.address(self._lent[-1])

    def take_back(self):
        """Empty what was lent: making a database costs a server more than filling one."""
        for name in self._lent:
            self.do("DROP SCHEMA IF EXISTS record, vault, views CASCADE", name)
        self._free += self._lent
        self._lent.clear()


@pytest.fixture
def postgres(postgres_server):
    yield postgres_server
    postgres_server.take_back()


@pytest.fixture(scope="session")
def postgres_server():
    """The server, or a skip that says what is missing."""
    pytest.importorskip("psycopg", reason="psycopg is not installed: pip install psycopg[binary]")
    programs = _programs()
    if programs is None:
        pytest.skip("no PostgreSQL 15 or newer on this machine: apt install postgresql")
    account = _account()
    # A socket's path has at most 107 bytes, and another account must be able to enter.
    folder = Path(tempfile.mkdtemp(prefix="truceline-pg-"))
    try:
        if account:
            shutil.chown(folder, account["user"], account["group"])
        _lay_out(programs, folder, account)
        server = Postgres(programs, folder, account)
        server.start()
        try:
            server.do(f"CREATE ROLE {GUARDED} LOGIN PASSWORD '{PASSWORD}'")
            server.password = PASSWORD
            yield server
        finally:
            server.stop(signal.SIGQUIT)  # nothing of it is kept
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs():
    """The folder of the newest server that is recent enough."""
    beside = shutil.which("postgres")
    found = [Path(beside).resolve().parent] if beside else []
    found += Path("/usr/lib/postgresql").glob("*/bin")
    return max((one for one in found if _version(one) >= 15), key=_version, default=None)


def _version(programs):
    try:
        said = subprocess.run(
            [programs / "postgres", "--version"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return 0
    return int(re.findall(r"\d+", said.stdout)[0])


def _account():
    """Whom the server runs as: us, or where we are root, somebody it accepts."""
    if os.geteuid() != 0:
        return {}
    for name in OF_NOBODY:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    pytest.skip("a PostgreSQL server does not run as root, and there is no other account here")
    return {}


def _lay_out(programs, folder, account):
    subprocess.run(
        [
            *(programs / "initdb", "-D", folder / "data", "-U", USER, "-E", "UTF8"),
            *("--locale=C", "--auth=trust", "--no-sync"),
        ],
        check=True,
        capture_output=True,
        cwd=folder,
        **account,
    )
    rules = folder / "data" / "pg_hba.conf"
    rules.write_text(f"local all {GUARDED} scram-sha-256\n" + rules.read_text())
