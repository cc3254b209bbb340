"""Trust policies (c2sp.org/tlog-policy): whose cosignatures together make a checkpoint sealed.

A policy decides a label and nothing else: nothing waits for a witness, and what is not sealed is no
less recorded. The file is a file of octets; names are compared octet by octet, never as text.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from truceline.record import checkpoint as checkpoints
from truceline.record.cosignature import (
    ED25519,
    Cosigned,
    Cosigner,
    cosigned,
    key_bytes,
    parse_cosigner,
    parse_key,
)
from truceline.record.note import Known, Note, Verifier, checked, parse

MAX_POLICY_BYTES = 1_000_000  # 32 logs, witnesses and groups must fit; 500 of ML-DSA-44 do

_NOT_ALLOWED = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_BLANKS = re.compile("[ \t]+")
_THRESHOLD = re.compile("[0-9]{1,9}")
_NOBODY = "none"
_KEY_AND_URL = (1, 2)
_NAME_KEY_AND_URL = (2, 3)
_NAME_RULE_AND_ONE = 3


class PolicyError(ValueError):
    """Not a policy. Says in which line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Counts as cosigned when at least `threshold` of its members do."""

    threshold: int
    members: tuple[str, ...]  # names of witnesses and of groups defined before


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Known logs, known witnesses, and the rule for who of them must have cosigned."""

    logs: tuple[Verifier | Cosigner, ...]
    witnesses: Mapping[str, Cosigner]
    groups: Mapping[str, Group]  # in an order in which every member comes before its group
    quorum: str | None  # None: nobody needs to cosign
    urls: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))  # of witnesses

    def met_by(self, names: Iterable[str]) -> bool:
        """Whether these witnesses together are a quorum."""
        present = set(names)
        # In order of definition, so that no depth of groups can exhaust the stack.
        for name, group in self.groups.items():
            if sum(member in present for member in group.members) >= group.threshold:
                present.add(name)
        return self.quorum is None or self.quorum in present


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """The label: sealed or not yet, and by whom so far."""

    size: int
    sealed: bool
    cosigned: tuple[Cosigned, ...]
    by: tuple[str, ...]  # the names that the policy gives them, in the same order


def seal_of(note: str | Note, policy: Policy, *, logs: Iterable[Known] = ()) -> Seal:
    """Whether a checkpoint is sealed by the quorum of a policy.

    `logs` are the record's own keys where the policy lists none; a policy may leave them to us.

    Raises:
        NoteError: not a checkpoint, not signed by a known log, or a known line does not fit.
    """
    parsed = parse(note) if isinstance(note, str) else note
    said = checkpoints.parse(parsed.text)
    # A log is known by the name it signs under, which is the origin it speaks for.
    checked(parsed, [log for log in policy.logs if log.name == said.origin] or _own(policy, logs))
    found = cosigned(parsed, policy.witnesses.values())
    names = {str(key): name for name, key in policy.witnesses.items()}
    by = tuple(names[one.key] for one in found)
    return Seal(size=said.size, sealed=policy.met_by(by), cosigned=found, by=by)


def parse_policy(data: bytes) -> Policy:
    """Read a policy file.

    Raises:
        PolicyError: not a policy, or one that breaks a rule of the format.
    """
    if len(data) > MAX_POLICY_BYTES:
        raise PolicyError(f"a policy of more than {MAX_POLICY_BYTES} bytes is not read")
    # One to one in both directions: octets that are not UTF-8 stay different from all others.
    text = data.decode(errors="surrogateescape")
    draft = _Draft()
    for number, line in enumerate(text.split("\n"), 1):
        try:
            draft.take(line)
        except ValueError as error:
            raise PolicyError(f"line {number}: {error}") from error
    return draft.finished()


def _own(policy: Policy, logs: Iterable[Known]) -> Iterable[Known]:
    return () if policy.logs else logs


