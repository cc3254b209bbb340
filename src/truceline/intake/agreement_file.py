"""An agreement as people write it down (docs/agreements.md), checked. Not the agreement's meaning.

Everything wrong with a file is found in one reading, each with its line.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from truceline.intake import signing
from truceline.intake.amendments import amendments
from truceline.intake.clauses import provisions
from truceline.intake.days import Clock
from truceline.intake.fields import AGREEMENT
from truceline.intake.lined import Node, tree
from truceline.intake.named import names
from truceline.intake.sheet import NO_DAY, Row, Sheet
from truceline.intake.zones import zones
from truceline.terms.agreement import Agreement
from truceline.terms.codec import encode
from truceline.terms.entry import Signed
from truceline.terms.envelope import Envelope
from truceline.terms.names import Kind, Names
from truceline.terms.problem import Problem, RefusedError

FORMAT = "agreement/1"
MAX_ENTRY_BYTES = 60_000  # a leaf holds 65,535 with its time line and signatures


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What may enter the record, and all names, people's too, which stay in the vault.

    A warning is of something that its writer should know and that keeps nothing off the record.
    """

    agreement: Agreement
    names: Names
    warnings: tuple[Problem, ...] = ()


def parse(data: bytes, *, where: str, beside: Sequence[Agreement] | None = None) -> Parsed:
    """Read an agreement's file.

    `beside`: the agreements on record, whose clauses its amendments may be of. Without it, only
    amendments of the file's own clauses are checked against their clause.

    Raises:
        RefusedError: with every problem found, each naming its line.
    """
    root = tree(data, where=where)
    sheet = Sheet(where)
    row = sheet.fields(root, required=AGREEMENT.required, optional=AGREEMENT.optional)
    _require_format(row)
    _require_something(row)
    all_names = names(row)
    renderings, parties = signing.renderings(row), _parties(row, all_names)
    clock = _clock(row)
    agreement = Agreement(
        id=_slug(row),
        title=row.text("title"),
        signed=row.day("signed"),
        in_force=_in_force(row),
        zone=row.text("zone"),
        parties=parties,
        named=tuple(named for named in all_names if named.kind is not Kind.PERSON),
        renderings=renderings,
        provisions=provisions(row, all_names, renderings, clock=clock),
        source=row.text("source"),
        signatories=signing.signatories(row, all_names, parties),
        guarantors=signing.guarantors(row, all_names),
        responsible=signing.responsible(row, all_names, parties),
        scope=signing.scope(row, all_names),
        zones=zones(row, all_names, clock=clock),
        succeeds=signing.succeeds(row, row.text("id"), clock.in_force, beside=beside),
    )
    later = amendments(row, agreement, clock=clock, beside=beside)
    agreement = replace(agreement, amendments=later)
    sheet.refuse_if_wrong()
    _require_fit(agreement, where=where)
    return Parsed(agreement=agreement, names=all_names, warnings=sheet.warned())


def names_in(data: bytes, *, where: str) -> Names:
    """Every name of a file that was signed in: rules made since then refuse it no more.

    Raises:
        RefusedError: it is no such file at all.
    """
    sheet = Sheet(where)
    known = (*AGREEMENT.required, *AGREEMENT.optional)
    return names(sheet.fields(tree(data, where=where), required=(), optional=known))


def _require_format(row: Row) -> None:
    node = row.get("truceline")
    if node and row.sheet.text(node) != FORMAT:
        row.sheet.wrong(
            node,
            "unknown-format",
            message="This is not a form of file that this version reads.",
            remedy=f"Write 'truceline: {FORMAT}', or use the version the file was written for.",
        )


def _require_something(row: Row) -> None:
    if not any(row.get(name) for name in ("clauses", "amendments", "succeeds")):
        row.sheet.wrong(
            row.node,
            "missing-field",
            message="'clauses' is missing.",
            remedy="Add a line 'clauses: …', or 'amendments: …' where it only amends others.",
        )


def _clock(row: Row) -> Clock:
    """The days and the hour that deadlines count from, where the agreement's midnights are."""
    node = row.get("in_force")
    at, zone = row.sheet.instant(node) if node else None, _zone(row)
    return Clock(
        signed=row.day("signed"),
        in_force=at.date() if at else NO_DAY,
        began=at.astimezone(zone) if at and zone else None,
    )


def _slug(row: Row) -> str:
    text, node = row.text("id"), row.get("id")
    plain = text.replace("-", "").isalnum() and text.isascii() and text == text.lower()
    if node and text and not plain:
        row.sheet.wrong(
            node,
            "bad-id",
            message=f"'{text}' cannot be an id.",
            remedy="Use small letters, digits and hyphens, such as bridge-accord.",
        )
    return text


def _in_force(row: Row) -> datetime:
    """The instant in UTC; its written distance from UTC must be that of the agreement's zone."""
    node = row.get("in_force")
    at = row.sheet.instant(node) if node else None
    zone = _zone(row)
    if at is None or node is None:
        return datetime(1970, 1, 1, tzinfo=UTC)
    if zone is not None and at.astimezone(zone).utcoffset() != at.utcoffset():
        row.sheet.wrong(
            node,
            "zone-mismatch",
            message=f"{zone.key} was at {at.astimezone(zone):%z} from UTC then, not at {at:%z}.",
            remedy="Correct the time or the zone; neither is guessed.",
        )
    return at.astimezone(UTC)


def _zone(row: Row) -> ZoneInfo | None:
    key, node = row.text("zone"), row.get("zone")
    if node is None or not key:
        return None
    try:
        return ZoneInfo(key)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        row.sheet.wrong(
            node,
            "unknown-zone",
            message=f"'{key[:60]}' is not a time zone this computer knows.",
            remedy="Write an IANA name such as Europe/Moscow; the system's tzdata lists them.",
        )
        return None


def _parties(row: Row, all_names: Names) -> tuple[str, ...]:
    known = [named.name for named in all_names if named.kind is Kind.PARTY]
    seen: list[str] = []
    for node in row.items("parties"):
        party = row.sheet.text(node)
        if party and party not in known:
            _wrong_party(row, node, f"'{party}' is not under 'names' as a party.")
        elif party in seen:
            _wrong_party(row, node, f"'{party}' is a party twice.")
        seen.append(party)
    left_out = [party for party in known if party not in seen]
    if left_out and (whole := row.get("parties")):
        _wrong_party(row, whole, f"Named as a party but not in this list: {', '.join(left_out)}.")
    return tuple(seen)


def _wrong_party(row: Row, node: Node, message: str) -> None:
    row.sheet.wrong(
        node,
        "unknown-party",
        message=message,
        remedy="List every party once, and give each a '- party: …' under 'names'.",
    )


def _require_fit(agreement: Agreement, *, where: str) -> None:
    """An agreement is one entry; one that cannot be is refused here, not when it is signed in."""
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    envelope = Envelope(log="", seq=0, prev="", after=(0, ""), made=epoch)
    size = len(encode(Signed(agreement=agreement, document="0" * 64), envelope).encode())
    if size > MAX_ENTRY_BYTES:
        raise RefusedError(
            Problem(
                code="agreement-too-large",
                where=where,
                message=f"As one entry it has {size} bytes; at most {MAX_ENTRY_BYTES} fit.",
                remedy="Shorten the paraphrases, or split annexes into files of their own.",
            )
        )
