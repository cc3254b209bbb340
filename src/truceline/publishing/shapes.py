"""The JSON other programs rely on: docs/json.md says what each field means. Version 2."""

from collections.abc import Iterable
from functools import cache

from truceline.compliance.changes import Change
from truceline.compliance.due import DueItem, falling_due
from truceline.compliance.finding import Finding
from truceline.compliance.renderings import still_differing
from truceline.ledgers.ledger import Account
from truceline.publishing import covering, found, ledger_shape, words
from truceline.publishing.contested import booked, resting, sentence, under, watching
from truceline.publishing.report import Report, Shown
from truceline.publishing.trace import TakenBack, Trace
from truceline.reading.coding import codes_of
from truceline.terms.agreement import Agreement
from truceline.terms.charter import Contested
from truceline.terms.sealing import Erasure
from truceline.terms.when import When
from truceline.weighing.contradiction import Contradiction
from truceline.weighing.incident import Incident

VERSION = 2  # a field that goes or changes its meaning is a new number; one that comes is not

Row = dict[str, object]


def board(report: Report) -> list[Row]:
    """Each with how far the record is cosigned: a row is often shown alone."""
    told = cosigned(report)
    return [
        _finding(report.agreements.get(one.agreement), one)
        | {"cosigned": told, "contested": _contested(under(report, one))}
        for one in report.findings
    ]


def cosigned(report: Report) -> Row | None:
    """What stands at the foot of every page; None where no policy names a witness."""
    seals = report.seals
    if not seals.told():
        return None
    return {
        "says": seals.told(size=report.size),
        "by": [
            {"witness": name, "entries": size, "at": f"{at:%Y-%m-%dT%H:%M:%SZ}" if at else None}
            for name, size, at in seals.by
        ],
        "sealed": seals.sealed,
    }


def left_out(report: Report) -> list[Row]:
    return [ledger_shape.problem(one) for one in report.problems]


def contradictions(report: Report) -> list[Row]:
    return [_contradiction(one) for one in report.contradictions]


def incidents(report: Report) -> list[Row]:
    """Each with how much of its place was watched: the denominator of the list."""

    @cache
    def beside(places: tuple[str, ...]) -> tuple[str, tuple[int, ...]]:
        spot = covering.beside_of(report.coverage, places)
        doubted = watching(report, spot[0].agreement, spot[1]) if spot else ()
        return covering.beside(report.coverage, places), tuple(one.entry for one in doubted)

    rows = []
    for one in report.incidents:
        watched, entries = beside(one.places)
        doubted = _contested(resting(report, one.claims, entries))
        rows.append(incident(one) | {"watched": watched, "contested": doubted})
    return rows


def coverage(report: Report) -> list[Row]:
    def doubted(agreement: str, place: str) -> list[Row]:
        return _contested(watching(report, agreement, place))

    return covering.rows(report.coverage, contested=doubted)


def claims(report: Report) -> list[Row]:
    return [claim(report, one) for one in report.claims.values()]


def ledger(report: Report) -> list[Row]:
    def doubted(account: Account) -> list[Row]:
        return _contested(booked(report, [account]))

    return [ledger_shape.page(one, contested=doubted) for one in report.ledgers]


def figures(report: Report) -> list[Row]:
    """Every figure of every ledger, each with the account it is of."""
    return [
        row
        for page in report.ledgers
        for account in page.accounts
        for row in ledger_shape.flat(page, account)
    ]


def due(report: Report) -> list[Row]:
    return due_items(falling_due(report.findings, report.agreements, on=report.question.as_of))


def due_items(items: Iterable[DueItem]) -> list[Row]:
    return [
        {
            "agreement": one.agreement,
            "clause": one.clause,
            "title": one.title,
            "part": one.part,
            "date": one.date.isoformat(),
            "says": one.says,
            "renderings": list(one.renderings),
            "days_left": one.days_left,
            "status": one.status.value,
            "because": one.because,
        }
        for one in items
    ]


def changes(found: Iterable[Change]) -> list[Row]:
    return [
        {
            "agreement": one.agreement,
            "clause": one.clause,
            "title": one.title,
            "before": one.before.status.value if one.before else None,
            "after": one.after.status.value if one.after else None,
            "due_before": _last_days(one.before),
            "due_after": _last_days(one.after),
            "reasons": [
                {
                    "why": reason.why.value,
                    "sentence": reason.sentence,
                    "claims": list(reason.claims),
                }
                for reason in one.reasons
            ],
        }
        for one in found
    ]


