"""Pages as text. A page is a function of a view; it fetches nothing and concludes nothing."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import TypeVar

from jinja2 import Environment, PackageLoader, StrictUndefined

from truceline.compliance.due import falling_due
from truceline.compliance.finding import Finding, Position, Status
from truceline.compliance.renderings import still_differing
from truceline.publishing import covering, forgotten, found, ledger_page, words
from truceline.publishing.accounts import Beside, Field, accounts
from truceline.publishing.chart import chart
from truceline.publishing.contested import booked, resting, sentences, under
from truceline.publishing.drawn import key
from truceline.publishing.holding import holding, inside
from truceline.publishing.links import Links, pinned
from truceline.publishing.passage import Original, around, part, part_of, parts
from truceline.publishing.references import References, references
from truceline.publishing.report import Report, Shown
from truceline.publishing.trace import Trace
from truceline.terms.agreement import Agreement
from truceline.terms.book import Ledger
from truceline.terms.charter import KeyState, Role
from truceline.terms.claim import Act
from truceline.terms.entry import Sure
from truceline.weighing.contradiction import ContradictionKind
from truceline.weighing.incident import Incident, Standing

T = TypeVar("T")

ROWS_A_PAGE = 100
COPIES_NAMED = 3  # in a list; the document's own page names them all

# What a reporting officer looks at first.
PRESSING = (
    Status.OVERDUE,
    Status.DUE_SOON,
    Status.BREACH_FOUND,
    Status.BREACH_ALLEGED,
    Status.DISPUTED,
)
SURE = {
    Sure.TOLD: "told by whoever deposited it",
    Sure.TEXT: "follows from the text itself",
    Sure.GUESSED: "guessed from the page",
}
MAY = {
    Role.LOG: "sign checkpoints only",
    Role.MACHINE: "deposit, read and sign agreements in; never rule",
    Role.PERSON: "everything a machine may, and rule",
    Role.OFFICE: "everything a person may, and add and revoke keys of its party",
}
MARKS = {Beside.AGREES: "=", Beside.DIFFERS: "≠", Beside.ALONE: "·", Beside.SILENT: ""}


class NotShownError(Exception):
    """Nothing of that name is on record, or the question leaves it out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A report, the addresses under which it is shown, and who refers to what in it."""

    report: Report
    links: Links
    references: References
    now: datetime | None = None  # by the clock of whoever shows it; None: no ages are told


def view(report: Report, *, links: Links, now: datetime | None = None) -> View:
    return View(report=report, links=links, references=references(report), now=now)


def board(seen: View, *, only: Status | None = None) -> str:
    report = seen.report
    chosen = [one for one in report.findings if only is None or one.status is only]
    return _page(
        "board.html",
        seen,
        kept={"status": only},
        only=only,
        counts=_counted((one.status for one in report.findings), Status),
        attention=_pressing(chosen) if only is None else (),
        groups=_by_agreement(report, chosen),
        in_order=lambda one: _positions(one, report.agreements.get(one.agreement)),
    )


def provision(seen: View, agreement: str, *, clause: str) -> str:
    """Raises NotShownError where the agreement or its clause is not on record."""
    report = seen.report
    finding, text = _finding(report, agreement, clause=clause), report.agreements[agreement]
    clause_text = text.provision(clause)
    renderings = {rendering.id: rendering for rendering in text.renderings}
    return _page(
        "provision.html",
        seen,
        agreement=text,
        finding=finding,
        provision=clause_text,
        wordings=[(renderings.get(one.rendering), one) for one in clause_text.wordings],
        differences=still_differing(finding, text),
        positions=_positions(finding, text),
        found=found,
        accounts=ledger_page.held_against(report, agreement, clause=clause),
        incidents=_incidents(seen, finding.citations),
    )


def claim(seen: View, name: str, *, original: Original | None, trace: Trace | None = None) -> str:
    """Raises NotShownError where the question allows no such claim."""
    shown = claim_named(seen, name)
    document = shown.claim.quote.document
    passage = around(original, name) if original else None
    spot = next((one for one in original.marked if one.claim == name), None) if original else None
    return _page(
        "claim.html",
        seen,
        shown=shown,
        document=seen.report.documents.get(document),
        title=_title(seen.report, document),
        passage=passage,
        part=part_of(spot.start) if spot else 1,
        entry=name.partition(".")[0],
        trace=trace,
        findings=seen.references.findings.get(name, ()),
        incidents=seen.references.incidents.get(name, ()),
        contradictions=seen.references.contradictions.get(name, ()),
        accounts=ledger_page.citing(seen.report, name),
    )


def taken_back(seen: View, name: str, *, trace: Trace) -> str:
    """A claim or posting that counts no more: what it said, and why.

    Raises NotShownError where the question leaves out its document.
    """
    back = seen.report.taken_back[name]
    if trace.line is None and trace.sha256 not in seen.report.documents:
        raise NotShownError(f"claim {name}")
    return _page(
        "taken_back.html",
        seen,
        here="ledger" if trace.line else "claims",
        name=name,
        back=back,
        trace=trace,
        title=_title(seen.report, trace.sha256),
    )


def claim_named(seen: View, name: str) -> Shown:
    """Raises NotShownError where the question allows no such claim."""
    if name not in seen.report.claims:
        raise NotShownError(f"claim {name}")
    return seen.report.claims[name]


def claims(seen: View, *, act: Act | None = None, page: int = 1) -> str:
    everything = seen.report.claims.values()
    rows = [one for one in everything if act is None or one.claim.act is act]
    return _page(
        "claims.html",
        seen,
        kept={"act": act},
        act=act or "",
        counts=_counted((one.claim.act for one in everything), Act),
        total=len(rows),
        page=page,
        pages=-(-len(rows) // ROWS_A_PAGE),
        rows=rows[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE],
    )


def document(seen: View, sha256: str, *, original: Original | None, number: int = 1) -> str:
    """Raises NotShownError where the question allows no such document."""
    if sha256 not in seen.report.documents:
        raise NotShownError(f"document {sha256}")
    starts = {one.claim: one.start for one in original.marked} if original else {}
    names = seen.references.documents.get(sha256, ())
    return _page(
        "document.html",
        seen,
        document=seen.report.documents[sha256],
        title=_title(seen.report, sha256),
        passage=part(original, number) if original else None,
        part=number,
        parts_total=parts(original) if original else 1,
        claims=[(seen.report.claims[name], part_of(starts.get(name, 0))) for name in names],
        holding=holding(seen.report, sha256),
    )


def documents(seen: View, *, page: int = 1) -> str:
    everything = list(seen.report.documents.values())
    inner = inside(seen.report)
    rows = [
        (
            one,
            _title(seen.report, one.sha256),
            len(seen.references.documents.get(one.sha256, ())),
            len(inner.get(one.sha256, ())),
        )
        for one in everything[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE]
    ]
    return _page(
        "documents.html",
        seen,
        rows=rows,
        total=len(everything),
        page=page,
        pages=-(-len(everything) // ROWS_A_PAGE),
        copies_named=COPIES_NAMED,
    )


def incidents(seen: View, *, standing: Standing | None = None, act: Act | None = None) -> str:
    everything = seen.report.incidents
    return _page(
        "incidents.html",
        seen,
        kept={"standing": standing, "act": act},
        standing=standing or "",
        act=act or "",
        standings=_counted((one.standing for one in everything), Standing),
        acts=_counted((one.act for one in everything), Act),
        rows=[
            one
            for one in everything
            if (standing is None or one.standing is standing) and (act is None or one.act is act)
        ],
    )


def incident(seen: View, name: str) -> str:
    """Raises NotShownError where the question allows no such incident."""
    found = next((one for one in seen.report.incidents if one.id == name), None)
    if found is None:
        raise NotShownError(f"incident {name}")
    refs = seen.references
    return _page(
        "incident.html",
        seen,
        incident=found,
        accounts=accounts(seen.report, found),
        fields=list(Field),
        marks=MARKS,
        origins=_origins(seen.report, found),
        findings=_once(one for name in found.claims for one in refs.findings.get(name, ())),
        contradictions=_once(
            one for name in found.claims for one in refs.contradictions.get(name, ())
        ),
    )


def contradictions(seen: View, *, kind: ContradictionKind | None = None) -> str:
    numbered = list(enumerate(seen.report.contradictions, start=1))
    return _page(
        "contradictions.html",
        seen,
        kept={"kind": kind},
        kind=kind or "",
        counts=_counted((one.kind for _, one in numbered), ContradictionKind),
        rows=[(number, one) for number, one in numbered if kind is None or one.kind is kind],
    )


def clock(seen: View) -> str:
    report = seen.report
    on = report.question.as_of
    items = falling_due(report.findings, report.agreements, on=on, passed=True)
    ahead, passed = (
        [one for one in items if (one.days_left >= 0) is still] for still in (True, False)
    )
    return _page("clock.html", seen, groups=[("To come", ahead), ("Passed, still open", passed)])


def ledgers(seen: View) -> str:
    return _page("ledgers.html", seen, here="ledger", rows=ledger_page.overview(seen.report))


def ledger(seen: View, name: Ledger, *, page: int = 1) -> str:
    shown = ledger_page.page_of(seen.report, name)
    rows = ledger_page.MOST_ACCOUNTS
    return _page(
        "ledger.html",
        seen,
        page=shown,
        title=ledger_page.TITLES[name],
        about=ledger_page.ABOUT[name],
        differing=ledger_page.differing(shown.accounts),
        beyond=ledger_page.beyond(shown.accounts),
        accounts=shown.accounts[(page - 1) * rows : page * rows],
        number=page,
        pages=-(-len(shown.accounts) // rows),
        page_of={one: at // rows + 1 for at, one in enumerate(map(key, shown.accounts))},
    )


def chart_of(seen: View, name: Ledger, *, account: str) -> bytes:
    """The chart of one account as a file.

    Raises:
        NotShownError: no such account, or no book tells of any time.
    """
    page = ledger_page.page_of(seen.report, name)
    for one in page.accounts:
        if key(one) == account and (drawing := chart(one, as_of=page.as_of)):
            return drawing.encode()
    raise NotShownError(f"account {account}")


def posting(seen: View, name: str, *, trace: Trace | None = None) -> str:
    """Raises NotShownError where no book on record has such a posting."""
    if name not in seen.report.postings:
        raise NotShownError(f"posting {name}")
    booked = seen.report.postings[name]
    return _page(
        "posting.html",
        seen,
        here="ledger",
        name=name,
        booked=booked,
        title=ledger_page.TITLES[booked.ledger],
        file=seen.report.books.get(booked.document, ""),
        entry=name.partition(".")[0],
        trace=trace,
        used=ledger_page.citing(seen.report, name),
    )


def coverage(seen: View) -> str:
    return _page("coverage.html", seen, covering=covering)


def record(
    seen: View,
    checkpoint: str,
    *,
    keys: Sequence[KeyState],
    disorder: Sequence[str] = (),
) -> str:
    """`disorder`: whose own count of entries has gaps or forks on record."""
    return _page(
        "record.html",
        seen,
        checkpoint=checkpoint,
        keys=keys,
        disorder=disorder,
    )


def error(title: str, *, message: str, remedy: str, version: str) -> str:
    """A page that needs no report: what went wrong and what can be done."""
    return _render(
        "error.html",
        title=title,
        message=message,
        remedy=remedy,
        version=version,
        links=Links(),
        report=None,
        here="",
        kept=(),
        words=words,
    )


PAGES = Environment(
    loader=PackageLoader("truceline.publishing"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def _page(
    template: str, seen: View, *, kept: dict[str, StrEnum | None] | None = None, **values: object
) -> str:
    """`kept`: what else the address holds, so that asking anew does not lose it."""
    kept_words = {name: value.value for name, value in (kept or {}).items() if value}
    about: dict[str, object] = {"here": template.partition(".")[0]} | values
    return _render(
        template,
        report=seen.report,
        links=seen.links,
        version=seen.report.version,
        now=seen.now,
        permanent=pinned(seen.report.question).query(**kept_words),
        kept=kept_words.items(),
        words=words,
        sure=SURE,
        may=MAY,
        chart=chart,
        key=key,
        latest=ledger_page.latest,
        ledger_titles=ledger_page.TITLES,
        resting=partial(resting, seen.report),
        under=partial(under, seen.report),
        booked_by=partial(booked, seen.report),
        doubts=sentences,
        gone=partial(forgotten.of_document, seen.report),
        unavailable=forgotten.unavailable(seen.report),
        **about,
    )


def _render(template: str, **values: object) -> str:
    return PAGES.get_template(template).render(**values)


def _counted(values: Iterable[StrEnum], kind: type[StrEnum]) -> list[tuple[str, int]]:
    """How many of each, in the order in which the words are defined."""
    counts = Counter(values)
    return [(value, counts[value]) for value in kind if counts[value]]


def _pressing(findings: Sequence[Finding]) -> list[Finding]:
    rank = {status: index for index, status in enumerate(PRESSING)}
    return sorted(
        (one for one in findings if one.status in rank),
        key=lambda one: (
            rank[one.status],
            min((due.date.toordinal() for due in one.due), default=0),
        ),
    )


def _by_agreement(
    report: Report, findings: Sequence[Finding]
) -> list[tuple[str, Agreement | None, list[Finding]]]:
    ids = dict.fromkeys([*report.agreements, *(one.agreement for one in findings)])
    return [
        (
            report.agreements[id_].title if id_ in report.agreements else id_,
            report.agreements.get(id_),
            [one for one in findings if one.agreement == id_],
        )
        for id_ in ids
    ]


def _finding(report: Report, agreement: str, *, clause: str) -> Finding:
    for one in report.findings:
        if (one.agreement, one.clause) == (agreement, clause) and agreement in report.agreements:
            return one
    raise NotShownError(f"clause {clause} of {agreement}")


def _positions(finding: Finding, agreement: Agreement | None) -> tuple[Position, ...]:
    return words.in_party_order(finding.positions, agreement.parties if agreement else ())


def _incidents(seen: View, names: Iterable[str]) -> list[Incident]:
    return _once(one for name in names for one in seen.references.incidents.get(name, ()))


def _origins(report: Report, found: Incident) -> list[tuple[object, str, list[str]]]:
    """The documents behind an incident, each with its claims about it."""
    by_document: dict[str, list[str]] = {}
    for name in found.claims:
        if name in report.claims:
            by_document.setdefault(report.claims[name].claim.quote.document, []).append(name)
    return [
        (report.documents[sha256], _title(report, sha256), names)
        for sha256, names in by_document.items()
        if sha256 in report.documents
    ]


def _once(values: Iterable[T]) -> list[T]:
    return list(dict.fromkeys(values))


def _title(report: Report, sha256: str) -> str:
    return report.titles.get(sha256) or f"document {sha256[:12]}"
