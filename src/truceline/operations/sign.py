"""Sign an agreement in: its data into the record, its file with the names into the vault."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from truceline.intake.agreement_file import Parsed, names_in, parse
from truceline.intake.lined import MAX_BYTES
from truceline.operations.append import settle
from truceline.operations.centre import Centre
from truceline.operations.hold import look
from truceline.terms.agreement import Agreement
from truceline.terms.entry import Signed
from truceline.terms.names import Names
from truceline.terms.problem import Problem, RefusedError
from truceline.weighing.held import Held


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An agreement file that was understood and is not yet on record."""

    name: str
    data: bytes
    parsed: Parsed


def draft(paths: Sequence[Path], *, beside: Sequence[Agreement] | None = None) -> tuple[Draft, ...]:
    """Read agreement files; all or none.

    `beside`: the agreements already on record. Given them, the amendments of every file are held
    against the clauses they are of, on record or in another of these files.

    Raises:
        RefusedError: with every problem of every file.
    """
    drafts = _parsed(paths, beside=None)
    if beside is None:
        return drafts
    return _parsed(paths, beside=(*beside, *(each.parsed.agreement for each in drafts)))


def _parsed(paths: Sequence[Path], *, beside: Sequence[Agreement] | None) -> tuple[Draft, ...]:
    drafts: list[Draft] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            data = _bytes(path)
            parsed = parse(data, where=path.name, beside=beside)
            drafts.append(Draft(name=path.name, data=data, parsed=parsed))
        except RefusedError as refused:
            problems += refused.problems
    ids = [each.parsed.agreement.id for each in drafts]
    problems += [
        Problem(
            code="agreement-twice",
            where=name,
            message=f"two files hold an agreement with id {name!r}.",
            remedy="Give each agreement its own id.",
        )
        for name in sorted({each for each in ids if ids.count(each) > 1})
    ]
    if problems:
        raise RefusedError(*problems)
    return tuple(drafts)


def sign_in(centre: Centre, drafts: Sequence[Draft], *, now: datetime) -> frozenset[str]:
    """Put agreements on record, signed by the centre's person key; the same file twice, once.

    Returns the ids of those that were not there before.

    A crash between vault and record leaves a file in the vault that no entry names: harmless.
    """
    facts = [
        Signed(
            agreement=each.parsed.agreement, document=centre.vault.put(each.data, name=each.name)
        )
        for each in drafts
    ]
    new: list[Signed] = []

    def not_yet(seen: Held) -> list[Signed]:
        new[:] = [one for one in facts if one.document not in seen.agreement_files.values()]
        return new

    by = centre.signer(centre.settings.person)
    settle(centre, not_yet, seen=look(centre), by=by, now=now)
    return frozenset(one.agreement.id for one in new)


def names_of(centre: Centre, held: Held) -> Names:
    """Every name the agreements on record give a reader, people included.

    Where an agreement's file was withheld from the vault, its public names still come from the
    record and only its people are missing.
    """
    found: list[Names] = []
    for agreement in held.agreements.values():
        file = held.agreement_files[agreement.id]
        if centre.vault.has(file):
            found.append(names_in(centre.vault.get(file), where=agreement.id))
        else:
            found.append(agreement.named)
    return tuple(dict.fromkeys(named for each in found for named in each))


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise RefusedError(
            Problem(
                code="unreadable",
                where=str(path),
                message=f"the agreement cannot be read: {error.strerror}.",
                remedy="Check the path and the permissions.",
            )
        ) from error
    return data
