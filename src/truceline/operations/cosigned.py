"""What witnesses have cosigned of a centre's record: kept, counted for pages, and given out.

Only a line that was checked against the record and against the key that the policy gives to its
witness is kept, counted or given out. Whatever else stands beside it, whoever wrote it, is dropped:
a forged line under a witness's own name would spoil the note for everybody who knows that witness.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from truceline.operations.centre import Centre
from truceline.operations.fence import SEEN
from truceline.operations.hold import opening
from truceline.operations.keyring import keyring
from truceline.operations.whole import written
from truceline.publishing.seals import NOTHING, Seals
from truceline.record import checkpoint as checkpoints
from truceline.record.authors import Authors
from truceline.record.checkpoint import Checkpoint
from truceline.record.cosignature import Cosigned, Cosigner, cosigned
from truceline.record.export import replace as replace_file
from truceline.record.monitored import monitored
from truceline.record.note import (
    MAX_NOTE_BYTES,
    MAX_SIGNATURES,
    Known,
    Note,
    NoteError,
    Signature,
    checked,
    parse,
)
from truceline.record.policy import MAX_POLICY_BYTES, Policy, PolicyError, parse_policy
from truceline.record.seen import SUFFIX
from truceline.terms.problem import Problem, RefusedError, sentence

POLICY = "policy.txt"  # in the centre, where the charter lists no witnesses
KEPT = "cosigned"  # in the centre: a file for each witness and size
MOST_KEPT = 32  # of one witness, while they may still meet the quorum
Stamp = tuple[tuple[str, int, int], ...]  # name, when it was written, bytes

NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One cosignature that was checked."""

    witness: str  # as the policy calls it
    signature: Signature
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Under:
    """A checkpoint of this record, the log's lines, and who stands under it."""

    said: Checkpoint
    log: tuple[Signature, ...]
    lines: tuple[Line, ...]  # in the order of the policy

    def __str__(self) -> str:
        """The note as it is given out: canonical, each witness once, no longer than is read."""
        room = MAX_SIGNATURES - len(self.log)
        lines = tuple(line.signature for line in self.lines[:room])
        return str(Note(text=str(self.said), signatures=self.log + lines))

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(line.witness for line in self.lines)


class Cosignatures:
    """All that is known of a centre's witnesses at this moment, checked when it is looked at."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._trouble = ""
        try:
            self.policy = policy_of(centre)
        except RefusedError as refused:  # a label that fails stops no page
            self.policy, self._trouble = None, refused.problems[0].message

    @cached_property
    def latest(self) -> Mapping[str, Under]:
        """By witness, the largest checkpoint that bears its line; and by the quorum's name."""
        found: dict[str, Under] = {}
        if self.policy is None:
            return found
        open_names = set(self.policy.witnesses)
        if self.policy.quorum is not None:
            open_names.add(self.policy.quorum)
        for under in self._largest_first():
            met = {*under.names}
            if self.policy.quorum is not None and self.policy.met_by(met):
                met.add(self.policy.quorum)
            for name in sorted(met & open_names):
                found[name] = under
            open_names -= met
            if not open_names:
                break
        return found

    @property
    def seals(self) -> Seals:
        policy = self.policy
        if policy is None:
            return Seals(trouble=self._trouble) if self._trouble else NOTHING
        by = tuple(
            (name, self.latest[name].said.size, _line(self.latest[name], name).at)
            for name in sorted(set(policy.witnesses) & set(self.latest))
        )
        sealed = self.latest.get(policy.quorum) if policy.quorum is not None else None
        return Seals(
            by=by,
            sealed=sealed.said.size if sealed else None,
            asked_for=policy.quorum is not None,
            witnesses=len(policy.witnesses),
        )

    def checkpoint(self) -> str:
        """The newest checkpoint with every line that is known to stand under it."""
        note = self._centre.record.checkpoint()
        said = checkpoints.read(note)
        for under in self._largest_first():
            if under.said == said:
                return str(Under(said=said, log=parse(note).signatures, lines=under.lines))
            if under.said.size < said.size:
                break
        return note

    def files(self) -> Mapping[str, bytes]:
        """The latest cosigned checkpoints, by their paths."""
        origin = self._centre.record.origin
        return {monitored(name, origin): str(one).encode() for name, one in self.latest.items()}

    def _largest_first(self) -> Iterator[Under]:
        """Checkpoints of this very record under which a witness of the policy stands."""
        policy = self.policy
        if policy is None or not policy.witnesses:
            return
        size, logs = self._centre.record.head().size, _logs(self._centre)
        by_text: dict[tuple[int, str], list[Note]] = {}
        for note in _notes(self._centre.folder):
            said = _said(note)
            if said and said.size <= size and said.origin == self._centre.record.origin:
                by_text.setdefault((said.size, str(said)), []).append(note)
        for (_, text), notes in sorted(by_text.items(), key=lambda one: one[0], reverse=True):
            said = checkpoints.parse(text)
            log = _signed(notes, logs)
            lines = tuple(_lines(notes, policy))
            if log and lines and self._centre.record.root_at(said.size) == said.root:
                yield Under(said=said, log=log, lines=lines)


