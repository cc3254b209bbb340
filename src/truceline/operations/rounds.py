"""Rounds to the witnesses of a policy: whoever is reached cosigns the newest checkpoint.

Nothing waits for a witness, and nothing one of them answers is believed unless its line fits. The
policy decides one label, *sealed by quorum*, and nothing else.
"""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from threading import Event, Thread

from truceline.operations import fence
from truceline.operations.centre import Centre, opened
from truceline.operations.fetch import Address
from truceline.operations.hold import opening
from truceline.operations.keyring import keyring
from truceline.operations.whole import written
from truceline.record import checkpoint as checkpoints
from truceline.record.authors import Authors
from truceline.record.copy import subtree_in
from truceline.record.cosignature import Cosigner, cosigned
from truceline.record.export import replace as replace_file
from truceline.record.merkle import consistency_path
from truceline.record.note import MAX_NOTE_BYTES, Known, Note, NoteError, checked, parse
from truceline.record.policy import MAX_POLICY_BYTES, Policy, PolicyError, parse_policy, seal_of
from truceline.record.published import OfRecord
from truceline.record.seen import Seen, peer_of
from truceline.record.witness import Request
from truceline.terms.problem import DamagedError, Problem, RefusedError, sentence

POLICY = "policy.txt"  # in the centre, where the charter lists no witnesses
SEALED = "sealed.checkpoint"  # the largest that met the quorum, with the lines that did
PATIENCE_S = 10.0  # with one witness, from the first byte to the last
TRIES = 3  # each one lost to another round, or to a size we did not know of
MOST_AT_ONCE = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What one witness did."""

    witness: str
    size: int | None  # what it has cosigned now; None: nothing
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seals:
    """Who is known to have cosigned how much, and how much a quorum has."""

    by: tuple[tuple[str, int, datetime | None], ...]  # name, entries, when by its own clock
    sealed: int | None  # entries; None: no quorum yet
    asked_for: bool  # whether the policy asks for a quorum

    def told(self, now: datetime | None = None) -> str:
        """A sentence, "" where no policy names a witness; without a clock, with their times."""
        parts = [
            f"by {name} at {size:,}{f' ({_ago(now, at)})' if at else ''}"
            for name, size, at in self.by
        ]
        if not parts and not self.asked_for:
            return ""
        who = f"cosigned {', '.join(parts)}" if parts else "cosigned by nobody yet"
        if not self.asked_for:
            return who
        quorum = "not sealed" if self.sealed is None else f"sealed by quorum at {self.sealed:,}"
        return f"{who}; {quorum}"


def policy_of(centre: Centre) -> Policy | None:
    """That of the charter, or of the file beside it where the charter names no witness.

    Raises:
        RefusedError: the file is no policy.
    """
    text = keyring(centre).policy
    found = parse_policy(text.encode()) if text else None
    if found is not None and found.witnesses:
        return found
    path = centre.folder / POLICY
    try:
        with path.open("rb") as file:
            return parse_policy(file.read(MAX_POLICY_BYTES + 1))
    except FileNotFoundError:
        return found
    except PolicyError as error:
        raise _refused("no-policy", path, sentence(error)) from error


def round_of(centre: Centre, *, patience_s: float = PATIENCE_S) -> tuple[Answered, ...]:
    """Ask every witness that has an address, all at once; each answers for itself.

    Raises:
        RefusedError: no policy names a witness with an address, or the disk is full.
    """
    policy = policy_of(centre)
    if policy is None or not policy.urls:
        raise _refused(
            "no-witness", centre.folder, "No policy names a witness with an address to ask."
        )
    asking = _Asking(centre, patience_s=patience_s)
    with ThreadPoolExecutor(min(MOST_AT_ONCE, len(policy.urls))) as pool:
        found = [
            pool.submit(asking.ask, name, policy.witnesses[name], url)
            for name, url in policy.urls.items()
        ]
        answers = tuple(one.result() for one in found)
    _keep_sealed(centre, policy)
    return answers


def seals(centre: Centre) -> Seals:
    """What is remembered of witnesses, each line checked again against the record."""
    policy = policy_of(centre)
    if policy is None:
        return Seals(by=(), sealed=None, asked_for=False)
    by = []
    for name, note in _cosigned_by(centre, policy).items():
        (one,) = cosigned(note, [policy.witnesses[name]])
        by.append((name, checkpoints.read(note).size, one.at))
    sealed = None
    path = centre.folder / SEALED
    if path.is_file():
        with path.open("rb") as file:
            note = file.read(MAX_NOTE_BYTES).decode(errors="replace")
        sealed = _sealed_size(centre, note, policy)
    asked = policy.quorum is not None
    return Seals(by=tuple(sorted(by)), sealed=sealed, asked_for=asked)


@contextmanager
def every(folder: Path, seconds: float, *, told: Callable[[str], None]) -> Iterator[None]:
    """Rounds in the background, the first at once. What goes wrong is told and stops nothing."""
    over = Event()
    thread = Thread(target=_go_round, args=(folder, seconds, over, told), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(timeout=1)  # it may be waiting for a witness; it holds nothing anybody needs


def _go_round(folder: Path, seconds: float, over: Event, told: Callable[[str], None]) -> None:
    while not over.is_set():
        try:
            with opened(folder) as centre:
                for one in round_of(centre):
                    if one.problem:
                        told(f"{one.witness}: {one.problem}")
        except RefusedError as refused:
            told(f"{refused.problems[0].where}: {refused.problems[0].message}")
        except (DamagedError, OSError) as error:
            told(str(error))
        over.wait(seconds)


class _Asking:
    """One round: the checkpoint that is put before everybody."""

    def __init__(self, centre: Centre, *, patience_s: float) -> None:
        self._centre = centre
        self._patience_s = patience_s
        self._note = centre.record.checkpoint()
        self._said = checkpoints.read(self._note)
        self._logs = _logs(centre)
        self._subtree = subtree_in(
            OfRecord(centre.record, where="the record"), size=self._said.size
        )
        self._known = {name: checkpoints.read(note).size for name, note in _seen(centre).items()}

    def ask(self, name: str, key: Cosigner, url: str) -> Answered:
        try:
            with Address(url, patience_s=self._patience_s) as address:
                return self._asked(name, key, address)
        except RefusedError as refused:
            return Answered(witness=name, size=None, problem=refused.problems[0].message)
        except (NoteError, ValueError) as error:
            return Answered(witness=name, size=None, problem=f"its answer is odd: {error}")

    def _asked(self, name: str, key: Cosigner, address: Address) -> Answered:
        old = min(self._known.get(name, 0), self._said.size)
        for _ in range(TRIES):
            status, body = self._posted(address, old)
            if status is HTTPStatus.OK:
                return self._kept(name, key, body.decode())
            text = body.decode(errors="replace").strip()
            if status is not HTTPStatus.CONFLICT or not text.isascii() or not text.isdecimal():
                return Answered(witness=name, size=None, problem=_why(status, text))
            if int(text[:19]) > self._said.size:
                return self._behind(name, address, int(text[:19]))
            old = int(text)
        return Answered(witness=name, size=None, problem="it changes its mind; later again.")

    def _posted(self, address: Address, old: int) -> tuple[HTTPStatus, bytes]:
        path = consistency_path(old, self._said.size, subtree=self._subtree) if old else ()
        asked = str(Request(old=old, proof=path, note=self._note)).encode()
        return address.ask("POST", "add-checkpoint", at_most=MAX_NOTE_BYTES, body=asked)

    def _kept(self, name: str, key: Cosigner, lines: str) -> Answered:
        note = parse(f"{self._note}{lines}")
        if note.text != str(self._said) or not cosigned(note, [key]):
            raise NoteError("the line of this witness is not in it")
        # Only lines that were checked: what others wrote may stand under no name of theirs.
        good = checked(note, [*self._logs, key])
        with written(self._centre.folder):
            Seen(self._centre.folder / fence.SEEN).remember(name, str(good))
        return Answered(witness=name, size=self._said.size)

    def _behind(self, name: str, address: Address, size: int) -> Answered:
        """It says to hold more than is here: what it holds is remembered, for the fence."""
        known = fence.asked(self._centre, [address.where])
        for one in known:
            said = checkpoints.open_checkpoint(one.note, self._logs)
            if said.size > self._said.size and said.origin == self._said.origin:
                with written(self._centre.folder):
                    Seen(self._centre.folder / fence.SEEN).remember(name, one.note)
                return Answered(
                    witness=name,
                    size=None,
                    problem=f"it has cosigned {said.size} entries, signed by this log; "
                    f"{self._said.size} are here. Nothing is added any more: truceline fence.",
                )
        return Answered(
            witness=name, size=None, problem=f"it says to know of {size} entries, and shows none."
        )


def _why(status: HTTPStatus, text: str) -> str:
    if status is HTTPStatus.UNPROCESSABLE_ENTITY:
        return f"it has cosigned another history, or says so: {text[:200]}"
    return f"it answers {status.value} ({status.phrase}): {text[:200]}"


def _seen(centre: Centre) -> Mapping[str, str]:
    """Checkpoints of this record that peers are remembered to hold, signed by its log."""
    logs = _logs(centre)
    found = {}
    for stem, note in Seen(centre.folder / fence.SEEN).notes():
        try:
            said = checkpoints.open_checkpoint(note, logs)
        except NoteError:
            continue
        if said.origin == centre.record.origin:
            found[peer_of(stem)] = note
    return found


def _cosigned_by(centre: Centre, policy: Policy) -> dict[str, str]:
    """By witness, the largest checkpoint that is ours and bears its line."""
    size = centre.record.head().size
    found = {}
    for name, note in _seen(centre).items():
        key = policy.witnesses.get(name)
        said = checkpoints.read(note)
        try:
            if key is None or said.size > size or not cosigned(note, [key]):
                continue
        except NoteError:
            continue
        if centre.record.root_at(said.size) == said.root:
            found[name] = note
    return found


def _keep_sealed(centre: Centre, policy: Policy) -> None:
    """The lines of one size together, where they are a quorum."""
    if policy.quorum is None:
        return
    by_size: dict[int, list[Note]] = {}
    for note in _cosigned_by(centre, policy).values():
        by_size.setdefault(checkpoints.read(note).size, []).append(parse(note))
    before = seals(centre).sealed or -1
    for size in sorted(by_size, reverse=True):
        notes = by_size[size]
        lines = dict.fromkeys(line for note in notes for line in note.signatures)
        whole = str(Note(text=notes[0].text, signatures=tuple(lines)))
        if size > before and _sealed_size(centre, whole, policy) == size:
            with written(centre.folder):
                replace_file(centre.folder / SEALED, whole.encode())
            return


def _sealed_size(centre: Centre, note: str, policy: Policy) -> int | None:
    try:
        said = checkpoints.open_checkpoint(note, _logs(centre))
        seal = seal_of(note, policy, logs=_logs(centre))
    except NoteError:
        return None
    here = said.origin == centre.record.origin and said.size <= centre.record.head().size
    if not here or not seal.sealed or centre.record.root_at(said.size) != said.root:
        return None
    return said.size


def _logs(centre: Centre) -> tuple[Known, ...]:
    return Authors(opening(centre)).logs


def _ago(now: datetime | None, at: datetime) -> str:
    if now is None or now < at:
        return f"{at:%Y-%m-%d %H:%M} UTC"
    gone = now - at
    if gone < timedelta(hours=1):
        return f"{gone // timedelta(minutes=1)} min ago"
    if gone < timedelta(days=2):
        return f"{gone // timedelta(hours=1)} h ago"
    return f"{gone // timedelta(days=1)} days ago"


def _refused(code: str, where: Path, message: str) -> RefusedError:
    return RefusedError(
        Problem(
            code=code,
            where=where.name,
            message=message,
            remedy="See docs/mirrors.md: a policy in the charter, or policy.txt in the centre.",
        )
    )
