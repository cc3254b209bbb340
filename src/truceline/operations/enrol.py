"""Keys join a record and leave it: a post asks, the office of its party answers.

Keys are made where they are used and never travel; only requests do. Nothing here asks who holds a
key: that is what the fingerprint, read aloud, is for.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from truceline.operations.append import append
from truceline.operations.centre import Centre
from truceline.operations.hold import look
from truceline.operations.keyring import contested, keyring, require_may
from truceline.operations.numbering import chains
from truceline.operations.seal import require_nobody_named
from truceline.operations.sign import names_of
from truceline.operations.together import to_be_signed
from truceline.record import keyring as rings
from truceline.record import keys
from truceline.record.keyring import Attested
from truceline.record.note import NoteError, Signer
from truceline.record.request import MAX_REQUEST_BYTES, Request, open_request, request
from truceline.terms.charter import KeyAdded, KeyHolder, KeyRevoked, KeyState, Role
from truceline.terms.entry import Fact
from truceline.terms.problem import Problem, RefusedError, sentence

MIN_PASSPHRASE = 12  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A key of a record, and the entries that are contested because it was revoked."""

    name: str
    state: KeyState
    contested: tuple[int, ...]
    disorder: str = ""  # what is missing or forked in its own count of its entries


def make_key(folder: Path, name: str, *, passphrase: str | None) -> Signer:
    """A new key on this device; None for a passphrase is the choice to leave it open.

    Raises:
        RefusedError: a passphrase too short, a name that cannot name a key, or one that is there.
    """
    if passphrase is not None:
        require_passphrase(passphrase)
    try:
        return keys.make(folder, name, passphrase=passphrase)
    except NoteError as error:
        raise _refused("key-name", name, sentence(error), "Name a post: jcc/post-7.") from error


def require_passphrase(passphrase: str) -> None:
    """Raises RefusedError: it is guessed too soon."""
    if len(passphrase) < MIN_PASSPHRASE:
        raise _refused(
            "passphrase-short",
            "the passphrase",
            f"It has {len(passphrase)} characters; whoever takes the device would guess it.",
            f"Take {MIN_PASSPHRASE} or more: four or five words that do not belong together.",
        )


def ask_to_join(folder: Path, name: str, *, origin: str, unlock: keys.Unlock) -> str:
    """The request of a key in this folder to join the record of that name.

    Raises:
        RefusedError: no such key, its passphrase is not said, or nothing names a record.
    """
    try:
        return request(origin, keys.signer(folder, name, unlock=unlock))
    except NoteError as error:
        raise _refused("request-wrong", origin, sentence(error), "Name the record.") from error


def read_request(path: Path) -> Request:
    """The request in a file, signed by the key that it names.

    Raises:
        RefusedError: not there, not a request, or not signed by its key.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_REQUEST_BYTES + 1)
        if len(data) > MAX_REQUEST_BYTES:
            raise NoteError(f"a request has at most {MAX_REQUEST_BYTES} bytes")
        return open_request(data.decode())
    except OSError as error:
        raise _refused(
            "unreadable", str(path), f"It cannot be read: {error.strerror}.", "Check the path."
        ) from error
    except ValueError as error:
        raise _refused(
            "request-wrong",
            path.name,
            sentence(error),
            "Have the post ask again: truceline key "
            "request NAME FOLDER --record ORIGIN. Nothing was added.",
        ) from error


def add_key(
    centre: Centre,
    asked: Request,
    *,
    role: Role,
    party: str | None,
    by: tuple[str, ...],
    now: datetime,
) -> int:
    """Append that a key joins; returns the index of the entry.

    `party`: None is the party of the office that signs.

    Raises:
        RefusedError: the request is to another record, or the rules of the record do not allow it.
    """
    signers = [centre.signer(name) for name in by]
    fact = _added(centre, asked, role=role, party=party, by=signers[0])
    return _append(centre, fact, signers, where=asked.verifier.name, now=now)


def propose_key(
    centre: Centre,
    asked: Request,
    *,
    role: Role,
    party: str | None,
    by: tuple[str, ...],
    now: datetime,
) -> str:
    """The same as a note for the other parties to sign; nothing is appended.

    Raises:
        RefusedError: the request is to another record, or no such key signs.
    """
    signers = [centre.signer(name) for name in by]
    fact = _added(centre, asked, role=role, party=party, by=signers[0])
    return to_be_signed(centre, fact, signers, now=now)


def revoke_key(
    centre: Centre, name: str, *, because: str, since: datetime, by: tuple[str, ...], now: datetime
) -> int:
    """Append that a key is not trusted from an instant on; returns the index of the entry.

    Raises:
        RefusedError: no such key, no reason or one that names a person, a future instant, or the
            rules of the record do not allow it.
    """
    seen = look(centre)
    if not because.strip():
        raise _refused("no-reason", "--because", "A reason is needed.", "Say what happened.")
    if since > now:
        raise _refused(
            "not-yet", "--since", "This instant has not come yet.", "Name one that has passed."
        )
    require_nobody_named(because, "--because", names=names_of(centre, seen.held))
    signers = [centre.signer(one) for one in by]
    known = keyring(centre).keys
    full = name if name in known else f"{centre.settings.origin}/{name}"
    fact = KeyRevoked(key=full, since=since, because=because.strip())
    return _append(centre, fact, signers, where=full, now=now)


def listed(centre: Centre) -> tuple[Listed, ...]:
    """Every key that was ever in the record, in the order they joined."""
    doubted, counted = contested(centre), chains(centre)
    return tuple(
        Listed(
            name=name,
            state=state,
            disorder=str(counted.get(name, "")),
            contested=tuple(entry for entry, one in doubted.items() if one.key == name),
        )
        for name, state in keyring(centre).keys.items()
    )


def _added(
    centre: Centre, asked: Request, *, role: Role, party: str | None, by: Signer
) -> KeyAdded:
    if asked.origin != centre.record.origin:
        raise _refused(
            "other-record",
            asked.verifier.name,
            f"It asks to join {asked.origin}; this is {centre.record.origin}.",
            "Have the post ask again, for this record.",
        )
    office = keyring(centre).keys.get(by.name)
    whose = (office.party if office else "") if party is None else party
    holder = KeyHolder(vkey=str(asked.verifier), role=role, party=whose)
    return KeyAdded(holder=holder, proof=asked.proof)


def _append(centre: Centre, fact: Fact, signers: list[Signer], *, where: str, now: datetime) -> int:
    """What everybody who checks the record would refuse is not signed in the first place."""
    for signer in signers:
        require_may(centre, signer)
    attested = Attested(fact=fact, by=tuple(signer.name for signer in signers))
    try:
        rings.after(keyring(centre), centre.record.head().size, attested)
    except ValueError as error:
        raise _refused(
            "key-rule",
            where,
            f"The charter does not allow it: {sentence(error)}",
            "Sign with the offices it names (--by, repeated), or have the other parties sign: "
            "--propose FILE.",
        ) from error
    first, *others = signers
    return append(centre, [fact], by=first, also=others, now=now).size - 1


def _refused(code: str, where: str, message: str, remedy: str) -> RefusedError:
    return RefusedError(Problem(code=code, where=where, message=message, remedy=remedy))