def seals(centre: Centre) -> Seals:
    """What is remembered of witnesses, each line checked again against the record."""
    return Cosignatures(centre).seals


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
        raise RefusedError(
            Problem(
                code="no-policy",
                where=path.name,
                message=sentence(error),
                remedy="See docs/mirrors.md: a policy in the charter, or policy.txt in the centre.",
            )
        ) from error


def keep(centre: Centre, note: Note, *, of: Cosigner) -> None:
    """Keep a checkpoint whose lines were checked: the log's, and that of this witness.

    A crash here loses a line at most, and the next round asks for it again.
    """
    said = checkpoints.parse(note.text)
    folder = centre.folder / KEPT
    with written(folder):
        folder.mkdir(exist_ok=True)
        replace_file(folder / f"{said.size}-{_of(of)}{SUFFIX}", str(note).encode())


def tidy(centre: Centre) -> None:
    """Drop what no page says and no quorum can need any more."""
    known = Cosignatures(centre)
    if known.policy is None:
        return
    sealed = known.seals.sealed
    for name, key in known.policy.witnesses.items():
        mine = sorted(_sizes(centre.folder / KEPT, key), reverse=True)
        needed = {one.said.size for one in (known.latest.get(name),) if one} | {sealed}
        if known.policy.quorum is not None:  # others may still cosign what this one has
            needed |= {size for size in mine[:MOST_KEPT] if sealed is None or size > sealed}
        with written(centre.folder):
            for size in set(mine) - needed:
                (centre.folder / KEPT / f"{size}-{_of(key)}{SUFFIX}").unlink(missing_ok=True)


def stamp(folder: Path) -> Stamp:
    """Changes whenever anything changes that cosignatures are read from."""
    return tuple(_mark(path) for path in (folder / POLICY, *_files(folder)))


def _files(folder: Path) -> list[Path]:
    """What rounds brought, and what came by other ways: a courier, or the fence."""
    return [path for part in (KEPT, SEEN) for path in sorted((folder / part).glob(f"*{SUFFIX}"))]


def _mark(path: Path) -> tuple[str, int, int]:
    try:
        found = path.stat()
    except OSError:
        return path.name, -1, -1
    return f"{path.parent.name}/{path.name}", found.st_mtime_ns, found.st_size


def _notes(folder: Path) -> Iterator[Note]:
    """Whatever lies there; what is no note is left out."""
    for path in _files(folder):
        try:
            with path.open("rb") as file:
                yield parse(file.read(MAX_NOTE_BYTES + 1).decode())
        except (OSError, UnicodeDecodeError, NoteError):
            continue


def _said(note: Note) -> Checkpoint | None:
    """What it says, where it says it exactly as a checkpoint of ours would."""
    try:
        said = checkpoints.parse(note.text)
    except NoteError:
        return None
    return said if str(said) == note.text else None


def _signed(notes: Sequence[Note], logs: Sequence[Known]) -> tuple[Signature, ...]:
    for note in notes:
        try:
            return checked(note, logs).signatures
        except NoteError:
            continue
    return ()


def _lines(notes: Sequence[Note], policy: Policy) -> Iterator[Line]:
    """Of each witness its latest line, whichever of these notes it stands in."""
    for name, key in policy.witnesses.items():
        found = [line for note in notes for line in _line_of(note, name, key)]
        if found:
            yield max(found, key=lambda line: line.at or NEVER)


def _line_of(note: Note, name: str, key: Cosigner) -> Iterator[Line]:
    try:
        found: tuple[Cosigned, ...] = cosigned(note, [key])
        if found:
            (line,) = checked(note, [key]).signatures
            yield Line(witness=name, signature=line, at=found[0].at)
    except NoteError:
        return


def _line(under: Under, name: str) -> Line:
    return next(line for line in under.lines if line.witness == name)


def _sizes(folder: Path, key: Cosigner) -> Iterator[int]:
    for path in folder.glob(f"*-{_of(key)}{SUFFIX}"):
        size = path.name.partition("-")[0]
        if size.isascii() and size.isdecimal():
            yield int(size[:19])


def _of(key: Cosigner) -> str:
    """In the name of a file: a witness's own name may hold what no file name may."""
    return sha256(str(key).encode()).hexdigest()[:32]


def _logs(centre: Centre) -> tuple[Known, ...]:
    return Authors(opening(centre)).logs