class _Draft:
    """What the lines so far have defined."""

    def __init__(self) -> None:
        self._logs: list[Verifier | Cosigner] = []
        self._witnesses: dict[str, Cosigner] = {}
        self._urls: dict[str, str] = {}
        self._groups: dict[str, Group] = {}
        self._taken: set[str] = set()  # names that are members of a group
        self._keys: set[tuple[str, bytes]] = set()
        self._quorum: list[str | None] = []

    def take(self, line: str) -> None:
        found = _NOT_ALLOWED.search(line)
        if found:
            raise ValueError(f"octet 0x{ord(found[0]):02x} may not stand in a policy")
        words = [word for word in _BLANKS.split(line) if word]
        match words:
            case [first, *_] if first.startswith("#"):
                pass
            case []:
                pass
            case ["log", *rest] if len(rest) in _KEY_AND_URL:
                self._log(rest[0])
            case ["witness", *rest] if len(rest) in _NAME_KEY_AND_URL:
                self._witness(rest[0], rest[1])
                self._urls.update((rest[0], url) for url in rest[2:])
            case ["group", *rest] if len(rest) >= _NAME_RULE_AND_ONE:
                self._group(rest[0], rest[1], members=rest[2:])
            case ["quorum", name]:
                self._quorum.append(None if name == _NOBODY else self._defined(name))
            case [("log" | "witness" | "group" | "quorum") as word, *_]:
                raise ValueError(f"a {word} line has more words, or fewer")
            case [word, *_]:
                raise ValueError(f"{_shown(word)} is none of log, witness, group and quorum")

    def finished(self) -> Policy:
        if len(self._quorum) != 1:
            raise PolicyError(f"a policy has one quorum line; this one has {len(self._quorum)}")
        return Policy(
            logs=tuple(self._logs),
            witnesses=MappingProxyType(self._witnesses),
            groups=MappingProxyType(self._groups),
            quorum=self._quorum[0],
            urls=MappingProxyType(self._urls),
        )

    def _log(self, vkey: str) -> None:
        key = parse_key(vkey)
        if isinstance(key, Cosigner) and key.algorithm == ED25519:
            raise ValueError("an Ed25519 cosigner's key (04) signs no checkpoints of its own")
        self._require_new_key("log", key)
        self._logs.append(key)

    def _witness(self, name: str, vkey: str) -> None:
        self._require_new_name(name)
        key = parse_cosigner(vkey)
        self._require_new_key("witness", key)
        self._witnesses[name] = key

    def _group(self, name: str, rule: str, *, members: list[str]) -> None:
        self._require_new_name(name)
        for member in members:
            if self._defined(member) in self._taken:
                raise ValueError(f"{_shown(member)} is a member already; it counts only once")
            self._taken.add(member)
        self._groups[name] = Group(threshold=_threshold(rule, len(members)), members=tuple(members))

    def _require_new_name(self, name: str) -> None:
        if name == _NOBODY:
            raise ValueError(f"{_NOBODY} names nobody")
        if name in self._witnesses or name in self._groups:
            raise ValueError(f"{_shown(name)} is defined already")

    def _require_new_key(self, what: str, key: Verifier | Cosigner) -> None:
        place = (what, key_bytes(key))
        if place in self._keys:
            raise ValueError(f"this {what}'s key stands in a line above")
        self._keys.add(place)

    def _defined(self, name: str) -> str:
        if name not in self._witnesses and name not in self._groups:
            raise ValueError(f"{_shown(name)} is not defined in a line above")
        return name


def _threshold(rule: str, members: int) -> int:
    match rule:
        case "all":
            return members
        case "any":
            return 1
        case _ if _THRESHOLD.fullmatch(rule) and 1 <= int(rule) <= members:
            return int(rule)
        case _:
            raise ValueError(f"{_shown(rule)} is none of all, any and 1 to {members}")


def _shown(word: str) -> str:
    return ascii(word[:100])