def trace(chain: Trace) -> Row:
    return {
        **_traced(chain),
        "document": chain.document,
        "sha256": chain.sha256,
        "hash_matches": chain.hash_matches,
        "within": [
            {
                "document": one.document,
                "sha256": one.sha256,
                "part": one.part,
                "by": one.by,
                "hash_matches": one.hash_matches,
                "still_there": one.still_there,
            }
            for one in chain.within
        ],
        "entry": chain.entry,
        "leaf_hash": chain.leaf_hash.hex(),
        "checkpoint": chain.checkpoint,
        "included": chain.included,
        "erased": _erased(chain.erased),
        "taken_back": _taken_back(chain.taken_back),
        "contested": _contested(chain.contested),
    }


def _traced(chain: Trace) -> Row:
    line = chain.line
    if line is None:
        return {
            "claim": chain.name,
            "quote": chain.quote,
            "start": chain.start,
            "end": chain.end,
        }
    return {
        "posting": chain.name,
        "ledger": line.ledger.value,
        "book": line.keeper,
        "account": line.posting.account,
        "says": words.posted(line.posting),
        "when": line.posting.when.value,
        "row": line.posting.row,
        "row_matches": line.reads_same,
    }


def incident(one: Incident) -> Row:
    return {
        "id": one.id,
        "act": one.act.value,
        "period": _when(one.when),
        "place": list(one.places),
        "actors": [actor.name for actor in one.actors],
        "standing": one.standing.value,
        "because": one.because,
        "claims": list(one.claims),
        "origins": one.origins,
    }


def claim(report: Report, shown: Shown) -> Row:
    said = shown.claim
    document = report.documents.get(said.quote.document)
    published = document.published if document else None
    codes = codes_of(said)
    return {
        "name": shown.name,
        "document": said.quote.document,
        "start": said.quote.start,
        "end": said.quote.end,
        "quote": shown.quote,
        "says": words.names(said.says),
        "via": said.via or None,
        "act": said.act.value,
        "actor": [actor.name for actor in said.actors],
        "target": [target.name for target in said.targets],
        "place": list(said.places),
        "when": _when(said.when),
        "modality": said.modality.value,
        "denies": said.denies,
        "quantities": [
            {"value": one.value, "unit": one.unit, "bound": one.bound.value}
            for one in said.quantities
        ],
        "rule": said.rule,
        "plover": codes.plover,
        "cameo": codes.cameo,
        "acled": codes.acled or None,
        "source": document.source if document else "",
        "published": published.when.value if published else None,
        "ruling": shown.ruling.ruling.value if shown.ruling else None,
        "erased": _erased(report.erased.documents.get(said.quote.document)),
        "contested": _contested(resting(report, [shown.name])),
    }


def _contested(doubted: Iterable[Contested]) -> list[Row]:
    return [
        {
            "entry": one.entry,
            "since": one.since.isoformat().replace("+00:00", "Z"),
            "key": one.key,
            "revoked": one.revoked,
            "because": one.because,
            "says": sentence(one),
        }
        for one in doubted
    ]


def _taken_back(one: TakenBack | None) -> Row | None:
    if one is None:
        return None
    return {"entry": one.entry, "key": one.by, "because": one.because}


def _erased(one: Erasure | None) -> Row | None:
    if one is None:
        return None
    at = one.at.isoformat().replace("+00:00", "Z")
    return {"entry": one.entry, "at": at, "ground": one.ground}


def _finding(agreement: Agreement | None, one: Finding) -> Row:
    parties = agreement.parties if agreement else ()
    return {
        "agreement": one.agreement,
        "clause": one.clause,
        "title": one.title,
        "status": one.status.value,
        "because": one.because,
        "due": _last_days(one),
        "positions": [
            {"party": position.party, "says": position.says, "claims": list(position.claims)}
            for position in words.in_party_order(one.positions, parties)
        ],
        "citations": list(one.citations),
        "would_change": one.would_change,
        "renderings_disagree": one.renderings_disagree,
        "watched": one.watched,
        "entries": list(one.entries),
        "found": found.issued(one.found),
        "differs": [{"claim": other.claim, "because": other.because} for other in one.differs],
        "renderings": _renderings(agreement, one),
    }


def _renderings(agreement: Agreement | None, one: Finding) -> list[Row]:
    """Where they differ, field by field; the clause as it read on the day asked."""
    return [
        {
            "field": found.field,
            "loud": found.loud,
            "says": found.says,
            "readings": [
                {"rendering": each.rendering, "status": each.status, "says": each.says}
                for each in found.readings
            ],
        }
        for found in (still_differing(one, agreement) if agreement else ())
    ]


def _last_days(one: Finding | None) -> list[Row]:
    return [
        {"rendering": due.rendering, "date": due.date.isoformat(), "says": due.says}
        for due in (one.due if one else ())
    ]


def _contradiction(one: Contradiction) -> Row:
    return {
        "kind": one.kind.value,
        "about": one.about,
        "sides": [{"says": side.says, "claims": list(side.claims)} for side in one.sides],
    }


def _when(when: When | None) -> str | None:
    return when.value if when else None
