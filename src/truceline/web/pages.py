"""One function for each address: take what was asked, hand it to a page. It decides nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from truceline.compliance.due import falling_due
from truceline.compliance.finding import Status
from truceline.publishing import calendar, csv_export, geojson, html
from truceline.publishing.html import View
from truceline.publishing.ledger_choice import chosen
from truceline.publishing.passage import Dimmed, Marked, Original
from truceline.terms.book import Ledger
from truceline.terms.claim import Act
from truceline.web.asked import choice, counted
from truceline.web.source import Source
from truceline.weighing.contradiction import ContradictionKind
from truceline.weighing.incident import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request: what is seen under its question, and what else its address holds."""

    seen: View
    source: Source
    path: Mapping[str, str]
    query: Mapping[str, str]


def board(visit: Visit) -> str:
    return html.board(visit.seen, only=choice(visit.query, "status", among=Status))


def provision(visit: Visit) -> str:
    return html.provision(visit.seen, visit.path["agreement"], clause=visit.path["clause"])


def claim(visit: Visit) -> str:
    name = visit.path["name"]
    if name in visit.seen.report.taken_back:
        return html.taken_back(visit.seen, name, trace=visit.source.trace(name))
    shown = html.claim_named(visit.seen, name)
    return html.claim(
        visit.seen,
        name,
        original=original(visit, shown.claim.quote.document),
        trace=visit.source.trace(name),
    )


def claims(visit: Visit) -> str:
    return html.claims(
        visit.seen,
        act=choice(visit.query, "act", among=Act),
        page=counted(visit.query, "page"),
    )


def document(visit: Visit) -> str:
    sha256 = visit.path["sha256"]
    return html.document(
        visit.seen, sha256, original=original(visit, sha256), number=counted(visit.query, "part")
    )


def documents(visit: Visit) -> str:
    return html.documents(visit.seen, page=counted(visit.query, "page"))


def incidents(visit: Visit) -> str:
    return html.incidents(
        visit.seen,
        standing=choice(visit.query, "standing", among=Standing),
        act=choice(visit.query, "act", among=Act),
    )


def incident(visit: Visit) -> str:
    return html.incident(visit.seen, visit.path["id"])


def contradictions(visit: Visit) -> str:
    return html.contradictions(
        visit.seen, kind=choice(visit.query, "kind", among=ContradictionKind)
    )


def clock(visit: Visit) -> str:
    return html.clock(visit.seen)


def ledgers(visit: Visit) -> str:
    return html.ledgers(visit.seen)


def coverage(visit: Visit) -> str:
    return html.coverage(visit.seen)


def ledger(visit: Visit) -> str:
    return html.ledger(visit.seen, _ledger(visit), page=counted(visit.query, "page"))


def posting(visit: Visit) -> str:
    name = visit.path["name"]
    if name in visit.seen.report.taken_back:
        return html.taken_back(visit.seen, name, trace=visit.source.trace(name))
    if name not in visit.seen.report.postings:
        raise html.NotShownError(f"posting {name}")
    return html.posting(visit.seen, name, trace=visit.source.trace(name))


def _ledger(visit: Visit) -> Ledger:
    """Raises NotShownError where there is no such ledger."""
    try:
        return Ledger(visit.path["ledger"])
    except ValueError:
        raise html.NotShownError(visit.path["ledger"]) from None


def _chart(visit: Visit) -> bytes:
    return html.chart_of(visit.seen, _ledger(visit), account=visit.path["account"])


def record(visit: Visit) -> str:
    source = visit.source
    return html.record(
        visit.seen,
        source.checkpoint(),
        keys=source.keys(),
        disorder=source.disorder(),
    )


PAGES: dict[str, Callable[[Visit], str]] = {
    "/": board,
    "/board": board,
    "/provision/{agreement}/{clause}": provision,
    "/claim/{name}": claim,
    "/claims": claims,
    "/document/{sha256}": document,
    "/documents": documents,
    "/incidents": incidents,
    "/incidents/{id}": incident,
    "/contradictions": contradictions,
    "/due": clock,
    "/ledger": ledgers,
    "/ledger/{ledger}": ledger,
    "/posting/{name}": posting,
    "/coverage": coverage,
    "/record": record,
}


SVG = "image/svg+xml"


def _calendar(visit: Visit) -> bytes:
    report = visit.seen.report
    items = falling_due(report.findings, report.agreements, on=report.question.as_of)
    return calendar.of_report(report, items)


FILES: dict[str, tuple[str, Callable[[Visit], bytes]]] = {
    "/incidents.geojson": (geojson.MEDIA_TYPE, lambda v: geojson.incidents(v.seen.report)),
    "/zones.geojson": (geojson.MEDIA_TYPE, lambda v: geojson.zones(v.seen.report)),
    "/incidents.csv": (csv_export.MEDIA_TYPE, lambda v: csv_export.incidents(v.seen.report)),
    "/due.ics": (calendar.MEDIA_TYPE, _calendar),
    "/ledger/{ledger}.csv": (
        csv_export.MEDIA_TYPE,
        lambda v: csv_export.figures(chosen(v.seen.report, _ledger(v))),
    ),
    "/ledger/{ledger}/{account}.svg": (SVG, _chart),
    "/coverage.csv": (csv_export.MEDIA_TYPE, lambda v: csv_export.coverage(v.seen.report)),
    "/claims.csv": (csv_export.MEDIA_TYPE, lambda v: csv_export.claims(v.seen.report)),
}


def original(visit: Visit, sha256: str) -> Original | None:
    """The document as it can be shown: spans of its original carried over to its readable text."""
    known = visit.seen.report.documents.get(sha256)
    text = visit.source.document(sha256) if known else None
    if known is None or text is None:
        return None
    marked = []
    for name in visit.seen.references.documents.get(sha256, ()):
        quote = visit.seen.report.claims[name].claim.quote
        start, end = text.to_plain(quote.start, quote.end)
        marked.append(Marked(start=start, end=end, claim=name))
    dimmed = []
    for noise in known.noise:
        start, end = text.to_plain(noise.start, noise.end)
        dimmed.append(Dimmed(start=start, end=end, kind=noise.kind))
    return Original(text=text.plain, marked=tuple(marked), dimmed=tuple(dimmed))
