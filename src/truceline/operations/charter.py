"""A charter goes from party to party until the offices of all have signed the same text.

Each signs at home, offline, with a key that never leaves; only the text travels. What a party signs
it is first shown in plain words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from truceline.operations.submit import read_note
from truceline.record import keys
from truceline.record.judge import entry_in, signers
from truceline.record.keyring import NONE, Attested, Keyring, after, opening
from truceline.record.leaf import MAX_NOTE_BYTES
from truceline.record.merkle import EMPTY_ROOT
from truceline.record.note import MAX_SIGNATURES, Note, NoteError, Signer, parse, sign
from truceline.record.request import Request, fingerprint
from truceline.terms.charter import Chartered, KeyAdded, KeyHolder, KeyRevoked, Opened, Quorum, Role
from truceline.terms.codec import b64, decode, encode, time_line
from truceline.terms.entry import Fact
from truceline.terms.envelope import Envelope
from truceline.terms.problem import Problem, RefusedError, sentence
from truceline.terms.sealing import Erased, OpenedTo

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)  # not recorded yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """A key that is to stand in a charter."""

    request: Request
    role: Role
    party: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Charter:
    """A charter under way: what it says, who has signed, whose office has not."""

    note: str
    opened: Opened
    signed: tuple[str, ...]  # names of keys, the author's first
    missing: tuple[str, ...]  # parties


def propose(
    joining: Sequence[Joining],
    *,
    origin: str,
    policy: str,
    quorums: tuple[Quorum, ...],
    by: Signer,
    now: datetime,
) -> Charter:
    """A charter signed by the first office.

    Raises:
        RefusedError: a request to another record, or not a charter that a record can go by.
    """
    for one in joining:
        if one.request.origin != origin:
            raise _refused(
                "other-record",
                one.request.verifier.name,
                f"It asks to join {one.request.origin}, not {origin}.",
            )
    holders = tuple(
        KeyHolder(vkey=str(one.request.verifier), role=one.role, party=one.party) for one in joining
    )
    opened = Opened(origin=origin, keys=holders, policy=policy, quorums=quorums)
    try:
        opening(opened)
        envelope = Envelope(
            log=origin, seq=0, prev="", after=(0, b64(EMPTY_ROOT)), made=now, author=by.name
        )
        text = encode(opened, envelope)
    except ValueError as error:
        raise _refused("no-charter", origin, sentence(error)) from error
    return understood(sign(text, [by]).encode(), where=origin)


def understood(note: bytes, *, where: str) -> Charter:
    """What a charter says and how far it has come.

    Raises:
        RefusedError: not a charter, or a signature under it does not fit.
    """
    try:
        parsed, fact, envelope = entry_in(time_line(_EPOCH).encode() + note)
        if not isinstance(fact, Opened) or envelope.log != fact.origin:
            raise ValueError("this is not the charter of a record")
        ring = opening(fact)
        names = signers(parsed, ring)
    except ValueError as error:
        raise _refused("no-charter", where, sentence(error)) from error
    there = ring.offices_of(names)
    missing = tuple(party for party in ring.parties if party not in there)
    return Charter(note=str(parsed), opened=fact, signed=names, missing=missing)


def read(path: Path) -> Charter:
    """The charter in a file.

    Raises:
        RefusedError: not there, not a charter, or a signature under it does not fit.
    """
    return understood(read_note(path), where=path.name)


def complete(charter: Charter) -> Keyring:
    """The keys that a record would open with.

    Raises:
        RefusedError: an office has not signed yet.
    """
    try:
        return after(NONE, 0, Attested(fact=charter.opened, by=charter.signed))
    except ValueError as error:
        raise _refused("not-founded", charter.opened.origin, sentence(error)) from error


def signed_too(note: bytes, signer: Signer, *, where: str) -> str:
    """The same text with a line of this key under those it has. Signed twice it stays as it is.

    Raises:
        RefusedError: not a signed entry, or the key is not opened.
    """
    try:
        parsed = parse(note.decode())
        fact, envelope = decode(parsed.text)
        if not envelope.author and not isinstance(fact, Opened):
            raise NoteError("it does not say whose entry it is: it is proposed again")
        keys.open_up(signer)
        added = parse(sign(parsed.text, [signer])).signatures
        if added[0] in parsed.signatures:
            return str(parsed)
        whole = str(Note(text=parsed.text, signatures=parsed.signatures + added))
    except ValueError as error:
        raise _refused("no-note", where, sentence(error)) from error
    if len(parsed.signatures) >= MAX_SIGNATURES or len(whole.encode()) > MAX_NOTE_BYTES:
        raise _refused("too-many", where, "No further signature fits under it.")
    return whole


def is_charter(note: bytes) -> bool:
    """Whether it opens a record, or is something else that several sign."""
    try:
        return isinstance(decode(parse(note.decode()).text)[0], Opened)
    except ValueError:
        return True  # `understood` says what is wrong with it


def bears(note: bytes) -> tuple[str, ...]:
    """Whose lines stand under it, not checked: whose keys count is for the record to say."""
    return tuple(dict.fromkeys(line.name for line in parse(note.decode()).signatures))


def told(note: bytes, *, where: str) -> tuple[str, ...]:
    """In plain words, line by line, what a party would sign.

    Raises:
        RefusedError: not an entry.
    """
    try:
        _, fact, envelope = entry_in(time_line(_EPOCH).encode() + note)
    except ValueError as error:
        raise _refused("no-note", where, sentence(error)) from error
    author = f", as an entry of {envelope.author}" if envelope.author else ""
    return (f"For the record {envelope.log}{author}:", *_told(fact))


def _told(fact: Fact) -> tuple[str, ...]:
    match fact:
        case Opened() as opened:
            lines = ["It is opened with these keys:"]
            lines += [_key(holder) for holder in opened.keys]
            return (*lines, *_rules(opened.policy, opened.quorums))
        case Chartered() as chartered:
            return (
                f"Its charter changes, because: {chartered.because}",
                *_rules(chartered.policy, chartered.quorums),
            )
        case KeyAdded(holder=holder):
            lines = ["A key joins:", _key(holder)]
        case KeyRevoked(key=key, since=since, because=because):
            lines = [f"The key {key} is not trusted from {since:%Y-%m-%d %H:%M} UTC on: {because}"]
        case Erased() as gone:
            return _erased(gone)
        case OpenedTo(part=part, circle=circle):
            lines = [f"The sealed part {part} is opened to: {circle}"]
        case _:
            lines = [f"An entry of the kind {type(fact).__name__}."]
    return tuple(lines)


def _erased(gone: Erased) -> tuple[str, ...]:
    return (
        f"The following is erased for good, because: {gone.ground}",
        *(f"  document {one}" for one in gone.documents),
        *(f"  the name behind {one}" for one in gone.people),
        *(f"  the sealed part {one}" for one in gone.parts),
    )


def _key(holder: KeyHolder) -> str:
    name = holder.vkey.partition("+")[0]
    whose = holder.party or "the centre"
    return f"  {holder.role} of {whose}: {name}, fingerprint {fingerprint(holder.vkey)}"


def _rules(policy: str, quorums: Sequence[Quorum]) -> list[str]:
    lines = [
        f"For {one.matter}, {one.parties} {'party' if one.parties == 1 else 'parties'} must sign."
        for one in quorums
    ]
    lines.append("Policy of cosignatures:" if policy else "It names no policy of cosignatures.")
    return [*lines, *(f"  {line}" for line in policy.splitlines())]


def _refused(code: str, where: str, message: str) -> RefusedError:
    return RefusedError(
        Problem(
            code=code,
            where=where,
            message=message,
            remedy="Nothing was written. See truceline charter --help and docs/keys.md.",
        )
    )
